"""Articles in WARC archives, as CC-NEWS and web archives keep pages."""

from __future__ import annotations

import gzip
import logging
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from kg.budget import guarded
from kg.errors import ArticleError
from kg.records import Article
from kg.sources.metadata import make_article
from kg.sources.page import LARGEST_PAGE, read_page

log = logging.getLogger(__name__)

_PAGES = ("text/html", "application/xhtml+xml")
_SECONDS = 20
_BLOCK = 1 << 16  # bytes


@dataclass(frozen=True, slots=True)
class WarcFile:
    """A `.warc` or `.warc.gz` archive, read record by record; fulfils `kg.sources.ArticleSource`.

    Each page that a server gave is an article or an error that names its address. Answers that are no pages, such as
    pictures and redirects, are counted in one error at the end; what is no answer at all is bookkeeping.
    """

    path: Path

    def articles(self) -> Iterator[Article | ArticleError]:
        """Yield the article of each page, or the error that says why it cannot be read."""
        name, passed_over, number = self.path.as_posix(), Counter[str](), 0
        try:
            with self._open() as stream:
                for number, record in enumerate(ArchiveIterator(stream), 1):
                    where = f"{name}:{number}"
                    answer = (_no_page(record) or _article(record, where)) if record.rec_type == "response" else None
                    if _is_cut_off(record):
                        yield ArticleError(f"{where}: the archive is cut off in the midst of this record")
                    elif isinstance(answer, str):
                        passed_over[answer] += 1
                    elif answer:
                        yield answer
        except Exception as error:  # of a broken archive the library raises whatever comes to it
            log.debug("%s cannot be read", name, exc_info=True)
            is_told = isinstance(error, OSError | EOFError | zlib.error | ArchiveLoadFailed)
            told = getattr(error, "strerror", None) or " ".join(str(error).split())
            reason = told if is_told else "the archive is cut off or broken"
            yield ArticleError(f"{name}: {reason:.300}" + f" (after record {number})" * bool(number))
            return
        if not number:
            yield ArticleError(f"{name}: the file is empty")
        if passed_over:
            kinds = ", ".join(f"{count:,} of {kind}" for kind, count in passed_over.most_common())
            yield ArticleError(f"{name}: {passed_over.total():,} answers are no pages: {kinds}")

    def _open(self) -> BinaryIO:
        """The archive unpacked, also where all its records are one gzip member, which the library does not read."""
        with self.path.open("rb") as stream:
            is_packed = stream.read(2) == b"\x1f\x8b"
        return cast(BinaryIO, _Unpacked(self.path)) if is_packed else self.path.open("rb")


class _Unpacked(gzip.GzipFile):
    """A file that says where it is cut off: the library takes `EOFError` for the end of the archive."""

    def read(self, size: int | None = -1) -> bytes:
        try:
            return super().read(size)
        except EOFError as error:
            raise gzip.BadGzipFile(str(error)) from error


def _is_cut_off(record: ArcWarcRecord) -> bool:
    """Whether the archive ends before the record has the length that it declares, of which the library says nothing."""
    while record.raw_stream.read(_BLOCK):
        pass
    return bool(record.raw_stream.limit)


def _no_page(record: ArcWarcRecord) -> str:
    """What an answer is instead of a page; empty for a page."""
    if record.http_headers is None:
        return "no HTTP"
    status = record.http_headers.get_statuscode()
    if status != "200":
        return f"status {status}"
    kind = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return "" if kind in _PAGES else kind or "no media type"


def _article(record: ArcWarcRecord, source: str) -> Article | ArticleError:
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    where = f"{source} ({address})"
    try:
        with guarded(_SECONDS, f"{where}: unpacking it"):
            content = record.content_stream().read(LARGEST_PAGE + 1)
        page = read_page(content, where, address or None, _charset(record))
        return make_article(page.text, page.fields, where, notes=page.notes)
    except ArticleError as error:
        return error


def _charset(record: ArcWarcRecord) -> str | None:
    declared = record.http_headers.get_header("Content-Type") or ""
    return declared.partition("charset=")[2].strip(" \"';") or None

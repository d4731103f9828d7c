"""Articles in JSON Lines, plain or gzip: one object a line, with the text in `text`."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from kg.errors import ArticleError
from kg.records import Article
from kg.sources.decoding import decode
from kg.sources.metadata import make_article, parse_object

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes. A longer line is passed over, so that one line never fills the memory."""


@dataclass(frozen=True, slots=True)
class JsonLines:
    """A `.jsonl` or `.jsonl.gz` file, read line by line; fulfils `kg.sources.ArticleSource`.

    A line without URL and id is known by its text: its number says nothing when lines are added above it, or when
    tomorrow's file has the same name.
    """

    path: Path

    def articles(self) -> Iterator[Article | ArticleError]:
        """Yield the article of each line that is not blank, or the error that says why it cannot be read."""
        number, is_blank = 0, True
        try:
            with self._open() as stream:
                for number, line in enumerate(_lines(stream), 1):
                    if line.strip():
                        is_blank = False
                        yield self._article(line, f"{self.path.as_posix()}:{number}")
            if is_blank:
                yield ArticleError(f"{self.path}: " + ("there are only blank lines" if number else "the file is empty"))
        except (OSError, EOFError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or error
            yield ArticleError(f"{self.path}: {reason}" + f" (after line {number})" * bool(number))

    def _article(self, line: bytes, source: str) -> Article | ArticleError:
        try:
            if len(line) > LONGEST_LINE:
                raise ArticleError(f"{source}: the line is longer than {LONGEST_LINE:,} bytes")
            fields = parse_object(decode(line.rstrip(b"\r\n"), source), source)
            return make_article(_text(fields, source), fields, source)
        except ArticleError as error:
            return error

    def _open(self) -> IO[bytes]:
        if self.path.suffix == ".gz":
            return cast(IO[bytes], io.BufferedReader(gzip.open(self.path)))
        return self.path.open("rb")


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Each line; of one that is too long, only so much that its length shows."""
    while line := stream.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE + 1)


def _text(fields: dict[str, Any], source: str) -> str:
    text = fields.get("text")
    if not isinstance(text, str):
        raise ArticleError(f'{source}: "text" is {"missing" if text is None else "no string"}')
    return text

"""Articles in JSON Lines, plain or gzip: one object a line, with the text in `text` or where a mapping says."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

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
    tomorrow's file has the same name. `keys` says which key of a line holds a field, where it is not the field's own
    name; dots lead into objects, as in `source.name`.
    """

    path: Path
    keys: Mapping[str, str] = field(default_factory=dict)

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
        except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or error
            yield ArticleError(f"{self.path}: {reason}" + f" (after line {number})" * bool(number))

    def _article(self, line: bytes, source: str) -> Article | ArticleError:
        try:
            if len(line) > LONGEST_LINE:
                raise ArticleError(f"{source}: the line is longer than {LONGEST_LINE:,} bytes")
            content, notes = decode(line.rstrip(b"\r\n"), source)
            fields = self._mapped(parse_object(content, source))
            return make_article(self._text(fields, source), fields, source, notes=notes)
        except ArticleError as error:
            return error

    def _mapped(self, fields: dict[str, Any]) -> dict[str, Any]:
        given = {name: _value(fields, key) for name, key in self.keys.items()}
        if "date" in given:
            fields.pop("published", None)  # which would win over it
        return fields | given

    def _text(self, fields: dict[str, Any], source: str) -> str:
        text = fields.get("text")
        if not isinstance(text, str):
            key = self.keys.get("text", "text")
            raise ArticleError(f'{source}: "{key}" is {"missing" if text is None else "no string"}')
        return text

    def _open(self) -> io.BufferedReader:
        if self.path.suffix == ".gz":
            return io.BufferedReader(cast(io.RawIOBase, gzip.open(self.path)))
        return self.path.open("rb")


def _lines(stream: io.BufferedReader) -> Iterator[bytes]:
    """Each line; of one that is too long, only so much that its length shows. UTF-16 with its mark becomes UTF-8."""
    if stream.peek(2)[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        stream = io.BufferedReader(_Recoded(stream))
    while line := stream.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE + 1)


class _Recoded(io.RawIOBase):
    """A stream of UTF-16 as one of UTF-8."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream, self._left = stream, b""
        self._decoder = codecs.getincrementaldecoder("utf-16")()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._left:
            chunk = self._stream.read(len(buffer))
            self._left = self._decoder.decode(chunk, final=not chunk).encode()
            if not chunk:
                break
        part, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def _value(fields: Mapping[str, object], key: str) -> object:
    """What stands under a key, or under a path of keys between dots."""
    if key in fields:
        return fields[key]
    value: object = fields
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value

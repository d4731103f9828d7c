"""Bytes of a file as text: UTF-8 or a clear refusal."""

from __future__ import annotations

import codecs
from pathlib import Path

from kg.errors import ArticleError

_OTHER_MARKS = {codecs.BOM_UTF16_LE: "UTF-16LE", codecs.BOM_UTF16_BE: "UTF-16BE"}


def read_bytes(path: Path) -> bytes:
    """The content of a file; raises `ArticleError` with the reason it cannot be had."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ArticleError(f"{path}: {error.strerror or error}") from error


def decode(content: bytes, source: str) -> str:
    """The text of UTF-8 bytes, line ends as they stand; raises `ArticleError` with the place of a wrong byte.

    A byte order mark at the start tells the encoding and is no part of the text (Unicode, 23.8): offsets
    count from the character after it, as with Python's `utf-8-sig`.
    """
    for mark, encoding in _OTHER_MARKS.items():
        if content.startswith(mark):
            raise ArticleError(f"{source}: {encoding} text; convert it: iconv -f {encoding} -t UTF-8")
    if b"\0" in content:
        raise ArticleError(f"{source}: binary data, not text (NUL at byte {content.index(0)})")
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        offset = error.start + len(codecs.BOM_UTF8) * content.startswith(codecs.BOM_UTF8)
        raise ArticleError(
            f"{source}: byte {offset} (0x{content[offset]:02x}) is not UTF-8; "
            "convert the text, for example: iconv -f WINDOWS-1252 -t UTF-8"
        ) from error

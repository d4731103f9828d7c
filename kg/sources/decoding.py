"""Bytes as text: by their mark, as UTF-8, as is declared, or in an encoding that is guessed, which is said then."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from charset_normalizer import from_bytes

from kg.errors import ArticleError

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins alike
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = {
    b"%PDF-": "a PDF document; give it a name that ends in .pdf",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "compressed with gzip",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_SHIFTS = re.compile(rb"[\0\x1b]")
"""Bytes of UTF-16 and of ISO 2022, which are valid UTF-8 and another text."""

_TURKISH = frozenset(b"\xd0\xdd\xde\xf0\xfd\xfe")
"""Bytes in which windows-1254 differs from windows-1252: Turkish letters here, Icelandic ones there."""

_FOREIGN_SHARE = 0.25
"""Of bytes beyond ASCII, up to which a text is taken for English with a few foreign letters and typographic marks."""


class Decoded(NamedTuple):
    """A text, and what is doubtful about how it was read."""

    text: str
    notes: tuple[str, ...] = ()


def read_bytes(path: Path, most: int) -> bytes:
    """The content of a file of at most `most` bytes; raises `ArticleError` with the reason it cannot be had."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
            if len(content) > most:
                size = max(path.stat().st_size, len(content))
                raise ArticleError(f"{path}: the file has {size:,} bytes; at most {most:,} are read")
            return content
    except OSError as error:
        raise ArticleError(f"{path}: {error.strerror or error}") from error


def decode(content: bytes, source: str, declared: Iterable[str] = ()) -> Decoded:
    """The text of bytes, line ends as they stand; raises `ArticleError` for what is no text.

    A byte order mark at the start tells the encoding and is no part of the text (Unicode, 23.8). Without one, what is
    valid UTF-8 is UTF-8, whatever is declared: no text of another encoding is that by chance, and many templates
    declare Latin-1 falsely. Else the first of the `declared` encodings holds that fits. Where none does, what is UTF-8
    but for a few bytes is damaged and refused with the place.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Decoded(_strictly(content, encoding, source))
    _refuse_signature(content, source)
    for name in declared if _SHIFTS.search(content) else ("utf-8", *declared):
        try:
            return Decoded(content.decode(_known(name)))
        except (LookupError, ValueError):  # no such encoding, or not in it
            continue
    if b"\0" in content:
        return _without_mark(content, source)
    try:
        return Decoded(content.decode())
    except UnicodeDecodeError as error:
        return _guess(content, error, source)


def _known(charset: str) -> str:
    """Browsers read Latin-1 as windows-1252, and so do all who write it (WHATWG, Encoding)."""
    name = codecs.lookup(charset).name
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _strictly(content: bytes, encoding: str, source: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        offset = error.start + len(codecs.BOM_UTF8) * (encoding == "utf-8-sig")  # the codec counts after the mark
        raise ArticleError(
            f"{source}: {_wrong_byte(content, offset, encoding.removesuffix('-sig').upper())}"
        ) from error


def _wrong_byte(content: bytes, offset: int, encoding: str) -> str:
    return f"byte {offset} (0x{content[offset]:02x}) is not {encoding}"


def _refuse_signature(content: bytes, source: str) -> None:
    for signature, what in _SIGNATURES.items():
        if content.startswith(signature):
            raise ArticleError(f"{source}: binary data, not text: {what}")


def _without_mark(content: bytes, source: str) -> Decoded:
    """UTF-16 without a mark: at least half of the characters, those of Latin letters, have a NUL on the same side."""
    even, odd = content[::2].count(0), content[1::2].count(0)
    if len(content) % 2 == 0 and min(even, odd) == 0 and max(even, odd) * 4 >= len(content):
        encoding = "utf-16-be" if even else "utf-16-le"
        text = _strictly(content, encoding, source)
        if not _is_binary(text):
            return Decoded(text, (f"it has no byte order mark; read as {encoding.upper()}",))
    raise ArticleError(f"{source}: binary data, not text (NUL at byte {content.index(0)})")


def _guess(content: bytes, error: UnicodeDecodeError, source: str) -> Decoded:
    lenient = content.decode(errors="replace")
    wrong = lenient.count("\ufffd")
    if sum(character > "\x7f" for character in lenient) > 2 * wrong:
        place = _wrong_byte(content, error.start, "UTF-8")
        raise ArticleError(f"{source}: {place}, though most of the text is; it is damaged there")
    encoding, text = _western(content) or _detected(content)
    if encoding is None or _is_binary(text):
        raise ArticleError(f"{source}: binary data, or text in an encoding that cannot be told; convert it to UTF-8")
    return Decoded(text, (f"it is not UTF-8; read as {encoding}, which is a guess",))


def _western(content: bytes) -> tuple[str | None, str] | None:
    """English with some foreign letters, for which statistics of letters are of no use."""
    foreign = [byte for byte in content if byte > 0x7F]
    if len(foreign) > max(1, _FOREIGN_SHARE * len(content)):
        return None
    encoding = "windows-1254" if _TURKISH.intersection(foreign) else "windows-1252"
    try:
        return encoding, content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _detected(content: bytes) -> tuple[str | None, str]:
    best = from_bytes(content).best()
    return (best.encoding.replace("_", "-"), str(best)) if best else (None, "")


def _is_binary(text: str) -> bool:
    controls = sum(character < " " and character not in "\t\n\v\f\r" for character in text)
    return controls * 100 > len(text)

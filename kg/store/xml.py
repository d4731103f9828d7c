"""Keeps the engine from sending XML that no parser reads."""

from __future__ import annotations

import re
from typing import IO

from kg.errors import NotAcceptable

# XML 1.0, section 2.2, as the engine writes it: UTF-8, not escaped.
_CHARACTER = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")

# How the engine writes a predicate whose IRI ends in no XML name: as an element without one.
_NAMELESS = b"<oxprefix: "
_OVERLAP = len(_NAMELESS) - 1


class XmlTarget:
    """Passes on what the engine writes; raises `NotAcceptable` for what would not be well-formed."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._end = b""

    def write(self, data: bytes) -> int:
        """Write, unless it would spoil the document."""
        seen = self._end + data
        if found := _CHARACTER.search(seen):
            code = ord(found.group().decode())
            raise NotAcceptable(f"the answer holds U+{code:04X}, a character that XML has not: ask for another format")
        if _NAMELESS in seen:
            raise NotAcceptable(
                "the answer holds a predicate whose IRI ends in no XML name, such as <http://example.org/1>; "
                "RDF/XML cannot write it: ask for another format"
            )
        self._end = seen[-_OVERLAP:]
        return self._target.write(data)

    def flush(self) -> None:
        """Nothing is held back."""
        self._target.flush()

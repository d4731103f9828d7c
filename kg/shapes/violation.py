"""What is wrong with a node, in words for readers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rdflib import URIRef

from kg.vocabulary import PREFIXES


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong with a node. `message` says in plain English what would be right.

    `path` and `value` are for readers (`:notBefore`, the lexical form), `None` where the node as a whole is wrong or
    something is missing.
    """

    focus: URIRef
    path: str | None
    value: str | None
    message: str
    shape: str


@lru_cache(maxsize=1000)
def short(path: str) -> str:
    """The path with the prefixes that readers know: `(:participant|:guest)`."""
    names = ((space, prefix) for prefix, space in PREFIXES.items())
    for space, prefix in names:
        path = re.sub(f"<{re.escape(space)}([^>]*)>", rf"{prefix}:\1", path)
    return path

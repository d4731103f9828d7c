"""Reads `.rq` files: SPARQL queries with a comment header that says in words what they ask.

The first line is the title (`# Whom did the minister meet?`), further comment lines describe it. The header stays in
the text, because it is a comment in SPARQL too.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from kg.errors import KgError


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A SPARQL query of a file; `name` is the file's name without its suffix."""

    name: str
    title: str
    description: str
    text: str


def load_queries(folder: Path) -> dict[str, NamedQuery]:
    """All queries of a folder, by name, in the order of their file names.

    Raises `KgError` when the folder holds none, or a file has no title or no query.
    """
    queries = {path.stem: _read(path) for path in sorted(folder.glob("*.rq"))}
    if not queries:
        raise KgError(f"{folder} holds no .rq file")
    return queries


def _read(path: Path) -> NamedQuery:
    text = path.read_text(encoding="utf-8").strip() + "\n"
    lines = text.splitlines()
    header = [line.lstrip("#").strip() for line in takewhile(lambda line: line.startswith("#"), lines)]
    if not header or not header[0]:
        raise KgError(f"{path} needs a title as its first line, such as “# Whom did the minister meet?”")
    if len(header) == len(lines):
        raise KgError(f"{path} holds comments but no query")
    return NamedQuery(path.stem, header[0], " ".join(filter(None, header[1:])), text)

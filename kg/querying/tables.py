"""The answer to somebody's query as a table for a page: its first rows, read from the stream and then no further."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, cast

from rdflib.term import Literal, Node
from rdflib.util import from_n3

from kg.store import Answer, GraphStore, Query

MOST_ROWS = 1000

_TERM = re.compile(
    r"""<[^<>"{}|^`\\\s]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^<[^<>\s]*>)?|[^"<_]\S*"""
)


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of an answer; `is_cut` says that there are more. An unbound variable gives `None`."""

    form: str
    columns: list[str]
    rows: list[list[Node | None]]
    is_cut: bool

    @property
    def terms(self) -> Iterator[Node]:
        """Every term in a cell."""
        return (term for row in self.rows for term in row if term is not None)


def read_table(store: GraphStore, query: Query) -> bool | Table:
    """What a query gives: true or false for ASK, else the first rows, or triples, as a table."""
    answer = store.answer(query)
    if answer.form == "boolean":
        whole = io.BytesIO()
        answer.write(whole, "application/sparql-results+json")
        return bool(json.loads(whole.getvalue())["boolean"])
    return _read_triples(answer) if answer.form == "graph" else _read_solutions(answer)


def _read_solutions(answer: Answer) -> Table:
    header, *lines = _first_lines(answer, "text/tab-separated-values", MOST_ROWS + 2)
    columns = [name.removeprefix("?") for name in header.split("\t")] if header else []
    rows = [[_term(cell) for cell in line.split("\t")] for line in lines[:MOST_ROWS]]
    return Table("solutions", columns, rows if columns else [[] for _ in rows], len(lines) > MOST_ROWS)


def _term(cell: str) -> Node | None:
    """The term that a cell holds; what RDF 1.1 does not know, such as a triple, is shown as it is written."""
    if not cell:
        return None
    return cast(Node, from_n3(cell)) if _TERM.fullmatch(cell) else Literal(cell)


def _read_triples(answer: Answer) -> Table:
    lines = _first_lines(answer, "application/n-triples", MOST_ROWS + 1)
    rows = [[_term(cell) for cell in line.removesuffix(" .").split(" ", 2)] for line in sorted(set(lines[:MOST_ROWS]))]
    return Table("graph", ["subject", "predicate", "object"], rows, len(lines) > MOST_ROWS)


class _Enough(Exception):
    """The rows that a page shows are read."""


class _FirstLines:
    """Takes what a writer gives until so many lines are whole, then stops the writer."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._newlines = 0
        self._octets = bytearray()

    def write(self, data: bytes) -> int:
        self._octets += data
        self._newlines += data.count(b"\n")
        if self._newlines >= self._limit:
            raise _Enough
        return len(data)

    def flush(self) -> None:
        """The engine flushes when it has written all."""

    @property
    def lines(self) -> list[str]:
        return bytes(self._octets).decode().split("\n")[:-1][: self._limit]


def _first_lines(answer: Answer, media_type: str, limit: int) -> list[str]:
    """The first lines of an answer; both formats used here escape line ends in terms, and end each line."""
    target = _FirstLines(limit)
    with suppress(_Enough):
        answer.write(cast(IO[bytes], target), media_type)
    return target.lines

"""The index in one SQLite file, as it is asked: a connection for each question, so that threads and writers may be."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from rdflib import URIRef

from kg.errors import SearchError
from kg.iris import fold
from kg.search import Found, Hit, Kind, Piece, Term
from kg.search.sqlite_file import FORM, NAMES, SEPARATOR, form_of

_BEGIN, _END = "\x02", "\x03"  # around a match; clean texts have no such characters
_MATCH = re.compile(f"{_BEGIN}([^{_BEGIN}{_END}]*){_END}")
_WEIGHTS = "12.0, 8.0, 8.0, 1.0"  # of label, alias, spelling, text
_AROUND = 28  # words of a snippet
_FIND = f"""WITH hit AS MATERIALIZED (
  SELECT rowid AS id, bm25(words, {_WEIGHTS}) AS score FROM words WHERE words MATCH :all
), ranked AS (
  SELECT hit.id, subject, kind, score, instr('{" ".join(Kind)}', kind) AS place, CASE
    WHEN hit.id IN (SELECT document FROM entry WHERE whole = :whole) THEN 0
    WHEN kind = '{Kind.STATEMENT}' OR hit.id NOT IN (SELECT rowid FROM words WHERE words MATCH :named) THEN 3
    WHEN kind IN ('{Kind.MEETING}', '{Kind.HOLDING}') THEN 2
    ELSE 1 END AS rank
  FROM hit JOIN document ON document.id = hit.id WHERE kind = coalesce(:kind, kind)
)
SELECT id, subject, kind, count(*) OVER () FROM ranked
ORDER BY rank, CASE rank WHEN 0 THEN place END, score, place, subject LIMIT :most OFFSET :after"""
_MARKS = f"'{_BEGIN}', '{_END}'"
_SHOW = f"""SELECT highlight(words, 0, {_MARKS}), highlight(words, 1, {_MARKS}),
  snippet(words, 3, {_MARKS}, '…', {_AROUND}) FROM words WHERE words MATCH ? AND rowid = ?"""


class SqliteSearch:
    """Fulfils `kg.search.Search` beside whoever writes the file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, terms: Sequence[Term], kind: Kind | None, most: int, after: int = 0) -> Found:
        """The subjects that have all terms."""
        if not terms:
            return Found()
        try:
            with closing(
                sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=rw", uri=True, timeout=10)
            ) as database:
                if form_of(database) != FORM:
                    raise SearchError(
                        f"the search index {self._path} is of another version, and made anew by kg ingest"
                    )
                return _find(database, terms, kind, most, after)
        except sqlite3.Error as error:
            raise SearchError(
                f"there is no search index {self._path} that can be read ({error}): the next kg ingest makes it"
            ) from error


def _find(database: sqlite3.Connection, terms: Sequence[Term], kind: Kind | None, most: int, after: int) -> Found:
    asked = " AND ".join(map(_expression, terms))
    whole = " ".join(fold(word) for term in terms for word in term.words)
    values = {"all": asked, "named": f"{{{NAMES}}} : ({asked})", "whole": whole, "kind": kind}
    database.execute("BEGIN")  # one state of the index
    rows = database.execute(_FIND, values | {"most": most, "after": after}).fetchall()
    hits = [
        Hit(URIRef(subject), Kind(kind), *_shown(*database.execute(_SHOW, (asked, document)).fetchone()))
        for document, subject, kind, _ in rows
    ]
    return Found(rows[0][3] if rows else 0, hits)


def _expression(term: Term) -> str:
    """The term as the index understands it: what was typed, or the same in plain letters; never an operator."""
    star = "*" if term.is_beginning else ""
    spellings = dict.fromkeys((term.text, " ".join(map(fold, term.words))))
    either = " OR ".join(f'"{spelling}"{star}' for spelling in spellings)
    return f"({either})"


def _shown(label: str | None, alias: str | None, text: str | None) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The first label, and the words around the match in the text, or else the other names that match."""
    names = [*(label or "").split(SEPARATOR), *(alias or "").split(SEPARATOR)]
    others = ", ".join(dict.fromkeys(name for name in names[1:] if _BEGIN in name and name != names[0]))
    snippet = text if text and _BEGIN in text else others
    return _pieces(names[0]), _pieces(snippet.replace(SEPARATOR, " · "))


def _pieces(marked: str) -> tuple[Piece, ...]:
    parts = _MATCH.split(marked)  # by turns what is not marked and what is
    pieces = (Piece(part.replace(_BEGIN, "").replace(_END, ""), place % 2 == 1) for place, part in enumerate(parts))
    return tuple(piece for piece in pieces if piece.text)

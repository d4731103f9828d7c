"""Whether what a journal holds is as it was written, and what is done where it is not.

SQLite proves the order of its pages, not what values say: they can be damaged in a file that it calls whole. Texts and
graphs are compressed with a checksum of their own, and a text is named by its digest. Metadata and decisions have none:
damage to them is seen where they can no longer be understood.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from kg.journal import ON_IDENTITY, Kind, State
from kg.journal.packing import (
    COLUMNS,
    is_whole_description,
    is_whole_graph,
    is_whole_text,
    unpack_decision,
    unpack_entry,
)

_HAS_TEXT = "EXISTS (SELECT 1 FROM text WHERE text.digest = entry.digest)"
_IS_LATEST = "number = (SELECT max(number) FROM entry AS e WHERE e.article = entry.article AND e.kind = 'article')"


@dataclass(frozen=True, slots=True)
class Damage:
    """An entry whose text, metadata or graph is not as it was written; `key` is that of its article, or its graph.

    `can_be_read` says that the graph can be made again from the text.
    """

    entry: int
    key: str
    is_of_text: bool
    is_of_metadata: bool
    is_of_graph: bool
    can_be_read: bool


def find_damages(database: sqlite3.Connection) -> list[Damage]:
    """All entries of a journal of which something is damaged that can be let go, in their order.

    `JournalError` if it is a decision, or the kind or the state of an entry: without it the store would be another.
    """
    texts = {name for name, packed in _values(database, "digest", "text") if not is_whole_text(str(name), packed)}
    graphs = {entry for entry, packed in _values(database, "entry", "graph") if not is_whole_graph(packed)}
    damages = []
    rows = database.execute(f"SELECT digest, {_HAS_TEXT}, {_IS_LATEST}, {COLUMNS} FROM entry ORDER BY number")
    for digest, has_text, is_latest, *row in rows:
        entry, metadata = unpack_entry((*row[:-1], None)), row[-1]
        if entry.kind in ON_IDENTITY:
            unpack_decision(row)
        is_described = entry.kind == Kind.ARTICLE and (digest, metadata) != (None, None)
        wrong = (
            digest is not None and (digest in texts or not has_text),
            is_described and not is_whole_description(metadata),
            entry.number in graphs,
        )
        if any(wrong):
            can_be_read = digest is not None and bool(is_latest) and not any(wrong[:2])
            damages.append(Damage(entry.number, entry.key, *wrong, can_be_read))
    return damages


def _values(database: sqlite3.Connection, name: str, table: str) -> Iterator[tuple[str | int, bytes]]:
    """One at a time: together they may be more than there is memory."""
    for (value,) in database.execute(f"SELECT {name} FROM {table}").fetchall():
        yield value, database.execute(f"SELECT packed FROM {table} WHERE {name} = ?", (value,)).fetchone()[0]


class _Entries(Protocol):
    """The tables of a journal."""

    @property
    def _connection(self) -> sqlite3.Connection: ...

    def _run(self, statement: str, *values: str | int | bytes | None) -> list[tuple]: ...  # type: ignore[type-arg]

    def _writing(self) -> AbstractContextManager[None]: ...

    def _explaining(self) -> AbstractContextManager[None]: ...


class Mendable:
    """What a journal in SQLite can do with what is damaged in it."""

    def let_damaged_go(self: _Entries) -> list[Damage]:
        """Give up what is damaged and tell of it: what has its text is to be read again, what has its graph stays.

        What has neither is quarantined until it comes again from its source.
        """
        with self._explaining():
            found = find_damages(self._connection)
        if found:
            with self._writing():
                for damage in found:
                    if damage.is_of_graph:
                        _let_graph_go(self, damage)
                    if damage.is_of_text or damage.is_of_metadata:
                        self._run("UPDATE entry SET digest = NULL WHERE number = ?", damage.entry)
                    if damage.is_of_metadata:
                        self._run("UPDATE entry SET metadata = NULL WHERE number = ?", damage.entry)
                self._run("DELETE FROM text WHERE digest NOT IN (SELECT digest FROM entry WHERE digest NOT NULL)")
        return found


def _let_graph_go(journal: _Entries, damage: Damage) -> None:
    journal._run("DELETE FROM graph WHERE entry = ?", damage.entry)
    state, reason = State.RECEIVED, None
    if not damage.can_be_read:
        state, reason = State.QUARANTINED, "its graph was damaged and has no text to be read: ingest or write it again"
    journal._run("UPDATE entry SET state = ?, reason = ? WHERE number = ?", state, reason, damage.entry)

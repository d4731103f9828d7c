"""The index in one SQLite file, as it is written: each value once, however many graphs tell it, gone with the last.

Every change is one transaction in write-ahead mode with full synchronisation; what is deleted is overwritten.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rdflib import URIRef

from kg.errors import SearchError
from kg.iris import fold
from kg.lock import Lock
from kg.search import Contents, Entry, Kind, Part
from kg.search.asking import words_of
from kg.search.sqlite_file import COLUMNS, FORM, SCHEMA, connect, form_of

_DELETE = f"INSERT INTO words (words, rowid, {COLUMNS}) SELECT 'delete', id, {COLUMNS} FROM content WHERE id = ?"
_INSERT = f"INSERT INTO words (rowid, {COLUMNS}) SELECT id, {COLUMNS} FROM content WHERE id = ?"
_DROP = "DELETE FROM document WHERE id = ? AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.document = document.id)"
_SAME = "document = ? AND part = ? AND value = ?"


class SqliteIndex:
    """Fulfils `kg.search.SearchIndex`; a file that is missing, broken or of another form is made anew, and is empty.

    So it is with `is_new` whatever was there. Raises `LockedError` while another process writes it.
    """

    def __init__(self, path: Path, is_new: bool = False) -> None:
        self._path = path
        self._lock = Lock.take(path.with_name(f"{path.name}.lock"), f"the search index {path}")
        self._database: sqlite3.Connection | None = None
        try:
            if is_new:
                self._discard()
            with self._explaining():
                self._database = self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> sqlite3.Connection:
        try:
            return self._prepared()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # a full disk, a closed folder: the file is none the worse
                raise
            self._discard()
            return self._prepared()

    def _prepared(self) -> sqlite3.Connection:
        database = connect(self._path)
        try:
            if form_of(database) not in (0, FORM):
                raise sqlite3.DatabaseError("of another form")
            for setting in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "cache_size = -32000"):
                database.execute(f"PRAGMA {setting}")
            if form_of(database) == 0:
                database.executescript(f"BEGIN IMMEDIATE; {SCHEMA} COMMIT")
        except BaseException:
            database.close()
            raise
        return database

    def _discard(self) -> None:
        for name in ("", "-wal", "-shm"):
            self._path.with_name(f"{self._path.name}{name}").unlink(missing_ok=True)

    def stamps(self) -> dict[URIRef, str | None]:
        """The graphs that it knows with their stamps; `None` where it may be behind the graph."""
        with self._explaining():
            return {URIRef(name): stamp for name, stamp in self._rows("SELECT name, stamp FROM graph")}

    def is_empty(self) -> bool:
        """Whether it knows no graph, as one that was just made."""
        with self._explaining():
            return not self._rows("SELECT 1 FROM graph LIMIT 1")

    def expect(self, graphs: Collection[URIRef]) -> None:
        """Note that these graphs are about to change."""
        with self._writing():
            for name in graphs:
                self._rows("INSERT INTO graph (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET stamp = NULL", name)

    def replace(self, graphs: Mapping[URIRef, Contents]) -> None:
        """Hold exactly this of each graph; one without entries and stamp is gone."""
        with self._writing():
            touched: dict[int, None] = {}
            for name, contents in graphs.items():
                self._replace(name, contents, touched)
            self._take_up(touched)

    def purge(self) -> None:
        """Overwrite on the disk what is no longer held: also in the full-text table, and in the write-ahead log."""
        with self._explaining():
            self._rows("INSERT INTO words (words) VALUES ('optimize')")
            ((busy, _, _),) = self._rows("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise SearchError(
                f"{self._path}-wal cannot be emptied while another process reads it: end that one and give the command "
                "again"
            )

    def close(self) -> None:
        """Let another process write."""
        if self._database is not None:
            self._database.close()
            self._database = None
        self._lock.close()

    def _replace(self, name: URIRef, contents: Contents, touched: dict[int, None]) -> None:
        """Change what one graph tells, and take each document that changes with it out of the full-text table."""
        if not contents.stamp:
            self._tell(self._graph(name, None), frozenset(), touched)
            self._rows("DELETE FROM graph WHERE name = ?", name)
            return
        self._tell(self._graph(name, contents.stamp), contents.entries, touched)

    def _graph(self, name: URIRef, stamp: str | None) -> int:
        rows = self._rows(
            "INSERT INTO graph (name, stamp) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET stamp = excluded.stamp "
            "RETURNING id",
            name,
            stamp,
        )
        return int(rows[0][0])

    def _tell(self, graph: int, entries: frozenset[Entry], touched: dict[int, None]) -> None:
        rows = self._rows(
            "SELECT subject, kind, part, value, entry.id, document FROM told JOIN entry ON entry.id = entry "
            "JOIN document ON document.id = document WHERE graph = ?",
            graph,
        )
        held = {Entry(URIRef(row[0]), Kind(row[1]), Part(row[2]), row[3]): (row[4], row[5]) for row in rows}
        for gone in held.keys() - entries:
            self._leave(graph, *held[gone], touched)
        self._enter(graph, sorted(entries - held.keys(), key=_place), touched)

    def _leave(self, graph: int, entry: int, document: int, touched: dict[int, None]) -> None:
        self._rows("DELETE FROM told WHERE graph = ? AND entry = ?", graph, entry)
        if not self._rows("SELECT 1 FROM told WHERE entry = ? LIMIT 1", entry):
            self._take_out(document, touched)
            self._rows("DELETE FROM entry WHERE id = ?", entry)

    def _enter(self, graph: int, come: list[Entry], touched: dict[int, None]) -> None:
        """Let the graph tell these too. A table comes whole, at the first opening: so each step is taken for all."""
        named = dict.fromkeys((entry.subject, entry.kind) for entry in come)
        ((newest,),) = self._rows("SELECT coalesce(max(id), 0) FROM document")
        self._each("INSERT INTO document (subject, kind) VALUES (?, ?) ON CONFLICT DO NOTHING", named)
        documents = {
            name: self._rows("SELECT id FROM document WHERE subject = ? AND kind = ?", *name)[0][0] for name in named
        }
        touched.update((document, None) for document in documents.values() if document > newest)
        placed = [(documents[entry.subject, entry.kind], entry) for entry in come]
        added = [(document, e) for document, e in placed if document > newest or not self._holds(document, e)]
        for document, _ in added:
            self._take_out(document, touched)
        self._each(
            "INSERT INTO entry (document, part, value, whole, spelling) VALUES (?, ?, ?, ?, ?)",
            ((document, e.part, e.value, *_spellings(e)) for document, e in added),
        )
        self._each(
            f"INSERT INTO told SELECT ?, id FROM entry WHERE {_SAME}",
            ((graph, document, e.part, e.value) for document, e in placed),
        )

    def _holds(self, document: int, entry: Entry) -> bool:
        return bool(self._rows(f"SELECT 1 FROM entry WHERE {_SAME}", document, entry.part, entry.value))

    def _take_out(self, document: int, touched: dict[int, None]) -> None:
        """Take a document out of the full-text table while its columns are still what they were there."""
        if document not in touched:
            touched[document] = None
            self._rows(_DELETE, document)

    def _take_up(self, documents: Collection[int]) -> None:
        """Put these documents back into the full-text table, as they are now; those without entries are gone."""
        each = [(document,) for document in documents]
        self._each(_DROP, each)
        self._each(_INSERT, each)

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._database is None:
            raise SearchError("the search index is closed")
        return self._database

    def _rows(self, statement: str, *values: str | int | None) -> list[Any]:
        return self._connection.execute(statement, values).fetchall()

    def _each(self, statement: str, rows: Iterable[tuple[str | int | None, ...]]) -> None:
        self._connection.executemany(statement, rows)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction: all of it on the disk, or nothing."""
        with self._explaining():
            self._rows("BEGIN IMMEDIATE")
            try:
                yield
                self._rows("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._rows("ROLLBACK")
                raise

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise SearchError(
                f"the search index {self._path} cannot be written: {error}. Free disk space if it is full; it may be "
                "removed, the next command that opens the store makes it anew"
            ) from error


def _place(entry: Entry) -> tuple[str, ...]:
    """By what entries are put in order: to compare rdflib's IRIs takes many times as long."""
    return str(entry.subject), entry.kind, entry.part, entry.value


def _spellings(entry: Entry) -> tuple[str | None, str | None]:
    """Of a name the words by which it is known whole, and these words where letters without accents change them."""
    if entry.part not in (Part.LABEL, Part.ALIAS):
        return None, None
    own = " ".join(words_of(entry.value))
    plain = own if entry.value.isascii() else " ".join(words_of(fold(entry.value)))
    return plain, plain if plain != own else None

"""The file in which a journal lies: its form, who may open it, and its transactions.

Every change is one transaction in write-ahead mode with full synchronisation: on return it survives a power cut.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import JournalError, SettingsError
from kg.lock import Lock

_STEPS = (
    """
CREATE TABLE installation (base_iri TEXT NOT NULL) STRICT;
CREATE TABLE version (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE text (digest TEXT PRIMARY KEY, packed BLOB NOT NULL) STRICT;
CREATE TABLE entry (
  number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, state TEXT NOT NULL, article TEXT NOT NULL,
  key TEXT NOT NULL, received TEXT NOT NULL, settled TEXT, version INTEGER REFERENCES version, reason TEXT,
  digest TEXT REFERENCES text, metadata TEXT
) STRICT;
CREATE TABLE graph (entry INTEGER PRIMARY KEY REFERENCES entry, packed BLOB NOT NULL) STRICT;
CREATE INDEX entry_of_article ON entry (article, number) WHERE kind = 'article';
CREATE INDEX decision_of_article ON entry (article, number) WHERE kind != 'article';
CREATE INDEX entry_of_key ON entry (key);
CREATE INDEX entry_of_text ON entry (digest);
CREATE INDEX entry_in_state ON entry (state);
""",
    """
CREATE TABLE publication (number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
ALTER TABLE installation ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
""",
)
"""What leads from each version of the file to the next; `PRAGMA user_version` counts those that were taken."""

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class JournalFile:
    """An SQLite file of the form of this version, brought up to it when it is opened, and made when it is missing.

    `base_iri` is that under which its graphs are minted. One process at a time may write; others open it with
    `is_read` to read beside it. Raises `LockedError`, `JournalError` for a file that is none or of a later version,
    and `SettingsError` for one of another base IRI.
    """

    def __init__(self, path: Path, base_iri: str, is_read: bool = False) -> None:
        self._path = path
        self._lock = None if is_read else Lock.take(path.with_name(f"{path.name}.lock"), f"the journal {path}")
        self._database: sqlite3.Connection | None = None
        try:
            with self._explaining():
                self._database = _connected_to_read(path) if is_read else _connected(path)
                self._prepare(base_iri)
        except BaseException:
            self.close()
            raise

    def _prepare(self, base_iri: str) -> None:
        self._check_version()
        self._run("PRAGMA journal_mode = WAL")
        for setting in ("synchronous = FULL", "secure_delete = ON", "foreign_keys = ON"):
            self._run(f"PRAGMA {setting}")
        self._bring_up_to_date(base_iri)
        ((own,),) = self._run("SELECT base_iri FROM installation")
        if own != base_iri:
            raise SettingsError(
                f"the journal {self._path} was written under KG_BASE_IRI={own}, and KG_BASE_IRI is now {base_iri}: set "
                "it back, or choose an empty folder with KG_DATA_DIR and ingest again"
            )

    def _bring_up_to_date(self, base_iri: str) -> None:
        ((done,),) = self._run("PRAGMA user_version")
        if done == len(_STEPS):
            return
        with self._writing():
            for step in _STEPS[done:]:
                for statement in filter(str.strip, step.split(";")):
                    self._run(statement)
            self._run(f"PRAGMA user_version = {len(_STEPS)}")
            if not self._run("SELECT 1 FROM installation"):
                self._run("INSERT INTO installation (base_iri) VALUES (?)", base_iri)

    def _check_version(self) -> None:
        ((done,),), ((tables,),) = self._run("PRAGMA user_version"), self._run("SELECT count(*) FROM sqlite_schema")
        if done > len(_STEPS):
            raise JournalError(
                f"the journal {self._path} was written by a later version of communique (its form is {done}, this one "
                f"knows {len(_STEPS)}): use that version"
            )
        if tables and not done:
            raise JournalError(f"{self._path} is no journal of communique: move it away")

    def close(self) -> None:
        """Let another process write."""
        if self._database is not None:
            self._database.close()
            self._database = None
        if self._lock is not None:
            self._lock.close()

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._database is None:
            raise JournalError("the journal is closed")
        return self._database

    def _run(self, statement: str, *values: str | int | bytes | None) -> list[tuple]:  # type: ignore[type-arg]
        with self._explaining():
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction, durable when the block ends, and nothing of it when it fails."""
        self._run("BEGIN IMMEDIATE")
        try:
            yield
            self._run("COMMIT")
        finally:
            if self._connection.in_transaction:
                self._connection.rollback()

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as error:
            if isinstance(error, UnicodeDecodeError) or getattr(error, "sqlite_errorcode", None) in _DAMAGED:
                raise JournalError(
                    f"the journal {self._path} is damaged: {error}. Move the folder away and kg restore the last backup"
                ) from error
            raise JournalError(
                f"the journal {self._path} cannot be used: {error}. What was stored before is safe, nothing is kept "
                "by half; free disk space if it is full, then give the command again"
            ) from error


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=10, isolation_level=None)
    database.text_factory = bytes.decode  # the module's own gives its error no code to know it by
    return database


def _connected_to_read(path: Path) -> sqlite3.Connection:
    """Open it without need of room on the disk, on which those who read together keep an index of the log."""
    database = _connected(path)
    try:
        database.execute("SELECT 1 FROM sqlite_schema")
    except sqlite3.OperationalError as error:
        database.close()
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_IOERR:
            raise
        database = _connected(path)
        database.execute("PRAGMA locking_mode = EXCLUSIVE")  # who reads alone keeps that index in memory
    return database

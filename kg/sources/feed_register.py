"""What an installation knows of its feeds: their addresses, what their servers last told, and each of their entries.

It lies in SQLite. An entry is written down together with the mark (`ETag`) of the answer that listed it, so that no
entry is lost when a run is broken off, and it waits until its article is stored or refused for good.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.errors import FeedError

_KEPT = 180 * 24 * 3600
"""Seconds for which a settled entry is remembered after a feed last listed it."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feed (
  address TEXT PRIMARY KEY, title TEXT, etag TEXT, modified TEXT, polled INTEGER, due INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0, problem TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS entry (
  address TEXT PRIMARY KEY, feed TEXT NOT NULL REFERENCES feed ON DELETE CASCADE, title TEXT, published TEXT,
  updated TEXT, state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'read', 'refused')), reason TEXT,
  tries INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL DEFAULT 0, listed INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS entry_of_feed ON entry (feed, state);
"""
_LIST = """INSERT INTO entry (address, feed, title, published, updated, listed) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (address) DO UPDATE SET listed = excluded.listed,
  state = CASE WHEN updated IS excluded.updated THEN state ELSE 'waiting' END,
  tries = CASE WHEN updated IS excluded.updated THEN tries ELSE 0 END,
  due = CASE WHEN updated IS excluded.updated THEN due ELSE 0 END, updated = excluded.updated"""
_FEEDS = """SELECT address, title, etag, modified, polled, due, failures, problem,
  (SELECT count(*) FROM entry WHERE feed = feed.address AND state = 'read'),
  (SELECT count(*) FROM entry WHERE feed = feed.address AND state = 'waiting'),
  (SELECT count(*) FROM entry WHERE feed = feed.address AND state = 'refused') FROM feed ORDER BY address"""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with what its server last told; times are seconds since 1970, `due` says when it may be asked again.

    `read`, `waiting` and `refused` count its entries.
    """

    address: str
    title: str | None = None
    etag: str | None = None
    modified: str | None = None
    polled: int | None = None
    due: int = 0
    failures: int = 0
    problem: str | None = None
    read: int = 0
    waiting: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as its feed lists it; `updated` tells a changed one from itself, `tries` how often it failed."""

    address: str
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    tries: int = 0


@dataclass(frozen=True, slots=True)
class FeedRegister:
    """The feeds of an installation, in a file that is made when it is missing; `FeedError` where it cannot be used."""

    path: Path

    def add(self, address: str) -> bool:
        """Whether the feed is new."""
        with self._open() as database:
            return database.execute("INSERT OR IGNORE INTO feed (address) VALUES (?)", [address]).rowcount > 0

    def remove(self, address: str) -> None:
        """Forget a feed with its entries; what was read of it stays in the graph."""
        with self._open() as database:
            if not database.execute("DELETE FROM feed WHERE address = ?", [address]).rowcount:
                raise FeedError(f"{address} is no feed of this installation; kg feed list shows them")

    def feeds(self) -> list[Feed]:
        """All feeds, in order of their addresses."""
        with self._open() as database:
            return [Feed(*row) for row in database.execute(_FEEDS)]

    def note_answer(self, feed: Feed, entries: Iterable[Entry], now: int) -> None:
        """Write down what the server told, as `feed` holds it, with the entries that it listed."""
        with self._open() as database:
            database.execute(
                "UPDATE feed SET title = ?, etag = ?, modified = ?, polled = ?, due = ?, failures = 0, problem = ? "
                "WHERE address = ?",
                [feed.title, feed.etag, feed.modified, now, feed.due, feed.problem, feed.address],
            )
            listed = [(e.address, feed.address, e.title, e.published, e.updated, now) for e in entries]
            database.executemany(_LIST, listed)
            database.execute("DELETE FROM entry WHERE state != 'waiting' AND listed < ?", [now - _KEPT])

    def note_failure(self, address: str, problem: str, now: int, due: int) -> None:
        """Write down that a feed could not be had."""
        with self._open() as database:
            database.execute(
                "UPDATE feed SET polled = ?, due = ?, failures = failures + 1, problem = ? WHERE address = ?",
                [now, due, problem, address],
            )

    def waiting(self, address: str, now: int) -> list[Entry]:
        """The entries of a feed that are to be read, the oldest first."""
        with self._open() as database:
            rows = database.execute(
                "SELECT address, title, published, updated, tries FROM entry "
                "WHERE feed = ? AND state = 'waiting' AND due <= ? ORDER BY published, rowid",
                [address, now],
            )
            return [Entry(*row) for row in rows]

    def settle(self, read: Iterable[str], refused: Iterable[tuple[str, str]]) -> None:
        """Write down entries that are read, and entries that are refused for good with the reason."""
        with self._open() as database:
            database.executemany(
                "UPDATE entry SET state = 'read', reason = NULL WHERE address = ?", [(address,) for address in read]
            )
            database.executemany(
                "UPDATE entry SET state = 'refused', reason = ? WHERE address = ?",
                [(reason, address) for address, reason in refused],
            )

    def postpone(self, address: str, reason: str, due: int) -> None:
        """Write down that an entry failed and is to be tried again."""
        with self._open() as database:
            database.execute(
                "UPDATE entry SET tries = tries + 1, reason = ?, due = ? WHERE address = ?", [reason, due, address]
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One transaction, durable when the block ends."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=10)) as database, database:
                database.executescript("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;" + _SCHEMA)
                yield database
        except (sqlite3.Error, OSError) as error:
            raise FeedError(f"{self.path} cannot be used: {error}") from error

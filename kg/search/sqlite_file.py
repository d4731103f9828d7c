"""The SQLite file of the index: its tables, and how it is opened.

A document is a subject, of a kind, with all its entries; the full-text table `words` reads its columns from the view
`content`.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

FORM = 1
"""`PRAGMA user_version` of a file with these tables; another one is thrown away: the graph is the source."""

_COLUMNS = {
    "label": "value FROM entry WHERE part = 'label'",
    "alias": "value FROM entry WHERE part = 'alias'",
    "spelling": "spelling AS value FROM entry WHERE spelling IS NOT NULL",
    "text": "value FROM entry WHERE part = 'text'",
}
SEPARATOR = "\n"
"""Between several values of a column."""

SCHEMA = f"""
CREATE TABLE graph (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, stamp TEXT) STRICT;
CREATE TABLE document (
  id INTEGER PRIMARY KEY, subject TEXT NOT NULL, kind TEXT NOT NULL, UNIQUE (subject, kind)
) STRICT;
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES document, part TEXT NOT NULL, value TEXT NOT NULL,
  whole TEXT, spelling TEXT
) STRICT;
CREATE INDEX entry_of_document ON entry (document, part);
CREATE INDEX entry_of_whole ON entry (whole) WHERE whole IS NOT NULL;
CREATE TABLE told (graph INTEGER, entry INTEGER, PRIMARY KEY (graph, entry)) STRICT, WITHOUT ROWID;
CREATE INDEX told_of_entry ON told (entry);
CREATE VIEW content AS SELECT id, {
    ", ".join(
        f"(SELECT group_concat(value, char(10)) FROM (SELECT {part} AND document = document.id ORDER BY 1)) AS {name}"
        for name, part in _COLUMNS.items()
    ).replace("= document.id", "= d.id")
} FROM document AS d;
CREATE VIRTUAL TABLE words USING fts5(
  {", ".join(_COLUMNS)}, content = 'content', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
PRAGMA user_version = {FORM};
"""
COLUMNS = ", ".join(_COLUMNS)
NAMES = "label alias spelling"
"""The columns that hold names."""


def connect(path: Path) -> sqlite3.Connection:
    """The file, in autocommit; made if it is missing."""
    return sqlite3.connect(path, timeout=10, isolation_level=None)


def form_of(database: sqlite3.Connection) -> int:
    """The form of the file; 0 of an empty one. `sqlite3.DatabaseError` where it is none."""
    return int(database.execute("PRAGMA user_version").fetchone()[0])

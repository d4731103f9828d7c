"""The tokens of an installation in a small SQLite file.

`kg serve` asks the file anew for each token that is shown, so that one which is revoked beside it is worthless at once.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from kg.access import PREFIX_ENDS, Role, Token
from kg.errors import AccessError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS token (
  name TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, digest BLOB NOT NULL, role TEXT NOT NULL, graphs TEXT NOT NULL,
  made TEXT NOT NULL, expires TEXT
) STRICT;
"""
_COLUMNS = "name, role, graphs, made, expires"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_TEXT = re.compile(r"kg_([0-9a-f]{16})_[A-Za-z0-9_-]{43}")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")


@dataclass(frozen=True, slots=True)
class SqliteTokens:
    """Fulfils `kg.access.Tokens`; the file is made with the first token, for the eyes of its owner only.

    Every writer may write the graphs in `always`. The text of a token is a key, by which it is found, and a secret:
    looking up tells by its time at most a key, which opens nothing.
    """

    path: Path
    always: tuple[str, ...] = ()

    def new(self, name: str, role: Role, graphs: Collection[str] = (), expires: datetime | None = None) -> str:
        """Make a token and give its text."""
        _check(name, role, graphs)
        key = secrets.token_hex(8)
        text = f"kg_{key}_{secrets.token_urlsafe(32)}"
        values = [name, key, _digest(text), role, " ".join(dict.fromkeys(graphs)), _written(datetime.now(UTC))]
        with self._writing() as database:
            try:
                database.execute("INSERT INTO token VALUES (?, ?, ?, ?, ?, ?, ?)", [*values, _written(expires)])
            except sqlite3.IntegrityError as error:
                raise AccessError(
                    f"there is a token “{name}” already: choose another name, or revoke it with kg token revoke {name}"
                ) from error
        return text

    def all(self) -> list[Token]:
        """Every token that is not revoked."""
        with self._reading() as database:
            return [self._token(row) for row in database.execute(f"SELECT {_COLUMNS} FROM token ORDER BY name")]

    def revoke(self, name: str) -> None:
        """Make a token worthless."""
        with self._writing() as database:
            if not database.execute("DELETE FROM token WHERE name = ?", [name]).rowcount:
                raise AccessError(f"there is no token “{name}”; kg token list shows those that there are")

    def holder_of(self, text: str) -> Token | None:
        """The token with this text, if it is valid."""
        match = _TEXT.fullmatch(text)
        if match is None:
            return None
        with self._reading() as database:
            found = database.execute(f"SELECT digest, {_COLUMNS} FROM token WHERE key = ?", [match[1]]).fetchone()
        if found is None or not hmac.compare_digest(found[0], _digest(text)):
            return None
        token = self._token(found[1:])
        return None if token.is_expired else token

    def _token(self, row: tuple[str, str, str, str, str | None]) -> Token:
        name, role, graphs, made, expires = row
        written = (*self.always, *graphs.split()) if role == Role.WRITER else ()
        return Token(name, Role(role), written, _read(made), _read(expires) if expires else None)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """The file, or an empty one where there is none."""
        name = f"{self.path.absolute().as_uri()}?mode=ro" if self.path.exists() else ":memory:"
        with self._explaining(), closing(sqlite3.connect(name, timeout=10, uri=True)) as database:
            if name == ":memory:":
                database.executescript(_SCHEMA)
            yield database

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, on the disk when the block ends."""
        with self._explaining():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            with closing(sqlite3.connect(self.path, timeout=10)) as database, database:
                database.executescript("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;" + _SCHEMA)
                yield database

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, ValueError) as error:
            raise AccessError(f"the tokens in {self.path} cannot be used: {error}") from error


def _check(name: str, role: Role, graphs: Collection[str]) -> None:
    if not _NAME.fullmatch(name):
        raise AccessError(f"“{name}” is no name of a token: take up to 64 letters and digits, or . _ @ - between them")
    if graphs and role is not Role.WRITER:
        may = "may write every graph" if role is Role.ADMIN else "may write none"
        raise AccessError(f"graphs are named for a writer: a token of the role {role} {may}")
    for graph in graphs:
        is_everything = (
            graph.endswith(PREFIX_ENDS) and not urlsplit(graph).path.strip("/") and not urlsplit(graph).netloc
        )
        if not _IRI.fullmatch(graph) or is_everything:
            raise AccessError(
                f"“{graph}” is neither the IRI of a graph, such as https://example.org/graph/notes, nor what such IRIs "
                "begin with, ending in / or #"
            )


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _read(moment: str) -> datetime:
    return datetime.fromisoformat(moment)

"""One line of JSON for each query, with which client, how long and what became of it; its text only where wanted."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import secrets
import sys
import threading
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import cast

from kg.web.visits import Visit

log = logging.getLogger(__name__)

_LONGEST_FILE = 20 * 2**20  # octets
_FILES_KEPT = 5


class _File:
    """A file for its owner only, which begins anew when it is long; older ones are kept for a while.

    `logging.handlers.RotatingFileHandler` does the same, at four times the cost of an answer that is kept.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None
        self._size = 0
        self._writing = threading.Lock()
        self._is_failing = False

    def write(self, line: bytes) -> None:
        """Add a line; that it cannot be written is told once."""
        with self._writing:
            try:
                if self._handle is None or self._size + len(line) > _LONGEST_FILE:
                    self._begin(len(line))
                self._size += os.write(cast(int, self._handle), line)
            except OSError as error:
                if not self._is_failing:
                    log.error("the query log %s cannot be written: %s", self._path, error)
                self._is_failing = True

    def _begin(self, room: int) -> None:
        """Open the file, an empty one if it is long."""
        self.close()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._path.exists() and self._path.stat().st_size + room > _LONGEST_FILE:
            names = [self._path, *(self._path.with_name(f"{self._path.name}.{n}") for n in range(1, _FILES_KEPT + 1))]
            for newer, older in reversed(list(pairwise(names))):
                if newer.exists():
                    newer.replace(older)
        self._handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._size = os.fstat(self._handle).st_size

    def close(self) -> None:
        """Let go of the file."""
        if self._handle is not None:
            os.close(self._handle)
        self._handle = None


class QueryLog:
    """Called with a request that has ended, writes its line if it held a query. `QueryLog(None)` writes to stderr.

    A client is told by a keyed hash, whose key is forgotten with the process, so that nobody finds the address again
    by trying all; `tells_address` tells the address itself, and `tells_text` the query.
    """

    def __init__(self, path: Path | None, tells_text: bool = False, tells_address: bool = False) -> None:
        self._tells_text, self._tells_address = tells_text, tells_address
        self._key = secrets.token_bytes(16)
        self._file = _File(path) if path else None

    def __call__(self, ended: Visit) -> None:
        """Write the line of a request."""
        if ended.query is not None:
            line = json.dumps(self._told(ended, ended.query))
            if self._file is None:
                print(line, file=sys.stderr, flush=True)  # noqa: T201 - that is where it is to go
            else:
                self._file.write(f"{line}\n".encode())

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()

    def _told(self, ended: Visit, query: str) -> dict[str, object]:
        told: dict[str, object] = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "id": ended.id,
            "client": ended.client if self._tells_address else self._hash(ended.client),
            "token": ended.caller.name,
            "method": ended.method,
            "route": ended.route,
            "form": ended.form,
            "status": ended.status,
            "outcome": ended.outcome,
            "kept": ended.is_kept,
            "milliseconds": round(ended.seconds * 1000, 1),
            "octets": ended.octets,
            "query": hashlib.sha256(query.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        }
        return told | {"text": query} if self._tells_text else told

    def _hash(self, client: str) -> str:
        return hashlib.blake2b(client.encode(), key=self._key, digest_size=8).hexdigest()

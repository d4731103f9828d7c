"""Who holds what only one process may hold: a lock that the system frees when its holder dies, with a note on them."""

from __future__ import annotations

import fcntl
import json
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import DiskError, LockedError


@dataclass(slots=True)
class Lock:
    """A lock that is held until `close`, or until the process ends, however it does."""

    _handle: int | None

    @classmethod
    def take(cls, path: Path, what: str) -> Lock:
        """Take the lock; `what` names what it protects. `LockedError` tells which process has it already."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise DiskError(f"{what} cannot be opened: {error}") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(handle, 0)
            os.pwrite(handle, _note(), 0)
        except BlockingIOError as error:
            holder = _read_note(handle)
            os.close(handle)
            raise LockedError(
                f"{what} is in use by another process{holder}; stop it, or choose another folder with KG_DATA_DIR"
            ) from error
        except OSError as error:
            os.close(handle)
            raise DiskError(f"{path} cannot be locked: {error.strerror or error}") from error
        return cls(handle)

    @classmethod
    def share(cls, path: Path) -> Lock | None:
        """Hold it together with others, so that nobody takes it; nothing if somebody has, or there is no such file."""
        try:
            handle = os.open(path, os.O_RDONLY)  # also for those who may not write there
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DiskError(f"{path} cannot be opened: {error.strerror or error}") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            is_there = os.fstat(handle).st_nlink > 0
        except BlockingIOError:
            is_there = False
        except OSError as error:
            os.close(handle)
            raise DiskError(f"{path} cannot be locked: {error.strerror or error}") from error
        if is_there:
            return cls(handle)
        os.close(handle)
        return None

    def close(self) -> None:
        """Let another process have it."""
        if self._handle is not None:
            os.close(self._handle)
        self._handle = None


def _note() -> bytes:
    """Who holds the lock: the command alone, for arguments may hold what is nobody's business."""
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])
    note = {"process": os.getpid(), "command": command, "since": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"}
    return json.dumps(note).encode()


def _read_note(handle: int) -> str:
    try:
        note = json.loads(os.pread(handle, 4096, 0))
        return f", {note['process']} ({note['command']}), since {note['since']}"
    except (ValueError, KeyError, TypeError):  # it has not written it yet
        return ""

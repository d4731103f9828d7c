"""Copies of a whole installation that prove themselves: a manifest, written last, has the digest of each file."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from kg import __version__
from kg.errors import BackupError
from kg.whole_file import sync, sync_all

MANIFEST = "manifest.json"
_FORM = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: the version of the graph, and of each file its size in bytes and its SHA-256.

    `made` is UTC in ISO 8601, `communique` the version of the program that made it.
    """

    version: int
    articles: int
    base_iri: str
    made: str
    files: dict[str, tuple[int, str]]
    communique: str = __version__
    form: int = _FORM

    @property
    def size(self) -> int:
        """All files together, in bytes."""
        return sum(size for size, _ in self.files.values())


def copy_database(source: Path, target: Path) -> None:
    """Write an SQLite file as it is at one moment, whoever writes to it meanwhile; `BackupError` if it is damaged."""
    address = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=10)) as opened, closing(sqlite3.connect(target)) as copy:
        opened.backup(copy)
        ((found,),) = copy.execute("PRAGMA integrity_check(1)")
        if found != "ok":
            raise BackupError(f"{source} is damaged: {found}. Restore a backup that is whole: kg restore")


def seal(folder: Path, version: int, articles: int, base_iri: str) -> Manifest:
    """Write the manifest of what lies in a folder; on return the disk has all of it."""
    made = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    manifest = Manifest(version, articles, base_iri, made, {name: _proof(folder / name) for name in _names(folder)})
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    sync_all(folder)
    return manifest


def verify(folder: Path) -> Manifest:
    """The manifest of a backup of which every file is as it was; `BackupError` names those that are not."""
    manifest = _read(folder)
    there = set(_names(folder))
    wrong = [
        f"{name}: {fault}"
        for name, proof in manifest.files.items()
        if (fault := _fault(folder / name, proof) if name in there else "not there")
    ]
    wrong += [f"{name}: not in the manifest" for name in sorted(there - set(manifest.files))]
    if wrong:
        more = f" and {len(wrong) - 5:,} more" if len(wrong) > 5 else ""
        raise BackupError(f"the backup {folder} is not whole: {'; '.join(wrong[:5])}{more}. Take another one")
    return manifest


def _read(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["form"] != _FORM:
            raise BackupError(f"{path} is of another form; use communique {told['communique']}, which made it")
        return Manifest(**{**told, "files": {name: tuple(proof) for name, proof in told["files"].items()}})
    except FileNotFoundError as error:
        raise BackupError(f"{folder} is no backup, or one that was broken off: it has no {MANIFEST}") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupError(f"{path} cannot be read: {error}") from error


def _names(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(name for path in files if (name := path.relative_to(folder).as_posix()) != MANIFEST)


def _proof(path: Path) -> tuple[int, str]:
    with path.open("rb") as content:
        return path.stat().st_size, hashlib.file_digest(content, "sha256").hexdigest()


def _fault(path: Path, proof: tuple[int, str]) -> str:
    try:
        return "" if _proof(path) == proof else "other than it was written"
    except OSError as error:
        return error.strerror or str(error)


def move_in(source: Path, target: Path, last: str) -> None:
    """Move what lies in one folder into another one of the same disk, all of it or nothing; `last` goes last.

    Who is killed meanwhile has not moved `last`.
    """
    moved: list[Path] = []
    try:
        sync_all(source)
        for path in sorted(source.iterdir(), key=lambda path: (path.name == last, path.name)):
            if path.name == last:
                sync(target)
            moved.append(path.rename(target / path.name))
    except OSError:
        for path in moved:
            path.rename(source / path.name)
        raise
    sync(target)
    shutil.rmtree(source)

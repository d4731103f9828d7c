"""Dumps of published versions in a folder of their own: whole or not there, with their digests, and how they differ.

    17/   communique.nq.gz and the others, SHA256SUMS, statistics.json, manifest.json: a release
          changes.json and changes.rdfp.gz: how it differs from the release before it
          articles.tsv: a digest of each article's graph, in the newest folder only
    12/   what is left of an older one: changes.json and changes.rdfp.gz
    forgotten: below which version nothing may be given any longer

A release is one renaming of a folder, so that whoever is killed leaves none by half. What it differs in is found by
comparing its dump with the one before it: so it costs who writes nothing, and is right after whatever happened to the
store in between.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Collection, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Protocol, cast

from kg import __version__
from kg.dumps.differences import differences, digests, write_patch
from kg.dumps.statistics import Statistics, count
from kg.errors import StoreError
from kg.formats import DUMPS, MERGE, DumpFormat
from kg.lock import Lock
from kg.store import GraphStore, Version
from kg.whole_file import packed, sync, sync_all, unpacked, whole_file

RIGHTS = "The licence is of the facts. Quotations remain their authors' and their publishers'."
CHECKSUMS, MANIFEST = "SHA256SUMS", "manifest.json"

_NAME = "communique"
_FILES = {f"{_NAME}{form.suffix}": form for form in (*DUMPS.values(), MERGE)}
_NQUADS, _ZSTD, *_OTHERS, _MERGE = _FILES
_STATISTICS = "statistics.json"
_CHANGES, _PATCH, _ARTICLES = "changes.json", "changes.rdfp.gz", "articles.tsv"
_FORGOTTEN, _LOCK = "forgotten", "making.lock"
_MOST_STEPS = 10_000
_SMALLEST_ALLOWANCE = 1 << 20  # octets of patches that are kept, however small the dump is


class Snapshot(GraphStore, Protocol):
    """A store that nobody writes to, and that gives its merge too."""

    def dump_merge(self, target: IO[bytes]) -> None:
        """Write the merge as Turtle, piece by piece."""
        ...


@dataclass(frozen=True, slots=True)
class ReleasedFile:
    """A file of a release: `media_type` is of what is packed in it, `compression` its own."""

    name: str
    label: str
    holds: str
    media_type: str
    compression: str
    size: int
    sha256: str
    licence: str


@dataclass(frozen=True, slots=True)
class Release:
    """The dumps of a published version; `triples` counts the merge, `quads` and `graphs` what the named graphs hold.

    `nquads_sha256` is of the N-Quads as they are unpacked, their lines in order: who mirrors the graph can compare it.
    """

    version: int
    published: str
    made: str
    articles: int
    triples: int
    quads: int
    graphs: int
    nquads_sha256: str
    licence: str
    rights: str
    files: tuple[ReleasedFile, ...]
    communique: str = __version__


@dataclass(frozen=True, slots=True)
class Step:
    """How a release differs from the one before it: articles by their IRIs, and how many quads.

    Without `patch` the quads are not told: the release before it is forgotten.
    """

    version: int
    previous: int
    published: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    quads_added: int = 0
    quads_removed: int = 0
    patch: Path | None = None


class Releases:
    """The releases in a folder. `articles` is how IRIs of articles begin, `keep` how many releases stay."""

    def __init__(self, folder: Path, articles: str, licence: str, keep: int) -> None:
        self._folder = folder
        self._articles = articles
        self._licence = licence
        self._keep = keep

    def latest(self) -> Release | None:
        """The release of the highest version."""
        return next(iter(self.all()), None)

    def all(self) -> list[Release]:
        """Every release that may be given, the newest first."""
        return [release for number in reversed(self._numbers()) if (release := self.of(number))]

    def of(self, number: int) -> Release | None:
        """The release of a version, if there is one."""
        told = self._told(number, MANIFEST) if number >= self._floor() else None
        return Release(**told | {"files": tuple(ReleasedFile(**file) for file in told["files"])}) if told else None

    def path(self, release: Release, name: str) -> Path | None:
        """Where a file of a release lies; nothing for a name that is none of them."""
        names = {file.name for file in release.files} | {CHECKSUMS, MANIFEST}
        return self._path(release.version) / name if name in names else None

    def statistics(self, release: Release) -> Statistics:
        """What was counted in a version; `StoreError` if it is gone by now."""
        told = self._told(release.version, _STATISTICS)
        if told is None:
            raise StoreError(f"what is counted of version {release.version} has just been taken away: ask again")
        return Statistics(**told)

    def steps(self) -> list[Step]:
        """What led to the newest release, one after the other, the oldest that is kept first."""
        numbers, steps = self._numbers(), list[Step]()
        step = self._step(numbers[-1]) if numbers else None
        while step is not None:
            steps.append(step)
            step = self._step(step.previous)
        return steps[::-1]

    def _step(self, number: int) -> Step | None:
        told = self._told(number, _CHANGES)
        if told is None:
            return None
        given: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in told.items()}
        step, patch = Step(**given), None
        if step.previous >= self._floor() and (path := self._path(number) / _PATCH).exists():
            patch = path
        return replace(step, patch=patch)

    def make(self, store: Snapshot, version: Version, room: int = 0, pinned: Collection[int] = ()) -> Release:
        """Make the release of a version, and let go of those that are too old and not of a version that is pinned.

        Raises `StoreError` when the disk refuses or has less than `room` octets free, and leaves nothing then: who
        writes articles needs the rest. `LockedError` if another process is making one.
        """
        path = self._path(version.number)
        made = path.with_name(f"{path.name}.new")
        with closing(Lock.take(self._folder / _LOCK, f"the folder of dumps {self._folder}")):
            try:
                self._clear_up()
                if (free := shutil.disk_usage(self._folder).free) < room:
                    raise OSError(f"{free:,} octets are free on the disk, and {room:,} are left to others")
                made.mkdir()
                release = self._write(made, store, version)
                sync_all(made)
                shutil.rmtree(path, ignore_errors=True)
                made.rename(path)
                sync(self._folder)
            except OSError as error:
                raise StoreError(
                    f"the dumps of version {version.number} cannot be made: {error}; free disk space if it is full"
                ) from error
            finally:
                shutil.rmtree(made, ignore_errors=True)
                self.prune(pinned)
        return release

    def _write(self, folder: Path, store: Snapshot, version: Version) -> Release:
        quads, digest = _write_nquads(folder, store)
        for name in (*_OTHERS, _MERGE):
            with (folder / name).open("wb") as target, packed(target, name) as stream:
                store.dump_merge(stream) if name == _MERGE else store.dump(stream, _FILES[name].media_type)
        statistics = count(store)
        _write_json(folder / _STATISTICS, asdict(statistics))
        self._tell_changes(folder, version)
        files = tuple(self._describe(folder / name, form) for name, form in _FILES.items())
        (folder / CHECKSUMS).write_text("".join(f"{file.sha256}  {file.name}\n" for file in files), encoding="ascii")
        release = Release(
            version=version.number,
            published=version.published,
            made=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            articles=version.articles,
            triples=statistics.triples,
            quads=quads,
            graphs=sum(1 for _ in store.graphs()),
            nquads_sha256=digest,
            licence=self._licence,
            rights=RIGHTS,
            files=files,
        )
        _write_json(folder / MANIFEST, asdict(release))
        return release

    def _describe(self, path: Path, form: DumpFormat) -> ReleasedFile:
        told = form.label, form.holds, form.media_type, form.packed_as
        return ReleasedFile(path.name, *told, path.stat().st_size, _sha256(path), self._licence)

    def _tell_changes(self, folder: Path, version: Version) -> None:
        """Write how the dump in a folder differs from the release before it, where that is known."""
        with unpacked(folder / _ZSTD) as lines:
            now = digests(lines, self._articles)
        (folder / _ARTICLES).write_text("".join(f"{name}\t{digest}\n" for name, digest in now.items()), "utf-8")
        previous = max((number for number in self._numbers() if self._has(number, _ARTICLES)), default=None)
        if previous is None:
            return
        told = (self._path(previous) / _ARTICLES).read_text(encoding="utf-8")
        before = dict(line.split("\t") for line in told.splitlines())
        step = Step(
            version=version.number,
            previous=previous,
            published=version.published,
            added=tuple(sorted(now.keys() - before.keys())),
            changed=tuple(sorted(name for name in now.keys() & before.keys() if now[name] != before[name])),
            removed=tuple(sorted(before.keys() - now.keys())),
        )
        if self._is_whole(previous):
            with (
                unpacked(self._path(previous) / _ZSTD) as olds,
                unpacked(folder / _ZSTD) as news,
                (folder / _PATCH).open("wb") as target,
                packed(target) as patch,
            ):
                counts = write_patch(differences(olds, news), patch, previous, version.number)
            step = replace(step, quads_added=counts[0], quads_removed=counts[1])
        _write_json(folder / _CHANGES, asdict(step))

    def _is_whole(self, number: int) -> bool:
        """Whether the dump of a version is there as it was written."""
        release = self.of(number)
        wanted = {file.name: file.sha256 for file in release.files}[_ZSTD] if release else None
        return wanted is not None and _sha256(self._path(number) / _ZSTD) == wanted

    def forget(self, below: int) -> None:
        """Give nothing of versions below this one any longer, nor what tells how they differ: it holds what is erased.

        Raises `StoreError` when the disk refuses.
        """
        if not self._folder.is_dir():
            return
        try:
            with whole_file(self._folder / _FORGOTTEN) as target:
                target.write(str(below).encode())
            sync(self._folder)
        except OSError as error:
            raise StoreError(f"{self._folder} cannot be written: {error.strerror or error}") from error
        self._clear_up()
        self.prune()

    def _clear_up(self) -> None:
        """Take away what a making that was broken off has left."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for left in self._folder.glob("*.new/"):
            shutil.rmtree(left, ignore_errors=True)

    def prune(self, pinned: Collection[int] = ()) -> None:
        """Let go of what is too old, and of what is forgotten. Raises `StoreError` for what cannot be deleted.

        Patches stay as long as all of them together are smaller than the dump, which who mirrors the graph takes else.
        """
        try:
            self._prune(pinned)
        except OSError as error:
            raise StoreError(f"{error.filename} cannot be deleted: {error.strerror or error}") from error

    def _prune(self, pinned: Collection[int]) -> None:
        numbers = self._numbers()
        kept = {release.version for release in self.all()[: self._keep]} | {*pinned}
        for number in numbers:
            if number not in kept or number < self._floor():
                self._take_away(number, MANIFEST, CHECKSUMS, _STATISTICS, *_FILES)
            if number != numbers[-1]:
                self._take_away(number, _ARTICLES)
            if not ((step := self._step(number)) and step.patch):
                self._take_away(number, _PATCH)
        wanted = {*kept, *self._steps_kept(), *numbers[-1:]}
        for number in set(numbers) - wanted:
            shutil.rmtree(self._path(number))

    def _take_away(self, number: int, *names: str) -> None:
        """Delete files of a version, the manifest first, so that nobody is told of one that is gone."""
        for name in names:
            (self._path(number) / name).unlink(missing_ok=True)

    def _steps_kept(self) -> Iterator[int]:
        newest = self.latest()
        size = next((file.size for file in newest.files if file.name == _NQUADS), 0) if newest else 0
        allowance = max(size, _SMALLEST_ALLOWANCE)
        for step in self.steps()[: -_MOST_STEPS - 1 : -1]:
            allowance -= step.patch.stat().st_size if step.patch else 0
            if allowance < 0:
                return
            yield step.version

    def _floor(self) -> int:
        with suppress(OSError, ValueError):
            return int((self._folder / _FORGOTTEN).read_text(encoding="ascii"))
        return 0

    def _numbers(self) -> list[int]:
        return sorted(int(path.name) for path in self._folder.glob("*/") if path.name.isdecimal())

    def _path(self, number: int) -> Path:
        return self._folder / str(number)

    def _has(self, number: int, name: str) -> bool:
        return (self._path(number) / name).exists()

    def _told(self, number: int, name: str) -> dict[str, Any] | None:
        """What a file tells; nothing where there is none, or it is damaged."""
        with suppress(OSError, ValueError):
            return cast(dict[str, Any], json.loads((self._path(number) / name).read_text(encoding="utf-8")))
        return None


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


class _Copies:
    """Hands on to several streams what is written, and keeps its digest and the number of its lines."""

    def __init__(self, *targets: IO[bytes]) -> None:
        self._targets = targets
        self.digest = hashlib.sha256()
        self.lines = 0

    def write(self, data: bytes) -> int:
        for target in self._targets:
            target.write(data)
        self.digest.update(data)
        self.lines += data.count(b"\n")
        return len(data)

    def flush(self) -> None:
        for target in self._targets:
            target.flush()


def _write_nquads(folder: Path, store: Snapshot) -> tuple[int, str]:
    """Both files of N-Quads, for which the store is read once; how many quads they have, and the digest of these."""
    with ExitStack() as opened:
        targets = [(name, opened.enter_context((folder / name).open("wb"))) for name in (_NQUADS, _ZSTD)]
        copies = _Copies(*(opened.enter_context(packed(target, name)) for name, target in targets))
        store.dump(cast(IO[bytes], copies), _FILES[_NQUADS].media_type)
    return copies.lines, copies.digest.hexdigest()


def _write_json(path: Path, told: dict[str, Any]) -> None:
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False, default=str), encoding="utf-8")

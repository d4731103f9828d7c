"""The releases in a folder of their own: whole or not there, as many as are kept, and rid of what is taken down.

    17/   communique.nq.gz and the others, SHA256SUMS, statistics.json, manifest.json: a release
          changes.json and changes.rdfp.gz: how it differs from the release before it
          articles.tsv: a digest of each article's graph, in the newest folder only
    12/   what is left of an older one: changes.json and changes.rdfp.gz
    forgotten: below which version nothing may be given any longer

A release is one renaming of a folder, so that whoever is killed leaves none by half.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from kg.dumps.making import Snapshot, write_release
from kg.dumps.release import CHECKSUMS, FILES, MANIFEST, NQUADS, STATISTICS, Release, read_release, read_told
from kg.dumps.statistics import Statistics
from kg.dumps.steps import ARTICLES, PATCH, Earlier, Step, read_step, write_digests, write_step
from kg.errors import DiskError, StoreError
from kg.lock import Lock
from kg.store import Version
from kg.whole_file import sync, sync_all, whole_file

_FORGOTTEN, _LOCK = "forgotten", "making.lock"
_MOST_STEPS = 10_000
_SMALLEST_ALLOWANCE = 1 << 20  # octets of patches that are kept, however small the dump is


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
        return read_release(self._path(number)) if number >= self._floor() else None

    def path(self, release: Release, name: str) -> Path | None:
        """Where a file of a release lies; nothing for a name that is none of them."""
        names = {file.name for file in release.files} | {CHECKSUMS, MANIFEST}
        return self._path(release.version) / name if name in names else None

    def statistics(self, release: Release) -> Statistics:
        """What was counted in a version; `StoreError` if it is gone by now."""
        told = read_told(self._path(release.version) / STATISTICS)
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
        step = read_step(self._path(number))
        return step if step is None or step.previous >= self._floor() else replace(step, patch=None)

    def make(self, store: Snapshot, version: Version, room: int = 0, pinned: Collection[int] = ()) -> Release:
        """Make the release of a version, and let go of those that are too old and not of a version that is pinned.

        Raises `DiskError` when the disk refuses or has less than `room` octets free, and leaves nothing then: who
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
                release = write_release(made, store, version, self._licence)
                self._compare(made, version)
                sync_all(made)
                shutil.rmtree(path, ignore_errors=True)
                made.rename(path)
                sync(self._folder)
            except OSError as error:
                raise DiskError(
                    f"the dumps of version {version.number} cannot be made: {error}; free disk space if it is full"
                ) from error
            finally:
                shutil.rmtree(made, ignore_errors=True)
                self.prune(pinned)
        return release

    def _compare(self, folder: Path, version: Version) -> None:
        """Write how what is in a folder differs from the release before it, where that is known."""
        now = write_digests(folder, self._articles)
        previous = max((number for number in self._numbers() if (self._path(number) / ARTICLES).exists()), default=None)
        if previous is not None:
            write_step(folder, version, now, Earlier(previous, self._path(previous), self.of(previous)))

    def forget(self, below: int) -> None:
        """Give nothing of versions below this one any longer, nor what tells how they differ: it holds what is erased.

        Raises `DiskError` when the disk refuses.
        """
        if not self._folder.is_dir():
            return
        try:
            with whole_file(self._folder / _FORGOTTEN) as target:
                target.write(str(below).encode())
            sync(self._folder)
        except OSError as error:
            raise DiskError(f"{self._folder} cannot be written: {error.strerror or error}") from error
        self._clear_up()
        self.prune()

    def _clear_up(self) -> None:
        """Take away what a making that was broken off has left."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for left in self._folder.glob("*.new/"):
            shutil.rmtree(left, ignore_errors=True)

    def prune(self, pinned: Collection[int] = ()) -> None:
        """Let go of what is too old, and of what is forgotten. Raises `DiskError` for what cannot be deleted.

        Patches stay as long as all of them together are smaller than the dump, which who mirrors the graph takes else.
        """
        try:
            self._prune(pinned)
        except OSError as error:
            raise DiskError(f"{error.filename} cannot be deleted: {error.strerror or error}") from error

    def _prune(self, pinned: Collection[int]) -> None:
        numbers = self._numbers()
        kept = {release.version for release in self.all()[: self._keep]} | {*pinned}
        for number in numbers:
            if number not in kept or number < self._floor():
                self._take_away(number, MANIFEST, CHECKSUMS, STATISTICS, *FILES)
            if number != numbers[-1]:
                self._take_away(number, ARTICLES)
            if not ((step := self._step(number)) and step.patch):
                self._take_away(number, PATCH)
        wanted = {*kept, *self._steps_kept(), *numbers[-1:]}
        for number in set(numbers) - wanted:
            shutil.rmtree(self._path(number))

    def _take_away(self, number: int, *names: str) -> None:
        """Delete files of a version, the manifest first, so that nobody is told of one that is gone."""
        for name in names:
            (self._path(number) / name).unlink(missing_ok=True)

    def _steps_kept(self) -> Iterator[int]:
        newest = self.latest()
        size = next((file.size for file in newest.files if file.name == NQUADS), 0) if newest else 0
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

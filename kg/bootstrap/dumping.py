"""The dumps of published versions: made by a process of their own, so that neither who writes nor who serves waits."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from contextlib import closing
from typing import IO, TYPE_CHECKING

from kg.bootstrap.stores import open_reader, open_releases, open_snapshots
from kg.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from kg.dumps.release import Release

log = logging.getLogger(__name__)

_COMMAND = [sys.executable, "-m", "kg", "dump"]
_LOOK = 1.0  # seconds between two looks for a new version
_REST = 3  # times as long as making one took: a quarter of a core at the most, however fast versions come
_LOWEST_PRIORITY = 19
_PATIENCE = 60.0  # seconds, after a disk has refused
_SHORTEST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0  # seconds, after it has ended by itself


def release(settings: Settings) -> Release:
    """The dumps of the current version, made if there are none; `BadRequest` where the graph is on another engine."""
    snapshots, releases = open_snapshots(settings), open_releases(settings)
    open_reader(settings, must_exist=True).close()  # so that something is published
    with snapshots.held() as (version, path):
        if made := releases.of(version.number):
            return made
        pinned = [kept.number for kept in snapshots.versions() if kept.is_pinned]
        with closing(snapshots.open(version.number)) as store:
            return releases.make(store, version, _size(path), pinned)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def keep_releasing(settings: Settings, parent: IO[bytes]) -> None:
    """Have the dumps of each version made that is current, with the lowest priority, until `parent` ends.

    Versions that come while others are being made are left out, but for the last one. Each is made by a process of its
    own, which gives its memory back and may fail.
    """
    os.nice(_LOWEST_PRIORITY)
    ended = threading.Event()
    threading.Thread(target=_await_end, args=(parent, ended), daemon=True).start()
    snapshots, releases = open_snapshots(settings), open_releases(settings)
    releases.prune([version.number for version in snapshots.versions() if version.is_pinned])
    while not ended.wait(_LOOK):
        number, newest = snapshots.current_number(), releases.latest()
        if number is not None and (newest is None or newest.version != number):
            begun = time.monotonic()
            is_made = _have_made(ended)
            rested = time.monotonic() + (_REST * (time.monotonic() - begun) if is_made else _PATIENCE)
            while time.monotonic() < rested and not ended.wait(_LOOK) and (releases.latest() or not is_made):
                pass  # where something was taken down, and all dumps with it, the next ones are due at once


def _await_end(parent: IO[bytes], ended: threading.Event) -> None:
    parent.read()
    ended.set()


def _have_made(ended: threading.Event) -> bool:
    making = subprocess.Popen([*_COMMAND, "--publish"], stdout=subprocess.DEVNULL, env=_environment())
    while making.poll() is None:
        if ended.wait(_LOOK):
            making.kill()  # none is there by half
            making.wait()
    return making.returncode == 0


def _environment() -> dict[str, str]:
    """That of this process, so that another one finds the same program in it."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def start_maker(settings: Settings) -> threading.Event:
    """Let a process of its own make the dumps of each version, if they are wanted; none does for another engine.

    Where it ends, however it does, another one takes its place, until the event is set that is returned. It ends when
    the other end of its standard input is closed, as it is when this process dies.
    """
    ended = threading.Event()
    if settings.make_dumps and not settings.store_url:
        threading.Thread(target=_keep_maker, args=(ended,), name="dumps", daemon=True).start()
    return ended


def _keep_maker(ended: threading.Event) -> None:
    pause = 0.0
    while not ended.wait(pause):
        begun = time.monotonic()
        end = _run_maker(ended)
        if not ended.is_set():
            has_lasted = time.monotonic() - begun > _LONGEST_PAUSE
            pause = _SHORTEST_PAUSE if has_lasted else min(max(_SHORTEST_PAUSE, 2 * pause), _LONGEST_PAUSE)
            log.error("the process that makes dumps has ended (%s); another one is started in %.0f s", end, pause)


def _run_maker(ended: threading.Event) -> str:
    """Let that process run until it ends, or is to end; how it has ended."""
    try:
        maker = subprocess.Popen(
            [*_COMMAND, "--publish", "--follow"], stdin=subprocess.PIPE, start_new_session=True, env=_environment()
        )
    except OSError as error:
        return error.strerror or str(error)
    while maker.poll() is None and not ended.wait(_LOOK):
        pass
    maker.communicate()  # closes its standard input
    return f"status {maker.returncode}"

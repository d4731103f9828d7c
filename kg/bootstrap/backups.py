"""An installation copied as a whole, and set up again from the copy."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from kg.bootstrap.decisions import rebuild
from kg.bootstrap.engines import open_remote
from kg.bootstrap.plain import plain_snapshots
from kg.bootstrap.reference import own_holders
from kg.bootstrap.stores import journal_path, open_reader, open_snapshots, open_writer, read_journal
from kg.errors import BackupError
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.backup import Manifest

_FEEDS = "feeds.sqlite"
_STORE = "store"


def back_up(settings: Settings, folder: Path) -> Manifest:
    """Copy all but tokens and dumps into a new folder, while others write; `BackupError` if it exists.

    The journal is copied after the version of the store, so that it knows of all that this holds. Of a store on another
    engine the journal alone is copied, from which it can be made again.
    """
    from kg.backup import copy_database, seal
    from kg.whole_file import sync

    if folder.exists():
        raise BackupError(f"{folder} exists: give a folder that does not, for each backup another one")
    read_journal(settings).close()
    part: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f"{folder.name}.", suffix=".part"))
        version, articles = (0, 0) if settings.store_url else _copy_store(settings, part)
        journal = part / journal_path(settings).name
        copy_database(journal_path(settings), journal)
        _refuse_damaged(journal, "kg rebuild mends it")
        if (feeds := settings.data_dir / _FEEDS).exists():
            copy_database(feeds, part / _FEEDS)
        if (own := own_holders(settings)).exists():
            shutil.copytree(own.parent, part / own.parent.name)
        _copy_plain(settings, part)
        manifest = seal(part, version, articles, settings.base_iri)
        part.rename(folder)
        sync(folder.parent)
        return manifest
    except (OSError, shutil.Error, sqlite3.Error) as error:
        raise BackupError(f"the backup {folder} cannot be written: {error}") from error
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)


def _copy_store(settings: Settings, folder: Path) -> tuple[int, int]:
    """Copy the current version, which nobody takes away meanwhile."""
    open_reader(settings, must_exist=True).close()  # so that something is published
    snapshots = open_snapshots(settings)
    with snapshots.held() as (version, path):
        shutil.copytree(path, folder / _STORE)
        return version.number, version.articles


def _copy_plain(settings: Settings, folder: Path) -> None:
    """Copy the ordinary dataset as it was published last, if there is one: from that it is opened again."""
    snapshots = plain_snapshots(settings)
    if snapshots.current() is not None:
        with snapshots.held() as (_, path):
            shutil.copytree(path, folder / "plain" / _STORE)


def check_backup(settings: Settings, folder: Path) -> Manifest:
    """The manifest of a backup of which every file, and every article in the journal, is as it was written.

    `BackupError` names what is not.
    """
    from kg.backup import verify

    manifest = verify(folder)
    _refuse_damaged(folder / journal_path(settings).name, "take another backup")
    return manifest


def _refuse_damaged(journal: Path, cure: str) -> None:
    from kg.journal.wholeness import find_damages

    address = f"{journal.absolute().as_uri()}?immutable=1"  # a backup may lie where nobody can write
    try:
        with closing(sqlite3.connect(address, uri=True)) as opened:
            damages = find_damages(opened)
    except sqlite3.Error as error:
        raise BackupError(
            f"the journal {journal} cannot be read: {error}; kg restore a backup that is whole"
        ) from error
    if damages:
        some = ", ".join(damage.key for damage in damages[:3])
        raise BackupError(f"{len(damages):,} articles of the journal are damaged, such as {some}: {cure}")


def restore(settings: Settings, folder: Path) -> tuple[Manifest, int]:
    """Set up an installation from a backup that is whole; returns its manifest and how many articles there are then.

    What the journal knows beyond the copied version is put into the store. `BackupError` if there is something in the
    folder of the installation already, and nothing is changed.
    """
    from kg.backup import move_in

    manifest = check_backup(settings, folder)
    data = settings.data_dir
    if manifest.base_iri != settings.base_iri:
        raise BackupError(
            f"the backup was made under KG_BASE_IRI={manifest.base_iri}, and KG_BASE_IRI is now {settings.base_iri}: "
            "set it as it was"
        )
    coming, wanted = data / "restoring", manifest.files
    if settings.store_url:  # the engine's graph is made from the journal
        _reach(settings)
        wanted = {name: proof for name, proof in wanted.items() if not name.startswith(f"{_STORE}/")}
    try:
        _clear(data, coming, settings, {name.partition("/")[0] for name in wanted})
        shutil.rmtree(coming, ignore_errors=True)
        coming.mkdir(parents=True)
        for name in wanted:
            (coming / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, coming / name)
        move_in(coming, data, last=journal_path(settings).name)
    except OSError as error:
        shutil.rmtree(coming, ignore_errors=True)
        raise BackupError(f"the backup cannot be restored to {data}: {error}") from error
    if settings.store_url:
        return manifest, rebuild(settings, drop_unknown=False)[0]
    with open_writer(settings, is_thorough=True) as writer:
        return manifest, len(writer.journal.names())


def _clear(data: Path, coming: Path, settings: Settings, own: set[str]) -> None:
    """Take away what a restoring that was cut off has moved in; `BackupError` if there is anything else.

    The journal is moved in last: where it is not there, nobody has worked with the rest.
    """
    there = [path for path in data.iterdir() if path != coming] if data.exists() else []
    is_cut_off = coming.exists() and not journal_path(settings).exists() and all(path.name in own for path in there)
    if there and not is_cut_off:
        raise BackupError(f"there is something in {data}: choose an empty folder with KG_DATA_DIR, or move it away")
    for path in there:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _reach(settings: Settings) -> None:
    """Raise `StoreError` if the engine does not answer."""
    with closing(open_remote(settings)) as engine:
        engine.count()

"""The store and the journal of an installation, which agree when they are open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.bootstrap.engines import open_embedded, open_filled, open_remote_to_write, refuse_missing, store_path
from kg.bootstrap.reference import edition, load_shipped_ontology, make_derivation, read_reference
from kg.bootstrap.searching import has_index, indexed
from kg.errors import BadRequest, JournalError, KgError, LockedError, StoreError
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.dumps.releases import Releases
    from kg.journal.sqlite import SqliteJournal
    from kg.publication import Publication
    from kg.reconciliation import Agreement, Mended
    from kg.search.indexed import IndexedStore
    from kg.store import GraphStore
    from kg.store.snapshots import Snapshots


def open_reader(settings: Settings, must_exist: bool = False) -> GraphStore:
    """The graph as it was last published, to be asked beside whoever writes; on another engine, as it is now.

    What was never published, or with another ontology or other tables, is published first. Where there is nothing, it
    is made; but for who only asks, a missing store is a mistyped folder: `StoreError`. On another engine nothing is
    made or changed, whoever asks.
    """
    publish_if_missing(settings, must_exist)
    return open_filled(settings) if settings.store_url else open_snapshots(settings).open()


def publish_if_missing(settings: Settings, must_exist: bool = False) -> None:
    """Let there be a version to read, made with this ontology and these tables; as `open_reader` else."""
    if settings.store_url:
        return
    current = open_snapshots(settings).current()
    if current is None or current.origin != origin(settings) or not has_index(settings):
        if must_exist and current is None:
            refuse_missing(settings)
        _publish_anew(settings, is_urgent=current is None)


def _publish_anew(settings: Settings, is_urgent: bool) -> None:
    try:
        with open_writer(settings):
            pass
    except LockedError:
        if is_urgent:
            raise


def open_snapshots(settings: Settings) -> Snapshots:
    """The published versions of the embedded store; `BadRequest` where another engine holds the graph."""
    from kg.store.snapshots import Snapshots

    if settings.store_url:
        raise BadRequest("the graph is on the engine at KG_STORE_URL, which keeps no versions: use its own backups")
    return Snapshots(settings.data_dir / "snapshots")


def furnished(settings: Settings, engine: GraphStore) -> IndexedStore:
    """The store with the ontology and the reference tables in it, and the search index beside it."""
    from kg.installation import install_reference
    from kg.iris import Iris

    store = indexed(settings, engine)
    try:
        install_reference(
            store,
            load_shipped_ontology(),
            lambda: read_reference(settings),
            make_derivation(settings),
            Iris(settings.base_iri),
            edition(settings),
        )
    except KgError:
        store.close()
        raise
    return store


def open_releases(settings: Settings) -> Releases:
    """The dumps of the versions that were published."""
    from kg.dumps.releases import Releases

    folder, articles = settings.data_dir / "dumps", f"{settings.base_iri}article/"
    return Releases(folder, articles, settings.licence, settings.snapshots_kept)


@dataclass(frozen=True, slots=True)
class Writer:
    """What one process at a time writes with: the store, and the journal that knows of every write before it."""

    store: IndexedStore
    journal: SqliteJournal
    publication: Publication | None
    """What readers see of it; on another engine they see the store itself."""
    mended: Mended
    """Which articles the store lacked, or had otherwise, when it was opened."""
    unknown: int
    """How many articles the store had when there was nothing in the journal."""

    def keep_pace(self) -> None:
        """Publish what is written, if the interval is over."""
        if self.publication is not None:
            self.publication.keep_pace()


@contextmanager
def open_writer(settings: Settings, is_thorough: bool = False, agreement: Agreement | None = None) -> Iterator[Writer]:
    """The store and the journal, which agree; `LockedError` tells who is writing already.

    Compared are the articles written last, or all, if it is to be thorough: a store that a crash did not harm, but
    that is older than its journal. Nothing is compared where the caller's `agreement` still holds.

    What is written is published from time to time, and in the end, however that comes.
    """
    with closing(open_journal(settings)) as journal:
        is_agreed = agreement is not None and agreement.take(_standing(settings, journal))
        try:
            with closing(_open_store(settings)) as store:
                publication = None if settings.store_url else make_publication(settings, journal, store)
                writer = _agreeing(settings, journal, store, publication, is_thorough, is_agreed)
                is_agreed, before = False, journal.standing()
                try:
                    yield writer
                except BaseException:
                    with suppress(StoreError):  # what broke the run off says more
                        _publish(publication)
                    is_agreed = journal.standing() == before  # the journal is written before the store
                    raise
                _publish(publication)
                is_agreed = True
        finally:
            if agreement is not None and is_agreed:
                agreement.note(_standing(settings, journal))


def _open_store(settings: Settings) -> IndexedStore:
    engine = open_remote_to_write(settings) if settings.store_url else open_embedded(settings, False)
    return furnished(settings, engine)


def _agreeing(
    settings: Settings,
    journal: SqliteJournal,
    store: IndexedStore,
    publication: Publication | None,
    is_thorough: bool,
    is_agreed: bool,
) -> Writer:
    from kg.reconciliation import Mended, stored_articles

    if is_agreed and not store.index.is_empty():
        return Writer(store, journal, publication, Mended(begun=0, lost=0), unknown=0)
    mended = reconcile(settings, journal, store, publication, is_thorough)
    store.mend()
    unknown = 0 if journal.names() else len(stored_articles(store))
    return Writer(store, journal, publication, mended, unknown)


def _standing(settings: Settings, journal: SqliteJournal) -> object:
    """What is another one when anybody has written since; of another engine nobody can tell."""
    from kg.store.folders import files_in

    return None if settings.store_url else (journal.standing(), files_in(store_path(settings)))


def _publish(publication: Publication | None) -> None:
    if publication is not None:
        publication.publish_if_due()


def origin(settings: Settings) -> str:
    """What a version was made with: one of another origin is not what readers are to see."""
    return f"{edition(settings)} {settings.base_iri}"


def make_publication(settings: Settings, journal: SqliteJournal, store: IndexedStore) -> Publication:
    """What publishes the embedded store."""
    from kg.publication import Publication

    interval, keep = settings.publish_interval, settings.snapshots_kept
    return Publication(store.inner, open_snapshots(settings), journal, origin(settings), interval, keep)


def journal_path(settings: Settings) -> Path:
    """Where the journal of an installation lies."""
    return settings.data_dir / "journal.sqlite"


def open_journal(settings: Settings) -> SqliteJournal:
    """The journal, to be written; `LockedError` tells who does already."""
    from kg.journal.sqlite import SqliteJournal

    return SqliteJournal(journal_path(settings), settings.base_iri)


def read_journal(settings: Settings) -> SqliteJournal:
    """The journal, to be read beside whoever writes; `JournalError` where there is none."""
    from kg.journal.sqlite import SqliteJournal

    if not journal_path(settings).exists():
        raise JournalError(f"there is no journal in {settings.data_dir}: set KG_DATA_DIR, or run kg ingest first")
    return SqliteJournal(journal_path(settings), settings.base_iri, is_read=True)


def reconcile(
    settings: Settings,
    journal: SqliteJournal,
    store: IndexedStore,
    publication: Publication | None = None,
    is_thorough: bool = False,
) -> Mended:
    """Put into the store what of the journal it lacks or has otherwise."""
    from kg import reconciliation

    purge = partial(_purge, settings, store, publication)
    return reconciliation.reconcile(journal, store, make_derivation(settings), purge, is_thorough)


def _purge(settings: Settings, store: IndexedStore, publication: Publication | None) -> None:
    """Another engine overwrites on its disk what it no longer holds when it pleases."""
    from kg.store.embedded import EmbeddedStore

    store.mend()  # after a crash the index may still hold what the store does not
    store.index.purge()
    if isinstance(store.inner, EmbeddedStore):
        store.inner.purge()
    if publication is not None:
        open_releases(settings).forget(below=publication.forget())

"""The store and the journal of an installation, which agree when they are open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.bootstrap.engines import open_embedded, open_filled, open_remote_to_write, refuse_missing
from kg.bootstrap.reference import edition, load_shipped_ontology, make_derivation, read_reference
from kg.bootstrap.searching import has_index, indexed
from kg.errors import BadRequest, JournalError, KgError, LockedError, StoreError
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.journal.sqlite import SqliteJournal
    from kg.publication import Publication
    from kg.reconciliation import Mended
    from kg.search.indexed import IndexedStore
    from kg.store import GraphStore
    from kg.store.snapshots import Snapshots


def open_reader(settings: Settings, must_exist: bool = False) -> GraphStore:
    """The graph as it was last published, to be asked beside whoever writes; on another engine, as it is now.

    What was never published, or with another ontology or other tables, is published first. Where there is nothing, it
    is made; but for who only asks, a missing store is a mistyped folder: `StoreError`. On another engine nothing is
    made or changed, whoever asks.
    """
    return open_published(settings, must_exist)()


def open_published(settings: Settings, must_exist: bool = False) -> Callable[[], GraphStore]:
    """What gives the version that is current whenever it is called; as `open_reader` else."""
    from kg.store.published import Published

    if settings.store_url:
        store = open_filled(settings)
        return lambda: store
    snapshots = open_snapshots(settings)
    current = snapshots.current()
    if current is None or current.origin != origin(settings) or not has_index(settings):
        if must_exist and current is None:
            refuse_missing(settings)
        _publish_anew(settings, is_urgent=current is None)
    return Published(snapshots).latest


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
def open_writer(settings: Settings, is_thorough: bool = False) -> Iterator[Writer]:
    """The store and the journal, which agree; `LockedError` tells who is writing already.

    Compared are the articles written last, or all, if it is to be thorough: a store that a crash did not harm, but
    that is older than its journal.

    What is written is published from time to time, and in the end, however that comes.
    """
    from kg.reconciliation import stored_articles

    with closing(open_journal(settings)) as journal:
        engine = open_remote_to_write(settings) if settings.store_url else open_embedded(settings, False)
        with closing(furnished(settings, engine)) as store:
            publication = None if settings.store_url else make_publication(settings, journal, store)
            mended = reconcile(settings, journal, store, publication, is_thorough)
            store.mend()
            unknown = 0 if journal.names() else len(stored_articles(store))
            try:
                yield Writer(store, journal, publication, mended, unknown)
            except BaseException:
                with suppress(StoreError):  # what broke the run off says more
                    _publish(publication)
                raise
            _publish(publication)


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

    purge = partial(_purge, store, publication)
    return reconciliation.reconcile(journal, store, make_derivation(settings), purge, is_thorough)


def _purge(store: IndexedStore, publication: Publication | None) -> None:
    """Another engine overwrites on its disk what it no longer holds when it pleases."""
    from kg.store.embedded import EmbeddedStore

    store.mend()  # after a crash the index may still hold what the store does not
    store.index.purge()
    if isinstance(store.inner, EmbeddedStore):
        store.inner.purge()
    if publication is not None:
        publication.forget()

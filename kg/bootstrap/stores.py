"""The store and the journal of an installation, which agree when they are open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.bootstrap.engines import open_embedded, open_remote
from kg.bootstrap.reference import edition, load_shipped_ontology, make_derivation, read_reference
from kg.bootstrap.searching import indexed
from kg.errors import (
    JournalError,
    KgError,
)
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.journal.sqlite import SqliteJournal
    from kg.search.indexed import IndexedStore
    from kg.store import GraphStore


def open_store(settings: Settings, must_exist: bool = False) -> GraphStore:
    """The installation's store, with the ontology and the reference tables in it.

    Made if it is missing; but for who only reads, a missing one is a mistyped folder: `StoreError`. One in this process
    is reconciled with the journal, whatever it has lost; nobody else can have it open.
    """
    if settings.store_url:
        store = furnished(settings, open_remote(settings, must_exist))
        store.release()
        return store
    store = furnished(settings, open_embedded(settings, must_exist))
    if journal_path(settings).exists():
        try:
            with closing(open_journal(settings)) as journal:
                reconcile(settings, journal, store)
        except KgError:
            store.close()
            raise
    return store


def furnished(settings: Settings, engine: GraphStore) -> IndexedStore:
    """The store with the ontology and the reference tables in it, and the search index beside it."""
    from kg.iris import Iris
    from kg.pipeline import install_reference

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
    reconciled: int
    """How many articles the store lacked, or had otherwise, when it was opened."""


@contextmanager
def open_writer(settings: Settings) -> Iterator[Writer]:
    """The store and the journal, which agree; `LockedError` tells who is writing already."""
    with closing(open_journal(settings)) as journal:
        engine = open_remote(settings, False) if settings.store_url else open_embedded(settings, False)
        with closing(furnished(settings, engine)) as store:
            reconciled = reconcile(settings, journal, store)
            store.mend()
            yield Writer(store, journal, reconciled)


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


def reconcile(settings: Settings, journal: SqliteJournal, store: IndexedStore) -> int:
    """Put into the store what of the journal it lacks or has otherwise; returns how many articles."""
    from kg import reconciliation

    return reconciliation.reconcile(journal, store, make_derivation(settings), partial(_purge, store))


def _purge(store: IndexedStore) -> None:
    """Another engine overwrites on its disk what it no longer holds when it pleases."""
    from kg.store.embedded import EmbeddedStore

    store.mend()  # after a crash the index may still hold what the store does not
    store.index.purge()
    if isinstance(store.inner, EmbeddedStore):
        store.inner.purge()

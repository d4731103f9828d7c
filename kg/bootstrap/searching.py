"""The search index of an installation, kept by whoever writes its store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.settings import Settings

if TYPE_CHECKING:
    from kg.search import Search
    from kg.search.indexed import IndexedStore
    from kg.search.sqlite_index import SqliteIndex
    from kg.store import GraphStore


def indexed(settings: Settings, store: GraphStore) -> IndexedStore:
    """The store, with the search index kept beside it."""
    from kg.iris import Iris
    from kg.search.indexed import IndexedStore

    return IndexedStore(store, lambda: _open_index(settings), Iris(settings.base_iri).derived(""))


def _open_index(settings: Settings) -> SqliteIndex:
    from kg.search.sqlite_index import SqliteIndex

    return SqliteIndex(_path(settings))


def empty_index(settings: Settings) -> None:
    """Throw the index away, so that whatever is written from now on is all that it holds."""
    from kg.search.sqlite_index import SqliteIndex

    SqliteIndex(_path(settings), is_new=True).close()


def has_index(settings: Settings) -> bool:
    """Whether there is an index: stores of earlier versions had none."""
    return _path(settings).exists()


def open_search(settings: Settings) -> Search:
    """What finds names and texts; who writes keeps its index, and may do so meanwhile."""
    from kg.search.sqlite_search import SqliteSearch

    return SqliteSearch(_path(settings))


def _path(settings: Settings) -> Path:
    return settings.data_dir / "search.sqlite"

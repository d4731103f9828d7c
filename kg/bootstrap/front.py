"""The web front on the graph of the articles, and the processes in which it lets queries and writes run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from kg.bootstrap.access import open_tokens
from kg.bootstrap.dumping import start_maker
from kg.bootstrap.engines import open_filled
from kg.bootstrap.reference import load_shipped_ontology
from kg.bootstrap.searching import open_search
from kg.bootstrap.serving import FOR_READING, make_front, make_writer, patiently
from kg.bootstrap.stores import Writer, open_releases, open_snapshots, open_writer, publish_if_missing
from kg.resources import resource
from kg.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

    from kg.contributions.managed import ManagedGraph
    from kg.querying import Evaluator
    from kg.querying.current import Versions
    from kg.reconciliation import Agreement
    from kg.search.indexed import IndexedStore
    from kg.store import GraphStore
    from kg.store.trial import Trial
    from kg.web.services import Services

_FOR_ANOTHER_ENGINE = (*FOR_READING[:3], "kg.installation", "kg.iris", "kg.store.remote")
_TRIES = 20  # to open what a writer that will soon end has not let go of yet
_TO_OPEN = 60.0  # seconds beside those of a write, to open what it is written into


def make_app(settings: Settings) -> Flask:
    """The web front on what the installation has published, or on another engine as it is."""
    publish_if_missing(settings)
    services = _on_another_engine(settings) if settings.store_url else _on_versions(settings)
    return make_front(settings, services, open_tokens(settings))


def make_app_and_dumps(settings: Settings) -> Flask:
    """The web front, as `make_app` gives it, and beside it a process that makes the dumps of each version."""
    app = make_app(settings)
    start_maker(settings)
    return app


def _on_versions(settings: Settings) -> Services:
    from kg.querying.current import Current
    from kg.querying.pool import Pool
    from kg.querying.worker import Duty
    from kg.sparql.forms import kind_of

    memory, shelf = settings.query_memory * 2**20, open_snapshots(settings)
    reading = Duty(partial(open_version, settings), memory, bool(settings.services), FOR_READING)
    pool = Pool(reading, settings.query_timeout, kind_of=kind_of)
    versions = Current(pool, shelf)
    versions()  # a store that cannot be read is told now, not to the first visitor
    return _services(settings, pool, versions, releases=open_releases(settings), latest=shelf.current_number)


def _on_another_engine(settings: Settings) -> Services:
    from kg.querying.current import unversioned
    from kg.querying.pool import Pool
    from kg.querying.reader import Reader
    from kg.querying.worker import Duty
    from kg.sparql.forms import kind_of

    reading = Duty(partial(open_version, settings), settings.query_memory * 2**20, True, _FOR_ANOTHER_ENGINE)
    pool = Pool(reading, settings.query_timeout, kind_of=kind_of)
    Reader(pool).check()
    return _services(settings, pool, unversioned)


def _services(settings: Settings, evaluator: Evaluator, versions: Versions, **more: Any) -> Services:  # noqa: ANN401
    from kg.iris import Iris
    from kg.querying.worker import Duty
    from kg.sparql.catalog import load_queries
    from kg.web.services import Services

    memory, queries = settings.query_memory * 2**20, resource("queries")
    writing = Duty(partial(open_managed, settings), memory, bool(settings.store_url))
    return Services(
        evaluator,
        versions,
        load_shipped_ontology(),
        Iris(settings.base_iri),
        questions=load_queries(queries / "questions"),
        pages=load_queries(queries / "pages"),
        query_timeout=settings.query_timeout,
        search=open_search(settings),
        writer=make_writer(settings, writing, _TO_OPEN),
        licence=settings.licence,
        federated=settings.services,
        **more,
    )


def open_managed(settings: Settings, _version: None = None) -> ManagedGraph:
    """What a worker writes into: each write takes the installation's writer, and lets go of it."""
    from kg.contributions.managed import ManagedGraph
    from kg.iris import Iris
    from kg.reconciliation import Agreement

    copy = None if settings.store_url else partial(_copy, settings)
    return ManagedGraph(partial(_desk, settings, Agreement()), copy, Iris(settings.base_iri))


@contextmanager
def _desk(settings: Settings, agreement: Agreement) -> Iterator[Writer]:
    with ExitStack() as stack:
        yield patiently(lambda: stack.enter_context(open_writer(settings, agreement=agreement)), _TRIES)


@contextmanager
def _copy(settings: Settings, store: IndexedStore) -> Iterator[Trial]:
    from kg.store.trial import Trial

    with open_snapshots(settings).copied(store.inner) as path, closing(Trial.of_folder(path)) as trial:
        yield trial


def open_version(settings: Settings, version: int | None) -> GraphStore:
    """What a worker reads: a published version, or the graph on another engine as it is."""
    return open_filled(settings) if settings.store_url else open_snapshots(settings).open(version)

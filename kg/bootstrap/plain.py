"""An ordinary dataset, about anything, and its web front."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from kg.bootstrap.reference import load_shipped_ontology
from kg.bootstrap.serving import FOR_READING, make_front, make_writer, patiently
from kg.resources import resource
from kg.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

    from kg.store.embedded import EmbeddedStore
    from kg.store.plain import PlainDataset
    from kg.store.snapshots import Snapshots

_TRIES = 100  # to open what a writer that was ended has not let go of yet


def make_plain_app(settings: Settings) -> Flask:
    """The web front on an ordinary dataset, which is made if it is missing."""
    from kg.access.sqlite_tokens import SqliteTokens
    from kg.iris import Iris
    from kg.querying.current import Current
    from kg.querying.pool import Pool
    from kg.querying.worker import Duty
    from kg.sparql.catalog import load_queries
    from kg.sparql.forms import kind_of
    from kg.web.services import Services

    with closing(open_plain(settings)):
        pass  # there is a version to be read now
    memory, shelf = settings.query_memory * 2**20, plain_snapshots(settings)
    reading = Duty(partial(open_plain_version, settings), memory, bool(settings.services), FOR_READING)
    writing = Duty(partial(open_plain, settings), memory, modules=FOR_READING)
    pool = Pool(reading, settings.query_timeout, kind_of=kind_of)
    services = Services(
        pool,
        Current(pool, shelf),
        load_shipped_ontology(),
        Iris(settings.base_iri),
        questions={},
        pages=load_queries(resource("queries") / "pages"),
        query_timeout=settings.query_timeout,
        writer=make_writer(settings, writing),
        is_plain=True,
        federated=settings.services,
        latest=shelf.current_number,
    )
    return make_front(settings, services, SqliteTokens(settings.data_dir / "tokens.sqlite"))


def open_plain(settings: Settings, _version: None = None) -> PlainDataset:
    """The ordinary dataset, to be written; what wrote it before may still be ending."""
    from kg.store.plain import PlainDataset

    path = settings.data_dir / "plain" / "store"
    return patiently(lambda: PlainDataset(path, plain_snapshots(settings), settings.snapshots_kept), _TRIES)


def open_plain_version(settings: Settings, version: int | None) -> EmbeddedStore:
    """What a worker reads of the ordinary dataset."""
    return plain_snapshots(settings).open(version)


def plain_snapshots(settings: Settings) -> Snapshots:
    """The published versions of the ordinary dataset."""
    from kg.store.snapshots import Snapshots

    return Snapshots(settings.data_dir / "plain" / "snapshots")

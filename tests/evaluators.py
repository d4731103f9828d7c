"""Evaluators for tests: real workers on a store that lies on the disk, or this process on one in memory."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from opened import open_copy
from shipped import ONTOLOGY

from kg.iris import Iris
from kg.querying import Errand, Evaluator, Running
from kg.querying.current import Versions, unversioned
from kg.querying.pool import Places, Pool
from kg.querying.worker import Duty
from kg.resources import resource
from kg.search import NoSearch, Search
from kg.sparql.catalog import load_queries
from kg.store import GraphStore
from kg.store.embedded import EmbeddedStore
from kg.web import create_app
from kg.web.services import Services

MEMORY = 512 * 2**20


@contextmanager
def workers_on(
    store: EmbeddedStore,
    path: Path,
    seconds: float = 20.0,
    places: Places | None = None,
    kind_of: Callable[[str], str] | None = None,
) -> Iterator[Pool]:
    """Workers that read what the store holds now."""
    store.checkpoint(path)
    path.with_name("in-use.lock").touch()
    pool = Pool(Duty(partial(open_copy, path), MEMORY), seconds, places, kind_of)
    yield pool
    pool.close()


class Here:
    """Does jobs at once and in this process, on a store that the test goes on to change."""

    def __init__(self, current: Callable[[], GraphStore]) -> None:
        self._current = current

    def kind(self, text: str) -> str:
        return text

    def is_usual(self, _kind: str, _text: str) -> bool:
        return False

    def begin(self, _errand: Errand) -> None:
        return None

    def start(self, errand: Errand) -> "_Done":
        target = io.BytesIO()
        errand.job(self._current(), target)
        return _Done(target.getvalue())

    def running(self) -> list[Running]:
        return []

    def stop(self, id_: str) -> bool:
        return False


class _Done:
    seconds = 0.0

    def __init__(self, whole: bytes) -> None:
        self.whole = whole

    def __iter__(self) -> Iterator[bytes]:
        yield self.whole

    def close(self) -> None:
        pass


def services_of(evaluator: Evaluator, iris: Iris, versions: Versions = unversioned, **more: Any) -> Services:
    """What the web front serves of an evaluator."""
    questions, pages = (load_queries(resource("queries") / name) for name in ("questions", "pages"))
    return Services(evaluator, versions, ONTOLOGY, iris, questions, pages, **more)


def app_on(current: Callable[[], GraphStore], iris: Iris, search: Search | None = None, **more: Any) -> Flask:
    """The web front on a store of this process."""
    return create_app(services_of(Here(current), iris, search=search or NoSearch()), **more)

"""Fixtures of the tests that need the web front; named in their `pytest_plugins`."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from evaluators import services_of, workers_on
from flask import Flask
from flask.testing import FlaskClient
from served import IRIS, fill
from werkzeug.serving import make_server

from kg.search.indexed import mend
from kg.search.sqlite_index import SqliteIndex
from kg.search.sqlite_search import SqliteSearch
from kg.store.embedded import EmbeddedStore
from kg.web import create_app


@pytest.fixture(scope="session")
def data(install: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory.mktemp("served") / "data")


@pytest.fixture(scope="session")
def store(data: Path) -> Iterator[EmbeddedStore]:
    store = EmbeddedStore(data / "store")
    fill(store)
    yield store
    store.close()


@pytest.fixture(scope="session")
def app(store: EmbeddedStore, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder, path = tmp_path_factory.mktemp("app"), data / "search.sqlite"
    with closing(SqliteIndex(path)) as index:
        mend(store, index, IRIS.derived(""))
    with workers_on(store, folder / "store", seconds=60.0) as pool:
        yield create_app(services_of(pool, IRIS, query_timeout=pool.seconds, search=SqliteSearch(path)))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def server(app: Flask) -> Iterator[str]:
    """The address of a real HTTP server on a free port of the loopback interface."""
    listening = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    thread.join()
    listening.server_close()

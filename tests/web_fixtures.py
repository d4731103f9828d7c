"""Fixtures of the tests that need the web front; named in their `pytest_plugins`."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from served import IRIS, fill
from shipped import ONTOLOGY
from werkzeug.serving import make_server

from kg.resources import resource
from kg.search.indexed import mend
from kg.search.sqlite_index import SqliteIndex
from kg.search.sqlite_search import SqliteSearch
from kg.store.embedded import EmbeddedStore
from kg.web import create_app


@pytest.fixture(scope="session")
def store(install: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    data = install(tmp_path_factory.mktemp("served") / "data")
    store = EmbeddedStore(data / "store")
    fill(store)
    yield store
    store.close()


@pytest.fixture(scope="session")
def app(store: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    path = tmp_path_factory.mktemp("search") / "search.sqlite"
    with closing(SqliteIndex(path)) as index:
        mend(store, index, IRIS.derived(""))
    return create_app(lambda: store, ONTOLOGY, IRIS, resource("queries"), search=SqliteSearch(path))


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

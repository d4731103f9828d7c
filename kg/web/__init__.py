"""The web front: SPARQL over HTTP, pages for people, data for programs.

A view reads the request, calls one thing and renders. Every page works without JavaScript and asks nothing of other
hosts.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask

from kg.iris import Iris
from kg.ontology import Ontology
from kg.search import NoSearch, Search
from kg.sparql.catalog import load_queries
from kg.store import GraphStore
from kg.web import (
    downloads,
    endpoint,
    entities,
    errors,
    headers,
    health,
    pages,
    query_form,
    reference_pages,
    rendering,
    search_page,
)
from kg.web.runs import Runs
from kg.web.services import EXTENSION, Services

MAX_REQUEST_BYTES = 1024 * 1024


def create_app(
    current: Callable[[], GraphStore],
    ontology: Ontology,
    iris: Iris,
    queries: Path,
    query_timeout: float = 30.0,
    search: Search | None = None,
) -> Flask:
    """The application that serves what `current` gives, asked anew for each request.

    `queries` is the folder with `questions/` and `pages/`.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST_BYTES
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    app.extensions[EXTENSION] = Services(
        current,
        ontology,
        iris,
        load_queries(queries / "questions"),
        load_queries(queries / "pages"),
        Runs(query_timeout),
        search or NoSearch(),
    )
    for part in (endpoint, query_form, downloads, health, pages, search_page, reference_pages, entities):
        app.register_blueprint(part.blueprint)
    rendering.register(app)
    headers.register(app)
    errors.register(app)
    return app

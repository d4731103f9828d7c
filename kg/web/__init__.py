"""The web front: SPARQL over HTTP, pages for people, data for programs.

A view reads the request, calls one thing and renders. Every page works without JavaScript and asks nothing of other
hosts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from flask import Flask

from kg.access.limits import Buckets
from kg.web import (
    bodies,
    changes,
    citing,
    conditions,
    downloads,
    endpoint,
    entities,
    errors,
    gate,
    graphs,
    headers,
    health,
    metrics,
    pages,
    plain,
    query_form,
    reference_pages,
    rendering,
    running,
    search_page,
    versions,
    void,
    watch,
)
from kg.web.accounts import Accounts
from kg.web.caching import ResultCache
from kg.web.compression import Compressing
from kg.web.fast_path import FastPath
from kg.web.octets import KeptOctets
from kg.web.services import EXTENSION, Services
from kg.web.sizes import LARGEST_BODY, largest_body

_DOORS = (endpoint, graphs, query_form, running, health)
_PAGES = (downloads, changes, void, citing, pages, search_page, reference_pages, entities)


def create_app(
    services: Services,
    access: gate.Access | None = None,
    observers: Sequence[watch.Observer] = (),
    cache_room: int = 0,
) -> Flask:
    """The application that serves these, for each request in the version that it names or the latest.

    `cache_room` is in octets; a quarter of it is for answers that are kept by the octets of their requests.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    access = access or gate.Access()
    figures, spent = metrics.Metrics(), Buckets(access.most_query_seconds)
    accounted = Accounts(services.evaluator, spent, figures.count_query)
    app.extensions[EXTENSION] = replace(services, evaluator=accounted)
    app.extensions["largest_body"] = partial(largest_body, access.holder_of)
    app.extensions["end_queries"] = partial(running.end_all, app.extensions[EXTENSION])
    for part in (*_DOORS, *((plain,) if services.is_plain else _PAGES)):
        app.register_blueprint(part.blueprint)
    for around in (rendering, headers, errors, conditions, versions):
        around.register(app)
    # From here on inside out: what compresses its answers, what answers in its place, who is let in, what sees to it
    # that requests are whole, and who watches.
    explaining = Compressing(app.wsgi_app)
    app.wsgi_app = ResultCache(explaining, services.versions, cache_room * 3 // 4)  # type: ignore[method-assign]
    metrics.register(app, figures)
    gate.register(app, access, spent, explaining)
    bodies.register(app)
    told: list[watch.Observer] = [figures, *observers]
    watch.register(app, told)
    if not access.most_requests:  # else each request is to be counted
        fast = FastPath(accounted, lambda client: not spent.wait(client), accounted.settle)
        kept = KeptOctets(app.wsgi_app, services.latest, told, fast, cache_room // 4)
        app.wsgi_app = app.extensions["kept"] = kept  # type: ignore[method-assign]
    return app

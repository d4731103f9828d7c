"""`/.well-known/void`: the graph described for programs."""

from __future__ import annotations

from collections.abc import Iterable
from operator import methodcaller

from flask import Blueprint, Response, current_app, request

from kg.dumps.description import PREFIXES_OF_DESCRIPTIONS, Described, describe
from kg.dumps.statistics import Statistics, count
from kg.formats import GRAPH
from kg.sparql.negotiation import choose
from kg.terms import Triple
from kg.web.counted import Counted
from kg.web.rdf import rdf_response
from kg.web.services import services
from kg.web.versions import VERSION

blueprint = Blueprint("void", __name__)

_EXTENSION = "communique.void"


def described() -> Described:
    """What there is to describe: the newest version that has dumps; where none has, the graph as it is.

    Where the request names a version it is that one, by its dumps if it has some; `NotKept` if it is not kept.
    """
    releases, wanted = services().releases, services().wanted()
    release = (releases.latest() if wanted is None else releases.of(wanted)) if releases else None
    statistics = releases.statistics(release) if releases and release else _counted()
    licence = release.licence if release else services().licence
    return Described(request.url_root, services().iris.base_iri, licence, statistics, release)


def _counted() -> Statistics:
    """What is counted in the graph, where no dumps tell it."""
    counted: Counted[Statistics] = current_app.extensions.setdefault(_EXTENSION, Counted(methodcaller("value", count)))
    return counted()[1]


def description_of_release() -> list[Triple]:
    """What is told of the version that has dumps; nothing where there is none, so that nothing is counted."""
    releases, wanted = services().releases, services().wanted()
    has_dumps = releases and (releases.latest() if wanted is None else releases.of(wanted))
    return list(describe(described())) if has_dumps else []


@blueprint.get("/.well-known/void")
def void() -> Response:
    """The description, in the syntax that the client asks for."""
    media_type = choose(GRAPH, request.headers.get("Accept"), request.args.get("format"))
    told = described()
    response = description_response(describe(told), media_type)
    if told.release is not None:
        response.headers[VERSION] = str(told.release.version)
    return response


def description_response(triples: Iterable[Triple], media_type: str) -> Response:
    """A description; it changes with the dumps too, and not with the version alone."""
    response = rdf_response(triples, media_type, PREFIXES_OF_DESCRIPTIONS.items())
    response.headers["Cache-Control"] = "no-cache"
    return response

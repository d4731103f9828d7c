"""`/meeting/…`, `/person/…` and so on: each entity as a page for people and as RDF for programs."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, redirect, render_template, request, url_for
from rdflib.namespace import DCTERMS
from rdflib.term import Literal, URIRef
from werkzeug.wrappers import Response as Redirection

from kg.errors import UnknownResource
from kg.sparql.negotiation import PAGE, choose
from kg.store import Row
from kg.terms import Triple
from kg.vocabulary import DIPLO, WGS84
from kg.web.families import FAMILIES
from kg.web.labels import find_labels
from kg.web.portrait import differences, read_portrait
from kg.web.rdf import rdf_response
from kg.web.rendering import href
from kg.web.services import Services, services

blueprint = Blueprint("entities", __name__)


@blueprint.get(f"/<any({', '.join(FAMILIES)}):family>/<path:name>")
def entity(family: str, name: str) -> Response | Redirection:
    """The entity of this path in the format that the client asks for; one that was merged leads to what it is now."""
    media_type = choose(PAGE, request.headers.get("Accept"), request.args.get("format"))
    iri, facts = _find(services(), f"/{family}/{name}")
    if canonical := next((row["value"] for row in facts if row["property"] == DCTERMS.isReplacedBy), None):
        return _moved(href(canonical) or str(canonical))
    if media_type == "text/html":
        return Response(_page(services(), family, iri, facts))
    return rdf_response(_triples(services(), iri, facts), media_type)


@blueprint.get("/.well-known/genid/<name>")
def nameless(name: str) -> Response | Redirection:
    """A node that was written without a name (RDF 1.1 Concepts, section 3.5): its triples, for people at `/query`."""
    media_type = choose(PAGE, request.headers.get("Accept"), request.args.get("format"))
    iri = services().iris.genid(name)
    facts = services().rows("facts", entity=iri)
    if not facts:
        raise UnknownResource(
            f"the graph holds nothing about <{iri}>. Such IRIs stand for blank nodes that people wrote, and go with "
            "the graph in which they were written"
        )
    if media_type == "text/html":
        return redirect(url_for("query_form.query", query=f"DESCRIBE {iri.n3()}"), 303)
    return rdf_response(_triples(services(), iri, facts), media_type)


def _moved(place: str) -> Redirection:
    """For ever, with the format that was asked for."""
    query = request.query_string.decode()
    return redirect(f"{place}?{query}" if query else place, 308)


def _find(services: Services, path: str) -> tuple[URIRef, list[Row]]:
    for iri in services.iris.iris_at(path):
        facts = services.rows("facts", entity=iri)
        if facts:
            return iri, facts
    raise UnknownResource(f"the graph holds nothing about {path}")


def _page(services: Services, family: str, iri: URIRef, facts: list[Row]) -> str:
    portrait = read_portrait(services, iri, facts)
    return render_template(
        "article.html" if family == "article" else "entity.html",
        family=FAMILIES[family],
        portrait=portrait,
        differences=differences(portrait.reports) if family != "article" else [],
        labels=find_labels(services, portrait.terms),
        diplo=DIPLO,
        dcterms=DCTERMS,
        wgs84=WGS84,
    )


def _triples(services: Services, iri: URIRef, facts: list[Row]) -> Iterator[Triple]:
    """The entity's own triples, the reports about it and what points at it; of an article, all that it says."""
    yield from services.store.graph(iri)
    rows = [{"s": iri, "p": row["property"], "o": row["value"]} for row in facts]
    rows += [
        {"s": row["report"], "p": row["property"], "o": row["value"]} for row in services.rows("reports", entity=iri)
    ]
    rows += [{"s": row["source"], "p": row["property"], "o": iri} for row in services.rows("incoming", entity=iri)]
    for row in rows:
        if isinstance(row["s"], URIRef) and isinstance(row["p"], URIRef) and isinstance(row["o"], URIRef | Literal):
            yield row["s"], row["p"], row["o"]

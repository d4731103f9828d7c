"""`/ontology` and `/graph/…`: what the terms mean, and the two named graphs that no article fills."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from rdflib.term import URIRef

from kg.errors import UnknownResource
from kg.sparql.negotiation import PAGE, choose
from kg.web.rdf import rdf_response
from kg.web.services import services

blueprint = Blueprint("reference_pages", __name__)


@blueprint.get("/ontology")
def ontology() -> Response:
    """Every class, property and fixed value with its definition; each term's IRI ends in its anchor here."""
    media_type = choose(PAGE, request.headers.get("Accept"), request.args.get("format"))
    terms = services().ontology
    if media_type != "text/html":
        return rdf_response(terms.triples(), media_type)
    sections = {"Classes": terms.classes(), "Properties": terms.properties(), "Fixed values": terms.individuals()}
    return Response(render_template("ontology.html", sections=sections, ontology=terms))


@blueprint.get("/graph/<name>")
def graph(name: str) -> Response:
    """The triples of the named graph of the ontology or of the reference data."""
    media_type = choose(PAGE, request.headers.get("Accept"), request.args.get("format"))
    iri = services().iris.graph(name)
    triples = list(services().store.graph(URIRef(iri)))
    if not triples:
        raise UnknownResource(f"there is no graph {iri}")
    if media_type != "text/html":
        return rdf_response(triples, media_type)
    return Response(render_template("graph.html", iri=iri, name=name, size=len(triples)))

"""Triples as the body of a response, in the format that the client asks for."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response
from rdflib import Graph

from kg.sparql.negotiation import GRAPH, content_type, written_as
from kg.store import Triple
from kg.vocabulary import PREFIXES

_WRITERS = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
}


def rdf_response(triples: Iterable[Triple], media_type: str) -> Response:
    """The triples of one thing; whole graphs are streamed from the store instead."""
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for triple in triples:
        graph.add(triple)
    body = graph.serialize(format=_WRITERS[written_as(GRAPH, media_type)])
    return Response(body, content_type=content_type(media_type))

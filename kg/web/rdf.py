"""Triples as the body of a response, in the format that the client asks for."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response
from rdflib import Graph

from kg.sparql.negotiation import PAGE, content_type, written_as
from kg.terms import Triple
from kg.vocabulary import PREFIXES


def rdf_response(
    triples: Iterable[Triple], media_type: str, prefixes: Iterable[tuple[str, str]] = PREFIXES.items()
) -> Response:
    """The triples of one thing, in a media type that `choose` gave out of `PAGE`."""
    graph = Graph()
    for prefix, namespace in prefixes:
        graph.bind(prefix, namespace)
    for triple in triples:
        graph.add(triple)
    body = graph.serialize(format=written_as(PAGE, media_type))
    return Response(body, content_type=content_type(media_type))

"""What the endpoint says about itself: SPARQL 1.1 Service Description."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib.namespace import RDF, Namespace
from rdflib.term import URIRef

from kg.formats import GRAPH, SOLUTIONS, TRIPLES
from kg.terms import Triple

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "jsonld": "JSON-LD",
    "rdf": "RDF_XML",
    "trig": "TriG",
    "nq": "N-Quads",
}
_SIMPLE = URIRef("http://www.w3.org/ns/entailment/Simple")


def describe(endpoint: str, is_written: bool, keeps_empty_graphs: bool, asks_others: bool) -> Iterator[Triple]:
    """The description of the service at this address.

    `is_written` says that somebody may update it; `keeps_empty_graphs` that a graph stays when its last triple goes;
    `asks_others` that SERVICE may name some endpoints.
    """
    service, dataset, default = (URIRef(f"{endpoint}#{name}") for name in ("service", "dataset", "default-graph"))
    yield service, RDF.type, SD.Service
    yield service, SD.endpoint, URIRef(endpoint)
    yield service, SD.supportedLanguage, SD.SPARQL10Query
    yield service, SD.supportedLanguage, SD.SPARQL11Query
    for name in (*SOLUTIONS, *TRIPLES):
        yield service, SD.resultFormat, _FORMATS[_NAMES[name]]
    if is_written:
        yield service, SD.supportedLanguage, SD.SPARQL11Update
        for name in GRAPH:
            yield service, SD.inputFormat, _FORMATS[_NAMES[name]]
    if keeps_empty_graphs:
        yield service, SD.feature, SD.EmptyGraphs
    if asks_others:
        yield service, SD.feature, SD.BasicFederatedQuery
    yield service, SD.defaultEntailmentRegime, _SIMPLE
    yield service, SD.defaultDataset, dataset
    yield dataset, RDF.type, SD.Dataset
    yield dataset, SD.defaultGraph, default
    yield default, RDF.type, SD.Graph

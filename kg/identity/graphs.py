"""`graph/links` and `graph/curation`: what was decided about identity, when and why, for whoever asks the graph.

An IRI that another one stands for is there only: `dcterms:isReplacedBy` leads to that one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rdflib import DCTERMS, PROV, RDF, RDFS, XSD, Literal, URIRef

from kg.identity import Identity
from kg.iris import Iris
from kg.journal import Decision, Kind
from kg.terms import Triple

_LABELS = {
    Kind.LINK: "taken for one",
    Kind.SAME: "said to be one",
    Kind.DIFFERENT: "said not to be one",
    Kind.WRONG: "said to be misread",
}


def graphs_of_decisions(iris: Iris, decisions: Collection[Decision]) -> dict[URIRef, set[Triple]]:
    """Both graphs, as these decisions make them; without any they are empty."""
    links, curation = iris.graph("links"), iris.graph("curation")
    graphs: dict[URIRef, set[Triple]] = {links: set(), curation: set()}
    for decision in decisions:
        graph = links if decision.kind is Kind.LINK else curation
        graphs[graph].update(_told(graph, decision))
    replaced = Identity.of(decisions).canonical
    graphs[links] |= {(old, DCTERMS.isReplacedBy, canonical) for old, canonical in replaced.items()}
    return graphs


def _told(graph: URIRef, decision: Decision) -> Iterator[Triple]:
    entry = URIRef(f"{graph}#entry-{decision.number}")
    yield entry, RDF.type, PROV.Activity
    yield entry, RDFS.label, Literal(_LABELS[decision.kind], lang="en")
    for iri in {decision.one, decision.other}:
        yield entry, DCTERMS.relation, iri
    yield entry, DCTERMS.description, Literal(decision.reason)
    yield entry, PROV.endedAtTime, Literal(f"{decision.made[:19]}Z", datatype=XSD.dateTime)
    if decision.rule:
        yield entry, DCTERMS.identifier, Literal(decision.rule)
    for article in decision.evidence:
        yield entry, PROV.used, URIRef(article)

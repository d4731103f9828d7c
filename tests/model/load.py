"""The hand-modelled articles in a store, with the ontology, the reference data and what the rules conclude."""

from rdflib import Dataset, URIRef

from kg.derivation import Derivation, load_rules
from kg.ontology import load_ontology
from kg.pipeline import install_reference
from kg.reference import load_reference
from kg.resources import resource
from kg.store import Triple
from kg.store.embedded import EmbeddedStore
from model.build import HERE, IRIS, REFERENCE, TOLD


def read_graphs(*paths) -> dict[URIRef, set[Triple]]:
    """The named graphs of TriG files."""
    graphs: dict[URIRef, set[Triple]] = {}
    for path in paths:
        data = Dataset()
        data.parse(path, format="trig")
        for subject, relation, value, graph in data.quads():
            graphs.setdefault(URIRef(str(graph)), set()).add((subject, relation, value))
    return graphs


def modelled_store() -> EmbeddedStore:
    """The store in which the competency questions are asked; nothing derived is written by hand."""
    store, folder = EmbeddedStore(), resource("ontology")
    ontology = load_ontology(folder)
    derivation = Derivation(load_rules(folder / "rules"), ontology, IRIS, EmbeddedStore.holding)
    install_reference(store, ontology, lambda: load_reference(folder / "reference"), derivation, IRIS, edition="model")
    for graph, triples in read_graphs(REFERENCE).items():
        store.replace({graph: triples | set(store.graph(graph))})
    for number in TOLD:
        articles = read_graphs(HERE / f"{number}.trig")
        store.replace({**articles, **derivation.conclude(store, articles)})
    return store

"""The hand-modelled articles in a store, with the ontology, the reference data and what the rules conclude."""

from model.build import HERE, IRIS, REFERENCE, TOLD, read_graphs

from kg.derivation import Derivation, load_rules
from kg.ontology import load_ontology
from kg.pipeline import install_reference
from kg.reference import load_reference
from kg.resources import resource
from kg.store.embedded import EmbeddedStore


def modelled_store() -> EmbeddedStore:
    """The store in which the competency questions are asked; nothing derived is written by hand."""
    store, folder = EmbeddedStore(), resource("ontology")
    derivation = Derivation(load_rules(folder / "rules"), load_ontology(folder), IRIS, EmbeddedStore.holding)
    tables = folder / "reference"
    install_reference(store, load_ontology(folder), lambda: load_reference(tables), derivation, IRIS, edition="1")
    for graph, triples in read_graphs(REFERENCE).items():
        store.replace({graph: {*triples, *store.graph(graph)}})
    for number in TOLD:
        articles = {article: set(graph) for article, graph in read_graphs(HERE / f"{number}.trig").items()}
        store.replace({**articles, **derivation.conclude(store, articles)})
    return store

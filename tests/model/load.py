"""The hand-modelled articles in a store, with the ontology, the reference data and what the rules conclude."""

from model.build import HERE, IRIS, TOLD, read_graphs
from shipped import ONTOLOGY, REFERENCE

from kg.derivation import Derivation, load_rules
from kg.installation import install_reference
from kg.resources import resource
from kg.store.embedded import EmbeddedStore
from kg.store.scratch import EngineScratch


def modelled_store() -> EmbeddedStore:
    """The store in which the competency questions are asked; nothing derived is written by hand."""
    store = EmbeddedStore()
    derivation = Derivation(load_rules(resource("ontology") / "rules"), ONTOLOGY, IRIS, EngineScratch)
    install_reference(store, ONTOLOGY, lambda: REFERENCE, derivation, IRIS, edition="1")
    for number in TOLD:
        articles = {article: set(graph) for article, graph in read_graphs(HERE / f"{number}.trig").items()}
        store.replace({**articles, **derivation.conclude(store, articles)})
    return store

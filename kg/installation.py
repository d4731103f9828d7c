"""What a store holds before the first article: the ontology, the reference tables, and what follows from them."""

from __future__ import annotations

import logging
from collections.abc import Callable

from rdflib import DCTERMS, Literal

from kg.derivation import Derivation
from kg.errors import SettingsError
from kg.iris import Iris
from kg.linking import describe_reference_graph, map_reference
from kg.ontology import Ontology
from kg.reference import Reference
from kg.store import GraphStore

log = logging.getLogger(__name__)

_ONTOLOGY_GRAPH = Iris("").graph("ontology")
_EDITION = DCTERMS.identifier


def install_reference(
    store: GraphStore,
    ontology: Ontology,
    reference: Callable[[], Reference],
    derivation: Derivation,
    iris: Iris,
    edition: str,
) -> None:
    """Put the ontology and the reference tables into their graphs and draw all conclusions from them anew.

    `edition` tells the files apart; where the store has it already, nothing is read or written. It is written last,
    so that an installation that was broken off begins again. `SettingsError` if the store was filled under another base
    IRI: every article would be in it twice.
    """
    mark = iris.graph("derived"), _EDITION, Literal(edition)
    if mark in store.graph(iris.graph("derived")):
        return
    if has_reference(store, iris):
        log.warning(
            "the ontology or the reference tables have changed: all conclusions are drawn anew, which takes a "
            "while (some minutes for a million triples)"
        )
    tables, graph = set(map_reference(reference())), iris.graph("reference")
    described = tables.union(describe_reference_graph(graph))
    store.load({iris.graph("ontology"): ontology.triples(), graph: described})
    store.load(derivation.of_reference(tables))
    derivation.renew(store)
    store.replace({iris.graph("derived"): [mark]})


def has_reference(store: GraphStore, iris: Iris) -> bool:
    """Whether an installation was ended there, be it of another edition; `SettingsError` as `install_reference`."""
    if any(predicate == _EDITION for _, predicate, _ in store.graph(iris.graph("derived"))):
        return True
    _refuse_another_base(store, iris)
    return False


def _refuse_another_base(store: GraphStore, iris: Iris) -> None:
    own = iris.graph("ontology")
    for name in store.graphs():
        if name != own and name.endswith(_ONTOLOGY_GRAPH):
            raise SettingsError(
                f"the store was filled under KG_BASE_IRI={name.removesuffix(_ONTOLOGY_GRAPH)}, and KG_BASE_IRI is now "
                f"{iris.base_iri}: set it back, or choose an empty folder with KG_DATA_DIR and ingest again"
            )

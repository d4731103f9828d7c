"""What leads from the graphs that a store holds to those that it is to hold, in the terms of the engine's library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib.term import URIRef

from kg.store.engine_terms import Term, engine_terms
from kg.terms import Triple

Graphs = Mapping[ox.NamedNode, set[ox.Triple]]

_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")


@dataclass(frozen=True, slots=True)
class Change:
    """What named graphs lose and gain, and which graphs are no more.

    `entering` are the triples that the merge has to hold; `departing` those that no graph of the change tells any
    longer: they leave the merge unless another graph tells them.
    """

    removed: Graphs
    added: Graphs
    entering: set[ox.Triple]
    departing: set[ox.Triple]
    emptied: list[ox.NamedNode]

    @classmethod
    def between(cls, stored: Graphs, wanted: Graphs) -> Change:
        """The change of the graphs in `wanted`; one that `stored` does not name is new."""
        held = {name: stored.get(name, set()) for name in wanted}
        removed = {name: held[name] - triples for name, triples in wanted.items()}
        added = {name: triples - held[name] for name, triples in wanted.items()}
        departing = set().union(*removed.values()) - set().union(*wanted.values())
        emptied = [name for name, triples in wanted.items() if held[name] and not triples]
        return cls(removed, added, set().union(*added.values()), departing, emptied)

    @property
    def is_none(self) -> bool:
        """Whether all is already as it is to be."""
        return not self.entering and not any(self.removed.values())

    @property
    def size(self) -> int:
        """How many triples the graphs lose and gain together."""
        return sum(map(len, (*self.removed.values(), *self.added.values())))

    def pieces(self, most: int) -> Iterator[Change]:
        """Changes of at most that many triples, which one after the other come to the same."""
        lost, gained = ([(name, t) for name, triples in g.items() for t in triples] for g in (self.removed, self.added))
        for start in range(0, len(gained), most):
            some = _by_graph(gained[start : start + most])
            yield Change({}, some, set().union(*some.values()), set(), [])
        for start in range(0, len(lost), most):
            some = _by_graph(lost[start : start + most])
            yield Change(some, {}, set(), set().union(*some.values()), [])


def _by_graph(triples: Iterable[tuple[ox.NamedNode, ox.Triple]]) -> dict[ox.NamedNode, set[ox.Triple]]:
    graphs: dict[ox.NamedNode, set[ox.Triple]] = defaultdict(set)
    for name, triple in triples:
        graphs[name].add(triple)
    return graphs


def canonical_graphs(graphs: Mapping[URIRef, Iterable[Triple]]) -> dict[ox.NamedNode, set[ox.Triple]]:
    """The triples as the engine's library gives them back, so that old and new can be compared."""
    terms = {ox.NamedNode(iri): [engine_terms(triple) for triple in triples] for iri, triples in graphs.items()}
    forms = _canonical_forms(o for triples in terms.values() for _, _, o in triples)
    return {name: {ox.Triple(s, p, forms.get(o, o)) for s, p, o in triples} for name, triples in terms.items()}


def canonical(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """The triples with each literal in its canonical form: `1` for `01`, `true` for `1` as a boolean."""
    given = set(triples)
    forms = _canonical_forms(triple.object for triple in given)
    return {ox.Triple(s, p, forms.get(o, o)) for s, p, o in given} if forms else given


def _canonical_forms(values: Iterable[Term]) -> dict[Term, Term]:
    """What the library makes of literals with a datatype or a language: it is asked."""
    given = [value for value in set(values) if isinstance(value, ox.Literal) and not _is_plain(value)]
    scratch, place = ox.Store(), ox.NamedNode("urn:x:place")
    scratch.extend(ox.Quad(ox.NamedNode(f"urn:x:{number}"), place, value) for number, value in enumerate(given))
    return {given[int(q.subject.value.rpartition(":")[2])]: q.object for q in scratch}


def _is_plain(literal: ox.Literal) -> bool:
    return literal.language is None and literal.datatype == _STRING


def graph_block(name: ox.NamedNode, triples: Iterable[ox.Triple]) -> str:
    """The triples of one graph within the data of an update; nothing without triples."""
    lines = triple_lines(triples)
    return f"GRAPH {name} {{\n{lines}}}\n" if lines else ""


def triple_lines(triples: Iterable[ox.Triple]) -> str:
    """The triples as N-Triples, which is also how an update writes them."""
    return "".join(f"{triple} .\n" for triple in triples)


def data_operations(deletion: str, insertion: str) -> Iterator[str]:
    """The operations of an update that delete and insert these data, as far as there are any."""
    return (f"{verb} DATA {{\n{data}}}" for verb, data in (("DELETE", deletion), ("INSERT", insertion)) if data)

"""The embedded quad store: Oxigraph inside this process, on disk or in memory.

It keeps the merge, translates terms and explains what the engine refuses; it does not judge whether a query
is safe to run (`kg.sparql.guard` does, before). One process owns the files; its threads may share one store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import IO, cast

import pyoxigraph as ox
from rdflib.term import Literal, URIRef

from kg.store import Answer, Query, Row
from kg.store.answers import EngineAnswer, Results, write_dump
from kg.store.changes import Change, canonical_graphs, data_operations, graph_block, triple_lines
from kg.store.columns import in_order
from kg.store.damage import telling_damage
from kg.store.datasets import chosen_dataset, merge
from kg.store.diagnosis import explaining
from kg.store.engine_terms import engine_terms, rdflib_triple, select_rows
from kg.store.files import EngineFiles, open_store
from kg.store.folders import renewing
from kg.terms import Triple
from kg.vocabulary import PREFIXES

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

_NONE_OF_ALL = "SELECT ?s { ?s ?p ?o FILTER (sameTerm(?s, ?p)) }"  # hardly any, and it looks up no term
_COUNT = "SELECT (COUNT(*) AS ?number) { ?s ?p ?o }"


class EmbeddedStore(EngineFiles):
    """A store in a folder, or in memory without one; fulfils `kg.store.GraphStore`.

    Literals come back in the engine's canonical form: "01"^^xsd:integer as 1, the tag en-GB as en-gb.
    """

    def replace(self, graphs: Mapping[URIRef, Iterable[Triple]]) -> None:
        """Make each named graph hold exactly these triples, in one atomic update together with the merge.

        Durable on return. Raises `StoreError` when the disk refuses; what was stored before is then unharmed.
        """
        with self._writing, self._durably():
            if self._are_new(graphs):
                self._store.extend(_with_merge(graphs))  # atomic like an update, and many times faster
                return
            wanted = canonical_graphs(graphs)
            change = Change.between({name: self._stored(name) for name in wanted}, wanted)
            if not change.is_none:
                leaving = {t for t in change.departing if not self._is_held_beyond(t, wanted)}
                self._store.update(_update(change, leaving))

    def load(self, graphs: Mapping[URIRef, Iterable[Triple]]) -> None:
        """Do as `replace`, quickly where the graphs are large and new, but not atomically.

        Raises `StoreError` when the disk refuses.
        """
        if not self._are_new(graphs):
            self.replace(graphs)
            return
        with self._writing, self._durably():
            self._store.bulk_extend(_with_merge(graphs))

    def _are_new(self, graphs: Iterable[URIRef]) -> bool:
        return not any(self._store.contains_named_graph(ox.NamedNode(name)) for name in graphs)

    def _stored(self, name: ox.NamedNode) -> set[ox.Triple]:
        with telling_damage():
            return {quad.triple for quad in self._store.quads_for_pattern(None, None, None, name)}

    def _is_held_beyond(self, triple: ox.Triple, graphs: Mapping[ox.NamedNode, object]) -> bool:
        """Whether a named graph other than these holds the triple."""
        holders = self._store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        return any(isinstance(q.graph_name, ox.NamedNode) and q.graph_name not in graphs for q in holders)

    def graph(self, iri: URIRef) -> Iterator[Triple]:
        """The triples of one named graph; none if there is no such graph."""
        with telling_damage():
            for quad in self._store.quads_for_pattern(None, None, None, ox.NamedNode(iri)):
                yield rdflib_triple(quad.triple)

    def graphs(self) -> Iterator[URIRef]:
        """The names of all named graphs, in the order of their code points."""
        with telling_damage():
            return iter(sorted(URIRef(name.value) for name in self._store.named_graphs()))

    def select(self, text: str, bindings: Mapping[str, URIRef | Literal] | None = None) -> list[Row]:
        """The rows of a SELECT query of our own, which must name the variables of `bindings` in its SELECT clause."""
        with telling_damage():
            return select_rows(self._store, text, bindings)

    def answer(self, query: Query) -> Answer:
        """Evaluate somebody's query over the merge, its own FROM clauses, or the dataset of its request.

        The answer must be written by the thread that asked for it: elsewhere the engine ends the process.
        """
        with explaining(query), telling_damage():
            return EngineAnswer(self._evaluate(query), query.text)

    def _evaluate(self, query: Query) -> Results:
        dataset = chosen_dataset(query)
        if dataset is None:
            return in_order(partial(self._store.query, base_iri=query.base_iri), query.text)
        store: ox.Store = self._store
        default: ox.DefaultGraph | list[Graph] = list(dataset.default)
        if len(dataset.default) > 1:
            store, default = merge(self._stored, dataset), ox.DefaultGraph()
        named: list[ox.NamedNode | ox.BlankNode] = [*dataset.named]
        ask = partial(store.query, base_iri=query.base_iri, default_graph=default, named_graphs=named)
        return in_order(ask, query.text)

    def dump(self, target: IO[bytes], media_type: str) -> None:
        """Write all named graphs as N-Quads, TriG or Jelly, graph by graph in the order of their names.

        The same content gives the same bytes, whatever was stored first.
        """
        write_dump(map(ox.NamedNode, self.graphs()), self._stored, target, media_type)

    def dump_merge(self, target: IO[bytes]) -> None:
        """Write the merge as Turtle, subject by subject, in an order that the content alone determines."""
        merged = self._store.quads_for_pattern(None, None, None, ox.DefaultGraph())
        with telling_damage():
            ox.serialize((q.triple for q in merged), target, ox.RdfFormat.TURTLE, prefixes={"": PREFIXES[""]})

    def count(self, graph: URIRef | None = None) -> int:
        """The number of triples in the merge, or in one named graph."""
        place = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        with telling_damage():
            # Where a block is damaged the engine never ends counting, or answering ASK; giving rows it tells of it.
            list(cast(ox.QuerySolutions, self._store.query(_NONE_OF_ALL, default_graph=place)))
            # Ten times as fast as an object in Python for each triple.
            (row,) = cast(ox.QuerySolutions, self._store.query(_COUNT, default_graph=place))
        return int(row[0].value)

    def purge(self) -> None:
        """Write the store anew, without the words of what is gone, which the engine keeps on the disk for ever.

        It takes about ten seconds for a million triples, and as much room again as the store. Raises `StoreError` when
        the disk refuses; the store is unharmed then.
        """
        if self._path is None:
            return
        with self._writing:
            try:
                with renewing(self._path) as fresh:
                    copy = ox.Store(fresh)
                    with telling_damage():
                        copy.bulk_extend(iter(self._store))
                    copy.flush()
                    del copy  # what closes it
                    self._open = None
            finally:
                self._open = self._open or open_store(self._path)


def _with_merge(graphs: Mapping[URIRef, Iterable[Triple]]) -> Iterator[ox.Quad]:
    """Each triple in the merge and in its graph.

    In this order: what is broken off may leave more in the merge than the graphs hold, but never less.
    """
    for iri, triples in graphs.items():
        name = ox.NamedNode(iri)
        for subject, predicate, value in map(engine_terms, triples):
            yield ox.Quad(subject, predicate, value)
            yield ox.Quad(subject, predicate, value, name)


def _update(change: Change, leaving: set[ox.Triple]) -> str:
    """The whole change as one SPARQL Update; `leaving` is what the merge loses."""
    deletion = "".join([triple_lines(leaving), *(graph_block(*item) for item in change.removed.items())])
    insertion = "".join([triple_lines(change.entering), *(graph_block(*item) for item in change.added.items())])
    drops = [f"DROP SILENT GRAPH {name}" for name in change.emptied]  # without triples it keeps its name otherwise
    return " ;\n".join([*data_operations(deletion, insertion), *drops])

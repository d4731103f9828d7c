"""The store on an engine of another process or machine, through the SPARQL 1.1 Protocol.

The engines agree on named graphs only. So the merge is a named graph too, which takes the place of the default graph
in every query and is seen by no `GRAPH ?variable`; what a query asks of a dataset of its own is worked out here, from
the graphs that it names. One process writes at a time; that another one does is found out by the mark of the store.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, count, islice
from typing import IO, TypeVar, cast

import pyoxigraph as ox
from rdflib.term import Literal, URIRef

from kg.errors import BadRequest, StoreError
from kg.store import Answer, Query, Row
from kg.store.answers import EngineAnswer, Results, write_dump
from kg.store.changes import Change, canonical, canonical_graphs
from kg.store.columns import in_order
from kg.store.datasets import chosen_dataset, merge
from kg.store.diagnosis import explaining
from kg.store.endpoint import Endpoint
from kg.store.engine_terms import Term, rdflib_triple, rows_of
from kg.store.marks import Marks
from kg.store.profiles import Profile
from kg.store.rewriting import Parts, Rewriting, describing, named_in, variables_in
from kg.store.updates import Step, everything, finish, is_unfinished, removal, updates
from kg.terms import Triple

Given = TypeVar("Given")
_PIECE = 10_000  # triples in one update of many: some megabytes, and less than a second
_TRIES = 5
_NAMES = 500  # graphs in one question
_ALL = "GRAPH ?graph { ?s ?p ?o }"
_CROSSED = "graphs may hold what is older beside what is newer, and `kg rebuild` sets them right"


class RemoteStore:
    """Fulfils `kg.store.GraphStore`; `merged` names the graph of the merge.

    Literals come back in the canonical form of the engine's library, as from the embedded store; but an engine may
    take equal numbers of different types for one.
    """

    def __init__(self, endpoint: Endpoint, profile: Profile, merged: URIRef) -> None:
        self._open: Endpoint | None = endpoint
        self._profile = profile
        self._merge = Rewriting(merged, tuple(map(URIRef, profile.own_graphs)))
        self._marks = Marks(self._merge)
        self._mark = ""
        self._writing = threading.Lock()

    @property
    def _endpoint(self) -> Endpoint:
        if self._open is None:
            raise StoreError("the store is closed")
        return self._open

    def replace(self, graphs: Mapping[URIRef, Iterable[Triple]]) -> None:
        """Make each named graph hold exactly these triples, together with the merge; all change or none.

        It rests on the engine that one update takes place whole or not at all, and is durable when it answers. Raises
        `StoreError` when the engine does not carry it out, or another process writes too.
        """
        wanted = canonical_graphs(graphs)
        with self._writing:
            self._take_up()
            self._carry_out(Change.between(self._stored(wanted), wanted))

    def load(self, graphs: Mapping[URIRef, Iterable[Triple]]) -> None:
        """Do as `replace`, but not atomically: in updates of a bounded size, after each of which the merge is right."""
        wanted = canonical_graphs(graphs)
        with self._writing:
            self._take_up()
            for piece in Change.between(self._stored(wanted), wanted).pieces(_PIECE):
                self._carry_out(piece)

    def clear(self) -> None:
        """Remove all graphs and the merge, whatever it holds, in updates of a bounded size.

        If it is broken off, whoever writes next goes on with it.
        """
        with self._writing:
            self._take_up(is_emptying=True)
            self._empty()

    def is_being_emptied(self) -> bool:
        """Whether `clear` has begun, here or elsewhere, and has not ended."""
        return any(map(self._marks.tells_of_emptying, self._marks_found()))

    def _take_up(self, is_emptying: bool = False) -> None:
        """Have a mark that nobody else knows, so that what was given up can no longer take place.

        What took place in part, or was to be emptied, is finished first.
        """
        if self._mark and not is_emptying:
            return
        for _ in range(_TRIES):  # what was given up may take place just now
            found = self._marks_found()
            if len(found) > 1 and not is_emptying:
                raise StoreError(f"{self._endpoint.name} has carried out two updates at the same time: {_CROSSED}")
            for mark in found:
                self._finish(Step(self._marks, mark, mark))
            emptying = is_emptying or any(map(self._marks.tells_of_emptying, found))
            after = self._marks.fresh(emptying)
            self._endpoint.update(self._marks.move(found, after))
            if self._marks_found() == [after]:
                break
        else:
            raise StoreError(f"another process writes to {self._endpoint.name}: let it end first")
        self._mark = after
        self._tidy()
        if emptying and not is_emptying:
            self._empty()

    def _carry_out(self, change: Change) -> None:
        if not change.is_none:
            step = Step(self._marks, self._mark, self._marks.fresh())
            self._send(step, updates(change, step, self._profile.max_update))

    def _send(self, step: Step, requests: Iterable[str]) -> None:
        """Carry out a step; the mark is known again when it is seen that it took place, and no other beside it."""
        self._mark = ""
        for request in requests:
            self._endpoint.update(request)
        found = self._marks_found()
        if found != [step.after]:
            reason = _CROSSED if step.after in found else "nothing of this change is stored; let the other end first"
            raise StoreError(f"another update of {self._endpoint.name} came between: {reason}")
        self._mark = step.after

    def _marks_found(self) -> list[str]:
        return sorted(cast(ox.NamedNode, mark).value for (mark,) in self._solutions(self._marks.question))

    def _empty(self) -> None:
        """Remove everything, and then the sign that it is to be removed."""
        rest = f"SELECT ?s {{ {everything(self._marks)} }} LIMIT 1"
        while list(self._solutions(rest)):
            step = Step(self._marks, self._mark, self._marks.fresh(is_emptying=True))
            self._send(step, [removal(step, _PIECE)])
        step = Step(self._marks, self._mark, self._marks.fresh())
        self._send(step, [step.update()])

    def _finish(self, step: Step) -> None:
        """Carry out the rest of a change of which a part took place."""
        if self._profile.max_update and list(self._solutions(is_unfinished(step))):
            self._endpoint.update(finish(step))

    def _tidy(self) -> None:
        """Remove what was only set aside."""
        if not self._profile.max_update:
            return
        names = chain.from_iterable(self._keys("?graph", self._every_graph))
        left = [name for name in names if name.startswith(self._merge.set_aside) and name != self._marks.graph]
        for some in _in_pieces(left, _NAMES):  # of names that are used once
            self._endpoint.update(" ;\n".join(f"DROP SILENT GRAPH <{name}>" for name in some))

    def _stored(self, names: Collection[ox.NamedNode]) -> dict[ox.NamedNode, set[ox.Triple]]:
        """The graphs of these names that there are."""
        there: list[ox.NamedNode] = []
        for some in _in_pieces(names, _NAMES):
            among = f"VALUES ?graph {{ {' '.join(map(str, some))} }} FILTER EXISTS {{ {_ALL} }}"
            there += (name for (name,) in self._solutions(f"SELECT ?graph {{ {among} }}"))
        return {name: self._triples(name) for name in there}

    def graph(self, iri: URIRef) -> Iterator[Triple]:
        """The triples of one named graph; none if there is no such graph."""
        return map(rdflib_triple, self._triples(ox.NamedNode(iri)))

    def graphs(self) -> Iterator[URIRef]:
        """The names of all named graphs, in the order of their code points."""
        names = map(URIRef, chain.from_iterable(self._keys("?graph", self._every_graph)))
        return iter(sorted(name for name in names if self._merge.is_seen(name)))

    @property
    def _every_graph(self) -> str:
        """The pattern that finds each graph once."""
        if self._profile.lists_graphs:
            return f"GRAPH ?graph {{}} FILTER EXISTS {{ {_ALL} }}"
        return f"{{ SELECT ?graph {{ {_ALL} }} GROUP BY ?graph }}"  # on Virtuoso ten times as fast as DISTINCT

    def _triples(self, name: ox.NamedNode) -> set[ox.Triple]:
        text = f"SELECT ?s ?p ?o {{ GRAPH {name} {{ ?s ?p ?o }}"
        triples = {ox.Triple(*row) for row in self._in_pages(f"{text} }}")}
        # Nothing orders the pages: that they neither overlap nor leave a gap is only what engines do.
        if self._page and len(triples) >= self._page and len(triples) != self._size(name):
            triples = {ox.Triple(*row) for row in self._in_ranges(name, text)}
        return canonical(triples)

    def _in_pages(self, text: str) -> Iterator[ox.QuerySolution]:
        if not self._page:
            yield from self._solutions(text)
            return
        for place in count(0, self._page):
            rows = list(self._solutions(f"{text} OFFSET {place} LIMIT {self._page}"))
            yield from rows
            if len(rows) < self._page:
                return

    def _size(self, name: ox.NamedNode) -> int:
        (row,) = self._solutions(f"SELECT (COUNT(*) AS ?number) {{ GRAPH {name} {{ ?s ?p ?o }} }}")
        return int(cast(ox.Literal, row["number"]).value)

    def _in_ranges(self, name: ox.NamedNode, text: str) -> Iterator[ox.QuerySolution]:
        """The triples of a graph too large for one answer, some subjects at a time; pages are six times as fast.

        The rows are not ordered themselves: Virtuoso 7.2.5 fails on ordering some literals.
        """
        for keys in self._keys("?s", f"GRAPH {name} {{ ?s ?p ?o }}"):
            first, last = (Literal(key).n3() for key in (keys[0], keys[-1]))
            rows = list(self._solutions(f"{text} FILTER(STR(?s) >= {first} && STR(?s) <= {last}) }}"))
            if len(rows) != len(keys):
                raise StoreError(f"the graph {name} changed while it was read: try again")
            yield from rows

    @property
    def _page(self) -> int | None:
        """How many rows an answer may have and show that it is not cut."""
        return self._profile.max_rows and self._profile.max_rows - 1

    def _keys(self, variable: str, pattern: str) -> Iterator[list[str]]:
        """The IRIs of a variable, one for each row, in order and in pieces small enough; none is in two pieces."""
        string, after = f"STR({variable})", ""
        while True:
            bound = f"FILTER({string} > {Literal(after).n3()})" if after else ""
            order = f"ORDER BY {string} LIMIT {self._page}" if self._page else ""
            found = self._solutions(f"SELECT {variable} {{ {pattern} {bound} }} {order}")
            keys = [cast(ox.NamedNode, term).value for (term,) in found]
            if len(keys) != self._page:
                yield keys
                return
            whole = [key for key in keys if key != keys[-1]]
            if not whole:
                raise StoreError(f"{keys[-1]} has more rows than the engine gives at once: raise its bound on rows")
            yield whole
            after = whole[-1]

    def select(self, text: str, bindings: Mapping[str, URIRef | Literal] | None = None) -> list[Row]:
        """The rows of a SELECT query of our own, which must name the variables of `bindings` in its SELECT clause."""
        if not isinstance(_parsed(Query(text)), ox.QuerySolutions):
            raise BadRequest("a SELECT query is needed here")
        parts = self._merge.parts(text, bindings)
        return rows_of(self._solutions(parts.select(parts.head)))

    def answer(self, query: Query) -> Answer:
        """Evaluate somebody's query over the merge, its own FROM clauses, or the dataset of its request."""
        parsed = _parsed(query)
        with explaining(query):
            dataset = chosen_dataset(query)
            if dataset is None:
                return EngineAnswer(self._evaluate(query, parsed))
            here = merge(self._triples, dataset)
            named: list[ox.NamedNode | ox.BlankNode] = list(dataset.named)
            default = ox.DefaultGraph()
            ask = partial(here.query, base_iri=query.base_iri, default_graph=default, named_graphs=named)
            return EngineAnswer(in_order(ask, query.text))

    def _evaluate(self, query: Query, parsed: Results) -> Results:
        base = f"BASE <{query.base_iri}>\n" if query.base_iri else ""
        parts = self._merge.parts(base + query.text)
        if parts.is_of_nothing:
            return parsed
        if isinstance(parsed, ox.QuerySolutions):
            every = " ".join(map(str, parsed.variables))  # in the order of the embedded store
            return self._solutions(parts.select(re.sub(r"\*\s*$", every, parts.head)))
        if parts.form == "ASK":
            found = self._solutions(parts.select("(1 AS ?found)", "" if parts.tail.strip() else "LIMIT 1"))
            return ox.Store().query(f"ASK {{ FILTER({str(bool(list(found))).lower()}) }}")
        if parts.form == "CONSTRUCT":
            return self._construct(parts)
        return self._describe(parts)

    def _construct(self, parts: Parts) -> Results:
        """The template filled in here: the rows show whether the engine has cut its answer, a graph does not."""
        names = " ".join(variables_in(parts.template))
        found = self._solutions(parts.select(names or "(1 AS ?found)"))
        rows = found if names else (() for _ in found)
        return _filled_in(f"{parts.prologue} CONSTRUCT {parts.template}", names, rows)

    def _describe(self, parts: Parts) -> Results:
        """All triples with the entity as their subject: stored graphs have no blank nodes that could belong to it."""
        chosen = "*" if "*" in parts.head else " ".join(variables_in(parts.head))
        found = chain.from_iterable(self._solutions(parts.select(chosen)) if chosen else ())
        entities = {str(term) for term in found if isinstance(term, ox.NamedNode)}
        told = self._solutions(describing(parts.prologue, self._merge, sorted({*entities, *named_in(parts.head)})))
        return _filled_in("CONSTRUCT { ?subject ?predicate ?object }", "?subject ?predicate ?object", told)

    def _solutions(self, text: str) -> ox.QuerySolutions:
        answer = self._endpoint.select(text)
        found = cast(ox.QuerySolutions, ox.parse_query_results(answer, ox.QueryResultsFormat.JSON))
        if self._profile.keeps_literals:
            return found
        names = " ".join(map(str, found.variables))
        return cast(ox.QuerySolutions, _filled_in(f"SELECT {names}", names, found))

    def dump(self, target: IO[bytes], media_type: str) -> None:
        """Write all named graphs as N-Quads, TriG or Jelly, graph by graph in the order of their names.

        The same content gives the same bytes as from the embedded store.
        """
        write_dump(map(ox.NamedNode, self.graphs()), self._triples, target, media_type)

    def count(self, graph: URIRef | None = None) -> int:
        """The number of triples in the merge, or in one named graph."""
        return self._size(ox.NamedNode(graph or self._merge.merged))

    def close(self) -> None:
        """Let the connections go."""
        if self._open is not None:
            self._open.close()
        self._open = None


def _parsed(query: Query) -> Results:
    """The query over nothing: what is wrong with its text is found here, before an engine is asked."""
    with explaining(query):
        return in_order(partial(ox.Store().query, base_iri=query.base_iri), query.text)


def _filled_in(head: str, names: str, rows: Iterable[Iterable[Term | None]]) -> Results:
    """What a query of this head gives for rows that an engine has found, their literals in canonical form."""
    lines = "\n".join(f"({' '.join(map(_term, row))})" for row in rows)
    return ox.Store().query(f"{head} WHERE {{ VALUES ({names}) {{ {lines} }} }}")


def _term(term: Term | None) -> str:
    if isinstance(term, ox.BlankNode):
        raise BadRequest("a blank node that a query makes cannot be given from this store: let it make an IRI")
    return "UNDEF" if term is None else str(term)


def _in_pieces(items: Iterable[Given], size: int) -> Iterator[list[Given]]:
    rest = iter(items)
    while piece := list(islice(rest, size)):
        yield piece

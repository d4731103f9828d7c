"""Changes of named graphs and of their merge, a named graph itself, in SPARQL Update: all of a change or none of it.

An engine that takes a change whole gets it in one request. One that bounds the size of a request is given the triples
in pieces, into graphs set aside, with a record of where they belong; then a short update that puts all in place. What
breaks off before it has changed nothing, and what it leaves undone is done by the same update: to send it twice does no
more than to send it once. Each change moves the mark of the store (`kg.store.marks`), and its graphs set aside are
named after its own, so that no other change takes them for its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter

import pyoxigraph as ox

from kg.store.changes import Change, graph_block, triple_lines
from kg.store.marks import Marks
from kg.store.rewriting import Rewriting

_TRIPLE = "{ ?s ?p ?o }"


@dataclass(frozen=True, slots=True)
class Step:
    """From the mark that a change finds to its own."""

    marks: Marks
    before: str
    after: str

    @property
    def merge(self) -> Rewriting:
        """Where the merge is."""
        return self.marks.merge

    @property
    def here(self) -> str:
        """The pattern that is found while the change is the latest."""
        return self.marks.at(self.after)

    def update(self, *operations: str) -> str:
        """One request, which moves the mark before the operations."""
        return " ;\n".join([self.marks.move([self.before], self.after), *operations])


def updates(change: Change, step: Step, max_update: int | None) -> Iterator[str]:
    """The requests that carry out the change, the last of which decides."""
    if max_update is None:
        yield _whole(change, step)
    else:
        yield from _in_pieces(change, step, max_update)


def _whole(change: Change, step: Step) -> str:
    deletion = "".join(graph_block(*item) for item in change.removed.items())
    operations = [f"DELETE {{\n{deletion}}} WHERE {{ {step.here} }}"] if deletion else []
    for name, triples in change.added.items():
        if triples:
            both = f"VALUES ?graph {{ {step.merge.merged.n3()} {name} }}"
            lines = triple_lines(triples)
            operations.append(f"INSERT {{ GRAPH ?graph {{\n{lines}}} }} WHERE {{ {step.here} {both} }}")
    if change.departing:
        departing = " ".join(f"({triple})" for triple in change.departing)
        operations.append(_leaving(f"VALUES (?s ?p ?o) {{ {departing} }}", step))
    return step.update(*operations)


def _in_pieces(change: Change, step: Step, max_update: int) -> Iterator[str]:
    lost, gained, record = _record(step)
    content: list[tuple[ox.NamedNode, set[ox.Triple]]] = []
    entries = {ox.Triple(record, record, record)}  # it too is set aside
    for way, graphs in ((lost, change.removed), (gained, change.added)):
        for name, triples in ((name, triples) for name, triples in graphs.items() if triples):
            stage = ox.NamedNode(f"{step.after}/{len(content)}")
            content.append((stage, triples))
            entries.add(ox.Triple(stage, way, name))
    staged = ((stage, triple) for stage, triples in [*content, (record, entries)] for triple in triples)
    while piece := list(islice(staged, max_update)):
        blocks = (graph_block(stage, (t for _, t in group)) for stage, group in groupby(piece, key=itemgetter(0)))
        yield f"INSERT DATA {{\n{''.join(blocks)}}}"
    yield finish(step)


def is_unfinished(step: Step) -> str:
    """The query that has a row where the change was put in place and something of it is set aside still."""
    _, _, record = _record(step)
    return f"SELECT ?s {{ {step.here} GRAPH {record} {{ ?s {record} ?o }} }}"


def finish(step: Step) -> str:
    """Put in place what is set aside, as the record says, and remove both."""
    lost, gained, record = _record(step)
    losing, gaining, either = (
        f"{step.here} GRAPH {record} {{ ?stage {way} ?home }} GRAPH ?stage {_TRIPLE}" for way in (lost, gained, "?way")
    )
    return step.update(
        f"DELETE {{ GRAPH ?home {_TRIPLE} }} WHERE {{ {losing} }}",
        f"INSERT {{ GRAPH ?home {_TRIPLE} }} WHERE {{ {gaining} }}",
        f"INSERT {{ GRAPH {step.merge.merged.n3()} {_TRIPLE} }} WHERE {{ {gaining} }}",
        _leaving(f"GRAPH {record} {{ ?stage {lost} ?home }} GRAPH ?stage {_TRIPLE}", step),
        f"DELETE {{ GRAPH ?stage {_TRIPLE} }} WHERE {{ {either} }}",
    )


def _record(step: Step) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]:
    """The properties that say where a graph set aside is lost or gained, and the graph that says so."""
    lost, gained = (ox.NamedNode(f"{step.merge.set_aside}{word}") for word in ("lost", "gained"))
    return lost, gained, ox.NamedNode(f"{step.after}/record")


def _leaving(found: str, step: Step) -> str:
    """Take what a pattern finds out of the merge, unless a graph still tells it."""
    told = f"GRAPH ?other {_TRIPLE} {step.merge.unseen('?other')}"
    where = f"{step.here} {found} FILTER NOT EXISTS {{ {told} }}"
    return f"DELETE {{ GRAPH {step.merge.merged.n3()} {_TRIPLE} }} WHERE {{ {where} }}"


def removal(step: Step, most: int) -> str:
    """Remove that many triples, of whatever graphs, the merge and what is set aside among them."""
    some = f"SELECT ?graph ?s ?p ?o {{ {everything(step.marks)} }} LIMIT {most}"
    return step.update(f"DELETE {{ GRAPH ?graph {_TRIPLE} }} WHERE {{ {step.here} {{ {some} }} }}")


def everything(marks: Marks) -> str:
    """The pattern that finds all triples, but for the mark and those of the engine's own graphs."""
    kept = ", ".join([f"<{marks.graph}>", *(name.n3() for name in marks.merge.hidden)])
    return f"GRAPH ?graph {_TRIPLE} FILTER(?graph NOT IN ({kept}))"

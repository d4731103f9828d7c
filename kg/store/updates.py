"""Changes of named graphs and of their merge, a named graph itself, in SPARQL Update: all of a change or none of it.

An engine that takes a change whole gets it in one request. One that bounds the size of a request is given the triples
in pieces, into graphs set aside, with a record of where they belong; then the mark that the record is complete; then a
short update that puts all in place. What breaks off before the mark has changed nothing, and what breaks off after it
is finished by the same update: to send it twice does no more than to send it once.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from operator import itemgetter

import pyoxigraph as ox

from kg.store.changes import Change, data_operations, graph_block
from kg.store.rewriting import Rewriting

_TRIPLE = "{ ?s ?p ?o }"


def updates(change: Change, merge: Rewriting, max_update: int | None) -> Iterator[str]:
    """The requests that carry out the change, the last of which decides."""
    if max_update is None:
        yield _whole(change, merge)
    else:
        yield from _in_pieces(change, merge, max_update)


def _whole(change: Change, merge: Rewriting) -> str:
    deletion = "".join(graph_block(*item) for item in change.removed.items())
    entering = graph_block(ox.NamedNode(merge.merged), change.entering)
    insertion = "".join([entering, *(graph_block(*item) for item in change.added.items())])
    drops = [f"DROP SILENT GRAPH {name}" for name in change.emptied]  # without triples it keeps its name otherwise
    departing = " ".join(f"({triple})" for triple in change.departing)
    leaving = [_leaving(f"VALUES (?s ?p ?o) {{ {departing} }}", merge)] if departing else []
    return " ;\n".join([*data_operations(deletion, insertion), *drops, *leaving])


def _in_pieces(change: Change, merge: Rewriting, max_update: int) -> Iterator[str]:
    lost, gained, record, complete = _record(merge)
    content: list[tuple[ox.NamedNode, set[ox.Triple]]] = []
    entries = set()
    for way, graphs in ((lost, change.removed), (gained, change.added)):
        for name, triples in ((name, triples) for name, triples in graphs.items() if triples):
            stage = ox.NamedNode(f"{merge.set_aside}{len(content)}")
            content.append((stage, triples))
            entries.add(ox.Triple(stage, way, name))
    staged = ((stage, triple) for stage, triples in [*content, (record, entries)] for triple in triples)
    while piece := list(islice(staged, max_update)):
        blocks = (graph_block(stage, (t for _, t in group)) for stage, group in groupby(piece, key=itemgetter(0)))
        yield f"INSERT DATA {{\n{''.join(blocks)}}}"
    yield f"INSERT DATA {{ {graph_block(record, [complete])} }}"
    yield finish(merge)


def is_decided(merge: Rewriting) -> str:
    """The query that has a row where a change is recorded completely and may not be wholly in place."""
    _, _, record, complete = _record(merge)
    return f"SELECT ?s {{ GRAPH {record} {{ ?s {complete.predicate} ?o }} }}"


def finish(merge: Rewriting) -> str:
    """Put in place what is set aside, as the record says, and remove both."""
    lost, gained, record, _ = _record(merge)
    losing, gaining, either = (
        f"GRAPH {record} {{ ?stage {way} ?home }} GRAPH ?stage {_TRIPLE}" for way in (lost, gained, "?way")
    )
    operations = (
        f"DELETE {{ GRAPH ?home {_TRIPLE} }} WHERE {{ {losing} }}",
        f"INSERT {{ GRAPH ?home {_TRIPLE} }} WHERE {{ {gaining} }}",
        f"INSERT {{ GRAPH {merge.merged.n3()} {_TRIPLE} }} WHERE {{ {gaining} }}",
        _leaving(losing, merge),
        f"DELETE {{ GRAPH ?stage {_TRIPLE} }} WHERE {{ {either} }}",  # the mark belongs to the record itself
    )
    return " ;\n".join(operations)


def _record(merge: Rewriting) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode, ox.Triple]:
    """The properties that say where a graph set aside is lost or gained, the graph that says so, and its mark."""
    lost, gained, record = (ox.NamedNode(f"{merge.set_aside}{word}") for word in ("lost", "gained", "record"))
    return lost, gained, record, ox.Triple(record, ox.NamedNode(f"{merge.set_aside}complete"), ox.Literal("yes"))


def _leaving(found: str, merge: Rewriting) -> str:
    """Take what a pattern finds out of the merge, unless a graph still tells it."""
    told = f"GRAPH ?other {_TRIPLE} {merge.unseen('?other')}"
    return f"DELETE {{ GRAPH {merge.merged.n3()} {_TRIPLE} }} WHERE {{ {found} FILTER NOT EXISTS {{ {told} }} }}"

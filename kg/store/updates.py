"""Changes of named graphs and of their merge, a named graph itself, in SPARQL Update: all of a change or none of it.

An engine that takes a change whole gets it in one request. One that bounds the size of a request is given the triples
in pieces, into graphs set aside; then the update that puts them in place, as a record; then this update itself. What
breaks off before the record has changed nothing, and what breaks off after it is carried out by sending the record
again: to do so twice does no more than to do it once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter

import pyoxigraph as ox
from rdflib import RDF

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
    lost, gained = (list(part.items()) for part in (change.removed, change.added))
    stages = [ox.NamedNode(f"{merge.set_aside}{number}") for number in range(len(lost) + len(gained))]
    contents = [triples for _, triples in lost + gained]
    staged = ((stage, triple) for stage, triples in zip(stages, contents, strict=True) for triple in triples)
    while piece := list(islice(staged, max_update)):
        blocks = (graph_block(stage, (t for _, t in group)) for stage, group in groupby(piece, key=itemgetter(0)))
        yield f"INSERT DATA {{\n{''.join(blocks)}}}"
    minus, plus = (
        [(stage, name) for stage, (name, triples) in pairs if triples]
        for pairs in (zip(stages, lost, strict=False), zip(stages[len(lost) :], gained, strict=True))
    )
    operations = []
    if minus:
        operations.append(f"DELETE {{ GRAPH ?home {_TRIPLE} }} WHERE {{ {_from(minus)} }}")
    if plus:
        operations.append(f"INSERT {{ GRAPH ?home {_TRIPLE} }} WHERE {{ {_from(plus)} }}")
        operations.append(f"INSERT {{ GRAPH {merge.merged.n3()} {_TRIPLE} }} WHERE {{ {_from(plus)} }}")
    if minus:
        operations.append(_leaving(_from(minus), merge))
    record = ox.NamedNode(f"{merge.set_aside}record")
    operations.append(f"DELETE {{ GRAPH ?stage {_TRIPLE} }} WHERE {{ {_from([*minus, *plus, (record, record)])} }}")
    decisive = " ;\n".join(operations)
    yield f"INSERT DATA {{ {graph_block(record, [ox.Triple(record, ox.NamedNode(RDF.value), ox.Literal(decisive))])} }}"
    yield decisive


def recorded(merge: Rewriting) -> str:
    """The query for the update of a change that was decided upon and may not be wholly in place."""
    return f"SELECT ?update {{ GRAPH <{merge.set_aside}record> {{ ?record <{RDF.value}> ?update }} }}"


def _from(stages: Iterable[tuple[ox.NamedNode, ox.NamedNode]]) -> str:
    """The pattern of all triples set aside, each with the graph where it belongs."""
    nowhere = "<urn:nowhere> <urn:nowhere>"  # Virtuoso 7.2.5 fails on an update of which it knows the only graph
    pairs = " ".join(f"({pair})" for pair in (*(f"{stage} {home}" for stage, home in stages), nowhere))
    return f"VALUES (?stage ?home) {{ {pairs} }} GRAPH ?stage {_TRIPLE}"


def _leaving(found: str, merge: Rewriting) -> str:
    """Take what a pattern finds out of the merge, unless a graph still tells it."""
    told = f"GRAPH ?other {_TRIPLE} {merge.unseen('?other')}"
    return f"DELETE {{ GRAPH {merge.merged.n3()} {_TRIPLE} }} WHERE {{ {found} FILTER NOT EXISTS {{ {told} }} }}"

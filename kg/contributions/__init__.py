"""Graphs that people write over HTTP: kept in the journal, and put from there into the store.

They are stored as they were written, whatever is decided about identity, and nothing is concluded from them.
`graph/curation` holds what people decided about identity (`kg.identity`) beside what they wrote.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import URIRef

from kg.contributions.ownership import Ownership
from kg.journal import ContributionLog
from kg.store import GraphReader, GraphStore
from kg.terms import Triple

_BATCH = 100
_LATEST = 2 * _BATCH
"""Graphs that are compared: all that a log which was cut or is broken can have lost."""


def carry_out_contributions(
    journal: ContributionLog, store: GraphStore, ownership: Ownership, is_thorough: bool = False
) -> bool:
    """Put graphs into the store that people wrote and it lacks or has otherwise; tells whether there were such.

    Compared are those written last, or all, if it is to be thorough.
    """
    held = journal.contributed()
    changes = carry_out_latest(journal, store, ownership)
    lacking = held - set(store.graphs()) if held else set()
    compared = journal.latest_contributions(-1 if is_thorough else _LATEST)
    rest = list(dict.fromkeys([*sorted(lacking), *compared]))
    for start in range(0, len(rest), _BATCH):
        if lost := _changed(journal, store, ownership, rest[start : start + _BATCH]):
            store.replace(lost)
            changes |= lost
    return bool(changes)


def carry_out_latest(journal: ContributionLog, store: GraphStore, ownership: Ownership) -> dict[URIRef, set[Triple]]:
    """Put into the store, in one update, what people wrote and was not carried out; returns the graphs that change."""
    opened = journal.open_contributions()
    changes = _changed(journal, store, ownership, opened)
    if changes:
        store.replace(changes)
    if opened:
        journal.note_contributed(opened)
    return changes


def _changed(
    journal: ContributionLog, store: GraphStore, ownership: Ownership, graphs: list[URIRef]
) -> dict[URIRef, set[Triple]]:
    """Those of the graphs that the store holds otherwise, as it is to hold them."""
    changed = {}
    for graph in graphs:
        stored = set(store.graph(graph))
        wanted = journal.contribution(graph) | decided(stored, graph, ownership)
        if wanted != stored:
            changed[graph] = wanted
    return changed


def decided(triples: set[Triple], graph: URIRef, ownership: Ownership) -> set[Triple]:
    """What of a graph tells of decisions about identity, and is nobody's to write."""
    return set(filter(ownership.is_decision, triples)) if graph == ownership.curation else set()


def differences(
    journal: ContributionLog, now: GraphReader, then: GraphReader, ownership: Ownership
) -> Iterator[tuple[URIRef, set[Triple]]]:
    """The graphs that people wrote and two states of a store hold otherwise, each as it was then."""
    for graph in sorted(journal.contributed() | set(journal.latest_contributions(-1))):
        was, is_ = set(then.graph(graph)), set(now.graph(graph))
        was -= decided(was, graph, ownership)
        if was != is_ - decided(is_, graph, ownership):
            yield graph, was

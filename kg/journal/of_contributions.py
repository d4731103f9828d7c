"""The entries of the journal for graphs that people write over HTTP."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from rdflib import URIRef

from kg.journal import Kind
from kg.journal.entries import Entries, now
from kg.journal.packing import as_written, pack_graph, unpack_graph
from kg.terms import Triple

_OF_GRAPH = "kind != 'article' AND kind = 'contribution' AND article = ?"
"""The first condition lets the index on decisions be used."""

_IS_LATEST = (
    "kind = 'contribution' AND number = (SELECT max(number) FROM entry AS e "
    "WHERE e.article = entry.article AND e.kind != 'article' AND e.kind = 'contribution')"
)


class OfContributions:
    """What a journal in SQLite can do with what people write."""

    def contribute(self: Entries, graphs: Mapping[URIRef, Iterable[Triple]], reason: str) -> None:
        """Keep what people's graphs are to hold from now on; one without triples is to go."""
        with self._writing():
            add_contributions(self, graphs, reason)

    def contributed(self: Entries) -> set[URIRef]:
        """The graphs that people have written and not taken away."""
        rows = self._run("SELECT article FROM entry JOIN graph ON entry = number WHERE kind = 'contribution'")
        return {URIRef(graph) for (graph,) in rows}

    def latest_contributions(self: Entries, most: int) -> list[URIRef]:
        """The graphs that people wrote or took away last and that are settled; of a damaged one nobody knows."""
        rows = self._run(
            f"SELECT article FROM entry WHERE state = 'stored' AND {_IS_LATEST} ORDER BY number DESC LIMIT ?", most
        )
        return [URIRef(graph) for (graph,) in rows]

    def open_contributions(self: Entries) -> list[URIRef]:
        """The graphs of which the store does not hold yet what people wrote last."""
        rows = self._run(f"SELECT article FROM entry WHERE state = 'received' AND {_IS_LATEST}")
        return [URIRef(graph) for (graph,) in rows]

    def contribution(self: Entries, graph: URIRef) -> set[Triple]:
        """What people's latest write left in a graph; `JournalError` if it is damaged."""
        rows = self._run(f"SELECT packed FROM entry JOIN graph ON entry = number WHERE {_OF_GRAPH}", graph)
        with as_written(f"the graph {graph}", "kg rebuild lets it go; then write it again"):
            return unpack_graph(rows[0][0]) if rows else set()

    def note_contributed(self: Entries, graphs: Collection[URIRef]) -> None:
        """Note that the store holds what people wrote last in these graphs."""
        with self._writing():
            for graph in graphs:
                self._run(
                    f"UPDATE entry SET state = 'stored', settled = ? WHERE {_OF_GRAPH} AND state = 'received'",
                    now(),
                    graph,
                )
            if graphs:
                self._count_change()


def add_contributions(journal: Entries, graphs: Mapping[URIRef, Iterable[Triple]], reason: str) -> None:
    """What `contribute` does, in a transaction that has begun."""
    for graph, triples in graphs.items():
        journal._run(f"DELETE FROM graph WHERE entry IN (SELECT number FROM entry WHERE {_OF_GRAPH})", graph)
        journal._run(
            "UPDATE entry SET state = CASE state WHEN 'received' THEN 'skipped' ELSE 'replaced' END, settled = ? "
            f"WHERE {_OF_GRAPH} AND state NOT IN ('replaced', 'skipped')",
            now(),
            graph,
        )
        journal._add(Kind.CONTRIBUTION, graph, graph, reason)
        if packed := list(triples):
            number = f"(SELECT max(number) FROM entry WHERE {_OF_GRAPH})"
            journal._run(f"INSERT INTO graph VALUES ({number}, ?)", graph, pack_graph(packed))

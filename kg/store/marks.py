"""The mark of a store on another engine: which update was the last.

An update of which the answer is lost may take place later, after newer ones. So each first moves the mark on from where
its writer left it, and whatever else it does it does only where the mark is now its own: one that comes late finds
another mark and changes nothing; one that is sent twice does again what it has done.

The mark is moved first because an engine that isolates its updates by locks then has the second one wait for the first.
An engine that does not isolate them carries out two at once, and both leave their marks: that is seen.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import uuid4

from kg.store.rewriting import Rewriting


@dataclass(frozen=True, slots=True)
class Marks:
    """How the mark is found and moved on, in SPARQL; it stands in a graph beside the merge."""

    merge: Rewriting

    def fresh(self, is_emptying: bool = False) -> str:
        """The IRI of a mark that no update has had; it tells whether the store is being emptied."""
        return f"{self._emptying if is_emptying else self.merge.set_aside}{uuid4().hex}"

    def tells_of_emptying(self, mark: str) -> bool:
        """Whether the store was being emptied when the mark was set."""
        return mark.startswith(self._emptying)

    @property
    def graph(self) -> str:
        """The name of the graph that holds the mark."""
        return f"{self.merge.set_aside}mark"

    @property
    def question(self) -> str:
        """The query that has a row for each mark."""
        return f"SELECT ?mark {{ GRAPH <{self.graph}> {{ ?store ?is ?mark }} }}"

    def at(self, mark: str) -> str:
        """The pattern that is found where this is a mark."""
        return f"GRAPH <{self.graph}> {{ {self.merge.merged.n3()} <{self.graph}> <{mark}> }}"

    def move(self, before: Collection[str], after: str) -> str:
        """The operation that puts a mark in place of all of these, or where there is none."""
        if not before:  # counted, because Virtuoso finds nothing by OPTIONAL alone, and FILTER NOT EXISTS always
            number = f"SELECT (COUNT(*) AS ?number) {{ GRAPH <{self.graph}> {{ ?store ?is ?mark }} }}"
            return f"INSERT {{ {self.at(after)} }} WHERE {{ {{ {number} }} FILTER(?number = 0) }}"
        found = " ".join(map(self.at, before))
        return f"DELETE {{ {found} }} INSERT {{ {self.at(after)} }} WHERE {{ {found} }}"

    @property
    def _emptying(self) -> str:
        return f"{self.merge.set_aside}emptying/"

"""A copy of graphs on which an update is carried out, to know what it comes to before anything is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox
from rdflib.term import URIRef

from kg.store import Update
from kg.store.changes import Change
from kg.store.damage import telling_damage
from kg.store.diagnosis import explaining_update
from kg.store.engine_terms import engine_iri, engine_terms
from kg.store.files import open_store
from kg.store.operations import Operations
from kg.terms import Triple


class Trial:
    """Named graphs in memory, or a whole store with its merge in a folder that nobody else uses."""

    def __init__(self, store: ox.Store, has_merge: bool) -> None:
        self._open: ox.Store | None = store
        self._has_merge = has_merge

    @classmethod
    def of_folder(cls, path: Path) -> Trial:
        """A copy of a store (`EngineFiles.checkpoint`)."""
        return cls(open_store(path), has_merge=True)

    @classmethod
    def of_graphs(cls, graphs: Mapping[str, Iterable[Triple]]) -> Trial:
        """These graphs alone."""
        store = ox.Store()
        for name, triples in graphs.items():
            store.extend(ox.Quad(*engine_terms(triple), engine_iri(name)) for triple in triples)
        return cls(store, has_merge=False)

    def carry_out(self, update: Update, operations: Operations) -> None:
        """Carry out the operations of the update, each over the merge of what those before it left.

        Raises `QuerySyntaxError`, or `BadRequest` for a graph that is not there, or is already.
        """
        for text in operations.one_by_one():
            before = {name: self.graph(name) for name in operations.targets.named} if self._has_merge else {}
            with explaining_update(update), telling_damage():
                self._store.update(text, base_iri=update.base_iri)
            self._keep_merge(before)

    def _keep_merge(self, before: Mapping[str, set[ox.Triple]]) -> None:
        names = {engine_iri(name): triples for name, triples in before.items()}
        change = Change.between(names, {name: self.graph(name.value) for name in names})
        for triple in change.departing:
            if all(isinstance(quad.graph_name, ox.DefaultGraph) for quad in self._store.quads_for_pattern(*triple)):
                self._store.remove(ox.Quad(*triple))
        self._store.extend(ox.Quad(*triple) for triple in change.entering)

    def graph(self, name: str) -> set[ox.Triple]:
        """What the graph holds now."""
        with telling_damage():
            return {quad.triple for quad in self._store.quads_for_pattern(None, None, None, engine_iri(URIRef(name)))}

    @property
    def _store(self) -> ox.Store:
        assert self._open is not None
        return self._open

    def close(self) -> None:
        """Let go of the files."""
        self._open = None

"""The embedded quad store: Oxigraph inside this process, on disk or in memory.

It keeps the merge, translates terms and explains what the engine refuses; it does not judge whether a query
is safe to run (`kg.sparql.guard` does, before). One process owns the files; its threads may share one store.
"""

from __future__ import annotations

import re
import shutil
import threading
import time
import weakref
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox
from rdflib.term import Literal, URIRef

from kg.errors import LockedError, StoreError
from kg.lock import Lock
from kg.store import Answer, Query, Row
from kg.store.answers import EngineAnswer, Results, write_dump
from kg.store.changes import Change, canonical_graphs, data_operations, graph_block, triple_lines
from kg.store.damage import telling_damage
from kg.store.datasets import chosen_dataset, merge
from kg.store.diagnosis import explaining
from kg.store.engine_terms import engine_terms, rdflib_triple, select_rows
from kg.store.folders import beside, exchange, mend
from kg.terms import Triple

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

_LOCKED = re.compile(r"\block (?:file|hold)\b")  # "While lock file: …/LOCK", "lock hold by current process"
_NONE_OF_ALL = "SELECT ?s { ?s ?p ?o FILTER (isBlank(?s) && STRLEN(STR(?p)) = 0) }"
_COUNT = "SELECT (COUNT(*) AS ?number) { ?s ?p ?o }"
_TRIES, _PAUSE = 100, 0.1  # to open a store anew that queries still read: ten seconds


class EmbeddedStore:
    """A store in a folder, or in memory without one; fulfils `kg.store.GraphStore`.

    Literals come back in the engine's canonical form: "01"^^xsd:integer as 1, the tag en-GB as en-gb.
    """

    def __init__(self, path: Path | None = None, snapshot: Lock | None = None) -> None:
        """Open the folder, alone; or, with the lock that keeps it there, a snapshot, to be asked by many."""
        self._writing = threading.Lock()  # the engine's concurrent updates are not isolated from one another
        self._lock = snapshot
        if path and snapshot is None:
            self._lock = Lock.take(path.with_name(f"{path.name}.lock"), f"the store in {path}")
        self._path = path
        self._open: ox.Store | None = None
        if self._lock is not None:
            weakref.finalize(self, self._lock.close)  # whoever reads a snapshot lets go of it by turning to the next
        self._is_refusing = False
        try:
            self._open = _open_snapshot(path) if path and snapshot else _open_store(path)
        finally:
            if self._open is None:
                self.close()

    @property
    def _store(self) -> ox.Store:
        if self._open is None:
            raise StoreError("the store is closed")
        return self._open

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

    @contextmanager
    def _durably(self) -> Iterator[None]:
        """What is written in the block is on the disk at its end: a commit alone does not survive a power cut."""
        if self._is_refusing:
            self._reopen()
        try:
            with telling_damage():
                yield
                self._store.flush()
        except OSError as error:
            self._is_refusing = True
            raise StoreError(
                f"the store cannot be written: {error}. What was stored before is safe and can be read; free disk "
                "space if it is full, then write again"
            ) from error

    def _reopen(self) -> None:
        """Open the store anew: an engine that the disk has refused once takes no more writes. Reads go on meanwhile."""
        self._open = ox.Store.read_only(str(self._path))
        for _ in range(_TRIES):
            try:
                self._open = _open_store(self._path)
            except LockedError:  # a query of another thread still reads the old one
                time.sleep(_PAUSE)
            else:
                self._is_refusing = False
                return
        raise StoreError("the store cannot be written before the queries end that read it: write again later")

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
            return EngineAnswer(self._evaluate(query))

    def _evaluate(self, query: Query) -> Results:
        dataset = chosen_dataset(query)
        if dataset is None:
            return self._store.query(query.text, base_iri=query.base_iri)
        store: ox.Store = self._store
        default: ox.DefaultGraph | list[Graph] = list(dataset.default)
        if len(dataset.default) > 1:
            store, default = merge(self._stored, dataset), ox.DefaultGraph()
        return store.query(query.text, base_iri=query.base_iri, default_graph=default, named_graphs=list(dataset.named))

    def dump(self, target: IO[bytes], media_type: str) -> None:
        """Write all named graphs as N-Quads or TriG, graph by graph in the order of their names.

        The same content gives the same bytes, whatever was stored first.
        """
        write_dump(map(ox.NamedNode, self.graphs()), self._stored, target, media_type)

    def count(self, graph: URIRef | None = None) -> int:
        """The number of triples in the merge, or in one named graph."""
        place = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        with telling_damage():
            # Where a block is damaged the engine never ends counting, or answering ASK; giving rows it tells of it.
            list(cast(ox.QuerySolutions, self._store.query(_NONE_OF_ALL, default_graph=place)))
            # Ten times as fast as an object in Python for each triple.
            (row,) = cast(ox.QuerySolutions, self._store.query(_COUNT, default_graph=place))
        return int(row[0].value)

    def checkpoint(self, path: Path) -> None:
        """Make a folder that holds what the store holds now, by hard links where the file system has them.

        Raises `OSError` when the disk refuses.
        """
        with self._writing:
            self._store.backup(path)

    def purge(self) -> None:
        """Write the store anew, without the words of what is gone, which the engine keeps on the disk for ever.

        It takes about ten seconds for a million triples, and as much room again as the store. Raises `StoreError` when
        the disk refuses; the store is unharmed then.
        """
        if self._path is None:
            return
        with self._writing:
            try:
                fresh = beside(self._path, "new")
                shutil.rmtree(fresh, ignore_errors=True)
                copy = ox.Store(fresh)
                with telling_damage():
                    copy.bulk_extend(iter(self._store))
                copy.flush()
                del copy  # what closes it
                self._open = None
                exchange(self._path)
            except OSError as error:
                raise StoreError(f"the store cannot be written anew: {error}; free disk space if it is full") from error
            finally:
                self._open = self._open or _open_store(self._path)

    def close(self) -> None:
        """Let go of the files, so that another process may open them."""
        self._open = None
        if self._lock is not None:
            self._lock.close()


def _open_store(path: Path | None) -> ox.Store:
    if path is None:
        return ox.Store()
    try:
        mend(path)
        path.mkdir(parents=True, exist_ok=True)
        if any(path.glob("[0-9]*.*")) and not (path / "CURRENT").exists():
            raise RuntimeError("CURRENT is missing")  # without it the engine begins a new store over what is there
        store = ox.Store(path)
        for left in path.glob("bulk-*.sst"):  # what a load that was killed had sorted, and nothing reads
            left.unlink()
        return store
    except (OSError, RuntimeError) as error:
        reason = str(error)
        if _LOCKED.search(reason.replace(str(path), "")):
            raise LockedError(
                f"the store in {path} is in use by another process; stop it, or choose another folder with KG_DATA_DIR"
            ) from error
        if isinstance(error, RuntimeError):
            reason = f"{reason}. `kg rebuild` makes it anew from the journal"
        raise StoreError(f"the store in {path} cannot be opened: {reason}") from error


def _open_snapshot(path: Path) -> ox.Store:
    try:
        return ox.Store.read_only(str(path))
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{path} cannot be opened: {error}. kg snapshot publish makes a new version") from error


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

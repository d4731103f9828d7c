"""Which graphs of a store or of RDF files are checked against the shapes, and with what they take for granted.

Checked are the graphs of articles, the reference tables and what is derived. The graphs derived of articles, meetings
and projects add to nodes that an article describes; they are judged by what they add. The ontology is a reasoner's
matter. Of the merge it is proved that it holds what the graphs hold, and nothing else.
"""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import pyoxigraph as ox
from rdflib import Literal, URIRef

from kg.errors import GraphFileError
from kg.iris import Iris
from kg.linking import map_reference
from kg.ontology import Ontology, load_ontology
from kg.reference import load_reference
from kg.shapes import Context, Violation, check, check_additions, known_classes, read_context
from kg.shapes.violation import short
from kg.store import GraphStore, Row
from kg.terms import Triple
from kg.vocabulary import ONTOLOGY

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
}
"""The endings of the RDF files that can be checked."""


MERGE = "the merge"


@dataclass(frozen=True, slots=True)
class Checked:
    """One graph with what is wrong with it; `name` is its IRI, or the file of a graph without a name, or `MERGE`."""

    name: str
    violations: list[Violation]


def check_store(store: GraphStore, iris: Iris) -> Iterator[Checked]:
    """Check each graph of a store that has shapes, one after the other, and last the merge of all.

    Graphs that people write need follow none.
    """
    ontology, reference = (list(store.graph(iris.graph(name))) for name in ("ontology", "reference"))
    context = read_context(chain(ontology, reference))
    for name in filter(iris.is_ours, store.graphs()):
        if _adds(name, iris):
            triples = list(store.graph(name))
            nodes = {term for s, _, o in triples for term in (s, o) if isinstance(term, URIRef)}
            classes = _classes(chain.from_iterable(store.select(text) for text in _class_questions(nodes)))
            yield Checked(name, check_additions(triples, _knowing(context, classes)))
        elif _has_shapes(name, iris):
            is_reference = str(name) == str(iris.graph("reference"))  # read once, for it is large
            yield Checked(name, check(reference if is_reference else store.graph(name), context))
    yield check_merge(store)


_TOLD = "GRAPH ?graph { ?s ?p ?o }"
_MERGE_FAULTS = {
    f"{_TOLD} FILTER NOT EXISTS {{ ?s ?p ?o }}": "the merge lacks it, and a graph tells it: `kg rebuild` puts it in",
    f"?s ?p ?o FILTER NOT EXISTS {{ {_TOLD} }}": "the merge holds it, and no graph tells it: `kg rebuild` takes it out",
}
_SHOWN = 20  # triples of each fault


def check_merge(store: GraphStore) -> Checked:
    """Prove that the merge holds what the graphs hold, and nothing else; some triples of each fault are named."""
    return Checked(MERGE, list(_merge_faults(store)))


def _merge_faults(store: GraphStore) -> Iterator[Violation]:
    for pattern, message in _MERGE_FAULTS.items():
        for row in store.select(f"SELECT DISTINCT ?s ?p ?o {{ {pattern} }} LIMIT {_SHOWN}"):
            path = short(f"<{row['p']}>")
            yield Violation(URIRef(str(row["s"])), path, str(row["o"]), message, "merge")


def check_graphs(graphs: Mapping[str, list[Triple]], context: Context, iris: Iris) -> Iterator[Checked]:
    """Check each of these graphs that has shapes."""
    whole = _knowing(context, read_context(chain.from_iterable(graphs.values())).classes)
    for name, triples in graphs.items():
        if _adds(name, iris):
            yield Checked(name, check_additions(triples, whole))
        elif _has_shapes(name, iris):
            yield Checked(name, check(triples, context))


_CLASSES = "SELECT ?node ?class WHERE { VALUES ?node { %s } ?node a ?class }"
_ASKED = 1000  # nodes in one question: some engines take no more than some thousands


def _class_questions(nodes: Iterable[URIRef]) -> Iterator[str]:
    rest = iter(nodes)
    while some := list(islice(rest, _ASKED)):
        yield _CLASSES % " ".join(node.n3() for node in some)


def _classes(rows: Iterable[Row]) -> dict[URIRef, tuple[URIRef, ...]]:
    found: dict[URIRef, tuple[URIRef, ...]] = {}
    for row in rows:
        node, kind = row["node"], row["class"]
        if isinstance(node, URIRef) and isinstance(kind, URIRef):
            found[node] = (*found.get(node, ()), kind)
    return found


def _knowing(context: Context, classes: Mapping[URIRef, tuple[URIRef, ...]]) -> Context:
    """The context with these classes of nodes too."""
    return Context(ChainMap(dict(classes), dict(context.classes)), context.tree, context.terms)


def _adds(name: str, iris: Iris) -> bool:
    """Whether the graph only adds to nodes that others describe; a tie is described by its own graph alone."""
    is_derived = name.startswith(iris.graph("derived/")) and not name.startswith(iris.graph("derived/tie/"))
    return is_derived and _has_shapes(name, iris)


def _has_shapes(name: str, iris: Iris) -> bool:
    """Whether shapes can find fault with the graph: not with the classes above those of the reference tables alone."""
    without = *map(iris.graph, ("ontology", "derived", "links", "curation")), iris.derived("reference")
    return str(name) not in map(str, without)  # no URIRef equals a plain string


def shipped(folder: Path) -> tuple[Ontology, Context]:
    """The ontology in a folder, and the context that it gives together with the reference tables there."""
    ontology = load_ontology(folder)
    return ontology, read_context(chain(ontology.triples(), map_reference(load_reference(folder / "reference"))))


def given_triples(graphs: Mapping[str, list[Triple]], context: Context) -> Iterator[Triple]:
    """All that graphs say, with the classes that they take for granted: what a reasoner needs besides the ontology."""
    everything = list(chain.from_iterable(graphs.values()))
    return chain(everything, known_classes(everything, context))


def stored_triples(store: GraphStore, iris: Iris) -> Iterator[Triple]:
    """All that articles and tables say of the world: what a reasoner needs besides the ontology."""
    others = [str(iris.graph(name)) for name in ("ontology", "links", "curation")]
    return chain.from_iterable(
        store.graph(name) for name in store.graphs() if iris.is_ours(name) and str(name) not in others
    )


def read_graphs(path: Path) -> dict[str, list[Triple]]:
    """The graphs of an RDF file (.ttl, .trig, .nt, .nq) by their names; one without a name is called as the file.

    `GraphFileError` if the file cannot be read, has no term of the ontology, or has a blank node: no stored graph may.
    """
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise GraphFileError(f"{path}: not an RDF file that can be checked; its name must end in {', '.join(FORMATS)}")
    graphs: dict[str, list[Triple]] = defaultdict(list)
    try:
        for quad in ox.parse(path=path, format=form):
            named = isinstance(quad.graph_name, ox.NamedNode)
            graphs[quad.graph_name.value if named else str(path)].append(_triple(quad))
    except OSError as error:
        raise GraphFileError(f"{path}: cannot be read: {error}") from error
    except (SyntaxError, ValueError) as error:
        raise GraphFileError(f"{path}: {error}") from error
    if not any(map(_is_ours, chain.from_iterable(graphs.values()))):
        raise GraphFileError(f"{path}: says nothing in the terms of {ONTOLOGY}, so that there is nothing to check")
    return graphs


def _is_ours(triple: Triple) -> bool:
    return any(term.startswith(ONTOLOGY) for term in triple[1:])


def _triple(quad: ox.Quad) -> Triple:
    subject, value = quad.subject, quad.object
    if not isinstance(subject, ox.NamedNode) or isinstance(value, ox.BlankNode | ox.Triple):
        raise ValueError(f"holds a blank node, in {quad.triple}; stored graphs have none: give it an IRI")
    if isinstance(value, ox.NamedNode):
        return URIRef(subject.value), URIRef(quad.predicate.value), URIRef(value.value)
    datatype = None if value.language else URIRef(value.datatype.value)
    literal = Literal(value.value, lang=value.language, datatype=datatype, normalize=False)
    return URIRef(subject.value), URIRef(quad.predicate.value), literal

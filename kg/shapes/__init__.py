"""Whether a graph is as `ontology/shapes.ttl` demands, and which records to set aside where it is not.

It judges one graph at a time, before it is stored; what follows by logic is `kg.reasoning`'s to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import shacl
from rdflib import RDF, RDFS, Literal, URIRef

from kg.resources import resource
from kg.shapes.beyond import BEYOND_SHACL, judge
from kg.shapes.violation import Violation, short
from kg.terms import Triple
from kg.vocabulary import DIPLO, ITSRDF, ONTOLOGY

__all__ = [
    "BEYOND_SHACL",
    "Context",
    "Violation",
    "check",
    "check_additions",
    "known_classes",
    "read_context",
    "set_aside",
]

_OF_A_REPORT = frozenset({DIPLO.about, DIPLO.inArticle, DIPLO.evidence, DIPLO.words})
# Links that a record can lose and still tell its whole. By any other, who refers to something wrong is wrong itself:
# a report without the statement it is according to would make the article say what somebody said.
_LOOSE = frozenset(
    {DIPLO.mentions, DIPLO.saidAt, DIPLO.partOf, DIPLO.concerns, DIPLO.outlet}
    | {DIPLO.ofState, DIPLO.seat, DIPLO.inState, DIPLO.memberOf, DIPLO.territoryOf}
)

# N-Triples, section 2.4: what a literal may not hold as it stands.
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True, slots=True)
class Context:
    """What a graph may take for granted: classes of what is described elsewhere, the tree of classes, all our terms."""

    classes: Mapping[URIRef, tuple[URIRef, ...]]
    tree: str
    terms: frozenset[URIRef]


def read_context(triples: Iterable[Triple]) -> Context:
    """The context that these graphs give: those of the ontology and of the reference tables."""
    classes: dict[URIRef, list[URIRef]] = defaultdict(list)
    tree = []
    terms = set()
    for subject, predicate, value in triples:
        if predicate == RDF.type and subject.startswith(ONTOLOGY):
            terms.add(subject)
        if not isinstance(value, URIRef) or not value.startswith(ONTOLOGY):
            continue
        if predicate == RDF.type:
            classes[subject].append(value)
        elif predicate == RDFS.subClassOf:
            tree.append((subject, predicate, value))
    return Context({node: tuple(kinds) for node, kinds in classes.items()}, _ntriples(tree), frozenset(terms))


def check(triples: Iterable[Triple], context: Context) -> list[Violation]:
    """What is wrong with a graph, each fault once, in the order of its nodes; empty if the graph is as it must be.

    What only the context describes is not judged, so that a state without its label in an article is no fault.
    """
    graph = list(triples)
    report = _shapes().validate_text(_ntriples([*graph, *known_classes(graph, context)]) + context.tree, "ntriples")
    beyond = set(judge(graph, context.terms))
    if report.conforms and not beyond:
        return []
    described = {s for s, p, _ in graph if p == RDF.type} | ({s for s, _, _ in graph} - context.classes.keys())
    found = {_violation(result) for result in report.results if _focus(result) in described}
    return sorted(found | beyond, key=lambda v: (v.focus, v.shape, v.path or "", v.value or "", v.message))


def check_additions(triples: Iterable[Triple], context: Context) -> list[Violation]:
    """What is wrong with a graph that adds to nodes described elsewhere, as a conclusion does.

    What it says is judged, and not what it leaves out. The context must know the classes of its nodes.
    """
    graph = list(triples)
    added = {(subject, short(f"<{predicate}>")) for subject, predicate, _ in graph}
    bare = Context({}, context.tree, context.terms)
    found = check([*graph, *known_classes(graph, context)], bare)
    return [violation for violation in found if (violation.focus, violation.path) in added]


@cache
def _shapes() -> shacl.Shapes:
    return shacl.Shapes.from_file(str(resource("ontology") / "shapes.ttl"))


def known_classes(graph: Iterable[Triple], context: Context) -> Iterator[Triple]:
    """What the context says of the classes of the nodes in a graph."""
    for node in {term for s, _, o in graph for term in (s, o) if isinstance(term, URIRef)}:
        for kind in context.classes.get(node, ()):
            yield node, RDF.type, kind


def _ntriples(triples: Iterable[Triple]) -> str:
    return "".join([f"<{s}> <{p}> {_render(o)} .\n" for s, p, o in triples])


def _render(term: URIRef | Literal) -> str:
    if isinstance(term, URIRef):
        return f"<{term}>"
    text = f'"{term.translate(_ESCAPED)}"'
    return f"{text}@{term.language}" if term.language else f"{text}^^<{term.datatype}>" if term.datatype else text


def _focus(result: shacl.Result) -> URIRef:
    return URIRef(result.focus_node.strip("<>"))


def _violation(result: shacl.Result) -> Violation:
    return Violation(
        _focus(result),
        short(result.path) if result.path else None,
        result.value_plain,
        result.message or result.component,
        (result.root_shape or "").strip("<>").rpartition("#")[2],
    )


def set_aside(
    triples: Iterable[Triple], violations: Iterable[Violation]
) -> tuple[set[Triple], dict[URIRef, set[Triple]]]:
    """What of an article's graph can be kept, and what goes with each record that is set aside.

    A record is named by its report; with it goes what it alone supports: the matter if no other report is about it,
    passages, places and people that nothing else speaks of, and whatever is told according to it. A node that belongs
    to no report, as a misread mention, is its own record. What is wrong with the article itself takes all with it.
    `check` finds nothing wrong with what is kept.
    """
    clearing = _Clearing(set(triples))
    return clearing.run(sorted({violation.focus for violation in violations}))


class _Clearing:
    """A graph from which records are taken, indexed both ways."""

    def __init__(self, triples: set[Triple]) -> None:
        self.kept = triples
        self.removed: dict[URIRef, set[Triple]] = {}
        self.loosened: dict[URIRef, URIRef] = {}
        self.out: dict[URIRef, set[Triple]] = defaultdict(set)
        self.into: dict[URIRef, set[Triple]] = defaultdict(set)
        for triple in triples:
            self.out[triple[0]].add(triple)
            if isinstance(triple[2], URIRef):
                self.into[triple[2]].add(triple)

    def run(self, foci: Iterable[URIRef]) -> tuple[set[Triple], dict[URIRef, set[Triple]]]:
        for focus in foci:
            if (focus, RDF.type, DIPLO.Article) in self.out[focus]:
                return set(), {focus: self.kept.union(*self.removed.values())}
            self._take(focus)
        return self.kept, self.removed

    def _take(self, focus: URIRef) -> None:
        """Remove a node, what cannot stand without it, and then what nothing refers to any more."""
        doomed = self._falling_with(focus)
        reports = [node for node in doomed if self._is_report(node)]
        owner = {matter: report for report in reports for matter in self._matters(report)}
        owner |= {report: report for report in reports}
        for links in (self.out, self.into):
            for node in doomed:
                self._drop(links[node], owner.get(node) or next(iter(reports), focus))
        while self.loosened:
            node, record = self.loosened.popitem()
            if not self.into[node] and not self._stands_alone(node):
                self._drop(self.out[node], record)

    def _falling_with(self, focus: URIRef) -> list[URIRef]:
        """The node and all that refers to it and needs it; a matter falls with the last report about it."""
        found, waiting = {focus}, [focus]
        while waiting:
            node = waiting.pop()
            reached = {s for s, p, _ in self.into[node] if p not in _LOOSE}
            reached |= {matter for matter in self._matters(node) if self._reports_of(matter) <= found}
            waiting += reached - found
            found |= reached
        return sorted(found)

    def _matters(self, report: URIRef) -> set[URIRef]:
        return {o for _, p, o in self.out[report] if p == DIPLO.about and isinstance(o, URIRef)}

    def _reports_of(self, matter: URIRef) -> set[URIRef]:
        return {s for s, p, _ in self.into[matter] if p == DIPLO.about}

    def _is_report(self, node: URIRef) -> bool:
        return any(p in _OF_A_REPORT or o == DIPLO.Report for _, p, o in self.out[node])

    def _stands_alone(self, node: URIRef) -> bool:
        """Whether nothing needs to refer to the node: an article, a report, a passage that names an actor."""
        return self._is_report(node) or any(p == ITSRDF.taIdentRef or o == DIPLO.Article for _, p, o in self.out[node])

    def _drop(self, triples: Iterable[Triple], record: URIRef) -> None:
        for triple in list(triples):
            subject, _, value = triple
            self.kept.discard(triple)
            self.removed.setdefault(record, set()).add(triple)
            self.out[subject].discard(triple)
            if isinstance(value, URIRef):
                self.into[value].discard(triple)
                self.loosened[value] = record

"""Whether the ontology, alone or with given data, can be true: asked of HermiT, the OWL reasoner inside owlready2.

HermiT runs as a process of its own, since owlready2 reads no Turtle and leaves a temporary file behind with every
contradiction. It names no cause, so the steps that lead to a contradiction are looked for here.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, URIRef

from kg.errors import ReasonerError
from kg.terms import Triple
from kg.vocabulary import PREFIXES

MEMORY = "2000M"
TIMEOUT = 600
"""Seconds after which HermiT is stopped. 100,000 triples of data take it half a minute."""

_SHOWN_CAUSES = 5
_ANNOTATIONS = frozenset({RDFS.label, RDFS.comment, RDFS.isDefinedBy, RDFS.seeAlso})
_UNSATISFIABLE = re.compile(r"^\t<([^>]+)>$", re.MULTILINE)
_MALFORMED = re.compile(r"MalformedLiteralException: (.*)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What HermiT found. `unsatisfiable` are the classes to which nothing can belong; `seconds` is its time."""

    is_consistent: bool
    unsatisfiable: tuple[URIRef, ...]
    explanation: str
    seconds: float


def reason(ontology: Iterable[Triple], given: Iterable[Triple] = ()) -> Verdict:
    """Whether the ontology together with the given triples is free of contradiction.

    Dates and other literals whose type OWL 2 does not know are taken as they are. Two IRIs may mean the same, so
    that a statement with two speakers is no contradiction: counting is for `kg.shapes`. `ReasonerError` if Java or
    owlready2 is missing, or if HermiT fails.
    """
    graph = Graph()
    for triple in (*ontology, *given):
        graph.add(triple)
    begun = time.monotonic()
    answer = _run_hermit(graph)
    seconds = time.monotonic() - begun
    if answer.returncode == 0:
        classes = tuple(URIRef(iri) for iri in sorted(_UNSATISFIABLE.findall(answer.stdout)))
        return Verdict(True, classes, _explain_classes(graph, classes), seconds)
    if malformed := _MALFORMED.search(answer.stderr):
        return Verdict(False, (), f"a literal has no value of its type: {malformed[1]}", seconds)
    if "InconsistentOntologyException" in answer.stderr:
        return Verdict(False, (), _explain(graph), seconds)
    raise ReasonerError(f"HermiT failed: {(answer.stderr or answer.stdout).strip().splitlines()[:1]}")


def _run_hermit(graph: Graph) -> subprocess.CompletedProcess[str]:
    java, folder = _java(), _hermit()
    with tempfile.TemporaryDirectory() as workplace:
        file = Path(workplace) / "graph.nt"
        _logical_part(graph).serialize(file, format="nt", encoding="utf-8")
        command = [
            java,
            f"-Xmx{MEMORY}",
            "-Dfile.encoding=UTF-8",
            "-cp",
            f"{folder}{os.pathsep}{folder / 'HermiT.jar'}",
        ]
        command += ["org.semanticweb.HermiT.cli.CommandLine", "--consistency", "--unsatisfiable"]
        command += ["--ignoreUnsupportedDatatypes", file.as_uri()]
        try:
            return subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
        except subprocess.TimeoutExpired as error:
            raise ReasonerError(f"HermiT did not finish within {TIMEOUT} seconds; give it less data") from error


def _java() -> str:
    if java := shutil.which("java"):
        return java
    raise ReasonerError(
        "Java is missing, which HermiT needs: install a Java runtime "
        "(Debian and Ubuntu: apt-get install default-jre-headless)"
    )


def _hermit() -> Path:
    found = find_spec("owlready2")
    if found is None or found.origin is None:
        raise ReasonerError("owlready2 is missing, which brings HermiT: pip install 'communique[reasoning]'")
    folder = Path(found.origin).parent / "hermit"
    if not (folder / "HermiT.jar").is_file():
        raise ReasonerError(f"{folder} holds no HermiT.jar; install another owlready2: pip install 'owlready2<0.52'")
    return folder


def _logical_part(graph: Graph) -> Graph:
    """The graph without labels, definitions and other annotations, from which nothing follows."""
    annotations = {*_ANNOTATIONS, *graph.subjects(RDF.type, OWL.AnnotationProperty)}
    part = Graph()
    for triple in graph:
        if triple[1] not in annotations:
            part.add(triple)
    return part


# Why a graph is contradictory. The ontology says what a thing is by domains, ranges and sub-terms, and what it cannot
# be by disjoint classes; all contradictions it can lead to are a thing in two of these, or a literal out of its range.


def _explain(graph: Graph) -> str:
    causes = list(dict.fromkeys((*_clashes(graph), *_wrong_literals(graph))))
    if not causes:
        return "HermiT finds a contradiction, and names no cause; leave out parts of the data until it is gone"
    more = len(causes) - _SHOWN_CAUSES
    return "\n".join([*causes[:_SHOWN_CAUSES], *([f"and {more} more contradictions"] if more > 0 else [])])


def _clashes(graph: Graph) -> Iterator[str]:
    """A sentence for each thing that belongs to two disjoint classes."""
    disjoint = _disjoint_pairs(graph)
    for thing, kinds in sorted(_kinds(graph).items()):
        pairs = combinations(sorted(kinds), 2)
        found = next(((one, other) for one, other in pairs if _are_disjoint(graph, one, other, disjoint)), None)
        if found:
            one, other = found
            yield (
                f"{_short(thing)} cannot be both {_short(one)} and {_short(other)}, which are disjoint: "
                f"it is {_short(one)} {kinds[one]}, and {_short(other)} {kinds[other]}"
            )


def _kinds(graph: Graph) -> dict[URIRef, dict[URIRef, str]]:
    """The classes of each thing, each with the reason why it belongs to it."""
    kinds: dict[URIRef, dict[URIRef, str]] = defaultdict(dict)
    for subject, predicate, value in graph:
        if predicate == RDF.type:
            kinds[_iri(subject)].setdefault(_iri(value), "as is stated")
            continue
        for upper in graph.transitive_objects(predicate, RDFS.subPropertyOf):
            said = f"because of {_short(subject)} {_short(predicate)} {_short(value)}"
            for kind in graph.objects(upper, RDFS.domain):
                kinds[_iri(subject)].setdefault(_iri(kind), f"{said} (domain of {_short(upper)})")
            for kind in graph.objects(upper, RDFS.range):
                if isinstance(value, URIRef):
                    kinds[value].setdefault(_iri(kind), f"{said} (range of {_short(upper)})")
    return kinds


def _disjoint_pairs(graph: Graph) -> set[frozenset[URIRef]]:
    return {frozenset((_iri(one), _iri(other))) for one, other in graph.subject_objects(OWL.disjointWith)}


def _are_disjoint(graph: Graph, one: URIRef, other: URIRef, disjoint: set[frozenset[URIRef]]) -> bool:
    above = (graph.transitive_objects(one, RDFS.subClassOf), list(graph.transitive_objects(other, RDFS.subClassOf)))
    return any(frozenset((_iri(upper), _iri(lower))) in disjoint for upper in above[0] for lower in above[1])


def _wrong_literals(graph: Graph) -> Iterator[str]:
    """A sentence for each literal whose type is not the one that its property has."""
    for predicate, kind in sorted(graph.subject_objects(RDFS.range)):
        if not str(kind).startswith(str(XSD)):
            continue
        for subject, value in graph.subject_objects(predicate):
            if isinstance(value, Literal) and not _is_of(value, _iri(kind)):
                yield f"{_short(subject)} has {_short(predicate)} {value.n3()}, which is no {_short(kind)}"


def _is_of(value: Literal, kind: URIRef) -> bool:
    given = value.datatype or (RDF.langString if value.language else XSD.string)
    return given == kind or (kind == XSD.decimal and given == XSD.integer) or kind == RDFS.Literal


def _explain_classes(graph: Graph, classes: Iterable[URIRef]) -> str:
    """A sentence for each class to which nothing can belong."""
    disjoint = _disjoint_pairs(graph)
    lines = []
    for kind in classes:
        uppers = [_iri(upper) for upper in graph.transitive_objects(kind, RDFS.subClassOf)]
        pairs = [pair for pair in combinations(sorted(uppers), 2) if frozenset(pair) in disjoint]
        why = f" stands below {_short(pairs[0][0])} and {_short(pairs[0][1])}, which are disjoint" if pairs else ""
        lines.append(f"nothing can be {_short(kind)}{': it' + why if why else ''}")
    return "\n".join(lines)


def _iri(node: object) -> URIRef:
    return URIRef(str(node))


def _short(node: object) -> str:
    """The term with a prefix that readers know, else whole."""
    if isinstance(node, Literal):
        return node.n3()
    for prefix, space in PREFIXES.items():
        if str(node).startswith(space):
            return f"{prefix}:{str(node).removeprefix(space)}"
    return f"<{node}>"

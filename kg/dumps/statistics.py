"""What can be counted in a graph: how large it is, and how often each class and property occurs in the merge."""

from __future__ import annotations

from dataclasses import dataclass

from kg.store import GraphStore, Row

_ENTITIES = "SELECT (COUNT(DISTINCT ?s) AS ?number) { ?s a ?class }"
_SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?number) { ?s ?p ?o }"
_OBJECTS = "SELECT (COUNT(DISTINCT ?o) AS ?number) { ?s ?p ?o }"
_CLASSES = "SELECT ?term (COUNT(DISTINCT ?s) AS ?number) (MIN(STR(?s)) AS ?example) { ?s a ?term } GROUP BY ?term"
_PROPERTIES = "SELECT ?term (COUNT(*) AS ?number) { ?s ?term ?o } GROUP BY ?term"


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of the merge, as VoID names them; `examples` has one entity of each class, `classes` how many there are.

    `entities` are the subjects of which a class is told.
    """

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: dict[str, int]
    properties: dict[str, int]
    examples: dict[str, str]


def count(store: GraphStore) -> Statistics:
    """Count what a store holds."""
    entities, subjects, objects = (_number(store.select(text)[0]) for text in (_ENTITIES, _SUBJECTS, _OBJECTS))
    classes = store.select(_CLASSES)
    examples = dict(sorted((str(row["term"]), str(row["example"])) for row in classes))
    properties = _by_term(store.select(_PROPERTIES))
    return Statistics(store.count(), entities, subjects, objects, _by_term(classes), properties, examples)


def _by_term(rows: list[Row]) -> dict[str, int]:
    return dict(sorted((str(row["term"]), _number(row)) for row in rows))


def _number(row: Row) -> int:
    return int(str(row["number"]))

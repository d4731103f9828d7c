"""The rows of an answer as text for people: names in place of IRIs, prefixes in place of long namespaces."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from typing import Any

from rdflib import RDFS, URIRef

from kg.formats import SOLUTIONS
from kg.store import Answer, GraphStore
from kg.vocabulary import PREFIXES

_LOCAL_NAME = re.compile(r"[A-Za-z0-9][\w-]*")
_MOST_LABELS = 1000  # IRIs asked for at once: the query grows with them
_RANKS = {"en": 0, None: 1}  # of languages; then any other

Term = dict[str, Any]
"""A term as JSON results have it (SPARQL 1.1 Query Results JSON Format, section 3.2.2)."""


@dataclass(frozen=True, slots=True)
class Table:
    """Column names and cells."""

    columns: list[str]
    rows: list[list[str]]


def read_table(store: GraphStore, answer: Answer) -> Table | bool:
    """The whole answer to SELECT as a table, or that to ASK."""
    written = io.BytesIO()
    answer.write(written, SOLUTIONS["json"])
    results = json.loads(written.getvalue())
    if "boolean" in results:
        return bool(results["boolean"])
    columns, rows = results["head"]["vars"], results["results"]["bindings"]
    names = _labels(store, sorted({term["value"] for row in rows for term in row.values() if term["type"] == "uri"}))
    return Table(columns, [[_cell(row[name], names) if name in row else "" for name in columns] for row in rows])


def _labels(store: GraphStore, iris: list[str]) -> dict[str, str]:
    """What the graph calls these IRIs, as far as it says; of several names always the same one."""
    found: dict[str, tuple[int, str]] = {}
    for start in range(0, len(iris), _MOST_LABELS):
        among = " ".join(URIRef(iri).n3() for iri in iris[start : start + _MOST_LABELS])
        for row in store.select(f"SELECT ?iri ?label {{ VALUES ?iri {{ {among} }} ?iri {RDFS.label.n3()} ?label }}"):
            iri, language = str(row["iri"]), getattr(row["label"], "language", None)
            label = (_RANKS.get(language, len(_RANKS)), str(row["label"]))
            found[iri] = min(label, found.get(iri, label))
    return {iri: label for iri, (_, label) in found.items()}


def _cell(term: Term, names: dict[str, str]) -> str:
    if term["type"] == "triple":
        parts = (_cell(term["value"][part], names) for part in ("subject", "predicate", "object"))
        return f"<<( {' '.join(parts)} )>>"
    value = str(term["value"])
    if term["type"] == "uri":
        return names.get(value) or _shortened(value)
    return f"_:{value}" if term["type"] == "bnode" else value


def _shortened(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL_NAME.fullmatch(iri.removeprefix(namespace)):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri

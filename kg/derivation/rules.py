"""The rules of `ontology/rules` and the queries that gather what they need, as their texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from rdflib import Literal, URIRef

from kg.store import Row
from kg.terms import Triple

_PREFIX = re.compile(r"PREFIX (\w*): <([^>]+)>")
_NAME = re.compile(r"([\w-]*):([\w-]+)")


@dataclass(frozen=True, slots=True)
class Rules:
    """The texts of the rules: for an article, for events, for both at once; and the queries that gather what they need.

    `terms` are those that the rules and the counting of ties name: of what has no other, nothing follows.
    """

    article: tuple[str, ...]
    event: tuple[str, ...]
    both: tuple[str, ...]
    terms: frozenset[URIRef]
    events: str
    reported: str
    entities: str
    crowns: str
    wholes: str
    doubles: str
    ties: str
    names: str
    sharing: str
    texts: str
    versions: str
    lineage: str
    matters: str


def load_rules(folder: Path) -> Rules:
    """Read `ontology/rules`; rules apply in the order of their file names, each to what those before it concluded."""
    article, event, both = (
        tuple(path.read_text(encoding="utf-8") for path in sorted(_files(folder, *parts), key=lambda p: p.name))
        for parts in (("article", "shared"), ("event", "shared"), ("article", "event", "shared"))
    )
    context = {path.stem: path.read_text(encoding="utf-8") for path in _files(folder, "context")}
    terms = frozenset(chain.from_iterable(map(_terms, (*both, context["ties"]))))
    return Rules(article, event, both, terms, **context)


def _terms(text: str) -> Iterator[URIRef]:
    """The terms that a query names by their prefixes."""
    namespaces = dict(_PREFIX.findall(text))
    return (URIRef(namespaces[prefix] + name) for prefix, name in _NAME.findall(text) if prefix in namespaces)


def _files(folder: Path, *parts: str) -> Iterator[Path]:
    return chain.from_iterable((folder / part).glob("*.rq") for part in parts)


def among(text: str, terms: Iterable[URIRef]) -> str:
    """The query for these terms alone: SPARQL has no way to bind a list, and `n3` refuses whatever is not an IRI."""
    return text.replace("UNDEF", " ".join(sorted(term.n3() for term in terms)))


def among_tuples(text: str, tuples: Iterable[tuple[URIRef | Literal, ...]]) -> str:
    """The query for these tuples of terms alone, which stand where it has one of as many UNDEF."""
    rows = " ".join(sorted(f"({' '.join(term.n3() for term in row)})" for row in tuples))
    return re.sub(r"\(UNDEF(?: UNDEF)*\)", lambda _: rows, text)


def triple_of(row: Row) -> Triple:
    """The triple that a row tells as `?subject ?property ?value`."""
    value = row["value"]
    return (
        URIRef(str(row["subject"])),
        URIRef(str(row["property"])),
        value if isinstance(value, Literal) else URIRef(str(value)),
    )

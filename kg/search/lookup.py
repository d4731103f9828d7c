"""What somebody looks for, as far as the graph that is read knows it.

The index may be ahead of that graph, or behind it: what the graph does not describe is left out, not shown as a link
that leads nowhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rdflib import URIRef

from kg.search import Found, Hit, Kind, Search, plain
from kg.search.asking import read_terms
from kg.store import GraphReader, Row
from kg.vocabulary import DIPLO


def look_up(search: Search, store: GraphReader, text: str, kind: Kind | None, most: int, after: int = 0) -> Found:
    """The hits for a text, `most` of them past the first `after`; `total` counts out only those left out here."""
    found = search.find(read_terms(text), kind, most, after)
    known = _known(store, (hit.subject for hit in found.hits))
    hits = [hit for hit in found.hits if hit.subject in known]
    return Found(found.total - (len(found.hits) - len(hits)), hits)


def standings_of(store: GraphReader, found: Found) -> dict[URIRef, list[URIRef]]:
    """What reports say of the standing of what was found: that a meeting is in the graph does not mean it was held."""
    standings: dict[URIRef, list[URIRef]] = defaultdict(list)
    pattern = f"?report <{DIPLO.about}> ?subject ; <{DIPLO.reportedStatus}> ?status"
    for row in _rows(store, "?subject ?status", pattern, (hit.subject for hit in found.hits)):
        standings[URIRef(str(row["subject"]))].append(URIRef(str(row["status"])))
    return {subject: sorted(statuses) for subject, statuses in standings.items()}


def describe(hit: Hit, standings: Mapping[URIRef, Sequence[URIRef]]) -> dict[str, object]:
    """A hit for programs."""
    return {
        "iri": hit.subject,
        "kind": hit.kind,
        "label": hit.name,
        "snippet": plain(hit.snippet),
        "statuses": list(standings.get(hit.subject, ())),
    }


def _known(store: GraphReader, subjects: Iterable[URIRef]) -> set[URIRef]:
    return {URIRef(str(row["subject"])) for row in _rows(store, "?subject", "?subject a ?type", subjects)}


def _rows(store: GraphReader, columns: str, pattern: str, subjects: Iterable[URIRef]) -> list[Row]:
    among = " ".join(subject.n3() for subject in subjects)
    if not among:
        return []
    return store.select(f"SELECT DISTINCT {columns} {{ VALUES ?subject {{ {among} }} {pattern} }}")

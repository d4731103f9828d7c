"""What somebody looks for, as far as the graph that is read knows it.

The index may be ahead of that graph, or behind it: what the graph does not describe is left out, not shown as a link
that leads nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import URIRef

from kg.search import Found, Hit, Kind, Search, plain
from kg.search.asking import read_terms
from kg.store import GraphStore


def look_up(search: Search, store: GraphStore, text: str, kind: Kind | None, most: int, after: int = 0) -> Found:
    """The hits for a text, `most` of them past the first `after`; `total` counts out only those left out here."""
    found = search.find(read_terms(text), kind, most, after)
    known = _known(store, (hit.subject for hit in found.hits))
    hits = [hit for hit in found.hits if hit.subject in known]
    return Found(found.total - (len(found.hits) - len(hits)), hits)


def describe(hit: Hit) -> dict[str, str]:
    """A hit for programs."""
    return {"iri": hit.subject, "kind": hit.kind, "label": hit.name, "snippet": plain(hit.snippet)}


def _known(store: GraphStore, subjects: Iterable[URIRef]) -> set[URIRef]:
    among = " ".join(subject.n3() for subject in subjects)
    if not among:
        return set()
    rows = store.select(f"SELECT DISTINCT ?subject {{ VALUES ?subject {{ {among} }} ?subject a ?type }}")
    return {URIRef(str(row["subject"])) for row in rows}

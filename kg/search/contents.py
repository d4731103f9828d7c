"""What is to be found of a named graph: the names of what it describes, what was said, the words of its reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rdflib import RDF, RDFS, SKOS, Literal, URIRef

from kg.search import Contents, Entry, Kind, Part
from kg.store import GraphStore
from kg.terms import Triple
from kg.vocabulary import DIPLO

_KINDS = {
    DIPLO.Person: Kind.PERSON,
    DIPLO.State: Kind.STATE,
    DIPLO.Organisation: Kind.ORGANISATION,
    DIPLO.Outlet: Kind.ORGANISATION,
    DIPLO.Format: Kind.ORGANISATION,
    DIPLO.Group: Kind.ORGANISATION,
    DIPLO.Office: Kind.OFFICE,
    DIPLO.Place: Kind.PLACE,
    DIPLO.Territory: Kind.PLACE,
    DIPLO.Topic: Kind.TOPIC,
    DIPLO.Project: Kind.PROJECT,
    DIPLO.Article: Kind.ARTICLE,
    DIPLO.Meeting: Kind.MEETING,
    DIPLO.OfficeHolding: Kind.HOLDING,
    DIPLO.Statement: Kind.STATEMENT,
}
_ORDER = list(Kind)
_TYPE, _LABEL = RDF.type, RDFS.label  # rdflib makes each anew when asked
_PARTS = {_LABEL: Part.LABEL, SKOS.prefLabel: Part.LABEL, SKOS.altLabel: Part.ALIAS, DIPLO.text: Part.TEXT}
_ABOUT, _WORDS = DIPLO.about, DIPLO.words
_WITH_WORDS = frozenset((Kind.MEETING, Kind.PROJECT, Kind.STATEMENT))  # of an office the words are its name
_STAMPS = f"""SELECT ?graph ?digest ?version ?label {{
  GRAPH ?graph {{ ?graph <{DIPLO.textDigest}> ?digest ; <{DIPLO.extractorVersion}> ?version ; <{RDFS.label}> ?label }}
}}"""


def read_contents(graph: URIRef, triples: Iterable[Triple]) -> Contents:
    """What the index is to hold of a graph with these triples; nothing of one that has none."""
    told = set(triples)
    return Contents(_stamp_of(graph, told), frozenset(_entries(told))) if told else Contents()


def _entries(triples: Iterable[Triple]) -> Iterator[Entry]:
    kinds: dict[URIRef, Kind] = {}
    values: dict[URIRef, list[tuple[Part, str]]] = defaultdict(list)
    matters: dict[URIRef, URIRef] = {}
    words: dict[URIRef, str] = {}
    for subject, relation, value in triples:
        if relation == _TYPE and value in _KINDS:
            kinds[subject] = min(_KINDS[URIRef(value)], kinds.get(subject, Kind.STATEMENT), key=_ORDER.index)
        elif relation in _PARTS and isinstance(value, Literal):
            values[subject].append((_part(relation, value), str(value)))
        elif relation == _ABOUT and isinstance(value, URIRef):
            matters[subject] = value
        elif relation == _WORDS:
            words[subject] = str(value)
    for report, matter in matters.items():
        if report in words and kinds.get(matter) in _WITH_WORDS:
            values[matter].append((Part.TEXT, words[report]))
    for subject in kinds.keys() & values.keys():
        yield from (Entry(subject, kinds[subject], part, value) for part, value in _without_repetition(values[subject]))


def _without_repetition(values: list[tuple[Part, str]]) -> Iterator[tuple[Part, str]]:
    """What was said stands as a rule in the words of the report too."""
    texts = [value for part, value in values if part is Part.TEXT]
    for part, value in values:
        if part is not Part.TEXT or not any(value in text for text in texts if text != value):
            yield part, value


def _part(relation: URIRef, value: Literal) -> Part:
    """A label in another language than that of the pages is a further name."""
    part = _PARTS[relation]
    return Part.ALIAS if part is Part.LABEL and value.language not in (None, "en") else part


def _stamp_of(graph: URIRef, triples: set[Triple]) -> str:
    told = {relation: str(value) for subject, relation, value in triples if subject == graph}
    parts = told.get(DIPLO.textDigest), told.get(DIPLO.extractorVersion), told.get(_LABEL)
    return "\n".join(part for part in parts if part) if None not in parts else str(len(triples))


def stamps_of(store: GraphStore, graphs: Iterable[URIRef]) -> dict[URIRef, str]:
    """The stamps that the contents of these graphs of a store have, without reading the graphs.

    Of an article the digest of its text, the version of its extractor and its title; of another its size.
    """
    names = set(graphs)
    stamps = {
        URIRef(str(row["graph"])): "\n".join(str(row[part]) for part in ("digest", "version", "label"))
        for row in store.select(_STAMPS)
    }
    sizes = {name: str(store.count(name)) for name in names - stamps.keys()}
    return {name: stamps[name] for name in names & stamps.keys()} | sizes

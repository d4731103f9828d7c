"""Reads what the page of an entity shows: its facts, the reports about it, what points at it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS
from rdflib.term import Node, URIRef

from kg.iris import relation_iri
from kg.store import Row
from kg.vocabulary import DIPLO, ITSRDF
from kg.web.items import Item, by_day, by_term, item_terms, read_items
from kg.web.labels import Labels, find_labels
from kg.web.services import Services

Values = Mapping[Node, list[Node]]
"""The values of each property of one subject."""

MOST_INCOMING = 5000
"""How many incoming triples a page reads; the query asks for one more."""

_SHOWN_IN_A_GROUP = 50
_SHORTEST_NEEDLE = 3
_QUOTED = (DIPLO.text, DIPLO.amount)
_NAMED = (DIPLO.participant, DIPLO.speaker, DIPLO.addressee, DIPLO.party, DIPLO.holder, DIPLO.office, DIPLO.officeOf)
_KINDS = {
    DIPLO.Meeting: "Meetings",
    DIPLO.Statement: "Statements",
    DIPLO.Project: "Projects",
    DIPLO.OfficeHolding: "Offices",
}
_BETWEEN = {
    DIPLO.Meeting: "Meetings between them",
    DIPLO.Statement: "Statements between them",
    DIPLO.Project: "Projects between them",
}
_MATTERS_BETWEEN = {DIPLO.Relation: "relation-matters", DIPLO.Tie: "tie-matters"}
_TIES = {DIPLO.Relation: "relation-ties", DIPLO.State: "state-ties"}
_SAID_ELSEWHERE_ON_THE_PAGE = {
    RDFS.label,
    SKOS.prefLabel,
    SKOS.altLabel,
    RDF.type,
    SKOS.hasTopConcept,
    DIPLO.mentions,
    DCTERMS.title,
} | {
    DCTERMS.hasPart,
    DCTERMS.isVersionOf,
}
_TECHNICAL = {DIPLO.textDigest, DIPLO.extractorVersion, DCTERMS.identifier}
_CONCLUDED = {
    DIPLO.currentStatus,
    DIPLO.notBefore,
    DIPLO.notAfter,
    DIPLO.datePrecision,
    DIPLO.place,
    DIPLO.between,
    DIPLO.reportCount,
    DIPLO.sourceCount,
}
# What is shown elsewhere on the page, or in the group of a property above.
_NOT_A_GROUP = {
    DIPLO.about,
    DIPLO.inArticle,
    DIPLO.between,
    DIPLO.onBehalfOf,
    DIPLO.place,
    DIPLO.guest,
    DIPLO.chair,
    DIPLO.mediator,
    DIPLO.implementer,
    SKOS.hasTopConcept,
    ITSRDF.taIdentRef,
}
_TOLD_BY_REPORTS = {DIPLO.reportedPlace, DIPLO.via}  # shown by the matter of the report instead of by the report
_OFFICIALS = {"officials-meetings": "Meetings of its officials", "officials-statements": "Said by its officials"}
_HEADINGS: Mapping[Node, str] = {
    DIPLO.participant: "Meetings",
    DIPLO.speaker: "Statements",
    DIPLO.addressee: "Statements received",
    DIPLO.party: "Projects",
    DIPLO.holder: "Offices held",
    DIPLO.officeOf: "Its officials",
    DIPLO.office: "Held by",
    DIPLO.saidAt: "Said there",
    DIPLO.topic: "Statements on it",
    DIPLO.concerns: "Spoken of in",
    DIPLO.hostedBy: "Meetings that it hosts",
    DIPLO.inFormat: "Meetings in it",
    DIPLO.partOf: "Its parts",
    DIPLO.accordingTo: "Reports that rest on it alone",
    DIPLO.kind: "Of this kind",
    DIPLO.memberOf: "Members",
    SKOS.inScheme: "Its values",
    SKOS.broader: "Narrower",
    DIPLO.mentions: "Articles that name it",
    DIPLO.outlet: "Articles",
    DIPLO.via: "Known from it",
    DIPLO.reportedPlace: "Reported to be there",
    DIPLO.territoryOf: "Territory",
    DIPLO.inState: "Places and outlets",
    DIPLO.ofState: "Bodies",
    DIPLO.seat: "Seat of",
    DCTERMS.isVersionOf: "Later articles with its text",
    DCTERMS.isReplacedBy: "Told before as",
    DCTERMS.relation: "What was decided about it",
}
_TERMS_OF_OFFICE = {DIPLO.holder, DIPLO.office, DIPLO.officeOf}
_HEADING_ORDER = {name: place for place, name in enumerate(_HEADINGS)}


@dataclass(frozen=True, slots=True)
class Report:
    """What one article says about one matter, with what is known of both."""

    iri: URIRef
    values: Values
    article: Values
    matter: Values

    def one(self, property_: URIRef) -> Node | None:
        """A value of the property, if the report has one."""
        return next(iter(self.values.get(property_, [])), None)

    @property
    def inferred(self) -> list[Node]:
        """What of a statement its own words do not say: to whom, or at which meeting, it was made."""
        rules = {str(rule) for rule in self.values.get(DIPLO.readBy, [])}
        is_told = {
            DIPLO.addressee: "audience.named" in rules or rules.isdisjoint(("audience.account", "audience.reference")),
            DIPLO.saidAt: "audience.account" not in rules,
        }
        return [fact for fact, is_own in is_told.items() if fact in self.matter and not is_own]

    @property
    def anchor(self) -> str:
        """The fragment of its IRI, which is its place on the article's page."""
        return self.iri.partition("#")[2]

    @property
    def offset(self) -> int:
        """Where its words begin in the article's text."""
        numbers = re.search(r"char=(\d+)", str(self.one(DIPLO.evidence)))
        return int(numbers[1]) if numbers else 0

    def needles(self, labels: Mapping[Node, str]) -> set[str]:
        """The words to mark in its evidence: who, where, when and what was said, as far as they stand there."""
        literals = (self.values.get(DIPLO.reportedDate, []), *(self.matter.get(name, []) for name in _QUOTED))
        found = {part for values in literals for value in values for part in str(value).split(" … ")}
        for values in (self.values.get(DIPLO.reportedPlace, []), *(self.matter.get(name, []) for name in _NAMED)):
            for label in (labels[value] for value in values):
                found |= {label, label.split()[-1]}
        return {needle for needle in found if len(needle) >= _SHORTEST_NEEDLE}


@dataclass(frozen=True, slots=True)
class Group:
    """What points at an entity by one property: the latest items, or without days the first by name, of all.

    `is_cut` says that `total` is what a page counts, and that there are more; `is_in_data` that all of them are in the
    data formats of the page.
    """

    heading: str
    items: list[Item]
    total: int
    is_cut: bool
    is_in_data: bool

    @property
    def size(self) -> str:
        """How many there are, as far as they were counted."""
        return f"more than {MOST_INCOMING:,}" if self.total > MOST_INCOMING else f"{self.total:,}" + "+" * self.is_cut

    @property
    def is_dated(self) -> bool:
        """Whether any of its items has a day."""
        return any(item.first or item.last for item in self.items)


@dataclass(frozen=True, slots=True)
class Difference:
    """A point on which the reports of one event do not say the same, with those who say each thing."""

    subject: str
    versions: list[tuple[tuple[Node, ...], list[Report]]]


@dataclass(frozen=True, slots=True)
class Portrait:
    """All that a page shows of an entity."""

    iri: URIRef
    kinds: list[Node]
    values: Values
    reports: list[Report]
    groups: list[Group]
    ties: list[Row]
    is_cut: bool

    @property
    def conclusion(self) -> dict[Node, list[Node]]:
        """What all reports of a meeting or project together tell; of anything else nothing."""
        if DIPLO.reportCount not in self.values:
            return {}
        return {name: terms for name, terms in self.values.items() if name in _CONCLUDED}

    @property
    def same_texts(self) -> list[int]:
        """How many of the articles that report it have one text, for each text that several of them have."""
        first: dict[Node | None, Node] = {}
        for report in self.reports:
            for earlier in report.article.get(DCTERMS.isVersionOf, []):
                first[report.one(DIPLO.inArticle)] = earlier
        articles = dict.fromkeys(report.one(DIPLO.inArticle) for report in self.reports)
        return [number for number in Counter(_last(first, article) for article in articles).values() if number > 1]

    @property
    def relation(self) -> URIRef | None:
        """The relation to which a month belongs."""
        if DIPLO.Tie not in self.kinds:
            return None
        return relation_iri(*map(str, self.values[DIPLO.between]))

    @property
    def facts(self) -> dict[Node, list[Node]]:
        """The properties that are not shown elsewhere on the page."""
        hidden = _SAID_ELSEWHERE_ON_THE_PAGE | _TECHNICAL | set(self.conclusion)
        return {name: terms for name, terms in self.values.items() if name not in hidden}

    @property
    def technicalities(self) -> dict[Node, list[Node]]:
        """Properties that tell how an article was read."""
        return {name: terms for name, terms in self.values.items() if name in _TECHNICAL}

    @property
    def aliases(self) -> list[Node]:
        """Its other names."""
        return self.values.get(SKOS.altLabel, [])

    @property
    def statuses(self) -> list[Node]:
        """What the reports say of its standing, each once, in the order of the reports."""
        return list(dict.fromkeys(s for r in self.reports if (s := r.one(DIPLO.reportedStatus)) is not None))

    @property
    def reports_by_kind(self) -> dict[str, list[Report]]:
        """The reports under the headings of an article's page."""
        sorted_out = {
            heading: [r for r in self.reports if kind in r.matter.get(RDF.type, [])] for kind, heading in _KINDS.items()
        }
        return {heading: reports for heading, reports in sorted_out.items() if reports}

    @property
    def terms(self) -> Iterator[Node]:
        """Every term that may need a label."""
        yield self.iri
        for values in (self.values, *(part for r in self.reports for part in (r.values, r.article, r.matter))):
            yield from values
            for terms in values.values():
                yield from terms
        for group in self.groups:
            yield from item_terms(group.items)
        yield from (row["other"] for row in self.ties if "other" in row)
        yield from filter(None, [self.relation])


def read_portrait(services: Services, iri: URIRef, facts: Iterable[Row]) -> Portrait:
    """What the graph holds about an entity, whose own facts are already read."""
    incoming = services.rows("incoming", entity=iri)
    values = _by_property(facts)
    if DIPLO.Article in values.get(RDF.type, []):
        matters = _by_subject(services.rows("article-matters", entity=iri), "matter")
        reports = _reports(services.rows("article-reports", entity=iri), {iri: values}, matters)
    else:
        articles = _by_subject(services.rows("report-articles", entity=iri), "article")
        reports = _reports(services.rows("reports", entity=iri), articles, {iri: values})
    return Portrait(
        iri=iri,
        kinds=_most_specific(services, values.get(RDF.type, [])),
        values=values,
        reports=reports,
        groups=_groups(services, iri, incoming, values.get(RDF.type, [])),
        ties=_of_class(services, iri, _TIES, values.get(RDF.type, [])),
        is_cut=len(incoming) > MOST_INCOMING,
    )


def _most_specific(services: Services, classes: list[Node]) -> list[Node]:
    kinds = [c for c in classes if c != OWL.NamedIndividual]
    return [c for c in kinds if not set(services.ontology.subclasses(URIRef(str(c)))) & set(classes)]


def differences(reports: list[Report]) -> list[Difference]:
    """Where the reports of one event disagree: on status, date or place."""
    subjects = {
        "status": (DIPLO.reportedStatus,),
        "date": (DIPLO.notBefore, DIPLO.notAfter),
        "place": (DIPLO.reportedPlace,),
    }
    found = []
    for subject, properties in subjects.items():
        versions: dict[tuple[Node, ...], list[Report]] = {}
        for report in reports:
            said = tuple(value for name in properties if (value := report.one(name)) is not None)
            if said:
                versions.setdefault(said, []).append(report)
        if len(versions) > 1:
            found.append(Difference(subject, list(versions.items())))
    return found


def _by_property(rows: Iterable[Row]) -> dict[Node, list[Node]]:
    values: dict[Node, list[Node]] = {}
    for row in sorted(rows, key=lambda row: (row["property"], str(row["value"]))):
        values.setdefault(row["property"], []).append(row["value"])
    return values


def _by_subject(rows: Iterable[Row], subject: str) -> dict[Node, Values]:
    per_subject: dict[Node, list[Row]] = {}
    for row in rows:
        per_subject.setdefault(row[subject], []).append(row)
    return {iri: _by_property(own) for iri, own in per_subject.items()}


def _reports(rows: Iterable[Row], articles: Mapping[Node, Values], matters: Mapping[Node, Values]) -> list[Report]:
    reports = []
    for iri, values in _by_subject(rows, "report").items():
        article = _described(values.get(DIPLO.inArticle, []), articles)
        matter = _described(values.get(DIPLO.about, []), matters)
        reports.append(Report(URIRef(str(iri)), values, article, matter))
    return sorted(reports, key=lambda r: (str(r.article.get(DCTERMS.issued, [""])[0]), r.offset, r.iri))


def _last(links: Mapping[Node | None, Node], start: Node | None) -> Node | None:
    """Where links lead in the end; they do not lead in rings."""
    while start in links:
        start = links[start]
    return start


def _described(subjects: list[Node], descriptions: Mapping[Node, Values]) -> Values:
    return next((descriptions[subject] for subject in subjects if subject in descriptions), {})


def _of_class(services: Services, iri: URIRef, queries: Mapping[URIRef, str], classes: list[Node]) -> list[Row]:
    """The rows of the queries that are for entities of these classes."""
    return [row for kind, query in queries.items() if kind in classes for row in services.rows(query, entity=iri)]


def _groups(services: Services, iri: URIRef, incoming: list[Row], classes: list[Node]) -> list[Group]:
    is_cut = len(incoming) > MOST_INCOMING
    reported = services.rows("incoming-reported", entity=iri)
    matters = _of_class(services, iri, _MATTERS_BETWEEN, classes)
    between = [
        _group(services, heading, [row for row in matters if row["kind"] == kind], False)
        for kind, heading in _BETWEEN.items()
    ]
    of_officials = [
        _group(services, heading, services.rows(query, entity=iri), False) for query, heading in _OFFICIALS.items()
    ]
    direct = {
        name: _group(services, _heading(services, name), rows, not is_cut, is_cut, name in _TERMS_OF_OFFICE)
        for name, rows in _by_name(incoming).items()
        if name not in _NOT_A_GROUP | _TOLD_BY_REPORTS
    }
    told = {name: _group(services, _heading(services, name), rows, False) for name, rows in _by_name(reported).items()}
    ordered = sorted((direct | told).items(), key=lambda item: _HEADING_ORDER.get(item[0], len(_HEADINGS)))
    return [group for group in [*between, *of_officials, *(group for _, group in ordered)] if group.total]


def _by_name(rows: Iterable[Row]) -> dict[Node, list[Row]]:
    per_name: dict[Node, list[Row]] = {}
    for row in rows:
        per_name.setdefault(row["property"], []).append(row)
    return per_name


def _heading(services: Services, name: Node) -> str:
    return _HEADINGS.get(name) or f"{services.ontology.label(URIRef(str(name))) or Labels()[name]} of"


def _group(
    services: Services, heading: str, rows: list[Row], is_in_data: bool, is_cut: bool = False, are_terms: bool = False
) -> Group:
    items = (by_term if are_terms else by_day)(read_items(services, [row["source"] for row in rows]))
    if not any(item.first or item.last for item in items):
        by_iri = {item.iri: item for item in items}
        items = [by_iri[iri] for iri in find_labels(services, by_iri).in_order(by_iri)]
    return Group(heading, items[:_SHOWN_IN_A_GROUP], len(rows), is_cut or len(rows) > MOST_INCOMING, is_in_data)

"""A small graph of hand-made records, linked and mapped by the real code: what the tests of the web front serve."""

from datetime import date

from rdflib import RDF, RDFS, Literal, URIRef
from shipped import ONTOLOGY, REFERENCE

from kg.derivation import Derivation, load_rules
from kg.iris import Iris, person_iri
from kg.linking import Linker
from kg.mapping import map_article
from kg.records import (
    Actor,
    ActorType,
    Article,
    Extraction,
    Meeting,
    MeetingKind,
    MeetingStatus,
    PartialDate,
    Project,
    ProjectKind,
    ProjectStatus,
    Span,
    Statement,
    StatementForm,
    StatementKind,
)
from kg.resources import resource
from kg.store.embedded import EmbeddedStore
from kg.store.scratch import EngineScratch
from kg.vocabulary import DIPLO

BASE = "http://127.0.0.1:8000/"
IRIS = Iris(BASE)
XSS = '<script>alert("x")</script> & Sons'

BAKU = Article(
    text="Azerbaijani Foreign Minister Jeyhun Bayramov met Ali Bagheri in Tehran on July 4. "
    "“We will build the bridge over the Astara together,” Bayramov told Bagheri. "
    "The two countries are building a bridge over the Astara for $30 million.",
    source="baku.txt",
    identifier="baku",
    title="Bayramov in Tehran",
    outlet="Trend",
    published=date(2022, 7, 5),
)
TEHRAN = Article(
    text="Tehran denied that Jeyhun Bayramov and Ali Bagheri met on July 4 in Baku. They will meet soon.",
    source="tehran.txt",
    identifier="tehran",
    title="No meeting, says Tehran",
    outlet="IRNA",
    published=date(2022, 7, 6),
)
HOSTILE = Article(
    text="The firm spoke.", source="hostile.txt", identifier="hostile", title=XSS, published=date(2022, 1, 1)
)


def span(article: Article, words: str) -> Span:
    """Where the words stand first."""
    start = article.text.index(words)
    return start, start + len(words)


def person(article: Article, identifier: str, name: str, **more: str) -> Actor:
    return Actor(identifier, ActorType.PERSON, name, (span(article, name),), "by hand", **more)


def state(article: Article, identifier: str, name: str, words: str) -> Actor:
    return Actor(identifier, ActorType.STATE, name, (span(article, words),), "by hand")


def meeting(article: Article, words: str, status: MeetingStatus, place: str) -> Meeting:
    return Meeting(
        "m1",
        MeetingKind.MEETING,
        ("a1", "a2"),
        status,
        span(article, words),
        "meeting.by-hand",
        date=PartialDate(2022, 7, 4),
        date_words="July 4",
        place=place,
        confidence=0.9,
    )


READINGS = {
    BAKU: Extraction(
        actors=(
            person(BAKU, "a1", "Jeyhun Bayramov", office="Foreign Minister", of="Azerbaijan"),
            person(BAKU, "a2", "Ali Bagheri", office="Deputy Foreign Minister", of="Iran"),
            state(BAKU, "a3", "Azerbaijan", "Azerbaijani"),
            state(BAKU, "a4", "Iran", "two countries"),
        ),
        meetings=(meeting(BAKU, BAKU.text.split(". ")[0] + ".", MeetingStatus.HELD, "Tehran"),),
        statements=(
            Statement(
                "s1",
                "a1",
                StatementForm.QUOTE,
                span(BAKU, "We will build the bridge over the Astara together"),
                "told",
                span(BAKU, "“We will build the bridge over the Astara together,” Bayramov told Bagheri."),
                "statement.by-hand",
                addressee="a2",
                topics=("transport",),
                kind=StatementKind.COMMITMENT,
                occasion="m1",
                rules={"addressee": "audience.named", "occasion": "audience.account"},
            ),
        ),
        projects=(
            Project(
                "p1",
                "bridge over the Astara",
                ProjectKind.TRANSPORT,
                ("a3", "a4"),
                ProjectStatus.UNDERWAY,
                span(BAKU, "The two countries are building a bridge over the Astara for $30 million."),
                "project.by-hand",
                amount="$30 million",
            ),
        ),
    ),
    TEHRAN: Extraction(
        actors=(
            person(TEHRAN, "a1", "Jeyhun Bayramov"),
            person(TEHRAN, "a2", "Ali Bagheri"),
            state(TEHRAN, "a3", "Iran", "Tehran"),
        ),
        meetings=(
            meeting(TEHRAN, TEHRAN.text.split(". ")[0] + ".", MeetingStatus.DENIED, "Baku"),
            Meeting(
                "m2",
                MeetingKind.MEETING,
                ("a1", "a2"),
                MeetingStatus.PLANNED,
                span(TEHRAN, "They will meet soon."),
                "meeting.by-hand",
            ),
        ),
    ),
    HOSTILE: Extraction(),
}

PERSONS = [person_iri("Q16366137"), person_iri("ali-bagheri")]
MEETING = IRIS.meeting("meeting", PERSONS, date(2022, 7, 4))
HOSTILE_PERSON = URIRef(BASE + "person/hostile")


def fill(store: EmbeddedStore) -> None:
    """The three articles and what follows from them, into a store that holds ontology and reference data."""
    linker = Linker(IRIS, REFERENCE)
    graphs = {}
    for article, reading in READINGS.items():
        linked = linker.link(article, reading)
        graphs[IRIS.article(article.key)] = list(map_article(IRIS, linker, article, linked, "by hand"))
    graphs[IRIS.article(HOSTILE.key)] += [
        (HOSTILE_PERSON, RDF.type, DIPLO.Person),
        (HOSTILE_PERSON, RDFS.label, Literal(XSS)),
        (HOSTILE_PERSON, RDFS.seeAlso, URIRef("javascript:alert(1)")),
    ]
    derivation = Derivation(load_rules(resource("ontology") / "rules"), ONTOLOGY, IRIS, EngineScratch)
    store.replace(graphs | derivation.conclude(store, {iri: set(triples) for iri, triples in graphs.items()}))

from dataclasses import replace
from datetime import date

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import DC, DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from shipped import ONTOLOGY as ONTOLOGY_TERMS
from shipped import REFERENCE

from kg.iris import FIXED, Entity, Iris, office_iri, organisation_iri, person_iri, place_iri, state_iri, topic_iri
from kg.linking import Linker
from kg.mapping import event_label, map_article, term_of
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
    Statement,
    StatementForm,
    StatementKind,
)
from kg.vocabulary import DIPLO, ONTOLOGY, SCHEMA

BASE = "https://graph.example.org/"
IRIS = Iris(BASE)
LINKER = Linker(IRIS, REFERENCE)

RECEPTION = "Iranian President Ebrahim Raisi received Azerbaijani Foreign Minister Jeyhun Bayramov"
PLEDGE = 'Azerbaijan will never allow it," Bayramov told him, according to the Fars news agency, "from its soil'
TEXT = f'{RECEPTION} in Tehran on July 4. "{PLEDGE}". The two states plan a $60 million bridge.'


def span(words):
    start = TEXT.index(words)
    return start, start + len(words)


ARTICLE = Article(
    text=TEXT,
    source="news/1.txt",
    url="https://example.org/news/1",
    identifier="n1",
    title="Bayramov in Tehran",
    outlet="IRNA",
    authors=("Ann Reed",),
    published=date(2022, 7, 6),
)
READ = Extraction(
    actors=(
        Actor(
            "a1",
            ActorType.PERSON,
            "Jeyhun Bayramov",
            (span("Jeyhun Bayramov"), span("Bayramov told")),
            "people.title",
            office="Foreign Minister",
            of="Azerbaijan",
            confidence=0.9,
            spans={"office": span("Foreign Minister")},
        ),
        Actor(
            "a2",
            ActorType.PERSON,
            "Ebrahim Raisi",
            (span("Ebrahim Raisi"),),
            "people.title",
            office="President",
            of="a4",
        ),
        Actor("a3", ActorType.STATE, "Azerbaijan", (span("Azerbaijan will"),), "states"),
        Actor("a4", ActorType.STATE, "Iran", (span("Iran"),), "states"),
    ),
    meetings=(
        Meeting(
            "m1",
            MeetingKind.MEETING,
            ("a2", "a1"),
            MeetingStatus.HELD,
            span(RECEPTION),
            "meeting.received",
            date=PartialDate(2022, 7, 4),
            date_words="July 4",
            place="Tehran",
            confidence=0.75,
        ),
    ),
    statements=(
        Statement(
            "s1",
            "a1",
            StatementForm.QUOTE,
            span(PLEDGE),
            "told",
            span(f'"{PLEDGE}".'),
            "statement.quote",
            addressee="a2",
            via="Fars news agency",
            topics=("regional security",),
            kind=StatementKind.COMMITMENT,
            occasion="m1",
            negated=True,
            pieces=(span("Azerbaijan will never allow it"), span("from its soil")),
        ),
    ),
    projects=(
        Project(
            "p1",
            "bridge",
            ProjectKind.TRANSPORT,
            ("a3", "a4"),
            ProjectStatus.PLANNED,
            span("a $60 million bridge"),
            "project.plan",
            amount="$60 million",
        ),
    ),
)


def mapped(article=ARTICLE, extraction=READ):
    return list(map_article(IRIS, LINKER, article, LINKER.link(article, extraction), "rules-1"))


LINKED = LINKER.link(ARTICLE, READ)
TRIPLES = set(mapped())
GRAPH = IRIS.article(ARTICLE.key)
BAYRAMOV, RAISI = (URIRef(str(actor.iri)) for actor in LINKED.actors[:2])


def values(subject, predicate):
    return {o for s, p, o in TRIPLES if (s, p) == (subject, predicate)}


def report_about(iri):
    return next(s for s, p, o in TRIPLES if (p, o) == (DIPLO.about, URIRef(iri)))


def holding_of(person):
    return next(s for s, p, o in TRIPLES if (p, o) == (DIPLO.holder, person))


def test_the_article_says_what_its_source_says_of_it():
    assert {
        (GRAPH, RDF.type, DIPLO.Article),
        (GRAPH, RDFS.label, Literal("Bayramov in Tehran")),
        (GRAPH, DCTERMS.title, Literal("Bayramov in Tehran")),
        (GRAPH, DCTERMS.identifier, Literal("n1")),
        (GRAPH, DCTERMS.issued, Literal("2022-07-06", datatype=XSD.date)),
        (GRAPH, DCTERMS.language, Literal("en")),
        (GRAPH, SCHEMA.url, Literal("https://example.org/news/1", datatype=XSD.anyURI)),
        (GRAPH, DIPLO.outlet, organisation_iri("irna")),
        (GRAPH, DC.creator, Literal("Ann Reed")),
        (GRAPH, DIPLO.textDigest, Literal(ARTICLE.digest)),
        (GRAPH, DIPLO.extractorVersion, Literal("rules-1")),
        (GRAPH, DIPLO.mentions, BAYRAMOV),
        (GRAPH, DIPLO.mentions, state_iri("AZE")),
    } <= TRIPLES


def test_an_article_without_metadata_is_called_by_its_first_words():
    bare = Article(text=TEXT, source="/home/somebody/1.txt")
    triples = mapped(bare, Extraction())
    labels = [str(o) for _, p, o in triples if p == RDFS.label]
    assert labels == ["Iranian President Ebrahim Raisi received Azerbaijani Foreign Minister Jeyhun…"]
    assert not any("somebody" in str(term) for triple in triples for term in triple)
    assert {p for _, p, _ in triples} == {
        RDF.type,
        RDFS.label,
        DCTERMS.language,
        DIPLO.textDigest,
        DIPLO.extractorVersion,
        DCTERMS.hasPart,
        SCHEMA.wordCount,
    }


@pytest.mark.parametrize(
    ("iri", "words"),
    [
        (LINKED.meetings[0].iri, TEXT[slice(*READ.meetings[0].evidence)]),
        (LINKED.statements[0].iri, TEXT[slice(*READ.statements[0].evidence)]),
        (LINKED.projects[0].iri, "a $60 million bridge"),
        (holding_of(BAYRAMOV), "Foreign Minister Jeyhun Bayramov"),
        (holding_of(RAISI), "Ebrahim Raisi"),
    ],
    ids=["meeting", "statement", "project", "office", "office without words of its own"],
)
def test_every_record_has_a_report_with_its_words_and_where_they_stand(iri, words):
    report = report_about(iri)
    start, end = span(words)
    assert values(report, DIPLO.words) == {Literal(words)}
    assert values(report, DIPLO.evidence) == {URIRef(f"{GRAPH}#char={start},{end}")}
    assert values(report, DIPLO.inArticle) == {GRAPH}
    assert values(report, DIPLO.textDigest) == {Literal(ARTICLE.digest)}
    assert values(report, RDF.type) == {DIPLO.Report}
    assert len(values(report, DIPLO.readBy)) == 1
    assert report.startswith(f"{GRAPH}#")


def test_a_meeting_has_participants_and_its_report_has_what_the_article_says_of_it():
    meeting = URIRef(LINKED.meetings[0].iri)
    report = report_about(meeting)
    assert report == URIRef(f"{GRAPH}#meeting-0-85")
    assert values(meeting, RDF.type) == {DIPLO.Meeting}
    assert values(meeting, DIPLO.participant) == {BAYRAMOV, RAISI}
    assert values(meeting, RDFS.label) == {Literal("Meeting of Ebrahim Raisi and Jeyhun Bayramov")}
    assert values(report, DIPLO.reportedStatus) == {DIPLO.Held}
    assert values(report, DIPLO.reportedDate) == {Literal("July 4")}
    assert values(report, DIPLO.notBefore) == values(report, DIPLO.notAfter)
    assert values(report, DIPLO.notBefore) == {Literal("2022-07-04", datatype=XSD.date)}
    assert values(report, DIPLO.datePrecision) == {DIPLO.Day}
    assert values(report, DIPLO.reportedPlace) == {place_iri("Tehran")}
    assert values(report, DIPLO.confidence) == {Literal("0.75", datatype=XSD.decimal)}


def test_a_month_is_a_date_between_its_first_and_last_day():
    may = replace(READ.meetings[0], date=PartialDate(2022, 5))
    bounds = {
        p: str(o)
        for _, p, o in mapped(extraction=replace(READ, meetings=(may,)))
        if p in (DIPLO.notBefore, DIPLO.notAfter, DIPLO.datePrecision)
    }
    assert bounds == {
        DIPLO.notBefore: "2022-05-01",
        DIPLO.notAfter: "2022-05-31",
        DIPLO.datePrecision: str(DIPLO.Month),
    }


def test_a_statement_says_who_said_what_to_whom_and_where():
    statement = URIRef(LINKED.statements[0].iri)
    assert values(statement, RDF.type) == {DIPLO.Statement, DIPLO.Commitment}
    assert values(statement, DIPLO.speaker) == {BAYRAMOV}
    assert values(statement, DIPLO.addressee) == {RAISI}
    assert values(statement, DIPLO.saidAt) == {URIRef(LINKED.meetings[0].iri)}
    assert values(statement, DIPLO.text) == {Literal("Azerbaijan will never allow it … from its soil")}
    assert values(statement, DIPLO.cue) == {Literal("told")}
    assert values(statement, DIPLO.form) == {DIPLO.Quote}
    assert values(statement, DIPLO.negated) == {Literal(True)}
    assert values(statement, DIPLO.topic) == {topic_iri("regional security")}
    assert values(statement, RDFS.label) == {Literal("Jeyhun Bayramov: Azerbaijan will never allow it … from its soil")}
    assert values(report_about(statement), DIPLO.via) == {organisation_iri("fars")}


def test_a_report_names_the_rules_that_read_to_whom_and_where_a_statement_was_made():
    said = replace(READ.statements[0], rules={"addressee": "audience.named", "occasion": "audience.account"})
    triples = mapped(extraction=replace(READ, statements=(said,)))
    (report,) = (s for s, p, o in triples if (p, o) == (DIPLO.readBy, Literal("statement.quote")))
    assert {str(o) for s, p, o in triples if (s, p) == (report, DIPLO.readBy)} == {
        "statement.quote",
        "audience.named",
        "audience.account",
    }


def test_two_speakers_of_the_same_words_made_two_statements():
    first = READ.statements[0]
    second = replace(first, id="s2", speaker="a2", addressee=None)
    triples = mapped(extraction=replace(READ, statements=(first, second)))
    speakers = {s: o for s, p, o in triples if p == DIPLO.speaker}
    assert sorted(speakers.values()) == sorted([RAISI, BAYRAMOV])
    assert len({s for s, p, o in triples if p == DIPLO.about and o in speakers}) == 2


def test_a_project_has_parties_kind_and_amount_and_a_status_of_its_own():
    project = URIRef(LINKED.projects[0].iri)
    assert values(project, RDF.type) == {DIPLO.Project}
    assert values(project, DIPLO.party) == {state_iri("AZE"), state_iri("IRN")}
    assert values(project, DIPLO.kind) == {DIPLO.Transport}
    assert values(project, DIPLO.amount) == {Literal("$60 million")}
    assert values(report_about(project), DIPLO.reportedStatus) == {DIPLO.ProjectPlanned}


def test_an_office_that_no_table_knows_has_the_kind_that_its_words_tell():
    text = "Nigeria's ambassador to Russia, Ann Lee, spoke."
    lee = Actor("a1", ActorType.PERSON, "Ann Lee", ((32, 39),), "rule", office="Ambassador to Russia", of="Nigeria")
    kinds = [value for _, p, value in mapped(Article(text=text, source="x"), Extraction((lee,))) if p == DIPLO.kind]
    assert kinds == [URIRef("https://w3id.org/communique/vocab/office-kind/diplomat")]


def test_an_office_is_attested_on_the_day_of_publication():
    holding = holding_of(BAYRAMOV)
    assert values(holding, RDF.type) == {DIPLO.OfficeHolding}
    assert values(holding, DIPLO.office) == {office_iri("Foreign Minister")}
    assert values(holding, DIPLO.officeOf) == {state_iri("AZE")}
    assert values(holding, DIPLO.attestedOn) == {Literal("2022-07-06", datatype=XSD.date)}
    assert values(holding, RDFS.label) == {Literal("Jeyhun Bayramov, Foreign Minister of Azerbaijan")}
    assert values(holding_of(RAISI), DIPLO.officeOf) == {state_iri("IRN")}


def test_offices_held_together_are_two_holdings_each_with_its_report():
    joint = replace(READ.actors[0], office="Deputy Prime Minister and Foreign Minister")
    graph = Graph()
    for triple in mapped(extraction=replace(READ, actors=(joint, *READ.actors[1:]))):
        graph.add(triple)
    holdings = set(graph.subjects(DIPLO.holder, BAYRAMOV))
    offices = {office_iri("Deputy Prime Minister"), office_iri("Foreign Minister")}
    assert {graph.value(holding, DIPLO.office) for holding in holdings} == offices
    assert {str(graph.value(holding, RDFS.label)) for holding in holdings} == {
        "Jeyhun Bayramov, Deputy Prime Minister of Azerbaijan",
        "Jeyhun Bayramov, Foreign Minister of Azerbaijan",
    }
    assert len({graph.value(None, DIPLO.about, holding) for holding in holdings}) == 2


def test_an_undated_article_attests_an_office_without_a_day():
    assert DIPLO.attestedOn not in {p for _, p, _ in mapped(replace(ARTICLE, published=None))}


def test_an_office_far_from_the_name_is_attested_by_the_name():
    text = "Foreign Minister " + "x" * 300 + " Jeyhun Bayramov"
    holder = replace(READ.actors[0], mentions=((318, 333),), spans={"office": (0, 16)})
    triples = mapped(replace(ARTICLE, text=text), Extraction(actors=(holder,)))
    assert [str(o) for _, p, o in triples if p == DIPLO.words] == ["Jeyhun Bayramov"]


def test_only_what_the_reference_graph_does_not_describe_is_described_in_the_article():
    described = {s for s, p, _ in TRIPLES if p == RDFS.label and s.startswith(FIXED)}
    assert described == set()
    assert (person_iri("Q16366137"), person_iri("Q5947347")) == (BAYRAMOV, RAISI)
    assert not values(BAYRAMOV, RDF.type) | values(BAYRAMOV, RDFS.label)
    unknown = replace(READ.actors[0], name="Ann Lee", office="Chief Herald")
    triples = set(mapped(extraction=Extraction(actors=(unknown,))))
    herald = URIRef(f"{BASE}office/chief-herald")
    assert {(herald, RDF.type, DIPLO.Office), (herald, RDFS.label, Literal("Chief Herald"))} <= triples
    lee = URIRef(f"{BASE}person/ann-lee")
    assert {(lee, RDF.type, DIPLO.Person), (lee, RDFS.label, Literal("Ann Lee"))} <= triples


def test_the_spelling_of_the_article_is_kept_beside_the_label():
    actor = replace(READ.actors[0], name="Ceyhun Məmmədov-Əliyev")
    triples = set(mapped(extraction=Extraction(actors=(actor,))))
    person = URIRef(f"{BASE}person/ceyhun-mammadov-aliyev")
    assert (person, RDFS.label, Literal("Ceyhun Mammadov-Aliyev")) in triples
    assert (person, SKOS.altLabel, Literal("Ceyhun Məmmədov-Əliyev")) in triples


def test_another_spelling_of_a_known_person_stands_in_the_words_alone():
    actor = replace(READ.actors[0], name="Ceyhun Bayramov-Əliyev")
    triples = set(mapped(extraction=Extraction(actors=(actor,))))
    assert (GRAPH, DIPLO.mentions, BAYRAMOV) in triples
    assert not {predicate for subject, predicate, _ in triples if subject == BAYRAMOV}


def test_a_name_that_is_the_label_or_that_the_reference_graph_holds_is_not_written_beside_it():
    nato = Actor("a1", ActorType.ORGANISATION, "N.A.T.O.", (span("Iran"),), "actor.organisation")
    for actor in (READ.actors[0], nato):
        assert SKOS.altLabel not in {p for _, p, _ in mapped(extraction=Extraction(actors=(actor,)))}


def test_only_a_person_holds_an_office():
    state = replace(READ.actors[3], office="President")
    assert DIPLO.holder not in {p for _, p, _ in mapped(extraction=Extraction(actors=(state,)))}


def test_an_office_that_was_left_is_not_attested():
    former = replace(READ.actors[0], is_former=True)
    assert DIPLO.holder not in {p for _, p, _ in mapped(extraction=Extraction(actors=(former,)))}


def test_every_value_of_a_record_has_a_term_of_the_right_class():
    for values_of, kind in (
        (MeetingStatus, DIPLO.EventStatus),
        (ProjectStatus, DIPLO.ProjectStatus),
        (ProjectKind, DIPLO.ProjectKind),
        (StatementForm, DIPLO.StatementForm),
    ):
        terms = {term_of(value) for value in values_of}
        known = set(ONTOLOGY_TERMS.graph.subjects(RDF.type, kind))
        assert terms == known - {DIPLO.Disputed, DIPLO.Abandoned}  # no record says so
    assert {term_of(v) for v in StatementKind} == set(ONTOLOGY_TERMS.subclasses(DIPLO.Statement))
    meetings = {*ONTOLOGY_TERMS.subclasses(DIPLO.Meeting), DIPLO.Meeting}
    assert {term_of(v) for v in MeetingKind} == meetings


def entities(*labels, kind=DIPLO.State):
    return [Entity(URIRef(f"urn:{label}"), (kind,), label) for label in labels]


PERSON = entities("Ann Lee", kind=DIPLO.Person)


@pytest.mark.parametrize(
    ("kind", "participants", "label"),
    [
        ("meeting", entities("Iran", "Armenia"), "Meeting of Armenia and Iran"),
        ("meeting", entities("Iran", "Armenia", "Iran"), "Meeting of Armenia and Iran"),
        ("meeting", entities(*"CBAD"), "Meeting of A, B, C and D"),
        ("summit", entities(*"CBADEF"), "Summit of A, B, C and 3 others"),
        ("press-conference", PERSON, "Press conference of Ann Lee"),
        ("phone-call", [*entities("Iran"), *PERSON], "Phone call of Ann Lee and Iran"),
        ("visit", [*entities("United Kingdom"), *PERSON], "Visit of Ann Lee to the United Kingdom"),
        ("visit", entities("Iran", "Armenia"), "Visit of Armenia and Iran"),
    ],
)
def test_an_event_is_called_by_kind_and_participants(kind, participants, label):
    assert event_label(MeetingKind(kind), participants) == label
    assert event_label(MeetingKind(kind), participants[::-1]) == label


@pytest.mark.parametrize(
    ("confidence", "lexical"),
    [(0.9, "0.9"), (1.0, "1"), (0.0, "0"), (1e-7, "0.0000001"), (0.125, "0.125")],
)
def test_a_confidence_is_written_in_its_canonical_form(confidence, lexical):
    project = replace(READ.projects[0], confidence=confidence)
    triples = mapped(extraction=replace(READ, projects=(project,), meetings=(), statements=(), actors=READ.actors[2:]))
    assert [str(o) for _, p, o in triples if p == DIPLO.confidence] == [lexical]


def test_records_that_were_not_linked_are_refused():
    with pytest.raises(ValueError, match="link the extraction"):
        list(map_article(IRIS, LINKER, ARTICLE, READ, "rules-1"))


@st.composite
def readings(draw):
    """An article with any text and records of every kind anywhere in it."""
    text = draw(st.text(min_size=2, max_size=60))
    name = st.text(min_size=1, max_size=12) | st.sampled_from(
        ["Iran", "the UN", "Raisi", "Ebrahim Raisi", "his office"]
    )

    def some_span():
        start = draw(st.integers(0, len(text) - 1))
        return start, draw(st.integers(start + 1, len(text)))

    def maybe(strategy):
        return draw(st.none() | strategy)

    actors = tuple(
        Actor(
            f"a{n}",
            draw(st.sampled_from(ActorType)),
            draw(name),
            (some_span(),),
            "rule",
            office=maybe(name),
            of=maybe(name | st.sampled_from(["a0", "a1"])),
            confidence=maybe(st.floats(0, 1)),
        )
        for n in range(draw(st.integers(1, 3)))
    )
    some_actors = st.lists(st.sampled_from([a.id for a in actors]), min_size=1, max_size=3).map(tuple)
    days = st.dates(date(1900, 1, 1)).map(PartialDate.of) | st.integers(1900, 2100).map(PartialDate)
    meetings = tuple(
        Meeting(
            f"m{n}",
            draw(st.sampled_from(MeetingKind)),
            draw(some_actors),
            draw(st.sampled_from(MeetingStatus)),
            some_span(),
            "rule",
            date=maybe(days),
            date_words=maybe(name),
            place=maybe(name),
        )
        for n in range(draw(st.integers(0, 2)))
    )
    statements = tuple(
        Statement(
            f"s{n}",
            draw(some_actors)[0],
            draw(st.sampled_from(StatementForm)),
            some_span(),
            "said",
            some_span(),
            "rule",
            via=maybe(name),
            topics=tuple(draw(st.lists(name, max_size=2))),
            kind=maybe(st.sampled_from(StatementKind)),
            occasion=maybe(st.sampled_from(["m0", "m1"])),
            negated=draw(st.booleans()),
        )
        for n in range(draw(st.integers(0, 2)))
    )
    projects = tuple(
        Project(
            f"p{n}",
            draw(name),
            draw(st.sampled_from(ProjectKind)),
            draw(some_actors),
            draw(st.sampled_from(ProjectStatus)),
            some_span(),
            "rule",
        )
        for n in range(draw(st.integers(0, 2)))
    )
    article = Article(text=text, source="x", title=maybe(name), outlet=maybe(name), published=maybe(st.dates()))
    return article, Extraction(actors, meetings, statements, projects)


@settings(max_examples=60, deadline=None)
@given(readings())
def test_whatever_was_read_the_triples_are_valid_named_known_to_the_ontology_and_always_the_same(reading):
    article, extraction = reading
    triples = mapped(article, extraction)
    assert triples == mapped(article, extraction)
    assert len(triples) == len(set(triples))
    graph = Graph()
    for subject, predicate, value in triples:
        assert isinstance(subject, URIRef)
        assert isinstance(value, URIRef | Literal)
        for term in (predicate, value):
            if term.startswith(ONTOLOGY):
                assert DIPLO[term.removeprefix(ONTOLOGY)] == term
        if isinstance(value, Literal):
            assert not value.ill_typed
        graph.add((subject, predicate, value))
    parsed = Graph().parse(data=graph.serialize(format="nt"), format="nt")
    assert set(parsed) == set(triples)
    assert len(list(pyoxigraph.parse(graph.serialize(format="nt"), pyoxigraph.RdfFormat.N_TRIPLES))) == len(triples)
    for report in parsed.subjects(RDF.type, DIPLO.Report):
        start, end = map(int, str(parsed.value(report, DIPLO.evidence)).rpartition("char=")[2].split(","))
        assert str(parsed.value(report, DIPLO.words)) == article.text[start:end]
    for matter in {o for p in (DIPLO.speaker, DIPLO.participant, DIPLO.party) for o in parsed.objects(None, p)}:
        assert matter.startswith(FIXED) or (matter, RDFS.label, None) in parsed
    for one, other in ONTOLOGY_TERMS.graph.subject_objects(OWL.disjointWith):
        assert not instances(parsed, one) & instances(parsed, other)


def instances(graph, kind):
    below = ONTOLOGY_TERMS.graph.transitive_subjects(RDFS.subClassOf, kind)
    return {instance for class_ in below for instance in graph.subjects(RDF.type, class_)}

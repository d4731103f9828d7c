"""What follows from the articles, and that it follows the same way whatever was written in which order."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, RDF, RDFS, XSD, Literal, URIRef
from shipped import REFERENCE as SHIPPED

from kg.derivation import Derivation, load_rules
from kg.fingerprint import is_same_text
from kg.iris import Iris, office_iri, place_iri, relation_iri, state_iri, territory_iri
from kg.ontology import load_ontology
from kg.resources import resource
from kg.store.embedded import EmbeddedStore
from kg.store.scratch import EngineScratch
from kg.vocabulary import DIPLO, ITSRDF, SCHEMA

IRIS = Iris("https://example.org/")
DERIVATION = Derivation(
    load_rules(resource("ontology") / "rules"), load_ontology(resource("ontology")), IRIS, EngineScratch
)
AZE, IRN, SGP = map(state_iri, ("AZE", "IRN", "SGP"))
RAISI, BAYRAMOV = URIRef("https://w3id.org/communique/person/Q5"), URIRef(f"{IRIS.base_iri}person/jeyhun-bayramov")
TEHRAN, IRAN = place_iri("Tehran"), territory_iri("IRN")
TALKS, GRID = URIRef(f"{IRIS.base_iri}meeting/1"), URIRef(f"{IRIS.base_iri}project/1")
EVENTS = [URIRef(f"{IRIS.base_iri}meeting/{n}") for n in range(3)]
HOLDING = URIRef("https://w3id.org/communique/holding/raisi")
REFERENCE = {
    *((state, RDF.type, DIPLO.State) for state in (AZE, IRN, SGP)),
    (AZE, RDFS.label, Literal("Azerbaijan", lang="en")),
    (IRN, RDFS.label, Literal("Iran")),
    (IRN, RDFS.label, Literal("Иран", lang="ru")),
    (IRAN, RDF.type, DIPLO.Territory),
    (IRAN, DIPLO.territoryOf, IRN),
    (TEHRAN, RDF.type, DIPLO.Place),
    (TEHRAN, DIPLO.inState, IRN),
    (HOLDING, DIPLO.holder, RAISI),
    (HOLDING, DIPLO.office, URIRef("https://w3id.org/communique/office/president")),
    (HOLDING, DIPLO.officeOf, IRN),
    (HOLDING, DIPLO.heldFrom, Literal("2021-08-01", datatype=XSD.date)),
    (HOLDING, DIPLO.heldUntil, Literal("2024-12-31", datatype=XSD.date)),
}


def day(text):
    return Literal(text, datatype=XSD.date)


def article(number, *triples, issued="2022-07-05", outlet=None):
    """The graph of an article with these triples; every meeting or project in it is reported once."""
    iri = URIRef(f"{IRIS.base_iri}article/{number}")
    graph = {(iri, RDF.type, DIPLO.Article), *triples}
    if issued:
        graph.add((iri, DCTERMS.issued, day(issued)))
    if outlet:
        graph.add((iri, DIPLO.outlet, URIRef(f"{IRIS.base_iri}organisation/{outlet}")))
    return iri, graph


def reporting(number, about):
    """The report of article `number` about a matter."""
    return URIRef(f"{IRIS.base_iri}article/{number}#{'-'.join(about.split('/')[-2:])}")


def report(number, about, status=None, first=None, last=None, place=None):
    """The triples of a report of article `number` about a matter."""
    iri = reporting(number, about)
    graph = {
        (iri, RDF.type, DIPLO.Report),
        (iri, DIPLO.about, about),
        (iri, DIPLO.inArticle, URIRef(f"{IRIS.base_iri}article/{number}")),
    }
    if status:
        graph.add((iri, DIPLO.reportedStatus, DIPLO[status]))
    if first:
        graph |= {(iri, DIPLO.notBefore, day(first)), (iri, DIPLO.notAfter, day(last or first))}
    if place:
        graph.add((iri, DIPLO.reportedPlace, place))
    return graph


def meeting(*participants, iri=TALKS, kind=DIPLO.Meeting, **roles):
    return {
        (iri, RDF.type, DIPLO.Meeting),
        (iri, RDF.type, kind),
        *((iri, DIPLO.participant, p) for p in participants),
        *((iri, DIPLO[role], value) for role, value in roles.items()),
    }


def holding(person, state, number=1):
    held = URIRef(f"{IRIS.base_iri}holding/{person.rpartition('/')[2]}-{state.rpartition('/')[2]}")
    return {
        (held, RDF.type, DIPLO.OfficeHolding),
        (held, DIPLO.holder, person),
        (held, DIPLO.officeOf, state),
    } | report(number, held)


def reference_store():
    store = EmbeddedStore()
    store.replace({IRIS.graph("reference"): REFERENCE})
    return store


@pytest.fixture
def store():
    return reference_store()


def write(store, *articles):
    graphs = dict(articles)
    store.replace({**graphs, **DERIVATION.conclude(store, graphs)})


def values(store, subject, relation):
    """What the derived graphs say."""
    return {
        value
        for graph in store.graphs()
        if "/graph/derived/" in graph
        for s, p, value in store.graph(graph)
        if (s, p) == (subject, relation)
    }


def test_the_classes_and_properties_above_are_concluded(store):
    visit = meeting(kind=DIPLO.Visit, guest=BAYRAMOV) | {(BAYRAMOV, RDF.type, DIPLO.Person)}
    write(store, article(1, *visit, *report(1, TALKS)))
    assert values(store, TALKS, RDF.type) == {DIPLO.ReportedMatter}
    assert values(store, BAYRAMOV, RDF.type) == {DIPLO.Actor}
    assert values(store, TALKS, DIPLO.participant) == {BAYRAMOV}


def test_of_what_the_reference_data_describe_an_article_concludes_nothing(store):
    write(store, article(1, *meeting(IRN, AZE), *report(1, TALKS)))
    assert values(store, IRN, RDF.type) == set()


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ([("Planned", "2022-07-01")], "Planned"),
        ([("Planned", "2022-07-01"), ("Held", "2022-07-05")], "Held"),
        ([("Held", "2022-07-05"), ("Planned", "2022-07-09")], "Held"),
        ([("Planned", "2022-07-01"), ("Cancelled", "2022-07-03")], "Cancelled"),
        ([("Cancelled", "2022-07-01"), ("Planned", "2022-07-03")], "Planned"),
        ([("Planned", "2022-07-03"), ("Cancelled", "2022-07-03")], "Cancelled"),
        ([("Held", "2022-07-05"), ("Denied", "2022-07-06")], "Disputed"),
        ([("Denied", "2022-07-06")], "Denied"),
        ([("Planned", None), ("Postponed", "2022-07-03")], "Postponed"),
    ],
)
def test_the_status_of_a_meeting_is_concluded_from_all_articles(store, told, status):
    for number, (said, issued) in enumerate(told, 1):
        write(store, article(number, *meeting(AZE, IRN), *report(number, TALKS, said), issued=issued))
    assert values(store, TALKS, DIPLO.currentStatus) == {DIPLO[status]}


def claimed(number, about, *told):
    """The triples of a report of article `number` that has it from somebody's statement."""
    said = URIRef(f"{IRIS.base_iri}statement/{number}9")
    return report(number, about, *told) | {(reporting(number, about), DIPLO.accordingTo, said)}


@pytest.mark.parametrize(
    ("status", "first", "place"),
    [
        ("Cancelled", None, None),
        ("Postponed", "2022-07-12", None),
        ("Held", "2022-07-07", TEHRAN),
        ("Planned", "2022-07-08", TEHRAN),
    ],
)
def test_what_officials_say_later_changes_what_an_article_planned(store, status, first, place):
    write(store, article(1, *meeting(AZE, IRN), *report(1, TALKS, "Planned", place=place), issued="2022-07-05"))
    write(store, article(2, *meeting(AZE, IRN), *claimed(2, TALKS, status, first, None, place), issued="2022-07-09"))
    assert values(store, TALKS, DIPLO.currentStatus) == {DIPLO[status]}
    assert values(store, TALKS, DIPLO.notBefore) == ({day(first)} if first else set())
    assert values(store, TALKS, DIPLO.place) == ({place} if place else set())


@pytest.mark.parametrize(
    ("said", "denied", "status"),
    [
        ("2022-07-05", "2022-07-05", "Denied"),
        (None, "2022-07-05", "Denied"),
        ("2022-07-05", None, "Denied"),
        ("2022-07-05", "2022-07-06", "Disputed"),
        ("2022-07-06", "2022-07-05", "Disputed"),
    ],
)
def test_a_denial_of_an_article_itself_counts_before_what_somebody_says_on_that_day(store, said, denied, status):
    write(
        store,
        article(1, *meeting(AZE, IRN), *claimed(1, TALKS, "Held"), issued=said),
        article(2, *meeting(AZE, IRN), *report(2, TALKS, "Denied"), issued=denied),
    )
    assert values(store, TALKS, DIPLO.currentStatus) == {DIPLO[status]}


def test_what_a_host_says_to_two_guests_ties_the_guests_to_nobody_but_the_host(store):
    told = statement(1, SGP, AZE) | {(URIRef(f"{IRIS.base_iri}statement/1"), DIPLO.addressee, IRN)}
    write(store, article(1, *told))
    ties = {graph.rpartition("/")[2] for graph in store.graphs() if "/tie/" in graph}
    assert ties == {"AZE-SGP-2022-07", "IRN-SGP-2022-07"}


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ([("Proposed", "2022-07-01"), ("Underway", "2022-07-05")], "Underway"),
        ([("Underway", "2022-07-01"), ("StatusUnknown", "2022-07-05")], "Underway"),
        ([("StatusUnknown", "2022-07-05")], "StatusUnknown"),
        ([("Underway", "2022-07-01"), ("Abandoned", "2022-07-05"), ("StatusUnknown", "2022-07-06")], "Abandoned"),
        ([("Abandoned", "2022-07-05"), ("Underway", "2022-07-05")], "Abandoned"),
        ([("Abandoned", "2022-07-05"), ("ProjectPlanned", "2024-07-05")], "ProjectPlanned"),
    ],
)
def test_the_status_of_a_project_is_what_the_latest_article_knows(store, told, status):
    project = {(GRID, RDF.type, DIPLO.Project), (GRID, DIPLO.party, IRN)}
    for number, (said, issued) in enumerate(told, 1):
        write(store, article(number, *project, *report(number, GRID, said), issued=issued))
    assert values(store, GRID, DIPLO.currentStatus) == {DIPLO[status]}


@pytest.mark.parametrize(
    ("told", "bounds", "precision"),
    [
        ([("2022-07-04", "2022-07-04")], ("2022-07-04", "2022-07-04"), "Day"),
        ([("2022-07-01", "2022-07-31"), ("2022-07-04", "2022-07-04")], ("2022-07-04", "2022-07-04"), "Day"),
        ([("2022-07-04", "2022-07-04"), ("2022-07-05", "2022-07-05")], ("2022-07-04", "2022-07-05"), "Month"),
        ([("2022-01-01", "2022-12-31")], ("2022-01-01", "2022-12-31"), "Year"),
        ([("2022-10-31", "2022-11-02")], ("2022-10-31", "2022-11-02"), "Month"),
        ([("2021-12-31", "2021-12-31"), ("2022-01-01", "2022-01-01")], ("2021-12-31", "2022-01-01"), "Month"),
        ([("2021-12-19", "2022-01-01")], ("2021-12-19", "2022-01-01"), "Month"),
        ([("2021-12-18", "2022-01-01")], ("2021-12-18", "2022-01-01"), "Span"),
        ([("2022-06-18", "2022-07-02")], ("2022-06-18", "2022-07-02"), "Year"),
        ([("2022-07-05", None)] * 2 + [("2023-07-05", None)], ("2022-07-05", "2022-07-05"), "Day"),
        ([("2022-07-05", None)] * 2 + [("2022-07-01", "2022-07-31"), ("2022-07-09", None)], ("2022-07-05",) * 2, "Day"),
        ([("2022-07-01", "2022-07-31"), ("2022-07-05", None), ("2023-07-05", None)], ("2022-07-05",) * 2, "Day"),
    ],
)
def test_the_date_is_what_most_articles_allow_or_else_the_span_of_those(store, told, bounds, precision):
    for number, (first, last) in enumerate(told, 1):
        write(store, article(number, *meeting(AZE, IRN), *report(number, TALKS, "Held", first, last)))
    assert values(store, TALKS, DIPLO.notBefore) == {day(bounds[0])}
    assert values(store, TALKS, DIPLO.notAfter) == {day(bounds[1])}
    assert values(store, TALKS, DIPLO.datePrecision) == {DIPLO[precision]}


@pytest.mark.parametrize(
    ("places", "concluded"),
    [
        ([TEHRAN], {TEHRAN}),
        ([IRAN, IRAN, TEHRAN], {TEHRAN}),
        ([TEHRAN, TEHRAN, place_iri("Baku")], {TEHRAN}),
        ([TEHRAN, place_iri("Baku")], set()),
        ([IRAN], {IRAN}),
    ],
)
def test_the_place_is_the_one_that_most_articles_name(store, places, concluded):
    for number, place in enumerate(places, 1):
        write(store, article(number, *meeting(AZE, IRN), *report(number, TALKS, "Held", place=place)))
    assert values(store, TALKS, DIPLO.place) == concluded


def test_reports_and_outlets_are_counted(store):
    for number, outlet in enumerate(["irna", "irna", "azertac", None], 1):
        write(store, article(number, *meeting(AZE, IRN), *report(number, TALKS, "Held"), outlet=outlet))
    assert values(store, TALKS, DIPLO.reportCount) == {Literal(4)}
    assert values(store, TALKS, DIPLO.sourceCount) == {Literal(3)}


@pytest.mark.parametrize(
    ("issued", "between"),
    [("2022-07-05", {AZE, IRN}), ("2021-07-31", set()), ("2024-12-31", {AZE, IRN}), ("2025-01-01", set())],
)
def test_a_meeting_lies_between_the_states_whose_officials_take_part(store, issued, between):
    told = meeting(RAISI, BAYRAMOV) | holding(BAYRAMOV, AZE) | report(1, TALKS, "Held")
    write(store, article(1, *told, issued=issued))
    assert values(store, TALKS, DIPLO.between) == between


def test_a_state_that_only_the_office_of_somebody_names_is_known_on_every_engine(any_store):
    any_store.replace({IRIS.graph("reference"): REFERENCE | {(HOLDING, RDF.type, DIPLO.OfficeHolding)}})
    told = meeting(RAISI, BAYRAMOV) | holding(BAYRAMOV, AZE) | report(1, TALKS, "Held")
    write(any_store, article(1, *told))
    assert values(any_store, TALKS, DIPLO.between) == {AZE, IRN}


def test_the_host_counts_of_a_visit_only_and_the_mediator_never(store):
    write(store, article(1, *meeting(AZE, IRN, hostedBy=SGP), *report(1, TALKS)))
    assert values(store, TALKS, DIPLO.between) == {AZE, IRN}
    write(store, article(1, *meeting(AZE, kind=DIPLO.Visit, hostedBy=SGP), *report(1, TALKS)))
    assert values(store, TALKS, DIPLO.between) == {AZE, SGP}
    write(store, article(1, *meeting(AZE, IRN, SGP, mediator=SGP), *report(1, TALKS)))
    assert values(store, TALKS, DIPLO.between) == {AZE, IRN}


def statement(number, speaker, addressee=None):
    said = URIRef(f"{IRIS.base_iri}statement/{number}")
    graph = {(said, RDF.type, DIPLO.Statement), (said, DIPLO.speaker, speaker)} | report(number, said)
    return graph | ({(said, DIPLO.addressee, addressee)} if addressee else set())


def test_an_official_speaks_on_behalf_of_the_state(store):
    write(store, article(1, *statement(1, RAISI, AZE)), article(2, *statement(2, SGP)))
    assert values(store, URIRef(f"{IRIS.base_iri}statement/1"), DIPLO.onBehalfOf) == {IRN}
    assert values(store, URIRef(f"{IRIS.base_iri}statement/1"), DIPLO.between) == {AZE, IRN}
    assert values(store, URIRef(f"{IRIS.base_iri}statement/2"), DIPLO.onBehalfOf) == {SGP}


UN = URIRef("https://w3id.org/communique/organisation/united-nations")
SAID = URIRef(f"{IRIS.base_iri}statement/1")


@pytest.mark.parametrize(
    ("office", "speaker", "issued", "behalf"),
    [
        (set(), UN, "2022-07-05", {UN}),
        (holding(BAYRAMOV, UN), BAYRAMOV, "2022-07-05", {UN}),
        (holding(BAYRAMOV, UN) | {(UN, RDF.type, DIPLO.Outlet)}, BAYRAMOV, "2022-07-05", set()),
        (holding(BAYRAMOV, UN) | holding(BAYRAMOV, AZE), BAYRAMOV, "2022-07-05", {AZE}),
        ({(HOLDING, DIPLO.officeOf, UN)}, RAISI, "2022-07-05", {UN}),
        ({(HOLDING, DIPLO.officeOf, UN)}, RAISI, "2025-07-05", set()),
    ],
)
def test_who_speaks_for_a_body_that_is_no_states_speaks_on_its_behalf(office, speaker, issued, behalf):
    store = EmbeddedStore()
    of_reference = {t for t in office if t[0] == HOLDING}
    told = REFERENCE - ({(HOLDING, DIPLO.officeOf, IRN)} if of_reference else set())
    store.replace({IRIS.graph("reference"): told | of_reference | {(UN, RDF.type, DIPLO.Organisation)}})
    write(store, article(1, *statement(1, speaker), *(office - of_reference), issued=issued))
    assert values(store, SAID, DIPLO.onBehalfOf) == behalf


def test_a_tie_counts_what_was_held_and_said_between_two_states_in_a_month(store):
    write(store, article(1, *meeting(AZE, IRN), *report(1, TALKS, "Held", "2022-07-04")))
    write(store, article(2, *statement(2, RAISI, AZE)), article(3, *statement(3, AZE, RAISI)))
    tie = IRIS.tie(IRN, AZE, "2022-07")
    assert tie == IRIS.tie(AZE, IRN, "2022-07")
    assert values(store, tie, DIPLO.between) == {AZE, IRN}
    assert values(store, tie, DIPLO.meetingCount) == {Literal(1)}
    assert values(store, tie, DIPLO.statementCount) == {Literal(2)}
    assert values(store, tie, RDFS.label) == {Literal("Azerbaijan and Iran, 2022-07", lang="en")}
    assert values(store, relation_iri(IRN, AZE), RDFS.label) == {Literal("Azerbaijan and Iran", lang="en")}
    assert values(store, relation_iri(AZE, IRN), RDF.type) == {DIPLO.Relation}


def test_who_holds_offices_in_two_states_does_not_tie_them_to_each_other(store):
    told = meeting(BAYRAMOV, RAISI) | holding(BAYRAMOV, AZE) | report(1, TALKS, "Held", "2022-07-04")
    write(store, article(1, *told, *holding(BAYRAMOV, SGP)))
    assert values(store, TALKS, DIPLO.between) == set()
    write(store, article(1, *told))
    assert values(store, TALKS, DIPLO.between) == {AZE, IRN}


def test_the_office_that_an_article_gives_counts_before_those_of_the_reference_data(store):
    told = meeting(RAISI, AZE) | holding(RAISI, SGP) | report(1, TALKS, "Held", "2022-07-04")
    write(store, article(1, *told))
    assert values(store, TALKS, DIPLO.between) == {AZE, SGP}


def test_who_takes_part_by_an_office_of_a_body_acts_for_no_state_by_another(store):
    told = meeting(RAISI, AZE) | report(1, TALKS, "Held", "2022-07-04")
    write(store, article(1, *told, *holding(RAISI, UN)))
    assert values(store, TALKS, DIPLO.between) == set()
    write(store, article(1, *told))
    assert values(store, TALKS, DIPLO.between) == {AZE, IRN}


def test_an_office_that_an_article_about_something_else_gives_counts_for_nothing(store):
    write(
        store,
        article(1, *meeting(BAYRAMOV, IRN), *report(1, TALKS, "Held")),
        article(2, *holding(BAYRAMOV, AZE, number=2), *meeting(IRN, iri=EVENTS[2]), *report(2, EVENTS[2])),
    )
    assert values(store, TALKS, DIPLO.between) == set()


def test_an_office_counts_that_an_article_gives_to_whom_another_lets_take_part(store):
    write(store, article(1, *meeting(IRN), *holding(BAYRAMOV, AZE), *report(1, TALKS, "Held")))
    assert values(store, TALKS, DIPLO.between) == set()
    write(store, article(2, *meeting(BAYRAMOV), *report(2, TALKS, "Held")))
    assert values(store, TALKS, DIPLO.between) == {AZE, IRN}


def crown(number, state, office="monarch", person=RAISI):
    """The reference data's word that somebody held an office from 2001 on."""
    held = URIRef(f"https://w3id.org/communique/holding/{number}")
    return {
        (held, DIPLO.holder, person),
        (held, DIPLO.office, URIRef(f"https://w3id.org/communique/office/{office}")),
        (held, DIPLO.officeOf, state),
        (held, DIPLO.heldFrom, Literal("2001-01-01", datatype=XSD.date)),
    }


@pytest.mark.parametrize(
    ("held", "between"),
    [
        (crown(1, SGP), {AZE, SGP}),
        (crown(1, SGP) | crown(2, IRN, "president"), {AZE, IRN}),
        (crown(1, SGP) | crown(2, IRN), set()),
        (crown(1, SGP) | crown(2, IRN) | crown(3, IRN, "governor-general", BAYRAMOV), {AZE, SGP}),
    ],
)
def test_a_monarch_acts_for_no_realm_of_a_governor_and_no_crown_beside_another_office(held, between):
    store = EmbeddedStore()
    states = {t for t in REFERENCE if t[0] not in (HOLDING,)}
    store.replace({IRIS.graph("reference"): states | held})
    write(store, article(1, *meeting(RAISI, AZE), *report(1, TALKS, "Held", "2022-07-04")))
    assert values(store, TALKS, DIPLO.between) == between


def told_by(*reports):
    """Articles on one meeting, each as its day and what it reports."""
    return [
        article(number, *meeting(AZE, IRN), *report(number, TALKS, *told), issued=issued)
        for number, (issued, *told) in enumerate(reports, 1)
    ]


def test_the_dates_and_place_of_what_was_held_are_those_of_reports_that_it_was(store):
    baku = place_iri("Baku")
    write(
        store,
        *told_by(
            ("2022-06-20", "Planned", "2022-06-28", None, baku),
            ("2022-06-26", "Postponed", "2022-07-12", None, baku),
            ("2022-07-13", "Held", "2022-07-12", None, TEHRAN),
        ),
    )
    assert values(store, TALKS, DIPLO.notBefore) == values(store, TALKS, DIPLO.notAfter) == {day("2022-07-12")}
    assert values(store, TALKS, DIPLO.place) == {TEHRAN}
    assert values(store, IRIS.tie(AZE, IRN, "2022-07"), DIPLO.meetingCount) == {Literal(1)}


def test_the_dates_of_what_is_not_held_are_those_of_the_latest_status(store):
    write(store, *told_by(("2022-06-20", "Planned", "2022-06-28"), ("2022-06-26", "Postponed", "2022-07-12")))
    assert values(store, TALKS, DIPLO.notBefore) == {day("2022-07-12")}


@pytest.mark.parametrize(
    ("issued", "held", "between"),
    [("2022-07-05", "2015-05-04", set()), ("2025-02-01", "2024-03-01", {AZE, IRN})],
)
def test_for_whom_somebody_took_part_is_asked_by_the_day_of_the_meeting(store, issued, held, between):
    write(store, article(1, *meeting(RAISI, AZE), *report(1, TALKS, "Held", held), issued=issued))
    assert values(store, TALKS, DIPLO.between) == between
    president = DIPLO.office, URIRef("https://w3id.org/communique/office/president")
    given = {
        *holding(RAISI, IRN),
        (URIRef(f"{IRIS.base_iri}holding/Q5-IRN"), *president),
    }  # an office that the article gives, but that began after the meeting
    write(store, article(1, *meeting(RAISI, AZE), *given, *report(1, TALKS, "Held", held), issued=issued))
    assert values(store, TALKS, DIPLO.between) == between


def test_a_meeting_lies_between_the_states_of_all_its_articles(store):
    told = report(1, TALKS, "Held", "2022-07-04")
    write(store, article(1, *meeting(RAISI), *told))
    write(store, article(2, *meeting(BAYRAMOV), *holding(BAYRAMOV, AZE, number=2), *report(2, TALKS, "Held")))
    assert values(store, TALKS, DIPLO.between) == {AZE, IRN}
    assert values(store, IRIS.tie(AZE, IRN, "2022-07"), DIPLO.meetingCount) == {Literal(1)}
    write(store, article(3, *meeting(mediator=RAISI), *report(3, TALKS, "Held")))
    assert values(store, TALKS, DIPLO.between) == set()


@pytest.mark.parametrize(
    ("held", "denied", "status"),
    [
        (("2022-07-05", "2022-07-05"), "2022-07-01", "Held"),
        (("2022-07-05", None), "2022-07-01", "Disputed"),
        (("2022-07-09", "2022-07-05"), "2022-07-06", "Disputed"),
        (("2022-07-05", "2022-07-05"), None, "Disputed"),
    ],
)
@pytest.mark.parametrize("voice", ["own", "of a speaker"])
def test_a_denial_counts_in_every_voice_unless_it_came_before_the_meeting(store, held, denied, status, voice):
    issued, first = held
    against = report(2, TALKS, "Denied")
    if voice != "own":
        against.add((reporting(2, TALKS), DIPLO.accordingTo, EVENTS[0]))
    write(store, article(1, *meeting(AZE, IRN), *report(1, TALKS, "Held", first), issued=issued))
    write(store, article(2, *meeting(AZE, IRN), *against, issued=denied))
    assert values(store, TALKS, DIPLO.currentStatus) == {DIPLO[status]}


def test_a_part_of_what_is_held_between_the_same_two_is_no_tie_of_its_own(store):
    visit, talks = EVENTS[2], EVENTS[0]
    tie = IRIS.tie(AZE, IRN, "2022-07")
    part = meeting(AZE, IRN, iri=talks, partOf=visit) | report(1, talks, "Held", "2022-07-04")
    whole = meeting(AZE, IRN, iri=visit)
    write(store, article(1, *part))
    assert values(store, tie, DIPLO.meetingCount) == {Literal(1)}
    write(store, article(2, *whole, *report(2, visit, "Held", "2022-07-04")))
    assert values(store, tie, DIPLO.meetingCount) == {Literal(1)}
    write(store, article(3, *meeting(AZE, IRN), *report(3, TALKS, "Held", "2022-07-09")))
    assert values(store, tie, DIPLO.meetingCount) == {Literal(2)}
    write(store, article(2, *whole, *report(2, visit, "Planned", "2022-07-04")))
    assert values(store, tie, DIPLO.meetingCount) == {Literal(2)}
    write(store, article(2, *meeting(AZE, SGP, iri=visit), *report(2, visit, "Held", "2022-07-04")))
    assert values(store, tie, DIPLO.meetingCount) == {Literal(2)}
    assert values(store, IRIS.tie(AZE, SGP, "2022-07"), DIPLO.meetingCount) == {Literal(1)}


def held(number, event, first, last=None, kind=DIPLO.Meeting, who=(AZE, IRN)):
    """An article that reports a meeting as held."""
    return article(number, *meeting(*who, iri=event, kind=kind), *report(number, event, "Held", first, last))


@pytest.mark.parametrize(
    ("others", "count"),
    [
        ([("2022-07-04", None)], 1),
        ([("2022-07-01", "2022-07-09")], 1),
        ([("2022-07-01", "2022-07-31")], 1),
        ([("2022-07-04", None), ("2022-07-06", None)], 2),
        ([("2022-08-04", None)], 1),
        ([("2022-07-04", None, DIPLO.PhoneCall)], 2),
        ([("2022-07-04", None, DIPLO.Meeting, (AZE, IRN, SGP))], 2),
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_a_meeting_told_by_its_month_counts_with_one_of_its_kind_and_participants_within_it(
    store, others, count, order
):
    july = held(1, EVENTS[0], "2022-07-01", "2022-07-31")
    told = [july, *(held(number, EVENTS[number - 1], *other) for number, other in enumerate(others, 2))]
    for one in told[::order]:
        write(store, one)
    tie = IRIS.tie(AZE, IRN, "2022-07")
    assert values(store, tie, DIPLO.meetingCount) == {Literal(count)}
    for iri, _ in told[1:]:
        write(store, (iri, set()))
    assert values(store, tie, DIPLO.meetingCount) == {Literal(1)}


@pytest.mark.parametrize("kind", [DIPLO.Organisation, DIPLO.Outlet])
@pytest.mark.parametrize(("relation", "state"), [(DIPLO.ofState, {IRN}), (DIPLO.inState, set())])
def test_a_body_of_a_state_acts_for_it_even_where_it_publishes_and_one_at_home_there_does_not(
    store, kind, relation, state
):
    body = URIRef(f"{IRIS.base_iri}organisation/irna")
    owned = {(body, RDF.type, DIPLO.Organisation), (body, RDF.type, kind), (body, relation, IRN)}
    write(store, article(1, *meeting(body, AZE), *owned, *report(1, TALKS, "Held"), outlet="irna"))
    write(store, article(2, *owned, *statement(2, body, AZE), outlet="irna"))
    assert values(store, TALKS, DIPLO.between) == ({AZE, IRN} if state else set())
    by_itself = {body} if kind == DIPLO.Organisation else set()
    assert values(store, URIRef(f"{IRIS.base_iri}statement/2"), DIPLO.onBehalfOf) == (state or by_itself)


def test_the_date_of_an_article_that_tells_twice_is_the_narrower_and_counts_once(store):
    second = {
        (URIRef(f"{s}-2") if s == reporting(1, TALKS) else s, p, o)
        for s, p, o in report(1, TALKS, "Held", "2022-07-01", "2022-07-31")
    }
    write(store, article(1, *meeting(AZE, IRN), *second, *report(1, TALKS, "Held", "2022-07-04")))
    assert values(store, TALKS, DIPLO.notAfter) == {day("2022-07-04")}
    for number in (2, 3):
        write(store, article(number, *meeting(AZE, IRN), *report(number, TALKS, "Held", "2022-08-04")))
    assert values(store, TALKS, DIPLO.notAfter) == {day("2022-08-04")}


def test_a_meeting_of_several_days_is_a_tie_of_the_month_in_which_it_begins(store):
    write(store, article(1, *meeting(AZE, IRN), *report(1, TALKS, "Held", "2022-10-31", "2022-11-02")))
    assert [graph.rpartition("/")[2] for graph in store.graphs() if "/tie/" in graph] == ["AZE-IRN-2022-10"]


def test_a_planned_meeting_and_one_without_a_month_are_no_tie(store):
    write(store, article(1, *meeting(AZE, IRN), *report(1, TALKS, "Planned", "2022-07-04")))
    assert not [graph for graph in store.graphs() if "/tie/" in graph]
    write(store, article(1, *meeting(AZE, IRN), *report(1, TALKS, "Held", "2022-01-01", "2022-12-31")))
    assert not [graph for graph in store.graphs() if "/tie/" in graph]


def test_a_tie_is_gone_with_the_last_article_that_tells_of_it(store):
    told = article(1, *meeting(AZE, IRN), *report(1, TALKS, "Held", "2022-07-04"))
    write(store, told)
    write(store, (told[0], set()))
    assert list(store.graphs()) == [IRIS.graph("reference")]


# Stretches of words by number. Each but the last two has the greater part of the one before it, the third not of the
# first; a round-up holds two of them whole.
TEXTS = {
    "none": [],
    "wire": range(24),
    "shortened": range(10),
    "edited": range(7, 31),
    "edited again": range(14, 38),
    "other": range(50, 70),
    "round-up": (*range(24), *range(50, 70)),
}


def having(number, stretches):
    """The triples that article `number` has these stretches of words."""
    parts = (URIRef(f"ni:///sha-256-64;{stretch * 37 % 101:011}") for stretch in stretches)
    iri = URIRef(f"{IRIS.base_iri}article/{number}")
    return {(iri, SCHEMA.wordCount, Literal(len(stretches) + 5)), *((iri, DCTERMS.hasPart, part) for part in parts)}


def copies_of(store):
    """Which article is concluded to be a version of which, by number."""
    links = [
        (s, o) for g in store.graphs() if "/derived/" in g for s, p, o in store.graph(g) if p == DCTERMS.isVersionOf
    ]
    return {int(s.rpartition("/")[2]): int(o.rpartition("/")[2]) for s, o in links}


def copies_by_definition(articles):
    """The same from the articles: of each the earliest that has its text."""
    told = {}
    for iri, triples in articles.items():
        values = {p: frozenset(o for _, p_, o in triples if p_ == p) for _, p, _ in triples}
        day_ = min(map(str, values.get(DCTERMS.issued, ())), default="~")
        parts, (words,) = values.get(DCTERMS.hasPart, frozenset()), values[SCHEMA.wordCount]
        told[day_, iri] = parts, int(words), values.get(DIPLO.outlet, frozenset())
    found = {}
    for rank, (parts, words, outlet) in told.items():
        others = (
            r for r, (p, w, o) in told.items() if r < rank and is_same_text(len(parts & p), words, w, bool(outlet & o))
        )
        if first := min(others, default=None):
            found[int(rank[1].rpartition("/")[2])] = int(first[1].rpartition("/")[2])
    return found


@pytest.mark.parametrize(
    ("texts", "copies", "sources"),
    [
        (["wire", "wire", "shortened"], {2: 1, 3: 1}, 1),
        (["wire", "other"], {}, 2),
        (["wire", "edited", "edited again"], {2: 1, 3: 2}, 1),
        (["wire", "other", "round-up"], {3: 1}, 2),
        (["round-up", "wire", "other"], {2: 1, 3: 1}, 1),
        (["none", "none"], {}, 2),
    ],
)
def test_articles_with_one_text_count_as_one_source(store, texts, copies, sources):
    for number, text in enumerate(texts, 1):
        told = meeting(AZE, IRN) | report(number, TALKS, "Held") | having(number, TEXTS[text])
        write(store, article(number, *told, outlet=f"paper-{number}"))
    assert copies_of(store) == copies
    assert values(store, TALKS, DIPLO.reportCount) == {Literal(len(texts))}
    assert values(store, TALKS, DIPLO.sourceCount) == {Literal(sources)}


def test_a_copy_counts_for_the_outlet_of_the_earliest_whether_that_tells_of_the_matter_or_not(store):
    write(store, article(1, *having(1, TEXTS["wire"]), outlet="irna", issued="2022-07-04"))
    write(store, article(2, *meeting(AZE, IRN), *report(2, TALKS), *having(2, TEXTS["wire"]), outlet="paper"))
    write(store, article(3, *meeting(AZE, IRN), *report(3, TALKS), outlet="irna"))
    assert values(store, TALKS, DIPLO.sourceCount) == {Literal(1)}
    write(store, article(1, *having(1, TEXTS["other"]), outlet="irna", issued="2022-07-04"))
    assert values(store, TALKS, DIPLO.sourceCount) == {Literal(2)}


def copy_of_wire(number, triples, outlet, issued="2022-07-05"):
    return article(number, *triples, *having(number, TEXTS["wire"]), outlet=outlet, issued=issued)


def test_copies_of_one_text_outvote_no_two_sources_on_day_and_place(store):
    for number in (1, 2):
        told = report(number, TALKS, "Held", "2022-07-04", place=TEHRAN)
        write(store, article(number, *meeting(AZE, IRN), *told, outlet=f"agency-{number}"))
    for number in (3, 4, 5):
        told = meeting(AZE, IRN) | report(number, TALKS, "Held", "2022-07-05", place=place_iri("Baku"))
        write(store, copy_of_wire(number, told, f"paper-{number}"))
    assert values(store, TALKS, DIPLO.sourceCount) == {Literal(3)}
    assert values(store, TALKS, DIPLO.notBefore) == values(store, TALKS, DIPLO.notAfter) == {day("2022-07-04")}
    assert values(store, TALKS, DIPLO.place) == {TEHRAN}
    write(store, *((URIRef(f"{IRIS.base_iri}article/{number}"), set()) for number in (1, 2)))
    assert values(store, TALKS, DIPLO.place) == {place_iri("Baku")}


def test_of_sources_that_disagree_the_one_that_says_it_in_more_texts_counts(store):
    for number, (first, outlet) in enumerate([("2022-07-04", "irna"), ("2022-07-05", "azertac")] * 2, 1):
        if number < 4:
            told = report(number, TALKS, "Held", first, place=place_iri(outlet))
            write(store, article(number, *meeting(AZE, IRN), *told, outlet=outlet))
    assert values(store, TALKS, DIPLO.notAfter) == {day("2022-07-04")}
    assert values(store, TALKS, DIPLO.place) == {place_iri("irna")}


def test_a_copy_of_an_announcement_is_no_later_word_than_that(store):
    told = meeting(AZE, IRN) | report(1, TALKS, "Planned", "2022-07-09")
    write(store, copy_of_wire(1, told, "irna", "2022-07-01"))
    write(store, article(2, *meeting(AZE, IRN), *report(2, TALKS, "Cancelled"), issued="2022-07-03"))
    again = meeting(AZE, IRN) | report(3, TALKS, "Planned", "2022-07-09")
    write(store, copy_of_wire(3, again, "paper", "2022-07-04"))
    assert values(store, TALKS, DIPLO.currentStatus) == {DIPLO.Cancelled}
    write(store, copy_of_wire(3, meeting(AZE, IRN) | report(3, TALKS, "Held"), "paper", "2022-07-04"))
    assert values(store, TALKS, DIPLO.currentStatus) == {DIPLO.Held}


def test_what_a_copy_says_is_not_said_again(store):
    tie = IRIS.tie(AZE, IRN, "2022-07")
    write(store, copy_of_wire(1, statement(1, AZE, IRN), "irna"))
    write(store, copy_of_wire(2, statement(2, AZE, IRN), "paper", "2022-08-01"))
    assert values(store, tie, DIPLO.statementCount) == {Literal(1)}
    assert list(store.graph(IRIS.derived(IRIS.tie(AZE, IRN, "2022-08")))) == []
    write(store, (URIRef(f"{IRIS.base_iri}article/1"), set()))
    assert values(store, tie, DIPLO.statementCount) == set()
    assert values(store, IRIS.tie(AZE, IRN, "2022-08"), DIPLO.statementCount) == {Literal(1)}
    write(store, copy_of_wire(3, set(), "agency", "2022-07-04"))
    assert values(store, IRIS.tie(AZE, IRN, "2022-08"), DIPLO.statementCount) == set()


def test_an_earlier_article_that_comes_later_takes_the_place_of_the_first(store):
    for number, issued in ((1, "2022-07-05"), (2, None), (3, "2022-07-06"), (4, "2022-07-04")):
        write(store, article(number, *having(number, TEXTS["wire"]), issued=issued))
    assert copies_of(store) == {1: 4, 2: 4, 3: 4}
    write(store, (URIRef(f"{IRIS.base_iri}article/4"), set()))
    assert copies_of(store) == {2: 1, 3: 1}


def test_releases_of_one_outlet_after_one_model_are_no_copies(store):
    for number, text in enumerate(["wire", "edited", "wire"], 1):
        write(store, article(number, *having(number, TEXTS[text]), outlet="white-house"))
    assert copies_of(store) == {3: 1}


MINISTRY = URIRef(f"{IRIS.base_iri}organisation/foreign-ministry")
WHAT_IT_IS = [(DIPLO.ofState, IRN), (DIPLO.ofState, AZE), (RDF.type, DIPLO.Outlet)]
ACTORS = [AZE, IRN, SGP, RAISI, BAYRAMOV, MINISTRY]
ROLES = ["participant", "guest", "hostedBy", "mediator", "chair"]
MONTHS = [("2022-07-01", "2022-07-31"), ("2022-06-28", "2022-07-05"), ("2022-07-01", "2022-07-10")]
days = st.integers(0, 40).map(lambda n: (date(2022, 6, 20) + timedelta(n)).isoformat())


@st.composite
def tellings(draw):
    """The triples of an article's records, with `{}` for its number to be filled in."""
    parts = []
    for event in draw(st.sets(st.sampled_from(EVENTS))):
        roles = draw(st.dictionaries(st.sampled_from(ROLES), st.sampled_from(ACTORS), min_size=1))
        kind = draw(st.sampled_from([DIPLO.Meeting, DIPLO.Visit]))
        status = draw(st.sampled_from(["Held", "Planned", "Cancelled", "Denied"]))
        first = draw(st.none() | st.sampled_from(MONTHS) | days.map(lambda d: (d, d)))
        place = draw(st.sampled_from([None, TEHRAN, IRAN]))
        whole = draw(st.sampled_from([None, *EVENTS]))
        parts.append(("event", event, roles, kind, status, first, place, whole, draw(st.booleans())))
    if draw(st.booleans()):
        roles = draw(st.dictionaries(st.sampled_from(["party", "implementer"]), st.sampled_from(ACTORS), min_size=1))
        parts.append(("project", roles, draw(st.sampled_from(["Proposed", "Underway", "StatusUnknown"])), draw(days)))
    for person in draw(st.sets(st.sampled_from([RAISI, BAYRAMOV]), max_size=1)):
        parts.append(("holding", person, draw(st.sampled_from([AZE, IRN]))))
    if draw(st.booleans()):
        parts.append(("statement", draw(st.sampled_from(ACTORS)), draw(st.sampled_from([None, *ACTORS]))))
    parts.append(("body", draw(st.sampled_from([None, *WHAT_IT_IS]))))
    text = draw(st.sampled_from(sorted(TEXTS)))
    return draw(st.none() | days), draw(st.sampled_from([None, "irna", "azertac"])), text, parts


def described(fact=None):
    """What an article says of a body that no table knows."""
    return {(MINISTRY, RDF.type, DIPLO.Organisation), *([(MINISTRY, *fact)] if fact else [])}


def graph_of(number, telling):
    issued, outlet, text, parts = telling
    triples = having(number, TEXTS[text])
    for what, *told in parts:
        if what == "event":
            event, roles, kind, status, first, place, whole, claimed = told
            triples |= meeting(iri=event, kind=kind, **roles) | report(
                number, event, status, *(first or ()), place=place
            )
            if whole:
                triples.add((event, DIPLO.partOf, whole))
            if claimed:
                triples.add((reporting(number, event), DIPLO.accordingTo, URIRef(f"{IRIS.base_iri}statement/{number}")))
        elif what == "project":
            roles, status, first = told
            triples |= {(GRID, RDF.type, DIPLO.Project), *((GRID, DIPLO[role], value) for role, value in roles.items())}
            triples |= report(number, GRID, status, first)
        elif what == "body":
            triples |= described(*told)
        elif what == "holding":
            triples |= holding(*told, number=number)
        else:
            triples |= statement(number, *told)
    return article(number, *triples, issued=issued, outlet=outlet)


@pytest.mark.parametrize("fact", WHAT_IT_IS)
@pytest.mark.parametrize("other", [None, *WHAT_IT_IS])
def test_what_another_article_takes_a_body_for_changes_nothing_in_one_write_or_two(fact, other):
    apart = meeting(AZE, SGP, iri=EVENTS[0]) | report(2, EVENTS[0])
    articles = [
        article(1, *meeting(MINISTRY, AZE), *report(1, TALKS, "Held", "2022-07-04"), *described(fact)),
        article(2, *apart, *described(other)),
    ]
    together, one_by_one = reference_store(), reference_store()
    write(together, *articles)
    for told in articles:
        write(one_by_one, told)
    assert derived(together) == derived(one_by_one)
    assert (values(together, TALKS, DIPLO.between) == {AZE, IRN}) == (fact == (DIPLO.ofState, IRN))


def test_whom_an_article_only_mentions_and_where_lets_nothing_be_concluded(store):
    told = meeting(RAISI, AZE) | report(1, TALKS, "Held", "2022-07-04") | statement(1, RAISI, AZE)
    write(store, article(1, *told))
    before = derived(store)
    passage = URIRef(f"{IRIS.base_iri}article/1#char=0,9")
    name, (iri, graph) = URIRef(f"{IRIS.base_iri}person/x"), article(1, *told)
    noise = {(iri, DIPLO.mentions, SGP), (passage, RDF.type, DIPLO.Passage), (passage, ITSRDF.taIdentRef, SGP)}
    noise |= {(reporting(1, TALKS), DIPLO.evidence, passage), (TALKS, RDFS.label, Literal("Talks"))}
    write(store, (iri, graph | noise))
    assert derived(store) == before
    write(store, (iri, graph | noise | {(name, RDF.type, DIPLO.Person)}))
    assert values(store, name, RDF.type) == {DIPLO.Actor}


def test_a_part_whose_whole_is_called_off_counts_with_its_double(store):
    day, part, whole = EVENTS
    tie = IRIS.tie(AZE, IRN, "2022-07")
    write(store, held(1, day, "2022-07-04"))
    month = report(2, part, "Held", "2022-07-01", "2022-07-31")
    write(store, article(2, *meeting(AZE, IRN, iri=part, partOf=whole), *month))
    for status in ("Held", "Planned", None, "Held"):
        told = {*meeting(AZE, SGP, iri=whole), *report(3, whole, status, "2022-07-04")} if status else ()
        graph = article(3, *told)[0], article(3, *told)[1] if status else set()
        write(store, graph)
        assert values(store, tie, DIPLO.meetingCount) == {Literal(1)}, status


def test_what_one_article_takes_a_body_for_makes_no_tie_by_an_event_that_another_alone_reports(store):
    known, other, _ = EVENTS
    of_iran = described((DIPLO.ofState, IRN))
    write(store, article(1, *meeting(AZE, SGP, iri=known), *report(1, known, "Held", "2022-07-04"), *of_iran))
    told = meeting(AZE, SGP, iri=known) | meeting(MINISTRY, SGP, iri=other) | described()
    write(store, article(2, *told, *report(2, known, "Held", "2022-07-04"), *report(2, other, "Held", "2022-06-28")))
    assert values(store, other, DIPLO.between) == set()
    assert values(store, IRIS.tie(IRN, SGP, "2022-06"), DIPLO.meetingCount) == set()


def test_a_whole_that_is_reported_later_than_its_part_takes_it_in(store):
    _, part, whole = EVENTS
    apart = report(1, part, "Held", "2022-08-02")
    write(store, article(1, *meeting(AZE, IRN, iri=part, partOf=whole), *apart))
    august = IRIS.tie(AZE, IRN, "2022-08")
    assert values(store, august, DIPLO.meetingCount) == {Literal(1)}
    write(store, held(2, whole, "2022-07-30", kind=DIPLO.Visit))
    assert values(store, august, DIPLO.meetingCount) == set()
    assert values(store, IRIS.tie(AZE, IRN, "2022-07"), DIPLO.meetingCount) == {Literal(1)}


@pytest.mark.parametrize(
    ("office", "states"),
    [("governor", set()), ("senator", set()), ("ambassador", {AZE, IRN}), ("spokesperson", {AZE, IRN})],
)
def test_who_leads_a_part_of_a_state_or_sits_in_its_parliament_acts_for_none(office, states):
    store = reference_store()
    kinds = {
        (office_iri(o.id), DIPLO.kind, URIRef(f"https://w3id.org/communique/vocab/office-kind/{o.kind}"))
        for o in SHIPPED.offices
    }
    store.replace({IRIS.graph("reference"): REFERENCE | kinds})
    held_by = holding(BAYRAMOV, IRN) | {
        (h, DIPLO.office, office_iri(office)) for h, p, _ in holding(BAYRAMOV, IRN) if p == DIPLO.holder
    }
    write(store, article(1, *meeting(BAYRAMOV, AZE), *report(1, TALKS, "Held", "2022-07-04"), *held_by))
    assert values(store, TALKS, DIPLO.between) == states


def derived(store):
    return {graph: set(store.graph(graph)) for graph in store.graphs() if "/graph/derived/" in graph}


@pytest.mark.external("minutes")
@pytest.mark.parametrize("batch", [100, 2])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(writes=st.lists(st.dictionaries(st.integers(1, 4), st.none() | tellings(), min_size=1, max_size=3), max_size=6))
def test_conclusions_are_the_same_as_if_all_were_drawn_anew(monkeypatch, batch, writes):
    monkeypatch.setattr("kg.derivation._BATCH", batch)
    store = reference_store()
    for batch in writes:
        told = {
            number: graph_of(number, t) if t else (graph_of(number, (None, None, "none", []))[0], set())
            for number, t in batch.items()
        }
        write(store, *told.values())
    articles = {g: set(store.graph(g)) for g in store.graphs() if "/article/" in g and "/derived/" not in g}
    anew = reference_store()
    write(anew, *articles.items())
    assert derived(store) == derived(anew)
    assert copies_of(store) == copies_by_definition(articles)
    before = derived(store)
    DERIVATION.renew(store)
    assert derived(store) == before

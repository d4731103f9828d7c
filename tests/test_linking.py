from dataclasses import replace
from datetime import date

import pytest
from rdflib import DCTERMS, RDF, RDFS, SKOS, XSD, Literal, URIRef
from shipped import REFERENCE

from kg.iris import (
    Iris,
    office_iri,
    office_kind_iri,
    organisation_iri,
    person_iri,
    place_iri,
    reference_holding_iri,
    state_iri,
    territory_iri,
)
from kg.linking import Linker, map_reference
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
)
from kg.reference import Place, Reference
from kg.vocabulary import DIPLO, WGS84

BASE = "https://graph.example.org/"
IRIS = Iris(BASE)
LINKER = Linker(IRIS, REFERENCE)
ARTICLE = Article(text="Bayramov met Raisi in Tehran.", source="a.txt", published=date(2022, 7, 6))
OTHER = replace(ARTICLE, source="b.txt")
GRAPH = IRIS.article(ARTICLE.key)
TYPES = {
    "person": ActorType.PERSON,
    "state": ActorType.STATE,
    "organisation": ActorType.ORGANISATION,
    "format": ActorType.FORMAT,
    "group": ActorType.GROUP,
}


def actor(name, kind="person", identifier="a1", **more):
    return Actor(id=identifier, type=TYPES[kind], name=name, mentions=((0, 8),), rule="test", **more)


FOURTH_OF_JULY = PartialDate(2022, 7, 4)


def meeting(*participants, day=FOURTH_OF_JULY, kind=MeetingKind.MEETING):
    return Meeting("m1", kind, participants, MeetingStatus.HELD, (0, 29), "test", date=day)


def iri_of(who):
    return LINKER.actor(who, Extraction(actors=(who,)), GRAPH).iri


@pytest.mark.parametrize("name", ["Iran", "the Islamic Republic of Iran", "Iranian", "Tehran"])
def test_a_state_is_known_by_any_of_its_names(name):
    assert iri_of(actor(name, "state")) == state_iri("IRN")


@pytest.mark.parametrize("kind", ["state", "organisation"])
def test_a_government_named_by_its_building_is_the_state(kind):
    assert iri_of(actor("the Kremlin", kind)) == state_iri("RUS")


def test_a_state_that_no_table_holds_is_a_state_of_this_installation():
    entity = LINKER.actor(actor("the Republic of Utopia", "state"), Extraction(), GRAPH)
    assert (entity.iri, entity.types) == (URIRef(f"{BASE}state/republic-of-utopia"), (DIPLO.State,))
    assert (entity.label, entity.is_reference) == ("Republic of Utopia", False)


@pytest.mark.parametrize("name", ["UN", "the United Nations"])
def test_an_organisation_is_known_by_any_of_its_names(name):
    assert iri_of(actor(name, "organisation")) == organisation_iri("united-nations")


def test_a_new_organisation_and_a_new_format_are_found_again_in_other_articles():
    assert iri_of(actor("Mahan Air", "organisation")) == URIRef(f"{BASE}organisation/mahan-air")
    entity = LINKER.actor(actor("the Baku Club", "format"), Extraction(), GRAPH)
    assert (entity.iri, entity.types) == (URIRef(f"{BASE}organisation/baku-club"), (DIPLO.Format,))


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("Finnish Foreign Ministry", None),
        ("Finland's Foreign Ministry", None),
        ("the Finnish foreign ministry", None),
        ("Foreign Ministry", "Finland"),
        ("foreign ministry", "a2"),
    ],
)
def test_a_ministry_is_that_of_its_state(name, of):
    ministry, finland = actor(name, "organisation", of=of), actor("Finland", "state", "a2")
    entity = LINKER.actor(ministry, Extraction(actors=(ministry, finland)), GRAPH)
    assert entity.iri == URIRef(f"{BASE}organisation/foreign-ministry-of-finland")
    assert entity.label == "Foreign Ministry of Finland"


@pytest.mark.parametrize(
    ("name", "label", "state"),
    [
        ("Foreign Ministry of Finland", "Foreign Ministry of Finland", "FIN"),
        ("Ministry of Justice of the United Kingdom", "Ministry of Justice of the United Kingdom", "GBR"),
        ("Ministry of Trade of the People's Republic of China", "Ministry of Trade of China", "CHN"),
        ("Supreme Court of Finland", "Supreme Court of Finland", None),
        ("Bank of America", "Bank of America", None),
    ],
)
def test_a_body_of_a_state_says_so_whichever_way_its_state_is_named(name, label, state):
    entity = LINKER.actor(actor(name, "organisation"), Extraction(), GRAPH)
    assert (entity.label, entity.of_state) == (label, state_iri(state) if state else None)


@pytest.mark.parametrize("name", ["Foreign Ministry", "the government", "his office"])
def test_a_body_without_a_name_of_its_own_counts_in_its_article_alone(name):
    who = actor(name, "organisation")
    assert iri_of(who) != LINKER.actor(who, Extraction(actors=(who,)), IRIS.article(OTHER.key)).iri


def test_a_state_of_two_words_before_a_ministry_is_its_state():
    who = actor("New Zealand Foreign Ministry", "organisation")
    assert iri_of(who) == URIRef(f"{BASE}organisation/foreign-ministry-of-new-zealand")


def test_what_is_taken_for_a_state_may_be_a_known_body():
    assert iri_of(actor("NATO", "state")) == organisation_iri("nato")


def test_a_group_counts_in_its_article_alone_unless_it_is_a_known_body():
    who = actor("Iranian companies", "group")
    assert iri_of(who) != LINKER.actor(who, Extraction(actors=(who,)), IRIS.article(OTHER.key)).iri
    assert iri_of(actor("Hezbollah", "group")) == organisation_iri("hezbollah")


def test_a_person_is_labelled_in_ascii_so_that_one_person_has_one_label():
    first, second = (LINKER.actor(actor(n), Extraction(), GRAPH) for n in ("Recep Erdoğan", "Recep Erdogan"))
    assert first == second
    assert first.label == "Recep Erdogan"


@pytest.mark.parametrize(
    ("text", "is_linked"),
    [
        ("Wang Yi, a seamstress from Wuhan, said that China was home.", False),
        ("Wang Yi, 34, a primary school teacher in China, said so.", False),
        ("In China, Wang Yi is a farmer.", False),
        ("In China the badminton player Wang Yi left.", False),
        ("Student Wang Yi left China.", False),
        ("Wang Yi, who works as a nurse, left China.", False),
        ("Wang Yi left China.", True),
        ("Wang Yi, a human rights lawyer, left China.", True),
        ("Wang Yi, a key player in the talks, left China.", True),
        ("Wang Yi, an ally of the journalist, left China.", True),
        ("Wang Yi, a miner turned politician, left China.", True),
        ("Wang Yi, a former teacher, left China.", True),
        ("In China the former table tennis player Wang Yi spoke.", True),
        ("Wang Yi, the student, the farmer and the nurse left China.", True),  # a list
    ],
)
def test_who_has_a_trade_and_no_office_is_none_of_those_who_govern(text, is_linked):
    article, start = replace(ARTICLE, text=text), text.index("Wang Yi")
    wang = replace(actor("Wang Yi"), mentions=((start, start + len("Wang Yi")),))
    [found] = LINKER.link(article, Extraction(actors=(wang,))).actors
    assert (found.iri == str(person_iri("Q701801"))) is is_linked


def test_who_has_a_trade_and_an_office_is_who_holds_the_office():
    article = replace(ARTICLE, text="Wang Yi, a teacher, left China.")
    wang = replace(actor("Wang Yi", office="Foreign Minister", of="China"), mentions=((0, 7),))
    [found] = LINKER.link(article, Extraction(actors=(wang,))).actors
    assert found.iri == str(person_iri("Q701801"))


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ("Iran", state_iri("IRN")),
        ("Iranian", state_iri("IRN")),
        ("a1", state_iri("AZE")),
        ("European Union", organisation_iri("european-union")),
        ("James Martin Center", URIRef(f"{BASE}organisation/james-martin-center")),
    ],
)
def test_an_office_belongs_to_a_state_or_body(of, expected):
    assert LINKER.owner(of, Extraction(actors=(actor("Azerbaijan", "state"),)), GRAPH).iri == expected


@pytest.mark.parametrize(
    ("via", "expected", "kind"),
    [
        ("Fars news agency", organisation_iri("fars"), DIPLO.Outlet),
        ("RIA Novosti news agency", organisation_iri("ria-novosti"), DIPLO.Outlet),
        ("OPCW", organisation_iri("opcw"), DIPLO.Organisation),
        ("a1", URIRef(f"{BASE}person/jeyhun-bayramov"), DIPLO.Person),
        ("Jeyhun Bayramov", URIRef(f"{BASE}person/jeyhun-bayramov"), DIPLO.Person),
        ("Greek Reporter", URIRef(f"{BASE}organisation/greek-reporter"), DIPLO.Outlet),
    ],
)
def test_a_statement_is_relayed_by_an_outlet_a_body_or_an_actor(via, expected, kind):
    relay = LINKER.relay(via, Extraction(actors=(actor("Jeyhun Bayramov"),)), GRAPH)
    assert relay.iri == expected
    assert kind in relay.types


def test_a_relay_that_is_only_described_is_a_group_of_its_article():
    relay = LINKER.relay("a Turkish official", Extraction(), GRAPH)
    assert relay.types == (DIPLO.Group,)
    assert relay.iri != LINKER.relay("a Turkish official", Extraction(), IRIS.article(OTHER.key)).iri


@pytest.mark.parametrize(
    ("name", "expected"),
    [("IRNA", organisation_iri("irna")), ("The Caspian Post", URIRef(f"{BASE}organisation/caspian-post"))],
)
def test_an_outlet_is_known_or_new(name, expected):
    assert LINKER.outlet(name).iri == expected
    assert DIPLO.Outlet in LINKER.outlet(name).types


@pytest.mark.parametrize("name", ["Iranian Foreign Ministry", "the Foreign Ministry of Iran", "State Department"])
def test_a_body_that_publishes_is_the_one_that_acts_and_no_news_outlet(name):
    publisher = LINKER.outlet(name)
    assert publisher == LINKER.actor(actor(name, ActorType.ORGANISATION), Extraction(), GRAPH)
    assert publisher.types == (DIPLO.Organisation,)


def test_news_outlets_act_for_no_state(reference_graph):
    outlets = {organisation_iri(outlet.id) for outlet in REFERENCE.outlets}
    assert not outlets & {s for s, p, _ in reference_graph if p == DIPLO.ofState}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Tehran", place_iri("Tehran")),
        ("Kiev", place_iri("Kyiv")),
        ("Geneva", place_iri("Geneva")),
        ("Iran", territory_iri("IRN")),
        ("the White House", place_iri("White House")),
        ("Downing Street", place_iri("10 Downing Street")),
        ("Iranian capital", place_iri("Tehran")),
        ("the Iranian capital", place_iri("Tehran")),
        ("Iran's capital", place_iri("Tehran")),
        ("capital of the United States", place_iri("Washington")),
        ("Isfahan, Iran", place_iri("Isfahan")),
        ("the Araz River", URIRef(f"{BASE}place/araz-river")),
    ],
)
def test_a_place_is_a_city_a_site_the_land_of_a_state_or_new(name, expected):
    assert LINKER.place(name, GRAPH).iri == expected


@pytest.mark.parametrize(
    ("name", "label", "state"),
    [("Foggy Bottom", "Foggy Bottom", "USA"), ("Meymand, Iran", "Meymand", "IRN"), ("Araz River", "Araz River", None)],
)
def test_a_new_place_lies_in_the_state_that_the_words_tell(name, label, state):
    place = LINKER.place(name, GRAPH)
    assert (place.label, place.of_state) == (label, state_iri(state) if state else None)
    assert place.iri == URIRef(f"{BASE}place/{label.lower().replace(' ', '-')}")


def test_a_place_that_is_only_described_counts_in_its_article_alone():
    assert LINKER.place("his office", GRAPH) != LINKER.place("his office", IRIS.article(OTHER.key))


def test_a_city_of_the_table_of_places_is_no_spelling_of_the_capital():
    netherlands = replace(REFERENCE.state_with_code("NLD"), capitals=("Amsterdam", "The Hague"))
    hague = Place(name="The Hague", aliases=(), adjectives=(), state="NLD", kind="city", coordinates=None)
    reference = Reference(states=(netherlands,), organisations=(), outlets=(), places=(hague,))
    assert Linker(IRIS, reference).place("The Hague", GRAPH).iri == place_iri("The Hague")
    assert (place_iri("Amsterdam"), SKOS.altLabel, Literal("The Hague")) not in set(map_reference(reference))


BAYRAMOV, RAISI = actor("Jeyhun Bayramov"), actor("Ebrahim Raisi", identifier="a2")


def linked(article, *meetings, actors=(BAYRAMOV, RAISI)):
    return LINKER.link(article, Extraction(actors=actors, meetings=meetings)).meetings[0].iri


def test_two_articles_about_the_same_meeting_agree_on_its_iri():
    assert linked(ARTICLE, meeting("a1", "a2")) == linked(OTHER, meeting("a2", "a1"))


@pytest.mark.parametrize("day", [None, PartialDate(2022, 7), PartialDate(2022)])
def test_a_meeting_without_an_exact_day_is_not_found_again(day):
    assert linked(ARTICLE, meeting("a1", "a2", day=day)) != linked(OTHER, meeting("a1", "a2", day=day))


def test_a_meeting_of_one_known_participant_is_not_found_again():
    assert linked(ARTICLE, meeting("a1")) != linked(OTHER, meeting("a1"))
    iranians = (actor("Iran", "state"), actor("Tehran", "state", "a2"))
    one_state = meeting("a1", "a2")
    assert linked(ARTICLE, one_state, actors=iranians) != linked(OTHER, one_state, actors=iranians)


def test_a_meeting_with_somebody_known_by_surname_is_not_found_again():
    actors = (BAYRAMOV, actor("Raisi", identifier="a2"))
    assert linked(ARTICLE, meeting("a1", "a2"), actors=actors) != linked(OTHER, meeting("a1", "a2"), actors=actors)


def test_every_record_has_an_iri_after_linking_and_nothing_else_has_changed():
    extraction = Extraction(
        actors=(BAYRAMOV, RAISI),
        meetings=(meeting("a1", "a2"), replace(meeting("a1"), id="m2", date=None)),
        statements=tuple(
            Statement(i, who, StatementForm.QUOTE, (0, 8), "said", (0, 29), "test")
            for i, who in (("s1", "a1"), ("s2", "a2"))
        ),
        projects=(
            Project(
                "p1",
                "North-South corridor",
                ProjectKind.TRANSPORT,
                ("a1",),
                ProjectStatus.PLANNED,
                (0, 29),
                "t",
            ),
        ),
    )
    result = LINKER.link(ARTICLE, extraction)
    records = (*result.actors, *result.meetings, *result.statements, *result.projects)
    assert all(record.iri for record in records)
    assert len({record.iri for record in records}) == len(records)
    assert (
        Extraction(
            *(
                tuple(replace(r, iri=None) for r in group)
                for group in (result.actors, result.meetings, result.statements, result.projects)
            )
        )
        == extraction
    )
    assert LINKER.link(ARTICLE, result) == result


def test_a_record_that_names_an_unknown_actor_is_refused():
    with pytest.raises(KeyError, match="a9"):
        linked(ARTICLE, meeting("a1", "a9"))


@pytest.fixture(scope="module")
def reference_graph():
    return set(map_reference(REFERENCE))


def test_the_reference_graph_describes_whatever_a_name_can_be_linked_to(reference_graph):
    described = {s for s, p, _ in reference_graph if p == RDF.type} & {
        s for s, p, _ in reference_graph if p == RDFS.label
    }
    forms = (*REFERENCE.place_surfaces, *REFERENCE.capital_surfaces, *REFERENCE.state_surfaces)
    assert {LINKER.place(form, GRAPH).iri for form in forms} <= described
    bodies = (*REFERENCE.organisation_surfaces, *REFERENCE.outlet_surfaces)
    assert {LINKER.outlet(form).iri for form in bodies} <= described
    assert {value for _, p, value in reference_graph if p in (DIPLO.ofState, DIPLO.inState, DIPLO.seat)} <= described


def test_every_entity_of_the_reference_graph_has_one_label_and_one_kind(reference_graph):
    labelled = [s for s, p, _ in reference_graph if p == RDFS.label]
    assert len(labelled) == len(set(labelled))
    of_two_classes = {s for s, _, kind in reference_graph if kind in (DIPLO.Outlet, DIPLO.Territory)}
    typed = [s for s, p, _ in reference_graph if p == RDF.type and s not in of_two_classes]
    assert len(typed) == len(set(typed))


def test_a_state_is_described_with_code_capital_and_land(reference_graph):
    azerbaijan = state_iri("AZE")
    assert {
        (azerbaijan, RDF.type, DIPLO.State),
        (azerbaijan, RDFS.label, Literal("Azerbaijan")),
        (azerbaijan, SKOS.notation, Literal("AZE")),
        (azerbaijan, DCTERMS.identifier, Literal("AZ")),
        (azerbaijan, DIPLO.seat, place_iri("Baku")),
        (place_iri("Baku"), DIPLO.inState, azerbaijan),
        (territory_iri("AZE"), DIPLO.territoryOf, azerbaijan),
        (azerbaijan, SKOS.exactMatch, URIRef("http://www.wikidata.org/entity/Q227")),
        (organisation_iri("irna"), DIPLO.inState, state_iri("IRN")),
        (organisation_iri("iaea"), DIPLO.seat, place_iri("Vienna")),
    } <= reference_graph


def test_every_state_has_its_two_letters_alone(reference_graph):
    codes = {s: str(value) for s, p, value in reference_graph if p == DCTERMS.identifier}
    assert codes.keys() == {s for s, p, kind in reference_graph if (p, kind) == (RDF.type, DIPLO.State)}
    assert len(set(codes.values())) == len(codes)
    assert codes[state_iri("XKX")] == "XK"


def known(who, text="Somebody spoke in Washington on Tuesday.", published=date(2022, 7, 6)):
    """The person of an article with this text and nobody else, after linking."""
    article = Article(text=text, source="a.txt", published=published)
    (person,) = LINKER.link(article, Extraction(actors=(who,))).actors
    return person


def test_a_holder_of_an_office_is_the_person_of_the_tables_in_every_article():
    who = actor("Joe Biden", office="President", of="United States")
    assert known(who).iri == known(replace(who, name="Joseph R. Biden Jr.")).iri == str(person_iri("Q6279"))


def test_what_the_article_leaves_out_of_an_office_stays_out_of_its_records():
    person = known(actor("Blinken", office="Secretary of State"), "He met NATO officials in Washington.")
    assert (person.of, person.iri) == (None, str(person_iri("Q7821917")))


@pytest.mark.parametrize(
    "who",
    [
        actor("Biden", office="President", of="Iran"),
        actor("Biden"),
        actor("Joe Biden"),
        actor("Joe Bidwell", office="President", of="United States"),
        actor("Biden", office="Deputy Foreign Minister", of="United States"),
    ],
)
def test_a_person_of_whom_too_little_fits_is_one_of_this_installation(who):
    assert known(who, "He spoke in Paris.").iri.startswith(f"{BASE}person/")


def test_somebody_without_an_office_is_known_by_the_states_that_the_article_names():
    for text in (
        "He spoke to American officials.",
        "He left Washington, D.C.",
        "Speaking at the White House, he agreed.",
    ):
        assert known(actor("Joe Biden"), text).iri == str(person_iri("Q6279"))


def test_an_undated_article_says_nothing_of_who_holds_an_office():
    assert known(actor("Biden", office="President", of="United States"), published=None).iri.startswith(BASE)
    full = known(actor("Joe Biden", office="President", of="United States"), published=None)
    assert full.iri == str(person_iri("Q6279"))


def test_a_surname_means_whoever_held_the_office_on_the_day():
    bush = actor("Bush", office="President", of="United States")
    assert known(bush, published=date(2004, 5, 5)).iri == str(person_iri("Q207"))
    assert known(bush, published=date(2010, 5, 5)).iri.startswith(BASE)


def test_a_body_with_the_name_of_a_person_is_not_that_person():
    assert known(actor("Joe Biden", "organisation"), "In Washington").iri.startswith(f"{BASE}organisation/")


@pytest.mark.parametrize(
    ("title", "of", "expected"),
    [
        ("Secretary of State", "United States", office_iri("foreign-minister")),
        ("Minister of Foreign Affairs", None, office_iri("foreign-minister")),
        ("chief herald", "United States", URIRef(f"{BASE}office/chief-herald")),
        ("Deputy Foreign Minister", "Iran", office_iri("deputy-foreign-minister")),
    ],
)
def test_an_office_is_one_of_the_tables_or_new(title, of, expected):
    owner = LINKER.owner(of, Extraction(), GRAPH) if of else None
    assert LINKER.office(title, owner).iri == expected


@pytest.mark.parametrize(
    ("titles", "kind"),
    [
        (["Ambassador to Russia", "Special Envoy for Syria", "High Commissioner to Pakistan"], "diplomat"),
        (["Permanent Representative to the OSCE", "Deputy Ambassador to Iran", "Minister Counsellor"], "diplomat"),
        (["Defence Ministry Spokesman", "Pentagon spokesman", "Deputy Spokesperson"], "spokesperson"),
        (["Deputy Energy Minister", "Vice Minister of Commerce"], "deputy-minister"),
        (["Minister of State for External Affairs"], "deputy-minister"),
        (["Army Chief General", "Chief of Staff of the Ethiopian Armed Forces"], "commander"),
        (["Religious Affairs Minister", "Minister for European Relations"], "minister"),
        (["Executive Secretary"], "body-head"),
        (["Secretary", "Head", "Leader", "Prince", "Chief of Staff", "Chief Minister", "Shadow Energy Minister"], None),
        (["Adviser to the Ambassador", "Ambassador's Wife", "Assistant to the Minister", "Former Minister"], None),
        (["Minister's Aide", "Adviser to the Prime Minister", "High Commissioner for Refugees"], None),
    ],
)
def test_an_office_that_no_table_knows_is_of_the_kind_that_its_words_tell(titles, kind):
    expected = URIRef(f"https://w3id.org/communique/vocab/office-kind/{kind}") if kind else None
    assert {title: LINKER.office(title, None).kind for title in titles} == dict.fromkeys(titles, expected)
    assert not any(LINKER.office(title, None).is_reference for title in titles)


@pytest.mark.parametrize(("of", "office"), [("India", "ambassador"), ("UNHCR", "high-commissioner")])
def test_a_high_commissioner_of_a_state_of_the_commonwealth_is_an_ambassador(of, office):
    owner = LINKER.owner(of, Extraction(), GRAPH)
    assert LINKER.office("High Commissioner", owner).iri == office_iri(office)


def test_the_reference_graph_tells_offices_holders_members_and_coordinates(reference_graph):
    holding = reference_holding_iri(person_iri("Q58217"), "foreign-minister", "RUS", "2004-03-09")
    lavrov = person_iri("Q58217")
    assert {
        (lavrov, RDF.type, DIPLO.Person),
        (lavrov, RDFS.label, Literal("Sergey Lavrov")),
        (lavrov, SKOS.exactMatch, URIRef("http://www.wikidata.org/entity/Q58217")),
        (holding, DIPLO.holder, lavrov),
        (holding, DIPLO.office, office_iri("foreign-minister")),
        (holding, DIPLO.officeOf, state_iri("RUS")),
        (holding, DIPLO.heldFrom, Literal("2004-03-09", datatype=XSD.date)),
        (holding, DCTERMS.source, Literal("wikidata-2022 (unverified)")),
        (office_iri("foreign-minister"), DIPLO.kind, office_kind_iri("minister")),
        (office_iri("foreign-minister"), SKOS.altLabel, Literal("министр иностранных дел", lang="ru")),
        (state_iri("FRA"), DIPLO.memberOf, organisation_iri("nato")),
        (organisation_iri("european-union"), DIPLO.memberOf, organisation_iri("g20")),
        (state_iri("AZE"), SKOS.altLabel, Literal("Azerbaïdjan", lang="fr")),
        (place_iri("Geneva"), WGS84.lat, Literal("46.2022", datatype=XSD.decimal)),
    } <= reference_graph
    assert not [value for s, p, value in reference_graph if (s, p) == (holding, DIPLO.heldUntil)]


SENTENCE = "Bayramov said that he had met Raisi in Tehran and that both had spoken of a bridge and of power lines."


def met(words=SENTENCE, published=date(2022, 7, 6), kind=MeetingKind.MEETING, times=1, source="a.txt"):
    """The IRIs of meetings without a day of which an article tells in these words."""
    article = Article(text=f"{words} More is not known.", source=source, published=published)
    told = Meeting("m1", kind, ("a1", "a2"), MeetingStatus.HELD, (0, 8), "test", spans={"sentence": (0, len(words))})
    meetings = tuple(replace(told, id=f"m{number}") for number in range(times))
    linked = LINKER.link(
        article, Extraction((actor("Ilham Aliyev"), actor("Ebrahim Raisi", identifier="a2")), meetings)
    )
    return [each.iri for each in linked.meetings]


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ({"published": date(2022, 7, 8)}, True),
        ({"words": SENTENCE.replace(" and ", ",\nand ")}, True),
        ({"published": date(2022, 8, 6)}, False),
        ({"published": None}, False),
        ({"kind": MeetingKind.PHONE_CALL}, False),
        ({"words": SENTENCE.replace("bridge", "tunnel")}, False),
    ],
)
def test_meetings_without_a_day_are_one_where_articles_of_a_month_copy_the_sentence(other, is_same):
    assert (met() == met(source="b.txt", **other)) == is_same


def test_a_short_sentence_may_be_told_of_two_meetings():
    assert met("Bayramov met Raisi in Tehran.") != met("Bayramov met Raisi in Tehran.", source="b.txt")


def test_two_meetings_of_one_sentence_stay_two():
    one, other = met(times=2)
    assert one != other


@pytest.mark.parametrize(("kind", "is_same"), [(MeetingKind.SUMMIT, True), (MeetingKind.PRESS_CONFERENCE, False)])
def test_of_what_has_one_participant_only_a_summit_is_known_by_its_day(kind, is_same):
    told = Extraction((actor("G20", "format"),), (meeting("a1", kind=kind),))
    one, other = (LINKER.link(article, told).meetings[0].iri for article in (ARTICLE, OTHER))
    assert (one == other) == is_same


@pytest.mark.parametrize(
    ("body", "acts"),
    [
        ("socar", False),
        ("fatah", False),
        ("us-supreme-court", False),
        ("us-senate", True),
        ("chinese-communist-party", True),
    ],
)
def test_a_company_a_party_or_a_court_acts_for_no_state(reference_graph, body, acts):
    assert ((organisation_iri(body), DIPLO.ofState) in {triple[:2] for triple in reference_graph}) == acts

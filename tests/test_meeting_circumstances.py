"""Where and when meetings were, as the article tells elsewhere than beside them, and what is no meeting."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.extraction.rules import RuleExtractor
from kg.records import Article, MeetingKind
from kg.reference import load_reference

PUBLISHED = date(2024, 7, 10)  # a Wednesday


@pytest.fixture(scope="module")
def meetings():
    extractor = RuleExtractor(load_reference(Path(__file__).parent.parent / "ontology/reference"))

    def read(text, published=PUBLISHED):
        article = Article(text=text, source="test", published=published, outlet="BBC", title="")
        extraction = extractor.extract(article)
        names = {actor.id: actor.name for actor in extraction.actors}
        return [(m, {names[p] for p in m.participants}) for m in extraction.meetings]

    return read


def _told(found):
    return [(m.kind, who) for m, who in found]


def test_a_meeting_beside_a_summit_was_where_the_summit_was(meetings):
    text = (
        "President Joe Biden met President Emmanuel Macron on the sidelines of the NATO summit on Tuesday. "
        "The NATO summit in Vilnius was attended by many."
    )
    assert {m.place for m, who in meetings(text) if "Emmanuel Macron" in who} == {"Vilnius"}
    assert meetings("President Joe Biden met President Emmanuel Macron on Tuesday.")[0][0].place is None


def test_the_dateline_seats_a_meeting_with_a_host_but_no_call(meetings):
    text = "TEHRAN – Iranian Foreign Minister Abbas Araghchi {} Turkish Foreign Minister Hakan Fidan on Monday."
    assert meetings(text.format("met"))[0][0].place == "Tehran"
    assert meetings(text.format("held a phone call with"))[0][0].place is None


def test_the_city_named_elsewhere_is_that_of_a_meeting_but_not_of_a_visit(meetings):
    text = (
        "Turkish Foreign Minister Hakan Fidan visited China on Monday. Fidan met Chinese Foreign Minister Wang Yi and "
        "Chinese Premier Li Qiang. "
        "Many waited in Beijing."
    )
    assert [m.place for m, _ in meetings(text)] == ["China", "Beijing"]
    assert [m.place for m, _ in meetings(text + " Others waited in Shanghai.")] == ["China", "China"]


def test_who_meets_virtually_is_nowhere(meetings):
    text = "Jake Sullivan visited Israel on Monday. He held a {} meeting with President Emmanuel Macron in Israel."
    assert meetings(text.format("virtual"))[-1][0].place is None
    assert meetings(text.format("brief"))[-1][0].place == "Israel"


def test_a_day_on_which_one_of_them_spoke_is_carried_to_the_next_sentence(meetings):
    text = "{} denounced the attack on Monday. Turkish President Recep Tayyip Erdogan spoke at a news conference."
    assert str(meetings(text.format("Turkish President Recep Tayyip Erdogan"))[0][0].date) == "2024-07-08"
    assert str(meetings(text.format("President Joe Biden"))[0][0].date) != "2024-07-08"


@pytest.mark.parametrize(
    "text",
    [
        "President Emmanuel Macron is making a visit to Turkey.",
        "President Emmanuel Macron visits Turkey for talks on trade.",
        "The news comes with President Emmanuel Macron visiting Turkey.",
    ],
)
def test_what_goes_on_as_the_article_is_written_is_of_its_month(meetings, text):
    assert str(meetings(text)[0][0].date) == "2024-07"


@pytest.mark.parametrize(
    ("after", "day", "place"),
    [
        ("The meeting took place in Geneva on Tuesday.", "2024-07-09", "Geneva"),
        ("The Geneva talks were long.", "2024-07", None),
        ("The talks focused on the future of Geneva.", "2024-07", None),
        ("The talks ended before President Luis Arce left Geneva.", "2024-07", None),
        ("The summit in Geneva was cancelled.", "2024-07", None),
        ("He prepared the talks with President Luis Arce in Geneva.", "2024-07", None),
    ],
)
def test_what_follows_of_a_meeting_tells_where_and_when_it_was(meetings, after, day, place):
    found, _ = meetings(f"President Joe Biden met President Emmanuel Macron. {after}")[0]
    assert (str(found.date), found.place) == (day, place)


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("in the Ukrainian capital, Kyiv", "Kyiv"),
        ("in the Ukrainian capital Kyiv", "Kyiv"),
        ("in the southern Turkish city of Adana", "Adana"),
        ("in the Red Sea resort of Sharm el-Sheikh", "Sharm el-Sheikh"),
        ("in Egypt's Sharm el-Sheikh", "Sharm el-Sheikh"),
        ("on the Italian island of Sicily", "Sicily"),
        ("in northern Italy", "Italy"),
        ("and spoke on Libya", None),
        ("to speak to the people of Libya", None),
    ],
)
def test_a_place_is_found_behind_what_kind_of_place_it_is(meetings, where, place):
    assert meetings(f"President Emmanuel Macron met Chancellor Friedrich Merz {where}.")[0][0].place == place


def test_one_is_welcomed_where_the_host_is(meetings):
    text = "President Emmanuel Macron {} Chancellor Friedrich Merz to {}."
    assert meetings(text.format("welcomed", "Paris"))[0][0].place == "Paris"
    assert meetings(text.format("received", "Paris"))[0][0].place is None


def test_the_place_of_another_clause_is_not_the_meetings(meetings):
    text = "President Joe Biden told a news conference {} freedom in Brazil."
    assert meetings(text.format("that he would promote"))[0][0].place is None
    assert meetings("President Joe Biden spoke at a press conference held in Brazil.")[0][0].place == "Brazil"


def test_who_is_named_within_the_description_of_another_takes_no_part(meetings):
    text = "Nasser Kidwa, nephew of the Palestinian leader{} Yasser Arafat, arrived in Paris on Sunday."
    assert [who for _, who in meetings(text.format(""))] == [{"Nasser Kidwa", "France"}]


@pytest.mark.parametrize(
    ("text", "day", "status"),
    [
        ("The summit between France and Japan is expected to take place in Paris on Friday.", "2024-07-12", "planned"),
        ("A round of talks between France and Japan is due to resume on Friday.", "2024-07-12", "planned"),
        (
            "President Emmanuel Macron is due in Rome on Friday for talks with Sergio Mattarella.",
            "2024-07-12",
            "planned",
        ),
        ("Talks between France and Japan ended on Friday.", "2024-07-05", "held"),
        (
            "Emmanuel Macron said so on Friday, following a meeting with Sergio Mattarella.",
            "2024-07-05",
            "held",
        ),
        ("Speaking on Friday after meeting Sergio Mattarella, President Emmanuel Macron agreed.", "2024-07-05", "held"),
        ("President Emmanuel Macron will meet Sergio Mattarella in Rome later.", "2024-07-10", "planned"),
        ("President Emmanuel Macron will meet Sergio Mattarella later this year.", "2024", "planned"),
        ("President Emmanuel Macron was in Rome on Friday, where he met Sergio Mattarella.", "2024-07-05", "held"),
        ("President Emmanuel Macron said on Friday that he had met Sergio Mattarella.", "None", "held"),
    ],
)
def test_the_day_may_hang_on_the_infinitive_or_on_where_people_were(meetings, text, day, status):
    assert [(str(m.date), m.status.value) for m, _ in meetings(text)] == [(day, status)]


def test_an_article_without_a_date_counts_weekdays_from_the_day_of_its_news(meetings):
    text = (
        "President Xi Jinping listens to his host in Panama City on December 3, 2018{}. "
        "Xi met Portuguese President Marcelo Rebelo de Sousa in Lisbon on Tuesday."
    )
    assert [str(m.date) for m, _ in meetings(text.format(""), None)] == ["2018-12-04"]
    assert [m.date for m, _ in meetings(text.format(", in a file photo"), None)] == [None]
    assert [m.date for m, _ in meetings(text.format("") + " A treaty followed in 2020.", None)] == [None]


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Israel and Hamas held talks on Monday.", True),
        ("China praised its efforts to facilitate talks between Israel and Hamas.", False),
        ("He offered a venue for talks between Israel and Hamas.", False),
        ("He said that talks between Israel and Hamas should resume.", False),
        ("President Joe Biden met President Emmanuel Macron.", True),
        ("France and Germany should meet challenges together.", False),
        ("France and Germany meet the deadline.", False),
        ("It is unlikely that President Joe Biden will go to Dhaka.", False),
        ("President Joe Biden will go to Dhaka.", True),
        ("Ismail Haniyeh had stayed there during previous visits to Iran.", False),
        ("China is ready to resume negotiations with Taiwan.", False),
        ("China resumed negotiations with Taiwan.", True),
        ("France and Germany inched toward a deal on starting talks with Turkey.", False),
        ("France and Germany support Turkish accession talks.", False),
        ("Japan snubbed Russia's renewed talk of returning the islands.", False),
        ("Prime Minister Keir Starmer is flying migrants to Libya.", False),
        ("Prime Minister Keir Starmer is flying to Libya.", True),
        ("Prime Minister Keir Starmer is going for gold in Athens.", False),
        ("Ismail Haniyeh died during a visit to Iran.", True),
    ],
)
def test_what_is_wanted_doubted_or_often_is_no_event(meetings, text, is_told):
    assert bool(meetings(text)) == is_told


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Top US officials met with their counterparts from China in Geneva.", {"United States", "China"}),
        ("Iranian officials paid visits to Baku.", {"Iran", "Azerbaijan"}),
        (
            "The Iranian Foreign Ministry summoned the French ambassador.",
            {"Iranian Foreign Ministry", "Ambassador of France"},
        ),
        ("Iran and US officials have been engaged in negotiations.", {"Iran", "United States"}),
        ("Abbas Araghchi met with his Latvian and Estonian counterparts.", {"Abbas Araghchi", "Latvia", "Estonia"}),
        ("Ann Lee accompanied Prime Minister Keir Starmer on a visit to Iraq.", {"Keir Starmer", "Iraq"}),
        ("President Emmanuel Macron is visiting India to attend a fair.", {"Emmanuel Macron", "India"}),
        (
            "Prime Minister Keir Starmer and President Emmanuel Macron held a phone conversation.",
            {"Keir Starmer", "Emmanuel Macron"},
        ),
    ],
)
def test_who_takes_part(meetings, text, who):
    assert [found for _, found in meetings(text)] == [who]


def test_two_who_met_beside_an_assembly_are_they_and_were_at_it(meetings):
    text = "President Joe Biden told President Luis Arce that Chile was ready, as they met on the sidelines of {}."
    found = [who for _, who in meetings(text.format("the United Nations General Assembly"))]
    assert found == [{"Joe Biden", "Luis Arce"}, {"Joe Biden", "Luis Arce", "United Nations General Assembly"}]
    assert [who for _, who in meetings(text.format("a fair"))] == [{"Joe Biden", "Luis Arce"}]


def test_it_is_the_traveller_who_met_somebody_on_the_visit(meetings):
    text = (
        "Hakan Fidan spoke on Monday. The news coincided with Prime Minister Keir Starmer's visit to Washington, "
        "where he met President Joe Biden."
    )
    assert all("Hakan Fidan" not in who for _, who in meetings(text))


def test_talks_of_two_states_on_a_visit_are_the_visit(meetings):
    both = "French President Emmanuel Macron visited Iraq. France and Iraq held talks{}."
    assert [m.kind.value for m, _ in meetings(both.format(""))] == ["visit"]
    assert [m.kind.value for m, _ in meetings(both.format(" on Monday"))] == ["visit", "negotiation"]


def test_a_planned_trip_and_the_meeting_it_is_for_are_one(meetings):
    text = "President Volodymyr Zelensky will visit Washington on Thursday, where he will meet US President Joe Biden."
    assert [(who, m.place) for m, who in meetings(text)] == [({"Volodymyr Zelensky", "Joe Biden"}, "Washington")]


def test_a_trip_only_named_is_the_one_that_is_planned(meetings):
    text = "Antony Blinken will travel to Israel on Saturday. Blinken's trip to Israel {} a pattern."
    assert len(meetings(text.format("follows"))) == 1
    assert len(meetings(text.format("in May followed"))) == 2


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        ("Premier Li Qiang met with visiting Chancellor Olaf Scholz.", "meeting", {"Li Qiang", "Olaf Scholz"}),
        ("Premier Li Qiang met visiting Chancellor Olaf Scholz.", "meeting", {"Li Qiang", "Olaf Scholz"}),
        (
            "Talks between Premier Li Qiang and visiting Chancellor Olaf Scholz were held on Monday.",
            "meeting",
            {"Li Qiang", "Olaf Scholz"},
        ),
        ("After visiting Berlin, Premier Li Qiang spoke.", "visit", {"Li Qiang", "Germany"}),
    ],
)
def test_who_is_visiting_is_met_and_visited_by_nobody(meetings, text, kind, who):
    assert [(m.kind.value, found) for m, found in meetings(text)] == [(kind, who)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("President Luis Arce has started a three-day visit to Chile.", "2024-07"),
        ("President Luis Arce has had a telephone conversation with President Gabriel Boric.", "2024-07"),
        ("Talks between President Luis Arce and President Gabriel Boric have ended.", "2024-07"),
        ("Three days later President Luis Arce met President Gabriel Boric.", "None"),
        ("President Luis Arce met President Gabriel Boric when they first travelled.", "None"),
    ],
)
def test_what_is_told_as_news_without_a_day_is_of_the_month(meetings, text, day):
    assert str(meetings(text)[0][0].date) == day


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("may meet President Gabriel Boric soon", "planned"),
        ("may have met President Gabriel Boric", "held"),
        ("looks forward to meeting President Gabriel Boric at the G20 summit this month", "planned"),
    ],
)
def test_what_may_be_is_still_to_come(meetings, words, status):
    assert {m.status.value for m, _ in meetings(f"President Luis Arce {words}.")} == {status}


def test_a_place_behind_long_names_and_titles_is_still_that_of_the_meeting(meetings):
    text = (
        "Adviser Jon Finer met today with Executive Vice Minister of Foreign Affairs Ma Zhaoxu of the People’s "
        "Republic of China and Prime Minister Ulf Kristersson of Sweden in {}."
    )
    assert meetings(text.format("Geneva"))[0][0].place == "Geneva"
    assert meetings(text.format("silence before he went to talk to others who had come to Geneva"))[0][0].place is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("MOSCOW -- Premier Li Qiang and President Luis Arce held talks here on Monday.", "Moscow"),
        ("MOSCOW -- Premier Li Qiang and President Luis Arce held talks on Monday.", None),
        ("Cairo: Egyptian President Abdel Fattah al-Sisi met President Luis Arce on Monday.", "Cairo"),
        ("Cairo welcomed that President Abdel Fattah al-Sisi met President Luis Arce on Monday.", None),
    ],
)
def test_here_is_where_the_article_is_written(meetings, text, place):
    assert meetings(text)[0][0].place == place


def test_an_ambassador_is_not_summoned_at_the_summit_of_which_he_is_told(meetings):
    text = (
        "China summoned the Japanese ambassador {} the G7 summit. The G7 summit in Hiroshima was attended by leaders."
    )
    assert meetings(text.format("over remarks made at"))[0][0].place == "China"
    assert meetings(text.format("on the sidelines of"))[0][0].place == "Hiroshima"


def test_a_counterpart_named_later_is_who_was_met(meetings):
    text = (
        "Chinese Premier Li Qiang met his Italian counterpart on Monday. {} said that the talks were useful. "
        "Li thanked him."
    )
    assert meetings(text.format("Italian Prime Minister Mario Monti"))[0][1] == {"Li Qiang", "Mario Monti"}
    assert meetings(text.format("Italian singer Laura Pausini"))[0][1] == {"Li Qiang", "Italy"}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("In a phone call, Secretary Marco Rubio told Foreign Minister Wang Yi that trade matters.", True),
        ("In a meeting, Foreign Minister Wang Yi was told by Secretary Marco Rubio that trade matters.", True),
        ("In a book, Secretary Marco Rubio told Foreign Minister Wang Yi that trade matters.", False),
    ],
)
def test_whom_one_tells_something_at_a_meeting_is_there(meetings, text, who):
    assert [found for _, found in meetings(text)] == ([{"Marco Rubio", "Wang Yi"}] if who else [])


def test_what_is_said_regarding_a_call_was_not_said_on_it(meetings):
    text = "{} a phone call by President Luis Arce, Minister Elie Honig said that it was long."
    assert meetings(text.format("Regarding")) == []
    assert meetings(text.format("During"))[0][1] == {"Luis Arce", "Elie Honig"}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("China protested against remarks made during a summit of the leaders of Japan and the Philippines.", "China"),
        ("In Beijing, where President Luis Arce was greeted with honours, China is glad.", "China"),
        ("Avi Bell, a fellow at the Kohelet Policy Forum, spoke.", "Avi Bell"),
    ],
)
def test_who_is_only_near_takes_no_part(meetings, text, who):
    assert who not in {name for _, found in meetings(text) for name in found}


def test_heads_of_state_are_those_named_before(meetings):
    text = "Presidents William Ruto and Paul Kagame smiled. The two Heads of State held talks in Kigali."
    assert [found for _, found in meetings(text)] == [{"William Ruto", "Paul Kagame"}]
    assert meetings("Heads of State held talks in Kigali.") == []


def test_a_journey_to_several_countries_is_a_visit_to_each(meetings):
    text = "President Luis Arce made a visit to the {} Ghana, Togo and Benin."
    hosts = [{"Luis Arce", state} for state in ("Ghana", "Togo", "Benin")]
    assert [found for _, found in meetings(text.format("African countries of"))] == hosts
    assert [found for _, found in meetings(text.format("exhibition of"))] == [{"Luis Arce"}]


def test_a_call_that_is_not_planned_is_denied(meetings):
    text = (
        "Spokesman Dmitry Peskov said that it is {}planned to hold a call between Presidents Luis Arce and Joe Biden."
    )
    assert [m.status.value for m, _ in meetings(text.format("not "))] == ["denied"]
    assert [m.status.value for m, _ in meetings(text.format(""))] == ["planned"]


@pytest.mark.parametrize(
    ("after", "who", "kinds"),
    [
        ("He met President Gabriel Boric of Chile.", {"Luis Arce", "Gabriel Boric"}, ["visit"]),
        (
            "He met President Gabriel Boric and Foreign Minister Alberto van Klaveren of Chile.",
            {"Luis Arce", "Chile"},
            ["visit", "meeting"],
        ),
        ("He met Chancellor Friedrich Merz of Germany.", {"Luis Arce", "Chile"}, ["visit", "meeting"]),
    ],
)
def test_a_visit_on_which_one_of_the_hosts_was_met_is_to_that_one(meetings, after, who, kinds):
    found = meetings(f"President Luis Arce of Bolivia visited Chile. {after}")
    assert [m.kind.value for m, _ in found] == kinds
    assert found[0][1] == who


def test_a_tour_of_a_region_is_told_by_the_visits_on_it(meetings):
    text = "President Luis Arce began a Middle East tour. {}"
    assert [who for _, who in meetings(text.format("He visited Oman."))] == [{"Luis Arce", "Oman"}]
    assert [who for _, who in meetings(text.format("He slept."))] == [{"Luis Arce"}]


def test_a_meeting_is_where_the_tour_of_a_region_is_not(meetings):
    text = "President Luis Arce met President Gabriel Boric on Monday to kick off {}."
    assert meetings(text.format("his Middle East tour"))[0][0].place is None


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("at Kotoka International Airport", "Kotoka International Airport"),
        ("at the Saltire House in Geneva", "Geneva"),
        ("in Puerto Iguazu, Argentina,", "Puerto Iguazu"),
        ("in Lula's car", None),
        ("at Ann Palace's request", None),
    ],
)
def test_a_site_or_town_that_no_table_knows_is_a_place_too(meetings, where, place):
    assert meetings(f"President Luis Arce met President Gabriel Boric {where} on Monday.")[0][0].place == place


def test_who_is_joined_to_a_name_behind_its_office_takes_part(meetings):
    text = "President of Bolivia Luis Arce {} Chancellor Friedrich Merz discussed trade during a phone call on Monday."
    assert [who for _, who in meetings(text.format("and German"))] == [{"Luis Arce", "Friedrich Merz"}]
    assert [who for _, who in meetings(text.format("spoke, and German"))] == []


def test_what_two_discuss_over_the_phone_is_a_call(meetings):
    text = "President Luis Arce and Chancellor Friedrich Merz discussed trade {}."
    assert [m.kind.value for m, _ in meetings(text.format("over the phone"))] == ["phone-call"]
    assert meetings(text.format("with zeal")) == []


def test_who_speaks_with_somebody_somewhere_meets_them(meetings):
    text = "President Luis Arce spoke with Chancellor Friedrich Merz {}."
    assert [m.kind.value for m, _ in meetings(text.format("in Geneva"))] == ["meeting"]
    assert [m.kind.value for m, _ in meetings(text.format("on Monday"))] == ["phone-call"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("President Luis Arce called President Gabriel Boric to {}.", True),
        ("President Luis Arce called on President Gabriel Boric to {}.", False),
    ],
)
def test_one_calls_to_congratulate(meetings, text, who):
    assert bool(meetings(text.format("congratulate him"))) is who
    assert meetings(text.format("testify")) == []


def test_who_wants_talks_to_advance_takes_no_part(meetings):
    text = "President Luis Arce is in Doha to {} the talks of Israel with Hamas."
    talks = [who for meeting, who in meetings(text.format("advance")) if meeting.kind is not MeetingKind.VISIT]
    assert all("Luis Arce" not in who for who in talks)


def test_he_of_whom_somebody_speaks_is_another(meetings):
    text = "President Luis Arce arrived. He is expected to meet the German foreign minister on Friday, {}."
    assert "Luis Arce" in meetings(text.format("spokesman Bo Li said"))[-1][1]


def test_the_delegation_is_who_leads_it(meetings):
    text = "A Bolivian delegation {}visited Berlin. The delegation met Chancellor Friedrich Merz."
    assert meetings(text.format("led by Luis Arce "))[-1][1] == {"Luis Arce", "Friedrich Merz"}
    assert meetings(text.format(""))[-1][1] == {"Bolivia", "Friedrich Merz"}


def test_whom_one_joins_for_a_summit_is_at_it(meetings):
    text = "President Luis Arce joined the leaders of Chile and Peru {} in Lima."
    assert [who for _, who in meetings(text.format("for a summit"))] == [{"Luis Arce", "Chile", "Peru"}]
    assert meetings(text.format("against the plan")) == []


def test_a_conversation_after_a_call_is_the_call(meetings):
    text = "President Luis Arce held {} with Chancellor Friedrich Merz. In his conversation with Merz, Arce was brief."
    assert [m.kind.value for m, _ in meetings(text.format("a phone call"))] == ["phone-call"]
    assert [m.kind.value for m, _ in meetings(text.format("talks"))] == ["meeting"]


def test_what_follows_a_meeting_does_not_make_it_planned(meetings):
    text = "President Luis Arce will travel to Rome {} his talks with Chancellor Friedrich Merz."
    assert meetings(text.format("following"))[-1][0].status.value == "held"
    assert meetings(text.format("for"))[-1][0].status.value == "planned"


def test_the_event_beside_which_people_met_tells_where_and_when(meetings):
    text = "President Luis Arce met Chancellor Friedrich Merz {} a conference held in Laos last month."
    found, _ = meetings(text.format("on the sidelines of"))[0]
    assert (str(found.date), found.place) == ("2024-06", "Laos")
    found, _ = meetings(text.format("and praised"))[0]
    assert (str(found.date), found.place) != ("2024-06", "Laos")


def test_in_a_city_one_is_expected_to_meet_somebody(meetings):
    text = "In {}, President Luis Arce was {} Chancellor Friedrich Merz."
    assert meetings(text.format("Geneva", "expected to meet"))[0][0].place == "Geneva"
    assert meetings(text.format("Geneva", "sure of peace before he will meet"))[0][0].place is None


@pytest.mark.parametrize(
    ("then", "day", "place"),
    [
        ("Merz also met Prime Minister Keir Starmer.", "2024-07-09", "Geneva"),
        ("Merz spoke at a press conference.", "2024-07-09", "Geneva"),
        ("Merz also met Prime Minister Keir Starmer in Rome.", "2024-07", "Rome"),
        ("Merz had met Prime Minister Keir Starmer.", "None", None),
        ("President Joe Biden met Prime Minister Keir Starmer.", "2024-07", None),
        ("Merz will meet Prime Minister Keir Starmer.", "None", None),
    ],
)
def test_what_goes_on_is_of_the_day_and_place_told_before(meetings, then, day, place):
    found, _ = meetings(f"President Luis Arce met Chancellor Friedrich Merz in Geneva on Tuesday. {then}")[-1]
    assert (str(found.date), found.place) == (day, place)


def test_who_also_met_met_apart_from_the_others(meetings):
    text = "Presidents Luis Arce, Gabriel Boric and Joe Biden met on Tuesday. Arce {}met Boric."
    assert [len(who) for _, who in meetings(text.format("also "))] == [3, 2]
    assert [len(who) for _, who in meetings(text.format(""))] == [3]


@pytest.mark.parametrize(
    ("office", "who"),
    [
        ("foreign ministers", {"Hakan Fidan", "Abbas Araghchi"}),
        ("presidents", {"Turkey", "Iran"}),
    ],
)
def test_ministers_of_states_are_those_whom_the_article_names(meetings, office, who):
    text = (
        f"The {office} of Turkey and Iran met in Baku on Monday. Turkish Foreign Minister Hakan Fidan smiled. "
        "Iranian Foreign Minister Abbas Araghchi did not."
    )
    assert meetings(text)[0][1] == who


def test_a_gathering_is_a_meeting_of_those_whom_it_names(meetings):
    text = "A gathering {} was held in Geneva on the 8th."
    assert len(meetings(text.format("between President Luis Arce and German Chancellor Friedrich Merz"))) == 1
    text = "President Luis Arce will visit Chancellor Friedrich Merz to address a gathering {}."
    assert {m.kind.value for m, _ in meetings(text.format("of farmers"))} <= {"visit"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("President Luis Arce on Wednesday met Chancellor Friedrich Merz and the two are expected to talk.", "held"),
        ("President Luis Arce and Chancellor Friedrich Merz held talks over the telephone on Wednesday.", "held"),
        ("An expected meeting of President Luis Arce with Chancellor Friedrich Merz makes news.", "planned"),
    ],
)
def test_what_is_expected_beside_a_meeting_is_not_the_meeting(meetings, text, status):
    assert [m.status.value for m, _ in meetings(text)] == [status]


def test_what_is_planned_is_not_dated_by_what_is_gone(meetings):
    text = "President Luis Arce would visit Chile, returning a visit by the Chilean president {}."
    assert meetings(text.format("last month"))[0][0].date is None
    text = "President Luis Arce would visit Chile {}, returning a visit by the Chilean president."
    assert str(meetings(text.format("next month"))[0][0].date) == "2024-08"


def test_the_year_that_begins_a_sentence_is_that_of_its_months(meetings):
    text = "{} President Luis Arce visited Chile in February."
    assert str(meetings(text.format("In 2022,"))[0][0].date) == "2022-02"
    assert str(meetings(text.format("In Lima,"))[0][0].date) == "2024-02"


def test_talks_over_the_telephone_are_a_call(meetings):
    text = "President Luis Arce held talks {} with Chancellor Friedrich Merz."
    assert [m.kind.value for m, _ in meetings(text.format("over the telephone"))] == ["phone-call"]
    assert [m.kind.value for m, _ in meetings(text.format("over dinner"))] == ["meeting"]


def test_more_who_will_meet_are_another_meeting(meetings):
    text = "Presidents Luis Arce and Gabriel Boric will meet on Friday. Arce, Boric and President Joe Biden {}."
    assert [len(who) for _, who in meetings(text.format("will meet"))] == [2, 3]
    assert [len(who) for _, who in meetings(text.format("smile"))] == [2]


def test_with_whom_one_poses_during_a_meeting_is_there(meetings):
    text = "President Luis Arce shakes hands with Chancellor Friedrich Merz {} in Lima."
    assert [who for _, who in meetings(text.format("during a meeting"))] == [{"Luis Arce", "Friedrich Merz"}]
    assert meetings(text.format("during a storm")) == []


@pytest.mark.parametrize(
    ("what", "place"),
    [("to discuss the war in Ukraine", None), ("after the coup in Niger", None), ("for lunch in Geneva", "Geneva")],
)
def test_where_a_war_is_nobody_meets(meetings, what, place):
    text = f"President Luis Arce and Chancellor Friedrich Merz met on Tuesday {what}."
    assert meetings(text)[0][0].place == place


@pytest.mark.parametrize(
    ("line", "place"),
    [("MANILA:", "Manila"), ("New Delhi [India], July 9 (ANI):", "New Delhi"), ("RIYADH (Reuters):", "Riyadh")],
)
def test_a_colon_may_end_the_dateline(meetings, line, place):
    assert meetings(f"{line} President Luis Arce held talks here with King Felipe VI.")[0][0].place == place


def test_who_agrees_to_intensify_discussions_meets_nobody(meetings):
    text = "President Luis Arce agreed to {} discussions with Chancellor Friedrich Merz."
    assert meetings(text.format("intensify")) == []
    assert [m.status.value for m, _ in meetings(text.format("hold"))] == ["planned"]


@pytest.mark.parametrize(
    ("after", "kinds"),
    [
        ("spoke on Monday about trade", ["phone-call"]),
        ("spoke to reaffirm their friendship", ["phone-call"]),
        ("spoke to reporters", []),
        ("spoke with candour", []),
    ],
)
def test_two_who_speak_about_something_speak_by_telephone(meetings, after, kinds):
    found = meetings(f"President Luis Arce and Chancellor Friedrich Merz {after}.")
    assert [m.kind.value for m, _ in found] == kinds


@pytest.mark.parametrize(
    ("where", "kind", "place"),
    [
        ("in Riyadh", "meeting", "Riyadh"),
        ("at the G7", "meeting", None),
        ("about objects in North American air space", "phone-call", None),
    ],
)
def test_where_one_spoke_with_somebody_makes_it_a_meeting(meetings, where, kind, place):
    found, _ = meetings(f"President Luis Arce spoke with Chancellor Friedrich Merz {where}.")[0]
    assert (found.kind.value, found.place) == (kind, place)


def test_a_prime_minister_by_surname_is_telephoned(meetings):
    text = "President Joe Biden called Prime Minister Kishida of Japan {}."
    assert [m.kind.value for m, _ in meetings(text.format("today to express his sorrow"))] == ["phone-call"]
    assert meetings(text.format("a friend")) == []


def test_who_convenes_people_meets_them_though_nobody_is_named(meetings):
    text = "Vice President Kamala Harris convened {} on Monday."
    assert [who for _, who in meetings(text.format("state legislators"))] == [{"Kamala Harris"}]
    assert meetings(text.format("a review")) == []


@pytest.mark.parametrize("summit", ["Ukraine-led peace summit", "summit led by Ukraine"])
def test_who_leads_a_summit_is_at_it(meetings, summit):
    assert meetings(f"India did take part in a {summit} in Switzerland in June.")[0][1] == {"India", "Ukraine"}


def test_a_peace_process_is_no_event_but_a_peace_summit_is(meetings):
    text = "India did take part in the peace {} of Ukraine in June."
    assert [m.kind.value for m, _ in meetings(text.format("summit"))] == ["summit"]
    assert meetings(text.format("talks")) == []


@pytest.mark.parametrize(
    ("deed", "who"),
    [
        ("hosting a summit with President Joe Biden", {"Luis Arce", "Joe Biden"}),
        ("his visit to Chile", {"Luis Arce", "Chile"}),
    ],
)
def test_who_is_praised_for_an_event_was_there(meetings, deed, who):
    text = "Chancellor Friedrich Merz {} President Luis Arce for " + deed + "."
    assert [found for _, found in meetings(text.format("thanked"))] == [who]


def test_who_shows_something_by_a_summit_need_not_be_there(meetings):
    text = "President Luis Arce praised the ties, {} the Negev Summit."
    assert all("Luis Arce" not in who for _, who in meetings(text.format("as exemplified by")))
    assert {"Luis Arce"} <= meetings("President Luis Arce spoke at the Negev Summit.")[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "President Luis Arce received the Olof Palme Prize on Monday.",
        "President Luis Arce voiced his readiness to begin negotiations with Chancellor Friedrich Merz.",
        "President Luis Arce and Chancellor Friedrich Merz agreed to remain in regular consultation.",
    ],
)
def test_neither_prizes_nor_wishes_nor_ties_are_meetings(meetings, text):
    assert meetings(text) == []


def test_who_is_asked_to_go_has_not_gone_but_who_spoke_has_spoken(meetings):
    text = "President Luis Arce {} and spoke with Chancellor Friedrich Merz about trade."
    assert meetings(text.format("urged the embassy to reconsider"))[0][0].status.value == "held"
    text = "President Luis Arce asked Minister Bo Li to visit Chile."
    assert meetings(text)[0][0].status.value == "planned"


def test_who_will_leave_heading_somewhere_has_not_gone(meetings):
    text = "President Luis Arce {} on Sunday, heading to Chile to see friends."
    assert meetings(text.format("will leave"))[0][0].status.value == "planned"
    assert meetings(text.format("left"))[0][0].status.value == "held"


def test_the_day_of_one_visit_is_not_that_of_another(meetings):
    found = meetings("President Luis Arce's visit to Chile comes after his visit to Peru on July 2.")
    assert [(m.place, str(m.date)) for m, _ in found if m.place == "Peru"] == [("Peru", "2024-07-02")]
    assert [str(m.date) for m, _ in found if m.place == "Chile"] != ["2024-07-02"]


def test_one_leaves_for_where_one_visits(meetings):
    text = "President Luis Arce left La Paz {} on Sunday."
    assert [who for _, who in meetings(text.format("for Santiago"))] == [{"Luis Arce", "Chile"}]
    assert meetings(text.format("with regret")) == []


def test_the_dateline_seats_nobody_who_is_told_to_be_abroad(meetings):
    text = "TEHRAN – {} Iranian Foreign Minister Abbas Araghchi talked with Turkish Foreign Minister Hakan Fidan there."
    text += " Araghchi also received Fidan's guest, Turkish President Recep Tayyip Erdogan."
    assert meetings(text.format("Araghchi visited Ankara on Monday."))[-1][0].place != "Tehran"
    assert meetings(text.format("Monday was sunny."))[-1][0].place == "Tehran"


def test_a_courtesy_call_is_paid_in_person(meetings):
    text = "Prime Minister Sitiveni Rabuka paid {} on Governor-General David Hurley on Monday."
    found, who = meetings(text.format("a courtesy call"))[0]
    assert (found.kind.value, who) == ("meeting", {"Sitiveni Rabuka", "David Hurley"})
    assert meetings(text.format("a tax")) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # the day of one clause is not that of the next, which has its own subject
        (
            "President Emmanuel Macron met Chancellor Olaf Scholz last week, and Prime Minister Donald Tusk recently "
            "received Antony Blinken.",
            ["2024-07", "None"],
        ),
        # nor is the day of what came before it
        ("Days after his re-election on Sunday, President Emmanuel Macron met Chancellor Olaf Scholz.", ["None"]),
        # who led a delegation tells nothing of the day
        (
            "Iranian Foreign Minister Abbas Araghchi received an Iraqi delegation headed by Fuad Hussein on Saturday.",
            ["2024-07-06"],
        ),
        # a day that belongs to the event's own noun does, whatever stands before it
        ("Speaking after Tuesday's meeting with Olaf Scholz, Emmanuel Macron was calm.", ["2024-07-09"]),
        ("The ministry said on Tuesday that Emmanuel Macron received Olaf Scholz.", ["2024-07"]),
        ("Emmanuel Macron flew to Berlin, where he met Olaf Scholz and President Joe Biden.", ["2024-07"] * 2),
    ],
)  # fmt: skip
def test_the_day_is_that_of_the_events_own_words(meetings, text, days):
    assert [str(m.date) for m, _ in meetings(text)] == days


def test_what_one_will_travel_for_is_to_come_and_where_one_travels(meetings):
    text = (
        "Emmanuel Macron met Chancellor Olaf Scholz in Berlin on Monday and will travel to Warsaw on Thursday "
        "to meet Prime Minister Donald Tusk."
    )
    assert [(m.status, str(m.date), m.place) for m, _ in meetings(text)] == [
        ("held", "2024-07-08", "Berlin"),
        ("planned", "2024-07-11", "Warsaw"),
    ]


def test_where_leads_to_the_place_of_its_clause(meetings):
    text = (
        "Emmanuel Macron met Chancellor Olaf Scholz in Berlin on June 26, then travelled to Warsaw, where he was "
        "received by Prime Minister Donald Tusk."
    )
    assert [m.place for m, _ in meetings(text)] == ["Berlin", "Warsaw"]


def test_the_place_that_hangs_on_the_event_comes_before_a_nearer_one(meetings):
    text = (
        "Emmanuel Macron held talks with Benjamin Netanyahu in Jerusalem after meeting President Abdel Fattah "
        "al-Sisi in Cairo."
    )
    assert {m.place for m, _ in meetings(text)} == {"Jerusalem", "Cairo"}


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        (
            "Secretary of State Antony Blinken hosted his counterparts from India, Subrahmanyam Jaishankar, and Japan, "
            "Yoko Kamikawa, on Monday.",
            "meeting",
            {"Antony Blinken", "Subrahmanyam Jaishankar", "Yoko Kamikawa"},
        ),
        (
            "The talks between Aleksandar Vucic and Albin Kurti, hosted by Josep Borrell, ended without agreement.",
            "meeting",
            {"Aleksandar Vucic", "Albin Kurti", "Josep Borrell"},
        ),
        ("The first round of U.S.-Iran talks was held in Muscat.", "negotiation", {"United States", "Iran"}),
        ("The leaders of Japan and South Korea are to hold a summit.", "summit", {"Japan", "South Korea"}),
        (
            "King Felipe received a phone call from President Emmanuel Macron on Friday.",
            "phone-call",
            {"Felipe", "Emmanuel Macron"},
        ),
        ("King Felipe took a call from President Emmanuel Macron.", "phone-call", {"Felipe", "Emmanuel Macron"}),
        (
            "Delegations from Armenia and Azerbaijan met for a new round of peace talks.",
            "negotiation",
            {"Armenia", "Azerbaijan"},
        ),
    ],
)  # fmt: skip
def test_those_who_take_part_are_found_however_the_sentence_tells_it(meetings, text, kind, who):
    assert _told(meetings(text)) == [(kind, who)]


def _seen(found):
    return [(m.kind, m.status, str(m.date), m.place) for m, _ in found]


@pytest.mark.parametrize(
    ("text", "visit"),
    [
        ("President Emmanuel Macron was in Doha on Monday for a conference.", ("held", "2024-07-08", "Doha")),
        ("Turkish Foreign Minister Hakan Fidan is expected in London on Friday.", ("planned", "2024-07-12", "London")),
        ("President Emmanuel Macron spent a day in Doha in May.", ("held", "2024-05", "Doha")),
        ("Turkish Foreign Minister Hakan Fidan left Bamako on Tuesday.", ("held", "2024-07", "Bamako")),
        ("President Emmanuel Macron flies on to Lusaka on Thursday.", ("planned", "2024-07-11", "Lusaka")),
        (
            "TOKYO, July 9 (Kyodo) - President Emmanuel Macron spoke to students during his visit.",
            ("held", "2024-07", "Tokyo"),
        ),
        ("Turkey thanked Doha for the visit of President Emmanuel Macron in March.", ("held", "2024-03", "Doha")),
    ],
)  # fmt: skip
def test_who_is_at_a_place_for_a_while_visits_it(meetings, text, visit):
    assert _seen(meetings(text)) == [("visit", *visit)]


@pytest.mark.parametrize(
    "text",
    [
        "The singer Anna Brown left the United Kingdom on Monday.",
        "Turkish Foreign Minister Hakan Fidan was in London.",
        "President Joe Biden welcomed the leadership of Zambia on climate.",
        "Prime Minister Benjamin Netanyahu refused to meet President Emmanuel Macron, the ministry said.",
    ],
)
def test_no_meeting_is_read_where_none_is_told(meetings, text):
    assert not meetings(text)


def test_a_visit_of_several_days_gives_its_meetings_the_month(meetings):
    text = (
        "Antony Blinken will travel to London on Monday for a two-day visit during which he will meet David Lammy. "
        "He will also meet Prime Minister Keir Starmer."
    )
    assert [str(m.date) for m, _ in meetings(text)] == ["2024-07-15", "2024-07", "2024-07"]
    day = "On the second day of his visit to Serbia, Emmanuel Macron met Aleksandar Vucic in Belgrade on Tuesday."
    assert [(m.kind, str(m.date)) for m, _ in meetings(day)] == [("visit", "2024-07-08"), ("meeting", "2024-07-09")]


def test_who_summons_an_envoy_does_so_at_home_and_not_where_the_cause_lies(meetings):
    text = "Manila summoned Chinese ambassador Huang Xilian on Monday over attacks on shops in Johannesburg."
    assert [m.place for m, _ in meetings(text)] == ["Manila"]


def test_nobody_is_seated_on_a_visit_to_another_state(meetings):
    text = (
        "Russian Foreign Minister Sergey Lavrov held talks with his Nicaraguan counterpart Denis Moncada on Wednesday. "
        "Lavrov also visited Venezuela this week."
    )
    assert [m.place for m, _ in meetings(text)] == [None, "Venezuela"]


def test_where_the_subject_is_told_to_be_is_where_he_meets(meetings):
    text = (
        "Foreign Minister Abbas Araghchi, who is in Beirut for a conference, met Prime Minister Nawaf Salam on Friday."
    )
    assert {m.place for m, _ in meetings(text)} == {"Beirut"}
    invited = "President Emmanuel Macron has invited President Aleksandar Vucic to Paris for talks in September."
    assert [m.place for m, _ in meetings(invited)] == ["Paris"]


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        (
            "A meeting scheduled for Thursday between President Emmanuel Macron and Olaf Scholz was postponed.",
            "meeting",
            {"Emmanuel Macron", "Olaf Scholz"},
        ),
        ("Kremlin spokesman Dmitry Peskov told a briefing that he was calm.", "press-conference", {"Dmitry Peskov"}),
        (
            "President Emmanuel Macron sat down with Chancellor Olaf Scholz on Monday.",
            "meeting",
            {"Emmanuel Macron", "Olaf Scholz"},
        ),
        (
            "Israeli ambassador Dana Erlich was called in by the Irish foreign ministry on Monday.",
            "meeting",
            {"Dana Erlich", "Irish Foreign Ministry"},
        ),
        (
            "A team headed by Foreign Minister Hakan Fidan met behind closed doors with Ariel Henry.",
            "meeting",
            {"Hakan Fidan", "Ariel Henry"},
        ),
        ("G20 finance ministers held a meeting in Rio de Janeiro on Thursday.", "meeting", {"G20"}),
        (
            "At the invitation of Premier Li Qiang, Prime Minister Anwar Ibrahim visited China on Monday.",
            "visit",
            {"Anwar Ibrahim", "China"},
        ),
        (
            "China made a pledge as visiting Foreign Minister Wang Yi held talks with President Emmanuel Macron.",
            "meeting",
            {"Wang Yi", "Emmanuel Macron"},
        ),
    ],
)  # fmt: skip
def test_meetings_are_told_in_many_ways(meetings, text, kind, who):
    assert _told(meetings(text)) == [(kind, who)]


def test_what_a_heading_tells_in_the_infinitive_is_to_come(meetings):
    assert meetings("President Emmanuel Macron to receive Chancellor Olaf Scholz")[0][0].status == "planned"


def test_a_joint_press_conference_is_of_the_two_who_met(meetings):
    text = (
        "Foreign Minister Hakan Fidan met Foreign Minister George Gerapetritis on Monday. "
        'At a joint press conference, Fidan said: "We agree."'
    )
    assert _told(meetings(text))[-1] == ("press-conference", {"Hakan Fidan", "George Gerapetritis"})


def test_the_bloc_is_the_one_that_was_named(meetings):
    text = "The European Union imposed sanctions on Mali. The bloc will meet in Vilnius on Friday."
    assert [who for _, who in meetings(text)] == [{"European Union"}]


_THE_SIX = {"Azerbaijan", "Armenia", "Georgia", "Russia", "Turkey", "Iran"}


@pytest.mark.parametrize(
    "words",
    [
        "the next meeting of the 3+3 format, bringing together Azerbaijan, Armenia, Georgia, Russia, Turkey and Iran",
        "a 3+3 format meeting - the countries of Azerbaijan, Armenia and Georgia plus Russia, Turkey and Iran - in May",
    ],
)
def test_the_members_of_a_format_stand_for_it_where_they_are_listed(meetings, words):
    assert [(m.place, who) for m, who in meetings(f"Tehran will host {words}.")] == [("Tehran", _THE_SIX)]


@pytest.mark.parametrize(
    "words",
    [
        "and condemned Iran, Syria and Russia",
        "- France and Japan are missing - and the European Union",
        "- France, Japan and Canada blocked a text - and parted early",
        "- among others France, Japan and Canada -",
    ],
)
def test_who_is_only_named_beside_a_format_is_none_of_its_members(meetings, words):
    assert {name for _, who in meetings(f"The G7 met in Bari on Tuesday {words}.") for name in who} == {"G7"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Moscow hosted talks between Rwanda and Uganda on Tuesday.", "Moscow"),
        ("Qatar hosted a meeting between President Paul Kagame and President Felix Tshisekedi.", "Qatar"),
        ("Talks between Rwanda and Uganda, hosted by Qatar, were held on Tuesday.", "Qatar"),
        ("President Luis Arce hosted President Gabriel Boric on Tuesday.", None),
    ],
)
def test_what_a_state_or_city_hosts_is_there(meetings, text, place):
    assert [m.place for m, _ in meetings(text)] == [place]


_ALI, _MADURO = "Guyanese President Irfaan Ali", "Venezuelan President Nicolas Maduro"
_BOTH = {"Irfaan Ali", "Nicolas Maduro"}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (f"{_ALI} and {_MADURO}, who met in Doha on Tuesday, want peace.", _BOTH),
        (f"{_ALI} and {_MADURO}, who held talks in Doha on Tuesday, want peace.", _BOTH),
        (f"{_ALI} and {_MADURO}, who met Qatari Emir Tamim bin Hamad on Tuesday, want peace.", {"Tamim bin Hamad"}),
        (f"A phone call took place on Tuesday between {_ALI} and {_MADURO}.", _BOTH),
        (f"A meeting took place in Doha between {_ALI} and {_MADURO} on Tuesday.", _BOTH),
        (f"{_ALI} said that the talks he had with {_MADURO} in Doha on Tuesday were useful.", _BOTH),
        (f"{_ALI} recalled the meeting he held with {_MADURO} on Tuesday.", _BOTH),
    ],
)
def test_those_of_whom_a_clause_tells_what_only_several_do_met(meetings, text, who):
    (found,) = [named for _, named in meetings(text)]
    assert who <= found


@pytest.mark.parametrize(
    "text",
    [
        "Georgia stayed away from the meeting between Iran and Russia in Tehran on Tuesday.",
        "Georgia was excluded from talks between Iran and Russia in Tehran on Tuesday.",
    ],
)
def test_who_stayed_away_from_an_event_was_not_at_it(meetings, text):
    assert [who for _, who in meetings(text)] == [{"Iran", "Russia"}]
    assert meetings("Georgia stayed away from the first meeting, which Moscow hosted in December 2021.") == []


def test_of_whom_a_body_is_made_up_is_no_meeting(meetings):
    assert meetings("The Quad brings together the United States, Japan, Australia and India.") == []
    assert meetings("The United Nations brought together Japanese and Indian officials in Geneva on Tuesday.") != []


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("had been due to visit Chile on Friday, but stayed at home", "cancelled"),
        ("had been scheduled to meet President Gabriel Boric on Friday. The talks were called off", "cancelled"),
        ("had planned to hold a meeting with President Gabriel Boric on Friday but fell ill", "cancelled"),
        ("had been scheduled to meet President Gabriel Boric on Friday", "planned"),
        ("was supposed to visit Chile on Friday, but put off the trip", "postponed"),
        ("is supposed to visit Chile on Friday", "planned"),
        ("is due to visit Chile on Friday", "planned"),
    ],
)
def test_what_had_been_planned_is_no_more(meetings, words, status):
    assert [m.status.value for m, _ in meetings(f"President Luis Arce {words}.")][:1] == [status]


def test_the_summit_at_which_two_had_been_due_to_meet_was_held(meetings):
    text = "President Luis Arce had been due to meet President Gabriel Boric at the G20 summit in Rio de Janeiro."
    assert {m.status.value for m, _ in meetings(text) if m.kind == "summit"} <= {"planned", "held"}


@pytest.mark.parametrize(
    ("words", "status", "day"),
    [
        ("begins on Friday", "planned", "2024-07-12"),
        ("began on Friday", "held", "2024-07-05"),
        ("ended on Friday", "held", "2024-07"),
    ],
)
def test_a_visit_begins_on_a_day_and_ends_in_a_month(meetings, words, status, day):
    told = meetings(f"President Luis Arce's visit to Chile {words}.")
    assert [(m.status.value, str(m.date)) for m, _ in told] == [(status, day)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("President Luis Arce concluded a two-day visit to Chile on Tuesday.", "2024-07"),
        ("President Luis Arce concluded his July 3-5 visit to Chile.", "2024-07-03"),
        ("President Luis Arce spoke on Tuesday at the end of a visit to Chile.", "2024-07"),
    ],
)
def test_a_visit_of_which_the_end_is_told_was_in_its_month(meetings, text, day):
    assert [str(m.date) for m, _ in meetings(text)] == [day]


def test_a_month_is_no_place(meetings):
    text = "At the first meeting in June 2021, President Luis Arce received President Gabriel Boric."
    assert [m.place for m, _ in meetings(text)] == [None]


def test_who_came_for_a_meeting_told_as_news_came_in_its_month(meetings):
    text = "President Luis Arce met with his Chilean counterpart Gabriel Boric, who arrived in La Paz for a visit."
    assert [str(m.date) for m, _ in meetings(text)] == ["2024-07"]


def test_who_hosted_several_that_name_nobody_else_met_nobody_told(meetings):
    text = "They reviewed progress, including four summits that President Luis Arce hosted and the launch of a plan."
    assert meetings(text) == []


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("received on Friday Angolan Foreign Minister Tete Antonio", "Tete Antonio"),
        ("received today the Foreign Minister of Angola, Tete Antonio", "Tete Antonio"),
        ("received at the Palace of the Revolution the Foreign Minister of Angola, Tete Antonio", "Tete Antonio"),
        ("will meet President Gabriel Boric on Friday, the first such meeting since 2019", "Gabriel Boric"),
    ],
)
def test_whom_the_parser_hangs_on_an_adjunct_is_met_all_the_same(meetings, words, who):
    found = meetings(f"Cuban President Miguel Diaz-Canel {words}.")
    assert [named for _, named in found] == [{"Miguel Diaz-Canel", who}]


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("President of Iran Ebrahim Raisi phoned President of Azerbaijan Luis Arce on Monday", "Ebrahim Raisi"),
        ("President Gabriel Boric made a phone call to Luis Arce on Monday", "Gabriel Boric"),
        ("A meeting was held on Monday with the participation of Gabriel Boric and Luis Arce", "Gabriel Boric"),
        ("A delegation of the European Parliament met President Luis Arce on Monday", "European Parliament"),
    ],
)
def test_hosts_and_callers_and_delegations_of_bodies_meet(meetings, words, who):
    assert [named for _, named in meetings(f"{words}.")] == [{who, "Luis Arce"}]


def test_what_was_received_on_a_day_is_no_guest(meetings):
    assert meetings("President Luis Arce received on Tuesday in Oslo the Nobel Peace Prize.") == []


def test_the_visiting_who_met_somebody_on_a_day_met_him(meetings):
    found = meetings(
        "Visiting Chinese President Xi Jinping on Friday met with South Korean President Yoon Suk-yeol here."
    )
    assert [(str(m.date), who) for m, who in found] == [("2024-07-05", {"Xi Jinping", "Yoon Suk-yeol"})]


@pytest.mark.parametrize(
    ("told", "sizes"),
    [
        ("separately met President Gabriel Boric and President Javier Milei", [2, 2, 2, 2]),
        ("met President Gabriel Boric and President Javier Milei separately", [3, 3]),
        ("met President Gabriel Boric and President Javier Milei", [4]),
    ],
)
def test_who_separately_met_two_met_each_of_them(meetings, told, sizes):
    found = meetings(f"President Luis Arce and Foreign Minister Celinda Sosa {told}.")
    assert [len(who) for _, who in found] == sizes


def test_who_separately_met_one_met_him_each(meetings):
    found = meetings("President Luis Arce and Foreign Minister Celinda Sosa separately met President Gabriel Boric.")
    assert [who for _, who in found] == [{"Luis Arce", "Gabriel Boric"}, {"Celinda Sosa", "Gabriel Boric"}]


def test_a_body_gathers_for_talks_once(meetings):
    found = meetings("ASEAN foreign ministers gathered in Vientiane for talks with Chinese Foreign Minister Wang Yi.")
    assert [who for _, who in found] == [{"ASEAN", "Wang Yi"}]


def test_a_day_tells_more_than_the_year_of_its_sentence(meetings):
    text = "President Luis Arce and President Gabriel Boric met for the third time this year on Tuesday."
    assert [str(m.date) for m, _ in meetings(text)] == ["2024-07-09"]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("spoke on Tuesday, on the second day of his visit to Chile", "2024-07-08"),
        ("spoke on Tuesday, the third day of his visit to Chile", "2024-07-07"),
        ("spoke on Tuesday, the last day of his visit to Chile", "2024-07"),
        ("spoke on Tuesday during his visit to Chile", "2024-07"),
    ],
)
def test_a_visit_began_as_many_days_before_as_it_is_told(meetings, words, day):
    assert [str(m.date) for m, _ in meetings(f"President Luis Arce {words}.")] == [day]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Somalia will get aid, Premier Li Qiang said on Tuesday during a trip to the East African nation.", "Somalia"),
        ("Vanuatu signed a pact as Premier Li Qiang visited the Pacific island nation.", "Vanuatu"),
    ],
)
def test_a_country_described_is_the_one_named_last(meetings, text, place):
    assert [m.place for m, _ in meetings(text)] == [place]
    neighbour = "Kenya will get aid, Premier Li Qiang said on Tuesday during a trip to the neighbouring country."
    assert meetings(neighbour) == []


def test_a_call_of_two_that_has_a_day_is_one_by_telephone(meetings):
    text = "President Luis Arce met President Gabriel Boric in Lima on Tuesday. They spoke of "
    kinds = [str(m.date) for m, _ in meetings(text + "their May 26 call.") if m.kind == "phone-call"]
    assert kinds == ["2024-05-26"]
    assert [m.kind.value for m, _ in meetings(text + "their July 1 call for peace.")] == ["meeting"]


@pytest.mark.parametrize(
    ("told", "statuses"),
    [
        ("is open to talks with Georgian President Salome Zourabichvili", []),
        ("is interested in a meeting with Georgian President Salome Zourabichvili", []),
        ("is willing to hold talks with Georgian President Salome Zourabichvili", []),
        ("hopes for a round of talks with Georgian President Salome Zourabichvili", []),
        ("has ruled out a meeting with Georgian President Salome Zourabichvili", []),
        ("has not ruled out a meeting with Georgian President Salome Zourabichvili", []),
        ("called for a meeting with Georgian President Salome Zourabichvili", ["planned"]),
        ("pressed for a new round of talks with Georgian President Salome Zourabichvili", ["planned"]),
        ("agreed to a meeting with Georgian President Salome Zourabichvili", ["planned"]),
        ("is open to talks with Georgian President Salome Zourabichvili on Friday", ["planned"]),
        ("called for calm at a meeting with Georgian President Salome Zourabichvili", ["held"]),
        ("ruled out sanctions after talks with Georgian President Salome Zourabichvili", ["held"]),
    ],
)
def test_talks_that_somebody_would_like_asks_for_or_rules_out_were_not_held(meetings, told, statuses):
    found = meetings(f"Moldovan President Maia Sandu {told}.")
    assert [m.status.value for m, _ in found] == statuses


@pytest.mark.parametrize("ahead", ["ahead of", "prior to", "days before"])
def test_what_lies_ahead_has_neither_the_day_nor_the_place_of_what_came_before(meetings, ahead):
    text = (
        f"Moldovan President Maia Sandu met Romanian President Klaus Iohannis in Bucharest on Monday {ahead} talks "
        "with Georgian President Salome Zourabichvili{}."
    )
    told = [(m.status.value, str(m.date), m.place) for m, _ in meetings(text.format(""))]
    assert told == [("held", "2024-07-08", "Bucharest"), ("planned", "None", None)]
    told = [(m.status.value, str(m.date), m.place) for m, _ in meetings(text.format(" in Tbilisi on Friday"))]
    assert told == [("held", "2024-07-08", "Bucharest"), ("planned", "2024-07-12", "Tbilisi")]


def test_talks_ahead_of_which_something_was_are_held_once_their_day_is_past(meetings):
    text = "Maia Sandu {} before talks with Georgian President Salome Zourabichvili {} in 2021."
    assert [m.status.value for m, _ in meetings(text.format("fell ill", "in Tbilisi"))] == ["held"]
    posing = "Moldovan President Maia Sandu and Georgian President Salome Zourabichvili shake hands before their talks."
    assert [m.status.value for m, _ in meetings(posing)] == ["held"]


@pytest.mark.parametrize(
    "dateline",
    [
        "Chisinau, July 9 (PTI) ",
        "Chisinau, July 9, 2024 (Moldpres) ",
        "Chisinau, 9 July (EFE) - ",
        "Chisinau (AP) ",
        "CHISINAU, Moldova (Xinhua) ",
        "",
    ],
)
def test_an_agency_in_brackets_ends_the_dateline(meetings, dateline):
    told = "Foreign Minister Mihai Popsoi on Tuesday met Georgian President Salome Zourabichvili"
    ((meeting, who),) = meetings(f"{dateline}{told}.")
    assert who == {"Mihai Popsoi", "Salome Zourabichvili"}
    assert meeting.place == ("Chisinau" if dateline else None)


def test_the_place_told_with_the_talks_that_one_speaks_of_goes_before_the_dateline(meetings):
    text = (
        "CHISINAU, July 9 (Reuters) - Moldovan President Maia Sandu told lawmakers about her talks with Georgian "
        "President Salome Zourabichvili{}."
    )
    assert [m.place for m, _ in meetings(text.format(" in Tbilisi on Friday"))] == ["Tbilisi"]
    assert [m.place for m, _ in meetings(text.format(""))] == ["Chisinau"]


@pytest.mark.parametrize(
    ("told", "statuses"),
    [
        ("had been due to meet {} on Friday before flying home", ["planned"]),
        ("had been due to meet {} on Friday before the talks fell apart", ["cancelled"]),
        ("had planned to meet {} on Friday. Parliament postponed the vote", ["planned"]),
        ("had planned to meet {} on Friday. Parliament called off the trip", ["cancelled"]),
        ("had been expected to meet {} on Friday but cancelled", ["cancelled"]),
        ("had hoped to meet {} on Friday but fell ill", ["cancelled"]),
        ("was to have met {} on Friday, but fell ill", ["cancelled"]),
        ("was hoping to meet {}, and her visit to Romania went ahead", ["planned", "held"]),
        ("was expected to meet {} on Monday, and the meeting with the press went ahead", ["planned"]),
        ("was expected to meet {} on Monday. The meeting took place in Lviv", ["held"]),
    ],
)
def test_a_plan_is_off_or_carried_out_only_where_the_words_tell_so_of_it(meetings, told, statuses):
    found = meetings(f"Moldovan President Maia Sandu {told}.".format("Georgian President Salome Zourabichvili"))
    assert [m.status.value for m, who in found if len(who) > 1] == statuses
    days = {m.status.value: str(m.date) for m, _ in found if m.date is not None}
    assert days.get("cancelled", "2024-07-05") == "2024-07-05"  # the Friday before


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Moldova dismissed as untrue a report that {} had met {}.", "denied"),
        ("Claims that {} had met {} are baseless, Moldova said.", "denied"),
        ("Claims that {} had met {} are an invention, Moldova said.", "denied"),
        ("Rumours that {} would meet {} were rejected by Moldova.", "denied"),
        ("Moldova denied speculation that {} would not meet {}.", "planned"),
        ("Reports that {} had met {} are true, Moldova said.", "held"),
    ],
)
def test_a_report_may_be_denied_in_many_ways(meetings, text, status):
    found = meetings(text.format("Maia Sandu", "Salome Zourabichvili"))
    assert [m.status.value for m, _ in found] == [status]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Before the talks of {} and {} last year, Moldova was silent.", "held"),
        ("Moldova was silent in May 2020 before the talks of {} and {}.", "held"),
        ("Moldova was silent on Monday before the talks of {} and {}.", "planned"),
    ],
)
def test_what_was_ahead_long_ago_is_over(meetings, text, status):
    found = meetings(text.format("Maia Sandu", "Salome Zourabichvili"))
    assert [m.status.value for m, _ in found] == [status]


def test_who_discusses_the_talks_of_others_takes_no_part_in_them(meetings):
    text = (
        "Moldovan President Maia Sandu met Romanian President Klaus Iohannis in Iasi on Monday. Sandu and Georgian "
        "President Salome Zourabichvili discussed {} Armenia-Azerbaijan talks in Tbilisi."
    )
    for told, status in (("preparations for the next round of", "planned"), ("the recent", "held")):
        found = [(m.status.value, who) for m, who in meetings(text.format(told))]
        assert found == [("held", {"Maia Sandu", "Klaus Iohannis"}), (status, {"Armenia", "Azerbaijan"})]


@pytest.mark.parametrize(("year", "count"), [("2023", 2), ("2016", 1)])
def test_who_holds_an_office_today_did_not_meet_years_ago_as_one_of_a_series(meetings, year, count):
    text = "Maia Sandu met Salome Zourabichvili in Iasi on July 8, 2024. The first meeting was held on May 4, {}."
    assert len(meetings(text.format(year))) == count


@pytest.mark.parametrize("leading", ["After talks", "Following on the June 3 meeting"])
def test_two_named_after_the_comma_are_not_of_those_who_met_before_it(meetings, leading):
    text = "{} between Maia Sandu and Klaus Iohannis, Mihai Popsoi and Luminita Odobescu praised the deal."
    assert [who for _, who in meetings(text.format(leading))] == [{"Maia Sandu", "Klaus Iohannis"}]


def test_the_same_day_is_no_day_that_only_describes_a_thing(meetings):
    text = (
        "Moldovan President Maia Sandu met Romanian President Klaus Iohannis in Iasi on Monday. Sandu praised the "
        "truce {} on May 8. On the same day, Sandu also met Georgian President Salome Zourabichvili."
    )
    for told in ("reached between the two", "which was signed"):
        assert [str(m.date) for m, _ in meetings(text.format(told))] == ["2024-07-08", "2024-07-08"]


def test_what_two_agree_as_they_meet_is_of_the_day_of_the_meeting_not_of_the_last_one(meetings):
    text = (
        "Moldovan President Maia Sandu and Romanian President Klaus Iohannis agreed Monday to deepen ties as they met "
        "in Iasi. Sandu and Iohannis last met in Cluj in March."
    )
    assert {(str(m.date), m.place) for m, _ in meetings(text)} == {("2024-07-08", "Iasi"), ("2024-03", "Cluj")}


def test_an_agreement_is_at_no_meeting(meetings):
    text = (
        "Moldovan President Maia Sandu met Romanian President Klaus Iohannis on Monday and praised progress in "
        "negotiations for the Romania-Moldova Bilateral Trade Agreement."
    )
    assert [who for _, who in meetings(text)] == [{"Maia Sandu", "Klaus Iohannis"}]


@pytest.mark.parametrize(
    ("told", "status", "day"),
    [
        ("fell ill before talks with {} on Tuesday", "held", "2024-07-09"),
        ("fell ill before talks with {} on Friday", "planned", "2024-07-12"),
        ("fell ill on Tuesday before talks with {} on Monday", "planned", "2024-07-15"),
    ],
)
def test_the_weekday_of_what_lies_ahead_is_the_nearest_to_the_article(meetings, told, status, day):
    text = "Moldovan President Maia Sandu {}.".format(told.format("Georgian President Salome Zourabichvili"))
    assert [(m.status.value, str(m.date)) for m, _ in meetings(text)] == [(status, day)]


@pytest.mark.parametrize(
    "apart",
    [
        "Ahead of a meeting with Olaf Scholz in Berlin",
        "Before a second round of talks with Olaf Scholz in Berlin",
        "Prior to a summit with Olaf Scholz in Berlin",
        "Following talks with Olaf Scholz in Berlin",
        "After holding talks with Olaf Scholz in Berlin",
        "After meeting Olaf Scholz in Berlin",
    ],
)
def test_a_meeting_is_not_where_the_one_before_or_after_it_is(meetings, apart):
    text = f"{apart}, President Emmanuel Macron met British Prime Minister Keir Starmer in London on Tuesday."
    assert [m.place for m, who in meetings(text) if "Keir Starmer" in who] == ["London"]
    text = f"President Emmanuel Macron met British Prime Minister Keir Starmer {apart[0].lower()}{apart[1:]}."
    assert [m.place for m, who in meetings(text) if "Keir Starmer" in who] == [None]


@pytest.mark.parametrize("there", ["At talks with Olaf Scholz in Berlin", "After arriving in Berlin"])
def test_a_meeting_is_where_one_was_or_had_just_come(meetings, there):
    text = f"{there}, President Emmanuel Macron met British Prime Minister Keir Starmer on Tuesday."
    assert [m.place for m, who in meetings(text) if "Keir Starmer" in who] == ["Berlin"]


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("discussed the next round of Iran-Iraq talks in Muscat", "planned"),
        ("reviewed the forthcoming session of talks between Iran and Iraq in Muscat", "planned"),
        ("discussed the last round of Iran-Iraq talks in Muscat", "held"),
    ],
)
def test_who_speaks_of_a_round_of_talks_takes_no_part_in_it(meetings, told, status):
    text = f"Foreign Minister Hakan Fidan and Foreign Minister George Gerapetritis {told}."
    ((meeting, who),) = [(m, who) for m, who in meetings(text) if m.kind is MeetingKind.NEGOTIATION]
    assert (meeting.status, meeting.place, who) == (status, "Muscat", {"Iran", "Iraq"})


@pytest.mark.parametrize(
    "told", ["Iran and Iraq held the next round of talks", "The next round of Iran-Iraq talks began"]
)
def test_the_next_round_that_came_about_was_held(meetings, told):
    ((meeting, who),) = meetings(f"{told} in Muscat on Monday.")
    assert (meeting.status, str(meeting.date), who) == ("held", "2024-07-08", {"Iran", "Iraq"})


@pytest.mark.parametrize(
    "words",
    [
        "was present at talks with President Emmanuel Macron in Oslo on Tuesday",
        "was also present during the meeting with President Emmanuel Macron",
    ],
)
def test_talks_at_which_somebody_was_present_are_not_held_by_one(meetings, words):
    assert meetings(f"Foreign Minister Espen Barth Eide {words}.") == []
    told = meetings("Foreign Minister Espen Barth Eide took part in talks with President Emmanuel Macron.")
    assert [who for _, who in told] == [{"Espen Barth Eide", "Emmanuel Macron"}]


_PAIR = "Malian Foreign Minister Abdoulaye Diop and Chadian Foreign Minister Mahamat Annadif"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (f"Talks between {_PAIR}, set for Thursday in Niamey, were postponed.", ["postponed"]),
        (f"Talks between {_PAIR}, set for Friday in Niamey, have been cancelled.", ["cancelled"]),
        (f"Talks between {_PAIR}, set for Thursday in Niamey, will go ahead.", ["planned"]),
        (f"Talks between {_PAIR} in Niamey were held on Thursday.", ["held"]),
        ("President Luis Arce delayed a trip to Lima and met President Gabriel Boric in Sucre.", ["postponed", "held"]),
        ("President Luis Arce delayed a meeting with President Gabriel Boric.", ["postponed"]),
    ],
)
def test_talks_that_were_set_for_a_day_are_put_off_by_the_verb_of_their_sentence(meetings, text, status):
    assert [m.status.value for m, _ in meetings(text)] == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("A meeting between {} is not on the agenda, spokesman Abdou Sarr said.", ["denied"]),
        ("A phone call between {} is not in the works, spokesman Abdou Sarr said.", ["denied"]),
        ("A meeting of {} is not on the schedule.", []),
        ("A meeting between {} is on the agenda, spokesman Abdou Sarr said.", ["planned"]),
        ("There are no plans for talks between {}, spokesman Abdou Sarr said.", ["denied"]),
        ("The palace has no plans for a call between {}, spokesman Abdou Sarr said.", ["denied"]),
        ("There is no question of a meeting between {}.", []),
        ("There are plans for talks between {}.", ["planned"]),
        ("Fish was not on the agenda at a meeting between {} on Monday.", ["held"]),
    ],
)
def test_a_meeting_that_is_on_nobodys_agenda_is_none(meetings, text, status):
    assert [m.status.value for m, _ in meetings(text.format(_PAIR))] == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("cancelled a trip to Lima, where he was to meet President Dina Boluarte of Peru", ["cancelled"]),
        ("called off a trip to Lima, where he was to hold talks with President Dina Boluarte of Peru", ["cancelled"]),
        ("postponed a visit to Peru, where he was due to meet President Dina Boluarte of Peru", ["postponed"]),
        ("will travel to Lima, where he is to meet President Dina Boluarte of Peru", ["planned"]),
        ("cancelled a trip to Quito and will meet President Dina Boluarte of Peru in Lima", ["cancelled", "planned"]),
    ],
)
def test_who_does_not_travel_does_not_meet_the_hosts_either(meetings, text, status):
    found = meetings(f"President Luis Arce of Bolivia {text}.")
    assert [m.status.value for m, _ in found] == status
    assert "Dina Boluarte" in found[-1][1]


@pytest.mark.parametrize(
    ("told", "who"),
    [
        ("called on Arab leaders to hold a summit on Gaza", []),
        ("urged African leaders to convene a summit", []),
        ("wants world leaders to hold a summit", []),
        ("called on Israeli officials to resume negotiations with Hamas", [{"Israel", "Hamas"}]),
        ("urged Chad and Mali to continue holding talks", [{"Chad", "Mali"}]),
        ("wants talks with President Gabriel Boric to resume on Friday", [{"Luis Arce", "Gabriel Boric"}]),
        ("flew to Santiago to hold a meeting with President Gabriel Boric", [{"Luis Arce", "Gabriel Boric"}]),
    ],
)
def test_who_asks_others_to_meet_takes_no_part(meetings, told, who):
    assert [found for _, found in meetings(f"President Luis Arce {told}.")] == who


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("will also call on Premier Li Qiang", "meeting"),
        ("is to call on Premier Li Qiang on Monday", "meeting"),
        ("is expected to call on Chinese Premier Li Qiang", "meeting"),
        ("will call Premier Li Qiang on Monday", "phone-call"),
    ],
)
def test_to_call_on_somebody_is_to_go_there(meetings, told, kind):
    found = meetings(f"Pakistani Foreign Minister Ishaq Dar {told}.")
    assert [(m.kind.value, m.status.value, who) for m, who in found] == [(kind, "planned", {"Ishaq Dar", "Li Qiang"})]


@pytest.mark.parametrize(
    ("told", "count"),
    [
        ("said in a call with reporters that aid would come", 0),
        ("said on a conference call with journalists on Monday that aid would come", 0),
        ("held a call with investors on Monday", 0),
        ("said in a call with President Gabriel Boric that aid would come", 1),
        ("said at a press conference on Monday that aid would come", 1),
    ],
)
def test_a_call_with_the_press_is_no_telephone_call_of_one(meetings, told, count):
    assert len(meetings(f"President Luis Arce {told}.")) == count


@pytest.mark.parametrize(
    ("told", "status", "day"),
    [
        ("was due to meet {} in Sucre on Monday but stayed at home", "cancelled", "2024-07-08"),
        ("was scheduled to hold talks with {} on Monday but fell ill", "cancelled", "2024-07-08"),
        ("was due to meet {} on Monday but put off the trip", "postponed", "2024-07-08"),
        ("was due to meet {} on Friday, but markets fell", "planned", "2024-07-12"),
        ("was due to meet {} on Friday but saw little hope", "planned", "2024-07-12"),
    ],
)
def test_who_stayed_away_from_what_was_due_has_not_met(meetings, told, status, day):
    found = meetings(f"President Luis Arce {told.format('President Gabriel Boric')}.", published=date(2024, 7, 10))
    assert [(m.status.value, str(m.date)) for m, _ in found] == [(status, day)]

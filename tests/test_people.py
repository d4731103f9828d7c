"""Who in a text is a person, and what only looks like one."""

from datetime import date

import pytest

from kg.records import ActorType


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He prayed in Hagia Sophia. Hagia Sophia was a museum.", []),
        ("The vote on Brexit failed. Brexit is late.", []),
        ("The fighters entered Tell Abyad.", []),
        ("They met Wendy Sherman in Vienna.", ["Wendy Sherman"]),  # by the given name
        ("According to Xolani Qubeka, it failed.", ["Xolani Qubeka"]),
        ("The strike killed Xolani Qubeka.", ["Xolani Qubeka"]),
        ("The plan of Xolani Qubeka failed. Qubeka resigned.", ["Xolani Qubeka"]),
        ("Professor Emeritus John Coates came.", ["John Coates"]),
        ("They met Emeritus Professor John Coates.", ["John Coates"]),
        ("Pope Emeritus Benedict came.", ["Benedict"]),
        ("They stood up to Putin's aggression.", ["Putin"]),  # by the surname
        ("They blamed the Trump administration.", []),
        ("Theresa May, eyeing a trade deal, flew home on 3 May.", ["Theresa May"]),
        ("The crown prince met Crown Prince Mohammed bin Salman.", ["Mohammed bin Salman"]),
        ("Emir Sheikh Tamim bin Hamad Al Thani of Qatar came.", ["Tamim bin Hamad Al Thani"]),
        ("Citing the agency, Rep Kang Dae-sik said it was true.", ["Kang Dae-sik"]),
        ("Senator Gareth Evans spoke. Evans left.", ["Gareth Evans"]),
        ("A crowd waits. Ann Lee/AFP/Getty Images Gareth Evans spoke.", ["Gareth Evans"]),  # a photographer
        ("Leaders arrive (Photo by Ann Lee / AFP). Image: Bo Smith. Gareth Evans spoke.", ["Gareth Evans"]),
        ("Gareth Evans/Ann Lee talks failed.", ["Gareth Evans", "Ann Lee"]),
        ("The court heard lawyer Xolani Qubeka.", ["Xolani Qubeka"]),
        ("The aircraft carrier Xolani Qubeka left.", []),
        ("The land of Xolani Qubeka, whose ideas lived on, was burnt.", ["Xolani Qubeka"]),
        ("The village of Maidan Wardak was burnt.", []),
        ("Afghanistan's Maidan Wardak province was burnt.", []),
        ("NASA's James Webb space telescope was launched.", []),
        ("Laurenz Broerstal, an expert on Iran at the institute, spoke.", ["Laurenz Broerstal"]),
        ("Viktar Babarykin, husband of the envoy, spoke.", ["Viktar Babarykin"]),
        ("Nakuru Chemicals, an exporter of tea, spoke.", []),
        ("Two abstained, and a third, Xolani Qubeka, left.", ["Xolani Qubeka"]),
        ("The research vessel Xolani Qubeka would sail.", []),
        ("The shipbuilder Meyer Werftal spoke.", []),
        ("Tom Reed, chief executive of the contractor Meyer Werftal, spoke.", ["Tom Reed"]),
        ("He met Colombian Trade Minister German Umana, who was in Lima.", ["German Umana"]),
        ("They invited him as Chief Guest at the fair.", []),
        ("Central Bank President Santiago Bausili came.", ["Santiago Bausili"]),
        ("They came to Santiago. Ortiz left.", []),
        ("An interview with Gáspár Maróth, the Hungarian minister for defence.", ["Gáspár Maróth"]),
        ("They met the Nakuru Front, the leader of the revolt.", []),
        ("According to Sadie Weiner, Hagan's former spokeswoman, it rained.", ["Sadie Weiner"]),
        ("They mourned the death of Aleksey Qubeka in prison.", ["Aleksey Qubeka"]),
        ("The vice president, Trade Policy Director, came.", []),
        ("The Serbian president will hold talks with Lavrov.", ["Lavrov"]),
        ("Turkish ministers will hold talks with Biden next week.", ["Biden"]),
        ("Top Biden aide flies to Lima.\n\nBiden stayed in Washington.", ["Biden"]),
        ("It is in talks with Boeing.", []),
        ("Minister for Transport Okko Tammsaar met them.", ["Okko Tammsaar"]),
        ("The minister for Health Services Reform met them.", []),
        ("Fatah's Nabil Farage left.", ["Nabil Farage"]),  # a body to the language model
        ("They met Principal Secretary P.K. Mishra.", ["P.K. Mishra"]),
        ("They met President To Lam.", ["To Lam"]),
        ("They met minister Catherine West. They flew West.", ["Catherine West"]),
        (
            "Guests including Alessandro Serradimigni, Joe Estevez and Manuel Giusti came.",
            ["Alessandro Serradimigni", "Joe Estevez", "Manuel Giusti"],
        ),
        ("Firms including Martin Marietta, Boeing and Airbus came.", []),
        ("They met Ursula von der Leyen. Von der Leyen spoke.", ["Ursula von der Leyen"]),
        ("They met Bill Morgan. Ben Morgan spoke.", ["Bill Morgan", "Ben Morgan"]),
        ("Democrat Chuck Schumer and Republican Larry Hogan spoke.", ["Chuck Schumer", "Larry Hogan"]),
        ("Typhoon Haiyan struck. Typhoon Haiyan left.", []),
        ("The Democratic Party chairwoman came. The Democratic Party left.", []),
        ("Israeli Defence Minister Israel Katz came. Katz left Israel.", ["Israel Katz"]),
        ("The talks failed. Republika Srpska protested.", []),
        ("They met envoy Therese Kayikwamba Wagner.", ["Therese Kayikwamba Wagner"]),
        ("They met Prime Minister Datuk Seri Anwar Ibrahim.", ["Anwar Ibrahim"]),
        ("To Lam and Hue they flew.", []),
        ("They met acting president Han Duck-soo.", ["Han Duck-soo"]),
        ("They met Ms Kimberly Ballard-Washington in Vienna.", ["Kimberly Ballard-Washington"]),
    ],
)
def test_a_person_is_told_from_what_only_looks_like_one(read, text, names):
    persons = [a for a in read(text).extraction.actors if a.type is ActorType.PERSON]
    assert [a.name for a in persons] == names


def test_the_initials_of_writer_and_editor_are_nobody(read):
    text = "Iran stands by its word. " * 4 + "“We expand our ties,” Foreign Minister Javad Zarif said.\n\nMA/PA"
    assert "MA/PA" not in {a.name for a in read(text).extraction.actors}


def test_who_made_the_article_is_nobody_in_it(read):
    body = "Iranian Foreign Minister Javad Zarif met Sergey Lavrov. " * 4
    credit = "Edited by: Tom Reed\n\n"
    credit += "Paul Smith and Ann Lee contributed to this report. Mary Jones is a news writer for Fox News Digital."
    names = {a.name for a in read(f"{body}\n\n{credit}").extraction.actors if a.type is ActorType.PERSON}
    assert names == {"Javad Zarif", "Sergey Lavrov"}
    first = "Mary Jones is a writer for Fox News. "
    assert any(a.name == "Mary Jones" for a in read(first + body).extraction.actors)


@pytest.mark.parametrize("site", ["John Radcliffe Hospital", "Sultan Omar Grand Mosque", "Maria Santos Airport"])
def test_what_is_called_after_somebody_is_nobody(read, site):
    assert not read(f"They visited {site} and left.").extraction.actors


def test_a_body_is_named_without_the_bracket_after_it(read):
    (body,) = read("The National Emergency Operation Centre (NEOC) announced that it rained.").extraction.actors
    assert body.name == "National Emergency Operation Centre"


def test_a_surname_may_begin_with_a_small_article(read):
    (person,) = read("President Valéry Giscard d'Estaing spoke.").extraction.actors
    assert person.name == "Valéry Giscard d'Estaing"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Modi met Putin in Kazan on Tuesday.", {"Modi", "Putin"}),
        ("Putin, Xi hold talks in Beijing", {"Putin", "Xi"}),
        ("Scholz to host Modi in Berlin", {"Scholz", "Modi"}),
        ("Erdogan receives Mitsotakis in Ankara", {"Erdogan", "Mitsotakis"}),
        ("Blinken to meet Lavrov in Vienna", {"Blinken", "Lavrov"}),
    ],
)
def test_two_who_lead_states_meet_by_their_surnames_alone(read, text, who):
    assert [meeting[0] for meeting in read(text).meetings] == [who]


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Modi met Putin in Kazan on Tuesday.", date(2004, 5, 5)),  # when he led no state
        ("Macron meets Store owners in Paris", date(2022, 7, 6)),
        ("The Scholz brothers met Draghi fans in Rome.", date(2022, 7, 6)),
        ("Djokovic met Nadal in Paris on Sunday.", date(2022, 7, 6)),
    ],
)
def test_surnames_that_are_no_leaders_of_the_day_or_part_of_other_names_are_nobody(read, text, published):
    assert read(text, published).meetings == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Portuguese Prime Minister Luís Montenegro met Pedro Sánchez.", {"Luís Montenegro", "Pedro Sánchez"}),
        ("Commonwealth Secretary-General Patricia Scotland met Paul Kagame. Scotland thanked him.",
         {"Patricia Scotland", "Paul Kagame"}),
        ("Luís Montenegro travelled to Montenegro.", {"Luís Montenegro", "Montenegro"}),
        ("Luís Montenegro visited Angola. Montenegro said Angola would gain.", {"Luís Montenegro", "Angola"}),
        ("Luís Montenegro spoke to Edi Rama. Serbia and Montenegro signed a trade agreement.",
         {"Luís Montenegro", "Edi Rama", "Serbia", "Montenegro"}),
        ("Portuguese minister Paulo Rangel met ministers of Montenegro. Montenegro thanked him.",
         {"Paulo Rangel", "Montenegro"}),
    ],
)  # fmt: skip
def test_a_surname_that_is_also_a_place_is_the_persons_whom_the_text_names(read, text, names):
    found = {actor.name for actor in read(text).extraction.actors}
    assert found - {"Portugal", "Commonwealth"} == names

"""Which office a title names."""

import pytest
from shipped import REFERENCE

from kg.reference import Office
from kg.reference.offices import Titles


def office_of(title, of=None):
    found = REFERENCE.titles.office(title, of)
    return found.id if found else None


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("President", "president"),
        ("president", "president"),
        ("Prime Minister", "prime-minister"),
        ("PM", "prime-minister"),
        ("King", "monarch"),
        ("Vice President", "vice-president"),
        ("Vice-President", "vice-president"),
        ("First Deputy Prime Minister", "deputy-prime-minister"),
        ("Secretary-General", "secretary-general"),
        ("Secretary General", "secretary-general"),
        ("Foreign Minister", "foreign-minister"),
        ("Minister of Foreign Affairs", "foreign-minister"),
        ("Minister for Foreign Affairs", "foreign-minister"),
        ("minister of the foreign affairs", "foreign-minister"),
        ("Federal Foreign Minister", "foreign-minister"),
        ("Defense Minister", "defence-minister"),
        ("Defence Minister", "defence-minister"),
        ("National Security Advisor", "national-security-adviser"),
        ("Speaker", "speaker"),
        ("Lord High Steward", None),
        ("", None),
    ],
)
def test_a_title_names_an_office_however_it_is_spelt(title, office):
    assert office_of(title) == office


@pytest.mark.parametrize(
    ("title", "of", "office"),
    [
        ("Secretary of State", "USA", "foreign-minister"),
        ("Secretary of State", "VAT", "prime-minister"),
        ("Secretary of State", "FRA", None),
        ("Secretary of State", None, None),
        ("Foreign Secretary", "GBR", "foreign-minister"),
        ("Foreign Secretary", "IND", "foreign-secretary"),
        ("Chancellor", "DEU", "prime-minister"),
        ("Chancellor", "GBR", "finance-minister"),
        ("Chancellor", None, None),
        ("Leader of the Islamic Revolution", "IRN", "supreme-leader"),
        ("Leader of the Islamic Revolution", "ITA", None),
        ("Taoiseach", "IRL", "prime-minister"),
        ("Minister of State", "MCO", "prime-minister"),
        ("Minister of State", "DEU", None),
        ("High Commissioner on National Minorities", "osce", "high-commissioner"),
        ("President", "USA", "president"),
        ("President", "european-commission", "president-of-a-body"),
        ("President", "a-body-of-no-table", "president-of-a-body"),
        ("Foreign Secretary", None, None),
        ("Governor", None, None),
    ],
)
def test_some_titles_hold_in_one_state_or_body_alone(title, of, office):
    assert office_of(title, of) == office


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("Minister for Energy", "energy-minister"),
        ("energy minister", "energy-minister"),
        ("Minister of Foreign and European Affairs", "foreign-minister"),
        ("Minister of Foreign Affairs and International Cooperation", "foreign-minister"),
        ("Minister of Foreign Affairs, Trade and Worship", "foreign-minister"),
        ("Minister of Foreign and Trade Affairs", "foreign-minister"),
        ("Minister of Economy and Finance", "economy-minister"),
        ("Minister of Trade and Industry", "trade-minister"),
        ("Minister of Agriculture and Trade", "trade-minister"),
        ("Minister of Agriculture and Fisheries", "agriculture-minister"),
        ("Minister of Culture and Sport", "culture-minister"),
        ("Minister of Youth and Sport", None),
        ("Minister", None),
    ],
)
def test_a_minister_of_several_fields_is_that_of_the_first_known_one(title, office):
    assert office_of(title) == office


@pytest.mark.parametrize(
    "title",
    [
        "Deputy Minister of Youth",
        "Assistant Minister of Energy and Trade",
        "Acting Foreign Minister",
        "Former Foreign Minister",
        "Shadow Minister for Energy and Trade",
        "Under-Secretary of State",
        "State Secretary for Foreign Affairs",
        "Minister of State for Foreign Affairs and Trade",
        "Minister Delegate for Foreign Trade",
        "Spokesperson of the Foreign Ministry",
    ],
)
def test_a_deputy_or_a_former_holder_is_no_minister(title):
    assert office_of(title) is None
    assert office_of(title, "DEU") is None


@pytest.mark.parametrize(
    ("title", "of", "kind"),
    [
        ("Ambassador Extraordinary and Plenipotentiary", "IRN", "diplomat"),
        ("Chargé d'Affaires ad interim", None, "diplomat"),
        ("First Deputy Minister of Foreign Affairs", "KAZ", "deputy-minister"),
        ("Vice-Minister of Foreign Affairs", "CHN", "deputy-minister"),
        ("Deputy Secretary of State", "USA", "deputy-minister"),
        ("foreign ministry spokeswoman", "CHN", "spokesperson"),
        ("Press Secretary", None, "spokesperson"),
        ("Chief of Army Staff", "PAK", "commander"),
        ("Senator", "USA", "legislator"),
        ("Governor", "USA", "local-head"),
        ("Attorney General", "USA", "minister"),
    ],
)
def test_an_office_of_which_no_holders_are_kept_has_a_kind(title, of, kind):
    office = REFERENCE.titles.office(title, of)
    assert office is not None
    assert (office.kind, office.is_kept) == (kind, False)


@pytest.mark.parametrize(
    ("title", "of"), [("Governor", None), ("Attorney General", "KEN"), ("Minister of State", "ARE")]
)
def test_a_title_that_means_another_office_elsewhere_has_none(title, of):
    assert REFERENCE.titles.office(title, of) is None


@pytest.mark.parametrize(
    ("title", "parts", "offices"),
    [
        ("Deputy Prime Minister and Foreign Minister", 2, ["deputy-prime-minister", "foreign-minister"]),
        ("Deputy Prime Minister & Foreign Minister", 2, ["deputy-prime-minister", "foreign-minister"]),
        ("Foreign Minister and Deputy Prime Minister", 2, ["foreign-minister", "deputy-prime-minister"]),
        ("Prime Minister and the Minister of Defence", 2, ["prime-minister", "defence-minister"]),
        (
            "Prime Minister, Minister of Finance and Minister of Culture",
            3,
            ["prime-minister", "finance-minister", "culture-minister"],
        ),
        ("Deputy Prime Minister and Minister of Economy and Trade", 2, ["deputy-prime-minister", "economy-minister"]),
        ("Minister of Economy and Finance", 1, ["economy-minister"]),
        ("Minister of Agriculture, Forestry and Fisheries", 1, ["agriculture-minister"]),
        ("Trade and Industry Minister", 1, ["trade-minister"]),
        ("Deputy Foreign Minister and Chief Negotiator", 1, []),
        ("Deputy Foreign Minister and Ambassador", 2, ["deputy-foreign-minister", "ambassador"]),
        ("Coordinator for the Middle East and North Africa", 1, []),
    ],
)
def test_a_joint_title_names_each_of_its_offices(title, parts, offices):
    assert len(REFERENCE.titles.split(title)) == parts
    assert [office.id for office in REFERENCE.titles.offices(title)] == offices


def test_the_state_tells_which_titles_are_joined():
    title = "Secretary of State and National Security Adviser"
    assert REFERENCE.titles.split(title, "USA") == ("Secretary of State", "National Security Adviser")
    assert REFERENCE.titles.split(title, "DEU") == (title,)


def test_the_first_office_of_a_title_keeps_it():
    first, second = (
        Office(i, "minister", True, name, "", "", ("Chief Herald",)) for i, name in (("a", "A"), ("b", "B"))
    )
    assert Titles([first, second]).office("chief herald") is first

"""Whom of the register an article means, and whose office it is that it names without saying whose."""

import pytest
from shipped import REFERENCE

from kg.reference.recognition import Recognition

TEXT = "He met NATO officials in Washington, with Iraqi and British ones."


def recognition(day="2022-07-06", text=TEXT):
    return Recognition(REFERENCE, day, REFERENCE.owners_in(text))


@pytest.mark.parametrize(
    ("name", "title", "owner"),
    [
        ("Joe Biden", "President", "United States"),
        ("Biden", "President", "United States"),
        ("Blinken", "Secretary of State", "United States"),
        ("Blinken", "Secretary", "United States"),
        ("Lavrov", "Deputy Prime Minister and Foreign Minister", "Russia"),  # the second one alone is his
        ("Jens Stoltenberg", "Secretary General", "NATO"),
        ("Truss", "Foreign Secretary", "United Kingdom"),  # as the article names it, and not India
        ("Emmanuel Macron", "President", "France"),  # though the article does not name France
        ("Barack Obama", "President", "United States"),  # who left the office before
    ],
)
def test_the_tables_tell_whose_office_it_is(name, title, owner):
    assert recognition().owner(name, title) == owner


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Biden", "Deputy Foreign Minister"),  # no office of the tables
        ("Bidwell", "President"),
        ("McKinley", "President"),  # before the tables begin
        ("Melania Trump", "President"),
        ("Joe Bidwell", "Secretary"),
    ],
)
def test_nobodys_office_is_guessed(name, title):
    assert recognition().owner(name, title) is None


def test_the_day_of_the_article_decides():
    assert recognition("2018-05-05").owner("Trump", "President") == "United States"
    assert recognition("2016-05-05").owner("Trump", "President") is None


def test_a_surname_tells_the_state_even_where_the_person_is_open():
    assert recognition("2022-05-05").owner("Trump", "President") == "United States"  # who left the office before
    assert recognition("2022-05-05", "He went to Iraq.").owner("Trump", "President") is None
    assert recognition(day=None).owner("Biden", "President") == "United States"
    assert recognition("2024-12-14", "He went to Iraq.").owner("Meloni", "Prime Minister") == "Italy"


@pytest.mark.parametrize(
    ("name", "title", "owner"),
    [
        ("Helmut Kohl", "Chancellor", "Germany"),
        ("John Major", "Prime Minister", "United Kingdom"),
        ("François Hollande", "President", "France"),
        ("Ronald Reagan", "President", "United States"),
        ("Franklin Delano Roosevelt", "President", "United States"),  # the full form of a name with an initial
        ("Valéry Giscard d'Estaing", "President", "France"),
        ("Margaret Thatcher", "Prime Minister", "United Kingdom"),
        ("Kohl", "Chancellor", None),
        ("John Major", "President", None),
        ("Helmut Kohl", "Foreign Minister", None),
    ],
)
def test_a_full_name_tells_whose_past_head_it_is_where_no_state_is_named(name, title, owner):
    assert recognition(text="").owner(name, title) == owner


def test_who_comes_to_office_later_does_not_hold_it_before():
    assert recognition(day="1980-07-06", text="").owner("Helmut Kohl", "Chancellor") is None


def test_who_holds_an_office_of_many_states_holds_that_of_the_state_named():
    assert recognition("2019-09-11").owner("Elizabeth II", "Queen") == "United Kingdom"


@pytest.mark.parametrize(
    ("name", "title", "of", "holds"),
    [
        ("Luigi Di Maio", "Deputy Prime Minister and Foreign Minister", "Italy", True),
        ("Joe Biden", "President", "United States", True),
        ("Biden", "President", None, True),
        ("Biden", "President", "France", False),
        ("Hunter Biden", "President", "United States", False),
        ("Joe Biden", "Prime Minister", None, False),
    ],
)
def test_the_register_tells_who_holds_an_office_named_apart(name, title, of, holds):
    assert recognition().holds(name, title, of) is holds
    assert not recognition(day=None).holds(name, title, of)


@pytest.mark.parametrize(
    ("title", "of", "is_open"),
    [
        ("Deputy Attorney General", "United States", True),  # no office of the tables
        ("President", "United States", False),  # which somebody else holds
        ("President-Elect", "United States", False),
        ("Prime Minister", "United States", False),  # an office that it never had
    ],
)
def test_the_register_leaves_open_what_it_does_not_know(title, of, is_open):
    assert recognition().leaves_open(title, of) is is_open


@pytest.mark.parametrize(
    ("name", "day", "state"),
    [
        ("Biden", "2022-07-06", "United States"),
        ("Joe Biden", None, "United States"),
        ("Biden", None, None),
        ("Bidwell", "2022-07-06", None),
    ],
)
def test_who_leads_a_state_tells_the_state(name, day, state):
    assert recognition(day).state_of(name) == state


def test_an_article_means_the_person_of_the_office_that_it_shortens():
    person = recognition().person("Blinken", "Secretary", "USA")
    assert person is not None and person.name == "Antony Blinken"

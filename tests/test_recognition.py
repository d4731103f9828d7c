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
        ("Jens Stoltenberg", "Secretary General", "NATO"),
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
        ("Obama", "President"),  # a surname alone means whoever holds the office on the day
        ("Joe Bidwell", "Secretary"),
    ],
)
def test_nobodys_office_is_guessed(name, title):
    assert recognition().owner(name, title) is None


def test_the_day_of_the_article_decides():
    assert recognition("2018-05-05").owner("Trump", "President") == "United States"
    assert recognition("2022-05-05").owner("Trump", "President") is None


def test_an_undated_article_knows_full_names_alone():
    undated = recognition(day=None)
    assert undated.owner("Joe Biden", "President") == "United States"
    assert undated.owner("Biden", "President") is None


def test_an_article_means_the_person_of_the_office_that_it_shortens():
    person = recognition().person("Blinken", "Secretary", "USA")
    assert person is not None and person.name == "Antony Blinken"

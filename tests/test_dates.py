import re
from datetime import date
from pathlib import Path

import pytest

from kg.analysis import dates
from kg.analysis.dates import find_dates
from kg.records import PartialDate


@pytest.mark.parametrize(
    ("published", "words", "day"),
    [
        ("2024-05-08", "on Monday", "2024-05-06"),
        ("2024-05-08", "on Wednesday", "2024-05-08"),
        ("2024-05-08", "last Friday", "2024-05-03"),
        ("2024-01-02", "on 30 December", "2023-12-30"),
        ("2022-07-06", "on July 4", "2022-07-04"),
        ("2022-07-06", "on the 4th of July 2021", "2021-07-04"),
        ("2022-07-06", "from May 3-5, 2022", "2022-05-03"),
        ("2022-07-06", "in May", "2022-05"),
        ("2022-07-06", "in November", "2021-11"),
        ("2022-07-06", "the June summit", "2022-06"),
        ("2022-07-06", "two days ago", "2022-07-04"),
        ("2022-07-06", "a week ago", "2022-06"),
        ("2022-02-06", "three months ago", "2021-11"),
        ("2022-07-06", "over the weekend", "2022-07"),
        ("2022-07-31", "over the weekend", "2022-07"),
        ("2022-07-06", "early June", "2022-06"),
        ("2022-07-06", "last month", "2022-06"),
        ("2022-01-06", "last month", "2021-12"),
        ("2022-07-06", "yesterday", "2022-07-05"),
        ("2022-07-06", "last night", "2022-07-05"),
        ("2024-05-08", "last Wednesday", "2024-05-01"),
        ("2022-07-06", "on 30 July", "2022-07-30"),
        ("2022-07-06", "on 10 August", "2021-08-10"),
        ("2022-07-06", "Today", "2022-07-06"),
        ("2022-07-06", "in 2019", "2019"),
        ("2022-07-13", "this week", "2022-07"),
        ("2022-07-06", "2022-07-04", "2022-07-04"),
        ("2022-07-06", "the day before yesterday", "2022-07-04"),
        ("2022-07-06", "this weekend", "2022-07-09"),
        ("2022-07-06", "last weekend", "2022-07"),
        ("2022-07-06", "on the 3rd of this month", "2022-07-03"),
        ("2022-01-06", "from the 16th to the 20th of last month", "2021-12-16"),
        ("2022-07-06", "on the 31st of last month", "None"),
        ("2022-07-06", "on the 4th", "2022-07-04"),
        ("2022-07-06", "on the 18th", "2022-06-18"),
        ("2022-03-06", "on the 30th", "None"),
        ("2022-07-06", "Monday last week", "2022-06-27"),
    ],
)
def test_a_phrase_is_dated_from_the_day_of_publication(published, words, day):
    (found,) = find_dates(f"They met {words}.")
    assert str(found.resolve(date.fromisoformat(published))) == day


@pytest.mark.parametrize(
    ("published", "words", "day"),
    [
        ("2024-05-08", "on Monday", "2024-05-13"),
        ("2024-05-08", "next Friday", "2024-05-10"),
        ("2024-05-08", "on the 18th", "2024-05-18"),
        ("2024-05-08", "on the 4th", "2024-06-04"),
        ("2024-05-08", "on Thursday next week", "2024-05-16"),
        ("2024-05-08", "on Thursday of this week", "2024-05-09"),
        ("2024-12-20", "on 6 January", "2025-01-06"),
        ("2022-07-06", "tomorrow", "2022-07-07"),
        ("2022-12-06", "next month", "2023-01"),
        ("2022-07-06", "in May", "2023-05"),
        ("2024-05-08", "next Wednesday", "2024-05-15"),
        ("2022-07-06", "on 10 June", "2022-06-10"),
        ("2022-07-06", "next July", "2023-07"),
    ],
)
def test_a_phrase_about_what_is_to_come_lies_after_publication(published, words, day):
    (found,) = find_dates(f"They will meet {words}.")
    assert str(found.resolve(date.fromisoformat(published), future=True)) == day


@pytest.mark.parametrize("words", ["on Monday", "July 4", "last month", "yesterday"])
def test_without_a_day_of_publication_a_relative_date_is_not_guessed(words):
    (found,) = find_dates(f"They met {words}.")
    assert found.resolve(None) is None


def test_without_a_day_of_publication_a_date_with_its_year_is_known():
    (found,) = find_dates("They met on July 4, 2022.")
    assert found.resolve(None) == PartialDate(2022, 7, 4)


@pytest.mark.parametrize(
    "text",
    ["He may go.", "the 30 members", "Resolution 2259", "2022-13-45", "the March of time", "June 31", "July 20:30"],
)
def test_other_numbers_and_words_are_no_dates(text):
    assert [d for d in find_dates(text) if d.resolve(date(2022, 7, 6))] == []


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("0001-01-01", "last year"),
        ("0001-01-01", "last month"),
        ("0001-01-01", "yesterday"),
        ("0001-01-01", "last week"),
        ("0001-01-01", "last Friday"),
        ("0001-01-01", "in November"),
        ("0001-01-01", "on 30 December"),
        ("9999-12-31", "tomorrow"),
        ("9999-12-31", "next week"),
        ("9999-12-31", "next year"),
        ("9999-12-31", "next Monday"),
        ("9999-12-31", "next month"),
    ],
)
def test_beyond_the_calendar_there_is_no_date(published, words):
    (found,) = find_dates(f"They met {words}.")
    assert found.resolve(date.fromisoformat(published)) is None


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("the same day", 0),
        ("two days later", 2),
        ("a day earlier", -1),
        ("the following day", 1),
        ("the day before", -1),
    ],
)
def test_some_words_count_from_another_day(words, days):
    (found,) = find_dates(f"They met {words}.")
    assert (found.shift, found.resolve(date(2022, 7, 6))) == (days, None)
    assert str(found.shifted(date(2022, 7, 6))) == f"2022-07-{6 + days:02d}"


def test_a_week_that_lies_in_two_months_is_left_open():
    (found,) = find_dates("They met last week.")
    assert found.resolve(date(2022, 7, 6)) is None


def test_the_words_stand_where_the_span_says():
    text = "On July 4 in Tehran and last Friday in Baku."
    assert [text[slice(*d.span)] for d in find_dates(text)] == [d.words for d in find_dates(text)]


@pytest.mark.parametrize(
    ("known", "first", "last", "precision"),
    [
        (PartialDate(2022, 7, 4), "2022-07-04", "2022-07-04", "day"),
        (PartialDate(2024, 2), "2024-02-01", "2024-02-29", "month"),
        (PartialDate(2022), "2022-01-01", "2022-12-31", "year"),
    ],
)
def test_a_partial_date_has_the_bounds_of_what_it_may_mean(known, first, last, precision):
    assert (str(known.not_before), str(known.not_after), known.precision) == (first, last, precision)


@pytest.mark.parametrize("parts", [(2022, 13), (2022, 2, 30), (2022, None, 4)])
def test_a_date_that_no_calendar_has_is_refused(parts):
    with pytest.raises(ValueError, match=r"month|day"):
        PartialDate(*parts)


@pytest.mark.parametrize(
    ("text", "words"),
    [("at the June summit in Oslo", "June"), ("the Oct. talks", "Oct."), ("on 4 July , they", "4 July")],
)
def test_the_words_of_a_date_end_with_a_word(text, words):
    assert [(text[slice(*found.span)], found.words) for found in find_dates(text)] == [(words, words)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("This afternoon, they met.", "2024-07-10"),
        ("In April, they met.", "2024-04"),
        ("Last week, they met.", "2024-07"),
        ("In 2019, they met.", "2019"),
        ("The 2015 meeting was long.", "2015"),
    ],
)
def test_a_date_may_begin_the_sentence_or_describe_the_event(text, day):
    (found,) = find_dates(text)
    assert str(found.resolve(date(2024, 7, 10))) == day


def test_the_year_of_an_event_ends_where_its_figures_end():
    (found,) = find_dates("They met before the 2023 NATO Summit.")
    assert found.words == "2023"


def test_a_number_of_something_else_is_no_day():
    assert find_dates("They met on the 18th floor.") == []


def test_no_expression_begins_otherwise_than_those_that_are_tried():
    """The characters at which an expression is tried are those with which its alternatives begin."""
    pattern = dates._EXPRESSION
    everywhere = re.compile(pattern.pattern.replace(f"(?=[{dates._INITIALS}])", "", 1), pattern.flags)
    assert everywhere.pattern != pattern.pattern
    samples = (Path(__file__).parent.parent / "sample").glob("*.txt")
    texts = [path.read_text(encoding="utf-8") for path in samples] + [Path(__file__).read_text(encoding="utf-8")]
    found = [[match.span() for match in everywhere.finditer(text)] for text in texts]
    assert found == [[match.span() for match in pattern.finditer(text)] for text in texts]
    assert sum(map(len, found)) > 200

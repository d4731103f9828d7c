"""Visits: whom of the host's side the visitor saw, several on one journey, and visitors who are not named."""

from datetime import date

import pytest

_RUTO = "Kenyan President William Ruto"
_KAGAME = "Rwandan President Paul Kagame"


@pytest.mark.parametrize(
    ("text", "host"),
    [
        (f"{_RUTO} hugged {_KAGAME} during a trip to Kigali in May.", "Paul Kagame"),
        (f"{_RUTO} raised the issue with {_KAGAME} during a visit to Kigali in May.", "Paul Kagame"),
        (f"{_RUTO} criticised {_KAGAME} during a visit to Kigali in May.", "Rwanda"),
        (f"{_RUTO} hugged {_KAGAME} during a trip to Kampala in May.", "Uganda"),
    ],
)
def test_whom_the_visitor_spoke_with_there_is_the_host(read, text, host):
    assert [meeting[:3] for meeting in read(text).meetings] == [({"William Ruto", host}, "visit", "2022-05")]


def test_a_visit_told_twice_is_one_with_the_host_who_is_named(read):
    text = f"{_RUTO} visited Rwanda in May. He hugged {_KAGAME} during his visit to Kigali."
    assert [meeting[:2] for meeting in read(text).meetings] == [({"William Ruto", "Paul Kagame"}, "visit")]


@pytest.mark.parametrize(
    ("text", "visits"),
    [
        ("travelled to Cairo in March and to Paris in May.", [("Cairo", "2022-03"), ("Paris", "2022-05")]),
        ("visited Cairo and Paris in May.", [("Cairo", "2022-05"), ("Paris", "2022-05")]),
        ("will travel to Cairo on Friday and to Paris on Sunday.", [("Cairo", "2022-07-08"), ("Paris", "2022-07-10")]),
    ],
)
def test_each_stop_is_of_the_day_told_behind_it(read, text, visits):
    assert [(place, day) for _, _, day, place in read(f"{_RUTO} {text}").meetings] == visits


def test_unnamed_ministers_visit_for_their_state(read):
    text = "The spokesman was asked about a visit to Russia by two Kenyan ministers."
    assert [meeting[:2] for meeting in read(text).meetings] == [({"Kenya", "Russia"}, "visit")]
    assert read("The spokesman was asked about a visit to Russia by two Kenyan singers.").meetings == []


def test_a_meeting_that_fell_through_was_not_held(read):
    text = f"A meeting between {_RUTO} and {_KAGAME} in Kampala fell through."
    assert [m.status.value for m in read(text).extraction.meetings] == ["cancelled"]


@pytest.mark.parametrize(("day", "month"), [(6, "2022-07"), (1, "None")])
def test_on_the_first_of_a_month_what_goes_on_may_have_begun_before(read, day, month):
    text = f"{_RUTO}, who is on a state visit to Rwanda, smiled."
    assert [meeting[2] for meeting in read(text, published=date(2022, 7, day)).meetings] == [month]

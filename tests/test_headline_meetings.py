"""A headline over the text tells of the meeting that the text tells of below it."""

import pytest


def _told(read, text):
    found = read(text)
    statuses = [meeting.status.value for meeting in found.extraction.meetings]
    return [(who, status, *rest) for (who, *rest), status in zip(found.meetings, statuses, strict=True)]


@pytest.mark.parametrize(
    "headline",
    [
        "Macron to visit Algeria",
        "Macron to visit Algeria on Friday to sign gas deals",
        "Macron to visit Algeria, sign gas deals",
        "French president to visit Algeria",
    ],
)
def test_what_a_headline_tells_in_the_infinitive_is_planned_for_the_day_told_below(read, headline):
    text = f"{headline}\n\nFrench President Emmanuel Macron will travel to Algeria on Friday."
    assert _told(read, text) == [({"Emmanuel Macron", "Algeria"}, "planned", "visit", "2022-07-08", "Algeria")]


@pytest.mark.parametrize("headline", ["First Italian premier to visit Algeria", "The last premier to visit Algeria"])
def test_who_is_told_by_a_headline_to_have_been_somewhere_first_or_last_has_been_there(read, headline):
    text = f"{headline}\n\nItalian Prime Minister Mario Draghi visited Algeria on Monday."
    assert [m[1] for m in _told(read, text)] == ["held"]


def test_a_visit_that_only_the_headline_tells_is_made_for_the_meeting_below(read):
    text = (
        "Italian prime minister to visit Turkey\n\n"
        "Italian Prime Minister Mario Draghi will meet Turkish President Recep Tayyip Erdogan in Ankara on Friday."
    )
    who = {"Mario Draghi", "Recep Tayyip Erdogan"}
    assert _told(read, text) == [(who, "planned", "meeting", "2022-07-08", "Ankara")]


_RUTO_AND_KAGAME = {"William Ruto", "Paul Kagame"}


@pytest.mark.parametrize(
    ("headline", "below", "kind", "who"),
    [
        ("Ruto holds talks with Rwanda", "met", "meeting", _RUTO_AND_KAGAME),
        ("Kenya and Rwanda hold talks in Kigali", "met", "meeting", _RUTO_AND_KAGAME),
        ("Rwanda holds talks with Ruto", "received", "meeting", _RUTO_AND_KAGAME),
        ("Ruto holds phone call with Rwanda", "had a phone call with", "phone-call", _RUTO_AND_KAGAME),
    ],
)
def test_states_in_a_headline_are_their_leaders_who_met(read, headline, below, kind, who):
    text = f"{headline}\n\nKenyan President William Ruto {below} Rwandan President Paul Kagame on Monday."
    found = _told(read, text)
    assert [(m[0], m[2], m[3]) for m in found] == [(who, kind, "2022-07-04")]


@pytest.mark.parametrize(
    "headline",
    [
        "Ruto holds talks with Burundi",
        "Ruto holds talks with Rwanda and Burundi",
        "Ruto held talks with Rwanda.",
    ],
)
def test_states_of_others_and_those_told_in_prose_are_another_meeting(read, headline):
    text = f"{headline}\n\nKenyan President William Ruto met Rwandan President Paul Kagame on Monday."
    assert len(_told(read, text)) == 2

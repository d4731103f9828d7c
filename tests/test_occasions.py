"""Meetings in the many forms of news: one side unnamed, a site visited, a delegation led, an assembly attended."""

from datetime import date

import pytest

_MINISTER = "Kenyan Foreign Minister Musalia Mudavadi"


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        (f"{_MINISTER} met at the White House with Senator Ann Reed.", "meeting", {"Musalia Mudavadi", "Ann Reed"}),
        (f"{_MINISTER} hosted a meeting today with Senator Ann Reed.", "meeting", {"Musalia Mudavadi", "Ann Reed"}),
        (f"{_MINISTER} met with lawmakers on Monday.", "meeting", {"Musalia Mudavadi"}),
        (f"{_MINISTER} met his Rwandan counterpart in Kigali.", "meeting", {"Musalia Mudavadi", "Rwanda"}),
        (f"{_MINISTER} visited a hospital on Monday.", "visit", {"Musalia Mudavadi"}),
        (f"{_MINISTER} visited a power station in Rwanda.", "visit", {"Musalia Mudavadi", "Rwanda"}),
        (f"{_MINISTER} led a delegation to Rwanda.", "visit", {"Musalia Mudavadi", "Rwanda"}),
        (f"A delegation led by {_MINISTER} visited Rwanda.", "visit", {"Musalia Mudavadi", "Rwanda"}),
        (f"{_MINISTER} spoke at the Northern Rivers Conference.", "meeting",
         {"Musalia Mudavadi", "Northern Rivers Conference"}),
        (f"{_MINISTER} arrived in Kigali on a visit for talks with Rwandan President Paul Kagame.", "visit",
         {"Musalia Mudavadi", "Paul Kagame"}),
        ("Talks between Kenya and Rwanda began in Kigali.", "negotiation", {"Kenya", "Rwanda"}),
        (f"Talks between {_MINISTER} and Rwandan President Paul Kagame began in Kigali.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
    ],
)  # fmt: skip
def test_a_meeting_is_read_from_many_forms(read, text, kind, who):
    assert [meeting[:2] for meeting in read(text).meetings] == [(who, kind)]


@pytest.mark.parametrize(
    "text",
    [
        f"{_MINISTER} met with criticism on Monday.",
        f"{_MINISTER} led a protest to the embassy.",
        f"{_MINISTER} spoke in the National Assembly.",
        f"{_MINISTER} travelled by bus.",
        "Rwanda worked up to the summit.",
        f"{_MINISTER} held a training session.",
    ],
)
def test_what_only_sounds_like_a_meeting_is_none(read, text):
    assert read(text).meetings == []


def test_who_travels_to_speak_is_not_the_state_visited(read):
    (visit, meeting) = read(f"{_MINISTER} visited Israel to deliver a speech at the Northern Conference.").meetings
    assert visit[0] == {"Musalia Mudavadi", "Israel"}
    assert meeting[0] == {"Musalia Mudavadi", "Northern Conference"}


def test_the_host_who_is_named_with_the_visit_stands_for_the_state(read):
    text = f"{_MINISTER} was applauded during a visit to Rwanda with Rwandan President Paul Kagame."
    assert [m[0] for m in read(text).meetings] == [{"Musalia Mudavadi", "Paul Kagame"}]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"{_MINISTER} met Senator Ann Reed in Kigali.", "2022-07"),
        (f"{_MINISTER} had met Senator Ann Reed in Kigali.", "None"),
        (f"{_MINISTER} recently met Senator Ann Reed in Kigali.", "None"),
        (f"{_MINISTER}, who met Senator Ann Reed in Kigali, died.", "None"),
    ],
)
def test_news_without_a_day_takes_the_month_of_publication(read, text, day):
    ((_, _, told, _),) = read(text, published=date(2022, 7, 6)).meetings
    assert told == day


def test_a_meeting_with_the_unnamed_is_not_the_one_with_somebody(read):
    text = f"{_MINISTER} met with lawmakers. Mudavadi met with Senator Ann Reed."
    assert [m[0] for m in read(text).meetings] == [{"Musalia Mudavadi"}, {"Musalia Mudavadi", "Ann Reed"}]


def test_a_caption_without_a_verb_tells_who_faces_the_press(read):
    text = f"{_MINISTER} at a news conference in Nairobi."
    assert [m[:2] for m in read(text).meetings] == [({"Musalia Mudavadi"}, "press-conference")]

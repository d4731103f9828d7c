"""Meetings told only as another one of those that the article has told of."""

import pytest

TALKS = "Talks between Kenya and Rwanda began in Kigali on Monday. "
SIDES = {"Kenya", "Rwanda"}


@pytest.mark.parametrize(
    ("text", "participants", "day", "status"),
    [
        (f"{TALKS}The first round, in May, failed.", SIDES, "2022-05", "held"),
        (f"{TALKS}An earlier round of talks failed in May.", SIDES, "2022-05", "held"),
        (f"{TALKS}A previous round hosted by Angola failed in May.", SIDES | {"Angola"}, "2022-05", "held"),
        (f"{TALKS}The next round will be held on July 20.", SIDES, "2022-07-20", "planned"),
        (f"{TALKS}Angola will host the next round on July 20.", SIDES | {"Angola"}, "2022-07-20", "planned"),
        ("The Quad held a summit in Tokyo on Monday. The next summit will be held on August 2.", {"Quad"},
         "2022-08-02", "planned"),
    ],
)  # fmt: skip
def test_another_meeting_is_of_those_who_met_before(read, text, participants, day, status):
    found = read(text)
    records = zip(found.meetings, found.extraction.meetings, strict=True)
    assert (participants, day, status) in [(m[0], m[2], record.status.value) for m, record in records]


@pytest.mark.parametrize(
    "text",
    [
        f"{TALKS}The first round failed.",
        f"{TALKS}The next round of elections will be held on July 20.",
        f"{TALKS}The next summit will be held on July 20.",
        f"{TALKS}The next talks, between Togo and Benin, will be held on July 20.",
        "The next round will be held on July 20.",
        "Kenyan President William Ruto met lawmakers on Monday. The next meeting will be held on July 20.",
    ],
)
def test_what_is_of_no_series_is_not_read_so(read, text):
    assert "meeting.series" not in [m.rule for m in read(text).extraction.meetings]

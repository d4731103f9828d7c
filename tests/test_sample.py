"""What the bundled sample says of meetings: a table read by eye, of what must and what must not come out of it."""

from pathlib import Path

import pytest

from kg.bootstrap import open_sources
from kg.settings import Settings

SAMPLE = Path(__file__).parents[1] / "sample"
HELD, PLANNED, CANCELLED, POSTPONED, DENIED = "held", "planned", "cancelled", "postponed", "denied"

# Article, kind, participants by the last word of their names, date, status.
MUST = [
    ("001", "visit", "Bayramov Iran", "2022-07", HELD),
    ("001", "meeting", "Bayramov Qalibaf", "2022-07-04", HELD),
    ("001", "meeting", "Bayramov Raisi", "2022-07", HELD),
    ("001", "meeting", "Bayramov Amir-Abdollahian", "2022-07", HELD),
    ("001", "visit", "Mehrabian Azerbaijan", None, PLANNED),
    ("002", "meeting", "Amir-Abdollahian Bayramov", "2022-07-04", HELD),
    ("002", "meeting", "Raisi Bayramov", "2022-07-04", HELD),
    ("003", "visit", "Bayramov Iran", "2022-07", HELD),
    ("003", "meeting", "Lavrov Amir-Abdollahian", "2023-10-23", HELD),
    ("006", "meeting", "Gang Farhan Amir-Abdollahian", "2023-04-06", HELD),
    ("007", "phone-call", "Jinping Trump", None, HELD),
    ("008", "phone-call", "Jinping Trump", None, DENIED),
    ("010", "negotiation", "India Pakistan", None, PLANNED),
    ("011", "meeting", "Modi Trump", None, CANCELLED),
    ("011", "meeting", "Trump Munir", "2025-06-18", PLANNED),
    ("012", "visit", "Biden Guinea", "2023-05", PLANNED),
    ("012", "summit", "Biden Seven", "2023-05-19", PLANNED),
    ("012", "summit", "Biden Quad", "2023-05-24", PLANNED),
    ("012", "meeting", "Biden Marape", "2023-05", PLANNED),
    ("012", "meeting", "Albanese Biden Modi Kishida", None, PLANNED),
    ("013", "summit", "Australia Quad", "2023-05", CANCELLED),
    ("013", "phone-call", "Biden Albanese", "2023-05-17", HELD),
    ("013", "summit", "Biden Quad", "2023-05-24", CANCELLED),
    ("014", "summit", "Quad", "2023-05-20", HELD),
    ("014", "summit", "Biden Marape", "2023", PLANNED),
    ("015", "meeting", "Trump Un", "2018-06-12", CANCELLED),
    ("015", "meeting", "Jae-in Trump", "2018-05-22", HELD),
    ("015", "meeting", "Jae-in Un", "2018-04-27", HELD),
    ("016", "meeting", "Trump Un", "2018-06-12", HELD),
    ("017", "meeting", "Biden Jinping", "2022-11-14", HELD),
    ("018", "visit", "Blinken China", "2023-02-05", POSTPONED),
    ("021", "meeting", "Lourenco Biden", "2024-12-03", HELD),
    ("021", "phone-call", "Biden Lourenco", "2024-10-10", HELD),
    ("023", "meeting", "Obama Castro", "2016-03-21", HELD),
    ("023", "meeting", "Obama Macri", None, PLANNED),
    ("026", "summit", "Macron Putin Zelensky Merkel", "2019-12-09", HELD),
]

# Article, kind (or any), participants who must not all be in one such meeting, status (or any).
MUST_NOT = [
    ("005", None, "Al-Aiban Shamkhani", None),  # the foreign ministers are to meet
    ("011", None, "Misri", None),  # he only tells of it
    ("011", "summit", "Trump", None),  # on its sidelines they were to meet
    ("012", None, "Tkatchenko", None),
    ("012", None, "Biden", HELD),  # nothing has taken place yet
    ("013", "summit", "Quad", HELD),
    ("014", None, "Biden", HELD),  # he did not come; the summit and his invitation are others
    ("014", "visit", "Biden", None),
    ("015", "summit", "Jae-in", None),  # he only prepared for it
    ("015", None, "Trump Un", HELD),
    ("021", None, "Biden Tshisekedi Hichilema", None),
    ("024", "meeting", "Mogherini Hahn", None),  # the delegations that lunched are those of the two states
]


@pytest.fixture(scope="module")
def readings(extractor):
    """What is read from each article of the sample, by its number."""
    articles = [article for source in open_sources([SAMPLE], Settings()) for article in source.articles()]
    return {article.source.rpartition("/")[2][:3]: extractor.extract(article) for article in articles}


@pytest.fixture(scope="module")
def meetings(readings):
    """The meetings of each article of the sample by its number: kind, last words of the names, date, status, place."""
    read = {}
    for number, extraction in readings.items():
        names = {actor.id: actor.name.split()[-1] for actor in extraction.actors}
        read[number] = [
            (
                m.kind.value,
                frozenset(names[p] for p in m.participants),
                str(m.date) if m.date else None,
                m.status.value,
                m.place,
            )
            for m in extraction.meetings
        ]
    return read


@pytest.mark.parametrize(("article", "kind", "who", "day", "status"), MUST)
def test_the_sample_tells_of_the_meeting(meetings, article, kind, who, day, status):
    assert (kind, frozenset(who.split()), day, status) in [m[:4] for m in meetings[article]]


@pytest.mark.parametrize(("article", "kind", "who", "status"), MUST_NOT)
def test_the_sample_does_not_tell_of_the_meeting(meetings, article, kind, who, status):
    of_kind = [m for m in meetings[article] if kind in (None, m[0]) and status in (None, m[3])]
    assert not [m for m in of_kind if set(who.split()) <= m[1]]


def test_a_call_has_no_place_and_a_summit_that_of_its_own_day(meetings):
    assert {m[4] for number in ("013", "021") for m in meetings[number] if m[0] == "phone-call"} == {None}
    assert ("summit", frozenset(["Quad"]), "2023-05-20", "held", "Hiroshima") in meetings["014"]


def test_of_two_holders_alone_nobody_tells_whose_office_it_is(readings):
    holders = [(number, actor) for number, read in readings.items() for actor in read.actors if actor.office]
    assert len(holders) > 100
    assert [(number, actor.name) for number, actor in holders if actor.of is None] == [
        ("010", "Vikram Misri"),  # beside Indians and Pakistanis; no minister, so that the register lacks him
        ("011", "Vikram Misri"),
    ]

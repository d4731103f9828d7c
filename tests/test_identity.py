"""Persons and events are linked to the right ones: floors on `tests/gold/identity.json`, and what is refused in it."""

import json
from pathlib import Path

import pytest

from kg.bootstrap import open_gold
from kg.errors import GoldError
from kg.evaluation.agreement import Names
from kg.evaluation.comparison import compare
from kg.evaluation.identity import FILE, identity_sheet, read_identities
from kg.iris import Iris
from kg.linking import Linker
from kg.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold"
FLOORS = {  # of what is rightly linked, and the most that may be linked wrongly
    "persons, as annotated": (48, 0),
    "persons, as read": (46, 0),
    "persons, hard cases": (37, 1),
    "meetings, as annotated": (2, 0),
    "meetings, as read": (1, 0),
    "meetings, hard cases": (6, 0),
}


@pytest.fixture(scope="module")
def comparisons(extractor, reference):
    names = Names(reference)
    documents = open_gold(Settings(), [GOLD], ROOT / "sample")
    return [compare(document, extractor.extract(document.article), names) for document in documents]


@pytest.fixture(scope="module")
def found(comparisons, reference):
    """The counts of each row: rightly linked, wrongly, missed, rightly not."""
    linker = Linker(Iris("http://127.0.0.1:8000/"), reference)
    sheet = identity_sheet(read_identities(GOLD), comparisons, linker.link)
    return {what: tuple(map(int, cells[:4])) for what, *cells in sheet.rows}


@pytest.mark.parametrize("what", FLOORS)
def test_links_and_merges_stay_above_their_floor_and_false_ones_below(found, what):
    right, wrong, _, _ = found[what]
    least, most = FLOORS[what]
    assert right >= least
    assert wrong <= most


def test_every_person_of_the_articles_and_every_pair_of_meetings_is_judged(found, comparisons):
    persons = [a for c in comparisons for a in c.document.gold.actors if a.type == "person"]
    meetings = sum(len(c.document.gold.meetings) for c in comparisons)
    assert sum(found["persons, as annotated"]) == len(persons)
    assert sum(found["meetings, as annotated"]) == meetings * (meetings - 1) // 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "broken JSON at line 1"),
        ('{"persons": {}}', "KeyError: 'events'"),
        (
            '{"persons": {"x": {"Nobody": null}}, "events": [], "persons_alone": [], "meetings_alone": []}',
            "Nobody is not",
        ),
        ('{"persons": {}, "events": [], "persons_alone": [["Xi"]], "meetings_alone": []}', "README.md for its form"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(tmp_path, content, words):
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(GoldError, match=words):
        identity_sheet(read_identities(tmp_path), [], lambda _, told: told)
    with pytest.raises(GoldError, match="No such file"):
        read_identities(tmp_path / "none")


def test_the_persons_of_the_file_are_in_the_tables(reference):
    content = json.loads((GOLD / FILE).read_bytes())
    told = {person for persons in content["persons"].values() for person in persons.values()}
    told |= {row[4] for row in content["persons_alone"]}
    assert [person for person in told - {None} if reference.register.with_id(person) is None] == []

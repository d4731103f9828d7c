"""What tells one project from a kind, whose it is where the verb does not say, and how far it has come."""

import pytest


def projects(read, text):
    reading = read(text)
    return [({reading.names[p] for p in q.parties}, q.status.value) for q in reading.extraction.projects]


@pytest.mark.parametrize(
    "text",
    [
        "Mali has gold. Mali and Chad signed the agreement in Paris.",  # told elsewhere
        "Mali and Chad rejected accords.",
        "Mali and Chad welcomed their agreement that war is bad.",  # of one mind
        "Mali and Chad have no project.",
        "Mali and Chad met at the joint commission of Mali and Chad.",  # a body
        "Armed groups that agreed to talks left Chad for Mali.",
    ],
)
def test_what_leads_back_or_only_meets_is_no_project(read, text):
    assert projects(read, text) == []


@pytest.mark.parametrize(
    ("text", "parties", "status"),
    [
        ("Chad and Mali met. Mali praised the Chad-Mali Migration Forum.", {"Chad", "Mali"}, "underway"),
        ("The US-UK base lies in Cyprus.", {"United States", "United Kingdom"}, "underway"),
        ("The plant that is nearing completion in Mali was paid for by China.", {"Mali", "China"}, "underway"),
        ("The committees that Mali and Chad launched are new.", {"Mali", "Chad"}, "underway"),
        ("Mali and Chad signed a number of documents on trade.", {"Mali", "Chad"}, "completed"),
        ("Chad repeated its offer of technical assistance to Mali.", {"Chad", "Mali"}, "proposed"),
        ("Denmark will hasten the opening of an embassy in Mali.", {"Denmark", "Mali"}, "planned"),
        ("Denmark supported Mali with $5 million.", {"Denmark", "Mali"}, "underway"),
        ("Mali welcomed Denmark's announcement of $5 million in aid.", {"Denmark", "Mali"}, "underway"),
        ("Mali is dry. Chad is dry. Chad thanked Mali. A senator hailed a 1971 pact.", {"Mali", "Chad"}, "completed"),
    ],
)  # fmt: skip
def test_a_project_is_one_that_is_shared_made_offered_or_dated(read, text, parties, status):
    assert projects(read, text) == [(parties, status)]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Mali thanked Chad for supplying Malian soldiers with rifles.", {"Mali", "Chad"}),
        ("Chad said that two markets will be opened.", {"Chad"}),
        ("Denmark came to Mali to sign a fishing agreement.", {"Denmark", "Mali"}),
        ("China will continue to help Mali in building a stadium.", {"China", "Mali"}),
    ],
)
def test_parties_are_who_is_thanked_tells_comes_or_helps(read, text, parties):
    text = f"{text} Peru and Chile looked on."  # so that nothing is domestic
    assert [who for who, _ in projects(read, text)] == [parties]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The draft agreement between Mali and Chad is long.", "proposed"),
        ("The trade agreement between Mali and Chad has yet to be signed.", "proposed"),
        ("China will continue to help Mali in building a stadium.", "underway"),
        ("Germany welcomed a loan agreed by France and Mali.", "planned"),
        ("France and Chad have held joint drills in Mali.", "completed"),
        ("Denmark came to Mali to sign a fishing agreement.", "planned"),
        ("Mali might invoke the 1971 defence treaty with Chad.", "completed"),
        ("Chad will drill in Mali under a gas deal signed in May.", "completed"),
        ("Niger tore up its defence agreement with Mali.", "unknown"),
        ("Peru and Chile reopened their border.", "completed"),
        ("Chile will fly to Peru following the inauguration of an airport built by Chile and Peru.", "completed"),
    ],
)
def test_the_status_follows_what_was_done_before_and_after(read, text, status):
    assert [told for _, told in projects(read, text)] == [status]


def test_a_later_mention_adds_parties_and_leaves_the_first_words(read):
    text = "Mali announced a fishing deal. Peru is far away. The fishing deal of Mali with Chad is new."
    (project,) = read(text).extraction.projects
    assert text[slice(*project.evidence)] == "announced a fishing deal"
    assert projects(read, text)[0][0] == {"Mali", "Chad"}

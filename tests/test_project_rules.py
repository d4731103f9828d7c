"""What is read as a project: with which parties, of which status, and what is none."""

import pytest


def projects(read, text):
    reading = read(text)
    return [({reading.names[p] for p in q.parties}, q.status.value) for q in reading.extraction.projects]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("The nuclear deal was discussed in Iran and in the United States.", {"Iran", "United States"}),
        ("China told Kenya of the Belt and Road Initiative.", {"China"}),
        ("Kenya signed the Belt and Road memorandum with China in Nairobi.", {"China", "Kenya"}),
    ],
)
def test_a_project_known_by_name_has_its_parties(read, text, parties):
    assert [who for who, _ in projects(read, text)] == [parties]


@pytest.mark.parametrize(
    "text",
    [
        "North Korea praised the nuclear deal.",  # another's
        "Kenya sent a minister to the Belt and Road Forum in China.",  # an event
    ],
)
def test_what_only_sounds_like_a_known_project_is_none(read, text):
    assert projects(read, text) == []


def test_a_known_project_is_told_where_its_names_are_explained(read):
    text = "Iran left the JCPOA. Iran said that the 2015 nuclear deal, known as the JCPOA, was dead."
    (project,) = read(text).extraction.projects
    assert project.evidence[0] > text.index("2015")


@pytest.mark.parametrize(
    "text",
    [
        "The president launched the American Rescue Plan in Ohio.",
        "The Turkish government will fund a new programme for schools.",
    ],
)
def test_what_a_state_does_at_home_is_no_project(read, text):
    assert projects(read, text) == []


def test_what_a_state_does_where_the_news_are_on_two_is_a_project(read):
    text = "Turkey and Somalia met. Somalia thanked Turkey. A school will be built by Turkish companies."
    assert projects(read, text) == [({"Turkey"}, "planned")]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Ethiopia broke the Pretoria agreement with Eritrea.", {"Ethiopia", "Eritrea"}),
        (
            "The minister underscored the importance of the U.S.-Indonesia Strategic Partnership.",
            {"United States", "Indonesia"},
        ),
        ("Mali and Chad signed a deal on the war against Libya.", {"Mali", "Chad"}),
        ("Kenya signed a deal on trade between Kenya and Libya.", {"Kenya", "Libya"}),
        ("Mali announced a programme to help Chadian farmers.", {"Mali", "Chad"}),
        ("Mali praised an extradition treaty that Chad has with Libya.", {"Mali", "Chad", "Libya"}),
    ],
)
def test_the_parties_are_those_who_have_a_part_in_it(read, text, parties):
    assert [who for who, _ in projects(read, text)] == [parties]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Mali is finalising a trade deal with Chad.", "planned"),
        ("Mali left the talks without a trade deal with Chad.", "proposed"),
        ("Mali could sign a trade deal with Chad.", "proposed"),
        ("Mali is seeking a trade deal with Chad.", "proposed"),
        ("Mali discussed the defence partnership between Mali and Chad.", "underway"),
        ("Mali praised the trade deal with Chad.", "completed"),
    ],
)
def test_the_status_follows_verb_and_article(read, text, status):
    assert [told for _, told in projects(read, text)] == [status]

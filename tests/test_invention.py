"""Invented news is as sound as real news, alike for the same seed, and of the shape of real news."""

import gzip
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner
from shipped import REFERENCE, shipped_context

from kg.cli import main
from kg.fingerprint import fingerprint
from kg.invention import Newsroom
from kg.iris import Iris
from kg.linking import Linker
from kg.mapping import map_article
from kg.records import MeetingStatus
from kg.shapes import check

IRIS = Iris("https://example.org/")
LINKER = Linker(IRIS, REFERENCE)
NEWS = list(islice(Newsroom(REFERENCE, 3).articles(), 200))


def test_every_record_stands_in_the_words_of_its_article() -> None:
    for article, extraction in NEWS:
        extraction.check_against(article.text)
        for statement in extraction.statements:
            speaker = extraction.actor(statement.speaker)
            assert speaker.name in article.text[slice(*statement.evidence)]
        for meeting in extraction.meetings:
            assert article.text[slice(*meeting.spans["date"])] == meeting.date_words
        for actor in extraction.actors:
            assert {article.text[slice(*mention)] for mention in actor.mentions} == {actor.name}


def test_its_graphs_are_as_the_shapes_demand() -> None:
    context = shipped_context()
    for article, extraction in NEWS[:60]:
        linked = LINKER.link(article, extraction)
        assert check(set(map_article(IRIS, LINKER, article, linked, "test")), context) == []


def test_the_same_seed_gives_the_same_news_and_another_one_other_news() -> None:
    assert list(islice(Newsroom(REFERENCE, 3).articles(), 200)) == NEWS
    assert next(Newsroom(REFERENCE, 4).articles()) != NEWS[0]


def test_office_holders_are_those_of_the_day() -> None:
    linked = [LINKER.link(article, extraction) for article, extraction in NEWS]
    offices = Counter(
        actor.iri is not None and "/person/Q" in actor.iri for e in linked for actor in e.actors if actor.office
    )
    assert offices[True] > offices[False] > 0


def test_meetings_are_told_by_several_articles_and_some_articles_have_the_text_of_another() -> None:
    meetings = Counter(meeting.iri for a, e in NEWS for meeting in LINKER.link(a, e).meetings)
    assert meetings.most_common(1)[0][1] > 2
    texts = Counter(article.text for article, _ in NEWS)
    assert 0.05 < 1 - len(texts) / len(NEWS) < 0.25
    assert len({article.key for article, _ in NEWS}) == len(NEWS)
    assert all(fingerprint(text).parts for text in texts)


def test_few_states_act_in_most_articles() -> None:
    acting = Counter(actor.name for _, e in NEWS for actor in e.actors if actor.type == "state")
    assert sum(number for _, number in acting.most_common(10)) > 0.4 * sum(acting.values())
    assert {meeting.status for _, e in NEWS for meeting in e.meetings} == {MeetingStatus.HELD}


def test_a_file_of_quads_is_the_same_each_time_and_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_DATA_DIR", str(tmp_path / "data"))
    made = []
    for name in ("one.nq", "two.nq.gz"):
        result = CliRunner().invoke(main, ["bench", "generate", "--quads", "3000", "--seed", "7", str(tmp_path / name)])
        assert result.exit_code == 0, result.output
        made.append(result.output.partition(":")[0])
    plain = (tmp_path / "one.nq").read_bytes()
    assert gzip.decompress((tmp_path / "two.nq.gz").read_bytes()) == plain
    lines = plain.decode().splitlines()
    assert len(lines) == len(set(lines)) >= 3000
    graphs = {line.rsplit(" ", 2)[1] for line in lines}
    assert made == [f"{len(graphs)} articles, {len(lines):,} quads"] * 2


def test_a_file_that_cannot_be_written_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["bench", "generate", "--quads", "10", str(tmp_path / "none" / "news.nq")])
    assert result.exit_code == 2
    assert "cannot be written: No such file or directory" in result.output
    assert list(tmp_path.iterdir()) == []

"""Reading in several processes: the same report and store as in one, and one that dies costs only its article."""

import os
import signal
import threading
import time
from dataclasses import asdict, replace

import pytest
from test_pipeline import DERIVATION, READING, Given, content, told

from kg.errors import ArticleError, BudgetError
from kg.pipeline import BATCH, ingest
from kg.store.embedded import EmbeddedStore
from kg.workers import Workers

ARTICLES = [
    told("Azerbaijan spoke.", "1"),
    ArticleError("2.txt: the text is empty"),
    told("An unreadable text.", "3"),
    told("Iran answered.", "4", published=None),
    told("An unforeseen text.", "5"),
    told("Armenia spoke.", "6"),
    told("Iran and Armenia spoke.", "6"),
    *(told(f"Georgia spoke of {number} things.", f"more-{number}") for number in range(40)),
]


def answering():
    """What a process does here: it doubles, dies or takes its time."""

    def answer(question):
        if question == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if question == "end":
            os._exit(3)
        if question == "sleep":
            time.sleep(60)
        return question * 2

    return answer


def reading():
    """Reads articles as the tests of the pipeline do, but dies of one."""

    def read(article):
        if "deadly" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return READING.read(article)

    return read


def ingested(articles, readers=None):
    store = EmbeddedStore()
    report = asdict(ingest([Given(articles)], READING, DERIVATION, store, readers=readers))
    return {name: value for name, value in report.items() if name != "seconds"}, content(store)


def test_several_processes_give_the_report_and_the_store_of_one():
    with Workers(2, reading, 60) as readers:
        assert ingested(ARTICLES, readers) == ingested(ARTICLES)


def test_a_process_that_is_killed_costs_only_its_article():
    deadly = [told("A deadly text.", "deadly")]
    with Workers(2, reading, 60) as readers:
        report, stored = ingested([*ARTICLES[:1], *deadly, *ARTICLES[2:]], readers)
    expected, content_without = ingested([*ARTICLES[:1], *ARTICLES[2:]])
    assert report.pop("refused") == [
        "deadly.txt: the process that read it was killed (SIGKILL)",
        *expected.pop("refused"),
    ]
    assert report.pop("total") == expected.pop("total") + 1
    assert (report, stored) == (expected, content_without)


def test_whatever_a_process_dies_of_is_named_and_the_next_one_goes_on():
    with Workers(1, answering, 2) as workers:
        answers = [workers.begin(question) for question in (1, "die", "end", "sleep", 2)]
        assert answers[0]() == 2
        with pytest.raises(ArticleError, match=r"was killed \(SIGKILL\)"):
            answers[1]()
        with pytest.raises(ArticleError, match="ended with status 3"):
            answers[2]()
        with pytest.raises(BudgetError, match=r"longer than 2 seconds and could not be broken off"):
            answers[3]()
        assert answers[4]() == 4


def test_the_end_of_the_block_ends_the_processes_whatever_they_do():
    begun = time.monotonic()
    with Workers(2, answering, 60) as workers:
        workers.begin(1)()
        for _ in range(5):
            workers.begin("sleep")
    assert time.monotonic() - begun < 30
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ThreadPool")]


def test_only_so_many_articles_are_taken_from_the_sources_before_their_turn():
    taken = settled = most = 0

    class Counted:
        def articles(self):
            nonlocal taken
            for taken in range(1, 301):
                yield replace(ARTICLES[0], identifier=str(taken))

    def watch(report):
        nonlocal settled, most
        settled, most = settled + 1, max(most, taken - settled)

    with Workers(1, reading, 60) as readers:
        ingest([Counted()], READING, DERIVATION, EmbeddedStore(), on_progress=watch, readers=readers)
        assert 1 < most <= readers.ahead + BATCH < taken

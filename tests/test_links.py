"""What the machine takes for one: rules that are sure, corrections, splits, and no trace of what was withdrawn."""

import os
import random
from contextlib import closing, suppress
from datetime import date

import pytest
from encounters import told
from rdflib import DCTERMS, PROV, Literal
from test_curation import READER, Desk, content, meeting, rebuilt
from test_journal import Breakage, Breaking
from test_pipeline import DERIVATION, IRIS, Given

from kg.errors import CurationError
from kg.identity.curation import say_different, say_same, say_wrong
from kg.identity.forgetting import forget_names
from kg.identity.linking import relink
from kg.journal import Kind, Selection, State
from kg.journal.sqlite import SqliteJournal
from kg.pipeline import finish, ingest
from kg.reconciliation import reconcile
from kg.store.embedded import EmbeddedStore
from kg.vocabulary import DIPLO

LAST_WRITE = 17
ROUNDS = int(os.environ.get("KG_TEST_ROUNDS", "15"))
SEED = int(os.environ.get("KG_TEST_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)


@pytest.fixture
def desk(tmp_path):
    with closing(Desk(tmp_path / "journal.sqlite")) as desk:
        yield desk


def link(desk):
    change = relink(desk.journal)
    desk.decide(change.decisions, change.withdrawn)
    return [decision.rule for decision in change.decisions], len(change.withdrawn)


MET = "Ada Adams met Bob Baker on 2022-07-04."
OFFICE = "Foreign Minister of Iran"


@pytest.mark.parametrize(
    ("texts", "rules"),
    [
        ([MET, "Ada Adams met Bob Baker in 2022-07."], ["meeting.day-in-span"]),
        ([MET, "Ada Adams met Bob Baker in 2022-07.", "Ada Adams met Bob Baker on 2022-07-05."], []),
        ([MET, "Ada Adams met Bob Baker."], []),
        ([MET, "Ada Adams met Bob Baker in 2022-08."], []),
        ([MET, "Ada Adams phoned Bob Baker in 2022-07."], []),
        ([MET, "Ada Adams met Carl Cox in 2022-07."], []),
        ([MET, "Ada Adams met Bob Baker in 2022-07. Ada Adams met Bob Baker on 2022-07-04."], []),
        (["Ada Adams met Bob Baker in 2022-07.", "Ada Adams met Bob Baker in 2022-07. Nobody knew."], []),
        (
            [
                f"Sara El-Adib, {OFFICE}, met Bob Baker on 2022-07-04.",
                f"Sara Eladib, {OFFICE}, met Bob Baker on 2022-07-04.",
                "Sara Eladib met Bob Baker in 2022-07.",
            ],
            ["person.same-office", "meeting.same-day", "meeting.day-in-span"],
        ),
        (
            [
                f"Sara Zubair-Khalili, {OFFICE}, met Bob Baker on 2022-07-04.",
                f"Sara Zubairkhallili, {OFFICE}, met Bob Baker on 2022-07-04.",
                "Sara Zubairkhallili met Bob Baker in 2022-07.",
            ],
            ["person.same-office", "meeting.same-day", "meeting.day-in-span"],
        ),
        (
            [
                f"Sara Zubair-Khalili, {OFFICE}, met Bob Baker on 2022-07-04.",
                "Sara Zubairkhallili, Foreign Minister of France, met Bob Baker on 2022-07-04.",
            ],
            [],
        ),
    ],
)
def test_only_what_is_surely_one_is_linked(desk, texts, rules):
    for number, text in enumerate(texts):
        desk.ingest(told(text, str(number)))
    assert link(desk) == (rules, 0)
    assert link(desk) == ([], 0)
    assert content(desk.store) == rebuilt(desk)


def test_two_spellings_an_office_apart_by_more_than_a_year_are_two(desk):
    for number, (name, year) in enumerate((("Zubair-Khalili", 2020), ("Zubairkhallili", 2022))):
        text = f"Sara {name}, {OFFICE}, met Bob Baker on {year}-07-04."
        desk.ingest(told(text, str(number), date(year, 7, 5)))
    assert link(desk) == ([], 0)


def test_what_is_told_as_news_is_sought_in_the_days_before_at_the_same_place(desk):
    for number, (place, day, published) in enumerate(
        ((" in Baku", "4", 5), (" in Baku", "", 6), (" in Paris", "", 6), ("", "", 6), (" in Baku", "", 7))
    ):
        when = f" on 2022-07-0{day}" if day else ""
        desk.ingest(told(f"Ada Adams met Bob Baker{place}{when}.", str(number), date(2022, 7, published)))
    assert link(desk) == (["meeting.day-of-news"], 0)
    (made,) = desk.journal.decisions()
    assert set(made.evidence) == {str(IRIS.article("0")), str(IRIS.article("1"))}


def test_what_was_planned_is_not_what_was_held_before(desk):
    desk.ingest(told(MET, "1", date(2022, 7, 5)))
    desk.ingest(told("Ada Adams met Bob Baker in 2022-07.", "2", date(2022, 7, 3)))
    assert link(desk) == ([], 0)  # what was held by the third was not on the fourth


def test_a_link_tells_its_reasons_and_is_split_when_they_are_gone(desk):
    desk.ingest(told(MET, "1"))
    desk.ingest(told("Ada Adams met Bob Baker in 2022-07.", "2"))
    link(desk)
    links = IRIS.graph("links")
    entry = next(s for s, p, o in desk.store.graph(links) if o == Literal("meeting.day-in-span"))
    facts = {(p, o) for s, p, o in desk.store.graph(links) if s == entry}
    assert {o for p, o in facts if p == PROV.used} == {IRIS.article("1"), IRIS.article("2")}
    assert [str(o) for p, o in facts if p == DCTERMS.description] == [
        "the only one of these participants in the days of which the words tell is that on 2022-07-04"
    ]
    desk.ingest(told("Ada Adams met Bob Baker on 2022-07-11.", "3"))
    assert link(desk) == ([], 1)
    assert len(desk.meetings()) == 3
    assert [e.kind for e in desk.journal.entries(Selection()) if e.kind != "article"] == ["link", "split"]
    with closing(EmbeddedStore()) as apart:
        texts = (
            (MET, "1"),
            ("Ada Adams met Bob Baker in 2022-07.", "2"),
            ("Ada Adams met Bob Baker on 2022-07-11.", "3"),
        )
        ingest([Given(tuple(told(*text) for text in texts))], READER, DERIVATION, apart)
        assert content(apart) == content(desk.store)


def test_what_people_say_is_two_is_not_linked(desk):
    one, other = told(MET, "1"), told("Ada Adams met Bob Baker in 2022-07.", "2")
    desk.ingest(one, other)
    desk.say(say_different, meeting(desk, one), meeting(desk, other))
    assert link(desk) == ([], 0)
    desk.undo(desk.journal.decisions()[0].number)
    assert link(desk) == (["meeting.day-in-span"], 0)
    desk.say(say_different, *relinked(desk))
    assert link(desk) == ([], 0)
    assert len(desk.meetings()) == 2


def relinked(desk):
    (decision,) = desk.journal.decisions()
    return decision.one, decision.other


def test_a_meeting_whose_day_is_corrected_keeps_its_iri(desk):
    text = "%s met Bob Baker on 2022-07-%s. Ada Adams phoned Bob Baker."
    before = told(text % ("Ada Adams", "04"))
    desk.ingest(before)
    (first,) = (iri for iri, label in desk.meetings().items() if label.startswith("Meeting"))
    desk.ingest(told(MET.replace("04", "05"), "2"))
    desk.ingest(told(text % ("Ada Adams", "05")))
    assert [decision.rule for decision in desk.journal.decisions()] == ["event.corrected"]
    assert first in desk.meetings()
    assert len(desk.meetings()) == 2
    assert link(desk) == ([], 0)
    assert content(desk.store) == rebuilt(desk)
    desk.ingest(told(MET, "3"))  # somebody tells of the day that was corrected
    assert link(desk) == ([], 1)
    assert content(desk.store) == rebuilt(desk)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Adams, Minister of Foreign Affairs and Trade and Good Relations with all Neighbours of Iran, met Bob Baker"
        " on 2022-07-05.",
        "Ada Adams met Carl Cox on 2022-07-05.",
        "Ada Adams phoned Bob Baker on 2022-07-05.",
        "Nobody met anybody.",
    ],
)
def test_another_meeting_in_its_place_is_no_correction(desk, text):
    desk.ingest(told(MET))
    desk.ingest(told(text))
    assert desk.journal.decisions() == []


def test_a_day_that_another_article_tells_too_is_not_corrected(desk):
    desk.ingest(told(MET, "1"), told(MET + " Nobody knew.", "2"))
    desk.ingest(told(MET.replace("04", "05"), "1"))
    assert desk.journal.decisions() == []
    assert len(desk.meetings()) == 2


def work(journal, store):
    """A run, a second one that corrects an article, and links."""
    august = told("Ada Adams met Bob Baker in 2022-07.", "2")
    if not journal.names():
        ingest([Given((told(MET), august))], READER, DERIVATION, store, journal=journal)
    finish(journal, READER, DERIVATION, store)
    ingest([Given((told(MET.replace("04", "05")), august))], READER, DERIVATION, store, journal=journal)
    change = relink(journal)
    journal.decide(change.decisions, change.withdrawn)
    reconcile(journal, store, DERIVATION, lambda: None)


@pytest.mark.parametrize("number", range(1, LAST_WRITE + 2))
def test_what_breaks_off_before_any_write_comes_out_whole_in_the_end(number, tmp_path):
    writing = (*Breaking.WRITING, "decide", "note_decided")
    journal, store, countdown = SqliteJournal(tmp_path / "journal.sqlite", IRIS.base_iri), EmbeddedStore(), [number]
    broken = False
    try:
        work(*(type("Part", (Breaking,), {"WRITING": writing})(part, countdown) for part in (journal, store)))
    except Breakage:
        broken = True
    assert broken == (number <= LAST_WRITE)  # so that no write goes untested
    reconcile(journal, store, DERIVATION, lambda: None)
    work(journal, store)
    meetings = {s for article in journal.names() for s, _, o in store.graph(article) if o == DIPLO.Meeting}
    assert len(meetings) == 1
    assert sorted(d.rule for d in journal.decisions()) == ["event.corrected", "meeting.day-in-span"]
    with closing(EmbeddedStore()) as fresh:
        reconcile(journal, fresh, DERIVATION, lambda: None)
        assert content(fresh) == content(store)
    journal.close()


NAMES = ("Ada Adams", "Bob Baker", "Sara Zubair-Khalili", "Sara Zubairkhallili")
DAYS = (" on 2022-07-04", " on 2022-07-05", " in 2022-07", "")


def some_text(chance):
    """One or two encounters of a few persons in a few days, so that many are alike."""
    sentences = []
    for _ in range(chance.choice((1, 1, 2))):
        one, other = chance.sample(NAMES, 2)
        office = f", {OFFICE}," if one.startswith("Sara") and chance.random() < 0.7 else ""
        sentences.append(f"{one}{office} {chance.choice(('met', 'phoned'))} {other}{chance.choice(DAYS)}.")
    return " ".join(sentences)


def step(desk, chance):
    """Ingest, link, say, undo or remove something, whichever chance will have."""
    what = chance.choice(("ingest", "ingest", "ingest", "link", "same", "different", "wrong", "undo", "remove"))
    if what == "ingest":
        desk.ingest(*(told(some_text(chance), str(n)) for n in chance.sample(range(6), 2)))
    elif what == "link":
        link(desk)
    elif what == "remove":
        article = IRIS.article(str(chance.randrange(6)))
        if article in desk.journal.names():
            forget_names(desk.journal, desk.store, [article])
            desk.journal.remove(article, "key", "why")
            desk.reconcile()
            desk.journal.readmit(article, "why not")
    elif what == "undo":
        curated = [d.number for d in desk.journal.decisions() if d.kind is not Kind.LINK]
        if curated:
            desk.undo(chance.choice(curated))
    else:
        say(desk, chance, what)


def say(desk, chance, what):
    found = sorted(desk.meetings() if what != "wrong" else all_reports(desk))
    if len(found) > 1:
        chosen = chance.sample(found, 1 if what == "wrong" else 2)
        with suppress(CurationError):
            desk.say({"same": say_same, "different": say_different, "wrong": say_wrong}[what], *chosen)


def all_reports(desk):
    graphs = (desk.store.graph(article) for article in desk.journal.names())
    return {s for graph in graphs for s, p, _ in graph if p == DIPLO.about}


@pytest.mark.parametrize("number", range(ROUNDS))
def test_whatever_is_decided_the_store_is_what_the_journal_alone_makes(desk, number):
    chance = random.Random(f"{SEED}-{number}")
    for _ in range(12):
        step(desk, chance)
        assert content(desk.store) == rebuilt(desk), f"KG_TEST_SEED={SEED}, round {number}"
    withdraw_all(desk)
    with closing(EmbeddedStore()) as never:
        articles = list(desk.journal.articles(list(State)))
        ingest([Given(tuple(articles))], READER, DERIVATION, never)
        assert content(never) == content(desk.store), f"KG_TEST_SEED={SEED}, round {number}"


def withdraw_all(desk):
    desk.decide([], {decision.number: "no more" for decision in desk.journal.decisions()})

"""The journal: what is taken in, kept, erased and refused, and that it and the store agree however a run breaks off."""

import json
import re
import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from rdflib import Literal, URIRef
from test_pipeline import DERIVATION, IRIS, READING, Given

from kg.backup import copy_database
from kg.errors import (
    ArticleError,
    BackupError,
    BadRequest,
    JournalError,
    KgError,
    LockedError,
    SettingsError,
    StoreError,
)
from kg.journal import Decision, Kind, Selection, State, file
from kg.journal.packing import pack_graph, pack_text, unpack_graph
from kg.journal.sqlite import SqliteJournal
from kg.journal.versions import versions_since
from kg.journal.wholeness import Damage
from kg.pipeline import finish, ingest
from kg.reconciliation import Mended, reconcile
from kg.records import Article
from kg.store.embedded import EmbeddedStore

BASE = "http://127.0.0.1:8000/"
ARTICLE = Article(
    "Iran and Türkiye spoke.",
    "a.txt",
    identifier="1",
    title="Talks",
    authors=("A", "B"),
    published=date(2022, 7, 5),
    notes=("its encoding is guessed",),
)
IRI = IRIS.article(ARTICLE.key)
GRAPH = {
    (IRI, URIRef("http://a.example/p"), Literal("Talks", lang="en")),
    (IRI, URIRef("http://a.example/p"), Literal("01", datatype=URIRef("http://www.w3.org/2001/XMLSchema#integer"))),
    (IRI, URIRef("http://a.example/q"), URIRef("http://a.example/o")),
}


@pytest.fixture
def journal(tmp_path):
    journal = SqliteJournal(tmp_path / "journal.sqlite", BASE)
    yield journal
    journal.close()


def states(journal):
    return [(entry.key, entry.kind.value, entry.state.value) for entry in journal.entries(Selection())]


def test_an_article_comes_back_as_it_was_received(journal):
    bare = Article("Words.", "b.txt")
    journal.receive({IRI: ARTICLE, IRIS.article(bare.key): bare})
    assert list(journal.articles([State.RECEIVED])) == [ARTICLE, bare]


def test_a_graph_comes_back_letter_for_letter():
    assert {(s, p, o.n3()) for s, p, o in unpack_graph(pack_graph(GRAPH))} == {(s, p, o.n3()) for s, p, o in GRAPH}


def test_an_edition_is_an_entry_and_the_same_again_is_none(journal):
    for article in (ARTICLE, ARTICLE, replace(ARTICLE, title="More talks"), replace(ARTICLE, text="Other words.")):
        journal.receive({IRI: article})
    assert states(journal) == [("1", "article", "received")] * 3


def test_of_the_editions_only_the_latest_is_stored(journal):
    journal.receive({IRI: ARTICLE})
    journal.note_extracted({IRI: GRAPH}, "rules-1")
    journal.settle([IRI], {})
    journal.receive({IRI: replace(ARTICLE, text="Unreadable.")})
    journal.settle([], {IRI: "it cannot be read \ud800"})
    assert [state for *_, state in states(journal)] == ["stored", "quarantined"]
    assert journal.graph(IRI) == GRAPH  # the older reading stays
    journal.receive({IRI: replace(ARTICLE, text="Third.")})
    journal.note_extracted({IRI: set()}, "rules-2")
    journal.settle([IRI], {})
    assert [state for *_, state in states(journal)] == ["replaced", "skipped", "stored"]
    assert journal.graph(IRI) == set()


def test_versions_are_in_the_order_of_their_use(journal):
    for number, version in enumerate(("rules-9+a", "rules-10+b", "rules-11+c")):
        article = replace(ARTICLE, identifier=str(number))
        journal.receive({IRIS.article(article.key): article})
        journal.note_extracted({IRIS.article(article.key): GRAPH}, version)
    found = journal.articles([State.EXTRACTED], "rules-10")
    assert [article.identifier for article in found] == ["1", "2"]
    with pytest.raises(BadRequest, match=r"those in the journal are: rules-9\+a, rules-10\+b, rules-11\+c"):
        list(journal.articles([State.EXTRACTED], "rules-12"))


def test_entries_are_chosen_by_state_time_and_words(journal):
    journal.receive({IRI: ARTICLE, IRIS.article("2"): replace(ARTICLE, identifier="2", source="b/c.txt")})
    journal.settle([], {IRI: "why"})
    assert [e.reason for e in journal.entries(Selection(states=(State.QUARANTINED,)))] == ["why"]
    assert [e.key for e in journal.entries(Selection(about="b/c"))] == ["2"]
    assert [e.key for e in journal.entries(Selection(most=1))] == ["2"]
    assert journal.entries(Selection(since="2999")) == []


def test_what_is_removed_is_gone_from_the_disk_until_it_is_readmitted(journal, tmp_path):
    secret = "Nobody may read these words of the minister any longer, for a court says so."
    article = replace(ARTICLE, text=secret, title="A title that goes too")
    graph = {(IRI, URIRef("http://a.example/p"), Literal(secret))}
    journal.receive({IRI: article, IRIS.article("2"): ARTICLE})
    journal.note_extracted({IRI: graph}, "rules-1")
    traces = [pack_text(secret), pack_graph(graph), b"A title that goes too"]
    assert all(trace in _bytes(tmp_path) for trace in traces)
    journal.remove(IRI, "1", "a court order")
    assert not any(trace in _bytes(tmp_path) for trace in traces)
    assert journal.removal(IRI).reason == "a court order"
    assert journal.open_removals() == [IRI]
    journal.note_removed([IRI])
    assert (journal.open_removals(), [removal.article for removal in journal.removals()]) == ([], [IRI])
    assert [a.text for a in journal.articles(list(State))] == [ARTICLE.text]
    journal.readmit(IRI, "the order is lifted")
    assert journal.removal(IRI) is None
    assert states(journal)[-2:] == [("1", "removal", "stored"), ("1", "readmission", "stored")]


def test_a_text_stays_while_another_article_has_it(journal):
    other = replace(ARTICLE, identifier="2")
    journal.receive({IRI: ARTICLE, IRIS.article("2"): other})
    journal.remove(IRI, "1", "why")
    assert list(journal.articles([State.RECEIVED])) == [other]


def _bytes(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_second_writer_is_told_who_writes_and_a_reader_is_let_in(journal, tmp_path):
    with pytest.raises(LockedError, match=r"is in use by another process, \d+ \(.*\), since 20"):
        SqliteJournal(tmp_path / "journal.sqlite", BASE)
    journal.receive({IRI: ARTICLE})
    reader = SqliteJournal(tmp_path / "journal.sqlite", BASE, is_read=True)
    assert states(reader) == [("1", "article", "received")]
    reader.close()


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("PRAGMA user_version = 99", r"by a later version of communique \(its form is 99, this one knows 2\)"),
        ("CREATE TABLE mine (a); PRAGMA user_version = 0", "is no journal of communique"),
    ],
)
def test_a_file_of_another_form_is_refused_and_left_alone(script, message, tmp_path):
    path = tmp_path / "journal.sqlite"
    database = sqlite3.connect(path)
    database.executescript(script)
    database.close()
    before = path.read_bytes()
    with pytest.raises(JournalError, match=message):
        SqliteJournal(path, BASE)
    assert path.read_bytes() == before


def test_a_file_that_is_none_and_another_base_are_refused(tmp_path):
    (tmp_path / "broken.sqlite").write_bytes(b"words" * 1000)
    with pytest.raises(JournalError, match=r"is damaged: file is not a database\. .* kg restore"):
        SqliteJournal(tmp_path / "broken.sqlite", BASE)
    SqliteJournal(tmp_path / "journal.sqlite", BASE).close()
    with pytest.raises(SettingsError, match=r"written under KG_BASE_IRI=http://127\.0\.0\.1:8000/"):
        SqliteJournal(tmp_path / "journal.sqlite", "https://other.example/")


def test_a_full_disk_is_told_and_keeps_nothing_by_half(journal):
    journal.receive({IRI: ARTICLE})
    ((pages,),) = journal._run("PRAGMA page_count")
    journal._run(f"PRAGMA max_page_count = {pages}")
    many = [replace(ARTICLE, identifier=str(n), text=f"{n} {n**999}") for n in range(2, 60)]
    with pytest.raises(JournalError, match=r"is full.*nothing is kept by half; free disk space"):
        journal.receive({IRIS.article(a.key): a for a in many})
    assert states(journal) == [("1", "article", "received")]
    journal._run("PRAGMA max_page_count = 100000")
    journal.receive({IRIS.article(a.key): a for a in many})
    assert len(states(journal)) == 50


def articles():
    """Two editions of one article, one that cannot be read, and others."""
    texts = ["Iran met France.", "China met Japan.", "An unreadable text.", "Egypt met Qatar."]
    return [Article(text, f"{n}.txt", identifier=str(n), published=date(2022, 7, 5)) for n, text in enumerate(texts)]


class Breakage(Exception):
    """The process dies here."""


class Breaking:
    """Passes calls on to a part of an installation, and breaks off before one of those that write."""

    WRITING = ("replace", "receive", "note_extracted", "settle", "note_removed", "remove")

    def __init__(self, part, countdown):
        self.part, self.countdown = part, countdown

    def __getattr__(self, name):
        if name in self.WRITING:
            self.countdown[0] -= 1
            if not self.countdown[0]:
                raise Breakage(name)
        return getattr(self.part, name)


def work(journal, store):
    """Two runs, the second with a changed article, then a removal."""
    ingest([Given(tuple(articles()))], READING, DERIVATION, store, journal=journal)
    changed = replace(articles()[0], text="Iran met Germany.")
    ingest([Given((changed,))], READING, DERIVATION, store, journal=journal)
    if not journal.removal(IRIS.article("1")):
        journal.remove(IRIS.article("1"), "1", "why")
    reconcile(journal, store, DERIVATION, lambda: None)


def content(store):
    return {(str(name), frozenset(store.graph(name))) for name in store.graphs()}


@pytest.mark.parametrize("number", range(1, 13))
def test_a_run_that_breaks_off_before_any_write_comes_out_whole_in_the_end(number, tmp_path):
    whole, store = EmbeddedStore(), EmbeddedStore()
    journal = SqliteJournal(tmp_path / "whole.sqlite", BASE)
    work(journal, whole)
    expected = states(journal)
    journal.close()
    journal, countdown = SqliteJournal(tmp_path / "journal.sqlite", BASE), [number]
    broken = False
    try:
        work(Breaking(journal, countdown), Breaking(store, countdown))
    except Breakage:
        broken = True
    journal.close()
    assert broken == (number <= 11)  # so that no write goes untested
    journal = SqliteJournal(tmp_path / "journal.sqlite", BASE)
    reconcile(journal, store, DERIVATION, lambda: None)
    finish(journal, READING, DERIVATION, store)
    work(journal, store)
    assert content(store) == content(whole)
    assert sorted(set(states(journal))) == sorted(set(expected))
    journal.close()


class Failing:
    """Passes calls on to a part of an installation; one of them fails, `carried_out` or not."""

    def __init__(self, part, error, countdown, carried_out):
        self.part, self.error, self.countdown, self.carried_out = part, error, countdown, carried_out

    def __getattr__(self, name):
        def call(*arguments):
            self.countdown[0] -= 1
            if self.countdown[0]:
                return getattr(self.part, name)(*arguments)
            if self.carried_out:
                getattr(self.part, name)(*arguments)
            raise self.error(f"the call of {name} fails")

        return call


@pytest.mark.external("minutes")
@pytest.mark.parametrize("carried_out", [False, True])
def test_a_run_in_which_any_call_fails_is_told_so_and_comes_out_whole_in_the_end(carried_out, tmp_path):
    whole = EmbeddedStore()
    journal = SqliteJournal(tmp_path / "whole.sqlite", BASE)
    work(journal, whole)
    expected = states(journal)
    journal.close()
    unmended = 0
    for number in count(1):
        journal, store, countdown = SqliteJournal(tmp_path / f"{number}.sqlite", BASE), EmbeddedStore(), [number]
        failing = (
            Failing(part, e, countdown, carried_out) for part, e in ((journal, JournalError), (store, StoreError))
        )
        try:
            work(*failing)
        except KgError:
            unmended += content(store) != content(whole)
            reconcile(journal, store, DERIVATION, lambda: None)
            finish(journal, READING, DERIVATION, store)
            work(journal, store)
            assert content(store) == content(whole), f"after call {number}"
            assert sorted(set(states(journal))) == sorted(set(expected)), f"after call {number}"
        else:
            assert countdown[0] > 0, f"the failure of call {number} was told to nobody"
            break
        finally:
            journal.close()
    print(f"{number - 1} calls failed in turn, {unmended} left something undone")  # noqa: T201
    assert number > 40
    assert unmended > 20  # the control: nothing comes out whole of itself


KNOWN = ["rules-9+tables-a", "rules-12+tables-a", "llm-3+model", "rules-12+tables-b", "rules-101"]


@pytest.mark.parametrize(
    ("asked", "since"),
    [
        ("rules-12", [1, 3, 4]),
        ("rules-12+tables-b", [3, 4]),
        ("rules-12+tables-c", [4]),
        ("rules-1", [0, 1, 3, 4]),  # not the beginning of rules-12, but before it
        ("rules-10", [1, 3, 4]),
        ("rules-101", [4]),
        ("rules-102", []),
        ("rules", [0, 1, 3, 4]),
        ("llm-3", [2]),
        ("rule", []),
        ("", []),
    ],
)
def test_versions_are_compared_by_their_numbers(asked, since):
    assert versions_since(asked, KNOWN) == [KNOWN[place] for place in since]


def test_a_store_that_lost_articles_or_has_them_otherwise_gets_them_again(journal):
    store = EmbeddedStore()
    work(journal, store)
    before = content(store)
    assert reconcile(journal, store, DERIVATION, lambda: None) == Mended(begun=0, lost=0)
    lost, other = IRIS.article("0"), IRIS.article("3")
    store.replace({lost: (), other: [(other, URIRef("http://a.example/p"), Literal("wrong"))]})
    assert reconcile(journal, store, DERIVATION, lambda: None) == Mended(begun=0, lost=2)
    assert content(store) == before
    empty = EmbeddedStore()
    reconcile(journal, empty, DERIVATION, lambda: None)
    assert content(empty) == before


def test_what_was_stored_before_there_was_a_journal_is_taken_into_it(journal):
    store = EmbeddedStore()
    given = [Given(tuple(articles()))]
    ingest(given, READING, DERIVATION, store)
    assert ingest(given, READING, DERIVATION, store, journal=journal).unchanged == 3
    assert len(journal.names()) == 3
    assert ingest(given, READING, DERIVATION, store, journal=journal).tokens == 0  # nothing is read again


def test_a_journal_of_an_older_form_is_brought_to_the_present_one_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "journal.sqlite"
    older = SqliteJournal(path, BASE)
    older.receive({IRI: ARTICLE})
    older.close()
    present = file._STEPS
    broken = "ALTER TABLE entry ADD COLUMN later TEXT; ALTER TABLE missing ADD COLUMN later TEXT"
    monkeypatch.setattr(file, "_STEPS", (*present, broken))
    with pytest.raises(JournalError, match="no such table: missing"):
        SqliteJournal(path, BASE)
    monkeypatch.setattr(file, "_STEPS", present)
    SqliteJournal(path, BASE).close()  # as it was
    monkeypatch.setattr(file, "_STEPS", (*present, "ALTER TABLE entry ADD COLUMN later TEXT DEFAULT 'new'"))
    later = SqliteJournal(path, BASE)
    assert list(later.articles([State.RECEIVED])) == [ARTICLE]
    assert later._run("SELECT later FROM entry") == [("new",)]
    assert later._run("PRAGMA user_version") == [(len(present) + 1,)]
    later.close()


def test_a_journal_of_the_first_form_is_brought_to_the_present_one(tmp_path, monkeypatch):
    path = tmp_path / "journal.sqlite"
    present = file._STEPS
    monkeypatch.setattr(file, "_STEPS", present[:1])
    first = SqliteJournal(path, BASE)
    first.receive({IRI: ARTICLE})
    first.close()
    monkeypatch.setattr(file, "_STEPS", present)
    journal = SqliteJournal(path, BASE)
    assert (journal.changes(), list(journal.articles([State.RECEIVED]))) == (0, [ARTICLE])
    journal.settle([IRI], {})
    assert (journal.changes(), journal.new_version("test", above=0)) == (1, 1)
    journal.close()


def test_a_graph_that_an_older_version_packed_is_read():
    rows = [["http://a.example/s", "http://a.example/p", "Talks", None, "en"], ["http://a.example/s"] * 3]
    subject, title = URIRef("http://a.example/s"), Literal("Talks", lang="en")
    graph = unpack_graph(zlib.compress(json.dumps(rows).encode()))
    assert graph == {(subject, URIRef("http://a.example/p"), title), (subject, subject, subject)}


def spoil(path, table, where):
    """Let a text or a graph be other than it was written, as a bad page does that SQLite does not look at."""
    with closing(sqlite3.connect(path)) as opened, opened:
        ((packed,),) = opened.execute(f"SELECT packed FROM {table} WHERE {where}").fetchall()
        spoilt = packed[: len(packed) // 2] + bytes(4) + packed[len(packed) // 2 + 4 :]
        assert spoilt != packed
        opened.execute(f"UPDATE {table} SET packed = ? WHERE {where}", (spoilt,))


def test_what_is_damaged_is_told_let_go_and_taken_in_again(journal, tmp_path):
    whole, of_text, of_both = (replace(ARTICLE, identifier=name, text=f"Words of {name}.") for name in ("1", "2", "3"))
    articles = {IRIS.article(article.key): article for article in (whole, of_text, of_both)}
    journal.receive(articles)
    journal.note_extracted(dict.fromkeys(articles, GRAPH), "rules-1")
    journal.settle(articles, {})
    assert journal.let_damaged_go() == []
    for entry in (1, 3):
        spoil(tmp_path / "journal.sqlite", "graph", f"entry = {entry}")
    for article in (of_text, of_both):
        spoil(tmp_path / "journal.sqlite", "text", f"digest = '{article.digest}'")

    one, two, three = articles
    with pytest.raises(JournalError, match=r"the graph of \S+ in the journal is damaged: kg rebuild"):
        journal.graph(one)
    read = list(journal.articles([State.STORED]))
    assert [isinstance(item, ArticleError) for item in read] == [False, True, True]
    assert "the article 2 in the journal is damaged: kg rebuild" in str(read[1])

    assert journal.let_damaged_go() == [
        Damage(1, "1", is_of_text=False, is_of_metadata=False, is_of_graph=True, can_be_read=True),
        Damage(2, "2", is_of_text=True, is_of_metadata=False, is_of_graph=False, can_be_read=False),
        Damage(3, "3", is_of_text=True, is_of_metadata=False, is_of_graph=True, can_be_read=False),
    ]
    assert [state for *_, state in states(journal)] == ["received", "stored", "quarantined"]
    assert list(journal.articles([State.RECEIVED])) == [whole]
    assert journal.graph(two) == GRAPH
    assert journal.names() == {two}
    assert journal.let_damaged_go() == []
    journal.receive({three: of_both})
    assert list(journal.articles([State.RECEIVED])) == [whole, of_both]


def alter(path, column, old, new, entry=1):
    """Let a value of an entry be other than it was written."""
    with closing(sqlite3.connect(path)) as opened, opened:
        ((value,),) = opened.execute(f"SELECT CAST({column} AS BLOB) FROM entry WHERE number = {entry}").fetchall()
        assert value.count(old) == 1
        opened.execute(
            f"UPDATE entry SET {column} = CAST(? AS TEXT) WHERE number = {entry}", (value.replace(old, new),)
        )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"source"', b'"source\x00'),
        (b'"Talks"', b'"Talks'),
        (b'"Talks"', b'"Tal\xffs"'),
        (b'"source"', b'"sourse"'),
        (b'"title"', b'"tittle"'),
        (b"2022-07-05", b"2022-07-75"),
        (b'["A", "B"]', b"12"),
    ],
)
def test_damaged_metadata_of_an_article_are_told_and_let_go(journal, tmp_path, old, new):
    whole = replace(ARTICLE, identifier="2")  # of the same text
    articles = {IRI: ARTICLE, IRIS.article("2"): whole}
    journal.receive(articles)
    journal.note_extracted(dict.fromkeys(articles, GRAPH), "rules-1")
    journal.settle(articles, {})
    alter(tmp_path / "journal.sqlite", "metadata", old, new)

    told = r"the article 1\)? in the journal is damaged: kg rebuild"
    for selection in (Selection(), Selection(about="a.txt")):
        with pytest.raises(JournalError, match=told):
            journal.entries(selection)
    broken, other = journal.articles([State.STORED])
    assert other == whole
    assert isinstance(broken, ArticleError)
    assert re.match(told, str(broken))

    damage = Damage(1, "1", is_of_text=False, is_of_metadata=True, is_of_graph=False, can_be_read=False)
    assert journal.let_damaged_go() == [damage]
    assert journal.let_damaged_go() == []
    assert [state for *_, state in states(journal)] == ["stored", "stored"]
    assert journal.names() == set(articles)
    assert list(journal.articles([State.STORED])) == [whole]
    journal.receive(articles)
    assert list(journal.articles([State.RECEIVED])) == [whole, ARTICLE]


def test_an_article_of_which_the_text_is_not_there_is_told_and_let_go(journal, tmp_path):
    journal.receive({IRI: ARTICLE})
    alter(tmp_path / "journal.sqlite", "digest", ARTICLE.digest[:9].encode(), b"x" * 9)
    (broken,) = journal.articles([State.RECEIVED])
    assert "the article 1 in the journal is damaged" in str(broken)
    assert [damage.is_of_text for damage in journal.let_damaged_go()] == [True]


@pytest.mark.parametrize(
    ("column", "old", "new"),
    [
        ("metadata", b'"labels"', b'"labels\x00'),
        ("metadata", b"Baku", b"Ba\xffu"),
        ("metadata", b'"labels"', b'"lapels"'),
        ("kind", b"same", b"sane"),
        ("state", b"received", b"receiver"),
    ],
)
def test_a_damaged_decision_is_told_by_whatever_reads_it_and_nothing_is_let_go(journal, tmp_path, column, old, new):
    journal.receive({IRI: ARTICLE})
    journal.note_extracted({IRI: GRAPH}, "rules-1")
    one, other = URIRef("http://a.example/1"), URIRef("http://a.example/2")
    journal.decide([Decision(Kind.SAME, one, other, "seen", labels=("Baku", "Bakı"))], {})
    file = tmp_path / "journal.sqlite"
    alter(file, column, old, new, entry=2)
    spoil(file, "graph", "entry = 1")

    told = r"entry 2 \(.*\) in the journal is damaged: .* kg restore the last backup that is whole"
    readings = [journal.let_damaged_go, journal.decisions, lambda: journal.forget_name(one)]
    if column == "metadata":
        readings += [journal.open_decisions]
    else:
        readings += [lambda: journal.entries(Selection())]
    for read in readings:
        with pytest.raises(JournalError, match=told):
            read()
    assert journal.names() == {IRI}


def test_a_removal_of_which_the_kind_is_damaged_lets_nothing_in_again(journal, tmp_path):
    journal.receive({IRI: ARTICLE})
    journal.remove(IRI, ARTICLE.key, "a court says so")
    alter(tmp_path / "journal.sqlite", "kind", b"removal", b"remowal", entry=2)
    with pytest.raises(JournalError, match=r"entry 2 \(remowal received, 1\) in the journal is damaged: .*restore"):
        journal.decisions()


def test_an_article_in_an_unknown_state_is_told(journal, tmp_path):
    journal.receive({IRI: ARTICLE})
    alter(tmp_path / "journal.sqlite", "state", b"received", b"stoned")
    for read in (lambda: journal.entries(Selection()), journal.let_damaged_go):
        with pytest.raises(JournalError, match=r"entry 1 \(article stoned, 1\) in the journal is damaged: .*restore"):
            read()


def test_a_key_that_is_not_utf_8_is_told(journal, tmp_path):
    journal.receive({IRI: ARTICLE})
    alter(tmp_path / "journal.sqlite", "key", b"1", b"\xff")
    with pytest.raises(JournalError, match=r"is damaged: .*utf-8.* kg restore the last backup"):
        journal.entries(Selection())


def test_a_damaged_database_is_not_copied_as_if_it_were_whole(tmp_path):
    source, page = tmp_path / "a.sqlite", 4096
    with closing(sqlite3.connect(source)) as made, made:
        made.execute("CREATE TABLE t (a TEXT)")
        made.executemany("INSERT INTO t VALUES (?)", [("x" * 1000,)] * 100)
    whole = source.read_bytes()
    copy_database(source, tmp_path / "b.sqlite")
    source.write_bytes(whole[: 5 * page] + bytes(2 * page) + whole[7 * page :])
    with pytest.raises(BackupError, match="is damaged: "):
        copy_database(source, tmp_path / "c.sqlite")

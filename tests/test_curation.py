"""What people say about identity: it is applied, shown, kept, wins, and can be taken back without a trace."""

import json
from contextlib import closing
from dataclasses import replace

import pytest
from encounters import Encounters, told
from evaluators import app_on
from rdflib import DCTERMS, RDFS, SKOS, Literal, URIRef
from test_cli import installed, kg, workplace, write_lines  # noqa: F401 - fixtures
from test_pipeline import CONTEXT, DERIVATION, IRIS, READING, Given

from kg.errors import CurationError, UnknownResource
from kg.identity.curation import say_different, say_same, say_wrong, undo
from kg.identity.forgetting import forget_names
from kg.journal import Kind, Selection
from kg.journal.sqlite import SqliteJournal
from kg.pipeline import ingest
from kg.reading import Reading
from kg.reconciliation import carry_out_decisions, reconcile
from kg.store.embedded import EmbeddedStore
from kg.vocabulary import DIPLO

CURATION = "http://127.0.0.1:8000/graph/curation"
READER = Reading(Encounters(), READING.linker, IRIS, CONTEXT)


class Desk:
    """A store with its journal."""

    def __init__(self, path, store=None):
        self.journal, self.store = SqliteJournal(path, IRIS.base_iri), store or EmbeddedStore()

    def ingest(self, *articles, again=False):
        return ingest([Given(articles)], READER, DERIVATION, self.store, journal=self.journal, again=again)

    def say(self, what, *words, reason="an editor says so"):
        change = what(self.journal, self.store, *words, reason)
        self.decide(change.decisions, change.withdrawn)
        return change

    def undo(self, number):
        self.decide([], undo(self.journal, number, "it was a mistake").withdrawn)

    def decide(self, decisions, withdrawn):
        """Only what is touched is written: nothing else makes up for what this leaves out."""
        self.journal.decide(decisions, withdrawn)
        carry_out_decisions(self.journal, self.store, DERIVATION)

    def reconcile(self):
        return reconcile(self.journal, self.store, DERIVATION, lambda: None)

    def meetings(self):
        return {row["m"]: str(row["l"]) for row in self.store.select(_MEETINGS)}

    def close(self):
        self.journal.close()
        self.store.close()


_MEETINGS = f"SELECT ?m ?l {{ ?m a <{DIPLO.Meeting}> ; <{RDFS.label}> ?l }}"


@pytest.fixture
def desk(tmp_path):
    with closing(Desk(tmp_path / "journal.sqlite")) as desk:
        yield desk


def content(store):
    return {graph: set(store.graph(graph)) for graph in store.graphs()}


def without_decisions(store):
    return {graph: triples for graph, triples in content(store).items() if graph != IRIS.graph("curation")}


def rebuilt(desk):
    """What the journal alone makes of an empty store."""
    with closing(EmbeddedStore()) as store:
        reconcile(desk.journal, store, DERIVATION, lambda: None)
        return content(store)


ONE = told("Ada Adams met Bob Baker on 2022-07-04.", "1")
OTHER = told("Ada Adams met Bob Baker on 2022-07-05.", "2")


def meeting(desk, article):
    graph = IRIS.article(article.key)
    return next(s for s, _, o in desk.store.graph(graph) if o == DIPLO.Meeting)


def test_what_is_said_to_be_one_goes_by_the_iri_that_was_told_first(desk):
    desk.ingest(ONE)
    desk.ingest(OTHER)
    first, second = meeting(desk, ONE), meeting(desk, OTHER)
    desk.say(say_same, second, first)
    assert list(desk.meetings()) == [first]
    (row,) = desk.store.select(f"SELECT ?e ?n {{ ?e <{DIPLO.reportCount}> ?n }}", {"e": first})
    assert int(row["n"]) == 2
    assert (second, DCTERMS.isReplacedBy, first) in desk.store.graph(IRIS.graph("links"))
    told_of = {o for _, p, o in desk.store.graph(IRIS.graph("curation")) if p == DCTERMS.description}
    assert told_of == {Literal("an editor says so")}
    assert content(desk.store) == rebuilt(desk)


def test_taken_back_it_leaves_no_trace(desk):
    desk.ingest(ONE, OTHER)
    before = content(desk.store)
    desk.say(say_same, meeting(desk, ONE), meeting(desk, OTHER))
    (decision,) = desk.journal.decisions()
    desk.undo(decision.number)
    assert content(desk.store) == before
    kinds = [(e.kind, e.state, e.reason) for e in desk.journal.entries(Selection())][2:]
    assert kinds == [("same", "withdrawn", "an editor says so"), ("undo", "stored", "it was a mistake")]


def test_it_is_so_on_every_engine(any_store, tmp_path):
    desk = Desk(tmp_path / "journal.sqlite", any_store)
    desk.ingest(ONE, OTHER)
    before = content(desk.store)
    desk.say(say_same, meeting(desk, ONE), meeting(desk, OTHER))
    assert len(desk.meetings()) == 1
    assert content(desk.store) == rebuilt(desk)
    desk.undo(desk.journal.decisions()[0].number)
    assert content(desk.store) == before
    desk.journal.close()


def test_an_article_that_comes_later_or_again_gets_the_canonical_iri(desk):
    desk.ingest(ONE, OTHER)
    first = meeting(desk, ONE)
    desk.say(say_same, first, meeting(desk, OTHER))
    desk.ingest(told("Ada Adams met Bob Baker on 2022-07-05. Nobody knew.", "3"))
    desk.ingest(ONE, OTHER, again=True)
    assert list(desk.meetings()) == [first]
    assert content(desk.store) == rebuilt(desk)


def test_a_person_of_the_tables_stays_and_the_other_name_is_another_name_of_his(desk):
    desk.ingest(told("Hossein Amirabdolahiyan met Bob Baker on 2022-07-04."))
    minted = IRIS.person("Hossein Amirabdolahiyan", IRIS.article("1"))
    known = next(p for p in READING.linker.reference.register.persons if p.name.startswith("Hossein Amir"))
    item = URIRef(f"https://w3id.org/communique/person/{known.id}")
    desk.store.replace({IRIS.graph("reference"): [(item, RDFS.label, Literal(known.name))]})
    desk.say(say_same, minted, item)
    graph = set(desk.store.graph(IRIS.article("1")))
    assert {(p.rpartition("#")[2], str(o)) for s, p, o in graph if s == item} == {
        ("altLabel", "Hossein Amirabdolahiyan")
    }
    assert not any(minted in triple for triple in graph)


def test_who_people_say_is_not_one_is_parted_from_what_the_machine_linked(desk):
    desk.ingest(ONE, OTHER)
    change = desk.say(say_same, meeting(desk, ONE), meeting(desk, OTHER))
    desk.undo(desk.journal.decisions()[0].number)
    (said,) = change.decisions
    desk.decide([replace(said, kind=Kind.LINK, reason="alike")], {})
    assert len(desk.meetings()) == 1
    change = desk.say(say_different, said.one, said.other)
    assert len(change.withdrawn) == 1
    assert [d.kind for d in desk.journal.decisions()] == ["different"]
    assert set(desk.meetings()) == {said.one, said.other}
    assert content(desk.store) == rebuilt(desk)


def test_what_contradicts_what_was_said_before_is_refused_with_the_reason(desk):
    third = told("Ada Adams met Bob Baker on 2022-07-06.", "3")
    desk.ingest(ONE, OTHER, third)
    one, two, three = (meeting(desk, article) for article in (ONE, OTHER, third))
    desk.say(say_same, one, two, reason="same photograph")
    desk.say(say_same, two, three)
    before = content(desk.store)
    with pytest.raises(CurationError, match=r"contradicts.*are one \(same photograph\).*kg curate undo"):
        desk.say(say_different, one, three)
    with pytest.raises(CurationError, match="says so already"):
        desk.say(say_same, two, one)
    desk.undo(desk.journal.decisions()[0].number)
    desk.say(say_different, one, two)
    with pytest.raises(CurationError, match=r"contradicts what was decided before"):
        desk.say(say_same, one, three)
    assert before != content(desk.store)
    assert content(desk.store) == rebuilt(desk)


def test_what_cannot_be_one_is_refused(desk):
    desk.ingest(ONE, told("Ada Adams phoned Bob Baker on 2022-07-04. Ada Adams visited Bob Baker.", "2"))
    call, visit = sorted(iri for iri in desk.meetings() if iri != meeting(desk, ONE))
    person = IRIS.person("Ada Adams", IRIS.article("1"))
    for one, other, message in (
        (meeting(desk, ONE), person, "a meeting and a person cannot be one"),
        (call, visit, "a (Visit and a PhoneCall|PhoneCall and a Visit) cannot be one"),
        (person, person, "given twice"),
        (IRIS.article("1"), IRIS.article("2"), "none of meeting, project, person"),
        ("Ada Adams", person, "'Ada Adams' is no IRI"),
    ):
        with pytest.raises(CurationError, match=message):
            desk.say(say_same, one, other)
    with pytest.raises(UnknownResource, match="the graph holds nothing about"):
        desk.say(say_same, person, f"{IRIS.base_iri}person/nobody")
    assert desk.journal.decisions() == []


def test_a_misread_record_stays_out_however_often_its_words_are_read(desk):
    article = told("Ada Adams met Bob Baker on 2022-07-04. Carl Cox phoned Dora Dean on 2022-07-05.")
    desk.ingest(article)
    before = content(desk.store)
    report = next(s for s in reports(desk) if "#meeting-0-" in s)
    desk.say(say_wrong, report)
    assert list(desk.meetings().values()) == ["Phone call of Carl Cox and Dora Dean"]
    desk.ingest(article, again=True)
    moved = told("Lo and behold! Ada Adams met Bob Baker on 2022-07-04. Carl Cox phoned Dora Dean on 2022-07-05.")
    desk.ingest(moved)
    assert len(desk.meetings()) == 1
    assert content(desk.store) == rebuilt(desk)
    desk.ingest(told("Ada Adams met Bob Baker on 2022-07-06."))
    assert len(desk.meetings()) == 1  # other words
    desk.ingest(article)
    desk.undo(desk.journal.decisions()[0].number)
    assert content(desk.store) == before


def reports(desk):
    return {s for s, p, _ in desk.store.graph(IRIS.article("1")) if p == DIPLO.about}


def test_what_was_decided_and_not_carried_out_is_carried_out_at_the_next_opening(desk):
    desk.ingest(ONE, OTHER)
    change = say_same(desk.journal, desk.store, meeting(desk, ONE), meeting(desk, OTHER), "why")
    desk.journal.decide(change.decisions, {})
    assert len(desk.meetings()) == 2  # the process died here
    desk.reconcile()
    assert len(desk.meetings()) == 1
    assert desk.journal.open_decisions() == []
    (decision,) = desk.journal.decisions()
    desk.journal.decide([], {decision.number: "why not"})
    desk.reconcile()
    assert len(desk.meetings()) == 2


def test_a_store_from_before_a_decision_is_made_to_agree_with_it(desk):
    desk.ingest(ONE, OTHER)
    before = content(desk.store)
    desk.say(say_same, meeting(desk, ONE), meeting(desk, OTHER))
    after = content(desk.store)
    for stored in (before, after):
        desk.store.replace({**dict.fromkeys(desk.store.graphs(), ()), **stored})
        carry_out_decisions(desk.journal, desk.store, DERIVATION)
        assert content(desk.store) == after
    desk.undo(desk.journal.decisions()[0].number)
    desk.store.replace({**dict.fromkeys(desk.store.graphs(), ()), **after})
    carry_out_decisions(desk.journal, desk.store, DERIVATION)
    assert content(desk.store) == before


def test_a_journal_that_was_lost_takes_no_decision_out_of_the_store(desk, tmp_path):
    desk.ingest(ONE, OTHER)
    desk.say(say_same, meeting(desk, ONE), meeting(desk, OTHER))
    before = content(desk.store)
    with closing(Desk(tmp_path / "another.sqlite", desk.store)) as another:
        another.reconcile()
        assert content(desk.store) == before
        third = told("Cleo Clark met Dora Dean on 2022-07-04.", "3")
        another.ingest(third)
        another.reconcile()
        assert content(desk.store).items() > before.items()
        another.ingest(ONE, OTHER, again=True)
        another.reconcile()  # it knows them all: nothing is decided about them
        assert content(desk.store) == rebuilt(another)


def test_no_decision_keeps_what_only_an_article_told_that_is_taken_down(desk, tmp_path):
    public = told("Zuleika Zanzibari met Bob Baker on 2022-07-04.", "2")
    secret = "Zuleikha Zanzibari met Yolanda Yardley on 2022-07-04."
    desk.ingest(told(secret))
    desk.ingest(public)
    spelt_so, otherwise = (IRIS.person(f"{name} Zanzibari", IRIS.article("1")) for name in ("Zuleikha", "Zuleika"))
    desk.say(say_same, spelt_so, otherwise)
    desk.say(say_wrong, next(iter(reports(desk))))
    forget_names(desk.journal, desk.store, [IRIS.article("1")])
    desk.journal.remove(IRIS.article("1"), "1", "a court order")
    desk.reconcile()
    assert not any(b"Zuleikha" in path.read_bytes() for path in tmp_path.iterdir())
    names = {str(o) for _, p, o in desk.store.graph(IRIS.article("2")) if p in (RDFS.label, SKOS.altLabel)}
    assert "Zuleika Zanzibari" in names
    assert not any("Zuleikha" in name for name in names)
    assert content(desk.store) == rebuilt(desk)


def test_the_page_of_what_was_merged_leads_to_the_one_that_stays(desk):
    desk.ingest(ONE, OTHER)
    first, second = meeting(desk, ONE), meeting(desk, OTHER)
    desk.say(say_same, first, second)
    client = app_on(lambda: desk.store, IRIS).test_client()
    answer = client.get(f"{IRIS.path_of(second)}?format=ttl")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"{IRIS.path_of(first)}?format=ttl")
    page = client.get(IRIS.path_of(first))
    assert page.status_code == 200
    assert "2 reports" in page.text
    assert "an editor says so" in client.get("/graph/curation?format=ttl").text


@pytest.mark.external("minutes")
def test_the_commands_say_show_and_take_back(installed, workplace):  # noqa: F811
    text = (
        "Iranian Foreign Minister Hossein Amir-Abdollahian met his Azerbaijani counterpart Jeyhun Bayramov on July %d."
    )
    told_twice = [{"text": text % day, "id": str(day), "published": "2022-07-05"} for day in (3, 4)]
    write_lines(workplace / "news.jsonl", *told_twice)
    kg("ingest", "news.jsonl")
    rows = json.loads(kg("query", "--format", "json", f"SELECT ?m {{ ?m a <{DIPLO.Meeting}> }} ORDER BY ?m").stdout)
    one, other = (row["m"]["value"] for row in rows["results"]["bindings"])
    assert "0 would be linked, 0 would be split" in kg("link", "--dry-run").output
    assert kg("link", "--json").output == ""
    shown = kg("curate", "same", one, other, "--reason", "the same table")
    assert f"noted: same {one} {other}" in shown.output
    assert "the same table" in kg("curate", "list").output
    (entry,) = [e for e in map(json.loads, kg("journal", "--json").stdout.splitlines()) if e["kind"] == "same"]
    assert (entry["state"], entry["reason"]) == ("stored", "the same table")
    kg("check")
    data = workplace / "data"
    (data / "journal.sqlite").rename(workplace / "kept")
    write_lines(workplace / "more.jsonl", {"text": text % 2, "id": "2", "published": "2022-07-05"})
    kg("ingest", "more.jsonl")
    unknown = kg("curate", "different", one, other, "--reason", "not so", status=2)
    assert "decisions about identity, that the journal in" in unknown.output
    (workplace / "kept").rename(data / "journal.sqlite")
    assert (
        "the same table"
        in kg("query", f"SELECT ?why {{ GRAPH <{CURATION}> {{ ?e <{DCTERMS.description}> ?why }} }}").stdout
    )
    refused = kg("curate", "different", one, other, "--reason", "not so", status=2)
    assert "that contradicts what was decided before" in refused.output
    assert f"taken back: entry {entry['number']}" in kg("curate", "undo", str(entry["number"]), "--reason", "oh").output
    assert "0 rows" in kg("curate", "list").output
    assert "is no decision that holds" in kg("curate", "undo", "99", "--reason", "oh", status=2).output

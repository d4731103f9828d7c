"""Graphs that people write: what they may, how it is kept, and that articles and conclusions are left alone."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import product
from pathlib import Path

import pytest
from encounters import told
from rdflib import DCTERMS, OWL, RDFS, SKOS, Literal, URIRef
from test_curation import ONE, OTHER, Desk, content, meeting
from test_pipeline import DERIVATION, IRIS

from kg.checking import MERGE, check_store, stored_triples
from kg.contributions import differences
from kg.contributions.managed import ManagedGraph
from kg.contributions.ownership import _READ, Ownership
from kg.derivation import load_rules
from kg.errors import (
    BadRequest,
    CurationError,
    Forbidden,
    JournalError,
    PreconditionFailed,
    QuerySyntaxError,
    StoreError,
    UnknownResource,
)
from kg.identity.curation import say_same
from kg.iris import state_iri
from kg.journal import Kind, Selection, State
from kg.reconciliation import reconcile
from kg.resources import resource
from kg.store import Author, Document, GivenGraph, Update
from kg.store.embedded import EmbeddedStore
from kg.store.snapshots import Snapshots
from kg.store.trial import Trial
from kg.vocabulary import DIPLO

CURATION = IRIS.graph("curation")
NOTES = URIRef("https://desk.example.org/notes/1")
A, P = URIRef("https://desk.example.org/a"), URIRef("https://desk.example.org/p")
ADMIN = Author("chief", lambda _graph: True)
WRITER = Author("desk", lambda graph: graph in (str(CURATION), str(NOTES)))
GENID = f"{IRIS.base_iri}.well-known/genid/"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with closing(Desk(tmp_path / "journal.sqlite", EmbeddedStore(tmp_path / "store"))) as desk:
        yield desk


def managed(desk: Desk, folder: Path | None = None) -> ManagedGraph:
    """The graph of the desk as it is written over HTTP; without a folder its engine gives no copy."""

    @contextmanager
    def open_desk() -> Iterator[Desk]:
        desk.reconcile()
        yield desk

    @contextmanager
    def copy(store: EmbeddedStore) -> Iterator[Trial]:
        with Snapshots(folder / "snapshots").copied(store) as path, closing(Trial.of_folder(path)) as trial:
            yield trial

    return ManagedGraph(open_desk, copy if folder else None, IRIS)


@pytest.fixture
def graph(desk: Desk, tmp_path: Path) -> ManagedGraph:
    return managed(desk, tmp_path)


def say(graph: ManagedGraph, text: str, author: Author = WRITER, **more) -> None:
    prologue = f"PREFIX notes: <{NOTES}> PREFIX graph: <{IRIS.graph('')}> PREFIX : <https://desk.example.org/>"
    graph.update(Update(f"{prologue} {text}", base_iri=f"{IRIS.base_iri}sparql", **more), author)


def turtle(text: str) -> list[Document]:
    return [Document(f"@prefix : <https://desk.example.org/> . {text}".encode(), "text/turtle")]


def rebuilt(desk: Desk) -> dict:
    """What the journal alone makes of an empty store."""
    with closing(EmbeddedStore()) as store:
        reconcile(desk.journal, store, DERIVATION, lambda: None)
        return content(store)


def entries(desk: Desk) -> list[tuple[str, str, str | None]]:
    found = desk.journal.entries(Selection())
    return [(e.key, e.state, e.reason) for e in found if e.kind is Kind.CONTRIBUTION]


def test_what_is_written_is_in_its_graph_in_the_merge_and_in_the_journal(desk, graph):
    say(graph, "INSERT DATA { GRAPH notes: { :a :p 'one', 02 } GRAPH graph:curation { :a :p 'one' } }")
    number = Literal("2", datatype=URIRef("http://www.w3.org/2001/XMLSchema#integer"))
    assert content(desk.store) == {NOTES: {(A, P, Literal("one")), (A, P, number)}, CURATION: {(A, P, Literal("one"))}}
    assert len(desk.store.select("SELECT * { ?s ?p ?o }")) == 2
    assert sorted(entries(desk)) == [
        (str(CURATION), "stored", "updated by desk"),
        (str(NOTES), "stored", "updated by desk"),
    ]
    assert content(desk.store) == rebuilt(desk)


def test_what_is_ended_before_it_is_settled_is_in_neither(desk, graph):
    class Ended(BaseException):
        pass

    def end():
        raise Ended

    for write in (
        lambda: graph.put(str(NOTES), turtle(":a :p 1 ."), None, WRITER, settle=end),
        lambda: graph.update(Update(f"INSERT {{ GRAPH <{NOTES}> {{ <x:a> <x:b> 1 }} }} WHERE {{}}"), WRITER, end),
    ):
        with pytest.raises(Ended):
            write()
    assert entries(desk) == []
    assert content(desk.store) == rebuilt(desk) == {}


def test_what_changes_nothing_is_no_entry(desk, graph):
    for _ in range(2):
        say(graph, "INSERT DATA { GRAPH notes: { :a :p 1 } } ; CREATE SILENT GRAPH graph:curation")
        graph.post(str(NOTES), turtle(":a :p 01 ."), None, WRITER)
    assert entries(desk) == [(str(NOTES), "stored", "updated by desk")]


def test_each_write_takes_the_place_of_the_one_before(desk, graph):
    assert graph.put(str(NOTES), turtle(":a :p 1 ."), None, WRITER)
    assert not graph.post(str(NOTES), turtle(":a :p 2 ."), None, WRITER)
    assert len(set(desk.store.graph(NOTES))) == 2
    assert not graph.put(str(NOTES), turtle(":a :p 3 ."), None, WRITER)
    graph.delete(str(NOTES), WRITER)
    assert content(desk.store) == rebuilt(desk) == {}
    assert [(state, reason) for _, state, reason in entries(desk)] == [
        ("replaced", "put by desk"),
        ("replaced", "posted by desk"),
        ("replaced", "put by desk"),
        ("stored", "deleted by desk"),
    ]
    with pytest.raises(UnknownResource):
        graph.delete(str(NOTES), WRITER)
    assert not graph.put(str(NOTES), [], None, WRITER), "a graph without triples is none"


def test_a_pattern_sees_the_merge_as_the_operations_before_it_left_it(desk, graph):
    desk.ingest(ONE)
    say(
        graph,
        "INSERT DATA { GRAPH notes: { :a :p 1, 2 } GRAPH graph:curation { :a :p 2 } } ; "
        "DELETE DATA { GRAPH notes: { :a :p 1, 2 } } ; "
        f"INSERT {{ GRAPH notes: {{ ?s :left ?o }} }} WHERE {{ {{ ?s :p ?o }} UNION {{ ?s a <{DIPLO.Meeting}> "
        "BIND('a meeting' AS ?o) } }",
    )
    left = URIRef("https://desk.example.org/left")
    assert set(desk.store.graph(NOTES)) == {
        (A, left, Literal(2)),
        (meeting(desk, ONE), left, Literal("a meeting")),
    }
    assert content(desk.store) == rebuilt(desk)


def test_the_dataset_of_the_request_and_of_an_operation_are_heeded(desk, graph):
    say(graph, "INSERT DATA { GRAPH notes: { :a :p 1 } GRAPH graph:curation { :a :p 2 } }")
    say(graph, "INSERT { GRAPH notes: { :b :p ?o } } WHERE { ?s :p ?o }", using_graphs=(str(CURATION),))
    say(graph, "WITH notes: DELETE { :a :p ?o } WHERE { :a :p ?o }")
    say(graph, "COPY graph:curation TO notes:")
    assert {str(o) for _, _, o in desk.store.graph(NOTES)} == {"2"}
    assert len(entries(desk)) == 5


def test_blank_nodes_get_iris_the_same_for_the_same_node_and_others_each_time(desk, graph):
    say(graph, "INSERT DATA { GRAPH notes: { _:x :p 1 . :a :q _:x } } ; INSERT DATA { GRAPH notes: { [] :p 2 } }")
    graph.post(str(NOTES), turtle("_:x a :Note ."), None, WRITER)
    triples = set(desk.store.graph(NOTES))
    named = {s for s, _, _ in triples if s.startswith(GENID)}
    assert len(triples) == 4
    assert len(named) == 3
    (linked,) = (o for s, p, o in triples if p.endswith("/q"))
    assert (linked, P, Literal(1)) in triples
    say(graph, f"DELETE WHERE {{ GRAPH notes: {{ <{linked}> ?p ?o }} }}")
    assert len(set(desk.store.graph(NOTES))) == 3


@pytest.mark.parametrize("text", [":a :p <<( :a :p :b )>> .", ":a :p 'left'@en--ltr ."])
def test_what_rdf_1_1_does_not_know_is_refused(desk, graph, text):
    with pytest.raises(BadRequest):
        graph.put(str(NOTES), turtle(text), None, WRITER)
    assert entries(desk) == []


OTHERS = [
    IRIS.article("1"),
    *(IRIS.graph(name) for name in ("ontology", "reference", "links", "derived", "derived/x", "merged", "anything")),
    URIRef(f"{IRIS.base_iri}meeting/1"),
    state_iri("AZE"),
]


@pytest.mark.parametrize("name", OTHERS)
def test_graphs_that_others_make_are_written_by_nobody(desk, graph, name):
    for write in (
        lambda: graph.put(str(name), turtle(":a :p 1 ."), None, ADMIN),
        lambda: graph.post(str(name), turtle(":a :p 1 ."), None, ADMIN),
        lambda: graph.delete(str(name), ADMIN),
        lambda: say(graph, f"INSERT DATA {{ GRAPH notes: {{ :a :p 1 }} GRAPH <{name}> {{ :a :p 1 }} }}", ADMIN),
        lambda: say(graph, f"DROP SILENT GRAPH <{name}>", ADMIN),
        lambda: say(graph, f"MOVE <{name}> TO notes:", ADMIN),
    ):
        with pytest.raises(Forbidden, match="nobody writes the graph"):
            write()
    assert content(desk.store) == {}


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { :a :p 1 }",
        "CLEAR ALL",
        "DROP NAMED",
        "COPY notes: TO DEFAULT",
        "INSERT { GRAPH ?g { :a :p 1 } } WHERE { VALUES ?g { notes: } }",
        "DELETE WHERE { ?s ?p ?o }",
    ],
)
def test_the_merge_and_graphs_without_a_name_are_written_by_nobody(graph, text):
    with pytest.raises(Forbidden, match="the default graph is the merge"):
        say(graph, text, ADMIN)


@pytest.mark.parametrize("text", ["COPY DEFAULT TO notes:", "ADD SILENT DEFAULT TO notes:", "MOVE DEFAULT TO notes:"])
def test_the_merge_is_not_copied_into_a_graph_and_what_would_be_right_is_told(desk, graph, text):
    desk.ingest(ONE)
    before = content(desk.store)
    for written in (graph, managed(desk)):
        with pytest.raises(Forbidden, match=r"take no DEFAULT here: .*COPY <a> TO <b>"):
            say(written, text, ADMIN)
    assert content(desk.store) == before


def test_a_token_that_does_not_name_a_graph_does_not_write_it(desk, graph):
    with pytest.raises(Forbidden, match=r"the graph https://desk.example.org/notes/2 may not .* the token desk"):
        say(graph, "INSERT DATA { GRAPH <https://desk.example.org/notes/2> { :a :p 1 } }")
    graph.put("https://desk.example.org/notes/2", turtle(":a :p 1 ."), None, ADMIN)
    graph.put(f"{IRIS.base_iri}graphs/mine", turtle(":a :p 1 . <> a :Graph ."), f"{IRIS.base_iri}graphs/mine", ADMIN)
    assert len(content(desk.store)) == 2


def test_an_update_that_is_none_names_the_place_of_its_fault(desk, graph):
    with pytest.raises(QuerySyntaxError) as caught:
        graph.update(Update(f"INSERT DATA {{ GRAPH <{NOTES}> {{ <x:a> <x:b> 1 }} }} ;\n DROP GRAPF <x:g>"), WRITER)
    assert caught.value.line == 2
    with pytest.raises(BadRequest, match="does not exist"):
        say(graph, "INSERT DATA { GRAPH graph:curation { :a :p 1 } } ; DROP GRAPH notes:")
    assert content(desk.store) == {}


def test_what_is_decided_stands_beside_what_is_written_and_is_not_taken_away(desk, graph):
    desk.ingest(ONE, OTHER)
    say(graph, "INSERT DATA { GRAPH graph:curation { :a :p 1 } }")
    desk.say(say_same, meeting(desk, ONE), meeting(desk, OTHER))
    whole = set(desk.store.graph(CURATION))
    assert (A, P, Literal(1)) in whole
    (decision,) = desk.journal.decisions()
    entry = f"<{CURATION}#entry-{decision.number}>"
    for text in ("CLEAR GRAPH graph:curation", f"DELETE WHERE {{ GRAPH graph:curation {{ {entry} ?p ?o }} }}"):
        with pytest.raises(CurationError, match=f"kg curate undo {decision.number}"):
            say(graph, text)
    with pytest.raises(CurationError):
        say(graph, f"INSERT DATA {{ GRAPH graph:curation {{ <{CURATION}#entry-999> :p 1 }} }}")
    with pytest.raises(CurationError):
        graph.put(str(CURATION), turtle(":a :p 2 ."), None, WRITER)
    lines = "".join(f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o in whole if s != A)
    graph.put(str(CURATION), turtle(f"{lines} :a :p 2 ."), None, WRITER)
    assert set(desk.store.graph(CURATION)) == {*(t for t in whole if t[0] != A), (A, P, Literal(2))}
    assert content(desk.store) == rebuilt(desk)
    desk.undo(decision.number)
    assert set(desk.store.graph(CURATION)) == {(A, P, Literal(2))}
    assert content(desk.store) == rebuilt(desk)


@pytest.mark.parametrize(
    "text",
    [
        f"<{DIPLO.Meeting}> <{RDFS.comment}> 'a talk' .",
        f"<{DIPLO.Meeting}> <{RDFS.subClassOf}> :Event .",
        f":a <{DIPLO.participant}> :b .",
        f":a a <{DIPLO.Article}> .",
        f"<{state_iri('AZE')}> a :Kingdom .",
        f"<{state_iri('AZE')}> <{RDFS.label}> 'Elsewhere' .",
        f"<{state_iri('AZE')}> <{DCTERMS.isReplacedBy}> :elsewhere .",
    ],
)
def test_what_articles_tables_and_the_ontology_tell_is_not_told_by_people(desk, graph, text):
    with pytest.raises(Forbidden):
        graph.put(str(NOTES), turtle(text), None, ADMIN)
    assert entries(desk) == []


def test_people_add_what_they_know_of_anything(desk, graph):
    graph.put(
        str(NOTES),
        turtle(
            f"<{state_iri('AZE')}> <{SKOS.note}> 'checked' ; <{OWL.sameAs}> :az ; :p [ a :Note ] . "
            f":az a :State ; <{RDFS.label}> 'Azerbaijan' ; <{DCTERMS.hasPart}> <{IRIS.article('1')}> ."
        ),
        None,
        WRITER,
    )
    assert len(set(desk.store.graph(NOTES))) == 7


def test_nothing_follows_from_what_people_write(tmp_path):
    """Whatever they may say of whatever there is: each relation that rules read, between things of all kinds."""
    again = told("Ada Adams met Bob Baker on 2022-07-05. Nobody knew.", "3")
    with closing(Desk(tmp_path / "alone.sqlite")) as alone:
        alone.ingest(ONE)
        alone.ingest(OTHER, again)
        expected = content(alone.store)
        parts = [o for _, p, o in alone.store.graph(IRIS.article(OTHER.key)) if p == DCTERMS.hasPart]
        met = meeting(alone, ONE)
    with closing(Desk(tmp_path / "journal.sqlite")) as desk:
        graph = managed(desk)
        desk.ingest(ONE)
        ownership, relations = Ownership(IRIS), load_rules(resource("ontology") / "rules").terms | _READ
        own = {A, NOTES, IRIS.article("nowhere"), URIRef(f"{GENID}1")}
        ours = {IRIS.article(ONE.key), IRIS.article(OTHER.key), met, state_iri("AZE")}
        values = {*ours, A, *parts, DIPLO.Meeting, DIPLO.Article, DIPLO.Held, Literal("2022-07-05"), Literal(9)}
        written = set()
        for subject, relation in product(own | ours, relations):
            for value in values:
                with suppress(Forbidden):
                    ownership.refuse_words([(subject, relation, value)])
                    written.add((subject, relation, value))
        assert len(written) > 50
        desk.journal.contribute({NOTES: written}, "whatever is not refused")
        graph.post(str(CURATION), turtle(":a :p 1 ."), None, WRITER)
        desk.ingest(OTHER, again)
        found = content(desk.store)
        del found[CURATION]
        assert found.pop(NOTES) == written
        assert found == expected


def test_what_the_store_did_not_take_comes_with_the_next_opening(desk, graph, monkeypatch):
    graph.put(str(NOTES), turtle(":a :p 1 ."), None, WRITER)

    def refuse(_graphs):
        raise StoreError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(desk.store, "replace", refuse)
        with pytest.raises(StoreError, match="is in the journal, and comes with the next write"):
            say(graph, "INSERT DATA { GRAPH notes: { :a :p 2 } GRAPH graph:curation { :a :p 2 } }")
    assert [state for _, state, _ in entries(desk)] == ["replaced", "received", "received"]
    changes = desk.journal.changes()
    desk.reconcile()
    assert desk.journal.changes() > changes, "readers are to see it"
    assert {name: len(triples) for name, triples in content(desk.store).items()} == {NOTES: 2, CURATION: 1}
    assert content(desk.store) == rebuilt(desk)
    changes = desk.journal.changes()
    desk.reconcile()
    assert desk.journal.changes() == changes


def test_what_the_store_has_lost_or_has_again_is_mended(desk, graph):
    graph.put(str(NOTES), turtle(":a :p 1 ."), None, WRITER)
    graph.put(str(CURATION), turtle(":a :p 1 ."), None, WRITER)
    graph.delete(str(CURATION), WRITER)
    desk.store.replace({NOTES: [], CURATION: [(A, P, Literal(9))]})
    desk.reconcile()
    assert content(desk.store) == rebuilt(desk) == {NOTES: {(A, P, Literal(1))}}


def test_two_states_of_the_store_differ_in_what_people_wrote_since(desk, graph):
    desk.ingest(ONE, OTHER)
    graph.put(str(NOTES), turtle(":a :p 1 ."), None, WRITER)
    graph.put(str(CURATION), turtle(":a :p 1 ."), None, WRITER)
    with closing(EmbeddedStore()) as then:
        then.load(content(desk.store))
        desk.say(say_same, meeting(desk, ONE), meeting(desk, OTHER))
        assert list(differences(desk.journal, desk.store, then, Ownership(IRIS))) == []
        graph.delete(str(NOTES), WRITER)
        say(graph, "INSERT DATA { GRAPH graph:curation { :a :p 2 } }")
        written = dict(differences(desk.journal, desk.store, then, Ownership(IRIS)))
    assert written == {NOTES: {(A, P, Literal(1))}, CURATION: {(A, P, Literal(1))}}


def test_a_graph_that_is_damaged_in_the_journal_is_named_and_let_go(desk, graph):
    graph.put(str(NOTES), turtle(":a :p 1 ."), None, WRITER)
    graph.put(str(CURATION), turtle(":a :p 1 ."), None, WRITER)
    desk.journal._run("UPDATE graph SET packed = x'00' WHERE entry = (SELECT min(entry) FROM graph)")
    with pytest.raises(JournalError, match=f"the graph {NOTES} in the journal is damaged"):
        desk.reconcile()
    (damage,) = desk.journal.let_damaged_go()
    assert (damage.key, damage.can_be_read) == (str(NOTES), False)
    assert rebuilt(desk) == {CURATION: {(A, P, Literal(1))}}
    (entry,) = desk.journal.entries(Selection(states=(State.QUARANTINED,)))
    assert "write it again" in entry.reason
    graph.put(str(NOTES), turtle(":a :p 2 ."), None, WRITER)
    assert rebuilt(desk)[NOTES] == {(A, P, Literal(2))}


def test_what_people_write_is_neither_checked_nor_reasoned_with(desk, graph):
    desk.ingest(ONE)
    before = set(stored_triples(desk.store, IRIS))
    for name in (NOTES, URIRef(f"{IRIS.base_iri}graphs/x")):
        graph.put(str(name), turtle(f":a <{OWL.differentFrom}> :a ."), None, ADMIN)
    assert set(stored_triples(desk.store, IRIS)) == before
    checked = {found.name: found.violations for found in check_store(desk.store, IRIS)}
    assert NOTES not in checked
    assert checked[MERGE] == []


def test_articles_are_told_apart_from_what_people_write(desk, graph):
    desk.ingest(ONE)
    graph.put(str(NOTES), turtle(":a :p 1 ."), None, WRITER)
    assert desk.journal.names() == {IRIS.article(ONE.key)}
    assert desk.journal.latest(10) == [IRIS.article(ONE.key)]


def test_it_is_so_on_every_engine(any_store, tmp_path):
    desk = Desk(tmp_path / "journal.sqlite", any_store)
    graph = managed(desk)
    say(graph, "INSERT DATA { GRAPH notes: { :a :p 'ä', 02 ; :q [ :p 1 ] } } ; COPY notes: TO graph:curation")
    say(graph, "DELETE DATA { GRAPH notes: { :a :p 'ä' } }")
    graph.post(str(CURATION), turtle(":b a :Note ."), None, WRITER)
    assert {name: len(triples) for name, triples in content(desk.store).items()} == {NOTES: 3, CURATION: 5}
    assert len(desk.store.select("SELECT * { ?s ?p ?o }")) == 5
    changes = desk.journal.changes()
    desk.reconcile()
    assert desk.journal.changes() == changes, "nothing is to be mended"
    assert content(desk.store) == rebuilt(desk)
    with pytest.raises(Forbidden, match="another engine"):
        say(graph, "INSERT { GRAPH notes: { ?s :copied ?o } } WHERE { ?s :p ?o }")
    graph.delete(str(CURATION), WRITER)
    assert list(content(desk.store)) == [NOTES]
    desk.journal.close()


def test_nothing_is_written_where_the_graph_is_not_as_expected(desk: Desk) -> None:
    graph, seen = managed(desk), []

    def refuse(given: GivenGraph | None) -> None:
        seen.append(given and given("application/n-triples"))
        raise PreconditionFailed("not so")

    document = [Document(f"<{A}> <{P}> 1 .".encode(), "text/turtle")]
    graph.put(str(NOTES), document, None, WRITER)
    before = content(desk.store)
    for write in (graph.put, graph.post):
        for name in (NOTES, CURATION):
            with pytest.raises(PreconditionFailed):
                write(str(name), [], None, WRITER, refuse)
    with pytest.raises(PreconditionFailed):
        graph.delete(str(NOTES), WRITER, refuse)
    told = f'<{A}> <{P}> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'.encode()
    assert seen == [told, None, told, None, told]
    assert content(desk.store) == before

"""An ordinary dataset: what an update may change, what is written, and what readers see of it."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import BadRequest, Forbidden, QuerySyntaxError, StoreError, UnknownResource
from kg.store import Author, Document, Query, Update
from kg.store.operations import Operations
from kg.store.plain import PlainDataset
from kg.store.snapshots import Snapshots

BASE = "http://x.example/sparql"


ANYBODY = Author("anybody", lambda _graph: True)
MINE = Author("mine", lambda graph: graph == "x:mine")


def turtle(text: str) -> list[Document]:
    return [Document(text.encode(), "text/turtle")]


@pytest.fixture
def dataset(tmp_path: Path) -> Iterator[PlainDataset]:
    dataset = PlainDataset(tmp_path / "store", Snapshots(tmp_path / "snapshots"), keep=2)
    yield dataset
    dataset.close()


def read(tmp_path: Path, pattern: str) -> list[tuple[str, ...]]:
    """What a reader of the published version sees, sorted."""
    store = Snapshots(tmp_path / "snapshots").open()
    try:
        rows = store.select(f"SELECT * {{ {pattern} }}")
        return sorted(tuple(str(row[name]) for name in sorted(row)) for row in rows)
    finally:
        store.close()


def carry_out(dataset: PlainDataset, text: str, author=ANYBODY, **more) -> None:
    dataset.update(Update(text, base_iri=BASE, **more), author)


@pytest.mark.parametrize("prefix", ["graph", "Graphs", "silent", "default", "named"])
def test_a_name_that_begins_like_a_keyword_is_the_graph_that_it_says(dataset: PlainDataset, prefix: str) -> None:
    """The engine by itself reads `TO graph:g` as `TO GRAPH :g`."""
    prologue = f"PREFIX {prefix}: <x:right/> PREFIX : <x:wrong/> PREFIX s: <x:wrong/>"
    carry_out(dataset, f"{prologue} INSERT DATA {{ GRAPH {prefix}:a {{ :a :b 1 }} GRAPH :a {{ :a :b 2 }} }}")
    carry_out(dataset, f"{prologue} COPY {prefix}:a TO {prefix}:b ; MOVE {prefix}:a TO {prefix}:c")
    carry_out(dataset, f"{prologue} INSERT {{ GRAPH {prefix}:d {{ ?s ?p ?o }} }} USING {prefix}:b WHERE {{ ?s ?p ?o }}")
    found = dataset._store.quads_for_pattern(None, None, None, None)
    assert sorted((quad.graph_name.value, quad.object.value) for quad in found) == [
        ("x:right/b", "1"),
        ("x:right/c", "1"),
        ("x:right/d", "1"),
        ("x:wrong/a", "2"),
    ]


def test_operations_are_carried_out_one_by_one_at_their_places() -> None:
    text = "PREFIX e: <x:>\nDELETE { ?s e:p ?o } WHERE { ?s e:p ?o } ;\nBASE <y:> CLEAR GRAPH e:g;\nWITH <z> x"
    with pytest.raises(SyntaxError, match="4:10"):
        Operations(Update(text))
    first, second = Operations(Update(text.rpartition("\n")[0], using_graphs=("x:g",))).one_by_one()
    assert first.split("\n") == ["PREFIX e: <x:>", "DELETE { ?s e:p ?o } USING <x:g> WHERE { ?s e:p ?o }"]
    assert second.split("\n") == ["PREFIX e: <x:>", " " * 42, "BASE <y:> CLEAR GRAPH e:g"]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("INSERT DATA { <x:a> <x:b> 1 }", [None]),
        ("INSERT DATA { GRAPH <g> { <x:a> <x:b> 1 } . GRAPH<x:h>{ } }", ["http://x.example/g", "x:h"]),
        ("INSERT DATA { GRAPH <x:g> { } <x:a> <x:b> 1 }", [None, "x:g"]),
        ("PREFIX e: <http://e/> DELETE DATA { GRAPH e:g { <x:a> <x:b> 1 } }", ["http://e/g"]),
        ("BASE <http://e/> CLEAR ALL ; DROP GRAPH <g>", [None, "http://e/g"]),
        ("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", [None]),
        ("DELETE WHERE { GRAPH <x:g> { ?s ?p ?o } }", ["x:g"]),
        ("DELETE { ?s ?p ?o } INSERT { GRAPH <x:h> { ?s ?p 1 } } WHERE { GRAPH <x:r> { ?s ?p ?o } }", [None, "x:h"]),
        ("WITH <x:w> DELETE { ?s ?p ?o } INSERT { GRAPH <x:h> { ?s ?p 1 } } WHERE { ?s ?p ?o }", ["x:h", "x:w"]),
        ("WITH <x:w> INSERT { GRAPH <x:h> { ?s ?p 1 } } WHERE { ?s ?p ?o }", ["x:h"]),
        ("INSERT { GRAPH <x:h> { ?s ?p ?o } } USING <x:r> USING NAMED <x:n> WHERE { ?s ?p ?o }", ["x:h"]),
        ("CLEAR DEFAULT", [None]),
        ("DROP SILENT NAMED", [None]),
        ("CLEAR SILENT GRAPH <x:g>", ["x:g"]),
        ("CREATE SILENT GRAPH <x:g>", ["x:g"]),
        ("COPY <x:r> TO GRAPH <x:g>", ["x:g"]),
        ("ADD SILENT DEFAULT TO <x:g>", ["x:g"]),
        ("MOVE GRAPH <x:r> TO DEFAULT", [None, "x:r"]),
        ("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> <x:c> {| <x:d> 1 |} ; a <x:T> } }", ["x:g"]),
        ("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 'GRAPH <x:no> {', true # GRAPH <x:no> {\n } }", ["x:g"]),
        ("", []),
        ("# nothing\nPREFIX e: <http://e/>", []),
        ("CLEAR GRAPH <x:g> ;", ["x:g"]),
    ],
)
def test_the_graphs_that_an_update_may_change_are_told_from_its_words(text: str, targets: list[str | None]) -> None:
    with suppress(RuntimeError):  # no such graph; a text that is none would be a SyntaxError
        ox.Store().update(text, base_iri=BASE)
    assert list(Operations(Update(text, base_iri=BASE)).targets) == targets


@pytest.mark.parametrize(
    "text",
    [
        "INSERTDATA { <x:a> <x:b> 1 }",
        "DELETEWHERE { GRAPH <x:g> { ?s ?p ?o } }",
        "CLEARALL",
        "WITH<x:g>INSERT { ?s ?p 1 }WHERE{} CLEAR ALL",
        "PREFIX e: <http://e/> INSERT DATA { GRAPHe:g { <x:a> <x:b> 1 } }",
        "PREFIX e: <http://e/> WITHe:g DELETE { ?s ?p 1 } WHERE {}",
        "INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 GRAPH <x:h> { } } }",
    ],
)
def test_what_only_the_engine_could_read_is_refused(dataset: PlainDataset, text: str) -> None:
    with pytest.raises(QuerySyntaxError):
        carry_out(dataset, text)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("SELECT * {}", (1, 1), "begins a query"),
        ("INSRT DATA {}", (1, 1), "cannot begin"),
        ("CLEAR ALL ;\nCLEAR XYZ", (2, 7), "XYZ"),
        ("INSERT DATA { <x:a> <x:b> foaf:x }", (1, 27), "not declared"),
        ("INSERT DATA { <x:a> <x:b> 1 ", (1, 13), "never closed"),
        ("CLEAR ALL CLEAR ALL", (1, 11), "not expected"),
        ("DELETE { _:b <x:p> 1 } WHERE {}", None, "not expected"),
    ],
)
def test_a_wrong_update_is_explained(dataset: PlainDataset, text: str, place, message: str) -> None:
    with pytest.raises(QuerySyntaxError, match=message) as refusal:
        carry_out(dataset, text)
    assert place is None or (refusal.value.line, refusal.value.column) == place
    assert refusal.value.hint


def test_an_update_is_seen_by_readers_when_it_returns(dataset: PlainDataset, tmp_path: Path) -> None:
    carry_out(dataset, "INSERT DATA { <a> <b> <c> . GRAPH <x:g> { <x:a> <x:b> 1 } }")
    assert read(tmp_path, "?s ?p ?o") == [("http://x.example/c", "http://x.example/b", "http://x.example/a")]
    assert read(tmp_path, "GRAPH ?g { ?s ?p ?o }") == [("x:g", "1", "x:b", "x:a")]


def test_all_operations_are_carried_out_or_none(dataset: PlainDataset, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"nothing was changed.*SILENT"):
        carry_out(dataset, "INSERT DATA { <x:a> <x:b> 1 } ; DROP GRAPH <x:none>")
    assert read(tmp_path, "?s ?p ?o") == []


@pytest.mark.parametrize(
    "operation",
    [
        "INSERT { GRAPH <x:found> { ?s <x:in> ?g } } WHERE { { ?s a <x:T> BIND('default' AS ?g) } UNION "
        "{ GRAPH ?g { ?s a <x:T> } } }",
        "DELETE { <x:none> <x:none> 1 } INSERT { GRAPH <x:found> { ?s <x:in> ?g } } WHERE "
        "{ { ?s a <x:T> BIND('default' AS ?g) } UNION { GRAPH ?g { ?s a <x:T> } } } ; CLEAR SILENT GRAPH <x:none>",
    ],
)
def test_the_dataset_of_the_request_is_what_patterns_see(dataset: PlainDataset, tmp_path: Path, operation: str) -> None:
    blocks = " ".join(f"GRAPH <x:g{n}> {{ <x:s{n}> a <x:T> }}" for n in range(4))
    carry_out(dataset, f"INSERT DATA {{ <x:s> a <x:T> {blocks} }}")
    carry_out(dataset, operation, using_graphs=("x:g0", "x:g1"), using_named_graphs=("x:g2",))
    found = read(tmp_path, "GRAPH <x:found> { ?s <x:in> ?g }")
    assert found == [("default", "x:s0"), ("default", "x:s1"), ("x:g2", "x:s2")]


def test_the_dataset_of_the_request_counts_for_the_short_form_too(dataset: PlainDataset, tmp_path: Path) -> None:
    carry_out(dataset, "INSERT DATA { <x:a> <x:b> 1 , 2 . GRAPH <x:g> { <x:a> <x:b> 1 } }")
    carry_out(dataset, "DELETE WHERE { ?s ?p ?o } # all\n; DELETE WHERE { ?s ?p ?o }", using_graphs=("x:g",))
    assert read(tmp_path, "?s ?p ?o") == [("2", "x:b", "x:a")]


def test_prefixes_may_be_declared_before_each_operation(dataset: PlainDataset, tmp_path: Path) -> None:
    carry_out(
        dataset,
        "PREFIX a: <x:a/> # first\nINSERT DATA { a:s a:p 1 } ;\n  PREFIX b: <x:b/> PREFIX a: <x:a/>\nINSERT DATA "
        "{ GRAPH b:g { a:s b:p 2 } } ; PREFIX c: <x:c/> INSERT { c:s c:p ?o } WHERE { ?s b:p ?o }",
        using_graphs=("x:b/g",),
    )
    assert read(tmp_path, "?s ?p ?o") == [("1", "x:a/p", "x:a/s"), ("2", "x:c/p", "x:c/s")]
    with pytest.raises(QuerySyntaxError):
        carry_out(dataset, "PREFIX a: <x:a/> CLEAR ALL ; PREFIX a: <x:b/> CLEAR GRAPH a:g")


@pytest.mark.parametrize(
    "text", ["WITH <x:g> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }", "INSERT { <x:a> <x:b> 1 } USING <x:g> WHERE {}"]
)
def test_a_dataset_in_the_request_and_in_the_update_is_refused(dataset: PlainDataset, text: str) -> None:
    with pytest.raises(BadRequest, match="once"):
        carry_out(dataset, text, using_graphs=("x:h",))


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { GRAPH <x:mine> { <x:a> <x:b> 1 } GRAPH <x:other> { <x:a> <x:b> 1 } }",
        "INSERT DATA { GRAPH <x:mine> { <x:a> <x:b> 1 } } ; INSERT DATA { <x:a> <x:b> 1 }",
        "INSERT { GRAPH ?g { <x:a> <x:b> 1 } } WHERE { VALUES ?g { <x:mine> } }",
        "CLEAR ALL",
        "CLEAR NAMED",
        "MOVE <x:other> TO <x:mine>",
        "COPY <x:mine> TO DEFAULT",
    ],
)
def test_nothing_is_changed_where_not_all_may_be(dataset: PlainDataset, tmp_path: Path, text: str) -> None:
    carry_out(dataset, "INSERT DATA { GRAPH <x:mine> { <x:a> <x:b> 0 } GRAPH <x:other> { <x:a> <x:b> 0 } }")
    before = read(tmp_path, "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }")
    with pytest.raises(Forbidden, match="may not be written"):
        carry_out(dataset, text, MINE)
    assert read(tmp_path, "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }") == before
    carry_out(dataset, "COPY <x:other> TO <x:mine>", MINE)


@pytest.mark.parametrize("graph", ["x:g", None])
def test_a_graph_is_put_posted_and_deleted(dataset: PlainDataset, tmp_path: Path, graph: str | None) -> None:
    pattern = "GRAPH <x:g> { ?s ?p ?o }" if graph else "?s ?p ?o"
    assert dataset.put(graph, turtle("<a> <b> [ <c> 1 ] ."), BASE, ANYBODY) is (graph is not None)
    assert len(read(tmp_path, pattern)) == 2
    assert not dataset.put(graph, turtle("<a> <b> <<( <a> <b> _:x )>> , _:x ."), BASE, ANYBODY)
    assert not dataset.post(graph, [*turtle("_:x <b> 1 ."), *turtle("_:x <b> 1 .")], BASE, ANYBODY)
    dataset.put(graph, turtle("<a> <b> 1 ."), BASE, ANYBODY)
    dataset.post(graph, turtle("<a> <b> 2 ."), BASE, ANYBODY)
    assert [row[0] for row in read(tmp_path, pattern)] == ["1", "2"]
    dataset.delete(graph, ANYBODY)
    assert read(tmp_path, pattern) == []


def test_an_empty_graph_is_one(dataset: PlainDataset) -> None:
    assert dataset.put("x:g", turtle(""), BASE, ANYBODY)
    assert not dataset.post("x:g", turtle(""), BASE, ANYBODY)
    dataset.delete("x:g", ANYBODY)
    with pytest.raises(UnknownResource, match="x:g"):
        dataset.delete("x:g", ANYBODY)


@pytest.mark.parametrize(
    "document",
    [
        Document(b"<x:a> <x:b> oops .", "text/turtle"),
        Document(b'{"@context": "http://127.0.0.1:9/context", "x:b": 1}', "application/ld+json"),
        Document(b'{"@id": "x:g", "@graph": [{"@id": "x:a", "x:b": 1}]}', "application/ld+json"),
        Document(b"<rdf:RDF/>", "application/rdf+xml"),
    ],
)
def test_of_a_broken_document_nothing_is_stored(dataset: PlainDataset, tmp_path: Path, document: Document) -> None:
    with pytest.raises(BadRequest, match="the document is no"):
        dataset.put("x:g", [*turtle("<x:a> <x:b> 1 ."), document], BASE, ANYBODY)
    assert read(tmp_path, "GRAPH ?g { ?s ?p ?o }") == []


def test_a_graph_may_be_forbidden(dataset: PlainDataset) -> None:
    dataset.put("x:mine", turtle("<x:a> <x:b> 1 ."), BASE, MINE)
    for graph in ("x:other", None):
        with pytest.raises(Forbidden):
            dataset.put(graph, [], BASE, MINE)
        with pytest.raises(Forbidden):
            dataset.post(graph, [], BASE, MINE)
        with pytest.raises(Forbidden):
            dataset.delete(graph, MINE)


def test_what_was_acknowledged_is_there_after_the_dataset_is_opened_again(tmp_path: Path) -> None:
    for number in range(3):
        dataset = PlainDataset(tmp_path / "store", Snapshots(tmp_path / "snapshots"), keep=2)
        carry_out(dataset, f"INSERT DATA {{ <x:a> <x:b> {number} }}")
        dataset.close()
    assert len(read(tmp_path, "?s ?p ?o")) == 3
    numbers = [version.number for version in Snapshots(tmp_path / "snapshots").versions()]
    assert numbers == [5, 6]


class _Ended(BaseException):
    """The end of the process."""


def ends() -> None:
    raise _Ended


def test_what_is_ended_before_it_is_settled_has_changed_nothing(tmp_path: Path) -> None:
    for number, end in enumerate([None, ends, None, ends, ends]):
        dataset = PlainDataset(tmp_path / "store", Snapshots(tmp_path / "snapshots"), keep=2)
        if end is None:
            carry_out(dataset, f"INSERT DATA {{ <x:a> <x:b> {number} }}")
        else:
            with pytest.raises(_Ended):
                dataset.update(
                    Update(f"CLEAR ALL ; INSERT DATA {{ GRAPH <x:g> {{ <x:a> <x:b> {number} }} }}"), ANYBODY, end
                )
        dataset.close()
    assert [row[0] for row in read(tmp_path, "?s ?p ?o")] == ["0", "2"]
    dataset = PlainDataset(tmp_path / "store", Snapshots(tmp_path / "snapshots"), keep=2)
    with pytest.raises(_Ended):
        dataset.put(None, turtle("<x:a> <x:b> 9 ."), BASE, ANYBODY, settle=ends)
    dataset.close()
    dataset = PlainDataset(tmp_path / "store", Snapshots(tmp_path / "snapshots"), keep=2)
    assert [row[0] for row in read(tmp_path, "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }")] == ["0", "2"]
    dataset.close()


def test_what_is_ended_when_it_is_settled_comes_with_the_next_opening(
    dataset: PlainDataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(dataset, "_publish", lambda reason: ends())
        with pytest.raises(_Ended):
            carry_out(dataset, "INSERT DATA { <x:a> <x:b> 1 }")
    assert read(tmp_path, "?s ?p ?o") == []
    with pytest.raises(_Ended):
        dataset.update(Update("INSERT DATA { <x:a> <x:b> 2 }"), ANYBODY, ends)
    dataset.close()
    PlainDataset(tmp_path / "store", Snapshots(tmp_path / "snapshots"), keep=2).close()
    assert [row[0] for row in read(tmp_path, "?s ?p ?o")] == ["1"]


def test_one_process_writes_at_a_time(dataset: PlainDataset, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="in use"):
        PlainDataset(tmp_path / "store", Snapshots(tmp_path / "snapshots"), keep=2)


def test_a_reader_keeps_its_version_while_others_write(dataset: PlainDataset, tmp_path: Path) -> None:
    store = Snapshots(tmp_path / "snapshots").open()
    for number in range(5):
        carry_out(dataset, f"INSERT DATA {{ <x:a> <x:b> {number} }}")
    assert store.select("SELECT * { ?s ?p ?o }") == []
    assert store.answer(Query("ASK {}")).form == "boolean"
    store.close()

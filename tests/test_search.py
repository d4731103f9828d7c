"""Search: which words find what, and that the index is what the graph says, whatever was written and how it ended."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, SKOS, Literal, URIRef
from served import BASE, IRIS

from kg.errors import LockedError, SearchError
from kg.search import Entry, Found, Kind, Part, plain
from kg.search.asking import MOST_TERMS, read_terms
from kg.search.contents import read_contents
from kg.search.indexed import IndexedStore, mend
from kg.search.lookup import look_up
from kg.search.sqlite_index import SqliteIndex
from kg.search.sqlite_search import SqliteSearch
from kg.store.embedded import EmbeddedStore
from kg.vocabulary import DIPLO

ODD = [
    '"',
    "*",
    "“",
    '""',
    "a AND",
    "NOT",
    "NEAR(a b)",
    "label:iran",
    "{label} : iran",
    "^iran",
    "-iran",
    "(",
    "'",
    "\\",
]


def node(name: str) -> URIRef:
    return URIRef(BASE + name)


def person(name: str, *aliases: str) -> set:
    """The triples of somebody who is called so."""
    who = node(f"person/{name.replace(' ', '-').lower()}")
    return {(who, RDF.type, DIPLO.Person), (who, RDFS.label, Literal(name))} | {
        (who, SKOS.altLabel, Literal(alias)) for alias in aliases
    }


def indexed(folder: Path, store=None) -> IndexedStore:
    return IndexedStore(store or EmbeddedStore(), lambda: SqliteIndex(folder / "search.sqlite"), IRIS.derived(""))


def names(folder: Path, text: str, kind: Kind | None = None) -> list[str]:
    found = SqliteSearch(folder / "search.sqlite").find(read_terms(text), kind, 50)
    assert found.total == len(found.hits)
    return [hit.name for hit in found.hits]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        (" ,.*\"'“” ", []),
        ("Iran", [(("iran",), True)]),
        ("İlham Əliyev", [(("ilham",), False), (("əliyev",), True)]),
        ("az* iran i", [(("az",), True), (("iran",), False), (("i",), False)]),
        ('"foreign minister" of', [(("foreign", "minister"), False), (("of",), True)]),
        ("“we will", [(("we",), False), (("will",), True)]),
        ("Amir-Abdollahian", [(("amir", "abdollahian"), True)]),
        ("a\0b", [(("a",), False), (("b",), False)]),
    ],
)
def test_what_is_typed_is_read_as_terms(text, terms):
    assert [(term.words, term.is_beginning) for term in read_terms(text)] == terms


def test_only_the_first_terms_count():
    assert len(read_terms("word " * 5000)) == MOST_TERMS


@pytest.fixture
def filled(tmp_path) -> Path:
    """An index of a few names and words."""
    words = "“We will build the bridge over the Astara,” Bayramov said."
    said, report, topic = node("statement/1"), node("article/1#statement-0-9"), node("vocab/topic/bridges")
    triples = person("Jeyhun Bayramov", "Bayramov", "Ceyhun Bayramov") | person("Mevlüt Çavuşoğlu")
    triples |= person("Elmar Məmmədyarov") | person("Bridget Adams")
    triples |= {
        (node("article/1"), RDF.type, DIPLO.Article),
        (node("article/1"), RDFS.label, Literal("A bridge is built")),
        (said, RDF.type, DIPLO.Statement),
        (said, RDFS.label, Literal("Jeyhun Bayramov: We will build the bridge…")),
        (said, DIPLO.text, Literal("We will build the bridge over the Astara")),
        (report, DIPLO.about, said),
        (report, DIPLO.words, Literal(words)),
        (topic, RDF.type, DIPLO.Topic),
        (topic, SKOS.prefLabel, Literal("bridge", "en")),
        (topic, SKOS.prefLabel, Literal("pont", "fr")),
    }
    with closing(indexed(tmp_path)) as store:
        store.replace({node("article/1"): triples})
    return tmp_path


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bridge", ["bridge", "A bridge is built", "Bridget Adams", "Jeyhun Bayramov: We will build the bridge…"]),
        ("bridge built", ["A bridge is built"]),
        ("BAYRAMOV", ["Jeyhun Bayramov", "Jeyhun Bayramov: We will build the bridge…"]),
        ("Cavusoglu", ["Mevlüt Çavuşoğlu"]),
        ("çavuş", ["Mevlüt Çavuşoğlu"]),
        ("Mammadyarov", ["Elmar Məmmədyarov"]),
        ("məmməd", ["Elmar Məmmədyarov"]),
        ("ponts", []),
        ("pont", ["bridge"]),
        ("bayramov astara", ["Jeyhun Bayramov: We will build the bridge…"]),
        ("the bri* over", ["Jeyhun Bayramov: We will build the bridge…"]),
        ('"bridge over"', ["Jeyhun Bayramov: We will build the bridge…"]),
        ('"over bridge"', []),
        ('"bridge ove"', []),
    ],
)
def test_names_come_first_and_words_are_found_in_any_spelling(filled, text, found):
    hits = names(filled, text)
    assert (hits[0] if hits else None, sorted(hits)) == (found[0] if found else None, sorted(found))
    assert hits[-1:] == found[-1:]


def test_a_hit_marks_what_was_looked_for(filled):
    said = SqliteSearch(filled / "search.sqlite").find(read_terms("astara bri*"), None, 1).hits[0]
    assert [piece.text for piece in said.snippet if piece.is_match] == ["bridge", "Astara"]
    assert plain(said.snippet) == "“We will build the bridge over the Astara,” Bayramov said."
    (hit,) = SqliteSearch(filled / "search.sqlite").find(read_terms("ceyhun"), Kind.PERSON, 1).hits
    assert (hit.name, hit.snippet) == ("Jeyhun Bayramov", (("Ceyhun", True), (" Bayramov", False)))


def test_a_kind_chooses_and_pages_follow_one_another(filled):
    assert names(filled, "bridge", Kind.TOPIC) == ["bridge"]
    search, terms = SqliteSearch(filled / "search.sqlite"), read_terms("bridge")
    pages = [search.find(terms, None, 1, after) for after in range(4)]
    assert [page.total for page in pages] == [4] * 4
    assert [page.hits[0].name for page in pages] == names(filled, "bridge")


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.text(max_size=60), st.lists(st.sampled_from([*ODD, "iran", "br*", '"a b"']), max_size=8).map(" ".join))
)
def test_whatever_is_typed_is_no_syntax(fuzzed, text):
    found = fuzzed.find(read_terms(text), None, 5)
    assert found.total >= len(found.hits)


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory) -> SqliteSearch:
    folder = tmp_path_factory.mktemp("fuzzed")
    with closing(indexed(folder)) as store:
        store.replace({node("article/1"): person("Bridget Iran", "a b")})
    return SqliteSearch(folder / "search.sqlite")


# A few names and graphs, so that graphs often tell the same.
_GRAPHS = st.sampled_from([node(f"article/{number}") for number in range(4)])
_PERSONS = st.lists(
    st.tuples(
        st.sampled_from(["Ann Lee", "Bo Wu", "Cé Öz"]), st.lists(st.sampled_from(["A", "Lee", "Öz"]), max_size=2)
    ),
    max_size=3,
)
_WRITES = st.lists(st.dictionaries(_GRAPHS, _PERSONS, min_size=1, max_size=3), max_size=8)


@settings(max_examples=150, deadline=None)
@given(_WRITES)
def test_an_index_that_is_kept_is_the_one_that_is_made_anew(tmp_path_factory, writes):
    kept, anew = tmp_path_factory.mktemp("kept"), tmp_path_factory.mktemp("anew")
    with closing(indexed(kept)) as store:
        for write in writes:
            store.replace({g: set().union(*(person(name, *more) for name, more in who)) for g, who in write.items()})
        assert store.mend() == 0
        with closing(indexed(anew, store.inner)) as other:
            other.mend()
            assert held(kept) == held(anew)
            for text in ("lee", "o", "cé a", "ann"):
                assert names(kept, text) == names(anew, text)


def held(folder: Path) -> list:
    """All that an index holds, and that its full-text table agrees with it."""
    with closing(sqlite3.connect(folder / "search.sqlite")) as database:
        database.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
        rows = database.execute(
            "SELECT graph.name, stamp, subject, kind, part, value FROM graph LEFT JOIN told ON graph.id = told.graph "
            "LEFT JOIN entry ON entry.id = told.entry LEFT JOIN document ON document.id = document ORDER BY 1, 3, 5, 6"
        ).fetchall()
        for table in ("entry", "document", "words"):
            rows += [(table, *database.execute(f"SELECT count(*) FROM {table}").fetchone())]
    return rows


def test_each_value_is_there_until_the_last_graph_that_tells_it_is_gone(tmp_path):
    with closing(indexed(tmp_path)) as store:
        store.replace({node("article/1"): person("Ann Lee"), node("article/2"): person("Ann Lee", "Annie")})
        assert (names(tmp_path, "ann"), names(tmp_path, "annie")) == (["Ann Lee"], ["Ann Lee"])
        store.replace({node("article/2"): ()})
        assert (names(tmp_path, "ann lee"), names(tmp_path, "annie")) == (["Ann Lee"], [])
        store.replace({node("article/1"): ()})
        assert names(tmp_path, "ann") == []
        assert held(tmp_path) == [("entry", 0), ("document", 0), ("words", 0)]


def test_derived_graphs_are_of_no_account(tmp_path):
    with closing(indexed(tmp_path)) as store:
        store.replace({IRIS.derived(node("article/1")): person("Ann Lee")})
        assert (store.mend(), names(tmp_path, "ann")) == (0, [])


def test_a_crash_between_store_and_index_is_noticed_and_mended(tmp_path):
    one, two = node("article/1"), node("article/2")
    with closing(indexed(tmp_path)) as store:
        store.replace({one: person("Ann Lee")})
        for graphs in ({one: person("Bo Wu"), two: person("Cé Öz")}, {one: ()}):
            store.index.expect(graphs)  # what a write does first
            store.inner.replace(graphs)
            store.release()  # and here the process dies
            assert store.mend() == len(graphs)
            assert names(tmp_path, "bo") == (["Bo Wu"] if one in set(store.graphs()) else [])
        assert names(tmp_path, "ann") == []
        store.index.expect({one: ()})  # a write that never came about
        assert (store.mend(), store.mend()) == (1, 0)


def test_a_store_that_is_another_one_is_noticed(tmp_path):
    """As after a roll-back, or where another machine writes the same engine."""
    with closing(indexed(tmp_path)) as store:
        article = node("article/1")
        told = {(article, DIPLO.textDigest, Literal("1")), (article, DIPLO.extractorVersion, Literal("v"))}
        told |= {(article, RDF.type, DIPLO.Article), (article, RDFS.label, Literal("Old title"))}
        store.replace({article: told, node("article/2"): person("Ann Lee")})
        label = (article, RDFS.label, Literal("Old title"))
        store.inner.replace({article: told - {label} | {(article, RDFS.label, Literal("New title"))}})
        store.inner.replace({node("article/2"): (), node("article/3"): person("Bo Wu")})
        assert store.mend() == 3
        assert (names(tmp_path, "title"), names(tmp_path, "ann"), names(tmp_path, "bo")) == (
            ["New title"],
            [],
            ["Bo Wu"],
        )


@pytest.mark.parametrize("damage", ["broken", "other form", "gone"])
def test_an_index_that_cannot_be_used_is_made_anew(filled, damage):
    path = filled / "search.sqlite"
    if damage == "gone":
        path.unlink()
    elif damage == "broken":
        path.write_bytes(b"no database" * 1000)
    else:
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA user_version = 99")
    with pytest.raises(SearchError, match=r"the next kg ingest makes it|made anew by kg ingest"):
        SqliteSearch(path).find(read_terms("bridge"), None, 5)
    store = EmbeddedStore()
    store.replace({node("article/1"): person("Ann Lee")})
    with closing(indexed(filled, store)) as again:
        assert again.mend() == 1
    assert (names(filled, "ann"), names(filled, "bridge")) == (["Ann Lee"], [])


def test_one_process_writes_and_others_read_beside_it(filled):
    with closing(SqliteIndex(filled / "search.sqlite")) as index:
        with pytest.raises(LockedError, match=r"the search index .* is in use by another process"):
            SqliteIndex(filled / "search.sqlite")
        index._rows("BEGIN IMMEDIATE")
        index._rows("DELETE FROM document")
        assert names(filled, "astara") == ["Jeyhun Bayramov: We will build the bridge…"]
        index._rows("ROLLBACK")


def test_what_is_purged_is_not_on_the_disk(tmp_path):
    with closing(indexed(tmp_path)) as store:
        store.replace({node(f"article/{n}"): person(f"Zyxwvut{n:03} Qponmlk{n:03}") for n in range(300)})
        store.replace({node("article/200"): (), node("article/201"): person("Ann Lee")})
        store.index.purge()
        disk = b"".join(path.read_bytes().lower() for path in tmp_path.iterdir())
    assert b"zyxwvut199" in disk
    assert b"zyxwvut200" not in disk and b"zyxwvut201" not in disk
    assert b"qponmlk200" not in disk and b"qponmlk201" not in disk


def test_what_is_said_is_held_once():
    said = node("statement/1")
    triples = {(said, RDF.type, DIPLO.Statement), (said, DIPLO.text, Literal("we met"))}
    triples |= {(node("a#1"), DIPLO.about, said), (node("a#1"), DIPLO.words, Literal("he said we met"))}
    contents = read_contents(node("a"), triples)
    assert contents.entries == {Entry(said, Kind.STATEMENT, Part.TEXT, "he said we met")}


def test_any_engine_can_hold_the_graph(any_store, tmp_path):
    with closing(indexed(tmp_path, any_store)) as store:
        store.replace({node("article/1"): person("Ann Lee"), node("article/2"): person("Bo Wu")})
        assert (store.mend(), names(tmp_path, "ann")) == (0, ["Ann Lee"])
        any_store.replace({node("article/1"): person("Cé Öz", "Cee")})
        assert mend(any_store, store.index, IRIS.derived("")) == 1
        search = SqliteSearch(tmp_path / "search.sqlite")
        assert [hit.name for hit in look_up(search, store, "cee", None, 5).hits] == ["Cé Öz"]
        any_store.replace({node("article/1"): ()})
        assert look_up(search, any_store, "cee", None, 5) == Found(0, [])

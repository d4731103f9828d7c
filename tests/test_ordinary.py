"""What people and tools send every day is never refused, and the engine answers it."""

import re
from pathlib import Path

import pyoxigraph
import pytest

from kg.sparql.guard import check_query, check_update

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent / "ordinary"
BASE = "http://e.example/sparql"
_NAMES = "ex service load foaf schema wd wdt p ps pq dcterms geo skos".split()
PROLOGUE = "".join(f"PREFIX {name}: <http://{name}.example/>\n" for name in _NAMES) + (
    "PREFIX : <http://e.example/>\nPREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
)


def lines(name: str) -> list[str]:
    return (HERE / name).read_text(encoding="utf-8").splitlines()


def by_analysts() -> dict[str, str]:
    """Queries as people and their tools write them, over many lines, by what they ask."""
    parts = re.split(r"^### (.*)\n", (HERE / "analysts.rq").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def shipped() -> list[str]:
    """The queries of the folder `queries/` and those that the pages of the documentation show."""
    files = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "queries").rglob("*.rq"))]
    pages = [path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]]
    return files + [query for page in pages for query in re.findall(r"```sparql\n(.*?)```", page, re.DOTALL)]


def manifold(count: int) -> list[str]:
    """Queries as programs write them: lists of many terms, many columns, many optional parts."""
    terms = " ".join(f"<http://www.wikidata.org/entity/Q{number}>" for number in range(count))
    return [
        f"SELECT * {{ VALUES ?s {{ {terms} }} ?s ?p ?o }}",
        f"SELECT * {{ ?s ?p ?o FILTER(?o IN ({', '.join(map(str, range(-count, 0)))})) }}",
        f"DESCRIBE {' '.join(terms.split()[:500])}",
        f"CONSTRUCT {{ {terms.replace(' ', ' ex:p ?o . ')} ex:p ?o }} WHERE {{ ?s ex:p ?o }}",
        "SELECT * { ?s a ex:C " + "".join(f"OPTIONAL {{ ?s ex:p{n} ?o{n} . }}\n" for n in range(min(count, 60))) + "}",
        "SELECT * { " + " UNION ".join(f"{{ ?s ex:p{n} ?o . }}" for n in range(min(count, 150))) + " }",
        "SELECT * { ?s ?p ?o FILTER(" + " || ".join(f"?o = {n}" for n in range(min(count, 400))) + ") }",
    ]


QUERIES = [PROLOGUE + text for text in [*lines("queries.txt"), *manifold(3), *manifold(50), *manifold(4000)]]


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    """A little of everything, in the default graph and in a named one."""
    store = pyoxigraph.Store()
    data = (HERE / "data.ttl").read_bytes()
    for graph in (pyoxigraph.DefaultGraph(), pyoxigraph.NamedNode("http://ex.example/g1")):
        store.load(data, pyoxigraph.RdfFormat.TURTLE, to_graph=graph)
    return store


def answer(store: pyoxigraph.Store, text: str) -> bytes:
    """The whole answer, as it would be sent."""
    results = store.query(text, base_iri=BASE)
    is_graph = isinstance(results, pyoxigraph.QueryTriples)
    return results.serialize(format=pyoxigraph.RdfFormat.TURTLE if is_graph else pyoxigraph.QueryResultsFormat.JSON)


@pytest.mark.parametrize("text", [*QUERIES, *shipped()])
def test_an_ordinary_query_is_answered(store, text):
    check_query(text)
    answer(store, text)


@pytest.mark.parametrize("text", by_analysts().values(), ids=by_analysts())
def test_a_query_of_an_analyst_is_answered(store, text):
    for written in (text, text.replace("\n", "\r\n")):
        check_query(written)
        answer(store, written)


def test_there_are_more_than_400_of_them_and_none_twice():
    texts = [*lines("queries.txt"), *by_analysts().values(), *shipped()]
    words = {" ".join(text.split()) for text in texts}
    assert len(words) == len(texts)
    assert len(words) > 400


@pytest.mark.parametrize("text", [PROLOGUE + text for text in lines("updates.txt")])
def test_an_ordinary_update_is_read(text):
    check_update(text)
    pyoxigraph.Store().update(text, base_iri=BASE)

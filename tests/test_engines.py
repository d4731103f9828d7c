"""All that the product does, on a server as on the embedded store: read, query, check, dump, show."""

import gzip
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from engines import PASSWORD, SERVERS, USUAL_MERGED
from rdflib import URIRef
from shipped import few_holders

from kg.bootstrap import make_app, open_writer, reading, stores
from kg.cli import main
from kg.querying.reader import Reader
from kg.settings import load_settings
from kg.web.families import FAMILIES

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = sorted((ROOT / "sample").glob("*.txt"))[:5]
QUERIES = sorted(path for folder in ("questions", "competency") for path in (ROOT / "queries" / folder).glob("*.rq"))
ONE_OF_EACH = """PREFIX : <https://w3id.org/communique/ontology#>
SELECT (MIN(STR(?one)) AS ?item) WHERE {
  VALUES ?class { :Article :Meeting :Statement :Project :Person :Report :Relation :Tie :OfficeHolding :Sovereign }
  ?one a ?class
} GROUP BY ?class"""
ASKED = {
    "how many triples": ("SELECT (COUNT(*) AS ?number) { ?s ?p ?o }", "text/csv"),
    "how many in each graph": (
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
        "text/csv",
    ),
    "how many of each class": ("SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c", "text/csv"),
    "some triples": (
        "CONSTRUCT { ?s ?p ?o } { { SELECT ?s { ?s a <https://w3id.org/communique/ontology#Meeting> } } ?s ?p ?o }",
        "application/n-triples",
    ),
    "an entity": ("DESCRIBE <https://w3id.org/communique/state/AZE>", "application/n-triples"),
    "whether": ("ASK { ?s a <https://w3id.org/communique/ontology#Meeting> }", "application/sparql-results+json"),
    "nothing": ("SELECT ?s { ?s a <http://example.org/nothing> }", "application/sparql-results+xml"),
}
FAULTS = {"virtuoso": ["12-iranian-agents"]}
"""What differs by a fault of the engine that `docs/stores.md` tells of: here 0 for false."""

pytestmark = pytest.mark.external(", ".join(SERVERS.values()))


FOR_PROGRAMS = ("/changes", "/cite", "/graphs", "/metrics", "/queries/", "/query/table", "/ready", "/.well-known/void")
"""Addresses that are no pages, or none for everybody, or tell of versions, which engines do not keep."""


def kg(*arguments):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == 0, f"{result.exit_code}: {result.output}"
    return result.stdout


@pytest.fixture(scope="module", autouse=True)
def few_tables():
    """With the office holders of few states: an engine takes minutes for all, which are alike."""
    with pytest.MonkeyPatch.context() as patch:
        for user in (reading, stores):
            patch.setattr(user, "read_reference", lambda _: few_holders())
        yield


@pytest.fixture(scope="module")
def embedded(tmp_path_factory):
    """What an installation with the embedded store says; opened anew as those on servers."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KG_DATA_DIR", str(tmp_path_factory.mktemp("embedded")))
        return everything(tmp_path_factory.mktemp("embedded-dump"))


@pytest.fixture(scope="module", params=SERVERS)
def server(request, server_of):
    return server_of(request.param)


@pytest.fixture(scope="module")
def remote(server, tmp_path_factory):
    """What an installation on a server says."""
    server.empty(USUAL_MERGED).close()
    with pytest.MonkeyPatch.context() as environment:
        for name, value in {
            "DATA_DIR": str(tmp_path_factory.mktemp("remote")),
            "STORE_URL": server.url,
            "STORE_PROFILE": server.profile,
            "STORE_USER": server.user or "",
            "STORE_PASSWORD": PASSWORD,
            "QUERY_TIMEOUT": "300",  # the dump of an engine is one query, and the machine may be busy
        }.items():
            environment.setenv(f"KG_{name}", value)
        return everything(tmp_path_factory.mktemp("remote-dump"))


def everything(folder):
    """What each command and page gives, by its name."""
    said = {
        "kg ingest": report(*ARTICLES),
        "kg ingest again": report(*ARTICLES),
        "kg ingest changed": report(changed(ARTICLES[0], folder)),
        "kg dump": dump(folder),
        "kg check": kg("check"),
    }
    said |= {path.stem: in_no_order(kg("query", "--file", path, "--format", "csv")) for path in QUERIES}
    app = make_app(load_settings())
    with app.test_client() as client:
        for name, (text, accept) in ASKED.items():
            answer = client.post("/sparql", data={"query": text}, headers={"Accept": accept})
            said[name] = answer.status_code, sorted(answer.text.splitlines())
        for path in pages(app):
            answer = client.get(path, headers={"Accept": "text/html"})
            said[path] = answer.status_code, re.sub(r"\d+(\.\d+)? (ms|s)\b", "", answer.text)
        described = client.get("/.well-known/void", headers={"Accept": "application/n-triples"})
        said["/.well-known/void"] = described.status_code, sorted(described.text.splitlines())
        if not load_settings().store_url:
            kg("dump", "--publish")
        with client.get("/dumps/latest/communique.nq.gz") as dumped:
            said["/dumps/"] = gzip.decompress(dumped.data)
    return said | without_an_article(folder)


def report(*paths):
    """What an ingest reports, but for times and for where the articles lie."""
    text = re.sub(r'"seconds": [\d.]+|"\w+_per_second": [\d.]+', "", kg("ingest", *paths, "--json"))
    return text.replace(str(paths[0].parent), "")


def changed(article, folder):
    """A later edition of an article."""
    edition = folder / article.name
    edition.write_text(
        article.read_text(encoding="utf-8") + "\n\nRussian Foreign Minister Sergey Lavrov met Bayramov.\n"
    )
    described = article.with_suffix(".meta.json")
    (folder / described.name).write_text(described.read_text(encoding="utf-8"))
    return edition


def dump(folder):
    kg("dump", "--output", folder / "all.nq.gz")
    return gzip.decompress((folder / "all.nq.gz").read_bytes())


def in_no_order(table):
    """The rows, and in each its cells and what GROUP_CONCAT has put into one, in an order of their own."""
    return sorted(sorted(re.split(r'[,"]\s*', row)) for row in table.splitlines())


def without_an_article(folder):
    """What is left when an article is taken away."""
    with open_writer(load_settings()) as writer:
        article = next(name for name in writer.store.graphs() if "/article/" in name and "/graph/" not in name)
        writer.store.replace({article: ()})
        triples = writer.store.count()
        if writer.publication is not None:
            writer.publication.publish("by hand")
    return {"fewer triples": triples, "fewer graphs": dump(folder)}


def pages(app):
    """The paths of all pages that need nothing, of the lists, and of one entity of each kind."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments]
    fixed = [rule.rule for rule in rules if rule.rule not in FOR_PROGRAMS]
    lists = [path for name in FAMILIES for path in (f"/{name}/", f"/{name}/?name=a")]
    items = [URIRef(str(row["item"])) for row in Reader(app.extensions["communique"].evaluator).select(ONE_OF_EACH)]
    paths = ["/" + item.split("/", 3)[3].partition("#")[0] for item in items if item.startswith("http://127")]
    return [*fixed, *lists, *paths]


def test_each_command_and_page_says_the_same_on_every_engine(embedded, remote, server):
    assert embedded.keys() == remote.keys()
    differing = [name for name, said in embedded.items() if said != remote[name]]
    assert differing == FAULTS.get(server.profile, [])


def test_what_was_said_is_something(embedded):
    """Equal failures would be equal too."""
    assert '"unchanged": 5' in embedded["kg ingest again"]
    assert '"replaced": 1' in embedded["kg ingest changed"]
    assert embedded["fewer triples"] < int(embedded["how many triples"][1][0])
    assert {said[0] for said in embedded.values() if isinstance(said, tuple)} == {200, 303}
    assert embedded["/dumps/"] == embedded["kg dump"] != embedded["fewer graphs"]

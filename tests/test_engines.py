"""All that the product does, on a server as on the embedded store: read, query, check, dump, show."""

import gzip
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from engines import PASSWORD, SERVERS
from rdflib import URIRef

from kg.bootstrap import make_app
from kg.cli import main
from kg.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = sorted((ROOT / "sample").glob("*.txt"))[:5]
QUERIES = sorted(path for folder in ("questions", "competency") for path in (ROOT / "queries" / folder).glob("*.rq"))
ONE_OF_EACH = """PREFIX : <https://w3id.org/communique/ontology#>
SELECT (MIN(STR(?one)) AS ?item) WHERE {
  VALUES ?class { :Article :Meeting :Statement :Project :Person :Report :Relation :Tie :OfficeHolding :Sovereign }
  ?one a ?class
} GROUP BY ?class"""
pytestmark = pytest.mark.external


def kg(*arguments):
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == 0, f"{result.exit_code}: {result.output}"
    return result.stdout


@pytest.fixture(scope="module")
def embedded(install, tmp_path_factory):
    """What an installation with the embedded store says."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KG_DATA_DIR", str(install(tmp_path_factory.mktemp("embedded") / "data")))
        return everything(tmp_path_factory.mktemp("embedded-dump"))


@pytest.fixture(scope="module", params=SERVERS)
def remote(request, server_of, tmp_path_factory):
    """What an installation on a server says."""
    server = server_of(request.param)
    server.empty().close()
    with pytest.MonkeyPatch.context() as environment:
        for name, value in {
            "DATA_DIR": str(tmp_path_factory.mktemp("remote")),
            "STORE_URL": server.url,
            "STORE_PROFILE": server.profile,
            "STORE_USER": server.user or "",
            "STORE_PASSWORD": PASSWORD,
        }.items():
            environment.setenv(f"KG_{name}", value)
        return everything(tmp_path_factory.mktemp("remote-dump"))


def everything(folder):
    """What each command and page gives, by its name."""
    said = {"kg ingest": kg("ingest", *ARTICLES, "--json")}
    said["kg ingest again"] = kg("ingest", *ARTICLES, "--json")
    kg("dump", "--output", folder / "all.nq.gz")
    said["kg dump"] = gzip.decompress((folder / "all.nq.gz").read_bytes())
    said["kg check"] = kg("check")
    for path in QUERIES:
        said[path.stem] = "\n".join(
            sorted(kg("query", path.read_text(encoding="utf-8"), "--format", "csv").splitlines())
        )
    app = make_app(load_settings())
    with app.test_client() as client:
        for path in pages(app):
            answer = client.get(path, headers={"Accept": "text/html"})
            said[path] = answer.status_code, re.sub(r"\d+(\.\d+)? (ms|s)\b", "", answer.text)
    app.extensions["communique"].store.close()
    return said


def pages(app):
    """The paths of all pages that need nothing, and of one entity of each kind."""
    fixed = [rule.rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments]
    items = [URIRef(str(row["item"])) for row in app.extensions["communique"].store.select(ONE_OF_EACH)]
    return [*fixed, *("/" + item.split("/", 3)[3].partition("#")[0] for item in items if item.startswith("http://127"))]


def without_times(text):
    return re.sub(r'"seconds": [\d.]+|"\w+_per_second": [\d.]+', "", text)


def test_each_command_and_page_says_the_same_on_every_engine(embedded, remote):
    assert embedded.keys() == remote.keys()
    differing = [name for name in embedded if without(embedded[name]) != without(remote[name])]
    assert differing == []


def test_an_ingest_again_changes_nothing(remote):
    assert '"unchanged": 5' in remote["kg ingest again"]


def without(said):
    return without_times(said) if isinstance(said, str) else said

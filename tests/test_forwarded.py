"""The address that a proxy's client asked for: who may tell it, and that all that is answered leads back there."""

import re

import pytest
from evaluators import services_of, workers_on
from rdflib import Graph, URIRef
from served import IRIS

from kg.settings import load_settings
from kg.web import create_app
from kg.web.gate import Access

pytest_plugins = ["web_fixtures"]

PROXY, CLIENT = {"REMOTE_ADDR": "10.0.0.1"}, {"REMOTE_ADDR": "198.51.100.7"}
TOLD = {
    "Host": "inside:8000",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "kg.example.org",
    "X-Forwarded-Prefix": "/kg",
}
SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.fixture(scope="module")
def behind(store, tmp_path_factory):
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("KG_TRUSTED_PROXIES", "10.0.0.0/8")
        proxies = load_settings().proxies
    with workers_on(store, tmp_path_factory.mktemp("behind") / "store") as pool:
        yield create_app(services_of(pool, IRIS, query_timeout=pool.seconds), Access(trusted_proxies=proxies))


def ask(app, path, base=PROXY, accept="*/*", **more):
    return app.test_client().get(path, headers={**TOLD, "Accept": accept, **more}, environ_base=base)


def iri_of(app, base, **more):
    """What a relative IRI in a query is."""
    answer = ask(app, "/sparql?format=csv&query=SELECT (<x> AS ?iri) {}", base, **more)
    assert answer.status_code == 200
    return answer.text.split()[1]


def test_a_trusted_proxy_tells_what_was_asked_for_and_nobody_else(behind, app):
    assert iri_of(behind, PROXY) == "https://kg.example.org/kg/x"
    assert iri_of(behind, CLIENT) == "http://inside:8000/x"
    assert iri_of(app, PROXY) == "http://inside:8000/x"


def test_of_several_values_the_next_proxy_wrote_the_last(behind):
    several = {"X-Forwarded-Host": "evil.example, kg.example.org:8443", "X-Forwarded-Proto": "http, https"}
    assert iri_of(behind, PROXY, **several) == "https://kg.example.org:8443/kg/x"
    assert iri_of(behind, PROXY, **{"X-Forwarded-Host": "", "X-Forwarded-Prefix": "/"}) == "https://inside:8000/x"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Forwarded-Proto", "javascript"),
        ("X-Forwarded-Host", "evil.example/path"),
        ("X-Forwarded-Host", "user@evil.example"),
        ("X-Forwarded-Host", "evil.example:0"),
        ("X-Forwarded-Prefix", "//evil.example"),
        ("X-Forwarded-Prefix", "/a/../b"),
        ("X-Forwarded-Prefix", "https://evil.example"),
    ],
)
def test_what_no_proxy_would_say_is_refused(behind, name, value):
    answer = ask(behind, "/sparql", **{name: value})
    assert answer.status_code == 400
    assert name in answer.json["detail"]
    assert ask(behind, "/sparql", CLIENT, **{name: value}).status_code == 200


def test_descriptions_and_redirections_lead_to_the_public_address(behind):
    graph = Graph().parse(data=ask(behind, "/sparql", accept="text/turtle").data, format="turtle")
    assert set(graph.objects(None, URIRef(SD + "endpoint"))) == {URIRef("https://kg.example.org/kg/sparql")}
    described = ask(behind, "/.well-known/void", accept="application/n-triples").text
    assert "<https://kg.example.org/kg/sparql>" in described
    assert "inside:8000" not in described
    assert ask(behind, "/sparql?query=ASK{}", accept="text/html").location == "/kg/query?query=ASK%7B%7D"
    assert ask(behind, "/rule/x").location == "/kg/ontology"


def test_a_graph_named_by_its_address_has_the_public_one(behind):
    absent = ask(behind, "/graphs/a%2Fb/c")
    assert absent.status_code == 404
    assert "https://kg.example.org/kg/graphs/a%2Fb/c" in absent.json["detail"]


@pytest.mark.parametrize("path", ["/", "/query", "/ontology", "/dumps/", "/meeting/", "/state/AZE", "/nowhere"])
def test_all_links_of_a_page_keep_the_prefix(behind, path):
    text = ask(behind, path, accept="text/html").text
    local = re.findall(r'(?:href|src|action)="(/[^"]*)"', text)
    assert len(local) > 5
    assert [link for link in local if not link.startswith("/kg/")] == []


def test_a_thing_links_to_others_below_the_prefix(behind):
    meeting = re.search(r'href="(/kg/meeting/\w[^"]+)"', ask(behind, "/meeting/", accept="text/html").text)[1]
    text = ask(behind, meeting.removeprefix("/kg"), accept="text/html").text
    assert 'href="/kg/article/' in text
    assert 'href="/kg/graph/derived/meeting/' in text

"""`/cite`: a citation names query, version, digest and address, and what it names can be had and checked."""

import json
import re
import subprocess
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from served import fill
from test_downloads import client, made, publish, settings  # noqa: F401 - fixtures

from kg.bootstrap import open_snapshots
from kg.sparql.negotiation import CITATION

SELECT = """PREFIX : <https://w3id.org/communique/ontology#>
SELECT ?m ?who { ?m a :Meeting ; :participant ?who } ORDER BY DESC(?who)"""
ASK = "ASK { ?s a <https://w3id.org/communique/ontology#Meeting> }"
CONSTRUCT = "CONSTRUCT { ?s a ?c } { ?s a ?c . FILTER(?c = <https://w3id.org/communique/ontology#Meeting>) }"
SHELL = {
    "tsv": "(IFS= read -r head; printf '%s\\n' \"$head\"; LC_ALL=C sort) | sha256sum",
    "nt": "LC_ALL=C sort | sha256sum",
    "json": "(cat; echo) | sha256sum",
}
"""How somebody checks a digest, as docs/endpoint.md tells."""


def cite(client, query, **more):  # noqa: F811
    return client.get("/cite", params={"query": query, "format": "csl", **more})


def cited(client, query, **more):  # noqa: F811
    answer = cite(client, query, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()[0]


@pytest.mark.parametrize("query", [SELECT, ASK, CONSTRUCT])
def test_the_address_gives_a_result_with_the_digest(client, query):  # noqa: F811
    item = cited(client, query)
    asked = parse_qs(urlsplit(item["URL"]).query)
    assert asked["query"] == [query]
    assert asked["version"] == [item["version"]]
    answer = httpx.get(item["URL"])
    assert answer.headers["X-Graph-Version"] == item["version"]
    assert len(answer.content.splitlines()) > (query == SELECT)
    (form,) = asked["format"]
    checked = subprocess.run(SHELL[form], shell=True, input=answer.content, capture_output=True, check=True)
    assert checked.stdout.split()[0].decode() == item["custom"]["sha256"]


def test_the_digest_does_not_depend_on_the_order_of_rows(client):  # noqa: F811
    assert cited(client, SELECT)["custom"]["sha256"] == cited(client, SELECT.replace("DESC", "ASC"))["custom"]["sha256"]
    assert cited(client, SELECT)["custom"]["sha256"] != cited(client, f"{SELECT} LIMIT 1")["custom"]["sha256"]


def test_a_digest_is_checked_in_the_version_that_is_named(client, settings):  # noqa: F811
    first = cited(client, SELECT)
    publish(
        settings, lambda store: store.replace({graph: [] for graph in list(store.graphs()) if "/article/" in graph})
    )
    old, now = first["version"], str(open_snapshots(settings).current_number())
    digest = first["custom"]["sha256"]
    assert cited(client, SELECT, version=old, digest=digest.upper())["URL"] == first["URL"]
    other = cite(client, SELECT, version=now, digest=digest)
    assert other.status_code == 409
    assert f"version {now}" in other.json()["detail"]
    assert cited(client, SELECT)["version"] == now
    assert cite(client, SELECT, version=old, digest="0123").status_code == 400
    assert cite(client, SELECT, version=99999).status_code == 410
    publish(settings, fill)


@pytest.mark.parametrize(("name", "media_type"), CITATION.items())
def test_each_form_names_all_that_is_needed(client, name, media_type):  # noqa: F811
    item = cited(client, SELECT)
    answer = client.get("/cite", params={"query": SELECT}, headers={"Accept": media_type})
    assert answer.headers["Content-Type"].partition(";")[0] == media_type
    assert answer.headers["Cache-Control"] == "no-store"
    for needed in (item["URL"], item["version"], item["custom"]["sha256"], "communique"):
        assert needed in answer.text
    if name == "bibtex":
        assert re.match(r"@misc\{communique-\d+-[0-9a-f]{8},\n", answer.text)
        assert answer.text.count("{") == answer.text.count("}")
        assert r"\textbraceleft{}" in answer.text
    if name == "jsonld":
        told = json.loads(answer.text)
        assert (told["description"], told["@type"]) == (SELECT, "Dataset")
        assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT (NOW() AS ?n) {}", "each time"),
        ("SELECT (BNODE() AS ?n) {}", "blank nodes"),
        ("CONSTRUCT { [] a ?c } { ?s a ?c } LIMIT 3", "blank nodes"),
        ("SELECT * { VALUES ?long { '%s' } }" % ("ü" * 2000), "too long"),
        ("SELECT * {", "line 1"),
    ],
)
def test_what_cannot_be_had_again_is_not_cited(client, query, reason):  # noqa: F811
    answer = client.post("/cite", data={"query": query})
    assert answer.status_code == 400
    assert reason in answer.json()["detail"]


def test_a_colon_in_a_text_is_no_blank_node(client):  # noqa: F811
    assert cited(client, "SELECT ('a _:b' AS ?n) {}")["title"].endswith("(1 line)")


def test_the_dataset_of_a_request_is_cited_with_it(client):  # noqa: F811
    graph = "http://127.0.0.1:8000/graph/ontology"
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    whole, part = cited(client, count), cited(client, count, **{"default-graph-uri": graph})
    assert whole["custom"]["sha256"] != part["custom"]["sha256"]
    assert parse_qs(urlsplit(part["URL"]).query)["default-graph-uri"] == [graph]


def test_the_page_of_a_result_leads_to_its_citation(client):  # noqa: F811
    page = client.get("/query", params={"query": SELECT}, headers={"Accept": "text/html"}).text
    address = re.search(r'href="(/cite\?[^"]+)"', page)[1].replace("&amp;", "&")
    assert client.get(address, headers={"Accept": "text/html,*/*;q=0.8"}).text.startswith("communique (")

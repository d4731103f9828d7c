"""Search as people and programs use it: the page, its JSON, the command."""

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest
from evaluators import app_on
from served import BAKU, IRIS, MEETING, XSS
from test_cli import SECOND, kg, write_lines
from test_search import ODD

from kg.search import Kind
from kg.search.lookup import look_up
from kg.store.embedded import EmbeddedStore
from kg.vocabulary import DIPLO

pytest_plugins = ["small", "web_fixtures"]

BROWSER = {"Accept": "text/html"}


def test_the_page_links_what_is_found_and_marks_it(client):
    text = client.get("/search?q=bayramov").text
    assert (
        0
        < text.index('<a href="/person/Q16366137">Jeyhun <mark>Bayramov</mark></a>')
        < text.rindex('<a href="/meeting/')
    )
    assert '<span class="chip">person</span>' in text
    text = client.get("/search", query_string={"q": "the bridge over", "kind": "statement"}).text
    assert "“We will build <mark>the</mark> <mark>bridge</mark> <mark>over</mark> <mark>the</mark> Astara" in text
    assert "<option selected>statement</option>" in text
    assert "1 to 1 of 1" in text
    assert f'href="{IRIS.path_of(IRIS.article(BAKU.key))}"' in client.get("/search?q=Bayramov+in+Tehran").text


def test_a_meeting_is_shown_with_its_day_and_standing(client):
    text = client.get("/search?q=meeting+of+bayramov&kind=meeting").text
    found = text[text.index(f'href="{IRIS.path_of(MEETING)}"') :]
    assert found.index("status-denied") < found.index("status-held") < found.index("4 July 2022</time>")


def test_every_page_but_that_of_the_search_has_a_box_for_it(client):
    assert '<form class="seek" action="/search" role="search"' in client.get("/state/AZE").text
    assert client.get("/search").text.count('role="search"') == 1


def test_programs_get_json(client):
    answer = client.get("/search?q=bayramov&kind=person&format=json")
    assert answer.json["hits"][0] == {
        "iri": "https://w3id.org/communique/person/Q16366137",
        "kind": "person",
        "label": "Jeyhun Bayramov",
        "snippet": answer.json["hits"][0]["snippet"],
        "statuses": [],
    }
    assert (answer.json["query"], answer.json["kind"], answer.json["after"]) == ("bayramov", "person", 0)
    assert answer.json == client.get("/search?q=bayramov&kind=person", headers={"Accept": "application/json"}).json
    assert client.get("/search", headers={"Accept": "text/turtle"}).status_code == 406


def test_pages_of_hits_follow_one_another(client):
    first = client.get("/search?q=minister&format=json").json
    second = client.get("/search?q=minister&after=50&format=json").json
    assert len(first["hits"]) == len(second["hits"]) == 50
    assert not {hit["iri"] for hit in first["hits"]} & {hit["iri"] for hit in second["hits"]}
    assert f"51 to 100 of {first['total']:,}" in client.get("/search?q=minister&after=50").text
    assert 'rel="next" href="/search?q=minister&amp;after=100"' in client.get("/search?q=minister&after=50").text
    assert "Nothing further is called so" in client.get("/search?q=bayramov&after=999999").text


@pytest.mark.parametrize("text", ["", " ", *ODD, "\0", "x" * 10_000, "a* " * 3_000, '"' * 5_000, "zzzz"])
def test_odd_words_find_nothing_or_something_and_never_fail(client, text):
    assert client.get("/search", query_string={"q": text}, headers=BROWSER).status_code == 200


@pytest.mark.parametrize("parameters", ["kind=dog", "after=-1", "after=x", "after=" + "9" * 99])
def test_what_makes_no_sense_is_explained(client, parameters):
    answer = client.get(f"/search?q=iran&{parameters}")
    assert answer.status_code == 400
    assert "there are: person, state" in answer.json["detail"] or "hits to pass over" in answer.json["detail"]


def test_names_cannot_become_markup(client):
    text = client.get("/search?q=sons").text
    assert XSS not in text
    assert "&lt;/script&gt; &amp; <mark>Sons</mark>" in text
    assert XSS not in client.get("/search", query_string={"q": XSS}).text


def test_what_the_graph_does_not_know_is_left_out(client, store):
    search = client.application.extensions["communique"].search
    empty = app_on(EmbeddedStore, IRIS, search).test_client()
    assert empty.get("/search?q=bayramov&format=json").json["hits"] == []
    assert look_up(search, store, "bayramov", Kind.PERSON, 5).total == 1


def test_without_an_index_the_page_says_so():
    bare = app_on(EmbeddedStore, IRIS).test_client()
    assert bare.get("/search?q=x").status_code == 503


def hits(*arguments: str, status: int = 0) -> list[dict[str, str]]:
    return [json.loads(line) for line in kg("search", *arguments, "--json", status=status).stdout.splitlines()]


def test_the_command_finds_what_was_ingested_until_it_is_taken_down(ingested):
    person, *_ = hits("Cavusoglu", "--kind", "person")
    assert (person["label"], person["kind"]) in [("Mevlüt Çavuşoğlu", "person"), ("Hakan Çavuşoğlu", "person")]
    assert [hit["kind"] for hit in hits("bayramov", "ankara")] == ["article", "meeting"]
    (meeting,) = hits("bayramov ankara", "--kind", "meeting")
    assert meeting["statuses"] == [str(DIPLO.Held)]
    assert "meeting, held" in kg("search", "bayramov ankara").stdout
    (said,) = hits('"build the bridge"', "--kind", "statement")
    assert "We will build the bridge together" in said["snippet"]
    printed = kg("search", "we will build the bridge").stdout
    assert said["iri"] in printed and "the first 1 of 1" in printed.replace("2 of 2", "1 of 1")
    kg("remove", "2", "--reason", "a court order")
    assert hits("build the bridge", status=1) == []
    assert "nothing is found" in kg("search", "build the bridge", status=1).stdout
    assert len(hits("minister", "--most", "7")) == 7
    assert "is not one of 'person', 'state'" in kg("search", "x", "--kind", "dog", status=2).stderr


def test_a_replaced_article_is_found_by_its_new_words_only(ingested):
    write_lines(
        ingested / "news.jsonl", {"text": SECOND.replace("bridge", "tunnel"), "id": "2", "published": "2022-07-05"}
    )
    kg("ingest", "news.jsonl")
    assert hits("build the bridge", status=1) == []
    assert hits("build the tunnel")


def test_an_index_that_was_left_behind_is_brought_up_to_the_store(ingested):
    shutil.copy(ingested / "data" / "search.sqlite", "older.sqlite")
    write_lines(ingested / "more.jsonl", {"text": SECOND, "id": "9", "published": "2022-07-05"})
    kg("ingest", "more.jsonl")
    found = hits("build the bridge")
    shutil.copy("older.sqlite", ingested / "data" / "search.sqlite")
    kg("snapshot", "publish")
    assert hits("build the bridge") == found


def test_a_process_that_dies_before_the_index_is_written_leaves_a_search_that_is_right(ingested):
    write_lines(ingested / "more.jsonl", {"text": SECOND, "id": "9", "published": "2022-07-05"})
    code = (
        "import os, sys; from kg.cli import main; from kg.search.sqlite_index import SqliteIndex\n"
        "SqliteIndex.replace = lambda *_: os.kill(os.getpid(), 9)\nmain(['ingest', 'more.jsonl'])"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, sys.path))}
    assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == -signal.SIGKILL
    assert len(hits("build the bridge", "--kind", "statement")) == 1  # as in the graph that is published
    kg("snapshot", "publish")
    assert len(hits("build the bridge", "--kind", "statement")) == 2

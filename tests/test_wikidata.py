"""Renewing the office holders from a real SPARQL endpoint that holds a small sample in Wikidata's shape."""

import csv
import json
import re
import threading
from dataclasses import dataclass, field
from types import SimpleNamespace

import pyoxigraph
import pytest
from click.testing import CliRunner
from shipped import REFERENCE
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from kg.bootstrap import edition, read_reference
from kg.cli import main
from kg.errors import EndpointError
from kg.reference.wikidata import Wikidata
from kg.resources import resource
from kg.settings import Settings

BUNDLED = resource("ontology") / "reference" / "office_holders.csv"
PREFIXES = """
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
POSITIONS = """
wd:Q227 wdt:P298 "AZE" . wd:Q159 wdt:P298 "RUS" .
wd:Q1001 wdt:P279 wd:Q83307 ; wdt:P1001 wd:Q227 ; wdt:P17 wd:Q159 ;
  rdfs:label "Minister of Foreign Affairs of Azerbaijan"@en, "Xarici işlər naziri"@az .
wd:Q1002 wdt:P279 [ wdt:P279 wd:Q83307 ] ; wdt:P1001 wd:Q227 ; rdfs:label "Azerbaijani Energy Minister"@en .
wd:Q1003 wdt:P279 wd:Q83307 ; wdt:P1001 wd:Q227 ; rdfs:label "Deputy Minister of Foreign Affairs of Azerbaijan"@en .
wd:Q1004 wdt:P279 wd:Q83307 ; wdt:P1001 wd:Q5705 ; wdt:P17 wd:Q29 ; rdfs:label "Minister of Energy of Catalonia"@en .
wd:Q1005 wdt:P279 wd:Q48352, wd:Q30461 ; wdt:P17 wd:Q159 ; rdfs:label "President of Russia"@en .
wd:Q1006 wdt:P279 wd:Q2285706 ; wdt:P1001 wd:Q1065 ; rdfs:label "Secretary-General of the United Nations"@en .
wd:Q1007 wdt:P279 wd:Q83307 ; wdt:P1001 wd:Q1246 ;
  rdfs:label "Deputy Prime Minister and Minister of Foreign Affairs of Kosovo"@en .
wd:Q1246 wdt:P298 "XKX" .
"""


def statement(person, position, since=None, until=None, relation="P39", rank="Normal", number=1):
    """A statement with its qualifiers; a date is a time and Wikidata's precision."""
    node = f"<urn:statement-{person}-{position}-{relation}-{number}>"
    subject, value = (person, position) if relation == "P39" else (position, person)
    text = f"wd:{subject} p:{relation} {node} . {node} ps:{relation} wd:{value} ; wikibase:rank wikibase:{rank}Rank .\n"
    for qualifier, date in (("P580", since), ("P582", until)):
        if date:
            time, precision = date
            text += f"{node} pqv:{qualifier} [ wikibase:timePrecision {precision} ; wikibase:timeValue {time} ] .\n"
    return text


def day(text, precision=11):
    return f'"{text}T00:00:00Z"^^xsd:dateTime', precision


def named(**names):
    return "".join(f'wd:{item} rdfs:label "{name}"@en .\n' for item, name in names.items())


SAMPLE = "".join(
    [
        POSITIONS,
        named(Q2626177="Elmar Mammadyarov", Q16366137="Jeyhun Bayramov", Q11="Ann Lee", Q12="Bob Ray", Q13="Eve Old"),
        named(Q7747="Vladimir Putin", Q1253="Ban Ki-moon"),
        'wd:Q14 rdfs:label "Mul Tan"@mul . wd:Q15 rdfs:label "Безымянный"@ru .\n',
        statement("Q2626177", "Q1001", day("2004-04-02"), day("2020-07-16")),
        statement("Q16366137", "Q1001", day("2020-07-16")),
        statement("Q16366137", "Q1001", day("2020-07-16"), relation="P1308"),
        statement("Q11", "Q1001", day("1999-10-01", 10), day("2004-01-01", 9)),
        statement("Q12", "Q1001", day("1998-01-01", 9), day("1999-01-01", 9), rank="Deprecated"),
        statement("Q12", "Q1001", number=2),
        statement("Q13", "Q1001", day("1985-01-01"), day("1988-01-01")),
        statement("Q13", "Q1001", day("2030-01-01"), day("2020-01-01"), number=2),
        statement("Q13", "Q1001", day("1900-01-01", 7), number=3),
        statement("Q15", "Q1001", day("2001-01-01")),
        statement("Q14", "Q1002", day("2017-10-12"), day("2020-01-01")),
        statement("Q14", "Q1002", day("2017-10-12"), day("2021-01-01"), number=2),
        statement("Q12", "Q1003", day("2010-01-01")),
        statement("Q12", "Q1004", day("2010-01-01")),
        statement("Q7747", "Q1005", day("2000-05-07"), day("2008-05-07")),
        statement("Q7747", "Q1005", day("2012-05-07"), number=2),
        named(Q106119866="Donika Gërvalla-Schwarz"),
        statement("Q106119866", "Q1007", day("2021-03-22"), day("2025-02-09")),
        statement("Q1253", "Q1006", day("2007-01-01"), day("2016-12-31")),
    ]
)
CAME = [
    ("Q11", "Ann Lee", "AZE", "foreign-minister", "1999-10", "2004"),
    ("Q2626177", "Elmar Mammadyarov", "AZE", "foreign-minister", "2004-04-02", "2020-07-16"),
    ("Q16366137", "Jeyhun Bayramov", "AZE", "foreign-minister", "2020-07-16", ""),
    ("Q14", "Mul Tan", "AZE", "energy-minister", "2017-10-12", "2021-01-01"),
    ("Q7747", "Vladimir Putin", "RUS", "president", "2000-05-07", "2008-05-07"),
    ("Q7747", "Vladimir Putin", "RUS", "president", "2012-05-07", ""),
    ("Q106119866", "Donika Gërvalla-Schwarz", "XKX", "deputy-prime-minister", "2021-03-22", "2025-02-09"),
    ("Q106119866", "Donika Gërvalla-Schwarz", "XKX", "foreign-minister", "2021-03-22", "2025-02-09"),
    ("Q1253", "Ban Ki-moon", "united-nations", "secretary-general", "2007-01-01", "2016-12-31"),
]


@dataclass
class Endpoint:
    """A SPARQL endpoint; `answers` are given instead of its own, one for each query, as long as there are some.

    It gives `most` rows at a time, and takes too long for as many queries as `slow`.
    """

    store: pyoxigraph.Store
    address: str = ""
    queries: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    answers: list[Response | None] = field(default_factory=list)
    most: int = 10_000
    slow: int = 0

    @Request.application
    def __call__(self, request: Request) -> Response:
        query = request.form["query"]
        self.queries.append(query)
        self.agents.add(request.headers["User-Agent"])
        if self.slow:
            self.slow -= 1
            threading.Event().wait(1.5)
        if self.answers and (answer := self.answers.pop(0)):
            return answer
        query = re.sub(r"LIMIT (\d+)", lambda limit: f"LIMIT {min(int(limit[1]), self.most)}", query)
        found = self.store.query(query).serialize(format=pyoxigraph.QueryResultsFormat.JSON)
        return Response(found, content_type="application/sparql-results+json")


@pytest.fixture(scope="module")
def server():
    store = pyoxigraph.Store()
    store.update(f"{PREFIXES} INSERT DATA {{ {SAMPLE} }}")
    endpoint = Endpoint(store)
    listening = make_server("127.0.0.1", 0, endpoint, threaded=True)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    endpoint.address = f"http://127.0.0.1:{listening.server_port}/sparql"
    yield endpoint
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.fixture
def endpoint(server, monkeypatch):
    server.queries.clear()
    server.answers.clear()
    server.most, server.slow = 10_000, 0
    monkeypatch.setattr("kg.reference.wikidata.time", SimpleNamespace(sleep=lambda seconds: None))
    return server


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_DATA_DIR", "data")
    return tmp_path / "data"


def update(endpoint, *arguments, status=0):
    result = CliRunner().invoke(main, ["reference", "update", "--endpoint", endpoint.address, *arguments])
    assert result.exit_code == status, result.output
    return result


def rows(path):
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.reader(table))[1:]


def came(path):
    return [tuple(row[:6]) for row in rows(path) if row[6].startswith("wikidata-") and row[6] > "wikidata-2023"]


def test_what_the_endpoint_knows_stands_in_place_of_the_bundled_rows_of_these_offices(endpoint, data):
    output = update(endpoint).stdout
    table = data / "reference" / "office_holders.csv"
    assert sorted(came(table)) == sorted(CAME)
    assert f"{len(CAME)} rows came, in place of " in output
    assert "written to data/reference/office_holders.csv" in output
    offices = {(row[2], row[3]) for row in CAME}
    kept = [row for row in rows(BUNDLED) if (row[2], row[3]) not in offices]
    assert sorted(kept) == sorted(row for row in rows(table) if tuple(row[:6]) not in CAME)


def test_what_was_left_out_is_told(endpoint, data):
    output = update(endpoint).stdout
    for line in (
        "1 positions of a state or body in no table",
        "1 positions of an office in no table",
        "2 terms without a date",
        "1 terms before 1990-01-01",
        "1 terms that end before they begin",
        "1 terms of somebody without a name in English",
    ):
        assert f"  {line}\n" in output


def test_the_beginning_can_be_chosen(endpoint, data):
    update(endpoint, "--since", "2010-01-01", "--allow-fewer")
    names = [row[1] for row in came(data / "reference" / "office_holders.csv")]
    assert "Ann Lee" not in names
    assert names.count("Vladimir Putin") == 1


def test_the_installation_reads_its_own_table_and_is_a_new_edition(endpoint, data):
    before = edition(Settings(data_dir=data))
    assert read_reference(Settings(data_dir=data)).register.with_id("Q14") is None
    update(endpoint)
    assert edition(Settings(data_dir=data)) != before
    tan = read_reference(Settings(data_dir=data)).register.find("Mul Tan", "2018-01-01", "energy-minister", "AZE")
    assert tan.id == "Q14"
    shown = CliRunner().invoke(main, ["reference", "show", "--of", "AZE"]).stdout
    assert "office holders from data/reference/office_holders.csv" in shown


def test_twice_gives_the_same_table(endpoint, data):
    update(endpoint)
    first = (data / "reference" / "office_holders.csv").read_bytes()
    update(endpoint)
    assert (data / "reference" / "office_holders.csv").read_bytes() == first


def test_pages_are_asked_one_after_another_until_one_is_empty(endpoint):
    asked = Wikidata(endpoint.address, "test", pause=0, page=2)
    harvest = asked.harvest(REFERENCE, "test", "1990-01-01")
    assert len(harvest.holdings) == len(CAME)
    ministers = [query.partition("LIMIT")[2] for query in endpoint.queries if "wd:Q83307" in query]
    assert ministers == [" 2 OFFSET 0", " 2 OFFSET 2", " 2 OFFSET 4", " 2 OFFSET 5"]


def test_a_service_that_gives_fewer_rows_than_asked_for_is_asked_for_the_rest(endpoint):
    endpoint.most = 2
    harvest = Wikidata(endpoint.address, "test", pause=0).harvest(REFERENCE, "test", "1990-01-01")
    assert len(harvest.holdings) == len(CAME)


def test_a_service_that_gives_one_page_for_ever_is_given_up(endpoint):
    endpoint.answers += [positions()] * 9
    with pytest.raises(EndpointError, match="the same page comes twice"):
        Wikidata(endpoint.address, "test", pause=0).harvest(REFERENCE, "test", "1990-01-01")


@pytest.mark.parametrize(
    ("wish", "low", "high"),
    [
        ("7", 7, 7),
        ("0", 5, 5),
        ("99999", 120, 120),
        ("soon", 5, 5),
        ("-5", 5, 5),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 5, 5),
        ("Wed, 21 Oct 2099 07:28:00 GMT", 120, 120),
    ],
)
def test_a_busy_service_is_left_alone_as_long_as_it_wishes_within_bounds(endpoint, monkeypatch, wish, low, high):
    slept = []
    monkeypatch.setattr("kg.reference.wikidata.time", SimpleNamespace(sleep=slept.append))
    endpoint.answers += [Response("busy", status=429, headers={"Retry-After": wish})]
    Wikidata(endpoint.address, "test").harvest(REFERENCE, "test", "1990-01-01")
    assert low <= slept[1] <= high
    assert max(slept[2:]) == 1


def test_the_service_is_told_who_asks_and_that_no_sooner_than_after_a_pause(endpoint, monkeypatch, data):
    slept = []
    monkeypatch.setattr("kg.reference.wikidata.time", SimpleNamespace(sleep=slept.append))
    endpoint.agents.clear()
    update(endpoint)
    (agent,) = endpoint.agents
    assert agent.startswith("communique/")
    assert len(slept) == len(endpoint.queries)
    assert min(slept) >= 1


def failure(status, text="busy"):
    return Response(text, status=status, content_type="text/plain")


def positions():
    row = {
        "position": {"value": "http://www.wikidata.org/entity/Q1"},
        "title": {"value": "Mayor"},
        "owner": {"value": ""},
    }
    return Response(json.dumps({"results": {"bindings": [row]}}), content_type="application/sparql-results+json")


def torn():
    return Response([b"{"], headers={"Content-Length": "100"}, content_type="application/sparql-results+json")


def cut_off():
    return Response('{"head": {"vars": []}, "results": {"bindings": [', content_type="application/sparql-results+json")


@pytest.mark.parametrize(
    "answers",
    [
        [failure(404)],
        [failure(403)],
        [failure(500)] * 4,
        [failure(429)] * 4,
        [None, None, None, None, None, cut_off()],
        [cut_off()],
        [torn() for _ in range(4)],
        [Response("<html>", content_type="text/html")],
        [Response("{}", content_type="application/sparql-results+json")],
    ],
    ids=["missing", "refused", "broken", "busy", "cut off at the end", "cut off", "torn", "a page", "another form"],
)
def test_an_answer_that_fails_changes_nothing(endpoint, data, answers):
    endpoint.answers += answers
    result = update(endpoint, status=2)
    assert f"kg: {endpoint.address} does not answer as expected, asked for the " in result.stderr
    assert not data.exists()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Response("<html>", content_type="text/html; charset=utf-8"), "it answers with text/html, not SPARQL results"),
        (Response("<a/>", content_type="application/sparql-results+xml"), "it answers with application/sparql-resul"),
        (Response("[]", content_type="application/json"), "its JSON holds no SPARQL results"),
        (Response('{"results": {"bindings": [3]}}', content_type="application/json"), "its JSON holds no SPARQL"),
        (torn(), "the answer ends in the middle"),
    ],
    ids=["a page", "XML", "a list", "numbers", "torn"],
)
def test_what_is_wrong_with_an_answer_is_said(endpoint, data, answer, reason):
    endpoint.answers += [answer] * 4
    expected = f"does not answer as expected, asked for the positions of heads of state: {reason}"
    assert expected in update(endpoint, status=2).stderr


@pytest.mark.parametrize(
    "content", [b"name\n", b"\xff\xfe", b"person\x00", b""], ids=["columns", "code", "null", "empty"]
)
def test_a_damaged_table_of_the_installation_is_explained(data, content):
    table = data / "reference" / "office_holders.csv"
    table.parent.mkdir(parents=True)
    table.write_bytes(content)
    result = CliRunner().invoke(main, ["reference", "show"])
    assert result.exit_code != 0
    assert result.stderr.startswith("kg: data/reference/office_holders.csv cannot be read: ")


def test_a_table_that_is_there_outlives_a_failure(endpoint, data):
    update(endpoint)
    before = (data / "reference" / "office_holders.csv").read_bytes()
    endpoint.answers += [None, failure(404)]
    update(endpoint, status=2)
    assert (data / "reference" / "office_holders.csv").read_bytes() == before
    assert [path.name for path in (data / "reference").iterdir()] == ["office_holders.csv"]


def test_a_service_that_is_busy_is_asked_again(endpoint, data):
    endpoint.answers += [failure(429), failure(503)]
    assert f"{len(CAME)} rows came" in update(endpoint).stdout


def test_a_slow_query_is_asked_again_ever_later_and_then_named(endpoint, data, monkeypatch):
    update(endpoint)
    before = (data / "reference" / "office_holders.csv").read_bytes()
    asked, slept = endpoint.queries.copy(), []
    endpoint.queries.clear()
    monkeypatch.setattr("kg.reference.wikidata.time", SimpleNamespace(sleep=slept.append))
    (at,) = (index for index, query in enumerate(asked) if "?statement" in query and query.endswith("OFFSET 0"))
    endpoint.answers += [None] * at + [failure(503)] * 4
    result = update(endpoint, status=2)
    assert slept[at:] == [1, 5, 25, 120]
    assert len(set(endpoint.queries[at:])) == 1
    assert "asked for the holders of positions 1 to 5 of 5: HTTP Error 503" in result.stderr
    assert result.stderr.endswith("also when asked 4 times; nothing is changed\n")
    assert (data / "reference" / "office_holders.csv").read_bytes() == before


def test_a_service_that_takes_too_long_is_asked_again(endpoint):
    endpoint.slow = 1
    harvest = Wikidata(endpoint.address, "test", timeout=1).harvest(REFERENCE, "test", "1990-01-01")
    assert len(harvest.holdings) == len(CAME)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x/", "", "sparql", "query.wikidata.org/sparql"])
def test_what_is_no_address_of_the_web_is_refused(data, address):
    result = CliRunner().invoke(main, ["reference", "update", "--endpoint", address])
    assert result.exit_code == 2
    assert result.stderr == f"kg: {address!r} is no address of an endpoint: it begins with http:// or https://\n"
    assert not data.exists()


def test_nobody_answering_is_explained(endpoint, data):
    with pytest.raises(EndpointError, match=r"does not answer as expected, asked for .*refused"):
        Wikidata("http://127.0.0.1:9/sparql", "test", pause=0).harvest(REFERENCE, "test", "1990-01-01")


def test_an_answer_without_any_holding_changes_nothing(endpoint, data):
    endpoint.answers += [Response('{"head": {}, "results": {"bindings": []}}', content_type="application/json")] * 5
    assert "no holding of an office came; nothing is changed" in update(endpoint, status=2).stderr
    assert not data.exists()


def test_an_answer_with_far_fewer_rows_than_in_use_is_taken_only_when_asked_to(endpoint, data):
    assert "nothing is changed" in update(endpoint, "--since", "2026-01-01", status=2).stderr
    assert not data.exists()
    assert "rows came" in update(endpoint, "--since", "2020-12-01", "--allow-fewer").stdout


def test_holdings_are_counted_by_office_and_by_state(data):
    shown = CliRunner().invoke(main, ["reference", "show"]).stdout
    assert f"edition {edition(Settings(data_dir=data))[:12]}" in shown
    assert "foreign-minister" in shown
    assert "united-nations" in shown
    assert "AZE" in shown


@pytest.mark.parametrize(
    ("given", "advice"),
    [
        ("ZZZ", "without --of all are listed"),
        ("", "without --of all are listed"),
        ("aze/", "did you mean AZE (Azerbaijan)?"),
        ("azerbaijan", "did you mean AZE (Azerbaijan)?"),
        ("United-Nations", "did you mean united-nations (United Nations)?"),
    ],
)
def test_an_unknown_state_is_explained_with_the_nearest_one(data, given, advice):
    result = CliRunner().invoke(main, ["reference", "show", "--of", given])
    assert result.exit_code == 2
    assert result.stderr.startswith(f"kg: --of {given!r} is no code of a state, as AZE")
    assert result.stderr.endswith(f"; {advice}\n")
    assert not result.stdout

"""The commands with `--extractor llm`: what goes into the graph, what it cost, and what is told where it fails."""

import csv
import gzip
import json
import logging
import shutil
import threading
from pathlib import Path

import pytest
from chat_endpoint import completion, recorded, refusal, serve_chat
from click.testing import CliRunner

from kg.cli import main
from kg.extraction.llm.verification import RULES

ROOT = Path(__file__).resolve().parent.parent
KEY = "sk-a-key-of-this-test"
FIRST, SECOND, THIRD = "001-bayramov-tehran-baku-view", "007-trump-says-xi-called", "018-blinken-postpones-china-trip"


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    """A folder with three articles of the sample."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("KG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("kg.extraction.llm.chat._PAUSE", 0.01)
    (tmp_path / "news").mkdir()
    for name in (FIRST, SECOND, THIRD):
        for ending in (".txt", ".meta.json"):
            shutil.copy(ROOT / "sample" / f"{name}{ending}", "news")
    return tmp_path


@pytest.fixture
def serve(workplace, monkeypatch):
    """Serve answers, and set what the commands need to ask for them."""

    def serving(*answers, **settings):
        context = serve_chat(*answers)
        endpoint = context.__enter__()
        contexts.append(context)
        given = {"URL": endpoint.address, "MODEL": "model-1", "KEY": KEY, "INPUT_PRICE": "0.5", "OUTPUT_PRICE": "2"}
        for name, value in (given | settings).items():
            monkeypatch.setenv(f"KG_LLM_{name}", value)
        return endpoint

    contexts = []
    yield serving
    for context in contexts:
        context.__exit__(None, None, None)


def by_article(body):
    """The recorded answer to whichever article is asked about."""
    words = {"001": "Jeyhun Bayramov assured", "007": "TIME magazine", "018": "postponed a visit"}
    asked = body["messages"][-1]["content"]
    return completion(recorded(next(name for name, part in words.items() if part in asked)))


def kg(*arguments, status=0):
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == status, f"{result.exit_code}: {result.output}"
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert KEY not in result.output
    return result


@pytest.fixture
def installed(workplace, install):
    return install(workplace / "data")


@pytest.mark.external("minutes")
@pytest.mark.usefixtures("installed")
def test_what_a_model_reads_goes_into_the_graph_and_is_asked_for_once(serve, workplace):
    endpoint = serve(by_article)
    report = json.loads(kg("ingest", "news", "--extractor", "llm", "--json", status=1).stdout)
    assert (report["stored"], report["refused"], report["set_aside"]) == (3, [], [])
    spent = report["expenses"]
    assert (spent["requests"], spent["input_tokens"], spent["output_tokens"]) == (3, 6000, 3000)
    assert spent["cost"] == pytest.approx(0.009)
    assert len(spent["dropped"]) == 8
    assert all(line.startswith(f"news/{SECOND}.txt: ") for line in spent["dropped"])
    question = """PREFIX : <https://w3id.org/communique/ontology#>
        SELECT DISTINCT ?rule ?version ?sure {
          ?report :readBy ?rule ; :inArticle/:extractorVersion ?version . OPTIONAL { ?report :confidence ?sure }
        } ORDER BY ?rule"""
    rows = csv.DictReader(kg("query", "--format", "csv", question).stdout.splitlines())
    read_by = {row["rule"]: (row["version"].partition("prompt-")[0], row["sure"]) for row in rows}
    assert read_by == dict.fromkeys(RULES, ("llm-1+model-1+", ""))
    again = kg("ingest", "news", "--extractor", "llm").stdout
    assert "3 unchanged" in again
    assert "language model: 0 requests, 0 tokens read and 0 written for 0.0000; 0 records or facts dropped" in again
    assert len(endpoint.asked) == 3
    kg("dump", "--output", "graph.nq.gz")
    assert KEY.encode() not in gzip.decompress(Path("graph.nq.gz").read_bytes())
    assert [path for path in Path("data").rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()] == []


@pytest.mark.usefixtures("installed")
def test_the_report_for_people_tells_requests_tokens_cost_and_what_was_dropped(serve):
    serve(by_article)
    told = kg("ingest", f"news/{SECOND}.txt", "--extractor", "llm", status=1).stdout
    assert (
        "language model: 1 request, 2,000 tokens read and 1,000 written for 0.0030; 8 records or facts dropped" in told
    )
    assert "8 records or facts dropped:\n  news/007-trump-says-xi-called.txt: meetings, number 4: not as the" in told


def test_an_article_that_fails_is_refused_and_the_others_are_read(serve):
    def answer(body):
        return completion("no JSON") if "TIME magazine" in body["messages"][3]["content"] else by_article(body)

    serve(answer)
    result = kg("extract", "news", "--extractor", "llm", status=1)
    assert len(result.stdout.splitlines()) == 2
    assert "news/007-trump-says-xi-called.txt: the model's answer cannot be used: it is not JSON" in result.stderr


def test_a_wrong_key_is_told_for_each_article_and_sent_once(serve, caplog):
    caplog.set_level(logging.DEBUG)
    endpoint = serve(refusal(401, f"Incorrect API key provided: {KEY}"))
    told = kg("extract", "news", "--extractor", "llm", status=2).stderr
    assert told.count("the endpoint refuses the key; see KG_LLM_KEY (status 401)") == 3
    assert told.count("it is asked no more in this run") == 2
    assert len(endpoint.asked) == 1
    assert KEY not in caplog.text


def test_extract_prints_the_same_json_and_the_costs_beside_it(serve):
    serve(by_article)
    result = kg("extract", f"news/{FIRST}.txt", "--extractor", "llm")
    told = json.loads(result.stdout)
    assert told["statements"][9] | {"spans": None} == {
        "id": "s10", "speaker": "a4", "addressee": None, "form": "paraphrase", "content": [1410, 1466],
        "cue": "warned", "via": None, "topics": [], "kind": "warning", "occasion": None,
        "rule": "statement.llm", "spans": None,
    }  # fmt: skip
    assert told["actors"][0]["iri"] == "https://w3id.org/communique/person/Q16366137"
    assert "language model: 1 request" in result.stderr
    assert "@prefix" in kg("extract", f"news/{FIRST}.txt", "--extractor", "llm", "--format", "trig").stdout


def test_extract_with_dropped_records_says_so_by_its_status(serve):
    serve(by_article)
    result = kg("extract", f"news/{SECOND}.txt", "--extractor", "llm", status=1)
    assert len(json.loads(result.stdout)["statements"]) == 8
    assert "statement “the tariffs would be lifted next month”: its words are not in the text" in result.stderr


def test_explain_shows_each_record_with_the_code_that_took_it_over(serve):
    serve(by_article)
    told = kg("explain", f"news/{FIRST}.txt", "--extractor", "llm").stdout
    assert "statement.llm" in told
    assert "kg/extraction/llm/verification.py" in told
    kg("explain", f"news/{FIRST}.txt", "--extractor", "llm", "--html", "page.html")
    page = Path("page.html").read_text(encoding="utf-8")
    assert 'href="#rule-meeting.llm"' in page
    assert "Read a meeting as a language model tells it" in page
    assert "confidence" not in page.partition("</style>")[2].partition("<h2>")[0]


def test_evaluate_scores_a_model_and_counts_what_it_cannot_read(serve, workplace):
    for name in (FIRST, SECOND):
        shutil.copy(ROOT / "tests" / "gold" / f"{name}.gold.json", "news")
    serve(by_article)
    result = kg("evaluate", "news", "--extractor", "llm", "--json")
    assert json.loads(result.stdout)["layers"]["statements"]["f1"] == 1
    assert "language model: 2 requests" in result.stderr
    serve(completion(recorded("001")), refusal(500))
    result = kg("evaluate", "news", "--extractor", "llm", "--json", status=1)
    scores = json.loads(result.stdout)["layers"]["statements"]
    assert (scores["precision"], scores["recall"] < 1) == (1, True)
    assert f"{SECOND}.txt: " in result.stderr
    assert "it counts as read with nothing in it" in result.stderr
    serve(refusal(401))
    assert "refuses the key" in kg("evaluate", "news", "--extractor", "llm", status=2).stderr


def test_confidence_is_what_was_measured_with_the_model(serve):
    for name in (FIRST, SECOND):
        shutil.copy(ROOT / "tests" / "gold" / f"{name}.gold.json", "news")
    serve(by_article)
    kg("evaluate", "news", "--extractor", "llm", "--calibrate", "sure.csv")
    serve(by_article, CONFIDENCE="sure.csv")
    told = json.loads(kg("extract", f"news/{FIRST}.txt", "--extractor", "llm").stdout)
    with Path("sure.csv").open(encoding="utf-8") as file:
        (measured,) = [row for row in csv.DictReader(file) if row["rule"] == "meeting.llm"]
    assert (measured["read"], measured["right"], measured["confidence"]) == ("9", "9", "0.95")
    assert [m["confidence"] for m in told["meetings"]] == [0.95] * 6
    shipped = ROOT / "kg" / "extraction" / "confidence.csv"
    for path, reason in (("none.csv", "cannot be read"), (shipped, "holds none of its rules")):
        serve(by_article, CONFIDENCE=str(path))
        assert reason in kg("extract", f"news/{FIRST}.txt", "--extractor", "llm", status=2).stderr


def test_an_article_may_take_so_many_seconds_all_in_all(serve):
    done = threading.Event()

    def hang(body):
        done.wait(10)
        return completion("{}")

    serve(hang, ARTICLE_SECONDS="0.5", TIMEOUT="0.3")
    told = kg("explain", f"news/{FIRST}.txt", "--extractor", "llm", status=2).stderr
    assert "reading it took longer than 0.5 seconds" in told
    done.set()


@pytest.mark.external("minutes")
@pytest.mark.parametrize("command", ["ingest", "extract", "explain"])
def test_without_settings_nothing_is_asked(workplace, command):
    told = kg(command, f"news/{FIRST}.txt", "--extractor", "llm", status=2).stderr
    assert "--extractor llm needs KG_LLM_URL and KG_LLM_MODEL" in told


def test_the_rules_read_where_nothing_else_is_asked_for(serve):
    endpoint = serve(by_article)
    result = kg("extract", f"news/{FIRST}.txt")
    assert "language model" not in result.stderr
    assert endpoint.asked == []


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("URL", "api.example.org/v1", "must be an http or https address"),
        ("URL", "ftp://api.example.org", "must be an http or https address"),
        ("URL", "https://user:secret@api.example.org/v1", "must hold no password"),
        ("URL", "https://api.example.org/v1?key=secret", "must hold no password, query or fragment"),
        ("KEY", "sk-secret with blanks", "must be of ASCII characters, without blanks"),
        ("KEY", "sk-secret-ü", "must be of ASCII characters, without blanks"),
        ("TIMEOUT", "0", "greater than 0"),
        ("INPUT_PRICE", "-1", "greater than or equal to 0"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_without_its_value(serve, name, value, reason):
    serve(completion("{}"), **{name: value})
    told = kg("extract", f"news/{FIRST}.txt", "--extractor", "llm", status=2).stderr
    assert f"KG_LLM_{name}: " in told
    assert reason in told
    assert "secret" not in told

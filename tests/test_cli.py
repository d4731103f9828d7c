"""The command line: what each command prints, and with which status it ends."""

import gzip
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import __version__
from kg.cli import main

FIRST = "Azerbaijani Foreign Minister Jeyhun Bayramov met his Iranian counterpart in Tehran on July 4, 2022."
SECOND = "“We will build the bridge together,” Iranian President Ebrahim Raisi said in Baku on May 3, 2022."
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    """An empty folder to work in, with its own store."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


def kg(*arguments, status=0):
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == status, f"{result.exit_code}: {result.output}"
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def write_lines(path, *articles):
    path.write_text("".join(json.dumps(article) + "\n" for article in articles))


@pytest.fixture
def installed(workplace, install):
    """A store that holds no article yet."""
    return install(workplace / "data")


@pytest.fixture
def articles(workplace):
    write_lines(
        workplace / "news.jsonl",
        {"text": FIRST, "id": "1", "published": "2022-07-05"},
        {"text": SECOND, "id": "2", "published": "2022-05-04"},
    )
    return "news.jsonl"


@pytest.mark.usefixtures("installed")
def test_ingest_reports_what_became_of_each_article_and_twice_changes_nothing(articles):
    first = json.loads(kg("ingest", articles, "--json").stdout)
    assert (first["stored"], first["refused"], first["tokens"]) == (2, [], len((FIRST + " " + SECOND).split()))
    assert first["quads"] > 10
    kg("dump", "--output", "before.nq.gz")
    again = kg("ingest", articles).stdout
    assert "2 articles: 0 stored, 0 replaced, 2 unchanged, 0 refused" in again
    kg("dump", "--output", "after.nq.gz")
    assert Path("before.nq.gz").read_bytes() == Path("after.nq.gz").read_bytes()


@pytest.mark.usefixtures("installed")
def test_what_is_refused_and_what_has_no_date_is_named_and_the_rest_stored(workplace):
    write_lines(workplace / "news.jsonl", {"text": FIRST, "id": "1"})
    with (workplace / "news.jsonl").open("ab") as lines:
        lines.write(b'{"text": "cut off\n')
    (workplace / "empty.txt").touch()
    output = kg("ingest", "news.jsonl", "empty.txt", "gone.txt", status=1).stdout
    assert "4 articles: 1 stored, 0 replaced, 0 unchanged, 3 refused" in output
    assert "news.jsonl:2: broken JSON at column 10" in output
    assert "empty.txt: the text is empty" in output
    assert "gone.txt: No such file or directory" in output
    assert re.search(r"1 without a date.*\n  news\.jsonl:1", output)


@pytest.mark.usefixtures("installed")
def test_nothing_stored_before_is_lost_when_nothing_can_be_read(articles, workplace):
    kg("ingest", articles)
    (workplace / "paper.pdf").write_bytes(b"%PDF-1.7\0")
    assert "0 stored" in kg("ingest", "paper.pdf", status=2).stdout
    assert kg("query", "ASK { ?s <https://w3id.org/communique/ontology#textDigest> ?d }").stdout == "yes\n"


def test_extract_prints_an_object_a_line_with_offsets_into_the_text(articles):
    lines = kg("extract", articles).stdout.splitlines()
    first, second = map(json.loads, lines)
    assert first["article"]["published"] == "2022-07-05"
    (minister,) = [actor for actor in first["actors"] if actor["name"] == "Jeyhun Bayramov"]
    start, end = minister["mentions"][0]
    assert FIRST[start:end] == "Jeyhun Bayramov"
    assert {"actors", "meetings", "statements", "projects"} < set(second)
    assert not Path("data").exists()


def test_extract_prints_the_graph_of_an_article(articles):
    output = kg("extract", articles, "--format", "trig").stdout
    assert output.count("a :Article") == 2
    assert '"Jeyhun Bayramov"' in output


def test_extract_names_what_it_cannot_read(articles):
    result = kg("extract", articles, "gone.txt", status=1)
    assert len(result.stdout.splitlines()) == 2
    assert result.stderr == "kg: gone.txt: No such file or directory\n"
    kg("extract", "gone.txt", status=2)


STATES = """PREFIX : <https://w3id.org/communique/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?code { ?state a :State ; skos:notation ?code } ORDER BY ?code LIMIT 2"""


@pytest.mark.usefixtures("installed")
class TestQuery:
    @pytest.mark.parametrize(
        ("form", "beginning"),
        [
            ("csv", "code\r\nABW\r\n"),
            ("tsv", '?code\n"ABW"\n'),
            ("json", '{"head":{"vars":["code"]}'),
            ("xml", '<?xml version="1.0"?><sparql'),
        ],
    )
    def test_rows_are_printed_in_the_chosen_format(self, form, beginning):
        output = kg("query", STATES, "--format", form).stdout_bytes.decode()
        if form == "csv":
            assert re.match(r"code\r\n[A-Z]{3}\r\n[A-Z]{3}\r\n$", output)
        else:
            assert output.startswith(re.sub("ABW", re.search("[A-Z]{3}", output)[0], beginning))

    def test_rows_are_a_table_for_people(self):
        output = kg("query", STATES).stdout
        assert "code" in output
        assert "2 rows" in output

    def test_a_graph_is_turtle(self):
        text = "DESCRIBE <https://w3id.org/communique/state/AZE>"
        assert '"Azerbaijan"' in kg("query", text).stdout
        assert "a graph is no table" in kg("query", text, "--format", "table", status=2).stderr

    def test_a_query_comes_from_a_file(self, workplace):
        (workplace / "states.rq").write_text(STATES)
        assert "2 rows" in kg("query", "--file", "states.rq").stdout

    def test_a_wrong_query_is_explained(self):
        result = kg("query", "SELECT ?s {\n ?s a :State }", status=2)
        assert result.stderr == (
            "kg: line 2, column 7: the prefix “:” of :State is not declared\n"
            "    put the line “PREFIX : <https://w3id.org/communique/ontology#>” above the query\n"
        )

    def test_a_query_never_reaches_another_server(self):
        assert "federation is off" in kg("query", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", status=2).stderr

    def test_exactly_one_query_is_needed(self):
        assert "either as TEXT or with --file" in kg("query", status=2).stderr

    @pytest.mark.parametrize(("form", "suffix"), [("nquads", "nq.gz"), ("trig", "trig.gz")])
    def test_a_dump_lies_in_the_data_folder(self, form, suffix):
        output = kg("dump", "--format", form).stdout
        path = Path.cwd() / "data/dumps" / f"communique.{suffix}"
        assert output.startswith(f"{path}  {path.stat().st_size:,} bytes  sha256 ")
        assert b"state/AZE" in gzip.decompress(path.read_bytes())


def test_a_setting_of_the_wrong_form_is_explained(workplace, monkeypatch):
    monkeypatch.setenv("KG_PORT", "http")
    result = kg("query", "ASK {}", status=2)
    assert result.stderr.startswith("kg: settings cannot be used: KG_PORT: ")


@pytest.mark.usefixtures("installed")
def test_a_store_in_use_is_explained(workplace):
    code = (
        "from kg.bootstrap import open_store; from kg.settings import load_settings; "
        "store = open_store(load_settings()); print('open', flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(workplace)
    )
    with holder:
        holder.stdout.readline()
        result = kg("query", "ASK {}", status=2)
        holder.communicate(b"\n")
    assert "in use by another process (a running kg serve or kg ingest)" in result.stderr
    assert "Traceback" not in result.output


def test_the_version_is_told():
    assert kg("--version").stdout == f"kg, version {__version__}\n"


@pytest.mark.parametrize(
    "command", [[], *([name] for name in main.commands), *(["reference", name] for name in ("show", "update"))]
)
def test_every_command_and_every_option_has_help(command):
    output = kg(*command, "--help").stdout
    assert len(output.splitlines()[2].split()) > 3
    found = main
    for name in command:
        found = found.commands[name]
        for option in found.params:
            assert option.param_type_name == "argument" or option.help


def environment(folder):
    return os.environ | {"PYTHONPATH": str(ROOT), "KG_DATA_DIR": str(folder / "data")}


def test_help_loads_neither_the_language_model_nor_the_store():
    code = "import sys; from kg.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert "Usage: " in output
    assert not {"spacy", "pyoxigraph", "rdflib", "flask", "trafilatura", "pydantic"} & set(output.split())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url):
    with urllib.request.urlopen(url, timeout=10) as response:
        return response.read()


def test_serve_answers_until_it_is_told_to_stop(tmp_path, install):
    install(tmp_path / "data")
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--port", str(port)],
        env=environment(tmp_path),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with server:
        assert server.stdout.readline() == f"communique: http://127.0.0.1:{port}/  (Ctrl-C stops it)\n"
        asked = f"http://127.0.0.1:{port}/sparql?query=ASK%20%7B%20%3Fs%20a%20%3Fk%20%7D"
        assert json.loads(fetch(asked))["boolean"] is True
        with pytest.raises(urllib.error.HTTPError) as caught:
            fetch(f"http://127.0.0.1:{port}/sparql?query=SELCT")
        assert caught.value.code == 400
        assert json.load(caught.value)["hint"] == "did you mean SELECT?"
        caught.value.close()
        second = subprocess.run(
            [sys.executable, "-m", "kg", "serve", "--port", str(free_port())],
            env=environment(tmp_path), cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert second.returncode == 2
        assert "in use by another process" in second.stderr
        server.send_signal(signal.SIGINT)
        assert server.wait(15) == 0
        assert "Traceback" not in server.stderr.read()


def test_an_interrupted_ingest_keeps_what_it_stored_and_says_how_many(tmp_path, install, monkeypatch):
    install(tmp_path / "data")
    articles = [{"text": f"{FIRST} Note {n}.", "id": str(n), "published": "2022-07-05"} for n in range(2000)]
    write_lines(tmp_path / "news.jsonl", *articles)
    command = [sys.executable, "-m", "kg", "ingest", "news.jsonl"]
    run = subprocess.Popen(
        command, env=environment(tmp_path), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with run:
        assert run.stderr.readline() == "100 of 2,000 articles\n"
        run.send_signal(signal.SIGINT)
        output, errors = run.communicate(timeout=60)
    assert run.returncode == 2, output + errors
    kept = int(re.search(r"interrupted; (\d+) articles of this run are stored", errors)[1])
    assert 100 <= kept < 2000
    monkeypatch.setenv("KG_DATA_DIR", str(tmp_path / "data"))
    counted = kg("query", "SELECT (COUNT(*) AS ?n) { ?s <https://w3id.org/communique/ontology#extractorVersion> ?v }",
                 "--format", "csv")  # fmt: skip
    assert counted.stdout.split() == ["n", str(kept)]

"""The command line: what each command prints, and with which status it ends."""

import gzip
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from rdflib import RDF, Graph, URIRef

from kg import __version__
from kg.bootstrap import open_writer
from kg.cli import main
from kg.records import UNDATED
from kg.settings import load_settings
from kg.vocabulary import DIPLO

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


@pytest.mark.external("minutes")
@pytest.mark.usefixtures("installed")
def test_two_files_of_one_name_are_two_articles_and_what_is_replaced_is_named(workplace, monkeypatch):
    for folder, text in (("a", FIRST), ("b", SECOND)):
        (workplace / folder).mkdir()
        (workplace / folder / "1.txt").write_text(text)
        monkeypatch.chdir(workplace / folder)
        assert "1 stored, 0 replaced" in kg("ingest", "1.txt", status=1).stdout
    (workplace / "b/1.txt").write_text(FIRST + " " + SECOND)
    assert "1 replaced what was stored of the same article before:\n  1.txt\n" in kg("ingest", "1.txt", status=1).stdout


@pytest.mark.usefixtures("installed")
def test_an_article_that_comes_again_with_another_text_is_no_success_without_a_word(workplace):
    write_lines(workplace / "news.jsonl", *({"text": t, "id": "1", "published": "2022-07-05"} for t in (FIRST, SECOND)))
    output = kg("ingest", "news.jsonl", status=1).stdout
    assert "left out, because it comes again with another text:\n  news.jsonl:1: the same article as" in output


@pytest.mark.usefixtures("installed")
def test_nothing_stored_before_is_lost_when_nothing_can_be_read(articles, workplace):
    kg("ingest", articles)
    (workplace / "paper.txt").write_bytes(b"%PDF-1.7\0")
    assert "0 stored" in kg("ingest", "paper.txt", status=2).stdout
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


def test_extract_says_which_text_has_no_date_and_what_follows(workplace):
    (workplace / "visit.txt").write_text("Azerbaijani Foreign Minister Jeyhun Bayramov visited Tehran on June 3.")
    result = kg("extract", "visit.txt")
    assert json.loads(result.stdout)["meetings"][0]["date"] is None
    assert result.stderr == f"kg: visit.txt: {UNDATED}\n"
    (workplace / "visit.meta.json").write_text('{"date": "2022-07-05"}')
    result = kg("extract", "visit.txt")
    assert (json.loads(result.stdout)["meetings"][0]["date"], result.stderr) == ("2022-06-03", "")


@pytest.mark.usefixtures("installed")
def test_an_article_in_another_language_is_refused_and_named(articles, workplace):
    write_lines(workplace / "de.jsonl", {"text": "Der Minister reiste nach Teheran.", "id": "9", "language": "de"})
    why = 'de.jsonl:1: the language is "de"; only English is read'
    assert why in kg("ingest", articles, "de.jsonl", status=1).stdout
    assert kg("extract", articles, "de.jsonl", status=1).stderr == f"kg: {why}\n"
    kg("extract", "de.jsonl", status=2)
    text = "Der Minister des Auswärtigen reiste am Montag nach Teheran und traf dort seinen Amtskollegen."
    (workplace / "de.txt").write_text(text)
    assert 'de.txt: the language is "de"; only English is read' in kg("ingest", "de.txt", status=2).stdout


@pytest.mark.usefixtures("installed")
def test_what_is_doubtful_is_read_and_named(workplace):
    (workplace / "a.txt").write_bytes(f"{FIRST} “Yes,” said Müller.".encode("cp1252"))
    (workplace / "a.meta.json").write_text('{"date": "2022-07-05"}')
    output = kg("ingest", "a.txt", status=1).stdout
    assert "1 stored" in output
    assert "1 read, but doubtful:\n  a.txt: it is not UTF-8; read as windows-1252, which is a guess\n" in output


@pytest.mark.external("minutes")
@pytest.mark.usefixtures("installed")
# A break that falls into a callback of the garbage collector, as Hypothesis has one, is lost; the next one counts.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_article_that_takes_too_long_is_refused_and_the_rest_read(workplace, monkeypatch):
    monkeypatch.setenv("KG_ARTICLE_SECONDS", "3")
    write_lines(workplace / "news.jsonl", {"text": "word, and " * 9_000, "id": "1"}, {"text": FIRST, "id": "2"})
    output = kg("ingest", "news.jsonl", status=1).stdout
    assert "1 stored" in output
    assert "news.jsonl:1: reading it took longer than 3 seconds" in output


@pytest.mark.parametrize("pair", ["body", "text=", "body=text"])
def test_a_mapping_that_names_no_field_is_refused(pair):
    assert "is not NAME=KEY with a NAME of text, url, " in kg("ingest", "a.jsonl", "--field", pair, status=2).stderr


def test_fields_are_taken_from_the_keys_that_the_mapping_names(workplace):
    write_lines(workplace / "news.jsonl", {"body": FIRST, "when": {"day": "2022-07-05"}})
    output = kg("extract", "news.jsonl", "--field", "text=body", "--field", "date=when.day").stdout
    assert json.loads(output)["article"]["published"] == "2022-07-05"


def test_the_ends_of_the_calendar_are_survived(workplace):
    first = {"text": f"{FIRST} They met last year.", "date": "0001-01-01"}
    last = {"text": f"{FIRST} They will meet next week.", "date": "9999-12-31"}
    write_lines(workplace / "ends.jsonl", first, last)
    assert len(kg("extract", "ends.jsonl").stdout.splitlines()) == 2


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

    def test_a_table_shows_names_and_cuts_nothing_when_it_is_piped(self):
        long = "https://example.org/" + "x" * 300
        words = "wörter " * 60 + "end"
        text = (
            "PREFIX : <https://w3id.org/communique/ontology#> SELECT * { VALUES (?state ?class ?far ?words) { "
            f"(<https://w3id.org/communique/state/AZE> :State <{long}> '{words}') (UNDEF :nothing UNDEF 'x') }} }}"
        )
        output = kg("query", text).stdout
        for cell in ("Azerbaijan", " :nothing ", long, words):
            assert cell in output
        assert "state/AZE" not in output
        assert "…" not in output
        assert "https://w3id.org/communique/state/AZE" in kg("query", text, "--format", "csv").stdout

    def test_a_term_of_rdf_1_2_is_printed(self):
        text = "SELECT (TRIPLE(<urn:a>,<urn:b>,'c') AS ?x) ('y'@en--ltr AS ?y) {}"
        assert "<<( urn:a urn:b c )>>" in kg("query", text).stdout

    def test_a_graph_is_turtle(self):
        text = "DESCRIBE <https://w3id.org/communique/state/AZE>"
        assert '"Azerbaijan"' in kg("query", text).stdout
        assert '"Azerbaijan"' in kg("query", text, "--format", "turtle").stdout

    @pytest.mark.parametrize(
        ("text", "form", "complaint"),
        [
            (
                "DESCRIBE <urn:a>",
                "table",
                "a graph cannot be printed as table; choose --format ttl, nt, jsonld, rdf, trig, nq",
            ),
            (
                "DESCRIBE <urn:a>",
                "csv",
                "a graph cannot be printed as csv; choose --format ttl, nt, jsonld, rdf, trig, nq",
            ),
            ("SELECT * {}", "turtle", "rows cannot be printed as ttl; choose --format table, json, xml, csv, tsv"),
        ],
    )
    def test_a_format_that_does_not_fit_is_refused_with_those_that_do(self, text, form, complaint):
        assert kg("query", text, "--format", form, status=2).stderr == f"kg: {complaint}\n"

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
        assert "asks no other one" in kg("query", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }", status=2).stderr

    def test_exactly_one_query_is_needed(self):
        assert "either as TEXT or with --file" in kg("query", status=2).stderr

    @pytest.mark.parametrize(("form", "suffix"), [("nquads", "nq.gz"), ("trig", "trig.gz"), ("jelly", "jelly.gz")])
    def test_a_dump_lies_in_the_data_folder(self, form, suffix):
        output = kg("dump", "--format", form).stdout
        path = Path.cwd() / "data/dumps" / f"communique.{suffix}"
        assert output.startswith(f"{path}  {path.stat().st_size:,} bytes  sha256 ")
        assert b"AZE" in gzip.decompress(path.read_bytes())


@pytest.mark.parametrize("command", [["query", "ASK {}"], ["dump"]])
def test_a_command_that_reads_makes_no_store(workplace, command):
    assert kg(*command, status=2).stderr.endswith("data: set KG_DATA_DIR, or run kg ingest first\n")
    assert not (workplace / "data").exists()


@pytest.mark.usefixtures("installed")
def test_another_base_iri_than_the_one_of_the_store_is_refused(monkeypatch):
    monkeypatch.setenv("KG_BASE_IRI", "https://other.example/")
    assert "written under KG_BASE_IRI=http://127.0.0.1:8000/" in kg("query", "ASK {}", status=2).stderr
    monkeypatch.delenv("KG_BASE_IRI")
    kg("query", "ASK {}")


def test_a_query_file_that_is_not_utf_8_is_named(workplace):
    (workplace / "states.rq").write_bytes("ASK { ?s ?p 'Türkiye' }".encode("latin-1"))
    assert "states.rq: byte 14 is not UTF-8" in kg("query", "--file", "states.rq", status=2).stderr


def test_a_port_in_use_is_told_in_a_line_with_what_to_set(workplace):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        complaint = kg("serve", "--port", str(port), status=2).stderr
    assert complaint.startswith(f"kg: cannot listen on 127.0.0.1:{port}: Address already in use. Take another port")
    assert complaint.count("\n") == 1
    assert "KG_PORT" in complaint


def test_a_setting_of_the_wrong_form_is_explained(workplace, monkeypatch):
    monkeypatch.setenv("KG_PORT", "http")
    result = kg("query", "ASK {}", status=2)
    assert result.stderr.startswith("kg: settings cannot be used: KG_PORT: ")


@pytest.mark.usefixtures("installed")
def test_the_graph_is_asked_beside_whoever_writes(workplace):
    code = (
        "from kg.bootstrap import open_writer; from kg.settings import load_settings\n"
        "with open_writer(load_settings()): print('open', flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment(workplace)
    )
    with holder:
        holder.stdout.readline()
        assert kg("query", "ASK { ?s ?p ?o }").stdout == "yes\n"
        holder.communicate(b"\n")


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
    with urllib.request.build_opener().open(url, timeout=10) as response:
        return response.read()


@contextmanager
def serving(folder, port):
    """A server that says it is there; it is ended with the block, whatever comes."""
    with subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--port", str(port)],
        env=environment(folder),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout.readline() == f"communique: http://127.0.0.1:{port}/  (Ctrl-C stops it)\n"
            yield server
        finally:
            server.terminate()


def test_serve_answers_until_it_is_told_to_stop(tmp_path, install):
    install(tmp_path / "data")
    port = free_port()
    with serving(tmp_path, port) as server, serving(tmp_path, other := free_port()):
        asked = f"http://127.0.0.1:{port}/sparql?query=ASK%20%7B%20%3Fs%20a%20%3Fk%20%7D"
        assert json.loads(fetch(asked))["boolean"] is True
        with pytest.raises(urllib.error.HTTPError) as caught:
            fetch(f"http://127.0.0.1:{port}/sparql?query=SELCT")
        assert caught.value.code == 400
        assert json.load(caught.value)["hint"] == "did you mean SELECT?"
        caught.value.close()
        assert json.loads(fetch(asked.replace(f":{port}/", f":{other}/")))["boolean"] is True
        server.send_signal(signal.SIGINT)
        assert server.wait(15) == 0
        assert "Traceback" not in server.stderr.read()


def status_of(url, **headers):
    try:
        with urllib.request.build_opener().open(urllib.request.Request(url, headers=headers), timeout=10) as response:
            return response.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_a_server_that_runs_heeds_tokens_that_are_made_and_revoked(workplace, installed, monkeypatch):
    monkeypatch.setenv("KG_ANONYMOUS_READ", "false")
    port = free_port()
    asked = f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D"
    with serving(workplace, port):
        assert (status_of(asked), status_of(f"http://127.0.0.1:{port}/health")) == (401, 200)
        token = kg("token", "new", "--role", "reader", "--name", "desk").stdout.splitlines()[-1]
        assert status_of(asked, Authorization=f"Bearer {token}") == 200
        kg("token", "revoke", "desk")
        assert status_of(asked, Authorization=f"Bearer {token}") == 401
    log = (workplace / "data" / "log" / "queries.jsonl").read_text()
    assert [json.loads(line)["token"] for line in log.splitlines()] == ["desk"]


def test_each_answer_is_told_from_wherever_it_comes(workplace, installed):
    port = free_port()
    with serving(workplace, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        ids = []
        for _ in range(3):  # evaluated, then kept, by what it says and by its very octets
            connection.request("GET", "/sparql?query=ASK%7B%7D")
            answer = connection.getresponse()
            assert json.loads(answer.read())["boolean"] is True
            ids.append(answer.headers["X-Request-ID"])
        connection.close()
        figures = fetch(f"http://127.0.0.1:{port}/metrics").decode()
    told = [json.loads(line) for line in (workplace / "data" / "log" / "queries.jsonl").read_text().splitlines()]
    assert [line["id"] for line in told] == ids
    assert len(set(ids)) == 3
    assert [line["kept"] for line in told] == [False, True, True]
    assert len({(line["client"], line["query"], line["form"], line["octets"], line["outcome"]) for line in told}) == 1
    assert 'communique_http_requests_total{method="GET",route="/sparql",status="200"} 3.0' in figures
    assert "communique_http_answers_kept_total 2.0" in figures


def test_the_server_prints_no_word_of_a_query(workplace, installed):
    port = free_port()
    with serving(workplace, port) as server:
        for request in (
            "GET /sparql?query=ASK {} # Bayramov HTTP/1.1",
            "GET /sparql?query=Bayramov HTTP/1.1",
            "Bayramov /sparql HTTP/1.1",
            "GET /sparql HTTP/1.1\r\nBay ramov: 1",
            "GET /Bayramov%0aBayramov HTTP/1.1",
        ):
            with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
                line.sendall(f"{request}\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
                assert line.recv(100).startswith(b"HTTP/1.1 4")
        server.send_signal(signal.SIGINT)
        assert server.wait(15) == 0
        printed = server.stdout.read() + server.stderr.read()
    assert "Invalid request from ip=127.0.0.1: Invalid" in printed
    assert "amov" not in printed


def heed_interrupts():
    """Undo what a shell does to jobs in the background, whose children would ignore SIGINT like them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.external("minutes")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_ingest_keeps_what_it_stored_and_says_how_many(tmp_path, install, monkeypatch, jobs):
    install(tmp_path / "data")
    articles = [{"text": f"{FIRST} Note {n}.", "id": str(n), "published": "2022-07-05"} for n in range(2000)]
    write_lines(tmp_path / "news.jsonl", *articles)
    command = [sys.executable, "-m", "kg", "ingest", "news.jsonl", "--jobs", jobs]
    run = subprocess.Popen(
        command, env=environment(tmp_path), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=heed_interrupts,
    )  # fmt: skip
    with run:
        assert run.stderr.readline() == "100 of 2,000 articles\n"
        run.send_signal(signal.SIGINT)
        output, errors = run.communicate(timeout=60)
    assert run.returncode == 1, output + errors
    assert "Traceback" not in errors
    kept = int(re.search(r"interrupted; (\d+) articles of this run are stored", errors)[1])
    assert 100 <= kept < 2000
    monkeypatch.setenv("KG_DATA_DIR", str(tmp_path / "data"))
    counted = kg("query", "SELECT (COUNT(*) AS ?n) { ?s <https://w3id.org/communique/ontology#extractorVersion> ?v }",
                 "--format", "csv")  # fmt: skip
    assert counted.stdout.split() == ["n", str(kept)]


def valid_graph(folder, name="graph.ttl", change=("", "")):
    turtle = (Path(__file__).parent / "graphs" / "article.ttl").read_text(encoding="utf-8")
    assert change[0] in turtle
    path = folder / name
    path.write_text(turtle.replace(*change), encoding="utf-8")
    return str(path)


WRONG = (":confidence 0.90", ":confidence 1.90")


@pytest.mark.external("minutes")
@pytest.mark.usefixtures("installed")
def test_check_finds_nothing_wrong_with_what_ingest_stores(articles):
    kg("ingest", articles)
    assert kg("check").stdout == "8 graphs and their merge checked: 0 violations\n"  # reference, articles, conclusions


def test_check_names_graph_node_value_and_what_would_be_right(workplace):
    file = valid_graph(workplace, change=WRONG)
    result = kg("check", file, status=1)
    for part in (file, "/article/bridge#meeting", ":confidence 1.90", "at most one decimal from 0 to 1."):
        assert part in result.stdout
    assert result.stdout.endswith("1 graph checked: 1 violation\n")


def put_in(graphs):
    """Write graphs past everything that would refuse them, and publish them."""
    with open_writer(load_settings()) as writer:
        writer.store.replace(graphs)
        writer.publication.publish("by hand")


@pytest.mark.external("minutes")
@pytest.mark.usefixtures("installed")
def test_check_judges_a_stored_graph(workplace):
    graph = Graph().parse(valid_graph(workplace, change=WRONG))
    put_in({URIRef("http://127.0.0.1:8000/article/bridge"): graph})
    assert "http://127.0.0.1:8000/article/bridge" in kg("check", status=1).stdout


WRONG_CONCLUSIONS = {
    ":currentStatus :Denied": "at most one status",
    ":place state:IRN": "takes place in at most one place",
    ":sourceCount -3": "one whole number, not below 0",
    ":between organisation:united-nations": "lies between states",
    ":curentStatus :Held": "no term of the ontology",
}


@pytest.mark.external("minutes")
@pytest.mark.usefixtures("installed")
def test_check_judges_what_is_concluded(workplace):
    base, graphs = "http://127.0.0.1:8000/", {}
    told = Graph().parse(valid_graph(workplace))
    for number, added in enumerate(WRONG_CONCLUSIONS):
        meeting, concluded = f"{base}meeting/tehran-{number}", Graph()
        concluded.parse(
            data=f"""PREFIX : <https://w3id.org/communique/ontology#>
            PREFIX state: <https://w3id.org/communique/state/>
            PREFIX organisation: <https://w3id.org/communique/organisation/>
            <{meeting}> :currentStatus :Held ; :reportCount 1 ; :between state:AZE, state:IRN ; {added} .""",
            format="turtle",
        )
        graphs[URIRef(f"{base}graph/derived/meeting/tehran-{number}")] = concluded
        renamed = told.serialize(format="nt").replace(f"{base}meeting/tehran>", f"{meeting}>")
        graphs[URIRef(f"{base}article/bridge-{number}")] = Graph().parse(
            data=renamed.replace(f"{base}article/bridge", f"{base}article/bridge-{number}"), format="nt"
        )
    put_in(graphs)
    result = kg("check", status=1)
    assert all(right in result.stdout for right in WRONG_CONCLUSIONS.values())
    assert result.stdout.endswith(f": {len(WRONG_CONCLUSIONS)} violations\n")


def test_check_makes_no_store_where_there_is_none(workplace):
    assert "there is no store" in kg("check", status=2).stderr
    assert not (workplace / "data").exists()


@pytest.mark.filterwarnings("error")
def test_check_says_once_that_a_truth_value_is_none(workplace):
    file = valid_graph(
        workplace, change=(":negated false", ':negated "maybe"^^<http://www.w3.org/2001/XMLSchema#boolean>')
    )
    result = kg("check", file, status=1)
    assert "true or false" in result.stdout
    assert result.stdout.endswith("1 graph checked: 1 violation\n")
    assert result.stderr == ""


@pytest.mark.external("minutes")
@pytest.mark.usefixtures("installed")
def test_check_reads_dumps(articles):
    kg("ingest", articles)
    kg("dump", "--output", "all.nq.gz")
    Path("all.nq").write_bytes(gzip.decompress(Path("all.nq.gz").read_bytes()))
    assert kg("check", "all.nq").stdout == "8 graphs checked: 0 violations\n"


@pytest.mark.external("minutes")
@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("missing.ttl", None, "cannot be read"),
        ("note.txt", "", "must end in .ttl, .trig, .nt, .nq"),
        ("broken.ttl", "<urn:a> <urn:b>", "broken.ttl: "),
        ("blank.nt", "_:b <urn:p> <urn:o> .", "give it an IRI"),
        ("other.nt", "<urn:s> <urn:p> <urn:o> .", "nothing in the terms of https://w3id.org/communique/ontology#"),
    ],
)
def test_check_says_why_a_file_cannot_be_checked_and_checks_the_others(workplace, name, text, reason):
    if text is not None:
        Path(name).write_text(text)
    assert reason in kg("check", name, status=2).stderr
    result = kg("check", name, valid_graph(workplace), status=1)
    assert reason in result.stderr
    assert result.stdout == "1 graph checked: 0 violations\n"


@pytest.mark.external
@pytest.mark.usefixtures("installed")
def test_check_with_reason_asks_hermit_about_the_ontology_the_store_and_files(workplace):
    said = kg("check", "--reason").stdout
    for what in ("the ontology", "the ontology with the store"):
        assert re.search(rf"^HermiT: {what} is consistent, 0 unsatisfiable classes \(\d+\.\d s\)$", said, re.M)
    iran = URIRef("https://w3id.org/communique/state/IRN")
    put_in({URIRef(f"{load_settings().base_iri}article/1"): [(iran, RDF.type, DIPLO.Place)]})
    assert "the ontology with the store is contradictory" in kg("check", "--reason", status=1).stdout
    wrong = valid_graph(workplace, change=(":saidAt meeting:tehran", ":saidAt project:astara-bridge"))
    said = kg("check", wrong, "--reason", status=1).stdout
    assert "is contradictory" in said
    assert "cannot be both :Meeting and :Project, which are disjoint" in said


def test_check_without_java_says_what_to_install(workplace, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert "default-jre-headless" in kg("check", "--reason", status=2).stderr

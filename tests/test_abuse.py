"""What hostile clients send to a running server: each gets its answer, and the next client too."""

import csv
import http.client
import io
import json
import re
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from test_conformance import QUERY, Answer, Served, serving_plain

from kg.querying.spreadsheets import TextTarget

pytestmark = pytest.mark.external("minutes")

TIMEOUT = 3
XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
DIGITS = "VALUES ?{0} {{ 0 1 2 3 4 5 6 7 8 9 }}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("abused")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Served]:
    with serving_plain(folder, query_timeout=str(TIMEOUT), query_memory="256") as found:
        label = json.dumps(XSS)
        text = f"INSERT DATA {{ <x:s> <http://www.w3.org/2000/01/rdf-schema#label> {label} ; <x:p> <javascript:a()> }}"
        assert found.update(text).status == 204
        yield found


@pytest.fixture
def served(server: Served) -> Iterator[Served]:
    """The server, which goes on to answer look-ups, whatever the test sends."""
    yield server
    began = time.monotonic()
    looked_up = server.send("GET", "/sparql?query=ASK%20%7B%3Chttp%3A%2F%2Fwww.w3.org%3E%20%3Fp%20%3Fo%7D", None, None)
    assert looked_up.status == 200
    assert time.monotonic() - began < 2


def ask(served: Served, text: str, **more: str) -> Answer:
    return served.send("POST", "/sparql", text.encode(), None, Content_Type=QUERY, **more)


def binding(expression: str, times: int, first: str) -> str:
    """A pattern in which each variable is bound to an expression of the one before it."""
    steps = [f"BIND({expression.replace('?x', f'?v{n}')} AS ?v{n + 1})" for n in range(times)]
    return f"BIND({first} AS ?v0) " + " ".join(steps)


def nested(expression: str, times: int, first: str) -> str:
    """The same in one expression."""
    for _ in range(times):
        first = expression.replace("?x", first)
    return first


NAMES = ", ".join(f"STR(?{name})" for name in "abcdefgh")
PRODUCT = " ".join(DIGITS.format(name) for name in "abcdefgh")
BOMBS = {
    "doubling by CONCAT": f"SELECT (STRLEN(?v40) AS ?n) {{ {binding('CONCAT(?x, ?x)', 40, repr('x' * 64))} }}",
    "doubling that is given": f"SELECT ?v40 {{ {binding('CONCAT(?x, ?x)', 40, repr('x' * 64))} }}",
    "REPLACE": f"""SELECT (STRLEN(?v9) AS ?n) {{ {binding('REPLACE(?x, "x", "xxxxxxxxxxxxxxxx")', 9, '"x"')} }}""",
    "nested REPLACE": f"""SELECT (STRLEN({nested('REPLACE(?x, "x", "xxxxxxxxxxxxxxxx")', 9, '"x"')}) AS ?n) {{}}""",
    "ENCODE_FOR_URI": f"SELECT (STRLEN(?v30) AS ?n) {{ {binding('ENCODE_FOR_URI(CONCAT(?x, ?x))', 30, repr('%'))} }}",
    "GROUP_CONCAT": f"SELECT (GROUP_CONCAT('{'x' * 10_000}') AS ?all) {{ {PRODUCT} }}",
    "DISTINCT": f"SELECT (COUNT(DISTINCT CONCAT({NAMES})) AS ?n) {{ {PRODUCT} }}",
    "ORDER BY": f"SELECT * {{ {PRODUCT} }} ORDER BY ?h ?g",
    "GROUP BY": f"SELECT ?a ?b ?c ?d ?e ?f ?g ?h (COUNT(*) AS ?n) {{ {PRODUCT} }} GROUP BY ?a ?b ?c ?d ?e ?f ?g ?h",
    "COUNT": f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} {' '.join(DIGITS.format(name) for name in 'ijklmn')} }}",
    "CONSTRUCT": f"CONSTRUCT {{ ?x <x:p> ?h }} {{ {PRODUCT} BIND(IRI(CONCAT('x:', STR(?g), STR(RAND()))) AS ?x) }}",
    "a subquery in EXISTS": f"ASK {{ {PRODUCT} FILTER NOT EXISTS {{ SELECT ?z {{ {PRODUCT} BIND(RAND() AS ?z) }} }} }}",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_query_that_would_take_all_time_or_memory_is_ended(served: Served, bomb: str) -> None:
    began = time.monotonic()
    try:
        answer = ask(served, bomb)
    except (http.client.IncompleteRead, ConnectionError):
        pass  # what has begun breaks off
    else:
        assert answer.status in (503, 504)
        assert json.loads(answer.body)["detail"]
    assert time.monotonic() - began < 2 * TIMEOUT


def test_an_answer_that_is_cut_does_not_look_whole_to_who_speaks_an_older_http(served: Served) -> None:
    endless = quote(f"SELECT * {{ {PRODUCT} {' '.join(DIGITS.format(name) for name in 'ijkl')} }}")
    with socket.create_connection(address(served), timeout=20) as connection:
        connection.sendall(f"GET /sparql?format=csv&query={endless} HTTP/1.0\r\n\r\n".encode())
        assert connection.recv(12) == b"HTTP/1.0 200"
        with pytest.raises(ConnectionResetError):
            while connection.recv(1 << 20):
                pass


@pytest.mark.parametrize("pattern", ["((a{1,1000}){1,1000}){1,1000}b", "^(a+)+(a|aa)*(.*a){12}b$"])
def test_a_pattern_that_would_take_other_engines_for_ever_takes_none(served: Served, pattern: str) -> None:
    assert not served.ask(f"ASK {{ FILTER(REGEX('{'a' * 200_000}', '{pattern}')) }}")


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT (1 AS ?{XSS}) {{}}",
        f"SELECT * {{ ?s ?p {XSS} }}",
        f"SELCT {XSS}",
        f"PREFIX {XSS}: <x:> ASK {{}}",
        f"SELECT * {{ SERVICE <http://{XSS}/> {{}} }}",
        f"SELECT (<urn:{quote(XSS)}>(1) AS ?x) {{}}",
        f"SELECT * {{ ?s ?p {json.dumps(XSS)} }}",
        "SELECT * { ?s ?p ?o }",
        f"SELECT (STRDT('1', <javascript:{quote(XSS)}>) AS ?x) (<data:text/html,{quote(XSS)}> AS ?y) {{}}",
        f"SELECT (STRLANG({json.dumps(XSS)}, 'en') AS ?x) {{}}",
        "DESCRIBE <x:s>",
    ],
)
def test_no_word_of_a_client_or_of_the_data_becomes_markup(served: Served, text: str) -> None:
    for target in (
        f"/query?{urlencode({'query': text})}",
        f"/query?{urlencode({'query': text, 'default-graph-uri': f'x:{quote(XSS)}'})}",
        f"/sparql?{urlencode({'query': text, 'format': XSS})}",
        f"/sparql?{urlencode({'update': text})}",
        f"/queries/{quote(XSS)}",
        f"/{quote(XSS)}",
    ):
        for accept in ("text/html", "application/json"):
            answer = served.send("GET", target, None, None, Accept=accept)
            if answer.headers["content-type"].startswith("text/html"):
                page = answer.body.decode()
                assert "<script>alert" not in page
                assert "<img src=x" not in page
                assert not re.search(r"""(?:href|src|action)=["']?\s*(?:javascript|data):""", page)
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "default-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "target",
    [
        f"{door}{traversal}{file}"
        for door in ("/static/", "/dumps/latest/", "/graphs/", "/ontology/", "/")
        for traversal in ("../" * 8, "..%2f" * 8, "%2e%2e/" * 8, "..%5c" * 8, "....//" * 8, "%252e%252e%252f" * 8, "//")
        for file in ("etc/passwd", "tokens.sqlite")
    ],
)
def test_no_path_leads_to_a_file(served: Served, target: str) -> None:
    answer = served.send("GET", target, None, None)
    assert answer.status in (303, 308, 400, 404, 406, 504), "the last where the machine is busy"
    assert b"root:" not in answer.body
    assert b"SQLite" not in answer.body


@pytest.mark.parametrize("line_end", ["%0d%0a", "%0a", "%E5%98%8D%E5%98%8A", "\\r\\n"])
def test_no_line_end_of_a_request_reaches_a_header(served: Served, line_end: str) -> None:
    evil = f"a{line_end}X-Evil:%20yes"
    for target in (
        f"/sparql?query=ASK%7B%7D&format={evil}",
        f"/sparql?query=ASK%7B%7D&id={evil}",
        f"/sparql?query=ASK%7B%7D&version={evil}",
        f"/query?query={evil}&example={evil}",
        f"/graphs?graph=http://x.example/{evil}",
        f"/graphs/{evil}",
        f"/{evil}",
    ):
        for browser in ("text/html", "*/*"):
            headers = {"X_Request_ID": evil, "X_Query_ID": evil, "Origin": evil, "Accept_Language": evil}
            answer = served.send("GET", target, None, None, Accept=browser, **headers)
            assert "x-evil" not in answer.headers
            assert "\n" not in "".join(answer.headers.values())


def test_a_raw_line_end_in_a_header_is_that_of_another_header_and_nothing_more(served: Served) -> None:
    for ending in (b"\r\n", b"\n"):
        with socket.create_connection(address(served), timeout=10) as connection:
            connection.sendall(
                b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: here\r\nConnection: close\r\nX-Request-ID: abc"
                + ending
                + b"X-Evil: yes\r\n\r\n"
            )
            head = b"".join(iter(lambda taken=connection: taken.recv(65_536), b"")).partition(b"\r\n\r\n")[0]
        assert head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 400"))
        assert b"evil" not in head.lower()


def address(served: Served) -> tuple[str, int]:
    parts = urlsplit(served.url)
    return str(parts.hostname), int(parts.port or 0)


@pytest.mark.parametrize("size", [1_100_000, 10_000_000, 10**15])
@pytest.mark.parametrize("content_type", [QUERY, "application/x-www-form-urlencoded"])
def test_a_query_of_many_megabytes_is_refused_before_it_is_read(served: Served, size: int, content_type: str) -> None:
    head = f"POST /sparql HTTP/1.1\r\nHost: here\r\nContent-Type: {content_type}\r\nContent-Length: {size}\r\n\r\n"
    with socket.create_connection(address(served), timeout=10) as connection:
        connection.sendall(head.encode() + b"query=ASK%7B%7D%23" + b"x" * 1000)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413")


def test_chunks_without_end_are_refused(served: Served) -> None:
    with socket.create_connection(address(served), timeout=20) as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/sparql-query\r\n\r\n"
        )
        sent = 0
        try:
            while sent < 64:
                connection.sendall(b"100000\r\n" + b"#" * 2**20 + b"\r\n")
                sent += 1
        except OSError:
            pass
        assert sent < 64


BROKEN = {
    "no size": ("Transfer-Encoding: chunked", "ZZ\r\n{}\r\n0\r\n\r\n"),
    "another size": ("Transfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n"),
    "no end": ("Transfer-Encoding: chunked", "fff\r\n{}"),
    "too short": ("Content-Length: 1040000", "{}"),
    "too short for its length": ("Content-Length: 1500000", "{}"),
}


@pytest.mark.parametrize(("field", "body"), BROKEN.values(), ids=BROKEN)
def test_of_a_body_that_is_not_whole_nothing_is_stored_or_logged(
    served: Served, folder: Path, field: str, body: str
) -> None:
    triple = "<x:cut> <x:short> <x:words-of-somebody> ."
    head = (
        "PUT /graphs?graph=x:cut HTTP/1.1\r\nHost: here\r\nContent-Type: application/n-triples\r\n"
        f"Authorization: Bearer {served.token}\r\n{field}\r\n\r\n"
    )
    with socket.create_connection(address(served), timeout=20) as connection:
        connection.sendall((head + body.format(triple)).encode())
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65_536), b""))
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"is not whole" in answer
    assert not served.ask("ASK { GRAPH <x:cut> { ?s ?p ?o } }")
    assert "somebody" not in (folder / "output").read_text()


def test_five_hundred_connections_keep_nobody_out(served: Served) -> None:
    with ExitStack() as opened:
        connections = [opened.enter_context(socket.create_connection(address(served), timeout=20)) for _ in range(500)]
        for number, connection in enumerate(connections):  # nothing, half a head, half a body
            connection.sendall(
                (b"", b"GET /sparql?query=", b"POST /sparql HTTP/1.1\r\nHost: h\r\nContent-Length: 999\r\n\r\nq")[
                    number % 3
                ]
            )
        began = time.monotonic()
        for number in range(5):
            assert ask(served, f"ASK {{ <x:{number}> ?p ?o }}").status == 200
        assert time.monotonic() - began < 5


def test_a_client_that_reads_slowly_keeps_nobody_waiting(served: Served) -> None:
    """Nor does any number of them: they have what an answer holds, and not a place of look-ups."""
    text = urlencode({"query": f"SELECT * {{ {PRODUCT} }}", "format": "csv"})
    with ExitStack() as opened:
        for _ in range(8):
            connection = opened.enter_context(socket.create_connection(address(served), timeout=20))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.sendall(f"GET /sparql?{text} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
            connection.recv(100)
        began = time.monotonic()
        with ThreadPoolExecutor(8) as clients:
            statuses = list(clients.map(lambda number: ask(served, f"ASK {{ <x:r{number}> ?p ?o }}").status, range(20)))
        assert statuses == [200] * 20
        assert time.monotonic() - began < 5


MANY = 80
"""Clients: more than the server has threads."""


def opened(stack: ExitStack, served: Served, source: str = "127.0.0.1") -> socket.socket:
    """A connection from an address of this machine, of a client that can receive little at once."""
    connection = stack.enter_context(socket.socket())
    connection.settimeout(20)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.bind((source, 0))
    connection.connect(address(served))
    return connection


def looks_up(served: Served, times: int = 5) -> None:
    """Fail unless look-ups are answered, and soon."""
    began = time.monotonic()
    for number in range(times):
        assert ask(served, f"ASK {{ <x:during{number}> ?p ?o }}").status == 200
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "lines",
    [
        "Transfer-Encoding: chunked\r\n\r\n5\r\nAS",
        "Content-Length: 99\r\nExpect: 100-continue\r\n\r\n",
        "Content-Length: 9999999\r\n\r\nASK",
        "Content-Length: 9999999\r\nExpect: 100-continue\r\n\r\n",
        "Authorization: Bearer TOKEN\r\nContent-Length: 9999999\r\n\r\nASK",
        "Authorization: Bearer TOKEN\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\nAS",
    ],
)
def test_any_number_of_bodies_that_come_slowly_hold_nobody_up(served: Served, lines: str) -> None:
    head = f"POST /graphs?default HTTP/1.1\r\nHost: h\r\nContent-Type: {QUERY}\r\n{lines}"
    with ExitStack() as stack:
        connections = [opened(stack, served) for _ in range(MANY)]
        for connection in connections:
            connection.sendall(head.replace("TOKEN", served.token).encode())
        looks_up(served)
        with suppress(OSError):
            for connection in connections:
                connection.sendall(b"K")
        looks_up(served)


def told(connection: socket.socket) -> bytes:
    """The first line that comes."""
    line = b""
    while not line.endswith(b"\n") and (octet := connection.recv(1)):
        line += octet
    return line


def test_large_texts_are_read_in_turn_while_others_are_answered(served: Served) -> None:
    form = b"query=" + b"%41" * 340_000
    with ThreadPoolExecutor(20) as senders:
        sent = [
            senders.submit(served.send, "POST", "/sparql", form, None, Content_Type="application/x-www-form-urlencoded")
            for _ in range(20)
        ]
        while not any(answer.done() for answer in sent):
            time.sleep(0.01)
        began = time.monotonic()
        assert not served.ask("ASK { <x:nobody> ?p ?o }")
        assert time.monotonic() - began < 2
    statuses = [answer.result().status for answer in sent]
    assert {400} <= set(statuses) <= {400, 503}
    assert statuses.count(400) >= 6, "two are read and four wait, at the least"


def test_a_write_to_a_version_is_refused(served: Served) -> None:
    answer = served.send(
        "PUT", "/graphs?graph=x:versioned&version=1", b"<x:a> <x:b> <x:c> .", Content_Type="application/n-triples"
    )
    assert answer.status == 400
    assert "version" in json.loads(answer.body)["detail"]
    form = urlencode({"update": "INSERT DATA { GRAPH <x:versioned> { <x:a> <x:b> <x:c> } }", "version": "1"}).encode()
    answer = served.send("POST", "/sparql", form, Content_Type="application/x-www-form-urlencoded")
    assert answer.status == 400
    assert "version" in json.loads(answer.body)["detail"]
    assert not served.ask("ASK { GRAPH <x:versioned> { ?s ?p ?o } }")


def test_large_bodies_have_a_few_places_for_who_may_write(served: Served) -> None:
    head = f"PUT /graphs?graph=x:g HTTP/1.1\r\nHost: h\r\nContent-Type: text/turtle\r\nContent-Length: {2**21}\r\n"
    mine = f"{head}Authorization: Bearer {served.token}\r\nExpect: 100-continue\r\n\r\n".encode()
    with ExitStack() as stack:
        anonymous = opened(stack, served)
        anonymous.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
        assert told(anonymous).startswith(b"HTTP/1.1 401")
        reading = [opened(stack, served) for _ in range(8)]
        for connection in reading:
            connection.sendall(mine)
            assert told(connection).startswith(b"HTTP/1.1 100")
        more = opened(stack, served)
        more.sendall(mine)
        answer = more.recv(1000)
        assert answer.startswith(b"HTTP/1.1 503")
        assert b"\r\nRetry-After: " in answer
        reading[0].sendall(b"<x:a> <x:b> 1 .".ljust(2**21))
        assert told(reading[0]) == b"\r\n"
        assert told(reading[0]).startswith(b"HTTP/1.1 201")
        until, status = time.monotonic() + 10, b""
        while not status.startswith(b"HTTP/1.1 100"):  # the place is free soon after the answer
            assert time.monotonic() < until
            again = opened(stack, served)
            again.sendall(mine)
            status = told(again)


def test_any_number_of_clients_that_read_slowly_keep_nobody_waiting(served: Served) -> None:
    """Neither of answers that are whole, from many addresses, nor of those that go on."""
    whole = f"SELECT * {{ {' '.join(DIGITS.format(name) for name in 'abcde')} }} LIMIT 40000"
    endless = f"SELECT * {{ {PRODUCT} }}"
    with ExitStack() as stack:
        for number in range(2 * MANY):
            text = urlencode({"query": whole if number % 2 else endless, "format": "csv"})
            connection = opened(stack, served, f"127.0.0.{2 + number}")
            connection.sendall(f"GET /sparql?{text} HTTP/1.1\r\nHost: here\r\n\r\n".encode())
        time.sleep(1)
        looks_up(served)


def test_clients_that_do_not_close_their_connections_stop_nobody(served: Served) -> None:
    with ExitStack() as stack:
        for _ in range(MANY):
            connection = opened(stack, served)
            connection.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        looks_up(served)


def test_more_connections_than_there_may_be_keep_nobody_out(served: Served) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    try:
        with ExitStack() as stack:
            for _ in range(1200):
                stack.enter_context(socket.create_connection(address(served), timeout=20))
            looks_up(served)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def kg(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "kg", *arguments]
    root = str(Path(__file__).resolve().parent.parent)
    settings = {"KG_DATA_DIR": str(folder), "PYTHONPATH": root, "PATH": "/usr/bin:/bin"}
    made = subprocess.run(command, check=True, capture_output=True, text=True, env=settings, cwd=folder)
    return made.stdout.strip().splitlines()[-1]


def test_a_token_that_was_stolen_is_worthless_once_it_is_revoked(served: Served, folder: Path) -> None:
    new = ("token", "new", "--role", "writer")
    stolen = kg(folder, *new, "--name", "stolen", "--graph", "http://x.example/mine/")
    mine, other = ("http://x.example/mine/1", "http://x.example/other")
    put = {"method": "PUT", "body": b"<x:a> <x:b> 1 .", "Content_Type": "text/turtle"}
    assert served.send(target=f"/graphs?graph={quote(mine)}", token=stolen, **put).status == 201
    assert served.send(target=f"/graphs?graph={quote(other)}", token=stolen, **put).status == 403
    assert served.send(target="/graphs?default", token=stolen, **put).status == 403
    for text in ("CLEAR ALL", f"MOVE <{other}> TO <{mine}>", "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }"):
        assert served.update(text, token=stolen).status == 403
    assert served.send("GET", "/queries/", token=stolen).status == 403
    kg(folder, "token", "revoke", "stolen")
    assert served.send(target=f"/graphs?graph={quote(mine)}", token=stolen, **put).status == 401
    assert served.send("GET", "/sparql?query=ASK%7B%7D", token=stolen).status == 401


def test_who_tries_tokens_has_to_wait(folder: Path, served: Served) -> None:
    tried = [served.send("GET", "/sparql?query=ASK%7B%7D", token=f"kg_{number}") for number in range(8)]
    statuses = [answer.status for answer in tried]
    assert statuses == sorted(statuses)
    assert set(statuses) == {401, 429}
    assert int(tried[-1].headers["retry-after"]) > 0
    assert served.send("GET", "/sparql?query=ASK%7B%7D").status == 200


FORMULAS = ["=cmd|'/c calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\tx", '=HYPERLINK("http://evil.example")', "=1\n+2"]


def test_csv_of_the_protocol_is_to_the_letter_and_that_of_pages_for_spreadsheets(served: Served) -> None:
    harmless = ["plain", "a, =b", 'say "=1"', "-5", "-1.5E-3", "+.5", "", "two\r\n=lines"]
    terms = " ".join(f"({json.dumps(cell)} 'y')" for cell in [*FORMULAS, *harmless])
    text = f"SELECT ?x ?y ?z {{ VALUES (?x ?y) {{ {terms} }} }}"

    def cells(target: str) -> list[str]:
        answer = served.send("GET", f"{target}?{urlencode({'query': text, 'format': 'csv'})}", None, None)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        head, *rows = csv.reader(io.StringIO(answer.body.decode(), newline=""))
        assert head == ["x", "y", "z"]
        assert {tuple(row[1:]) for row in rows} == {("y", "")}
        return [row[0] for row in rows]

    assert cells("/sparql") == [*FORMULAS, *harmless]
    assert cells("/query/table") == [*(f"'{formula}" for formula in FORMULAS), *harmless]
    page = served.send("GET", f"/query?{urlencode({'query': text})}", None, None, Accept="text/html").body.decode()
    assert 'href="/query/table?query=' in page


def test_whole_rows_are_kept_apart_however_they_come_in_pieces() -> None:
    rows = b'x,y\r\n=1,"a\r\n=b"\r\n"=c ""q""",-2\r\na;=d,e;f;-3\r\n'
    for size in (1, 2, 3, 7, 100):
        written = io.BytesIO()
        target = TextTarget(written)
        for start in range(0, len(rows), size):
            target.write(rows[start : start + size])
        assert written.getvalue() == b'x,y\r\n\'=1,"a\r\n=b"\r\n"\'=c ""q""",-2\r\na;\'=d,e;f;-3\r\n'

"""The proxies of docs/deployment.md in front of a running server: addresses, rows as they come, broken answers."""

import contextlib
import http.client
import re
import subprocess
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from rdflib import Graph, URIRef
from test_cli import free_port, serving

DOCS = Path(__file__).resolve().parent.parent / "docs" / "deployment.md"
SD = "http://www.w3.org/ns/sparql-service-description#"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNTING = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
PUBLIC = "kg.example.org"

pytestmark = pytest.mark.external("nginx", "caddy")


def sample(language: str, number: int = 0) -> str:
    """A sample of a configuration."""
    return re.findall(rf"```{language}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.S)[number]


def nginx(folder: Path, port: int, behind: int, below: str = "") -> list[str]:
    server = re.sub(r" *ssl_\w+ .*\n", "", sample("nginx"))
    if below:  # the three changes that the text tells
        for before, after in (
            ("location / {", f"location {below}/ {{"),
            ("proxy_pass http://127.0.0.1:8000;", "proxy_pass http://127.0.0.1:8000/;"),
            ('X-Forwarded-Prefix "";', f"X-Forwarded-Prefix {below};"),
        ):
            assert before in server
            server = server.replace(before, after)
    server = server.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};").replace(
        "127.0.0.1:8000", f"127.0.0.1:{behind}"
    )
    paths = "".join(f"{name}_temp_path {folder};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}{server}}}\n"
    )
    return ["nginx", "-p", str(folder), "-c", "nginx.conf"]


def caddy(folder: Path, port: int, behind: int, below: str = "") -> list[str]:
    site = sample("caddy", 1 if below else 0).replace(f"{PUBLIC} {{", f"http://{PUBLIC}:{port} {{", 1)
    (folder / "Caddyfile").write_text("{\n  admin off\n}\n" + site.replace("127.0.0.1:8000", f"127.0.0.1:{behind}"))
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


@pytest.fixture(scope="module")
def server(install, tmp_path_factory) -> Iterator[int]:
    folder, port = tmp_path_factory.mktemp("behind"), free_port()
    install(folder / "data")
    with pytest.MonkeyPatch.context() as settings:
        settings.setenv("KG_QUERY_TIMEOUT", "10")
        settings.setenv("KG_TRUSTED_PROXIES", "127.0.0.1")
        with serving(folder, port):
            yield port


@pytest.fixture(params=["nginx", "caddy"])
def kind(request) -> str:
    return request.param


@pytest.fixture
def proxy(kind, server, tmp_path, monkeypatch) -> Iterator[int]:
    """The port of a proxy in front of the server."""
    monkeypatch.setenv("HOME", str(tmp_path))
    with running(kind, tmp_path, server) as port:
        yield port


@pytest.fixture
def proxy_below(kind, server, tmp_path, monkeypatch) -> Iterator[int]:
    """The port of one that serves all of it below `/kg`."""
    monkeypatch.setenv("HOME", str(tmp_path))
    with running(kind, tmp_path, server, "/kg") as port:
        yield port


@contextmanager
def running(kind: str, folder: Path, behind: int, below: str = "") -> Iterator[int]:
    port = free_port()
    with (folder / "output").open("wb") as output:
        command = {"nginx": nginx, "caddy": caddy}[kind](folder, port, behind, below)
        process = subprocess.Popen(command, stdout=output, stderr=output)
        try:
            for _ in range(100):
                assert process.poll() is None, (folder / "output").read_text()
                try:
                    with asked(port, f"{below}/health"):
                        break
                except OSError:
                    time.sleep(0.1)
            yield port
        finally:
            process.terminate()
            process.wait(20)


@contextmanager
def asked(port: int, path: str, method: str = "GET", **headers: str) -> Iterator[http.client.HTTPResponse]:
    """The answer to a request for the public host."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(method, path, headers={"Host": f"{PUBLIC}:{port}", **headers})
        with connection.getresponse() as answer:
            yield answer


LIES = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil",
    "SCRIPT_NAME": "/evil",
}


def endpoints(port: int, below: str = "", **headers: str) -> set[str]:
    """The addresses of the endpoint in its own description."""
    with asked(port, f"{below}/sparql", Accept="text/turtle", **headers) as answer:
        graph = Graph().parse(data=answer.read(), format="turtle")
    return {str(address) for address in graph.objects(None, URIRef(SD + "endpoint"))}


def test_the_service_names_its_public_address_whatever_its_client_says(proxy):
    assert endpoints(proxy) == endpoints(proxy, **LIES) == {f"http://{PUBLIC}:{proxy}/sparql"}


def test_below_a_path_all_that_leads_back_has_it(proxy_below):
    public = f"http://{PUBLIC}:{proxy_below}/kg"
    assert endpoints(proxy_below, "/kg") == endpoints(proxy_below, "/kg", **LIES) == {f"{public}/sparql"}
    with asked(proxy_below, "/kg/sparql?query=ASK%7B%7D", Accept="text/html") as answer:
        assert answer.headers["Location"] in ("/kg/query?query=ASK%7B%7D", f"{public}/query?query=ASK%7B%7D")
    with asked(proxy_below, "/kg/graphs/absent") as answer:
        assert f"{public}/graphs/absent" in answer.read().decode()
    with asked(proxy_below, "/kg/query", Accept="text/html") as answer:
        links = re.findall(r'(?:href|action)="(/[^"]*)"', answer.read().decode())
    assert links and all(link.startswith("/kg/") for link in links)


def test_a_server_that_trusts_no_proxy_believes_nothing(install, tmp_path, monkeypatch):
    monkeypatch.delenv("KG_TRUSTED_PROXIES")  # that of the server beside it
    port = free_port()
    install(tmp_path / "data")
    with serving(tmp_path, port):
        assert endpoints(port, **LIES) == {f"http://{PUBLIC}:{port}/sparql"}


def test_rows_come_before_the_end_and_what_breaks_off_is_broken(proxy, kind):
    began = time.monotonic()
    with asked(proxy, f"/sparql?query={quote(ENDLESS)}&timeout=8", Accept="text/csv") as answer:
        assert answer.status == 200
        assert answer.read(10_000).startswith(b"a,b,c")
        assert time.monotonic() - began < 6
        if kind == "caddy":  # it ends what breaks off as if it were whole, as docs/deployment.md tells
            return
        with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
            while answer.read(1 << 20):
                pass


def test_rows_that_are_compressed_come_before_the_end_and_what_breaks_off_never_looks_whole(proxy):
    began, reading = time.monotonic(), zlib.decompressobj(zlib.MAX_WBITS | 16)
    path = f"/sparql?query={quote(ENDLESS)}&timeout=8"
    with asked(proxy, path, Accept="text/csv", **{"Accept-Encoding": "gzip"}) as answer:
        assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip")
        assert reading.decompress(answer.read(1000)).startswith(b"a,b,c")
        assert time.monotonic() - began < 6
        with contextlib.suppress(http.client.IncompleteRead, ConnectionResetError):  # which caddy hides
            while piece := answer.read(1 << 20):
                reading.decompress(piece)
        assert time.monotonic() - began > 6
        assert not reading.eof


def test_a_query_that_takes_too_long_gets_504_from_the_server_itself(proxy):
    with asked(proxy, f"/sparql?query={quote(COUNTING)}&timeout=1") as answer:
        assert answer.status == 504
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_client_that_goes_away_ends_its_query(proxy):
    id_ = f"going-away-{proxy}"
    with closing(http.client.HTTPConnection("127.0.0.1", proxy, timeout=30)) as connection:
        headers = {"Host": f"{PUBLIC}:{proxy}", "X-Query-ID": id_}
        connection.request("GET", f"/sparql?query={quote(COUNTING)}", headers=headers)
        time.sleep(1)
    time.sleep(1)
    with asked(proxy, f"/queries/{id_}", method="DELETE") as answer:
        assert answer.status == 404  # it runs no longer

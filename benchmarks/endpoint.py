"""How fast the endpoint answers, beside `oxigraph serve` on the very same files: look-ups, questions, rows, abuse.

`python benchmarks/endpoint.py FILE.nq` takes quads of `kg bench generate --quads 1000000 FILE.nq`, publishes them as an
installation does, and lets `oxigraph serve-read-only` open the published version: the default graph of both is the
merge. Where Virtuoso is installed, it loads that merge as its default graph, and is asked the look-ups too, after a
sample of them was found to have the same answers everywhere. All is asked by `wrk` (https://github.com/wg/wrk) with 8
connections that are kept, in turn, several times; the middle counts. The figures stand in docs/endpoint.md.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import groupby, islice
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pyoxigraph as ox
from rdflib import URIRef

from kg.bootstrap import open_snapshots, open_writer
from kg.settings import Settings
from kg.store.engine_terms import rdflib_triple
from kg.terms import Triple

CLIENTS = 8
SECONDS = 5
LOOK_UPS = 2000
SAMPLE = 100
GRAPHS_AT_ONCE = 5000
QUESTIONS = ("04", "05", "09", "11", "17", "20", "22", "25", "27", "30")
"""The competency questions of the mix, by their numbers."""
MERGE = "urn:merge"
"""The graph of Virtuoso that holds the merge."""
VIRTUOSO = f"""[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{{sql}}
ServerThreads = 20
NumberOfBuffers = 60000
MaxDirtyBuffers = 45000
CheckpointInterval = 0
DirsAllowed = {{folder}}
MaxMemPoolSize = 200000000
MaxQueryMem = 2G
[HTTPServer]
ServerPort = 127.0.0.1:{{http}}
ServerThreads = 16
MaxClientConnections = 16
MaxKeepAlives = 16
KeepAliveTimeout = 60
[SPARQL]
DefaultGraph = {MERGE}
"""
"""Half a gigabyte of its pages in memory, a thread for each connection, and no checkpoint but the one after loading."""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
JSON = "application/sparql-results+json"
ASKING = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local number = %d
wrk.headers["Accept"] = "application/sparql-results+json"
%s
request = function()
  number = (number * 1103515245 + 12345) %% 2147483648
  return wrk.format("GET", paths[number %% #paths + 1])
end
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("quads", type=Path, help="a file of N-Quads, graph by graph")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--data", type=Path, help="a folder that holds these quads already, or is to keep them")
    given = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("this needs wrk, as of Debian's package of that name")
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder, ExitStack() as running:
        data = given.data or Path(folder) / "data"
        if not (data / "store").exists():
            publish(given.quads, data)
        queries = Path(folder) / "look-ups.txt"
        mix = Path(folder) / "mix.txt"
        queries.write_text("\n".join(look_ups(data)))
        mix.write_text("\n".join(questions()))
        servers = {
            "oxigraph": running.enter_context(serving(oxigraph(data))),
            "uncached": running.enter_context(serving(ours(data, cache=0))),
            "cached": running.enter_context(serving(ours(data, cache=64))),
        }
        if shutil.which("virtuoso-t") and shutil.which("isql-vt"):
            servers["virtuoso"] = running.enter_context(loaded_virtuoso(data, Path(folder) / "virtuoso"))
        else:
            print("not beside Virtuoso: virtuoso-t and isql-vt are not installed")
        compare(servers, queries)
        rates(servers, queries, mix, given.runs)
        rows(servers, given.runs)
        kills(servers["uncached"])
        runaways(servers["uncached"], queries)
    print(f"load {os.getloadavg()[0]:.1f}")


# --- what is asked --------------------------------------------------------------------------------------------------


def publish(path: Path, data: Path) -> None:
    """The quads in a store with their merge, beside ontology and tables, as the version that readers see."""
    with open_writer(Settings(data_dir=data)) as writer, path.open("rb") as stream:
        graphs = read(ox.parse(stream, format=ox.RdfFormat.N_QUADS))
        while some := dict(islice(graphs, GRAPHS_AT_ONCE)):
            writer.store.load(some)
        writer.publication.publish("measured")


def read(found: Iterable[ox.Quad]) -> Iterator[tuple[URIRef, list[Triple]]]:
    """The graphs of a file that stand one after another."""
    for name, some in groupby(found, key=lambda quad: quad.graph_name.value):
        yield URIRef(name), [rdflib_triple(quad.triple) for quad in some]


def look_ups(data: Path) -> list[str]:
    """What is said of one entity, for many entities."""
    store = open_snapshots(Settings(data_dir=data)).open()
    rows = store.select(f"SELECT DISTINCT ?s {{ ?s a ?type . FILTER(isIRI(?s)) }} LIMIT {20 * LOOK_UPS}")
    chosen = random.Random(1).sample([row["s"] for row in rows], LOOK_UPS)
    return [path_of(f"SELECT ?p ?o {{ {entity.n3()} ?p ?o }}") for entity in chosen]


def questions() -> list[str]:
    """Ten competency questions."""
    folder = Path(__file__).parents[1] / "queries" / "competency"
    return [path_of(next(folder.glob(f"{number}-*.rq")).read_text(encoding="utf-8")) for number in QUESTIONS]


def path_of(query: str, door: str = "/query") -> str:
    """The address of a query at `oxigraph`; the other servers have another door."""
    return f"{door}?query={quote(query)}"


# --- servers --------------------------------------------------------------------------------------------------------


class Server:
    """A server that runs: where it is, at which door it answers, and its process."""

    def __init__(self, port: int, door: str, process: subprocess.Popen[bytes]) -> None:
        self.url, self.door, self.process = f"http://127.0.0.1:{port}", door, process

    def get(self, query: str, **headers: str) -> http.client.HTTPResponse:
        """Ask one query."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=120)
        connection.request("GET", path_of(query, self.door), headers={"Accept": JSON} | headers)
        return connection.getresponse()

    def rows(self, query: str) -> list[list[tuple[str, str]]]:
        """The rows of an answer without datatypes, and with the numbers that Virtuoso keeps in place of booleans."""
        rows = json.loads(self.get(query).read())["results"]["bindings"]
        kept = {"false": "0", "true": "1"}
        return sorted(
            sorted((name, kept.get(term["value"], term["value"])) for name, term in row.items()) for row in rows
        )

    def memory(self) -> int:
        """The resident octets of its processes together; pages that they share count once for each."""
        return sum(resident(number) for number in family(self.process.pid))


def ours(data: Path, cache: int) -> Callable[[int], tuple[list[str], dict[str, str], str]]:
    """`kg serve`."""

    def command(port: int) -> tuple[list[str], dict[str, str], str]:
        settings = {"KG_DATA_DIR": str(data), "KG_PORT": str(port), "KG_CACHE_SIZE": str(cache), "KG_QUERY_LOG": "off"}
        settings |= {"KG_CLIENT_QUERY_SECONDS": "0", "KG_MAKE_DUMPS": "false"}  # they are made once for a version
        return [sys.executable, "-m", "kg", "serve"], settings, "/sparql"

    return command


def oxigraph(data: Path) -> Callable[[int], tuple[list[str], dict[str, str], str]]:
    """`oxigraph` on the published version."""
    program = shutil.which("oxigraph", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    store = str(published(data))
    return lambda port: (
        [program or "oxigraph", "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"],
        {},
        "/query",
    )


def published(data: Path) -> Path:
    """The files of the published version."""
    return data / "snapshots" / str(open_snapshots(Settings(data_dir=data)).current_number()) / "store"


@contextmanager
def serving(
    make: Callable[[int], tuple[list[str], dict[str, str], str]], folder: Path | None = None
) -> Iterator[Server]:
    """Run a server until the block ends, in a folder if it writes where it runs."""
    port = free_port()
    command, settings, door = make(port)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=os.environ | settings, cwd=folder, **quiet)
    try:
        server = Server(port, door, process)
        await_answer(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        process.kill()


@contextmanager
def loaded_virtuoso(data: Path, folder: Path) -> Iterator[Server]:
    """Virtuoso with the published merge on its disk, in a folder of its own, until the block ends."""
    folder.mkdir()
    merge = folder / "merge.nt"
    store = ox.Store.read_only(str(published(data)))
    store.dump(merge, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    sql = free_port()

    def command(port: int) -> tuple[list[str], dict[str, str], str]:
        (folder / "virtuoso.ini").write_text(VIRTUOSO.format(http=port, sql=sql, folder=folder))
        return ["virtuoso-t", "+configfile", str(folder / "virtuoso.ini"), "+foreground"], {}, "/sparql"

    with serving(command, folder) as server:
        began = time.perf_counter()
        steps = f"ld_dir('{folder}', '{merge.name}', '{MERGE}'); rdf_loader_run(); checkpoint;"
        subprocess.run(
            ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={steps}"], stdout=subprocess.DEVNULL, check=True
        )
        print(
            f"Virtuoso loaded {merge.stat().st_size / 1e6:.0f} MB of N-Triples in {time.perf_counter() - began:.0f} s"
        )
        yield server


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_answer(server: Server) -> None:
    """Wait until a server answers; what asks nothing of its graph starts no worker."""
    for _ in range(300):
        with suppress(OSError):
            if server.get("ASK {}").status == 200:
                return
        time.sleep(0.2)
    sys.exit(f"{server.url} does not answer")


def family(number: int) -> Iterator[int]:
    """A process and those that came of it."""
    yield number
    for task in Path(f"/proc/{number}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from family(int(child))


def resident(number: int) -> int:
    """The resident octets of a process, those that it shares among all that do."""
    with suppress(OSError):
        found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{number}/smaps_rollup").read_text(), re.M)
        return int(found[1]) * 1024 if found else 0
    return 0


# --- figures --------------------------------------------------------------------------------------------------------


def compare(servers: dict[str, Server], queries: Path) -> None:
    """End if the servers do not answer a sample of the look-ups alike."""
    for path in random.Random(2).sample(queries.read_text().splitlines(), SAMPLE):
        answers = {name: server.rows(unquote(path.partition("=")[2])) for name, server in servers.items()}
        for name, answer in answers.items():
            if answer != answers["oxigraph"]:
                sys.exit(f"{name} and oxigraph differ on {unquote(path)}: {answer} and {answers['oxigraph']}")
    print(f"{SAMPLE} look-ups have the same rows on {', '.join(servers)}")


def rates(servers: dict[str, Server], queries: Path, mix: Path, runs: int) -> None:
    """Answers a second, of look-ups and of the questions, and 304 for who has the answer."""
    found: dict[str, dict[str, list[float]]] = {"look-ups": {}, "mix": {}, "304": {}}
    for _ in range(runs):
        for name, server in servers.items():
            found["look-ups"].setdefault(name, []).append(ask(server, queries))
            if name != "virtuoso":  # the questions are in the words of another engine
                found["mix"].setdefault(name, []).append(ask(server, mix))
        found["304"].setdefault("cached", []).append(ask(servers["cached"], queries, etag="*"))
    for kind, of_servers in found.items():
        beside = found["look-ups"] if kind == "304" else of_servers
        peers = {name: statistics.median(beside[name]) for name in ("oxigraph", "virtuoso") if name in beside}
        for name, values in of_servers.items():
            middle = statistics.median(values)
            spread = f"{min(values):,.0f}-{max(values):,.0f}"
            ratios = ", ".join(f"{middle / rate:.2f} of {peer}" for peer, rate in peers.items())
            print(f"{kind:9} {name:9} {middle:9,.0f}/s ({spread}), {ratios}")


def ask(server: Server, paths: Path, etag: str = "", seconds: int = SECONDS) -> float:
    """Answers in a second."""
    text = wrk(server, paths, etag, seconds)
    if failed := re.search(r"Non-2xx or 3xx responses: (\d+)", text):
        print(f"  {server.url}: {failed[0]}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])  # type: ignore[index]


def wrk(server: Server, paths: Path, etag: str = "", seconds: int = SECONDS) -> str:
    """What `wrk` says of it."""
    lines = paths.read_text().replace("/query?", f"{server.door}?")
    with tempfile.TemporaryDirectory() as folder:
        own, script = Path(folder) / "paths", Path(folder) / "ask.lua"
        own.write_text(lines)
        condition = f"wrk.headers['If-None-Match'] = '{etag}'" if etag else ""
        script.write_text(ASKING % (own, random.randrange(2**31), condition))
        command = ["wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}", "--latency", "--timeout", "30", "-s", str(script)]
        return subprocess.run([*command, server.url], capture_output=True, text=True, check=True).stdout


def rows(servers: dict[str, Server], runs: int) -> None:
    """Large answers as JSON: time and memory."""
    for number in (100_000, 1_000_000):
        query = f"SELECT * {{ ?s ?p ?o }} LIMIT {number}"
        taken: dict[str, list[float]] = {}
        highest = 0
        for _ in range(runs):
            for name in ("oxigraph", "uncached"):
                server = servers[name]
                began, size = time.perf_counter(), 0
                answer = server.get(query)
                while piece := answer.read(1 << 20):
                    size += len(piece)
                    if name == "uncached":
                        highest = max(highest, server.memory())
                taken.setdefault(name, []).append(time.perf_counter() - began)
        one, both = (statistics.median(taken[name]) for name in ("oxigraph", "uncached"))
        print(
            f"{number:,} rows of JSON ({size / 1e6:.0f} MB): {both:.2f} s, {both / one:.2f} of oxigraph's {one:.2f} s; "
            f"at most {highest / 1e6:.0f} MB in all processes"
        )


def kills(server: Server) -> None:
    """From the end of a query that was ended to the answer to the next."""
    taken = []
    for number in range(10):
        id_ = f"measured-{number:04}"
        threading.Timer(0.7, stop, (server, id_)).start()
        answer = server.get(RUNAWAY, **{"X-Query-ID": id_})
        began = time.perf_counter()
        assert answer.status == 503, answer.read()
        assert json.loads(server.get("SELECT * { ?s ?p ?o } LIMIT 1").read())["results"]["bindings"]
        taken.append(time.perf_counter() - began)
    print(
        "from a query that was ended to the next answer: "
        f"median {statistics.median(taken):.3f} s, at most {max(taken):.3f}"
    )


def stop(server: Server, id_: str) -> None:
    """End a query."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    connection.request("DELETE", f"/queries/{id_}")
    connection.getresponse().read()


def runaways(server: Server, queries: Path) -> None:
    """Look-ups beside 64 queries without end, at once, sent anew as soon as they are refused."""
    quiet = latency(wrk(server, queries, seconds=2 * SECONDS))
    ended = threading.Event()
    statuses: list[int] = []

    def run(number: int) -> None:
        while not ended.is_set():
            answer = server.get(f"{RUNAWAY} # {number}")
            answer.read()
            statuses.append(answer.status)
            ended.wait(1)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(64)]
    for thread in threads:
        thread.start()
    first = latency(wrk(server, queries))  # they come at once; after that they come again
    beside = latency(wrk(server, queries, seconds=2 * SECONDS))
    ended.set()
    for thread in threads:
        thread.join()
    counted = ", ".join(f"{statuses.count(status)} times {status}" for status in sorted(set(statuses)))
    print(
        f"99 % of look-ups: quiet {quiet:.1f} ms, beside 64 queries without end {beside:.1f} ms "
        f"({beside / quiet:.1f} times), when these came all at once {first:.1f} ms ({first / quiet:.1f} times); "
        f"they got {counted}"
    )


def latency(text: str) -> float:
    """The milliseconds within which 99 of 100 answers came."""
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]
    return float(value) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[unit]


if __name__ == "__main__":
    main()

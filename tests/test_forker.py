"""The process that starts workers: when it is killed another one takes its place, and the server goes on."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from evaluators import MEMORY, services_of, workers_on
from jobs import late, written
from rdflib import Literal
from served import IRIS
from test_conformance import QUERY, Served, serving_plain
from test_querying import LOOK_UP, RUNAWAY, A, P, ended, in_background, start, until

from kg.errors import NoWorkers, QueryEndedWorker
from kg.querying import forker
from kg.querying.pool import Pool
from kg.querying.worker import Duty
from kg.store.embedded import EmbeddedStore
from kg.web import create_app

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers do not end with who started them")
LOOKING = partial(written, LOOK_UP)


@pytest.fixture
def pool(tmp_path):
    store = EmbeddedStore(tmp_path / "store")
    store.replace({A: [(A, P, Literal(number)) for number in range(2000)]})
    with workers_on(store, tmp_path / "copy") as pool:
        yield pool
    store.close()


def kill(pool):
    killed(pool._forker._program._process.pid)


def killed(*numbers):
    """Kill processes, and wait until they are no more."""
    for number in numbers:
        os.kill(number, signal.SIGKILL)
    assert all(ended(number) for number in numbers)


def test_workers_are_had_from_another_one_however_often_it_is_killed(pool, caplog):
    whole = start(pool, LOOKING).whole
    for _ in range(3):
        kill(pool)
        assert start(pool, LOOKING).whole == whole
    assert caplog.text.count("no process starts workers: the last one was killed by SIGKILL") == 3


def test_queries_that_run_when_it_is_killed_end_and_are_told_why(pool):
    outcomes = []
    threads = in_background(pool, 2, partial(written, RUNAWAY), outcomes)
    streaming = start(pool, late)
    pieces = iter(streaming)
    assert next(pieces)
    until(lambda: len([run for run in pool._runs.values() if run._worker]) == 3)
    workers = [run._worker.number for run in pool._runs.values()]
    kill(pool)
    for thread in threads:
        thread.join()
    with pytest.raises(QueryEndedWorker, match="from outside: try again"):
        next(pieces)
    assert [(type(outcome), "from outside: try again" in str(outcome)) for outcome in outcomes] == [
        (QueryEndedWorker, True)
    ] * 2
    assert all(ended(number) for number in workers)
    assert pool.running() == []
    assert start(pool, LOOKING).whole


def test_one_that_does_not_answer_is_replaced(pool, monkeypatch):
    pool._forker._program._line.settimeout(0.2)
    monkeypatch.setattr(forker, "_SECONDS_TO_END", 0.1)
    stopped = pool._forker._program._process
    stopped.send_signal(signal.SIGSTOP)
    assert start(pool, LOOKING).whole
    assert stopped.returncode == -signal.SIGKILL


def test_many_that_want_a_worker_at_once_get_them_from_one_new_process(pool, monkeypatch):
    started = []
    begin = subprocess.Popen

    def counting(*given, **more):
        started.append(1)
        return begin(*given, **more)

    monkeypatch.setattr(subprocess, "Popen", counting)
    kill(pool)
    outcomes = []
    for thread in in_background(pool, 6, LOOKING, outcomes):
        thread.join()
    assert len({outcome for outcome in outcomes if isinstance(outcome, bytes)}) == 1
    assert [type(outcome) for outcome in outcomes] == [bytes] * 6
    assert len(started) == 1


@pytest.fixture
def faulty(pool, tmp_path, monkeypatch):
    """A pool whose forker ends as soon as it is started, for a module is missing that may be written."""
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    faulty = Pool(Duty(pool.duty.open_, MEMORY, modules=("kg_module_that_may_come",)), 20.0)
    yield faulty
    faulty.close()


def test_one_that_ends_again_and_again_is_started_after_pauses_and_all_of_that_is_told(
    faulty, tmp_path, monkeypatch, caplog
):
    begin, started = forker._Program, []
    monkeypatch.setattr(forker, "_Program", lambda duty: started.append(1) or begin(duty))
    monkeypatch.setattr(forker, "_SHORTEST_PAUSE", 1000.0)
    monkeypatch.setattr(forker, "_LONGEST_PAUSE", 1500.0)
    client = create_app(services_of(faulty, IRIS)).test_client()
    for _ in range(5):
        with pytest.raises(NoWorkers, match=r"ended with status 1\. Another one is started in 1000 s") as told:
            start(faulty, LOOKING)
        assert told.value.retry_after == 1000
    assert len(started) == 1, "another one at once, and then none before the pause is over"
    assert caplog.text.count("no process starts workers: the last one ended with status 1") == 2
    ready = client.get("/ready")
    assert (ready.status_code, "ended with status 1" in ready.get_json()["reason"]) == (503, True)
    refused = client.get("/sparql?query=ASK%7B%7D")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1000")

    faulty._forker._not_before = 0.0
    with pytest.raises(NoWorkers, match="in 1500 s"):
        start(faulty, LOOKING)
    (tmp_path / "kg_module_that_may_come.py").write_text("")
    faulty._forker._not_before = 0.0
    assert start(faulty, LOOKING).whole
    assert faulty._forker._pause == 0


def test_nothing_is_started_for_a_pool_that_is_closed(pool):
    start(pool, LOOKING)
    pool.close()
    with pytest.raises(NoWorkers):
        start(pool, LOOKING)


# Of a real server.


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("forked")


@pytest.fixture(scope="module")
def served(folder):
    with serving_plain(folder) as found:
        yield found


def forkers(folder: Path) -> list[int]:
    """The processes that start workers, those for queries and those for writes."""
    found = []
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            here = f"KG_DATA_DIR={folder}".encode() in (process / "environ").read_bytes().split(b"\0")
            told = (process / "cmdline").read_bytes()
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1] if here else ""
            if here and b"kg.querying.forker" in told and b"kg.querying.forker" not in cmdline(parent):
                found.append(int(process.name))
    return found


def cmdline(number: str) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{number}/cmdline").read_bytes()
    return b""


def test_a_server_goes_on_when_they_are_killed(served: Served, folder: Path):
    for number in range(3):
        assert served.update(f"INSERT DATA {{ <x:a> <x:p> {number} }}").status == 204
        assert served.ask(f"ASK {{ <x:a> <x:p> {number} }}")
        were = forkers(folder)
        assert len(were) == 2
        killed(*were)
        assert served.ask(f"ASK {{ <x:a> <x:p> {number} }} # {number}")
    assert served.update("INSERT DATA { <x:a> <x:p> 9 }").status == 204
    assert served.ask("ASK { <x:a> <x:p> 9 , 0 }")
    assert served.send("GET", "/ready", None, None).status == 200
    assert not set(forkers(folder)) & set(were)


def test_who_asks_a_server_when_they_are_killed_is_told_so(served: Served, folder: Path):
    assert served.send("GET", "/ready", None, None).status == 200
    endless = "SELECT (COUNT(*) AS ?n) { VALUES ?a { 1 2 3 4 5 6 7 8 9 } " + " ".join(
        f"VALUES ?{name} {{ 1 2 3 4 5 6 7 8 9 }}" for name in "bcdefghijklm"
    )
    answers = []

    def ask() -> None:
        answers.append(served.send("POST", "/sparql", f"{endless} }}".encode(), None, Content_Type=QUERY))

    thread = threading.Thread(target=ask)
    thread.start()
    until(lambda: b"communique_queries_running 1.0" in served.send("GET", "/metrics").body)
    killed(*forkers(folder))
    thread.join()
    assert (answers[0].status, b"try again" in answers[0].body) == (503, True)
    assert not served.ask("ASK { <x:b> ?p ?o }")

"""Workers that evaluate queries: deadlines, memory, network, places, and what is told when one ends."""

import operator
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from unittest.mock import Mock

import pytest
from evaluators import workers_on
from jobs import connecting, crashing, faulty, late, piecewise, settling, wide, working, written
from rdflib import Literal, URIRef

from kg.errors import (
    KgError,
    QueryEndedWorker,
    QueryStopped,
    QuerySyntaxError,
    QueryTimeout,
    StoreError,
    TooBusy,
    TooLate,
)
from kg.querying import Errand
from kg.querying.kinds import Kinds
from kg.querying.pool import Places, Pool
from kg.querying.reader import Reader
from kg.querying.row import Row
from kg.querying.run import ProcessRun
from kg.querying.worker import Duty, _answer
from kg.store.embedded import EmbeddedStore

A, P = URIRef("http://a.example/a"), URIRef("http://a.example/p")
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
BOMB = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f ?i"
ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LOOK_UP = "SELECT * { ?s ?p ?o } LIMIT 3"


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Iterator[EmbeddedStore]:
    store = EmbeddedStore(tmp_path_factory.mktemp("store") / "store")
    store.replace({A: [(A, P, Literal(number)) for number in range(2000)]})
    yield store
    store.close()


@pytest.fixture
def pool(store, tmp_path) -> Iterator[Pool]:
    with workers_on(store, tmp_path / "copy", 20.0, Places(short=2, long=3, long_each=2, wait=0.0)) as pool:
        yield pool


@pytest.fixture
def reader(pool) -> Reader:
    return Reader(pool)


def start(pool, job, **more):
    return pool.start(Errand(job, **more))


def until(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    assert condition()


def in_background(pool, count, job, outcomes, **more):
    def run():
        try:
            outcomes.append(b"".join(start(pool, job, **more)))
        except KgError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


def test_a_look_up_is_answered_whole_and_by_the_same_process_again(pool):
    job = partial(written, LOOK_UP)
    whole = start(pool, job).whole
    assert whole and whole == b"".join(start(pool, job))
    assert len(pool._idle) == 1
    assert pool.running() == []


def test_a_query_without_end_is_ended_at_the_deadline_and_the_next_is_answered_at_once(reader):
    began = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"within 1 seconds.*KG_QUERY_TIMEOUT"):
        reader.value(operator.methodcaller("select", RUNAWAY), seconds=1)
    assert time.monotonic() - began < 10
    assert len(reader.select(LOOK_UP)) == 3


def test_a_request_may_ask_for_a_lower_deadline(reader):
    began = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"within 0\.4 seconds"):
        reader.value(operator.methodcaller("select", RUNAWAY), seconds=0.4)
    assert time.monotonic() - began < 10


def test_rows_without_end_break_the_stream_at_the_deadline(pool):
    run = start(pool, partial(written, ENDLESS), seconds=1)
    pieces = iter(run)
    assert next(pieces)
    with pytest.raises(QueryTimeout):
        for _ in pieces:
            pass
    assert pool.running() == []


@pytest.fixture
def patient(pool) -> Iterator[Pool]:
    patient = Pool(pool.duty, 30.0)
    yield patient
    patient.close()


def test_a_query_that_takes_all_memory_ends_its_process_only(patient):
    with pytest.raises(QueryEndedWorker, match=r"more memory.*512 MiB"):
        Reader(patient).select(BOMB)
    assert len(Reader(patient).select(LOOK_UP)) == 3


def test_a_crash_of_the_engine_is_told_and_harms_no_other(patient):
    outcomes: list[object] = []
    beside = in_background(patient, 1, wide, outcomes)
    with pytest.raises(QueryEndedWorker):
        start(patient, crashing)
    assert len(Reader(patient).select(LOOK_UP)) == 3
    beside[0].join()
    assert len(outcomes[0]) == 400 * 65_536


def test_a_process_that_was_killed_while_it_waited_is_not_taken(pool, reader):
    assert reader.select(LOOK_UP)
    number = pool._idle[0].number
    os.kill(number, signal.SIGKILL)
    while Path(f"/proc/{number}").exists():
        time.sleep(0.01)
    assert reader.select(LOOK_UP)


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux tells a process from a later one of its number")
def test_a_later_process_of_the_same_number_is_never_killed(pool, reader):
    assert reader.select(LOOK_UP)
    worker = pool._idle.pop()
    with subprocess.Popen(["sleep", "60"]) as later:
        worker.kill()
        worker.number = later.pid
        worker.kill()
        assert later.poll() is None
        later.terminate()
    assert later.returncode == -signal.SIGTERM


def test_no_job_reaches_the_network(pool, store, tmp_path):
    assert start(pool, connecting).whole == b"13"
    open_to_all = Pool(Duty(pool.duty.open_, pool.duty.memory, may_use_network=True), 5)
    assert start(open_to_all, connecting).whole == b"111"
    open_to_all.close()


def test_an_error_before_the_first_piece_is_raised_with_all_it_tells(reader):
    with pytest.raises(QuerySyntaxError) as told:
        reader.select("SELECT ?s { ?s a foaf:Person }")
    assert told.value.line == 1
    assert told.value.hint


def test_an_error_after_the_first_piece_is_raised_while_sending(patient):
    pieces = iter(start(patient, piecewise))
    assert len(next(pieces)) == 100_000
    with pytest.raises(StoreError, match="disk gone"):
        next(pieces)


def test_a_fault_of_the_program_is_told_without_the_words_of_the_query(pool, reader):
    with pytest.raises(StoreError, match="ZeroDivisionError") as told:
        start(pool, faulty)
    assert "secret" not in str(told.value)
    assert reader.select(LOOK_UP)


def test_a_fault_of_the_program_is_logged_by_its_place_alone(caplog):
    desk = Mock(**{"has.return_value": True})
    ours, theirs = socket.socketpair()
    with ours, theirs:
        _answer(desk, pickle.dumps((faulty, None)), theirs)
    assert "a job failed: ZeroDivisionError" in caplog.text
    assert "jobs.py:" in caplog.text
    assert "secret" not in caplog.text


def test_who_closes_a_run_ends_its_process(pool):
    run = start(pool, late)
    number = run._worker.number
    run.close()
    assert ended(number)
    with pytest.raises(QueryStopped):
        run._receive(None)


def ended(number, seconds=15.0):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(FileNotFoundError, ProcessLookupError):
            if Path(f"/proc/{number}/stat").read_text().split()[2] != "Z":
                time.sleep(0.01)
                continue
        return True
    return False


def test_a_query_is_ended_by_its_id_long_before_its_time_is_over(pool):
    outcomes: list[object] = []
    (thread,) = in_background(pool, 1, partial(written, RUNAWAY), outcomes, id="a" * 32, text="SELECT", client="me")
    until(lambda: any(run.is_long for run in pool._runs.values()))
    (running,) = pool.running()
    assert (running.id, running.text, running.client) == ("a" * 32, "SELECT", "me")
    assert pool.stop("a" * 32)
    thread.join()
    assert isinstance(outcomes[0], QueryStopped), "and not QueryTimeout"
    assert not pool.stop("a" * 32)


def test_a_write_that_is_settled_is_kept_whoever_would_end_it(pool, tmp_path):
    outcomes: list[object] = []
    (thread,) = in_background(pool, 1, partial(settling, tmp_path / "go"), outcomes, id="b" * 32, seconds=5)
    until(lambda: any(run._is_settled for run in pool._runs.values()))
    with pytest.raises(TooLate):
        pool.stop("b" * 32)
    (tmp_path / "go").touch()
    thread.join()
    assert outcomes == [b"tried kept"]


def test_a_write_that_was_ended_gets_no_leave_to_go_on(pool, tmp_path, monkeypatch):
    outcomes: list[object] = []
    settle = ProcessRun._settle

    def stopped_before(run):
        assert pool.stop(run.id)
        settle(run)

    monkeypatch.setattr(ProcessRun, "_settle", stopped_before)
    (tmp_path / "go").touch()
    (thread,) = in_background(pool, 1, partial(settling, tmp_path / "go"), outcomes)
    thread.join()
    assert isinstance(outcomes[0], QueryStopped)


@pytest.mark.parametrize("error", [QueryEndedWorker, QueryTimeout])
def test_of_a_write_that_was_not_kept_whole_it_is_told_that_it_may_come(pool, tmp_path, monkeypatch, error):
    monkeypatch.setattr("kg.querying.run._SECONDS_TO_KEEP", 0.2 if error is QueryTimeout else 60.0)
    outcomes: list[object] = []
    (thread,) = in_background(pool, 1, partial(settling, tmp_path / "never"), outcomes)
    until(lambda: outcomes or any(run._is_settled for run in pool._runs.values()))
    if error is QueryEndedWorker:
        os.kill(next(iter(pool._runs.values()))._worker.number, signal.SIGKILL)
    thread.join()
    assert (type(outcomes[0]), "may have been written" in str(outcomes[0])) == (error, True)


def test_a_client_that_goes_away_ends_its_query(pool):
    ours, theirs = socket.socketpair()
    outcomes: list[object] = []
    (thread,) = in_background(pool, 1, partial(written, RUNAWAY), outcomes, connection=ours)
    until(pool.running)
    theirs.close()
    thread.join()
    ours.close()
    assert isinstance(outcomes[0], QueryStopped), "and not QueryTimeout"


@pytest.mark.parametrize(
    "places", [Places(short=8, long=1, long_each=1, soon=0.05, wait=20.0), Places(short=1, long=1)]
)
def test_a_client_that_goes_away_while_its_query_waits_for_a_place_is_noticed(store, tmp_path, places):
    with workers_on(store, tmp_path / "left", 60.0, places) as pool:
        if places.short == 1:
            assert pool._usual.enter()
            others: list[threading.Thread] = []
        else:
            others = in_background(pool, 1, partial(written, RUNAWAY), [])
            until(lambda: any(run.is_long for run in pool._runs.values()))
        ours, theirs = socket.socketpair()
        outcomes: list[object] = []
        (thread,) = in_background(pool, 1, partial(written, RUNAWAY), outcomes, connection=ours)
        until(lambda: pool._waiting_long or pool._usual.is_crowded)
        began = time.monotonic()
        theirs.close()
        thread.join()
        assert time.monotonic() - began < 2
        ours.close()
        assert isinstance(outcomes[0], QueryStopped)
        for running in pool.running():
            pool.stop(running.id)
        for other in others:
            other.join()


def test_runaway_queries_take_neither_all_places_nor_those_of_look_ups(store, tmp_path):
    with workers_on(store, tmp_path / "many", 20.0, Places(short=2, long=3, long_each=2, wait=0.1)) as pool:
        outcomes: list[object] = []
        mine = in_background(pool, 4, partial(written, RUNAWAY), outcomes, client="me")
        until(lambda: len(outcomes) == 2)
        assert [type(outcome) for outcome in outcomes] == [TooBusy, TooBusy]
        assert "of yours" in str(outcomes[0])
        others = in_background(pool, 3, partial(written, RUNAWAY), outcomes, client="other")
        until(lambda: len(outcomes) == 4)
        assert "3 long queries are running" in str(outcomes[-1])
        assert len(Reader(pool).select(LOOK_UP)) == 3
        for running in pool.running():
            assert pool.stop(running.id)
        for thread in (*mine, *others):
            thread.join()
        assert sum(isinstance(outcome, QueryStopped) for outcome in outcomes) == 3
        assert pool.running() == []
        assert len(Reader(pool).select(LOOK_UP)) == 3


def test_a_slow_reader_is_not_counted_against_the_query(patient):
    run = start(patient, wide)
    size = 0
    for number, piece in enumerate(run):
        size += len(piece)
        if number < 3:
            time.sleep(0.5)
    assert size == 400 * 65_536


def test_workers_end_with_who_started_them(store, tmp_path):
    with workers_on(store, tmp_path / "ending") as pool:
        run = start(pool, late)
        number = run._worker.number
    assert ended(number)
    run.close()


def test_a_query_that_was_long_takes_no_place_of_look_ups_when_it_comes_again(store, tmp_path, monkeypatch):
    with workers_on(store, tmp_path / "again", 20.0, Places(short=1, long=1, long_each=1, wait=0.0)) as pool:
        outcomes: list[object] = []
        (thread,) = in_background(pool, 1, partial(written, RUNAWAY), outcomes, text=RUNAWAY)
        until(lambda: any(run.is_long for run in pool._runs.values()))
        with monkeypatch.context() as patch:
            patch.setattr(pool, "_take_short_place", short := Mock())
            for _ in range(3):
                with pytest.raises(TooBusy):
                    start(pool, partial(written, RUNAWAY), text=RUNAWAY)
            short.assert_not_called()
        assert pool.stop(pool.running()[0].id)
        thread.join()
        assert start(pool, partial(written, LOOK_UP), text=RUNAWAY).whole  # it is short now, and so from now on
        assert hash(RUNAWAY) not in pool._long_before


def test_who_asks_more_at_once_than_may_be_long_waits_for_a_place_and_is_not_refused(store, tmp_path):
    places = Places(short=8, long=2, long_each=1, soon=0.05, wait=120.0)
    with workers_on(store, tmp_path / "waits", 60.0, places) as pool:
        outcomes: list[object] = []
        threads = in_background(pool, 6, working, outcomes, client="me")
        until(lambda: len(pool._waiting_long) == 5)
        (mine,) = (run for run in pool._runs.values() if run.is_long)
        assert mine.client == "me"
        for thread in threads:
            thread.join()
        assert outcomes == [b"done"] * 6
        assert pool._waiting_long == []


def test_who_waits_for_a_place_of_long_queries_stands_still_and_can_be_stopped(store, tmp_path):
    places = Places(short=8, long=1, long_each=1, soon=0.05, wait=20.0)
    with workers_on(store, tmp_path / "still", 60.0, places) as pool:
        outcomes: list[object] = []
        threads = in_background(pool, 2, partial(written, RUNAWAY), outcomes)
        until(lambda: len(pool._waiting_long) == 1)
        (waiting,) = (run for run in pool._runs.values() if not run.is_long)
        status = Path(f"/proc/{waiting._worker.number}/stat")
        until(lambda: status.read_text().rpartition(")")[2].split()[0] == "T")
        worked = waiting._worker.worked()
        time.sleep(0.3)
        assert waiting._worker.worked() - worked < 0.01, "its threads stop one after the other"
        assert pool.stop(waiting.id)
        until(lambda: len(outcomes) == 1)
        assert isinstance(outcomes[0], QueryStopped), "and not TooBusy, as who has waited for long"
        assert pool.stop(pool.running()[0].id)
        for thread in threads:
            thread.join()
        assert [type(outcome) for outcome in outcomes] == [QueryStopped, QueryStopped]


def test_no_more_wait_for_places_of_long_queries_than_threads_can_be_spared_for(store, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.querying.pool._MOST_OF_ONE", 1)
    places = Places(short=8, long=2, long_each=1, soon=0.05, wait=120.0)
    with workers_on(store, tmp_path / "bound", 60.0, places) as pool:
        outcomes: list[object] = []
        threads = in_background(pool, 3, partial(written, RUNAWAY), outcomes, client="me")
        until(lambda: len(outcomes) == 1)
        assert isinstance(outcomes[0], TooBusy)
        assert pool._waiting_long == ["me"]
        for running in pool.running():
            pool.stop(running.id)
        for thread in threads:
            thread.join()


def test_queries_of_kinds_that_were_short_wait_for_none_of_another_kind(store, tmp_path):
    places = Places(short=1, new=1, long=2, long_each=2, wait=0.2)
    with workers_on(store, tmp_path / "kinds", 20.0, places, str) as pool:
        assert not pool.is_usual(LOOK_UP, LOOK_UP)
        start(pool, partial(written, LOOK_UP), text=LOOK_UP)
        assert pool.is_usual(LOOK_UP, LOOK_UP)
        outcomes: list[object] = []
        threads = [
            thread
            for number in range(8)
            for thread in in_background(pool, 1, partial(written, RUNAWAY), outcomes, text=f"{RUNAWAY} # {number}")
        ]
        until(lambda: pool._new.is_crowded)
        for _ in range(10):
            assert start(pool, partial(written, LOOK_UP), text=LOOK_UP).whole
        assert pool._new.is_crowded
        until(lambda: len(outcomes) == 6)
        for running in pool.running():
            pool.stop(running.id)
        for thread in threads:
            thread.join()


def test_a_kind_of_which_one_was_long_is_as_a_new_one(store, tmp_path):
    with workers_on(store, tmp_path / "kind", 20.0, Places(long=1, long_each=1), lambda text: "kind") as pool:
        start(pool, partial(written, LOOK_UP), text="short")
        assert pool.is_usual("kind", LOOK_UP)
        (thread,) = in_background(pool, 1, partial(written, RUNAWAY), [], text="long")
        until(lambda: not pool.is_usual("kind", LOOK_UP))
        pool.stop(pool.running()[0].id)
        thread.join()


def test_no_more_wait_than_threads_can_be_spared_for(store, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.querying.pool._MOST_WAITING", 2)
    with workers_on(store, tmp_path / "waiting", 20.0, Places(short=1, new=1), str) as pool:
        assert pool._new.enter()
        outcomes: list[object] = []
        threads = in_background(pool, 2, partial(written, LOOK_UP), outcomes, text=LOOK_UP)
        until(lambda: len(pool._new._waiting) == 2)
        with pytest.raises(TooBusy, match="waiting"):
            start(pool, partial(written, LOOK_UP), text=LOOK_UP)
        assert outcomes == [], "those that came before would have waited for long by now too"
        pool._new.leave()
        for thread in threads:
            thread.join()
        assert all(isinstance(outcome, bytes) for outcome in outcomes)


def test_one_client_with_new_kinds_leaves_room_for_others_to_wait(store, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.querying.pool._MOST_OF_ONE", 2)
    with workers_on(store, tmp_path / "fair", 20.0, Places(short=1, new=1), str) as pool:
        assert pool._new.enter()
        outcomes: list[object] = []
        threads = in_background(pool, 2, partial(written, LOOK_UP), outcomes, text=LOOK_UP, client="many")
        until(lambda: len(pool._new._waiting) == 2)
        with pytest.raises(TooBusy, match="waiting"):
            start(pool, partial(written, LOOK_UP), text=LOOK_UP, client="many")
        threads += in_background(pool, 1, partial(written, LOOK_UP), outcomes, text=LOOK_UP, client="another")
        until(lambda: len(pool._new._waiting) == 3)
        pool._new.leave()
        for thread in threads:
            thread.join()
        assert [type(outcome) for outcome in outcomes] == [bytes] * 3


def test_a_place_that_gets_free_goes_to_the_client_with_fewest():
    row, come = Row(2), []

    def wait(client):
        assert row.enter(20, client=client)
        come.append(client)

    assert row.enter(client="many")
    assert row.enter(client="many")
    threads = []
    for number, client in enumerate(["many", "many", "few", "other", "many"], 1):
        threads.append(threading.Thread(target=wait, args=(client,)))
        threads[-1].start()
        until(lambda number=number: len(row._waiting) == number)
    for client, number in (("many", 1), ("few", 2), ("other", 3), ("many", 4), ("many", 5)):
        row.leave(client)
        until(lambda number=number: len(come) == number)
    for thread in threads:
        thread.join()
    assert come == ["few", "other", "many", "many", "many"]
    row.leave("many")
    row.leave("many")
    assert row.enter()
    assert not row.is_crowded


def test_who_comes_last_waits_for_no_more_places_than_there_are_clients():
    row, come = Row(4), []

    def wait(client):
        assert row.enter(20, client=client)
        come.append(client)

    many = [f"many {number}" for number in range(8)]
    for client in many[:4]:
        assert row.enter(client=client)
    threads = []
    for number, client in enumerate([*many * 8, "last"], 1):
        threads.append(threading.Thread(target=wait, args=(client,)))
        threads[-1].start()
        until(lambda number=number: len(row._waiting) == number)
    holding = many[:4]
    for number in range(1, 66):
        row.leave(holding.pop(0))
        until(lambda number=number: len(come) == number)
        holding.append(come[-1])
    for thread in threads:
        thread.join()
    assert come.index("last") <= 8
    for client in holding:
        row.leave(client)
    assert not row._given, "nobody is remembered who is gone"


def test_a_client_that_always_waits_is_not_passed_over_by_those_who_come_again():
    row, ended, refused = Row(4), threading.Event(), []

    def ask(client, times):
        for _ in range(times):
            if ended.is_set():
                return
            if row.enter(2, client=client):
                time.sleep(0.005)
                row.leave(client)
            else:
                refused.append(client)

    others = [threading.Thread(target=ask, args=(f"other {number}", 100_000)) for number in range(8)]
    twice = [threading.Thread(target=ask, args=("two connections", 40)) for _ in range(2)]
    for thread in (*others, *twice):
        thread.start()
    for thread in twice:
        thread.join()
    ended.set()
    for thread in others:
        thread.join()
    assert refused == []


def test_who_waits_for_a_usual_place_loses_it_when_one_of_the_kind_is_long(store, tmp_path):
    with workers_on(
        store, tmp_path / "kinds", 20.0, Places(short=1, new=1, long=1, wait=0.1), lambda text: "kind"
    ) as pool:
        start(pool, partial(written, LOOK_UP), text=LOOK_UP).close()
        assert pool.is_usual("kind", LOOK_UP)
        assert pool._usual.enter()
        assert pool._new.enter()
        outcomes: list[object] = []
        threads = in_background(pool, 1, partial(written, LOOK_UP), outcomes, text=LOOK_UP)
        until(lambda: len(pool._usual._waiting) == 1)
        pool._short_kinds.forget("kind")
        pool._usual.leave()
        until(lambda: len(pool._new._waiting) == 1)
        assert pool._usual.enter(), "the place is free for others"
        pool._new.leave()
        for thread in threads:
            thread.join()
        assert [type(outcome) for outcome in outcomes] == [bytes]


def test_a_place_that_is_waited_for_in_vain_is_left_to_others():
    row = Row(1)
    assert row.enter()
    assert not row.enter(0.05, client="late")

    def gone():
        raise QueryStopped("the client has gone")

    with pytest.raises(QueryStopped):
        row.enter(20, gone, client="gone")
    assert not row.is_crowded
    row.leave()
    assert row.enter()


def test_no_client_makes_kinds_forgotten_that_others_have_shown():
    kinds = Kinds(most=6)
    for kind in ("a", "b", "c"):
        kinds.learn(kind, "some")
    for number in range(20):
        kinds.learn(f"new {number}", "many")
    assert all(kind in kinds for kind in ("a", "b", "c", "new 19"))
    assert sum(f"new {number}" in kinds for number in range(20)) == 3
    kinds.forget("a")
    assert "a" not in kinds
    kinds.learn("b", "many")
    for kind in ("d", "e"):
        kinds.learn(kind, "some")
    assert "b" in kinds, "as it was learned again"


@pytest.mark.skipif(sys.platform != "linux", reason="it looks where Linux tells of threads")
def test_every_thread_of_a_long_query_is_put_back(pool):
    (thread,) = in_background(pool, 1, partial(written, RUNAWAY), [], text=RUNAWAY)
    until(lambda: any(run.is_long for run in pool._runs.values()))
    number = pool._runs[pool.running()[0].id]._worker.number
    tasks = [int(task.name) for task in Path(f"/proc/{number}/task").iterdir()]
    assert len(tasks) > 1
    until(lambda: {os.getpriority(os.PRIO_PROCESS, task) for task in tasks} == {15})
    pool.stop(pool.running()[0].id)
    thread.join()


def begun(pool, text, **more):
    """A job that was begun without waiting."""
    errand = Errand(partial(written, text), **more)
    return errand, pool.begin(errand)


def test_what_needs_no_waiting_is_begun_and_its_answer_taken_when_it_comes(pool):
    assert begun(pool, LOOK_UP)[1] is None  # no worker is there
    whole = start(pool, partial(written, LOOK_UP)).whole
    errand, run = begun(pool, LOOK_UP)
    assert begun(pool, LOOK_UP)[1] is None  # nor another one
    assert [running.id for running in pool.running()] == [errand.id]
    while not run.take():
        pass
    assert run.whole == whole
    assert pool.running() == []


@pytest.mark.parametrize("text", ["SELECT nonsense", RUNAWAY])
def test_what_was_begun_and_has_failed_or_was_stopped_is_not_whole(pool, text):
    start(pool, partial(written, LOOK_UP))
    errand, run = begun(pool, text)
    if text == RUNAWAY:
        assert pool.stop(errand.id)
    while not run.take():
        pass
    assert run.whole is None
    run.close()
    assert pool.running() == []
    assert start(pool, partial(written, LOOK_UP)).whole


def test_workers_that_nobody_needs_any_more_are_let_go(store, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.querying.pool._LONGEST_REST", 0.1)
    with workers_on(store, tmp_path / "resting", 20.0) as pool:
        outcomes: list[object] = []
        for thread in in_background(pool, 6, partial(written, "SELECT * { ?s ?p ?o } LIMIT 500"), outcomes):
            thread.join()
        time.sleep(0.2)
        start(pool, partial(written, LOOK_UP))
        assert len(pool._idle) <= 3

"""Whatever is sent, no other server is asked and no worker dies: the guard on mutated queries and updates."""

import os
import random
import socket
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path

import pytest
from evaluated import ANSWERED, FAILED, NO_SPARQL, Evaluating, open_nothing
from mutations import Mutator, Text

from kg.errors import QueryEndedWorker, QueryForbidden, QuerySyntaxError, QueryTimeout, QueryTooComplex, TextError
from kg.querying import Errand
from kg.querying.pool import Pool
from kg.querying.worker import Duty
from kg.sparql.guard import check_query, check_update

SEED = int(os.environ.get("KG_TEST_SEED", random.randrange(10**6)))
COUNT = int(os.environ.get("KG_TEST_MUTATIONS", "200000"))
QUERIES = Path(__file__).resolve().parent.parent / "queries"
MEMORY = 512 * 2**20
TOGETHER = 200
SECONDS = 3.0
REFUSALS = {
    QueryForbidden: "asks another server",
    QueryTooComplex: "too complex",
    QuerySyntaxError: "aggregates of aggregates",
}
NAMES = {ANSWERED[0]: "answered", NO_SPARQL[0]: "no SPARQL", FAILED[0]: "failed"}


class Listener:
    """A server that nobody is to call: it counts who does, and says nothing."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.calls = 0
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                self._socket.accept()[0].close()
                self.calls += 1

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@contextmanager
def listening() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


class Arm:
    """Workers that evaluate what they are given; what became of each text is counted."""

    def __init__(self, may_use_network: bool) -> None:
        self._pool = Pool(Duty(open_nothing, MEMORY, may_use_network), SECONDS)
        self.outcomes: Counter[str] = Counter()
        self.deadly: list[Text] = []

    def evaluate(self, texts: list[Text]) -> None:
        """All in one worker; where that ends before it is done, one after the other, so that each is judged alone."""
        try:
            self._count(texts)
        except (QueryTimeout, QueryEndedWorker):
            for text in texts:
                self._evaluate_alone(text)

    def _evaluate_alone(self, text: Text) -> None:
        try:
            self._count([text])
        except QueryTimeout:
            self.outcomes["ended at the deadline"] += 1
        except QueryEndedWorker:
            self.outcomes["ended the process"] += 1
            self.deadly.append(text)

    def _count(self, texts: list[Text]) -> None:
        run = self._pool.start(Errand(Evaluating(texts)))
        written = run.whole if run.whole is not None else b"".join(run)
        self.outcomes.update(NAMES[octet] for octet in written)

    def close(self) -> None:
        self._pool.close()


def corpus() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(QUERIES.rglob("*.rq"))]


def guarded(texts: Iterable[Text], refused: Counter[str]) -> Iterator[Text]:
    """Those that the guard lets pass."""
    for text in texts:
        try:
            (check_update if text.is_update else check_query)(text.text)
        except TextError as refusal:
            assert refusal.line and refusal.column and refusal.hint
            refused[REFUSALS[type(refusal)]] += 1
        else:
            yield text


def evaluate(texts: Iterator[Text], *arms: Arm) -> None:
    """Each arm is given all texts, while the next are made."""
    with ThreadPoolExecutor(len(arms)) as executor:
        pending: list[Future[None]] = []
        while some := list(islice(texts, TOGETHER)):
            for future in pending:
                future.result()
            pending = [executor.submit(arm.evaluate, some) for arm in arms]
        for future in pending:
            future.result()


@pytest.mark.parametrize("count", [pytest.param(COUNT, marks=pytest.mark.external("minutes")), COUNT // 40])
def test_nothing_that_passes_asks_another_server_or_ends_a_worker(count, capsys):
    """The guard alone stands in one of two ways: there the workers have the network."""
    refused: Counter[str] = Counter()
    confined, free = Arm(may_use_network=False), Arm(may_use_network=True)
    with listening() as listener:
        texts = Mutator(SEED, listener.address, corpus()).texts(count)
        evaluate(guarded(texts, refused), confined, free)
        confined.close()
        free.close()
    with capsys.disabled():
        figures = {"refused": dict(refused), "confined": dict(confined.outcomes), "free": dict(free.outcomes)}
        print(f"\nKG_TEST_SEED={SEED}: {count} texts, {listener.calls} calls, {figures}")  # noqa: T201
    assert sum(refused.values()) + free.outcomes.total() == count
    assert refused.total() > count / 10
    assert free.outcomes["answered"] > count / 20
    assert listener.calls == 0
    assert not confined.deadly + free.deadly


def test_without_the_guard_the_same_texts_ask_another_server_and_end_workers(capsys):
    free = Arm(may_use_network=True)
    with listening() as listener:
        texts = Mutator(SEED, listener.address, corpus()).texts(5000)
        evaluate(chain(texts, [Text("ASK " + "{" * 120_000 + "}" * 120_000, is_update=False)]), free)
        free.close()
    with capsys.disabled():
        print(f"\nKG_TEST_SEED={SEED}: without the guard {listener.calls} calls, {dict(free.outcomes)}")  # noqa: T201
    assert listener.calls > 20
    assert free.deadly

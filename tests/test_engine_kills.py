"""An engine on a server that is killed with signal 9 while articles are written: no write by half, none lost."""

import os
import random
from contextlib import ExitStack, closing
from io import BytesIO
from itertools import count, takewhile
from threading import Event, Timer

import desk
import pytest
from engines import SERVERS, USUAL_MERGED, free_port, serving

from kg.checking import check_merge
from kg.errors import StoreError
from kg.store.embedded import EmbeddedStore
from kg.store.endpoint import Endpoint
from kg.store.remote import RemoteStore

_KILLS = int(os.environ.get("KG_TEST_KILLS", "50"))  # of the writer, in tests/test_kills.py
KILLS = {"oxigraph": _KILLS // 10, "virtuoso": _KILLS // 20}
UPDATES = 6  # the most that an engine begins before it is killed
SECONDS = (0.02, 0.4)  # and the most that pass from then on: while it is at work on that update, or later
PAUSES = (0.1, 0.3, 0.6)
SEED = desk.SEED
pytestmark = pytest.mark.external(", ".join(SERVERS.values()))


class Engine:
    """A server that is killed, and begins again in the same folder at the same address."""

    def __init__(self, name, folder):
        self.name, self.folder, self.port = name, folder, free_port()
        self.running, self.updates, self.timer = ExitStack(), 0, None
        self.begin()

    def begin(self):
        self.server = self.running.enter_context(serving(self.name, self.folder, self.port))

    def kill(self):
        self.running.close()

    def strike(self, chance, then):
        """Let a random update begin, a random time pass, and do as is told."""
        self.updates = chance.randint(1, UPDATES)
        self.timer = Timer(chance.uniform(0, chance.choice(SECONDS)), then)

    def hear_of_update(self):
        self.updates -= 1
        if self.updates == 0:
            self.timer.start()


class Writing:
    """Runs that write on an engine, each until it is killed; counts what came of it."""

    def __init__(self, engine, folder, store=RemoteStore):
        self.engine, self.folder, self.store = engine, folder, store
        self.acknowledged, self.kills, self.broken_off, self.unfinished = {}, 0, 0, 0

    @property
    def latest(self):
        return max(self.acknowledged.values(), default=0)

    def open_journal(self):
        return closing(desk.open_journal(self.folder, desk.Acknowledging))

    def open_store(self, kind=RemoteStore):
        return closing(self.engine.server.store(merged=USUAL_MERGED, kind=kind, pauses=PAUSES))

    def write(self, editions, told):
        """One run, which finishes what another one began; `told` hears of what is durable."""
        with self.open_journal() as journal, self.open_store(self.store) as store:
            journal.tell = told
            desk.go_on(journal, store)
            for number in editions:
                desk.ingest(SEED, number, store, journal)

    def write_until_killed(self, chance):
        """Every other time it is back at once, and the run may go on with its further tries."""
        is_back_at_once, is_back = bool(self.kills % 2), Event()

        def kill():
            self.engine.kill()
            if is_back_at_once:
                self.engine.begin()
                is_back.set()

        self.engine.strike(chance, kill)
        numbers = takewhile(lambda _: not is_back.is_set(), count(self.latest))
        try:
            self.write(numbers, self.acknowledged.update)
        except StoreError:
            self.broken_off += 1
        self.engine.timer.join()
        self.kills += 1
        if not is_back_at_once:
            self.engine.begin()

    def check(self):
        with self.open_journal() as journal, self.open_store() as store:
            self.unfinished += desk.check_mended(SEED, journal, store, self.acknowledged)
            assert check_merge(store).violations == []

    def killed(self, kills):
        chance = random.Random(SEED)
        for _ in range(kills):
            self.write_until_killed(chance)
            self.check()
        print(  # noqa: T201 - shown when it fails, and with -s
            f"KG_TEST_SEED={SEED}: {self.kills} kills, {self.broken_off} runs broken off, "
            f"{self.unfinished} with work begun, up to edition {self.latest}"
        )


@pytest.fixture
def engine(request, tmp_path, monkeypatch):
    (tmp_path / "engine").mkdir()
    engine, update = Engine(request.param, tmp_path / "engine"), Endpoint.update

    def hear_and_update(endpoint, text):
        engine.hear_of_update()
        update(endpoint, text)

    monkeypatch.setattr(Endpoint, "update", hear_and_update)
    yield engine
    engine.kill()


def dumped(store):
    target = BytesIO()
    store.dump(target, "application/n-quads")
    return target.getvalue()


@pytest.mark.parametrize("engine", SERVERS, indirect=True)
def test_what_was_acknowledged_before_the_engine_was_killed_is_there_whole(engine, tmp_path):
    writing = Writing(engine, tmp_path)
    kills = KILLS[engine.name]
    writing.killed(kills)
    assert writing.broken_off >= kills // 2
    last = writing.latest + 1
    writing.write([last], writing.acknowledged.update)
    with writing.open_store() as store, closing(EmbeddedStore()) as expected:
        expected.load(desk.undisturbed(SEED, last))
        assert dumped(store) == dumped(expected)
        assert check_merge(store).violations == []


class Torn(RemoteStore):
    """The control: replaces each graph by removing and adding, one after the other."""

    def replace(self, graphs):
        for name, triples in graphs.items():
            super().replace({name: ()})
            super().replace({name: triples})


@pytest.mark.parametrize("engine", ["oxigraph"], indirect=True)
def test_a_writer_that_is_careless_is_caught(engine, tmp_path):
    with pytest.raises(AssertionError, match="was acknowledged"):
        Writing(engine, tmp_path, Torn).killed(100)

"""Writing that is killed with signal 9 at random moments: nothing by half, nothing lost that was acknowledged."""

import multiprocessing.forkserver
import os
import random
import sys
import time
from contextlib import closing

import desk
import pytest

from kg.store.embedded import EmbeddedStore

KILLS = int(os.environ.get("KG_TEST_KILLS", "50"))
WRITES, SECONDS = 3, 0.15  # the most that pass before a kill: writes, and seconds from then on
SEED = desk.SEED


@pytest.fixture(scope="module")
def processes():
    """Processes that come at once: they are copies of one that has read the modules, and holds no store."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["desk"])
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        multiprocessing.forkserver.ensure_running()
    return context


class Writing:
    """A folder in which one process after another writes, until it is killed; counts what came of it."""

    def __init__(self, processes, folder, journal=desk.Acknowledging, store=EmbeddedStore):
        self.processes, self.folder, self.kinds = processes, folder, (journal, store)
        self.acknowledged, self.kills, self.unfinished = {}, 0, 0

    def begin(self, last=10**6):
        receiving, sending = self.processes.Pipe(duplex=False)
        first = max(self.acknowledged.values(), default=0)
        process = self.processes.Process(
            target=desk.write_on, args=(self.folder, SEED, first, last, *self.kinds, sending)
        )
        process.start()
        sending.close()
        return process, receiving

    def hear(self, receiving):
        """What the process had told before it ended."""
        with closing(receiving):
            while True:
                try:
                    self.acknowledged |= receiving.recv()
                except EOFError:
                    return

    def kill(self, chance):
        process, receiving = self.begin()
        for _ in range(chance.randint(1, 2 * WRITES)):  # two words on each write
            self.acknowledged |= receiving.recv()
        time.sleep(chance.uniform(0, SECONDS))
        process.kill()
        process.join()
        self.hear(receiving)
        self.kills += 1

    def check(self):
        with closing(desk.open_journal(self.folder)) as journal, closing(EmbeddedStore(self.folder / "store")) as store:
            self.unfinished += desk.check_mended(SEED, journal, store, self.acknowledged)

    def finish(self):
        """The last process is not killed: what is there in the end."""
        last = max(self.acknowledged.values(), default=0) + 1
        process, receiving = self.begin(last)
        self.hear(receiving)
        process.join()
        assert process.exitcode == 0
        with closing(EmbeddedStore(self.folder / "store")) as store:
            return desk.content(store), desk.undisturbed(SEED, last)


def killed_at_random(writing, kills):
    chance = random.Random(SEED)
    for _ in range(kills):
        writing.kill(chance)
        writing.check()
    print(  # noqa: T201 - shown when it fails, and with -s
        f"KG_TEST_SEED={SEED}: {writing.kills} kills, {writing.unfinished} with work begun, "
        f"up to edition {max(writing.acknowledged.values(), default=None)}"
    )


@pytest.mark.external("minutes")
def test_what_was_acknowledged_before_a_kill_is_there_whole(processes, tmp_path):
    writing = Writing(processes, tmp_path)
    killed_at_random(writing, KILLS)
    assert writing.unfinished > KILLS / 5, "hardly a kill came while something was written"
    found, expected = writing.finish()
    assert found == expected


@pytest.mark.parametrize(
    ("kinds", "words"),
    [({"store": desk.Torn}, "the merge is not|was acknowledged"), ({"journal": desk.Hasty}, "was acknowledged")],
)
@pytest.mark.external("minutes")
def test_a_writer_that_is_careless_is_caught(processes, tmp_path, kinds, words):
    with pytest.raises(AssertionError, match=words):
        killed_at_random(Writing(processes, tmp_path, **kinds), 100)

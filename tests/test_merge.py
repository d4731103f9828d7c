"""The merge against a simple model: replacements, loads and removals in any order, thousands of them."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from desk import SEED, content, merge
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from rdflib import Literal, URIRef

from kg.store.embedded import EmbeddedStore

STEPS = 50
OPERATIONS = int(os.environ.get("KG_TEST_MERGES", "10000"))
EXAMPLES = OPERATIONS * 5 // 4 // STEPS  # of which some are a little shorter
IN_MEMORY = Path("/dev/shm")  # a disk that costs no time, where there is one
EX = "http://example.org/"
NAMES = st.sampled_from([URIRef(f"{EX}graph/{name}") for name in "abcd"])
TERMS = st.sampled_from([*(URIRef(EX + name) for name in "xy"), Literal("x"), Literal("x", lang="en"), Literal(1)])
TRIPLES = st.tuples(*(st.sampled_from([URIRef(EX + name) for name in names]) for names in ("xyz", "pq")), TERMS)
GRAPHS = st.dictionaries(NAMES, st.sets(TRIPLES, max_size=6), max_size=3)


class Merging(RuleBasedStateMachine):
    """A store and what it ought to hold."""

    kind = EmbeddedStore
    on_disk = False
    operations = 0

    @initialize()
    def begin(self):
        self.model = {}
        self.folder = TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) if self.on_disk else None
        self.store = self.kind(Path(self.folder.name) / "store" if self.folder else None)

    def written(self, graphs):
        type(self).operations += 1
        self.model |= graphs
        self.model = {name: triples for name, triples in self.model.items() if triples}

    @rule(graphs=GRAPHS)
    def replace(self, graphs):
        self.store.replace(graphs)
        self.written(graphs)

    @rule(graphs=GRAPHS)
    def load(self, graphs):
        self.store.load(graphs)
        self.written(graphs)

    @rule(name=NAMES)
    def remove(self, name):
        self.store.replace({name: ()})
        self.written({name: set()})

    @invariant()
    def is_as_the_model(self):
        assert content(self.store) == self.model
        assert merge(self.store) == set().union(*self.model.values())
        assert self.store.count() == len(set().union(*self.model.values()))

    def teardown(self):
        self.store.close()  # first: an engine that is open still writes files into its folder
        if self.folder:
            self.folder.cleanup()


def run(examples, phases=tuple(Phase), **variant):
    machine = seed(SEED)(type("Merging", (Merging,), variant))
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    amount = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        phases=phases,
        deadline=None,
        database=None,
        suppress_health_check=checks,
    )
    print(f"KG_TEST_SEED={SEED}")  # noqa: T201 - shown when it fails
    run_state_machine_as_test(machine, settings=amount)
    print(f"{machine.operations} operations")  # noqa: T201
    return machine.operations


def test_the_merge_is_right_after_each_of_some_operations():
    assert run(8) > 100


@pytest.mark.external("minutes")
def test_the_merge_is_right_after_each_of_many_operations():
    assert run(EXAMPLES) >= OPERATIONS


@pytest.mark.external("minutes")
def test_the_merge_is_right_on_a_disk():
    assert run(EXAMPLES // 7, on_disk=True) >= OPERATIONS // 10


class Forgetful(EmbeddedStore):
    """The control: takes a triple out of the merge without asking who else tells it."""

    def _is_held_beyond(self, triple, graphs):
        return False


def test_a_merge_that_forgets_other_graphs_is_caught():
    with pytest.raises(AssertionError):
        run(50, [Phase.generate], kind=Forgetful)

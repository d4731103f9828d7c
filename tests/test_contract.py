"""How many cases each engine is held to stands in the documentation as the tests are."""

from collections import Counter
from pathlib import Path

import pytest
from conftest import fault_of_engine
from engines import ENGINE_NAMES

from kg.store.profiles import PROFILES

FOLDER = Path(__file__).resolve().parent
STORES = (FOLDER.parent / "docs" / "stores.md").read_text(encoding="utf-8")
SUITE = ("test_store.py", "test_store_queries.py")


@pytest.fixture(scope="module")
def cases(request):
    """The cases of the contract, collected as for a run."""
    session, folder = request.session, request.node.parent
    modules = [pytest.Module.from_parent(folder, path=FOLDER / name) for name in SUITE]
    return [case for module in modules for case in session.genitems(module)]


def kind(case):
    (marker,) = case.iter_markers("contract")
    return marker.args[0]


def row(name, held, wrong):
    cells = [f"{held[engine] - wrong[engine]}{f' of {held[engine]}' * bool(wrong[engine])}" for engine in ENGINE_NAMES]
    return f"| {' | '.join([name, *cells, 'from documentation'])} |"


def test_the_cases_of_each_engine_are_counted_in_the_documentation(cases):
    held = {name: Counter() for name in dict.fromkeys(map(kind, cases))}
    wrong = {name: Counter() for name in held}
    for case in cases:
        engine = case.callspec.params["engine"]
        held[kind(case)][engine] += 1
        wrong[kind(case)][engine] += fault_of_engine(case) is not None
    claimed = [f"`{profile.name}`" for profile in PROFILES.values() if not profile.is_run]
    rows = [row(name, held[name], wrong[name]) for name in held]
    rows.append(row("all", sum(held.values(), Counter()), sum(wrong.values(), Counter())))
    heads = ["cases of", "in memory", "on disk", "`oxigraph`", "`virtuoso`", ", ".join(claimed)]
    table = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}", *rows]
    assert "\n".join(table) in STORES

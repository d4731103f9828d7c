"""What all tests share: which run, the reference tables, an installation, the extractor and what it reads."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from engines import ENGINES, Server, open_engine, serving
from model.load import modelled_store
from shipped import REFERENCE, few_holders

from kg.bootstrap import open_writer, stores
from kg.extraction.rules import RuleExtractor
from kg.records import ActorType, Article
from kg.reference import Reference
from kg.settings import Settings
from kg.store import GraphStore
from kg.store.embedded import EmbeddedStore

for _name in [name for name in os.environ if name.startswith("KG_")]:
    if not _name.startswith("KG_TEST_") and _name not in ("KG_GOLD_DIR", "KG_CHECKS_DIR"):
        del os.environ[_name]  # what a shell has set is for an installation of its own

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = date(2022, 7, 6)
REQUIRE_ALL = os.environ.get("KG_TEST_REQUIRE") == "all"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what needs a program or minutes, which the marker names, unless everything is required.

    Where an engine itself is wrong, a case must fail, so that we hear when it no longer is.
    """
    for item in items:
        if fault := fault_of_engine(item):
            item.add_marker(pytest.mark.xfail(reason=fault, strict=True))
        marker = item.get_closest_marker("external")
        if marker and not REQUIRE_ALL:
            needed = " ".join(marker.args) or "more than Python"
            item.add_marker(pytest.mark.skip(reason=f"needs {needed}: run `make test-all`"))


def fault_of_engine(item: pytest.Item) -> str | None:
    """Why the engine on which a case runs fails it, as `docs/stores.md` names its faults."""
    parameters = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    wrong = (marker.kwargs.get(parameters.get("engine")) for marker in item.iter_markers("wrong_on"))
    return next(filter(None, wrong), None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Where everything is required, a skipped test is a failed one; but the annotated articles are not ours to ship."""
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail") and item.path.name != "test_quality.py":
        report.outcome = "failed"
        report.longrepr = f"skipped, although KG_TEST_REQUIRE=all: {report.longrepr[2]}"
    return report


@pytest.fixture(scope="session")
def reference() -> Reference:
    """The shipped reference tables."""
    return REFERENCE


@pytest.fixture(scope="session")
def installation(tmp_path_factory) -> Path:
    """A data folder as the first opening leaves it, with few office holders: copy it with `install`.

    With all of them each opening, dump and check takes seconds; `test_bad_input` begins with them, as users do.
    """
    folder = tmp_path_factory.mktemp("installation")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stores, "read_reference", lambda _: few_holders())
        with open_writer(Settings(data_dir=folder)):
            pass
    return folder


@pytest.fixture(scope="session")
def install(installation) -> Callable[[Path], Path]:
    """Make a data folder whose store holds the ontology, reference tables with few office holders, and no article."""

    def copy(folder: Path) -> Path:
        return Path(shutil.copytree(installation, folder, symlinks=True, copy_function=_copy_or_share))

    return copy


def _copy_or_share(source: str, target: str) -> None:
    """Files of sorted strings are never written to again, so that two stores may share them."""
    if source.endswith(".sst"):
        os.link(source, target)
    else:
        shutil.copy2(source, target)


@pytest.fixture(scope="session")
def server_of(tmp_path_factory) -> Iterator[Callable[[str], Server]]:
    """Starts a SPARQL server when it is first asked for; all are stopped in the end."""
    with ExitStack() as running:
        yield cache(lambda name: running.enter_context(serving(name, tmp_path_factory.mktemp(name))))


@pytest.fixture(params=ENGINES)
def engine(request) -> str:
    """Each engine on which a store may stand, in turn."""
    return request.param


@pytest.fixture
def any_store(engine, tmp_path, server_of) -> Iterator[GraphStore]:
    """An empty store on each engine in turn."""
    store = open_engine(engine, tmp_path, server_of)
    yield store
    store.close()


@pytest.fixture(scope="session")
def extractor(reference) -> RuleExtractor:
    """The extractor, its language model loaded once for all tests."""
    return RuleExtractor(reference)


@pytest.fixture(scope="session")
def sample_texts() -> list[str]:
    """The texts of the bundled sample, in order."""
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / "sample").glob("*.txt"))]


@pytest.fixture(scope="session")
def modelled() -> Iterator[EmbeddedStore]:
    """The articles modelled by hand, with ontology, reference data and what follows."""
    store = modelled_store()
    yield store
    store.close()


@pytest.fixture
def read(extractor):
    """Reads a text as an article of 6 July 2022, a Wednesday."""

    def reading(text, published=PUBLISHED, outlet=None):
        article = Article(text, "text", published=published, outlet=outlet)
        return Reading(article, extractor.extract(article))

    return reading


class Reading:
    """An extraction with names in place of local ids."""

    def __init__(self, article, extraction):
        self.article, self.extraction = article, extraction
        self.names = {actor.id: actor.name for actor in extraction.actors}

    def words(self, span):
        return self.article.text[slice(*span)]

    @property
    def offices(self):
        persons = [a for a in self.extraction.actors if a.type is ActorType.PERSON]
        return {a.name: (a.office, self.names.get(a.of, a.of)) for a in persons}

    @property
    def meetings(self):
        return [
            ({self.names[p] for p in m.participants}, m.kind.value, str(m.date), m.place)
            for m in self.extraction.meetings
        ]

    @property
    def said(self):
        return [(self.names[s.speaker], self.words(s.content)) for s in self.extraction.statements]

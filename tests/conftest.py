"""What all tests share: which of them run, the reference tables, an installation, the extractor."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from shipped import REFERENCE

from kg.bootstrap import open_store
from kg.extraction.rules import RuleExtractor
from kg.reference import Reference
from kg.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
REQUIRE_ALL = os.environ.get("KG_TEST_REQUIRE") == "all"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what needs more than Python, unless everything is required."""
    for item in items:
        if not REQUIRE_ALL and item.get_closest_marker("external"):
            item.add_marker(pytest.mark.skip(reason="needs more than Python: run `make test-all`"))


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
    """A data folder as the first opening leaves it. Opening it anew costs seconds: copy it with `install`."""
    folder = tmp_path_factory.mktemp("installation")
    open_store(Settings(data_dir=folder)).close()
    return folder


@pytest.fixture(scope="session")
def install(installation) -> Callable[[Path], Path]:
    """Make a data folder whose store holds the ontology, the reference tables and no article."""

    def copy(folder: Path) -> Path:
        return Path(shutil.copytree(installation, folder, copy_function=_copy_or_share))

    return copy


def _copy_or_share(source: str, target: str) -> None:
    """Files of sorted strings are never written to again, so that two stores may share them."""
    if source.endswith(".sst"):
        os.link(source, target)
    else:
        shutil.copy2(source, target)


@pytest.fixture(scope="session")
def extractor(reference) -> RuleExtractor:
    """The extractor, its language model loaded once for all tests."""
    return RuleExtractor(reference)


@pytest.fixture(scope="session")
def sample_texts() -> list[str]:
    """The texts of the bundled sample, in order."""
    return [path.read_text(encoding="utf-8") for path in sorted((ROOT / "sample").glob("*.txt"))]

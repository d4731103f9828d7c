"""Fixtures of an installation with the office holders of few states, and of one that has three articles.

The whole register takes seconds whenever the tables are read, or a store is made anew. Only what is done in this
process has the small one; a server has it in its store.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from shipped import few_holders
from test_cli import FIRST, SECOND, kg, write_lines

from kg.bootstrap import reading, stores

THIRD = "Turkish Foreign Minister Mevlüt Çavuşoğlu met Jeyhun Bayramov in Ankara on July 3, 2022."


def _work_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.chdir(folder)
    patch.setenv("KG_DATA_DIR", str(folder / "data"))
    for user in (reading, stores):
        patch.setattr(user, "read_reference", lambda _: few_holders())


@contextmanager
def _working_in(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        _work_in(folder, patch)
        yield


@pytest.fixture(scope="session")
def small(install, tmp_path_factory) -> Path:
    """A folder to work in, its store without an article."""
    folder = tmp_path_factory.mktemp("small")
    install(folder / "data")
    return folder


@pytest.fixture(scope="session")
def small_with_articles(small, tmp_path_factory) -> Path:
    """One in which three articles are stored."""
    folder = shutil.copytree(small, tmp_path_factory.mktemp("articles") / "small", symlinks=True)
    with _working_in(folder):
        texts = enumerate((FIRST, SECOND, THIRD), 1)
        write_lines(Path("news.jsonl"), *({"text": t, "id": str(n), "published": "2022-07-05"} for n, t in texts))
        kg("ingest", "news.jsonl")
    return folder


@pytest.fixture
def workplace(small, tmp_path, monkeypatch) -> Path:
    """A copy of the folder without an article."""
    return _copied(small, tmp_path, monkeypatch)


@pytest.fixture
def ingested(small_with_articles, tmp_path, monkeypatch) -> Path:
    """A copy of the folder with three articles."""
    return _copied(small_with_articles, tmp_path, monkeypatch)


def _copied(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = Path(shutil.copytree(folder, tmp_path / "work", symlinks=True))
    _work_in(copy, monkeypatch)
    return copy

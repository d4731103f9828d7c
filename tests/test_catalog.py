"""Queries in files, with their titles."""

from pathlib import Path

import pytest

from kg.errors import KgError
from kg.sparql.catalog import load_queries


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_a_file_gives_name_title_description_and_text(tmp_path: Path) -> None:
    write(tmp_path, "who.rq", "# Who met whom?\n# All of them,\n# really.\nASK {}\n")
    query = load_queries(tmp_path)["who"]
    assert (query.name, query.title) == ("who", "Who met whom?")
    assert query.description == "All of them, really."
    assert query.text == "# Who met whom?\n# All of them,\n# really.\nASK {}\n"


def test_queries_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.rq", "a.rq", "notes.txt"):
        write(tmp_path, name, "# Title\nASK {}")
    assert list(load_queries(tmp_path)) == ["a", "b"]


def test_a_comment_after_the_header_is_no_description(tmp_path: Path) -> None:
    write(tmp_path, "a.rq", "# Title\nASK {}\n# inside\n")
    assert load_queries(tmp_path)["a"].description == ""


@pytest.mark.parametrize("text", ["ASK {}", "#\nASK {}", "# Title only\n", ""])
def test_a_file_without_title_or_query_is_refused_by_name(tmp_path: Path, text: str) -> None:
    write(tmp_path, "poor.rq", text)
    with pytest.raises(KgError, match=r"poor\.rq"):
        load_queries(tmp_path)


def test_a_folder_without_queries_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"no \.rq file"):
        load_queries(tmp_path)

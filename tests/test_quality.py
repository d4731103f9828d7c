"""How well annotated articles are read, where they lie beside the checkout (`KG_GOLD_DIR`)."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kg.records import Article, render_extraction

GOLD = Path(os.environ.get("KG_GOLD_DIR") or Path(__file__).resolve().parents[2] / "shared" / "gold")
FLOORS = {"actors": 0.70, "offices": 0.65, "meetings": 0.40, "statements": 0.50, "projects": 0.12}

pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(
        not (GOLD / "score.py").is_file(), reason=f"no annotated articles in {GOLD.name}/ (KG_GOLD_DIR)"
    ),
]


def article_of(path: Path) -> Article:
    meta = json.loads(path.with_suffix(".meta.json").read_text(encoding="utf-8"))
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    published = date.fromisoformat(meta["date"]) if meta.get("date") else None
    return Article(text, path.name, title=meta.get("title"), outlet=meta.get("outlet"), published=published)


@pytest.fixture(scope="module")
def scores(extractor, tmp_path_factory):
    folder = tmp_path_factory.mktemp("predictions")
    for path in sorted((GOLD / "articles").glob("*.txt")):
        article = article_of(path)
        rendered = render_extraction(article, path.stem, extractor.extract(article))
        (folder / f"{path.stem}.pred.json").write_text(json.dumps(rendered), encoding="utf-8")
    command = [sys.executable, str(GOLD / "score.py"), str(folder), "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize("layer", FLOORS)
def test_a_layer_is_read_at_least_as_well_as_its_floor(scores, layer):
    assert scores["micro"][layer]["f1"] >= FLOORS[layer]


def test_whether_a_meeting_was_held_is_read_rightly_nearly_always(scores):
    assert scores["attributes"]["meeting status"]["share"] >= 0.9

"""Put the figures of `kg evaluate` into docs/quality.md: `python benchmarks/quality.py GOLD_DIR`.

GOLD_DIR holds the annotated articles that are not ours to ship; those of the sample lie in `tests/gold`. In the page,
`<!-- others 1 -->` stands before the first table of GOLD_DIR, `<!-- sample 1 -->` before the first of the sample; what
follows, up to a blank line, is replaced. After `<!-- apart … -->` stands how far confidence and truth differ.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from kg.bootstrap import RULES, evaluate, open_gold
from kg.errors import KgError
from kg.evaluation.summary import markdown, sheets
from kg.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "quality.md"


def figures(name: str, folder: Path, texts: Path | None = None) -> dict[str, str]:
    """By the words of each marker, what is to stand after it."""
    found, settings = {}, load_settings()
    evaluation, _ = evaluate(settings, open_gold(settings, folder, texts), RULES, _refuse)
    for number, sheet in enumerate(sheets(evaluation), 1):
        title, table = markdown(sheet).strip().split("\n\n", 1)
        found[f"{name} {number}"] = f"\n{table}"
        if apart := re.search(r"\((on average .*)\)", title):
            found[f"apart {name} {number}"] = f" {apart[1]}"
    return found


def _refuse(error: KgError) -> None:
    raise error


def main(gold: Path) -> None:
    """Rewrite the page."""
    told = figures("others", gold) | figures("sample", ROOT / "tests" / "gold", ROOT / "sample")
    page = PAGE.read_text(encoding="utf-8")
    for marker in re.findall(r"<!-- ((?:apart |)(?:others|sample) \d) -->", page):
        end = r"[^\n]*" if marker.startswith("apart") else r"(?:\n\|.*)*"
        page = re.sub(rf"(<!-- {marker} -->){end}", lambda found, text=told[marker]: found[1] + text, page)
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    main(parser.parse_args().folder)

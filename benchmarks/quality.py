"""Put the figures of `kg evaluate` into docs/quality.md: `python benchmarks/quality.py GOLD_DIR [SETS_DIR]`.

GOLD_DIR holds the annotated articles that are not ours to ship; those of the sample lie in `tests/gold`. SETS_DIR has
the folders that `benchmarks/annotated.py` unpacks, each under the name of its set; without it, their figures stay.

In the page, `<!-- others 1 -->` stands before the first table of GOLD_DIR, `<!-- sample 1 -->` before the first of the
sample, `<!-- open-1 1 -->` before that of a set, `<!-- all 1 -->` before that of all but the sample; what follows, up
to a blank line, is replaced. So it is with `<!-- sample identity -->`; of `<!-- others errors -->` the last column,
told by hand, stays. What follows `<!-- others version -->`, or `<!-- others apart 4 -->`, how far confidence and truth
differ, is replaced up to the end of the line.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from kg.bootstrap import RULES, evaluate, evaluate_identity, open_gold
from kg.errors import KgError
from kg.evaluation.errors import KINDS, count_errors, find_errors
from kg.evaluation.scores import Evaluation
from kg.evaluation.summary import Sheet, markdown, sheets
from kg.extraction.rules import RULES_VERSION
from kg.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "quality.md"
ANNOTATED_SAMPLE = ROOT / "tests" / "gold"
LINE = re.compile(r"<!-- (\S+ (?:version|apart \d)) -->[^\n]*")
TABLE = re.compile(r"<!-- (\S+ (?:\d|identity)) -->(?:\n\|.*)*")
ERRORS = re.compile(r"<!-- (\S+) errors -->\n(\|.*\n\|.*)\n((?:\|.*\n)*)")


def figures(name: str, evaluation: Evaluation) -> dict[str, str]:
    """By the words of each marker what is to stand after it."""
    found = {f"{name} version": f" `rules-{RULES_VERSION}`:"}
    for number, sheet in enumerate(sheets(evaluation), 1):
        found[f"{name} {number}"] = _table(sheet)
        if apart := re.search(r"\((on average .*)\)", sheet.title):
            found[f"{name} apart {number}"] = f" {apart[1]}"
    return found


def _table(sheet: Sheet) -> str:
    return "\n" + markdown(sheet).strip().split("\n\n", 1)[1]


def _errors(evaluation: Evaluation) -> Iterator[tuple[str, int]]:
    for kind in KINDS:
        for what, number in count_errors(find_errors(evaluation.comparisons, kind)).items():
            yield f"{kind} | {what}", number


def _refuse(error: KgError) -> None:
    raise error


def _with_errors(found: re.Match[str], errors: dict[str, int]) -> str:
    """The table of errors with the numbers of now, the most frequent first."""
    rows = re.findall(r"\| (\S+ \| [^|]+) \| \d+ \| (.*) \|", found[3])
    ordered = sorted(rows, key=lambda row: -errors.get(row[0], 0))
    told = "".join(f"| {error} | {errors.get(error, 0)} | {needs} |\n" for error, needs in ordered)
    return f"<!-- {found[1]} errors -->\n{found[2]}\n{told}"


def main(gold: Path, sets: Path | None) -> None:
    """Rewrite the page."""
    settings = load_settings()
    sample, _ = evaluate(settings, open_gold(settings, [ANNOTATED_SAMPLE], ROOT / "sample"), RULES, _refuse)
    folders = {"others": gold} | ({folder.name: folder for folder in sorted(sets.iterdir())} if sets else {})
    together, _ = evaluate(settings, open_gold(settings, list(folders.values())), RULES, _refuse)
    evaluations = {"sample": sample, "all": together} if sets else {"sample": sample, "others": together}
    for name, folder in folders.items() if sets else ():
        own = [one for one in together.comparisons if one.document.name.startswith(f"{folder.name}/")]
        evaluations[name] = Evaluation(own)
    told = {"sample identity": _table(evaluate_identity(settings, ANNOTATED_SAMPLE, sample))}
    for name, evaluation in evaluations.items():
        told |= figures(name, evaluation)
    page = PAGE.read_text(encoding="utf-8")
    for marker in (LINE, TABLE):
        page = marker.sub(lambda found: f"<!-- {found[1]} -->{told[found[1]]}" if found[1] in told else found[0], page)
    page = ERRORS.sub(lambda found: _with_errors(found, dict(_errors(evaluations[found[1]]))), page)
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", metavar="GOLD_DIR", type=Path)
    parser.add_argument("sets", metavar="SETS_DIR", type=Path, nargs="?")
    given = parser.parse_args()
    main(given.gold, given.sets)

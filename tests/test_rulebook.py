"""Every rule name that a record carries leads to the function that read it."""

import ast
import re
from pathlib import Path

import pytest

from kg.bootstrap import open_sources
from kg.extraction.rulebook import reads
from kg.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("actor", "meeting", "statement", "project", "audience")
RULES = ROOT / "kg" / "extraction"
MODULES = sorted(path for path in RULES.rglob("*.py") if path.parent.name != "llm")


def named_in(path):
    """The rule names that a module's code writes, as patterns: "meeting.noun-.+" for f"meeting.noun-{…}"."""
    starts = tuple(f"{kind}." for kind in KINDS)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            parts = [re.escape(part.value) if isinstance(part, ast.Constant) else ".+" for part in node.values]
            if str(getattr(node.values[0], "value", "")).startswith(starts):
                yield "".join(parts)
        elif isinstance(node, ast.Constant) and str(node.value).startswith(starts):
            yield from [re.escape(node.value)] * (node.value[-1] not in ".-")  # the beginning of a pattern is no name


def test_every_rule_that_a_record_of_the_sample_carries_is_in_the_table(extractor):
    carried = set()
    for source in open_sources([ROOT / "sample"], Settings()):
        for article in source.articles():
            read = extractor.extract(article)
            carried |= {record.rule for record in (*read.actors, *read.meetings, *read.statements, *read.projects)}
            carried |= {rule for statement in read.statements for rule in statement.rules.values()}
    assert len(carried) > 20
    assert carried - set(extractor.rules) == set()


def test_a_model_by_hand_names_rules_of_the_table(extractor):
    named = {
        rule
        for path in (ROOT / "tests" / "model").glob("*.trig")
        for rule in re.findall(r':readBy "([^"]+)"', path.read_text("utf-8"))
    }
    assert len(named) > 10
    assert named <= set(extractor.rules)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(RULES)))
def test_every_rule_that_the_code_names_is_in_the_table(extractor, path):
    assert [name for name in named_in(path) if not any(re.fullmatch(name, rule) for rule in extractor.rules)] == []


def test_a_rule_leads_to_its_function(extractor):
    rule = extractor.rules["meeting.meet"]
    assert (rule.module, rule.place) == ("kg.extraction.meetings.gatherings", "Gatherings._met")
    file, line = rule.address.split(":")
    assert "_met" in "".join((ROOT / file).read_text(encoding="utf-8").splitlines()[int(line) - 1 :][:2])
    assert rule.summary.startswith('Read "A met')
    assert rule.code.startswith('@reads("meeting"')


def test_every_rule_says_what_it_reads_and_has_a_plain_name(extractor):
    assert [rule.name for rule in extractor.rules.values() if not rule.summary] == []
    assert [
        name for name in extractor.rules if not re.fullmatch(rf"(?:{'|'.join(KINDS)})\.[a-z]+(?:-[a-z]+)*", name)
    ] == []


def test_a_name_leads_to_one_place():
    with pytest.raises(ValueError, match=r"meeting.meet is read by .*_met already"):
        reads("meeting", "meet")(lambda: None)

"""From what was right and wrong in annotated articles to the confidence of each rule, and how far it can be trusted.

A rule's confidence is the part of its records that were right, drawn towards that of all records of their kind as if
`PRIOR` more records had been judged (the mean of a Beta distribution): two lucky hits do not make a rule certain.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.evaluation.comparison import Comparison
from kg.records import Statement

PRIOR = 10  # records
_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One reading: in which article, by which rule, whether it is right, and how sure it says it is.

    A record is right when it is half of a pair; a holder of an office also in the office. To whom and at which meeting
    something was said are readings of their own, judged on statements that are half of a pair.
    """

    document: str
    rule: str
    is_right: bool
    confidence: float | None = None

    @property
    def kind(self) -> str:
        """The kind of record: "meeting" of the rule "meeting.meet"."""
        return self.rule.partition(".")[0]


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """What a rule has to show: how many records it read, how many were right, and the confidence that follows."""

    rule: str
    read: int
    right: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Records of like confidence: how many, how sure they were on average, and what part of them was right."""

    low: float
    high: float
    records: int
    confidence: float
    right: float


def outcomes(comparisons: Iterable[Comparison]) -> Iterator[Outcome]:
    """Every record that was read, and every fact that has a rule of its own, as right or wrong."""
    for comparison in comparisons:
        name = comparison.document.name
        held = {id(read) for _, read in comparison.offices.pairs}
        for _, actor in comparison.actors.pairs:
            yield Outcome(name, actor.rule, not actor.office or id(actor) in held, actor.confidence)
        for layer in (comparison.meetings, comparison.statements, comparison.projects):
            yield from (Outcome(name, read.rule, True, read.confidence) for _, read in layer.pairs)
        extra = (comparison.actors, comparison.meetings, comparison.statements, comparison.projects)
        yield from (Outcome(name, read.rule, False, read.confidence) for layer in extra for read in layer.extra)
        for judgement in comparison.judgements:
            read, fact = judgement.read, judgement.attribute.partition(" ")[2]
            if isinstance(read, Statement) and fact in read.rules:
                yield Outcome(name, read.rules[fact], judgement.is_right, read.confidences.get(fact))


def calibrate(seen: Iterable[Outcome]) -> list[RuleRecord]:
    """The record of each kind and each rule, in the order of their names."""
    read: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for outcome in seen:
        for name in (outcome.kind, outcome.rule):
            read[name] += 1
            right[name] += outcome.is_right
    kinds = {name: (right[name] + 1) / (read[name] + 2) for name in read if "." not in name}
    return [
        RuleRecord(name, read[name], right[name], round(_confidence(name, read[name], right[name], kinds), 2))
        for name in sorted(read)
    ]


def _confidence(name: str, read: int, right: int, kinds: Mapping[str, float]) -> float:
    if name in kinds:
        return kinds[name]
    return (right + PRIOR * kinds[name.partition(".")[0]]) / (read + PRIOR)


def carried(seen: Iterable[Outcome]) -> list[tuple[float, bool]]:
    """The confidence that the records tell themselves, with whether they are right."""
    return [(outcome.confidence, outcome.is_right) for outcome in seen if outcome.confidence is not None]


def held_out(seen: Sequence[Outcome]) -> list[tuple[float, bool]]:
    """The confidence of each record by the other articles alone, with whether it is right; none without others."""
    judged = []
    for document in dict.fromkeys(outcome.document for outcome in seen):
        table = {entry.rule: entry.confidence for entry in calibrate(o for o in seen if o.document != document)}
        own = (outcome for outcome in seen if outcome.document == document)
        judged += [(table.get(o.rule, table.get(o.kind, 0.5)), o.is_right) for o in own if table]
    return judged


def reliability(judged: Iterable[tuple[float, bool]]) -> list[Bin]:
    """How sure and how right the records are, in bins of confidence."""
    judged = list(judged)
    bins = []
    for low, high in itertools.pairwise(_EDGES):
        own = [(sure, right) for sure, right in judged if low <= sure < high or sure == high == 1]
        if own:
            surest, rights = zip(*own, strict=True)
            bins.append(Bin(low, high, len(own), sum(surest) / len(own), sum(rights) / len(own)))
    return bins


def calibration_error(bins: Sequence[Bin]) -> float:
    """By how much confidence and what was right differ, on average over the records."""
    records = sum(found.records for found in bins)
    return sum(found.records * abs(found.confidence - found.right) for found in bins) / records if records else 0.0


def brier(judged: Sequence[tuple[float, bool]]) -> float:
    """The mean squared distance from the truth: 0 is perfect, and always 0.5 gives 0.25."""
    return sum((sure - right) ** 2 for sure, right in judged) / len(judged) if judged else 0.0


def write_confidence(records: Iterable[RuleRecord]) -> str:
    """The table as `kg/extraction/confidence.csv` holds it."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(("rule", "read", "right", "confidence"))
    table.writerows((entry.rule, entry.read, entry.right, f"{entry.confidence:.2f}") for entry in records)
    return file.getvalue()

"""How sure a record is: how often records that its rule read were right in annotated articles.

`confidence.csv`, for the rules, is made by `kg evaluate DIR --calibrate FILE` and changed in no other way. A table for
a language model is the installation's own, made by the same command.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from kg.records import Actor, Extraction, Meeting, Project, Statement

_TABLE = Path(__file__).with_name("confidence.csv")
_Record = TypeVar("_Record", Actor, Meeting, Statement, Project)


@cache
def load_confidence() -> Mapping[str, float]:
    """The confidence of each rule, and of each kind of record for rules that the annotated articles did not test."""
    return read_confidence(_TABLE)


def read_confidence(path: Path) -> Mapping[str, float]:
    """The confidence by rule that a table holds; `OSError`, `KeyError` or `ValueError` where it is none."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["rule"]: float(row["confidence"]) for row in csv.DictReader(file)}


def with_confidence(extraction: Extraction, table: Mapping[str, float]) -> Extraction:
    """The records, each with the confidence of its rule; so have facts of statements that a rule of their own read."""

    def of(rule: str) -> float | None:
        return table.get(rule, table.get(rule.partition(".")[0]))

    def sure(record: _Record) -> _Record:
        return replace(record, confidence=of(record.rule))

    def heard(statement: Statement) -> Statement:
        told = {fact: confidence for fact, rule in statement.rules.items() if (confidence := of(rule)) is not None}
        return replace(sure(statement), confidences=told)

    return Extraction(
        actors=tuple(map(sure, extraction.actors)),
        meetings=tuple(map(sure, extraction.meetings)),
        statements=tuple(map(heard, extraction.statements)),
        projects=tuple(map(sure, extraction.projects)),
    )

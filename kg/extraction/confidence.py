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
    """The records, each with the confidence of its rule."""

    def sure(record: _Record) -> _Record:
        return replace(record, confidence=table.get(record.rule, table.get(record.rule.partition(".")[0])))

    return Extraction(
        actors=tuple(map(sure, extraction.actors)),
        meetings=tuple(map(sure, extraction.meetings)),
        statements=tuple(map(sure, extraction.statements)),
        projects=tuple(map(sure, extraction.projects)),
    )

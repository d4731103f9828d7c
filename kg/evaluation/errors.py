"""What went wrong, in words: each record that was missed, is too many, or tells an attribute otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.evaluation.comparison import Comparison, Record
from kg.records import Actor, Extraction, Meeting, Project, Span, Statement

KINDS = ("actors", "offices", "meetings", "statements", "projects")
_LONGEST = 200  # characters of an article's words in one line


@dataclass(frozen=True, slots=True)
class Slip:
    """One error: in which article, what is wrong, what the record tells, its words, and the rule that read it."""

    document: str
    kind: str
    what: str
    told: str
    words: str
    rule: str = ""


def find_errors(comparisons: Iterable[Comparison], kind: str) -> Iterator[Slip]:
    """The errors of one kind of record, article by article: missed, not annotated, then wrong attributes."""
    for comparison in comparisons:
        layer = comparison.layers[kind]
        for missed in layer.missed:
            yield _slip(comparison, kind, "missed", missed, comparison.document.gold)
        for extra in layer.extra:
            yield _slip(comparison, kind, "not annotated", extra, comparison.read)
        yield from _wrong_attributes(comparison, kind)


def count_errors(slips: Iterable[Slip]) -> Counter[str]:
    """How many there are of each sort: "missed", "not annotated", or the attribute that is wrong."""
    return Counter(slip.what.partition(":")[0] for slip in slips)


def _wrong_attributes(comparison: Comparison, kind: str) -> Iterator[Slip]:
    for judgement in comparison.judgements:
        subject, _, attribute = judgement.attribute.partition(" ")
        if f"{subject}s" == kind and not judgement.is_right:
            what = f"{attribute}: read {judgement.found}, annotated {judgement.wanted}"
            yield _slip(comparison, kind, what, judgement.read, comparison.read)


def _slip(comparison: Comparison, kind: str, what: str, record: Record | Span, extraction: Extraction) -> Slip:
    assert not isinstance(record, tuple)
    told = _office(record) if kind == "offices" and isinstance(record, Actor) else tell(record, extraction)
    start, end = _words_of(record)
    words = " ".join(comparison.document.article.text[start:end].split())
    words = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    rule = record.rule if extraction is comparison.read else ""
    return Slip(comparison.document.name, kind, what, told, words, rule)


def _office(holder: Actor) -> str:
    return f"{holder.name}: {holder.office}"


def _words_of(record: Record) -> Span:
    if isinstance(record, Actor):
        return record.spans.get("sentence", record.mentions[0])
    return record.content if isinstance(record, Statement) else record.evidence


def tell(record: Record, extraction: Extraction) -> str:
    """What a record tells, in one line: "visit, held, 2022-07-04: Jeyhun Bayramov, Iran"."""
    names = {actor.id: actor.name for actor in extraction.actors}
    match record:
        case Actor():
            office = [record.office] if record.office else []
            owner = [f"of {names.get(record.of, record.of)}"] if record.of else []
            return " ".join([f"{record.name} ({record.type})", *office, *owner])
        case Meeting():
            head = filter(None, (record.kind, record.status, str(record.date or ""), record.place))
            return f"{', '.join(head)}: {', '.join(names[p] for p in record.participants)}"
        case Statement():
            addressee = f" to {names[record.addressee]}" if record.addressee else ""
            return f"{names[record.speaker]}{addressee}, {record.form}, “{record.cue}”"
        case Project():
            return f"{record.name} ({record.kind}, {record.status}): {', '.join(names[p] for p in record.parties)}"

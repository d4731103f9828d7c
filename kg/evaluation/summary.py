"""An evaluation as it is shown: tables of cells for people, one JSON object for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from kg.evaluation.calibration import brier, calibration_error, carried, held_out, outcomes, reliability
from kg.evaluation.comparison import LAYERS
from kg.evaluation.scores import Evaluation, Interval, Score


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: what it is about, its columns, its cells."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def sheets(evaluation: Evaluation) -> Iterator[Sheet]:
    """The tables that `kg evaluate` prints; of a single article only those that need no other.

    What was neither annotated nor read, and attributes of no pair, have no row.
    """
    layers = tuple(
        _layer_row(layer, score) for layer, score in evaluation.layers.items() if score.read or score.annotated
    )
    attributes = tuple(
        (name, str(share.of), str(share.right), _figure(share.share))
        for name, share in evaluation.attributes.items()
        if share.of
    )
    found = Sheet("1 article", ("layer", "annotated", "read", "right", "precision", "recall", "F1"), layers)
    told = Sheet("on records that are pairs", ("attribute", "pairs", "right", "share"), attributes)
    if len(evaluation.comparisons) > 1:
        title = f"{len(evaluation.comparisons)} articles, summed (95 % interval of F1 over articles)"
        found = _with_bounds(replace(found, title=title), evaluation.intervals)
        told = _with_bounds(
            replace(told, title=f"{told.title} (95 % interval over articles)"), evaluation.attribute_intervals
        )
    yield from (found, told)
    seen = list(outcomes(evaluation.comparisons))
    yield from _reliability_sheets("how sure the records say they are, and how right they are", carried(seen))
    yield from _reliability_sheets(
        "the same, if their confidence came from the other articles here alone", held_out(seen)
    )
    if len(evaluation.outlets) > 1:
        yield Sheet(
            "F1 by outlet",
            ("outlet", "articles", *LAYERS),
            tuple(
                (outlet, str(len(own.comparisons)), *(_f1(own.layers[layer]) for layer in LAYERS))
                for outlet, own in evaluation.outlets.items()
            ),
        )
    audiences = tuple(_audience_row(*told) for told in evaluation.audiences.items())
    if any(score.read or score.annotated for score in evaluation.audiences.values()):
        columns = ("attribute", "read by", "annotated", "read", "right", "precision", "recall")
        yield Sheet("to whom and at which meeting statements were made, on those that are pairs", columns, audiences)


def markdown(sheet: Sheet) -> str:
    """The table as Markdown, its title as a paragraph before it."""
    lines = [sheet.columns, ("---",) * len(sheet.columns), *sheet.rows]
    return "\n".join([f"{sheet.title}:\n", *(f"| {' | '.join(line)} |" for line in lines), ""])


def _reliability_sheets(title: str, judged: Sequence[tuple[float, bool]]) -> Iterator[Sheet]:
    """One, or none where there is nothing to judge."""
    if bins := reliability(judged):
        yield Sheet(
            f"{title} (on average {calibration_error(bins):.3f} apart; Brier score {brier(judged):.3f})",
            ("confidence", "records", "on average", "right"),
            tuple(
                (f"{one.low:.1f}–{one.high:.1f}", str(one.records), _figure(one.confidence), _figure(one.right))
                for one in bins
            ),
        )


def _layer_row(layer: str, score: Score) -> tuple[str, ...]:
    """Of what there was nothing, no share is told."""
    precision = _figure(score.precision if score.read else None)
    recall = _figure(score.recall if score.annotated else None)
    return (layer, *map(str, (score.annotated, score.read, score.right)), precision, recall, _f1(score))


def _audience_row(read_by: tuple[str, str], score: Score) -> tuple[str, ...]:
    """No rule alone answers for what is annotated."""
    attribute, rule = read_by
    _, annotated, *counts, precision, recall, _ = _layer_row(attribute, score)
    return (attribute, rule or "any rule", "" if rule else annotated, *counts, precision, "" if rule else recall)


def _with_bounds(sheet: Sheet, intervals: Mapping[str, Interval | None]) -> Sheet:
    """The table with the interval of each row."""
    rows = tuple((*row, *_bounds(intervals[row[0]])) for row in sheet.rows)
    return replace(sheet, columns=(*sheet.columns, "from", "to"), rows=rows)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _bounds(interval: Interval | None) -> tuple[str, str]:
    return ("", "") if interval is None else (_figure(interval[0]), _figure(interval[1]))


def _f1(score: Score) -> str:
    return _figure(score.f1) if score.read or score.annotated else ""


def render(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation as the JSON object that `kg evaluate --json` prints, also with what there was nothing of."""
    seen = list(outcomes(evaluation.comparisons))
    return {
        "articles": len(evaluation.comparisons),
        "layers": {
            layer: _rendered(score) | {"f1_interval": evaluation.intervals[layer]}
            for layer, score in evaluation.layers.items()
        },
        "attributes": {
            name: asdict(share) | {"share": share.share, "interval": evaluation.attribute_intervals[name]}
            for name, share in evaluation.attributes.items()
        },
        "audiences": [
            {"attribute": name, "rule": rule, "read": score.read, "right": score.right, "precision": score.precision}
            if rule
            else {"attribute": name, "rule": None, **_rendered(score)}
            for (name, rule), score in evaluation.audiences.items()
        ],
        "reliability": {
            "carried": [asdict(found) for found in reliability(carried(seen))],
            "held_out": [asdict(found) for found in reliability(held_out(seen))],
        },
        "outlets": {
            outlet: {"articles": len(own.comparisons), "layers": _rendered_layers(own.layers)}
            for outlet, own in evaluation.outlets.items()
        },
        "documents": {
            own.comparisons[0].document.name: _rendered_layers(own.layers) for own in evaluation.documents
        },
    }  # fmt: skip


def _rendered_layers(layers: Mapping[str, Score]) -> dict[str, Any]:
    return {layer: _rendered(score) for layer, score in layers.items()}


def _rendered(score: Score) -> dict[str, Any]:
    return asdict(score) | {"precision": score.precision, "recall": score.recall, "f1": score.f1}

"""An evaluation as it is shown: tables of cells for people, one JSON object for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
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
    """The tables that `kg evaluate` prints."""
    yield Sheet(
        f"{len(evaluation.comparisons)} articles, summed (95 % interval of F1 over articles)",
        ("layer", "annotated", "read", "right", "precision", "recall", "F1", "from", "to"),
        tuple(_layer_row(layer, score, evaluation.intervals[layer]) for layer, score in evaluation.layers.items()),
    )
    yield Sheet(
        "on records that are pairs (95 % interval over articles)",
        ("attribute", "pairs", "right", "share", "from", "to"),
        tuple(
            (
                name,
                str(share.of),
                str(share.right),
                _figure(share.share),
                *_bounds(evaluation.attribute_intervals[name]),
            )
            for name, share in evaluation.attributes.items()
        ),
    )
    seen = list(outcomes(evaluation.comparisons))
    yield _reliability_sheet("how sure the records say they are, and how right they are", carried(seen))
    yield _reliability_sheet("the same, if their confidence came from the other articles here alone", held_out(seen))
    yield Sheet(
        "F1 by outlet",
        ("outlet", "articles", *LAYERS),
        tuple(
            (outlet, str(len(own.comparisons)), *(_f1(own.layers[layer]) for layer in LAYERS))
            for outlet, own in evaluation.outlets.items()
        ),
    )


def markdown(sheet: Sheet) -> str:
    """The table as Markdown, its title as a paragraph before it."""
    lines = [sheet.columns, ("---",) * len(sheet.columns), *sheet.rows]
    return "\n".join([f"{sheet.title}:\n", *(f"| {' | '.join(line)} |" for line in lines), ""])


def _reliability_sheet(title: str, judged: Sequence[tuple[float, bool]]) -> Sheet:
    bins = reliability(judged)
    return Sheet(
        f"{title} (on average {calibration_error(bins):.3f} apart; Brier score {brier(judged):.3f})",
        ("confidence", "records", "on average", "right"),
        tuple(
            (f"{found.low:.1f}–{found.high:.1f}", str(found.records), _figure(found.confidence), _figure(found.right))
            for found in bins
        ),
    )


def _layer_row(layer: str, score: Score, interval: Interval) -> tuple[str, ...]:
    counts = (score.annotated, score.read, score.right)
    figures = (score.precision, score.recall, score.f1, *interval)
    return (layer, *map(str, counts), *map(_figure, figures))


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _bounds(interval: Interval | None) -> tuple[str, str]:
    return ("", "") if interval is None else (_figure(interval[0]), _figure(interval[1]))


def _f1(score: Score) -> str:
    return _figure(score.f1) if score.read or score.annotated else ""


def render(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation as the JSON object that `kg evaluate --json` prints."""
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

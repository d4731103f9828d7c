"""Scores over many articles: precision, recall and F1 for each layer, how sure they are, and by outlet.

Counts are summed over articles before they are divided (micro-average). The interval says how far the figures move
when the articles are drawn anew (bootstrap over articles, percentiles); it knows nothing of articles of another kind.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kg.evaluation.comparison import ATTRIBUTES, LAYERS, Comparison
from kg.records import Statement

DRAWS = 2000
_SEED = 20
_TAIL = 0.025  # on either side of an interval of 95 %
NO_OUTLET = "no outlet"


@dataclass(frozen=True, slots=True)
class Score:
    """How many records were annotated, how many read, and how many of these are pairs."""

    right: int = 0
    read: int = 0
    annotated: int = 0

    def __add__(self, other: Score) -> Score:
        """The counts of both together."""
        return Score(self.right + other.right, self.read + other.read, self.annotated + other.annotated)

    @property
    def precision(self) -> float:
        """How much of what was read is right."""
        return self.right / self.read if self.read else float(not self.annotated)

    @property
    def recall(self) -> float:
        """How much of what was annotated was read."""
        return self.right / self.annotated if self.annotated else float(not self.read)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """How often an attribute is right on paired records."""

    right: int = 0
    of: int = 0

    def __add__(self, other: Share) -> Share:
        """The counts of both together."""
        return Share(self.right + other.right, self.of + other.of)

    @property
    def share(self) -> float | None:
        """The part that is right; none where there was nothing to judge."""
        return self.right / self.of if self.of else None


Interval = tuple[float, float]


@dataclass(frozen=True)
class Evaluation:
    """The scores of a set of articles."""

    comparisons: Sequence[Comparison]
    draws: int = field(default=DRAWS)

    @cached_property
    def _scores(self) -> list[dict[str, Score]]:
        return [score_layers(comparison) for comparison in self.comparisons]

    @cached_property
    def _shares(self) -> list[dict[str, Share]]:
        return [share_attributes(comparison) for comparison in self.comparisons]

    @cached_property
    def layers(self) -> Mapping[str, Score]:
        """The score of each layer."""
        return {layer: _total(scores[layer] for scores in self._scores) for layer in LAYERS}

    @cached_property
    def attributes(self) -> Mapping[str, Share]:
        """How often each attribute of paired records is right."""
        return {name: sum((shares[name] for shares in self._shares), Share()) for name in ATTRIBUTES}

    @cached_property
    def intervals(self) -> Mapping[str, Interval | None]:
        """Between which bounds the F1 of each layer lies in 95 of 100 draws of articles.

        None for a single article, and where there was nothing to find and nothing read.
        """
        drawn: dict[str, list[float]] = {layer: [] for layer in LAYERS}
        for draw in _draws(len(self._scores), self.draws):
            for layer in LAYERS:
                score = _total(self._scores[n][layer] for n in draw)
                drawn[layer] += [score.f1] if score.read or score.annotated else []
        return {layer: _interval(values) for layer, values in drawn.items()}

    @cached_property
    def attribute_intervals(self) -> Mapping[str, Interval | None]:
        """The same for each attribute; none for a single article, and where there was nothing to judge."""
        drawn: dict[str, list[float]] = {name: [] for name in ATTRIBUTES}
        for draw in _draws(len(self._shares), self.draws):
            for name in ATTRIBUTES:
                share = sum((self._shares[n][name] for n in draw), Share()).share
                drawn[name] += [] if share is None else [share]
        return {name: _interval(values) for name, values in drawn.items()}

    @cached_property
    def audiences(self) -> Mapping[tuple[str, str], Score]:
        """To whom and at which meeting paired statements were made, by attribute and by the rule that read it.

        Under no rule stands what all together read and what is annotated, which is nobody's reading.
        """
        scores: dict[tuple[str, str], Score] = {}
        for name, rule, score in (told for comparison in self.comparisons for told in _score_audiences(comparison)):
            scores[name, rule] = scores.get((name, rule), Score()) + score
        return dict(sorted(scores.items()))

    @cached_property
    def outlets(self) -> Mapping[str, Evaluation]:
        """The articles of each outlet, those with most articles first."""
        by_outlet: dict[str, list[Comparison]] = {}
        for comparison in self.comparisons:
            by_outlet.setdefault(comparison.document.article.outlet or NO_OUTLET, []).append(comparison)
        ordered = sorted(by_outlet.items(), key=lambda item: (-len(item[1]), item[0]))
        return {outlet: Evaluation(comparisons, self.draws) for outlet, comparisons in ordered}

    @property
    def documents(self) -> Iterator[Evaluation]:
        """Each article by itself."""
        return (Evaluation([comparison], self.draws) for comparison in self.comparisons)


def score_layers(comparison: Comparison) -> dict[str, Score]:
    """The counts of one article."""
    return {
        name: Score(
            len(layer.pairs), len(layer.pairs) + len(layer.extra), len(layer.pairs) + len(layer.missed)
        )
        for name, layer in comparison.layers.items()
    }  # fmt: skip


def share_attributes(comparison: Comparison) -> dict[str, Share]:
    """How often each attribute is right in one article."""
    shares = dict.fromkeys(ATTRIBUTES, Share())
    for judgement in comparison.judgements:
        shares[judgement.attribute] += Share(int(judgement.is_right), 1)
    return shares


def _score_audiences(comparison: Comparison) -> Iterator[tuple[str, str, Score]]:
    for judgement in comparison.judgements:
        name = judgement.attribute.removeprefix("statement ")
        gold, read = judgement.annotated, judgement.read
        if name in ("addressee", "occasion") and isinstance(gold, Statement) and isinstance(read, Statement):
            is_read = getattr(read, name) is not None
            right = int(is_read and judgement.is_right)
            score = Score(right, int(is_read), int(getattr(gold, name) is not None))
            yield judgement.attribute, "", score
            if is_read:
                yield judgement.attribute, read.rules.get(name, read.rule), replace(score, annotated=0)


def _total(scores: Iterable[Score]) -> Score:
    return sum(scores, Score())


def _draws(size: int, number: int) -> Iterable[list[int]]:
    """As many articles as there are, drawn with replacement, the same draws each time; a single one has no other."""
    if size < 2:
        return ()
    chance = random.Random(_SEED)
    return (chance.choices(range(size), k=size) for _ in range(number))


def _interval(values: list[float]) -> Interval | None:
    if not values:
        return None
    ordered = sorted(values)
    last = len(ordered) - 1
    return ordered[round(_TAIL * last)], ordered[round((1 - _TAIL) * last)]

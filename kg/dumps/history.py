"""What has become of articles between two versions, however many lie between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.dumps.steps import Step


class Kind(StrEnum):
    """What has become of an article."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """What has become of an article, and with which version last; `at` is when that was published."""

    article: str
    kind: Kind
    version: int
    at: str


def changes_of(steps: Iterable[Step]) -> list[Change]:
    """What has become of each article in all of these steps together, the latest first.

    One that came and went is not told, one that went and came again has changed.
    """
    found: dict[str, Change] = {}
    for step in steps:
        for kind, articles in ((Kind.ADDED, step.added), (Kind.CHANGED, step.changed), (Kind.REMOVED, step.removed)):
            for article in articles:
                before = found.pop(article, None)
                together = _together(before.kind, kind) if before else kind
                if together is not None:
                    found[article] = Change(article, together, step.version, step.published)
    return sorted(found.values(), key=lambda change: (-change.version, change.article))


def _together(first: Kind, then: Kind) -> Kind | None:
    if first is Kind.ADDED:
        return None if then is Kind.REMOVED else Kind.ADDED
    return Kind.REMOVED if then is Kind.REMOVED else Kind.CHANGED


def steps_between(steps: Sequence[Step], since: int, until: int) -> list[Step] | None:
    """The steps that lead from one version to another; nothing where they are not all kept.

    A version of which no release was made lies between two that were: from it, the step over it is the first.
    """
    chosen = [step for step in steps if since < step.version <= until]
    is_kept = not chosen or chosen[0].previous <= since
    return chosen if is_kept and (chosen or since >= until) else None

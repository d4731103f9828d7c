"""Which versions of an extractor came after which, by their names, as in `rules-12+tables-1f0c+model-3.7`."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEAD = re.compile(r"(.+?)(?:-(\d+))?(?:\+|$)")


def versions_since(asked: str, known: Sequence[str]) -> list[str]:
    """Of these, in the order in which they came, the version asked for and the later ones of the same extractor.

    The beginning of its name is enough, up to a `+`. What has the higher number is later; of one number, what came
    later. A version that is not among these has later ones nevertheless.
    """
    kind, number = _head(asked)
    ranks = {name: (_head(name)[1], place) for place, name in enumerate(known) if _head(name)[0] == kind}
    named = [rank for name, rank in ranks.items() if f"{name}+".startswith(f"{asked}+")]
    return [name for name, rank in ranks.items() if rank >= min(named, default=(number, len(known)))]


def _head(name: str) -> tuple[str, int]:
    found = _HEAD.match(name)
    return (found[1], int(found[2] or 0)) if found else (name, 0)

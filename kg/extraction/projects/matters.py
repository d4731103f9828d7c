"""What projects are about: the words by which an agreement, a work or a sum is of one kind."""

from __future__ import annotations

import re
from collections.abc import Set

from kg.records import ProjectKind

_KINDS: tuple[tuple[ProjectKind, str], ...] = (
    (ProjectKind.INFRASTRUCTURE, "infrastructure belt reconstruction broadband"),
    (ProjectKind.ENERGY, "energy gas oil pipeline power electric electricity electrification grid nuclear solar wind "
                         "reactor refinery petrochemical climate hydrogen interconnector drilling crude fuel "
                         "lng hydropower atomic uranium"),
    (ProjectKind.MILITARY, "military defence defense security arms armed weapons naval troops army missile drill "
                           "drills exercise exercises submarine submarines helicopters ammunition missiles rockets "
                           "tanks drones jets warplanes artillery weapon arsenal howitzers shells munitions fighter "
                           "fighters jet helicopter drone armoured armored warships frigates peacekeeping patrol "
                           "soldiers"),
    (ProjectKind.HUMANITARIAN, "humanitarian aid relief food vaccine vaccines refugee refugees health disaster grain "
                               "wheat medicines medical doses tents ambulances"),
    (ProjectKind.TRANSPORT, "transport rail railway corridor road route highway airport port flights communication "
                            "links buses locomotives ferry aviation railroad airline"),
    (ProjectKind.TRADE, "trade investment investments tariff market markets business minerals economic"),
    (ProjectKind.CULTURE, "cultural culture education school university exchange language museum"),
    (ProjectKind.INFRASTRUCTURE, "construction bridge dam hospital"),
)  # fmt: skip
_OF_ACTS = (ProjectKind.TRADE, ProjectKind.MILITARY)  # any other agreement is one

FIELDS = frozenset(word for _, words in _KINDS for word in words.split()) | {"financial"}
"""Words that tell in which matter states work together: "a | defence | partnership"."""


FORCES = frozenset(
    """troop soldier force peacekeeper police officer instructor personnel contingent warship frigate battalion
    adviser advisor trainer""".split()
)
"""Whom a state sends abroad in arms or to train those who bear them."""


def kind_of_agreement(before: Set[str], topic: Set[str]) -> ProjectKind:
    """The kind of an agreement by the words before it and those that say what it is on; else an agreement."""
    for kind, keywords in _KINDS:
        wanted = set(keywords.split())
        if topic & wanted or (before & wanted and kind in _OF_ACTS):
            return kind
    return ProjectKind.AGREEMENT


def kind_told(words: str) -> ProjectKind | None:
    """The kind that the words tell first; "food security" is no matter of arms."""
    present = set(re.findall(r"[a-z]+", words.lower().replace("food security", "food")))
    return next((kind for kind, keywords in _KINDS if present & set(keywords.split())), None)

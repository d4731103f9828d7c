"""What a row of each reference table says."""

from __future__ import annotations

import re
from dataclasses import dataclass

STATE_KINDS = frozenset({"state", "observer", "partially-recognised", "territory"})
"""The standings a state can have, as "observer" for the Holy See at the United Nations."""

PRIVATE_KINDS = frozenset({"company", "party", "court", "committee", "foundation", "region"})
"""The kinds of body that do not act for the state in which they are at home, as "company" for Gazprom."""

_WITH_OFFICES = frozenset({"company", "party", "foundation", "region", "government"})
"""The kinds of body whose offices are its own, whatever state it is at home in: chairman of a party."""

ORGANISATION_KINDS = frozenset({"organisation", "format", "armed-group", "government"}) | PRIVATE_KINDS
"""The kinds of collective actor, as "format" for the Minsk Group."""

OUTLET_KINDS = frozenset({"agency", "newspaper", "broadcaster", "website"})
"""The kinds of news outlet, as "agency" for Reuters."""

AUDIENCES = frozenset({"state", "world"})
"""For whom an outlet writes: "world" for Reuters, which treats all states alike."""

PLACE_KINDS = frozenset({"city", "site", "region"})
"""The kinds of place, as "site" for Camp David."""


PROJECT_KINDS = frozenset("agreement culture energy humanitarian infrastructure military other trade transport".split())
"""The kinds of project, as "energy" for a pipeline."""

PROJECT_STATUSES = frozenset("proposed planned underway completed unknown".split())
"""How far a project can have come; one that was given up before it was completed is `unknown`."""

OFFICE_KINDS = frozenset(
    "head-of-state head-of-government deputy-head minister deputy-minister parliament legislator diplomat spokesperson"
    " commander local-head body-head".split()
)
"""The kinds of office, as `ontology/vocabularies.ttl` defines them."""

SEVERAL_HOLDERS = frozenset({"deputy-prime-minister", "vice-president", "special-envoy", "un-ambassador"})
"""The offices that many hold at a time, so that a later holder says nothing of an earlier one."""

_EXPORT = re.compile(r"wikidata-([0-9]{4})(-[0-9]{2})?(-open)?")  # the source of a row, with the year


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory with the words by which news texts call it.

    Azerbaijan, for example, has the code "AZE", the adjectives "Azerbaijani" and "Azeri", the capital "Baku".
    `coordinates` are those of the capital.
    """

    code: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    metonyms: tuple[str, ...]
    wikidata: str | None
    coordinates: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """A collective actor of diplomacy: an organisation, a meeting format or an armed group.

    The State Department, for example, belongs to the state "USA" and has its seat in "Washington". `members` are codes
    of states and ids of organisations.
    """

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    state: str | None
    seat: str | None
    acronym: str | None
    members: tuple[str, ...]
    wikidata: str | None

    @property
    def acts_for(self) -> str | None:
        """The code of the state for which the body acts; `None` of a company, party or court."""
        return None if self.kind in PRIVATE_KINDS else self.state

    @property
    def office_state(self) -> str | None:
        """The code of the state to which offices at the body belong; `None` where they are the body's own."""
        return None if self.kind in _WITH_OFFICES else self.state


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news agency, newspaper, broadcaster or website that reports or is quoted, as Reuters or Azertac.

    `is_for_the_world` tells one that writes of all states alike, and so leaves out no state as its own.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    state: str
    is_for_the_world: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A city (no capital), site or region where diplomacy happens or that it is about, as Geneva.

    `adjectives` tell of a part of a state: "Scottish". The state is None for a region that several states share or
    contest, as the South China Sea. Latitude and longitude are in degrees (WGS 84).
    """

    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    state: str | None
    kind: str
    coordinates: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class KnownProject:
    """An agreement, work or programme that news mention by its name alone, as the "nuclear deal" with Iran.

    `parties` are codes of states and ids of organisations, those first that carry it above all.
    """

    name: str
    aliases: tuple[str, ...]
    parties: tuple[str, ...]
    kind: str
    status: str


@dataclass(frozen=True, slots=True)
class Office:
    """A public position as it is called in English, French and Russian, whichever state's or body's it is.

    `aliases` are further English titles; one that holds in a single state or body begins with its code or id:
    "USA:Secretary of State" of the foreign minister. `is_kept` says that the register keeps who held it.
    """

    id: str
    kind: str
    is_kept: bool
    name: str
    french: str
    russian: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """That a person held an office of a state or body.

    `person` is the Wikidata item, or where that is not known the name as `marco-rubio`; `of` a state's code or an
    organisation's id.
    `since` and `until` are ISO dates, or a year and month or a year where no more is known; None where the beginning
    or end is not known or the holding lasts. `is_verified` says that a second source agrees.
    """

    person: str
    name: str
    of: str
    office: str
    since: str | None
    until: str | None
    source: str
    is_verified: bool

    @property
    def has_item(self) -> bool:
        """Whether the person is known by a Wikidata item."""
        return self.person[:1] == "Q"

    @property
    def earliest(self) -> str:
        """From when on the person may have held the office: of an end alone, from the beginning of its year."""
        return self.since or (self.until or "")[:4]

    @property
    def latest(self) -> str:
        """Up to when the person may have held the office, to compare with ISO dates.

        An unknown end is open. But of an office for many at a time nobody's coming tells that another left, and what
        an export of Wikidata says of it is taken to hold until the end of the year after.
        """
        exported = _EXPORT.fullmatch(self.source)
        if self.until is None and self.office in SEVERAL_HOLDERS and exported:
            return f"{int(exported[1]) + 1}~"
        return f"{self.until or ''}~"

    def covers(self, day: str) -> bool:
        """Whether the person may have held the office on this day (ISO)."""
        # Text compares rightly for dates of unequal precision: "2021-08" <= "2021-08-25" <= "2024~".
        return self.earliest <= day <= self.latest

"""The hand-made tables of states, organisations, news outlets and places, read into objects.

A `Reference` finds the entry that a surface form in a news text stands for, as "Azeri" stands for Azerbaijan.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

STATE_KINDS = frozenset({"state", "observer", "partially-recognised", "territory"})
"""The standings a state can have, as "observer" for the Holy See at the United Nations."""

ORGANISATION_KINDS = frozenset({"organisation", "format", "armed-group"})
"""The kinds of collective actor, as "format" for the Minsk Group."""

OUTLET_KINDS = frozenset({"agency", "newspaper", "broadcaster", "website"})
"""The kinds of news outlet, as "agency" for Reuters."""

PLACE_KINDS = frozenset({"city", "site", "region"})
"""The kinds of place, as "site" for Camp David."""

_STATE_CODE = re.compile(r"[A-Z]{3}")
_IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WIKIDATA_ITEM = re.compile(r"Q[1-9][0-9]*")
_ARTICLES = ("the ", "The ")


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory with the words by which news texts call it.

    Azerbaijan, for example, has the code "AZE", the adjectives "Azerbaijani" and "Azeri", the capital "Baku".
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


@dataclass(frozen=True, slots=True)
class Organisation:
    """A collective actor of diplomacy: an organisation, a meeting format or an armed group.

    The State Department, for example, belongs to the state "USA" and has its seat in "Washington".
    """

    id: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    state: str | None
    seat: str | None


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news agency, newspaper, broadcaster or website that reports or is quoted, as Reuters or Azertac."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class Place:
    """A city (no capital), site or region where diplomacy happens or that it is about, as Geneva.

    The state is None for a region that several states share or contest, as the South China Sea.
    """

    name: str
    aliases: tuple[str, ...]
    state: str | None
    kind: str


class _Named(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def aliases(self) -> tuple[str, ...]: ...


_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True)
class Reference:
    """All reference tables together, with a dictionary from surface form to entry for each way of naming.

    The dictionaries hold surface forms as the tables spell them. The lookups also accept a leading article:
    "the Kremlin" finds Russia through the metonym "Kremlin". Where the article belongs to the name, as in
    "The Hague", it is required. A surface form that stands for two different entries raises ValueError.
    """

    states: tuple[State, ...]
    organisations: tuple[Organisation, ...]
    outlets: tuple[Outlet, ...]
    places: tuple[Place, ...]
    states_by_code: Mapping[str, State] = field(init=False, repr=False, compare=False)
    state_surfaces: Mapping[str, State] = field(init=False, repr=False, compare=False)
    adjective_surfaces: Mapping[str, State] = field(init=False, repr=False, compare=False)
    capital_surfaces: Mapping[str, State] = field(init=False, repr=False, compare=False)
    metonym_surfaces: Mapping[str, State] = field(init=False, repr=False, compare=False)
    organisation_surfaces: Mapping[str, Organisation] = field(init=False, repr=False, compare=False)
    outlet_surfaces: Mapping[str, Outlet] = field(init=False, repr=False, compare=False)
    place_surfaces: Mapping[str, Place] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Build the dictionaries once, so that each lookup costs no more than a few dictionary reads."""
        fill = object.__setattr__  # A frozen dataclass offers no other way to fill a derived field.
        fill(self, "states_by_code", _by_surface(self.states, _codes))
        fill(self, "state_surfaces", _by_surface(self.states, _names))
        fill(self, "adjective_surfaces", _by_surface(self.states, _adjectives))
        fill(self, "capital_surfaces", _by_surface(self.states, _capitals))
        fill(self, "metonym_surfaces", _by_surface(self.states, _metonyms))
        fill(self, "organisation_surfaces", _by_surface(self.organisations, _names))
        fill(self, "outlet_surfaces", _by_surface(self.outlets, _names))
        fill(self, "place_surfaces", _by_surface(self.places, _names))

    def state_named(self, surface: str) -> State | None:
        """Find the state that a noun names: "Türkiye" and "Turkey" both give Turkey."""
        return _look_up(self.state_surfaces, surface)

    def state_of_adjective(self, surface: str) -> State | None:
        """Find the state that an adjective or a word for its people points to, as "Dutch" or "Turks"."""
        return _look_up(self.adjective_surfaces, surface)

    def state_of_capital(self, surface: str) -> State | None:
        """Find the state that has the given capital: "Kiev" and "Kyiv" both give Ukraine."""
        return _look_up(self.capital_surfaces, surface)

    def state_of_metonym(self, surface: str) -> State | None:
        """Find the state whose government goes by the name of a building or street, as "the Kremlin"."""
        return _look_up(self.metonym_surfaces, surface)

    def state_with_code(self, code: str) -> State | None:
        """Find the state with the given three-letter code: "AZE" gives Azerbaijan."""
        return self.states_by_code.get(code)

    def organisation_named(self, surface: str) -> Organisation | None:
        """Find the organisation, format or armed group of the given name, as "G-7" or "the African Union"."""
        return _look_up(self.organisation_surfaces, surface)

    def outlet_named(self, surface: str) -> Outlet | None:
        """Find the news outlet with the given name: "AFP" gives Agence France-Presse."""
        return _look_up(self.outlet_surfaces, surface)

    def place_named(self, surface: str) -> Place | None:
        """Find the city, site or region with the given name, as "Geneva" or "Camp David"."""
        return _look_up(self.place_surfaces, surface)


def load_reference(folder: Path) -> Reference:
    """Read the four tables in a folder, as `ontology/reference`, into one `Reference`.

    A row with a missing or unusable value raises ValueError with the file and the line: a state with the code
    "Azerbaijan" instead of "AZE" stops the reading, as does an adjective that two states claim.
    """
    states = _read_table(
        folder / "states.csv",
        ("code", "kind", "name", "aliases", "adjectives", "people", "capital", "metonyms", "wikidata"),
        _state_from,
        (
            ("code", _codes),
            ("name", _names),
            ("adjective", _adjectives),
            ("capital", _capitals),
            ("metonym", _metonyms),
        ),
    )
    known_codes = frozenset(state.code for state in states)
    organisations = _read_table(
        folder / "organisations.csv",
        ("id", "kind", "name", "aliases", "state", "seat"),
        lambda row: _organisation_from(row, known_codes),
        (("id", lambda organisation: (organisation.id,)), ("name", _names)),
    )
    outlets = _read_table(
        folder / "outlets.csv",
        ("id", "name", "aliases", "kind", "state"),
        lambda row: _outlet_from(row, known_codes),
        (("id", lambda outlet: (outlet.id,)), ("name", _names)),
    )
    places = _read_table(
        folder / "places.csv",
        ("name", "aliases", "state", "kind"),
        lambda row: _place_from(row, known_codes),
        (("name", _names),),
    )
    return Reference(states=states, organisations=organisations, outlets=outlets, places=places)


def _state_from(row: Mapping[str, str]) -> State:
    wikidata = row["wikidata"]
    if wikidata and not _WIKIDATA_ITEM.fullmatch(wikidata):
        raise ValueError(f"wikidata {wikidata!r} is no item identifier")
    return State(
        code=_matching(row, "code", _STATE_CODE),
        kind=_one_of(row, "kind", STATE_KINDS),
        name=_filled(row, "name"),
        aliases=_parts(row, "aliases"),
        adjectives=_parts(row, "adjectives"),
        people=_parts(row, "people"),
        capitals=_parts(row, "capital"),
        metonyms=_parts(row, "metonyms"),
        wikidata=wikidata or None,
    )


def _organisation_from(row: Mapping[str, str], known_codes: frozenset[str]) -> Organisation:
    return Organisation(
        id=_matching(row, "id", _IDENTIFIER),
        kind=_one_of(row, "kind", ORGANISATION_KINDS),
        name=_filled(row, "name"),
        aliases=_parts(row, "aliases"),
        state=_known_code(row, known_codes),
        seat=row["seat"] or None,
    )


def _outlet_from(row: Mapping[str, str], known_codes: frozenset[str]) -> Outlet:
    state = _known_code(row, known_codes)
    if state is None:
        raise ValueError("state is empty")
    return Outlet(
        id=_matching(row, "id", _IDENTIFIER),
        name=_filled(row, "name"),
        aliases=_parts(row, "aliases"),
        kind=_one_of(row, "kind", OUTLET_KINDS),
        state=state,
    )


def _place_from(row: Mapping[str, str], known_codes: frozenset[str]) -> Place:
    kind = _one_of(row, "kind", PLACE_KINDS)
    state = _known_code(row, known_codes)
    if state is None and kind == "city":
        raise ValueError("state is empty, which only a region or site may have")
    return Place(name=_filled(row, "name"), aliases=_parts(row, "aliases"), state=state, kind=kind)


def _read_table(
    path: Path,
    columns: tuple[str, ...],
    entry_from: Callable[[Mapping[str, str]], _Entry],
    unique_forms: Iterable[tuple[str, Callable[[_Entry], tuple[str, ...]]]],
) -> tuple[_Entry, ...]:
    entries: list[_Entry] = []
    rules = tuple(unique_forms)
    lines_of_forms: dict[tuple[str, str], int] = {}
    for line, row in _rows(path, columns):
        try:
            entry = entry_from(row)
        except ValueError as error:
            raise ValueError(f"{path}, line {line}: {error}") from error
        for label, forms_of in rules:
            for form in forms_of(entry):
                earlier_line = lines_of_forms.setdefault((label, form), line)
                if earlier_line != line:
                    message = f"{label} {form!r} already stands on line {earlier_line}"
                    raise ValueError(f"{path}, line {line}: {message}")
        entries.append(entry)
    return tuple(entries)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, str]]]:
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        try:
            header = tuple(next(reader, ()))
            if header != columns:
                raise ValueError(f"{path}, line 1: the columns are {header}, not {columns}")
            for values in reader:
                if len(values) != len(columns):
                    message = f"{len(values)} values instead of {len(columns)}"
                    raise ValueError(f"{path}, line {reader.line_num}: {message}")
                yield reader.line_num, dict(zip(columns, values, strict=True))
        except csv.Error as error:
            raise ValueError(f"{path}, line {reader.line_num}: {error}") from error


def _filled(row: Mapping[str, str], column: str) -> str:
    value = row[column]
    if not value or value != value.strip():
        raise ValueError(f"{column} {value!r} is empty or has blanks around it")
    return value


def _matching(row: Mapping[str, str], column: str, pattern: re.Pattern[str]) -> str:
    value = row[column]
    if not pattern.fullmatch(value):
        raise ValueError(f"{column} {value!r} is not of the form {pattern.pattern}")
    return value


def _one_of(row: Mapping[str, str], column: str, allowed: frozenset[str]) -> str:
    value = row[column]
    if value not in allowed:
        raise ValueError(f"{column} {value!r} is none of {', '.join(sorted(allowed))}")
    return value


def _known_code(row: Mapping[str, str], known_codes: frozenset[str]) -> str | None:
    code = row["state"]
    if code and code not in known_codes:
        raise ValueError(f"state {code!r} is not in states.csv")
    return code or None


def _parts(row: Mapping[str, str], column: str) -> tuple[str, ...]:
    value = row[column]
    if not value:
        return ()
    parts = tuple(value.split("|"))
    for part in parts:
        if not part or part != part.strip():
            raise ValueError(f"{column} has the part {part!r}, which is empty or has blanks around it")
    return parts


def _codes(state: State) -> tuple[str, ...]:
    return (state.code,)


def _adjectives(state: State) -> tuple[str, ...]:
    return state.adjectives + state.people


def _capitals(state: State) -> tuple[str, ...]:
    return state.capitals


def _metonyms(state: State) -> tuple[str, ...]:
    return state.metonyms


def _names(entry: _Named) -> tuple[str, ...]:
    return (entry.name, *entry.aliases)


def _by_surface(entries: Iterable[_Entry], surfaces_of: Callable[[_Entry], tuple[str, ...]]) -> Mapping[str, _Entry]:
    dictionary: dict[str, _Entry] = {}
    for entry in entries:
        for surface in surfaces_of(entry):
            if dictionary.setdefault(surface, entry) is not entry:
                raise ValueError(f"{surface!r} stands for two entries: {dictionary[surface]!r} and {entry!r}")
    return MappingProxyType(dictionary)


def _look_up(dictionary: Mapping[str, _Entry], surface: str) -> _Entry | None:
    entry = dictionary.get(surface)
    if entry is not None:
        return entry
    for article in _ARTICLES:
        if surface.startswith(article):
            noun = surface.removeprefix(article)
            candidates = (noun, *(other + noun for other in _ARTICLES))
            return next((dictionary[form] for form in candidates if form in dictionary), None)
    return None

"""The tables of states, organisations, outlets, places, offices and who held them; what names stand for.

A `Reference` finds the entry that a surface form in a news text stands for, as "Azeri" stands for Azerbaijan, and who
held which office when.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

from kg.reference.entries import Holding, KnownProject, Office, Organisation, Outlet, Place, State
from kg.reference.holders import Person, Register, read_register
from kg.reference.names import fold_name
from kg.reference.offices import Titles
from kg.reference.tables import (
    read_offices,
    read_organisations,
    read_outlets,
    read_places,
    read_projects,
    read_states,
)

__all__ = [
    "Holding",
    "KnownProject",
    "Office",
    "Organisation",
    "Outlet",
    "Person",
    "Place",
    "Reference",
    "State",
    "load_reference",
]

_ARTICLES = ("the ", "The ")
_WORD = re.compile(r"[^\W\d_]+(?:[.’'-][^\W\d_]+)*(?<![’']s)")
_LONGEST_NAME = 5  # words
_OFFICIAL = re.compile(
    r"\b(?:ministry|minister|department|office|government|embassy|president|presidency)\b", re.IGNORECASE
)
_Entry = TypeVar("_Entry")


class _Named(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def aliases(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Reference:
    """All reference tables together, with a dictionary from surface form to entry for each way of naming.

    The dictionaries hold surface forms as the tables spell them. The lookups also accept a leading article:
    "the Kremlin" finds Russia through the metonym "Kremlin". Where the article belongs to the name, as in
    "The Hague", it is required. A surface form that stands for two different entries raises ValueError.

    `given_names` and `surnames` are the first and last words of the names of office holders, `full_names` the names of
    several words, all folded.
    """

    states: tuple[State, ...]
    organisations: tuple[Organisation, ...]
    outlets: tuple[Outlet, ...]
    places: tuple[Place, ...]
    offices: tuple[Office, ...] = ()
    register: Register = field(default_factory=Register, repr=False)
    projects: tuple[KnownProject, ...] = ()
    titles: Titles = field(init=False, repr=False, compare=False)
    states_by_code: Mapping[str, State] = field(init=False, repr=False, compare=False)
    organisations_by_id: Mapping[str, Organisation] = field(init=False, repr=False, compare=False)
    offices_by_id: Mapping[str, Office] = field(init=False, repr=False, compare=False)
    state_surfaces: Mapping[str, State] = field(init=False, repr=False, compare=False)
    adjective_surfaces: Mapping[str, State] = field(init=False, repr=False, compare=False)
    capital_surfaces: Mapping[str, State] = field(init=False, repr=False, compare=False)
    metonym_surfaces: Mapping[str, State] = field(init=False, repr=False, compare=False)
    organisation_surfaces: Mapping[str, Organisation] = field(init=False, repr=False, compare=False)
    outlet_surfaces: Mapping[str, Outlet] = field(init=False, repr=False, compare=False)
    place_surfaces: Mapping[str, Place] = field(init=False, repr=False, compare=False)
    regional_surfaces: Mapping[str, Place] = field(init=False, repr=False, compare=False)
    project_surfaces: Mapping[str, KnownProject] = field(init=False, repr=False, compare=False)
    owner_surfaces: Mapping[str, str] = field(init=False, repr=False, compare=False)
    owner_beginnings: frozenset[str] = field(init=False, repr=False, compare=False)
    project_names: re.Pattern[str] = field(init=False, repr=False, compare=False)
    given_names: frozenset[str] = field(init=False, repr=False, compare=False)
    surnames: frozenset[str] = field(init=False, repr=False, compare=False)
    full_names: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Build the dictionaries once, so that each lookup costs no more than a few dictionary reads."""
        fill = object.__setattr__  # A frozen dataclass offers no other way to fill a derived field.
        fill(self, "titles", Titles(self.offices))
        fill(self, "states_by_code", _by_surface(self.states, lambda state: (state.code,)))
        fill(self, "organisations_by_id", _by_surface(self.organisations, lambda body: (body.id,)))
        fill(self, "offices_by_id", _by_surface(self.offices, lambda office: (office.id,)))
        fill(self, "state_surfaces", _by_surface(self.states, _names_of))
        fill(self, "adjective_surfaces", _by_surface(self.states, lambda state: state.adjectives + state.people))
        fill(self, "capital_surfaces", _by_surface(self.states, lambda state: state.capitals))
        fill(self, "metonym_surfaces", _by_surface(self.states, lambda state: state.metonyms))
        fill(self, "organisation_surfaces", _by_surface(self.organisations, _names_of))
        fill(self, "outlet_surfaces", _by_surface(self.outlets, _names_of))
        fill(self, "place_surfaces", _by_surface(self.places, _names_of))
        fill(self, "regional_surfaces", _by_surface(self.places, lambda place: place.adjectives))
        fill(self, "project_surfaces", _by_surface(self.projects, _names_of))
        fill(self, "project_names", _any_of(self.project_surfaces))
        bodies = {surface: body.id for surface, body in self.organisation_surfaces.items()}
        states = (self.metonym_surfaces, self.capital_surfaces, self.adjective_surfaces, self.state_surfaces)
        codes = {surface: state.code for surfaces in states for surface, state in surfaces.items()}
        fill(self, "owner_surfaces", MappingProxyType(bodies | codes))
        first_words = map(_WORD.match, self.owner_surfaces)
        fill(self, "owner_beginnings", frozenset(word[0] for word in first_words if word is not None))
        words = [fold_name(name).split() for p in self.register.persons for name in (p.name, *p.aliases)]
        fill(self, "given_names", frozenset(first for first, *others in words if others))
        fill(self, "surnames", frozenset(name[-1] for name in words if len(name) > 1))
        fill(self, "full_names", frozenset(" ".join(name) for name in words if len(name) > 1))

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

    def government_of(self, outlet: str) -> State | None:
        """Find the state whose government publishes under the name: "The White House", "Minister for Trade (Fiji)"."""
        body = self.organisation_named(outlet)
        if body is not None and body.office_state:
            return self.states_by_code[body.office_state]
        codes = [code for code in self.owners_in(outlet) if code in self.states_by_code]
        is_official = self.state_of_metonym(outlet) is not None or _OFFICIAL.search(outlet) is not None
        return self.states_by_code[codes[0]] if is_official and len(codes) == 1 else None

    def organisation_with_id(self, identifier: str) -> Organisation:
        """The organisation with this id; KeyError if there is none."""
        return self.organisations_by_id[identifier]

    def office_with_id(self, identifier: str) -> Office:
        """The office with this id; KeyError if there is none."""
        return self.offices_by_id[identifier]

    def place_named(self, surface: str) -> Place | None:
        """Find the city, site or region with the given name, as "Geneva" or "Camp David"."""
        return _look_up(self.place_surfaces, surface)

    def projects_in(self, text: str) -> Iterator[tuple[tuple[int, int], KnownProject]]:
        """Where a text names a known project, and which: "the | nuclear deal | with Iran"."""
        for match in self.project_names.finditer(text):
            yield match.span(), self.project_surfaces[match[0]]

    def owner_named(self, surface: str) -> str | None:
        """The code of the state or the id of the body that a name, adjective, capital or metonym stands for."""
        return _look_up(self.owner_surfaces, surface)

    def name_of_owner(self, of: str) -> str:
        """The name of the state with this code or the body with this id; KeyError if there is none."""
        state = self.states_by_code.get(of)
        return state.name if state else self.organisations_by_id[of].name

    def governed_by(self, of: str | None) -> str | None:
        """The code of the state whose government a body is; the code or id itself of any other."""
        body = self.organisations_by_id.get(of) if of is not None else None
        return body.state if body is not None and body.kind == "government" else of

    def owners_in(self, text: str) -> frozenset[str]:
        """The codes of states and ids of bodies that a text names, be it by adjective, capital or metonym.

        A name within a longer one counts too: "New Mexico" names Mexico.
        """
        words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
        spans = (
            text[start : end + dot]
            for number, (start, first_end) in enumerate(words)
            if text[start].isupper() and text[start:first_end] in self.owner_beginnings
            for _, end in words[number : number + _LONGEST_NAME]
            for dot in (0, 1)
        )
        return frozenset(self.owner_surfaces[span] for span in spans if span in self.owner_surfaces)


def load_reference(folder: Path, holders: Path | None = None) -> Reference:
    """Read the tables of a folder, as `ontology/reference`, into one `Reference`.

    `holders` stands in place of the folder's `office_holders.csv`; further names of persons whom it lacks are left out.

    A row with a missing or unusable value raises ValueError with the file and the line: a state with the code
    "Azerbaijan" instead of "AZE" stops the reading, as does an adjective that two states claim.
    """
    states = read_states(folder / "states.csv")
    codes = frozenset(state.code for state in states)
    organisations = read_organisations(folder / "organisations.csv", codes)
    offices = read_offices(folder / "offices.csv")
    owners = codes | {organisation.id for organisation in organisations}
    return Reference(
        states=states,
        organisations=organisations,
        outlets=read_outlets(folder / "outlets.csv", codes),
        places=read_places(folder / "places.csv", codes),
        offices=offices,
        register=read_register(
            holders or folder / "office_holders.csv",
            folder / "office_holders_recent.csv",
            owners,
            frozenset(office.id for office in offices if office.is_kept),
            folder / "person_names.csv",
            is_complete=holders is None,
        ),
        projects=read_projects(folder / "undertakings.csv", owners),
    )


def _names_of(entry: _Named) -> tuple[str, ...]:
    return (entry.name, *entry.aliases)


def _any_of(surfaces: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the surfaces as whole words, the longest first; nothing where there are none."""
    alternatives = "|".join(map(re.escape, sorted(surfaces, key=len, reverse=True)))
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])" if alternatives else r"(?!)")


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

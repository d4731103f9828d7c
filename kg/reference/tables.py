"""Reads the reference tables: CSV with a header, several values of a cell parted by `|`.

Whatever a row lacks or says wrongly raises `ValueError` with the file and the line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from kg.reference.entries import (
    AUDIENCES,
    OFFICE_KINDS,
    ORGANISATION_KINDS,
    OUTLET_KINDS,
    PLACE_KINDS,
    PROJECT_KINDS,
    PROJECT_STATUSES,
    STATE_KINDS,
    Holding,
    KnownProject,
    Office,
    Organisation,
    Outlet,
    Place,
    State,
)
from kg.reference.names import fold_name

_STATE_CODE = re.compile(r"[A-Z]{3}")
_IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WIKIDATA_ITEM = re.compile(r"Q[1-9][0-9]*")
_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")

_Entry = TypeVar("_Entry")
Unique = Mapping[str, Callable[[_Entry], tuple[str, ...]]]
"""What may stand for one row only, by what it is called in an error."""

_UNIQUE_ID: dict[str, Callable[[Any], tuple[str, ...]]] = {"id": lambda entry: (entry.id,)}
_UNIQUE_NAME: dict[str, Callable[[Any], tuple[str, ...]]] = {"name": lambda entry: (entry.name, *entry.aliases)}
_STATES = "code kind name aliases adjectives people capital metonyms wikidata latitude longitude"
_ORGANISATIONS = "id kind name aliases state seat acronym members wikidata"
_PERSON_NAMES = "name of other"
HOLDING_COLUMNS = "person name of office from until source verified"


def read_states(path: Path) -> tuple[State, ...]:
    """The states; no code, name, adjective, capital or metonym stands for two."""
    return _read_table(
        path,
        _STATES,
        _state_from,
        {
            "code": lambda state: (state.code,),
            "name": lambda state: (state.name, *state.aliases),
            "adjective": lambda state: state.adjectives + state.people,
            "capital": lambda state: state.capitals,
            "metonym": lambda state: state.metonyms,
        },
    )


def read_organisations(path: Path, codes: frozenset[str]) -> tuple[Organisation, ...]:
    """The collective actors; `codes` are those of the states."""
    organisations = _read_table(
        path, _ORGANISATIONS, lambda row: _organisation_from(row, codes), _UNIQUE_ID | _UNIQUE_NAME
    )
    known = codes | {organisation.id for organisation in organisations}
    for organisation in organisations:
        if unknown := set(organisation.members) - known:
            raise ValueError(f"{path}: {organisation.id} has unknown members: {', '.join(sorted(unknown))}")
    return organisations


def read_outlets(path: Path, codes: frozenset[str]) -> tuple[Outlet, ...]:
    """The news outlets."""
    return _read_table(
        path, "id name aliases kind state audience", lambda row: _outlet_from(row, codes), _UNIQUE_ID | _UNIQUE_NAME
    )


def read_places(path: Path, codes: frozenset[str]) -> tuple[Place, ...]:
    """The places other than capitals."""
    return _read_table(
        path,
        "name aliases adjectives state kind latitude longitude",
        lambda row: _place_from(row, codes),
        {"name": lambda place: (place.name, *place.aliases, *place.adjectives)},
    )


def read_projects(path: Path, owners: frozenset[str]) -> tuple[KnownProject, ...]:
    """The projects known by name; `owners` are codes of states and ids of organisations."""
    return _read_table(path, "name aliases parties kind status", lambda row: _project_from(row, owners), _UNIQUE_NAME)


def read_offices(path: Path) -> tuple[Office, ...]:
    """The offices."""
    return _read_table(path, "id kind holders en fr ru aliases", _office_from, _UNIQUE_ID)


def read_holdings(path: Path, owners: frozenset[str], offices: frozenset[str]) -> tuple[Holding, ...]:
    """The holdings of offices; `owners` are codes of states and ids of organisations."""
    return _read_table(path, HOLDING_COLUMNS, lambda row: _holding_from(row, owners, offices), {})


def read_person_names(
    path: Path, persons: Mapping[tuple[str, str], str], *, is_complete: bool
) -> tuple[tuple[str, str], ...]:
    """The ids of persons, each with a further name; `persons` has the ids by state or body and folded name.

    Rows about others are an error where `persons` is complete, else left out.
    """
    entries = _read_table(
        path,
        _PERSON_NAMES,
        lambda row: _person_name_from(row, persons, is_complete),
        {"other name": lambda entry: (f"{entry[1]} ({entry[0]})",) if entry[0] else ()},
    )
    return tuple((person, other) for person, other in entries if person)


def _state_from(row: Mapping[str, str]) -> State:
    return State(
        code=_matching(row, "code", _STATE_CODE),
        kind=_one_of(row, "kind", STATE_KINDS),
        name=_filled(row, "name"),
        aliases=_parts(row, "aliases"),
        adjectives=_parts(row, "adjectives"),
        people=_parts(row, "people"),
        capitals=_parts(row, "capital"),
        metonyms=_parts(row, "metonyms"),
        wikidata=_item(row, "wikidata"),
        coordinates=_coordinates(row),
    )


def _organisation_from(row: Mapping[str, str], known_codes: frozenset[str]) -> Organisation:
    return Organisation(
        id=_matching(row, "id", _IDENTIFIER),
        kind=_one_of(row, "kind", ORGANISATION_KINDS),
        name=_filled(row, "name"),
        aliases=_parts(row, "aliases"),
        state=_known_code(row, known_codes),
        seat=row["seat"] or None,
        acronym=row["acronym"] or None,
        members=_parts(row, "members"),
        wikidata=_item(row, "wikidata"),
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
        is_for_the_world=_one_of(row, "audience", AUDIENCES) == "world",
    )


def _place_from(row: Mapping[str, str], known_codes: frozenset[str]) -> Place:
    kind = _one_of(row, "kind", PLACE_KINDS)
    state = _known_code(row, known_codes)
    if state is None and kind == "city":
        raise ValueError("state is empty, which only a region or site may have")
    names = _filled(row, "name"), _parts(row, "aliases"), _parts(row, "adjectives")
    return Place(*names, state, kind, _coordinates(row))


def _project_from(row: Mapping[str, str], owners: frozenset[str]) -> KnownProject:
    parties = _parts(row, "parties")
    if not parties:
        raise ValueError("parties is empty")
    if unknown := set(parties) - owners:
        raise ValueError(f"parties {', '.join(sorted(unknown))!r} are neither in states.csv nor in organisations.csv")
    return KnownProject(
        name=_filled(row, "name"),
        aliases=_parts(row, "aliases"),
        parties=parties,
        kind=_one_of(row, "kind", PROJECT_KINDS),
        status=_one_of(row, "status", PROJECT_STATUSES),
    )


def _office_from(row: Mapping[str, str]) -> Office:
    return Office(
        id=_matching(row, "id", _IDENTIFIER),
        kind=_one_of(row, "kind", OFFICE_KINDS),
        is_kept=_one_of(row, "holders", frozenset({"kept", ""})) == "kept",
        name=_filled(row, "en"),
        french=_filled(row, "fr"),
        russian=_filled(row, "ru"),
        aliases=_parts(row, "aliases"),
    )


def _holding_from(row: Mapping[str, str], owners: frozenset[str], offices: frozenset[str]) -> Holding:
    holding = Holding(
        person=_item(row, "person") or fold_name(_filled(row, "name")).replace(" ", "-"),
        name=_filled(row, "name"),
        of=_known(row, "of", owners, "is neither in states.csv nor in organisations.csv"),
        office=_known(row, "office", offices, "is not in offices.csv as one whose holders are kept"),
        since=_date(row, "from"),
        until=_date(row, "until"),
        source=_filled(row, "source"),
        is_verified=_one_of(row, "verified", frozenset({"yes", "no"})) == "yes",
    )
    if holding.since and holding.until and not holding.since <= f"{holding.until}~":
        raise ValueError(f"the holding ends ({holding.until}) before it begins ({holding.since})")
    return holding


def _person_name_from(
    row: Mapping[str, str], persons: Mapping[tuple[str, str], str], is_complete: bool
) -> tuple[str, str]:
    name, other = _filled(row, "name"), _filled(row, "other")
    person = persons.get((row["of"], fold_name(name)), "")
    if is_complete and not person:
        raise ValueError(f"{name!r} held no office of {row['of']!r}")
    return person, other


def _read_table(
    path: Path, columns: str, entry_from: Callable[[Mapping[str, str]], _Entry], unique: Unique[_Entry]
) -> tuple[_Entry, ...]:
    entries: list[_Entry] = []
    lines_of_forms: dict[tuple[str, str], int] = {}
    for line, row in _rows(path, tuple(columns.split())):
        try:
            entry = entry_from(row)
        except ValueError as error:
            raise ValueError(f"{path}, line {line}: {error}") from error
        for label, forms_of in unique.items():
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


def _item(row: Mapping[str, str], column: str) -> str | None:
    value = row[column]
    if value and not _WIKIDATA_ITEM.fullmatch(value):
        raise ValueError(f"{column} {value!r} is no item identifier of Wikidata, as Q42")
    return value or None


def _date(row: Mapping[str, str], column: str) -> str | None:
    value = row[column]
    if value and not _DATE.fullmatch(value):
        raise ValueError(f"{column} {value!r} is no date of the form YYYY-MM-DD, YYYY-MM or YYYY")
    return value or None


def _coordinates(row: Mapping[str, str]) -> tuple[float, float] | None:
    if not (row["latitude"] or row["longitude"]):
        return None
    latitude, longitude = float(row["latitude"]), float(row["longitude"])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError(f"latitude {latitude} and longitude {longitude} lie nowhere on Earth")
    return latitude, longitude


def _known(row: Mapping[str, str], column: str, known: frozenset[str], complaint: str) -> str:
    value = row[column]
    if value not in known:
        raise ValueError(f"{column} {value!r} {complaint}")
    return value


def _known_code(row: Mapping[str, str], known_codes: frozenset[str]) -> str | None:
    return _known(row, "state", known_codes, "is not in states.csv") if row["state"] else None


def _parts(row: Mapping[str, str], column: str) -> tuple[str, ...]:
    value = row[column]
    if not value:
        return ()
    parts = tuple(value.split("|"))
    for part in parts:
        if not part or part != part.strip():
            raise ValueError(f"{column} has the part {part!r}, which is empty or has blanks around it")
    return parts

"""Renews the table of office holders from a source, or leaves it as it is."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Protocol, TextIO

from kg.errors import EndpointError
from kg.reference import Reference
from kg.reference.entries import Holding
from kg.reference.tables import HOLDING_COLUMNS, read_holdings
from kg.whole_file import whole_file


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a source knows, and how much of it was left out and why."""

    holdings: tuple[Holding, ...]
    left_out: Counter[str]


class HolderSource(Protocol):
    """Whoever knows who held which office."""

    def harvest(self, reference: Reference, source: str, since: str) -> Harvest:
        """All holdings since a day; `EndpointError` unless all of them can be had."""
        ...


@dataclass(frozen=True, slots=True)
class Renewal:
    """What became of the table: rows that came, rows in whose place they stand, rows kept from before."""

    path: Path
    came: int
    replaced: int
    kept: int
    left_out: Counter[str]


def renew_holders(
    path: Path, in_use: Path, harvest: Harvest, reference: Reference, allow_fewer: bool = False
) -> Renewal:
    """Write the table at `path` anew: what came, and of the table in use what tells of other offices.

    The rows of a state's office stand or go together. Raises `EndpointError`, and writes nothing, where nothing came
    or, unless `allow_fewer`, less than half of what it would replace.
    """
    owners = frozenset({*reference.states_by_code, *reference.organisations_by_id})
    offices = frozenset(office.id for office in reference.offices if office.is_kept)
    renewed = {(holding.of, holding.office) for holding in harvest.holdings}
    present = read_holdings(in_use, owners, offices)
    kept = [holding for holding in present if (holding.of, holding.office) not in renewed]
    came, replaced = len(harvest.holdings), len(present) - len(kept)
    if not came:
        raise EndpointError("no holding of an office came; nothing is changed")
    if came < replaced / 2 and not allow_fewer:
        raise EndpointError(
            f"{came:,} rows came where {replaced:,} are in use; nothing is changed. "
            "If that is right, say so with --allow-fewer"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    table = StringIO(newline="")
    _write([*kept, *harvest.holdings], table)
    with whole_file(path) as stream:
        stream.write(table.getvalue().encode())
        stream.flush()
        read_holdings(Path(stream.name), owners, offices)
    return Renewal(path, came, replaced, len(kept), harvest.left_out)


def _write(holdings: Iterable[Holding], stream: TextIO) -> None:
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(HOLDING_COLUMNS.split())
    for h in sorted(holdings, key=lambda h: (h.of, h.office, h.since or "", h.name, h.person)):
        person = h.person if h.has_item else ""
        verified = "yes" if h.is_verified else "no"
        table.writerow((person, h.name, h.of, h.office, h.since or "", h.until or "", h.source, verified))

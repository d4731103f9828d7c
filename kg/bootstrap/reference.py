"""The ontology, the rules and the reference tables of an installation."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import DiskError
from kg.resources import resource
from kg.settings import Settings

if TYPE_CHECKING:
    from kg.derivation import Derivation
    from kg.ontology import Ontology
    from kg.reference import Reference
    from kg.reference.renewal import Renewal


@cache
def load_shipped_ontology() -> Ontology:
    """The ontology of the package, read once: several parts of an installation need it."""
    from kg.ontology import load_ontology

    return load_ontology(resource("ontology"))


def read_reference(settings: Settings) -> Reference:
    """The reference tables of the installation: the bundled ones, and its own office holders in place of those.

    Raises `DiskError` where its own table cannot be read.
    """
    from csv import Error

    holders = holders_in_use(settings)
    try:
        return _read_tables(holders, holders.stat().st_mtime_ns)
    except (ValueError, OSError, Error) as error:
        if holders != own_holders(settings):
            raise
        raise DiskError(f"{holders} cannot be read: {error}. Remove it, or mend it") from error


@lru_cache(maxsize=1)
def _read_tables(holders: Path, _written: int) -> Reference:
    """The tables with these office holders, read once until that table is written again."""
    from kg.reference import load_reference

    return load_reference(resource("ontology") / "reference", holders)


def holders_in_use(settings: Settings) -> Path:
    """The table of office holders: the installation's own, if `renew_holders` has made one."""
    own = own_holders(settings)
    return own if own.is_file() else resource("ontology") / "reference" / own.name


def own_holders(settings: Settings) -> Path:
    """Where an installation keeps office holders of its own."""
    return settings.data_dir / "reference" / "office_holders.csv"


def renew_holders(settings: Settings, address: str, since: str, allow_fewer: bool) -> Renewal:
    """Renew the installation's office holders from a SPARQL endpoint in Wikidata's shape."""
    from datetime import UTC, datetime

    from kg import __version__
    from kg.reference import renewal
    from kg.reference.wikidata import Wikidata

    reference = read_reference(settings)
    asked = Wikidata(address, agent=f"communique/{__version__} (kg reference update; python SPARQLWrapper)")
    harvest = asked.harvest(reference, f"wikidata-{datetime.now(UTC):%Y-%m}", since)
    return renewal.renew_holders(own_holders(settings), holders_in_use(settings), harvest, reference, allow_fewer)


def make_derivation(settings: Settings) -> Derivation:
    """What draws the conclusions of the rules."""
    return _derivation(settings.base_iri)


@cache
def _derivation(base_iri: str) -> Derivation:
    from kg.derivation import Derivation, load_rules
    from kg.iris import Iris
    from kg.store.scratch import EngineScratch

    folder = resource("ontology")
    rules = load_rules(folder / "rules")
    return Derivation(rules, load_shipped_ontology(), Iris(base_iri), EngineScratch)


@cache
def _shipped_edition() -> hashlib._Hash:
    digest, folder = hashlib.sha256(), resource("ontology")
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest


def edition(settings: Settings) -> str:
    """The digest of the ontology, the rules and the reference tables of the installation."""
    digest = _shipped_edition().copy()
    if (own := own_holders(settings)).is_file():
        digest.update(own.read_bytes())
    return digest.hexdigest()

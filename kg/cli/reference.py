"""`kg reference`: the tables of who held which office."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from kg.cli.printing import current_settings, echo, make_console, print_list
from kg.errors import BadRequest

if TYPE_CHECKING:
    from kg.reference import Holding

_WIKIDATA = "https://query.wikidata.org/sparql"


@click.group()
def reference() -> None:
    """Show or renew the tables of who held which office."""


@reference.command()
@click.option("--endpoint", default=_WIKIDATA, show_default=True, help="SPARQL endpoint with Wikidata's properties.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    default="1990-01-01",
    show_default=True,
    help="Leave out terms that ended before this day, or have no end and began before it.",
)
@click.option("--allow-fewer", is_flag=True, help="Take an answer that has less than half of the rows it replaces.")
def update(endpoint: str, since: datetime, allow_fewer: bool) -> None:
    """Renew the office holders from Wikidata.

    They are kept in KG_DATA_DIR/reference and stand in place of the bundled ones; corrections and additions of this
    project lie over both. A service that is busy or slow is asked again, ever later; a failed or partial answer changes
    nothing, and what was asked for is told. The next command that opens the store installs them; `kg ingest --again`
    links stored articles anew.
    """
    from kg import bootstrap

    renewal = bootstrap.renew_holders(current_settings(), endpoint, f"{since:%Y-%m-%d}", allow_fewer)
    came = f"{renewal.came:,} rows came, in place of {renewal.replaced:,}"
    echo(f"{came}; {renewal.kept:,} rows of other offices are kept\nwritten to {renewal.path}")
    print_list("left out", [f"{number:,} {why}" for why, number in sorted(renewal.left_out.items())])


@reference.command()
@click.option("--of", "owner", metavar="CODE", help="Only this state or body: AZE, united-nations.")
def show(owner: str | None) -> None:
    """Count who held which office by office and by state or body, and tell the edition of the tables."""
    from kg import bootstrap

    settings = current_settings()
    tables = bootstrap.read_reference(settings)
    if owner is not None:
        _check_owner(
            owner, {state.code: state.name for state in tables.states} | {b.id: b.name for b in tables.organisations}
        )
    echo(f"edition {bootstrap.edition(settings)[:12]}, office holders from {bootstrap.holders_in_use(settings)}")
    holdings = [h for person in tables.register.persons for h in person.holdings if owner in (None, h.of)]
    _print_counts("office", holdings, [office.id for office in tables.offices if office.is_kept])
    _print_counts("of", holdings, sorted({holding.of for holding in holdings}, key=lambda of: (of.islower(), of)))


def _check_owner(given: str, names: dict[str, str]) -> None:
    """Refuse what is no code or id of the tables, and say which one is nearest; `names` are those of each."""
    from difflib import get_close_matches

    if given in names:
        return
    owners = {form.lower(): owner for owner, name in names.items() for form in (name, owner)}
    near = [owners[form] for form in get_close_matches(given.strip().lower(), owners, n=1)]
    meant = "".join(f"; did you mean {owner} ({names[owner]})?" for owner in near)
    raise BadRequest(
        f"--of {given!r} is no code of a state, as AZE, and no id of an organisation, as united-nations, in the tables"
        f"{meant or '; without --of all are listed'}"
    )


def _print_counts(column: str, holdings: list[Holding], values: list[str]) -> None:
    from rich.table import Table

    table = Table(column, "holdings", "persons", "from", "to")
    for value in values:
        own = [holding for holding in holdings if getattr(holding, column) == value]
        days = [day for holding in own for day in (holding.since, holding.until) if day]
        if own:
            persons = len({holding.person for holding in own})
            table.add_row(value, f"{len(own):,}", f"{persons:,}", min(days, default="")[:4], max(days, default="")[:4])
    make_console().print(table)

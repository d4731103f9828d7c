"""Commands on who may write over HTTP: `kg token`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from kg.access import Role
from kg.cli.printing import current_settings, echo, print_table

_LONGEST = 36_500  # days


@click.group()
def token() -> None:
    """Make, list and revoke the tokens that let programs write over HTTP.

    A token stands in the header `Authorization: Bearer TOKEN`. docs/endpoint.md tells who may do what.
    """


@token.command()
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    required=True,
    help="reader: read where that is not open to everybody; writer: also write graph/curation and each --graph; "
    "admin: everything.",
)
@click.option("--name", required=True, help="What the token is called in lists and logs.")
@click.option(
    "--graph",
    "graphs",
    multiple=True,
    metavar="IRI",
    help="A graph that a writer may write, or what the IRIs of such graphs begin with, ending in / or #; may be "
    "repeated.",
)
@click.option(
    "--expires", "days", type=click.IntRange(1, _LONGEST), metavar="DAYS", help="Days after which it is worthless."
)
@click.option(
    "--dataset",
    type=click.Choice(["graph", "plain"]),
    default="graph",
    show_default=True,
    help="What is written: of the graph of the articles some graphs are written by nobody, and refused here.",
)
def new(role: str, name: str, graphs: tuple[str, ...], days: int | None, dataset: str) -> None:
    """Make a token and print it as the last line. It is not kept, and cannot be shown again."""
    from kg import bootstrap

    settings = current_settings()
    if dataset == "graph":
        bootstrap.refuse_unwritable(settings, graphs)
    expires = datetime.now(UTC) + timedelta(days=days) if days else None
    text = bootstrap.open_tokens(settings).new(name, Role(role), graphs, expires)
    until = f", valid until {expires:%Y-%m-%d %H:%M} UTC" if expires else ""
    echo(f"made: the {role} token {name}{until}. Keep it secret; it cannot be shown again:")
    echo(text)


@token.command(name="list")
def list_tokens() -> None:
    """List the tokens with their roles, the graphs that they may write, and until when; never what they are."""
    from kg import bootstrap
    from kg.tables import Table

    found = bootstrap.open_tokens(current_settings()).all()
    rows = []
    for one in found:
        until = f"{one.expires:%Y-%m-%d %H:%M}" + (" (expired)" if one.is_expired else "") if one.expires else ""
        rows.append([one.name, one.role, " ".join(one.graphs), f"{one.made:%Y-%m-%d}", until])
    print_table(Table(["name", "role", "may write", "made", "expires"], rows))


@token.command()
@click.argument("name")
def revoke(name: str) -> None:
    """Make the token NAME worthless, at once, also for a server that runs."""
    from kg import bootstrap

    bootstrap.open_tokens(current_settings()).revoke(name)
    echo(f"revoked: {name}")

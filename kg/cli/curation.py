"""Commands on identity: `kg curate`, `kg link`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from kg.cli.printing import current_settings, print_table

if TYPE_CHECKING:
    from kg.identity.curation import Change

_reason_option = click.option("--reason", required=True, help="Why; it is kept in the journal and in graph/curation.")


@click.group()
def curate() -> None:
    """Say what is one thing, what is not, and what is misread.

    What you say is kept in the journal, wins over the machine, and holds however often articles are read again.
    docs/identity.md tells more.
    """


@curate.command()
@click.argument("one")
@click.argument("other")
@_reason_option
def same(one: str, other: str, reason: str) -> None:
    """Make two meetings, projects or persons one.

    ONE and OTHER are IRIs. The one that was told first stays, or that of the reference tables; the other leads there.
    """
    from kg import bootstrap
    from kg.identity.curation import say_same

    _tell(bootstrap.curate(current_settings(), partial(say_same, one=one, other=other, reason=reason)))


@curate.command()
@click.argument("one")
@click.argument("other")
@_reason_option
def different(one: str, other: str, reason: str) -> None:
    """Keep two meetings, projects or persons apart, whatever kg link thinks.

    ONE and OTHER are IRIs, as they were before they were taken for one.
    """
    from kg import bootstrap
    from kg.identity.curation import say_different

    _tell(bootstrap.curate(current_settings(), partial(say_different, one=one, other=other, reason=reason)))


@curate.command()
@click.argument("record")
@_reason_option
def wrong(record: str, reason: str) -> None:
    """Set a misread record aside, and whatever it alone tells.

    RECORD is the IRI of a report, as on its page, or of a statement. It stays out while the article has the same words.
    """
    from kg import bootstrap
    from kg.identity.curation import say_wrong

    _tell(bootstrap.curate(current_settings(), partial(say_wrong, record=record, reason=reason)))


@curate.command()
@click.argument("entry", type=int)
@_reason_option
def undo(entry: int, reason: str) -> None:
    """Take back what was said in ENTRY, a number of `kg curate list`; all is as if it had never been said."""
    from kg import bootstrap
    from kg.identity import curation

    bootstrap.curate(current_settings(), lambda journal, _: curation.undo(journal, entry, reason))
    click.echo(f"taken back: entry {entry}")


@curate.command(name="list")
def list_decisions() -> None:
    """List what holds: what was said, and the links that kg link made."""
    from kg import bootstrap
    from kg.tables import Table

    found = bootstrap.read_decisions(current_settings())
    rows = [[str(d.number), d.kind, d.one, d.other if d.other != d.one else "", d.made[:10], d.reason] for d in found]
    print_table(Table(["entry", "what", "one", "other", "since", "why"], rows))


def _tell(change: Change) -> None:
    for decision in change.decisions:
        other = f" {decision.other}" if decision.other != decision.one else ""
        click.echo(f"noted: {decision.kind} {decision.one}{other}")
    for number, reason in change.withdrawn.items():
        click.echo(f"withdrawn: entry {number}, because {reason}")

"""Commands on identity: `kg curate`, `kg link`."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

import click

from kg.cli.options import reason_option
from kg.cli.printing import current_settings, echo, print_table

if TYPE_CHECKING:
    from kg.identity.curation import Change

_reason_option = reason_option("the journal and in graph/curation")


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
    echo(f"taken back: entry {entry}")


@curate.command(name="list")
def list_decisions() -> None:
    """List what holds: what was said, and the links that kg link made."""
    from kg import bootstrap
    from kg.tables import Table

    found = bootstrap.read_decisions(current_settings())
    rows = [[str(d.number), d.kind, d.one, d.other if d.other != d.one else "", d.made[:10], d.reason] for d in found]
    print_table(Table(["entry", "what", "one", "other", "since", "why"], rows))


@click.command()
@click.option("--dry-run", "is_trial", is_flag=True, help="Show what would be linked and split, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each link and split.")
def link(is_trial: bool, as_json: bool) -> None:
    """Find which meetings, projects and persons of different articles are one, and what is one no longer.

    All articles of the journal are judged anew, by rules that would rather miss a link than make a wrong one. What
    kg curate says wins. docs/identity.md tells the rules.
    """
    from kg import bootstrap

    change = bootstrap.link(current_settings(), is_trial)
    if as_json:
        _print_json(change)
        return
    from kg.tables import Table

    rows = [[d.rule, d.one, d.other, " / ".join(dict.fromkeys(d.labels)), d.reason] for d in change.decisions]
    rows += [["split", f"entry {number}", "", "", reason] for number, reason in change.withdrawn.items()]
    if rows:
        print_table(Table(["rule", "linked", "to", "what", "why"], rows))
    done = "would be linked, {} would be split" if is_trial else "linked, {} split"
    echo(f"{len(change.decisions):,} {done.format(f'{len(change.withdrawn):,}')}")


def _print_json(change: Change) -> None:
    for decision in change.decisions:
        told = {**asdict(decision), "evidence": list(decision.evidence)}
        echo(json.dumps(told, ensure_ascii=False))
    for number, reason in change.withdrawn.items():
        echo(json.dumps({"kind": "split", "entry": number, "reason": reason}, ensure_ascii=False))


def _tell(change: Change) -> None:
    for decision in change.decisions:
        other = f" {decision.other}" if decision.other != decision.one else ""
        echo(f"noted: {decision.kind} {decision.one}{other}")
    for number, reason in change.withdrawn.items():
        echo(f"withdrawn: entry {number}, because {reason}")

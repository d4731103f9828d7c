"""Commands on what was accepted: `kg journal`, `reingest`, `rebuild`, `remove`, `readmit`."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, NoReturn

import click

from kg.cli.options import beginning_of_date, reason_option
from kg.cli.printing import (
    current_settings,
    echo,
    exit_status,
    number_of,
    print_list,
    print_report,
    print_table,
    show_progress,
    tell_mended,
)

if TYPE_CHECKING:
    from kg.journal import State

STATES = ("received", "extracted", "stored", "replaced", "skipped", "quarantined", "withdrawn", "removed")


@click.command()
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only entries in this state; repeat.")
@click.option(
    "--since", default="", metavar="DATE", callback=beginning_of_date,
    help="Only entries received since then: 2026-11, 2026-11-26.",
)  # fmt: skip
@click.option("--about", default="", metavar="TEXT", help="Only entries with TEXT in their address, id, IRI or source.")
@click.option("--most", type=click.IntRange(1), default=50, show_default=True, help="Show the latest of them only.")
@click.option("--retry", is_flag=True, help="Read again what is quarantined or not finished, and show no list.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each entry, or of the report.")
def journal(states: tuple[str, ...], since: str, about: str, most: int, retry: bool, as_json: bool) -> None:
    """Show what was accepted, in which state it is, and why.

    An article is received, extracted and stored; or replaced or skipped, because of a later edition; or quarantined,
    because it cannot be read; or removed. A removal, a readmission, a rollback, what is decided about identity and what
    is written over HTTP are entries too. docs/writing.md tells more.
    """
    from kg import bootstrap
    from kg.journal import Selection, State
    from kg.tables import Table

    if retry:
        _read_again((State.QUARANTINED, State.RECEIVED), again=True, as_json=as_json)
    selection = Selection(tuple(map(State, states)), since, about, most)
    with closing(bootstrap.read_journal(current_settings())) as opened:
        entries = opened.entries(selection)
    if as_json:
        for entry in entries:
            echo(json.dumps(asdict(entry), ensure_ascii=False))
        return
    rows = [[str(e.number), e.kind, e.state, e.received, e.key, e.source or "", e.reason or ""] for e in entries]
    print_table(Table(["entry", "kind", "state", "received", "article", "source", "reason"], rows))


@click.command()
@click.option("--since-version", metavar="V", help="Only what V, as rules-12, or a later version read.")
@click.option("--again", is_flag=True, help="Also what these rules and tables have read already.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
def reingest(since_version: str | None, again: bool, as_json: bool) -> None:
    """Read the articles of the journal again, without their sources, as after a change of the rules or the tables."""
    from kg.journal import State

    _read_again((State.STORED, State.QUARANTINED, State.RECEIVED, State.WITHDRAWN), again, as_json, since_version)


def _read_again(states: tuple[State, ...], again: bool, as_json: bool, since_version: str | None = None) -> NoReturn:
    from kg import bootstrap, pipeline
    from kg.journal import JournalSource

    settings = current_settings()
    bootstrap.read_journal(settings).close()
    with bootstrap.open_writer(settings) as writer:
        tell_mended(writer)
        source = JournalSource(writer.journal, states, since_version)
        reading, derivation = bootstrap.make_reading(settings), bootstrap.make_derivation(settings)
        store, own = writer.store, writer.journal
        with show_progress(writer.keep_pace) as advance:
            report = pipeline.ingest([source], reading, derivation, store, advance, again, journal=own)
        print_report(report, store.count(), as_json)
    sys.exit(exit_status(report) if report.total else 0)


@click.command()
@click.option("--drop-unknown", is_flag=True, help="Let articles go that the store has and the journal does not know.")
def rebuild(drop_unknown: bool) -> None:
    """Make the store anew from the journal, as when it is damaged or another engine is to hold it.

    Where the journal itself is damaged, what has its text is read again, and the rest is named.
    """
    from kg import bootstrap
    from kg.journal import State

    number, damages = bootstrap.rebuild(current_settings(), drop_unknown)
    echo(f"rebuilt from the journal: {number_of(number, 'article')}")
    lost = [damage.key for damage in damages if not damage.can_be_read]
    print_list("damaged in the journal, and to be ingested again from their sources", lost, is_error=True)
    if len(lost) < len(damages):
        echo(f"kg: {number_of(len(damages) - len(lost), 'graph')} damaged, read again from the texts", err=True)
        _read_again((State.RECEIVED,), again=True, as_json=False)
    sys.exit(1 if lost else 0)


@click.command(name="remove")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@reason_option("the journal and shown when the article comes again")
def remove_article(articles: tuple[str, ...], reason: str) -> None:
    """Take articles down: their texts, their graphs, and whatever they alone told.

    ARTICLE is its IRI, its address, or the id that its source gives it. It stays out, however often it is ingested,
    until `kg readmit`. The store is written anew, so that nothing is left on the disk, which takes time if it is large:
    take down several at once. Files that `kg dump` wrote before hold them still, and copies that others took.
    """
    from kg import bootstrap

    for article in bootstrap.take_down(current_settings(), articles, reason):
        echo(f"taken down: {article}")


@click.command()
@click.argument("article")
@reason_option("the journal")
def readmit(article: str, reason: str) -> None:
    """Let an article that was taken down in again, when it is ingested the next time."""
    from kg import bootstrap

    echo(f"may be ingested again: {bootstrap.readmit(current_settings(), article, reason)}")

"""Commands that read articles into the graph: `kg ingest`, `kg feed`."""

from __future__ import annotations

import json
import sys
import time
from contextlib import nullcontext
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from kg.cli.options import extractor_option, field_option
from kg.cli.printing import (
    current_settings,
    echo,
    exit_status,
    number_of,
    print_expenses,
    print_report,
    print_table,
    show_progress,
    tell_mended,
)

if TYPE_CHECKING:
    from kg.pipeline import IngestReport


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@field_option
@extractor_option
@click.option("--again", is_flag=True, help="Read unchanged articles too, as after a change of the reference tables.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    metavar="N",
    help="Read in N processes, for many articles: as many as there are processors, each with some 500 MB of memory.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
def ingest(
    sources: tuple[str, ...], keys: dict[str, str], extractor: str, again: bool, jobs: int, as_json: bool
) -> None:
    """Read articles and put what they say into the graph.

    SOURCE is a .txt, .md, .html or .pdf file (what is known of it may stand beside it, in NAME.meta.json), a .jsonl or
    .jsonl.gz file with one article a line, a .warc or .warc.gz archive of pages, a folder of these, or the http address
    of a page. Reading the same again changes nothing; a changed article replaces the older one. The report names each
    article that was not stored, has no date, or of which something is doubtful.
    """
    from kg import bootstrap, pipeline

    if jobs > 1 and extractor != bootstrap.RULES:
        raise click.UsageError("--jobs reads by rules only: an endpoint sets its own pace")
    settings = current_settings()
    found = bootstrap.open_sources(sources, settings, keys)
    with bootstrap.open_writer(settings) as writer:
        tell_mended(writer)
        reading = bootstrap.make_reading(settings, extractor)
        derivation = bootstrap.make_derivation(settings)
        workers = bootstrap.make_workers(settings, jobs) if jobs > 1 else nullcontext()
        store, journal = writer.store, writer.journal
        try:
            with show_progress(writer.keep_pace) as advance, workers as readers:
                report = pipeline.ingest(found, reading, derivation, store, advance, again, readers, journal)
                left = pipeline.finish(journal, reading, derivation, store, advance, readers)
        except click.ClickException:  # broken off: what was spent is spent
            print_expenses(reading.extractor.expenses, is_error=True)
            raise
        _tell_finished(left)
        report.add(left)
        print_report(report, store.count(), as_json, reading.extractor.expenses)
    sys.exit(exit_status(report, reading.extractor.expenses))


def _tell_finished(left: IngestReport) -> None:
    if left.total:
        number = number_of(left.total, "article")
        echo(f"kg: went on with {number} that an earlier run had received and not stored", err=True)


@click.group()
def feed() -> None:
    """Read articles from RSS and Atom feeds.

    Which feeds there are, and what is known of their entries, lies in KG_DATA_DIR/feeds.sqlite.
    """


@feed.command()
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
def add(addresses: tuple[str, ...]) -> None:
    """Take up feeds; `kg feed poll` reads them."""
    from kg import bootstrap
    from kg.sources.fetching import check_address

    register = bootstrap.open_feeds(current_settings())
    for address in [check_address(address) for address in addresses]:
        echo(f"{address}: {'taken up' if register.add(address) else 'known already'}")


@feed.command()
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
def remove(addresses: tuple[str, ...]) -> None:
    """Forget feeds; what was read of them stays in the graph."""
    from kg import bootstrap

    register = bootstrap.open_feeds(current_settings())
    for address in addresses:
        register.remove(address)
        echo(f"{address}: removed")


@feed.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each feed.")
def list_feeds(as_json: bool) -> None:
    """Show the feeds: when each is due, how many entries are read, wait or are refused, and what last went wrong."""
    from kg import bootstrap
    from kg.tables import Table

    feeds = bootstrap.open_feeds(current_settings()).feeds()
    if as_json:
        echo("\n".join(json.dumps(asdict(feed), ensure_ascii=False) for feed in feeds))
        return
    names = ["feed", "title", "polled", "due", "read", "waiting", "refused", "problem"]
    rows = [
        [f.address, f.title or "", _moment(f.polled), _moment(f.due), f"{f.read:,}", f"{f.waiting:,}", f"{f.refused:,}"]
        for f in feeds
    ]
    for row, found in zip(rows, feeds, strict=True):
        row.append(found.problem or "")
    print_table(Table(names, rows))


def _moment(seconds: int | None) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC" if seconds else ""


@feed.command()
@click.argument("addresses", nargs=-1, metavar="[ADDRESS]...")
@click.option("--now", "at_once", is_flag=True, help="Poll feeds that are not due yet, too.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
def poll(addresses: tuple[str, ...], at_once: bool, as_json: bool) -> None:
    """Ask the feeds that are due, or of these each ADDRESS, for new entries, and read their articles into the graph.

    Meant to be called often, as by cron: a feed is due ten minutes after its last answer, later where it fails. What
    cannot be fetched now is tried again, five times in all; whatever is refused is named with the reason.
    """
    from kg import bootstrap, pipeline

    settings = current_settings()
    found = bootstrap.feed_sources(settings, addresses, None if at_once else time.time())
    if not found:
        echo("no feed is due; kg feed list shows when they are, --now does not wait", err=True)
        return
    total = pipeline.IngestReport()
    with bootstrap.open_writer(settings) as writer:
        tell_mended(writer)
        store, journal = writer.store, writer.journal
        reading, derivation = bootstrap.make_reading(settings), bootstrap.make_derivation(settings)
        for source in found:
            with show_progress(writer.keep_pace) as advance:
                report = pipeline.ingest([source], reading, derivation, store, advance, journal=journal)
            source.settle(report.refused)
            total.add(report)
        left = pipeline.finish(journal, reading, derivation, store)
        _tell_finished(left)
        total.add(left)
        print_report(total, store.count(), as_json)
    sys.exit(exit_status(total) if total.items else 0)

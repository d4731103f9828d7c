"""The command line: each command reads its arguments, calls one thing and prints what came of it.

Exit status: 0 all is well; 1 something was left out or is uncertain, and the output says what; 2 nothing done.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from kg import __version__
from kg.errors import BadRequest, KgError, QuerySyntaxError

if TYPE_CHECKING:
    from kg.pipeline import IngestReport, Reading
    from kg.records import Article
    from kg.reference import Holding
    from kg.settings import Settings
    from kg.sources import ArticleSource
    from kg.store import Answer

QUERY_FORMATS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
DUMP_FORMATS = ("nquads", "trig")
_WIKIDATA = "https://query.wikidata.org/sparql"
_SHOWN_UNDATED = 20
_ARTICLES_PER_LINE = 100
_PATH = click.Path(path_type=Path)


class _Refusal(click.ClickException):
    """A failure that is explained in a line or two instead of a traceback."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"kg: {self.message}", file=file, err=True)


class _Group(click.Group):
    """Explains the failures of communique to whoever typed the command."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except QuerySyntaxError as error:
            raise _Refusal(f"{error}\n    {error.hint or ''}".rstrip()) from error
        except KgError as error:
            raise _Refusal(str(error)) from error


def _settings() -> Settings:
    from kg.settings import load_settings

    return load_settings()


@click.group(cls=_Group)
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """News articles in, a knowledge graph of diplomatic relations out.

    The store lies in the folder KG_DATA_DIR (default: data). One process at a time may use it.
    """


@main.command()
@click.argument("sources", nargs=-1, required=True, type=_PATH, metavar="SOURCE...")
@click.option("--again", is_flag=True, help="Read unchanged articles too, as after a change of the reference tables.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
def ingest(sources: tuple[Path, ...], again: bool, as_json: bool) -> None:
    """Read articles and put what they say into the graph.

    SOURCE is a .txt file (what is known of it may stand beside it, in NAME.meta.json), a .jsonl or .jsonl.gz
    file with one article a line, an .html page, or a folder of these. Reading the same again changes nothing; a
    changed article replaces the older one. The report names each article that was not stored or has no date.
    """
    from kg import bootstrap, pipeline

    settings = _settings()
    found = bootstrap.open_sources(sources)
    store = bootstrap.open_store(settings)
    try:
        reading = bootstrap.make_reading(settings)
        with _progress(found) as advance:
            report = pipeline.ingest(found, reading, bootstrap.make_derivation(settings), store, advance, again)
        _print_report(report, store.count(), as_json)
    finally:
        store.close()
    sys.exit(_status(report))


def _status(report: IngestReport) -> int:
    if not report.stored + report.replaced + report.unchanged:
        return 2
    return 1 if report.refused or report.undated else 0


@contextmanager
def _progress(sources: list[ArticleSource]) -> Iterator[Callable[[IngestReport], None]]:
    """A bar on a terminal's standard error, else a line now and then; yields what moves it.

    Ctrl-C ends the run with a word on what is stored.
    """
    from rich import progress
    from rich.console import Console

    counts = [source.count() for source in sources]
    total = None if None in counts else sum(count or 0 for count in counts)
    console = Console(stderr=True)
    columns = (*progress.Progress.get_default_columns(), progress.MofNCompleteColumn())
    done = kept = 0
    with progress.Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("articles", total=total)

        def advance(report: IngestReport) -> None:
            nonlocal done, kept
            done, kept = done + 1, report.stored + report.replaced
            bar.advance(task)
            if not console.is_terminal and done % _ARTICLES_PER_LINE == 0:
                click.echo(f"{done:,} of {total:,} articles" if total else f"{done:,} articles", err=True)

        try:
            yield advance
        except KeyboardInterrupt as error:
            message = f"interrupted; {kept} articles of this run are stored. Give the same command to go on"
            raise _Refusal(message) from error


def _print_report(report: IngestReport, triples: int, as_json: bool) -> None:
    seconds = report.seconds or 1
    rates = {
        "articles_per_second": round(report.items / seconds, 1),
        "tokens_per_second": round(report.tokens / seconds),
        "triples_in_the_merge": triples,
    }
    if as_json:
        click.echo(json.dumps(asdict(report) | rates, ensure_ascii=False, indent=1))
        return
    click.echo(
        f"{report.items:,} articles: {report.stored:,} stored, {report.replaced:,} replaced, "
        f"{report.unchanged:,} unchanged, {len(report.refused):,} refused\n"
        f"{report.tokens:,} words in {report.seconds:,.1f} s: {rates['articles_per_second']:,} articles/s, "
        f"{rates['tokens_per_second']:,} words/s\n"
        f"{report.quads:,} quads written; the merged graph holds {triples:,} triples"
    )
    _print_list("refused, not stored", report.refused)
    _print_list("given twice", report.repeated)
    hint = "without a date, so that “on Monday” cannot be placed; give “published” or a side-car"
    shown = report.undated[:_SHOWN_UNDATED]
    more = len(report.undated) - len(shown)
    _print_list(hint, [*shown, f"and {more:,} more (--json names all)"] if more else shown, len(report.undated))


def _print_list(heading: str, lines: list[str], count: int | None = None) -> None:
    if lines:
        click.echo("\n".join([f"{count or len(lines):,} {heading}:", *(f"  {line}" for line in lines)]))


@main.command()
@click.argument("files", nargs=-1, required=True, type=_PATH, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "trig"]),
    default="json",
    show_default=True,
    help="One JSON object a line and article, or the article's graph.",
)
def extract(files: tuple[Path, ...], form: str) -> None:
    """Print what articles say, without storing it. FILE is whatever `kg ingest` reads."""
    from kg import bootstrap

    reading = bootstrap.make_reading(_settings())
    write = _write_json if form == "json" else _write_trig
    done, refused = 0, 0
    for source in bootstrap.open_sources(files):
        for item in source.articles():
            if isinstance(item, KgError):
                click.echo(f"kg: {item}", err=True)
                refused += 1
            else:
                write(reading, item)
                done += 1
    sys.exit(0 if not refused else 1 if done else 2)


def _write_json(reading: Reading, article: Article) -> None:
    from kg.records import render_extraction

    extraction = render_extraction(article, reading.iris.article(article.key), reading.extract(article))
    click.echo(json.dumps(extraction, ensure_ascii=False))


def _write_trig(reading: Reading, article: Article) -> None:
    from kg.bootstrap import scratch_store

    store = scratch_store()
    store.replace({reading.iris.article(article.key): reading.triples(article, reading.extract(article))})
    store.dump(sys.stdout.buffer, "application/trig")


@main.command()
@click.argument("text", required=False)
@click.option(
    "--file",
    "file",
    type=click.File(encoding="utf-8"),
    help="Read the query from a file; - is standard input.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *QUERY_FORMATS]),
    help="How to print the answer. [default: table for rows, turtle for a graph]",
)
def query(text: str | None, file: IO[str] | None, form: str | None) -> None:
    """Ask the graph in SPARQL. TEXT is the query, unless --file names it."""
    from kg import bootstrap
    from kg.sparql.guard import check_query
    from kg.store import Query

    if (text is None) == (file is None):
        raise click.UsageError("give the query either as TEXT or with --file")
    asked = text if file is None else file.read()
    check_query(asked or "")
    store = bootstrap.open_store(_settings())
    try:
        answer = store.answer(Query(asked or ""))
        _print_answer(answer, form or ("turtle" if answer.form == "graph" else "table"))
    finally:
        store.close()


def _print_answer(answer: Answer, form: str) -> None:
    if form != "table":
        answer.write(sys.stdout.buffer, QUERY_FORMATS[form])
        return
    if answer.form == "graph":
        raise BadRequest("a graph is no table; choose --format turtle, ntriples, jsonld or rdfxml")
    written = io.BytesIO()
    answer.write(written, QUERY_FORMATS["json"])
    _print_table(json.loads(written.getvalue()))


def _print_table(results: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if "boolean" in results:
        click.echo("yes" if results["boolean"] else "no")
        return
    names, rows = results["head"]["vars"], results["results"]["bindings"]
    table = Table(*names, caption=f"{len(rows):,} row{'s' * (len(rows) != 1)}")
    for row in rows:
        table.add_row(*(Text(row[name]["value"] if name in row else "") for name in names))
    console = Console()
    console.print(table, width=None if console.is_terminal else 10_000, no_wrap=not console.is_terminal)


@main.command()
@click.option("--format", "form", type=click.Choice(DUMP_FORMATS), default="nquads", show_default=True, help="Syntax.")
@click.option("--output", type=_PATH, help="File to write.  [default: communique.nq.gz in KG_DATA_DIR/dumps]")
def dump(form: str, output: Path | None) -> None:
    """Write the whole graph into one compressed file: every named graph; the merge follows from them."""
    from kg import bootstrap, dumps

    settings = _settings()
    chosen = dumps.FORMATS[form]
    store = bootstrap.open_store(settings)
    try:
        made = dumps.make_dump(store, output or settings.data_dir / "dumps" / f"communique{chosen.suffix}", chosen)
    finally:
        store.close()
    click.echo(f"{made.path}  {made.size:,} bytes  sha256 {made.sha256}")


@main.command()
@click.option("--host", help="Address to listen on.  [default: KG_HOST, else 127.0.0.1]")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.  [default: KG_PORT, else 8000]")
def serve(host: str | None, port: int | None) -> None:
    """Serve pages, SPARQL at /sparql and dumps at /dumps/, until Ctrl-C."""
    from kg import bootstrap, serving

    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    serving.Server(_settings().model_copy(update=given), bootstrap.make_app).run()


@main.group()
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
    project lie over both. A failed or partial answer changes nothing. The next command that opens the store installs
    them; `kg ingest --again` links stored articles anew.
    """
    from kg import bootstrap

    renewal = bootstrap.renew_holders(_settings(), endpoint, f"{since:%Y-%m-%d}", allow_fewer)
    came = f"{renewal.came:,} rows came, in place of {renewal.replaced:,}"
    click.echo(f"{came}; {renewal.kept:,} rows of other offices are kept\nwritten to {renewal.path}")
    _print_list("left out", [f"{number:,} {why}" for why, number in sorted(renewal.left_out.items())])


@reference.command()
@click.option("--of", "owner", metavar="CODE", help="Only this state or body: AZE, united-nations.")
def show(owner: str | None) -> None:
    """Count who held which office by office and by state or body, and tell the edition of the tables."""
    from kg import bootstrap

    settings = _settings()
    tables = bootstrap.read_reference(settings)
    if owner and owner not in {*tables.states_by_code, *tables.organisations_by_id}:
        raise BadRequest(f"{owner} is no code of a state and no id of an organisation in the tables")
    click.echo(f"edition {bootstrap.edition(settings)[:12]}, office holders from {bootstrap.holders_in_use(settings)}")
    holdings = [h for person in tables.register.persons for h in person.holdings if owner in (None, h.of)]
    _print_counts("office", holdings, [office.id for office in tables.offices])
    _print_counts("of", holdings, sorted({holding.of for holding in holdings}, key=lambda of: (of.islower(), of)))


def _print_counts(column: str, holdings: list[Holding], values: list[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(column, "holdings", "persons", "from", "to")
    for value in values:
        own = [holding for holding in holdings if getattr(holding, column) == value]
        days = [day for holding in own for day in (holding.since, holding.until) if day]
        if own:
            persons = len({holding.person for holding in own})
            table.add_row(value, f"{len(own):,}", f"{persons:,}", min(days, default="")[:4], max(days, default="")[:4])
    Console().print(table)

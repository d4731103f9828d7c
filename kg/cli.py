"""The command line: each command reads its arguments, calls one thing and prints what came of it.

Exit status: 0 all is well; 1 something was left out or is uncertain, and the output says what; 2 nothing done.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

import click

from kg import __version__
from kg.errors import BadRequest, GraphFileError, KgError, QuerySyntaxError, ReasonerError
from kg.formats import DUMPS, GRAPH, SOLUTIONS, SYNONYMS

if TYPE_CHECKING:
    from kg.bootstrap import Writer
    from kg.checking import Checked
    from kg.evaluation.scores import Evaluation
    from kg.evaluation.summary import Sheet
    from kg.extraction.expenses import Expenses
    from kg.journal import State
    from kg.pipeline import IngestReport, Reading
    from kg.reasoning import Verdict
    from kg.records import Article
    from kg.reference import Holding
    from kg.settings import Settings
    from kg.store import Answer, GraphStore
    from kg.tables import Table

QUERY_FORMATS = SOLUTIONS | GRAPH
_SHOWN = 20
_WIKIDATA = "https://query.wikidata.org/sparql"
_ARTICLES_PER_LINE = 100
_PATH = click.Path(path_type=Path)
_EXTRACTORS = ("rules", "llm")
ERROR_KINDS = ("actors", "offices", "meetings", "statements", "projects")
STATES = ("received", "extracted", "stored", "replaced", "skipped", "quarantined", "removed")
_FIELDS = ("text", "url", "id", "title", "outlet", "date", "authors", "language")


class _Refusal(click.ClickException):
    """A failure that is explained in a line or two instead of a traceback."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"kg: {self.message}", file=file, err=True)


class _Interruption(_Refusal):
    """Ctrl-C, after something was done."""

    exit_code = 1


class _FormatChoice(click.Choice[str]):
    """A choice of formats that also knows their other names, such as turtle."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(SYNONYMS.get(value, value), param, ctx)


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

    Store and journal lie in the folder KG_DATA_DIR (default: data), or the store on the SPARQL engine at KG_STORE_URL,
    whose kind is KG_STORE_PROFILE. One process at a time may write.
    """


def _keys(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """The mapping that `--field` gives, refused where a field is unknown."""
    keys = {}
    for pair in given:
        name, _, key = pair.partition("=")
        if name not in _FIELDS or not key:
            raise click.BadParameter(f"{pair!r} is not NAME=KEY with a NAME of {', '.join(_FIELDS)}", ctx, param)
        keys[name] = key
    return keys


_field_option = click.option(
    "--field",
    "keys",
    multiple=True,
    metavar="NAME=KEY",
    callback=_keys,
    help="Take the field NAME of JSON Lines from KEY, as in text=body or outlet=source.name; may be repeated.",
)


_extractor_option = click.option(
    "--extractor",
    type=click.Choice(_EXTRACTORS),
    default="rules",
    show_default=True,
    help="Read by the rules, or by asking a language model at KG_LLM_URL, which gets the texts and may cost money.",
)


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@_field_option
@_extractor_option
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
    settings = _settings()
    found = bootstrap.open_sources(sources, settings, keys)
    reading = bootstrap.make_reading(settings, extractor)
    with bootstrap.open_writer(settings) as writer:
        _tell_reconciled(writer)
        derivation = bootstrap.make_derivation(settings)
        workers = bootstrap.make_workers(settings, jobs) if jobs > 1 else nullcontext()
        store, journal = writer.store, writer.journal
        try:
            with _progress() as advance, workers as readers:
                report = pipeline.ingest(found, reading, derivation, store, advance, again, readers, journal)
                left = pipeline.finish(journal, reading, derivation, store, advance, readers)
        except click.ClickException:  # broken off: what was spent is spent
            _print_expenses(reading.extractor.expenses, is_error=True)
            raise
        _tell_finished(left)
        report.add(left)
        _print_report(report, store.count(), as_json, reading.extractor.expenses)
    sys.exit(_status(report, reading.extractor.expenses))


def _tell_reconciled(writer: Writer) -> None:
    if writer.reconciled:
        number = _count_of(writer.reconciled, "article")
        click.echo(f"kg: the store lacked {number} of the journal, and has them again", err=True)


def _tell_finished(left: IngestReport) -> None:
    if left.total:
        number = _count_of(left.total, "article")
        click.echo(f"kg: went on with {number} that an earlier run had received and not stored", err=True)


def _status(report: IngestReport, expenses: Expenses | None = None) -> int:
    if not report.stored + report.replaced + report.unchanged:
        return 2
    if expenses is not None and expenses.dropped:
        return 1
    return 1 if report.refused or report.undated or report.superseded or report.set_aside or report.doubtful else 0


@contextmanager
def _progress() -> Iterator[Callable[[IngestReport], None]]:
    """A bar on a terminal's standard error, else a line now and then; yields what moves it.

    Ctrl-C ends the run with a word on what is stored, and with the status that tells whether anything is.
    """
    from rich import progress
    from rich.console import Console

    console = Console(stderr=True)
    columns = (*progress.Progress.get_default_columns(), progress.MofNCompleteColumn())
    done = kept = 0
    with progress.Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("articles", total=None)

        def advance(report: IngestReport) -> None:
            nonlocal done, kept
            done, kept = done + 1, report.stored + report.replaced
            bar.update(task, completed=done, total=report.total)
            if not console.is_terminal and done % _ARTICLES_PER_LINE == 0:
                click.echo(f"{done:,} of {report.total:,} articles", err=True)

        try:
            yield advance
        except KeyboardInterrupt as error:
            message = f"interrupted; {kept} articles of this run are stored. Give the same command to go on"
            raise (_Interruption if kept else _Refusal)(message) from error


def _print_report(report: IngestReport, triples: int, as_json: bool, expenses: Expenses | None = None) -> None:
    seconds = report.seconds or 1
    rates = {
        "articles_per_second": round(report.items / seconds, 1),
        "tokens_per_second": round(report.tokens / seconds),
        "triples_in_the_merge": triples,
    }
    if as_json:
        spent = {"expenses": asdict(expenses) | {"cost": expenses.cost}} if expenses is not None else {}
        click.echo(json.dumps(asdict(report) | rates | spent, ensure_ascii=False, indent=1))
        return
    click.echo(
        f"{report.items:,} articles: {report.stored:,} stored, {report.replaced:,} replaced, "
        f"{report.unchanged:,} unchanged, {len(report.refused):,} refused\n"
        f"{report.tokens:,} words in {report.seconds:,.1f} s: {rates['articles_per_second']:,} articles/s, "
        f"{rates['tokens_per_second']:,} words/s\n"
        f"{report.quads:,} quads written; the merged graph holds {triples:,} triples"
    )
    _print_list("refused, not stored", report.refused)
    _print_list("left out, because it comes again with another text", report.superseded)
    _print_list("records set aside, the rest of their articles stored", report.set_aside)
    _print_list("given twice", report.repeated)
    _print_list("taken down, and therefore not read", report.removed)
    _print_list("read, but doubtful", report.doubtful, _SHOWN)
    _print_list("replaced what was stored of the same article before", report.changed, _SHOWN)
    hint = "without a date, so that “on Monday” cannot be placed; give “published” or a side-car"
    _print_list(hint, report.undated, _SHOWN)
    _print_expenses(expenses)


def _print_list(heading: str, lines: list[str], most: int | None = None, is_error: bool = False) -> None:
    if lines:
        more = len(lines) - len(lines[:most])
        shown = [*lines[:most], f"and {more:,} more (--json names all)"] if more else lines
        click.echo("\n".join([f"{len(lines):,} {heading}:", *(f"  {line}" for line in shown)]), err=is_error)


def _print_expenses(expenses: Expenses | None, is_error: bool = False) -> None:
    """What a service cost, and what of its answers was not taken over; on standard error beside output for programs."""
    if expenses is None:
        return
    cost = "at a price that is not set" if expenses.cost is None else f"for {expenses.cost:,.4f}"
    lines = [
        f"language model: {_count_of(expenses.requests, 'request')}, {expenses.input_tokens:,} tokens read and "
        f"{expenses.output_tokens:,} written {cost}; "
        f"{len(expenses.dropped):,} records or facts dropped"
    ]
    if expenses.unmetered:
        lines.append(f"{_count_of(expenses.unmetered, 'request')} told no tokens, and may cost more than is told here")
    click.echo("\n".join([*lines, *expenses.concessions]), err=is_error)
    _print_list("records or facts dropped", expenses.dropped, None if is_error else _SHOWN, is_error)


@main.group()
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

    register = bootstrap.open_feeds(_settings())
    for address in [check_address(address) for address in addresses]:
        click.echo(f"{address}: {'taken up' if register.add(address) else 'known already'}")


@feed.command()
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
def remove(addresses: tuple[str, ...]) -> None:
    """Forget feeds; what was read of them stays in the graph."""
    from kg import bootstrap

    register = bootstrap.open_feeds(_settings())
    for address in addresses:
        register.remove(address)
        click.echo(f"{address}: removed")


@feed.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each feed.")
def list_feeds(as_json: bool) -> None:
    """Show the feeds: when each is due, how many entries are read, wait or are refused, and what last went wrong."""
    from kg import bootstrap
    from kg.tables import Table

    feeds = bootstrap.open_feeds(_settings()).feeds()
    if as_json:
        click.echo("\n".join(json.dumps(asdict(feed), ensure_ascii=False) for feed in feeds))
        return
    names = ["feed", "title", "polled", "due", "read", "waiting", "refused", "problem"]
    rows = [
        [f.address, f.title or "", _moment(f.polled), _moment(f.due), f"{f.read:,}", f"{f.waiting:,}", f"{f.refused:,}"]
        for f in feeds
    ]
    for row, found in zip(rows, feeds, strict=True):
        row.append(found.problem or "")
    _print_table(Table(names, rows))


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

    settings = _settings()
    found = bootstrap.feed_sources(settings, addresses, None if at_once else time.time())
    if not found:
        click.echo("no feed is due; kg feed list shows when they are, --now does not wait", err=True)
        return
    total = pipeline.IngestReport()
    with bootstrap.open_writer(settings) as writer:
        _tell_reconciled(writer)
        store, journal = writer.store, writer.journal
        reading, derivation = bootstrap.make_reading(settings), bootstrap.make_derivation(settings)
        for source in found:
            with _progress() as advance:
                report = pipeline.ingest([source], reading, derivation, store, advance, journal=journal)
            source.settle(report.refused)
            total.add(report)
        left = pipeline.finish(journal, reading, derivation, store)
        _tell_finished(left)
        total.add(left)
        _print_report(total, store.count(), as_json)
    sys.exit(_status(total) if total.items else 0)


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_field_option
@_extractor_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "trig"]),
    default="json",
    show_default=True,
    help="One JSON object a line and article, or the article's graph.",
)
def extract(files: tuple[str, ...], keys: dict[str, str], extractor: str, form: str) -> None:
    """Print what articles say, without storing it. FILE is whatever `kg ingest` reads."""
    from kg import bootstrap

    settings = _settings()
    reading = bootstrap.make_reading(settings, extractor)
    write = _write_json if form == "json" else _write_trig
    done, refused = 0, 0
    expenses = reading.extractor.expenses
    try:
        for source in bootstrap.open_sources(files, settings, keys):
            for item in source.articles():
                problem = str(item) if isinstance(item, KgError) else _refusal(write, reading, item)
                if problem:
                    click.echo(f"kg: {problem}", err=True)
                refused, done = refused + bool(problem), done + (not problem)
    finally:
        _print_expenses(expenses, is_error=True)
    is_whole = not refused and not (expenses and expenses.dropped)
    sys.exit(0 if is_whole else 1 if done else 2)


def _refusal(write: Callable[[Reading, Article], None], reading: Reading, article: Article) -> str:
    """Write what the article says; returns why that cannot be done, if it cannot."""
    try:
        write(reading, article)
    except KgError as error:
        return f"{article.source}: {error}"
    return ""


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
@click.argument("file", type=_PATH)
@_extractor_option
@click.option("--html", "page", type=_PATH, metavar="PAGE", help="Write a page that shows it, in place of printing.")
def explain(file: Path, extractor: str, page: Path | None) -> None:
    """Show a text with every record, its words, and the rule that read it.

    FILE holds one article, in any form that `kg ingest` reads. The page needs no network and no script; there and in
    the terminal each rule leads to the function that read the record.
    """
    from kg import bootstrap

    explanation, expenses = bootstrap.explain(_settings(), file, extractor)
    _print_expenses(expenses, is_error=True)
    if page is None:
        from rich.console import Console

        from kg.explanation import terminal

        Console().print(terminal.render(explanation), highlight=False)
        return
    from kg.explanation.page import render

    _write(page, render(explanation))
    click.echo(f"written to {page}")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _Refusal(f"{path}: {error.strerror or error}") from error


@main.command()
@click.argument("folder", type=_PATH, metavar="DIR")
@_extractor_option
@click.option("--texts", type=_PATH, help="Folder of the texts and side-cars, if they do not lie in DIR.")
@click.option("--errors", "kind", type=click.Choice(ERROR_KINDS), help="List the errors of one kind with their words.")
@click.option("--identity", is_flag=True, help="Tell how persons and meetings are linked, by identity.json in DIR.")
@click.option("--calibrate", "table", type=_PATH, help="Write the confidence of each rule into this CSV file.")
@click.option("--json", "as_json", is_flag=True, help="Print the scores, or with --errors the errors, as JSON.")
def evaluate(
    folder: Path,
    extractor: str,
    texts: Path | None,
    kind: str | None,
    identity: bool,
    table: Path | None,
    as_json: bool,
) -> None:
    """Score how well annotated articles are read.

    DIR holds NNN.gold.json, in the JSON of `kg extract`, beside NNN.txt and NNN.meta.json. Prints precision, recall and
    F1 for each kind of record with the interval in which 95 of 100 draws of the articles lie, how often the attributes
    of paired records are right, how sure and how right the records are, and the scores by outlet. Piped, the tables
    are Markdown.
    """
    from kg import bootstrap

    settings = _settings()
    refused: list[KgError] = []
    documents = bootstrap.open_gold(settings, folder, texts)
    evaluation, expenses = bootstrap.evaluate(settings, documents, extractor, refused.append)
    for error in refused:
        click.echo(f"kg: {error}; it counts as read with nothing in it", err=True)
    _print_expenses(expenses, is_error=True)
    if table is not None:
        _write_confidence(evaluation, table)
    if identity:
        _print_sheets([bootstrap.evaluate_identity(settings, folder, evaluation)])
    elif kind is not None:
        _print_errors(evaluation, kind, as_json)
    elif as_json:
        from kg.evaluation.summary import render

        click.echo(json.dumps(render(evaluation), ensure_ascii=False, indent=1))
    else:
        from kg.evaluation.summary import sheets

        _print_sheets(sheets(evaluation))
    sys.exit(1 if refused else 0)


def _write_confidence(evaluation: Evaluation, path: Path) -> None:
    from kg.evaluation.calibration import calibrate, outcomes, write_confidence

    _write(path, write_confidence(calibrate(outcomes(evaluation.comparisons))))


def _print_errors(evaluation: Evaluation, kind: str, as_json: bool) -> None:
    from kg.evaluation.errors import find_errors

    slips = list(find_errors(evaluation.comparisons, kind))
    if as_json:
        click.echo(json.dumps([asdict(slip) for slip in slips], ensure_ascii=False, indent=1))
        return
    for slip in slips:
        rule = f"  [{slip.rule}]" if slip.rule else ""
        click.echo(f"{slip.document}  {slip.what}: {slip.told}{rule}\n    {slip.words}")
    click.echo(f"{_count(slips, 'error')} in {kind}")


def _print_sheets(sheets: Iterable[Sheet]) -> None:
    from rich import table
    from rich.console import Console

    from kg.evaluation.summary import markdown

    console = Console()
    for sheet in sheets:
        if not console.is_terminal:
            click.echo(markdown(sheet))
            continue
        printed = table.Table(*sheet.columns, title=sheet.title, title_justify="left")
        for row in sheet.rows:
            printed.add_row(*row)
        console.print(printed)


@main.command()
@click.argument("text", required=False)
@click.option(
    "--file",
    "file",
    type=click.File("rb"),
    help="Read the query from a file; - is standard input.",
)
@click.option(
    "--format",
    "form",
    type=_FormatChoice(["table", *QUERY_FORMATS]),
    help="How to print the answer. [default: table for rows, turtle for a graph]",
)
def query(text: str | None, file: IO[bytes] | None, form: str | None) -> None:
    """Ask the graph in SPARQL. TEXT is the query, unless --file names it.

    A table shows names where the graph has them; the other formats give the IRIs.
    """
    from kg import bootstrap
    from kg.sparql.guard import check_query
    from kg.store import Query

    if (text is None) == (file is None):
        raise click.UsageError("give the query either as TEXT or with --file")
    asked = str(text) if file is None else _read_query(file)
    check_query(asked)
    store = bootstrap.open_store(_settings(), must_exist=True)
    try:
        answer = store.answer(Query(asked))
        _print_answer(store, answer, form or ("ttl" if answer.form == "graph" else "table"))
    finally:
        store.close()


def _read_query(file: IO[bytes]) -> str:
    try:
        return file.read().decode()
    except UnicodeDecodeError as error:
        raise BadRequest(f"{file.name}: byte {error.start} is not UTF-8; convert it, as with iconv -t UTF-8") from error


def _print_answer(store: GraphStore, answer: Answer, form: str) -> None:
    fitting = GRAPH if answer.form == "graph" else {"table": "", **SOLUTIONS}
    if form not in fitting:
        kind = "a graph" if answer.form == "graph" else "rows"
        raise BadRequest(f"{kind} cannot be printed as {form}; choose --format {', '.join(fitting)}")
    if form != "table":
        answer.write(sys.stdout.buffer, QUERY_FORMATS[form])
        return
    from kg.tables import read_table

    read = read_table(store, answer)
    if isinstance(read, bool):
        click.echo("yes" if read else "no")
    else:
        _print_table(read)


def _print_table(read: Table) -> None:
    """A table as wide as the terminal, or, where no terminal would wrap it, as wide as its cells."""
    from rich import table
    from rich.cells import cell_len
    from rich.console import Console
    from rich.text import Text

    caption = _count(read.rows, "row")
    printed = table.Table(*read.columns, caption=caption)
    for row in read.rows:
        printed.add_row(*map(Text, row))
    console = Console()
    if not console.is_terminal:
        widest = (max(map(cell_len, column)) for column in zip(read.columns, *read.rows, strict=True))
        borders = 3 * len(read.columns) + 1
        console = Console(width=max(sum(widest) + borders, len(caption)))
    console.print(printed)


def _count(things: Collection[object], name: str) -> str:
    return _count_of(len(things), name)


def _count_of(number: int, name: str) -> str:
    return f"{number:,} {name}{'s' * (number != 1)}"


@main.command()
@click.argument("files", nargs=-1, type=_PATH, metavar="[FILE]...")
@click.option(
    "--reason",
    "with_reasoner",
    is_flag=True,
    help="Also ask HermiT whether the ontology, with the store or each FILE, is free of contradiction. Needs Java and "
    "the extra `reasoning`.",
)
def check(files: tuple[Path, ...], with_reasoner: bool) -> None:
    """Say where graphs are not as they must be, each fault with what would be right.

    FILE is RDF (.ttl, .trig, .nt, .nq); without FILE the store is checked: the articles' graphs, the reference tables
    and what is concluded from them. Exit status: 0 nothing is wrong, 1 something is, 2 nothing could be checked.
    """
    import logging
    import warnings

    from kg.tables import Table

    # A date or a truth value that is none: the shapes say so better.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", message="Parsing weird boolean")
    checked, verdicts, refused = _check_files(files, with_reasoner) if files else _check_store(with_reasoner)
    for error in refused:
        click.echo(f"kg: {error}", err=True)
    faults = [(graph.name, fault) for graph in checked for fault in graph.violations]
    if faults:
        rows = [[name, v.focus, " ".join(filter(None, (v.path, v.value))), v.message] for name, v in faults]
        _print_table(Table(["graph", "node", "found", "what is right"], rows))
    click.echo(f"{_count(checked, 'graph')} checked: {_count(faults, 'violation')}")
    for name, verdict in verdicts:
        _print_verdict(name, verdict)
    wrong = faults or refused or any(not v.is_consistent or v.unsatisfiable for _, v in verdicts)
    sys.exit(2 if not checked and not verdicts else 1 if wrong else 0)


_Found = tuple[list["Checked"], list[tuple[str, "Verdict"]], list[KgError]]


def _check_store(with_reasoner: bool) -> _Found:
    from kg import bootstrap, checking, reasoning
    from kg.iris import Iris

    ontology, settings = bootstrap.load_shipped_ontology(), _settings()
    verdicts = [("the ontology", reasoning.reason(ontology.triples()))] if with_reasoner else []
    store = bootstrap.open_store(settings, must_exist=True)
    iris = Iris(settings.base_iri)
    try:
        found: _Found = list(checking.check_store(store, iris)), verdicts, []
        if with_reasoner:
            verdict = reasoning.reason(ontology.triples(), checking.stored_triples(store, iris))
            verdicts.append(("the ontology with the store", verdict))
    except ReasonerError as error:
        found[2].append(error)
    finally:
        store.close()
    return found


def _check_files(files: Iterable[Path], with_reasoner: bool) -> _Found:
    from kg import checking, reasoning
    from kg.iris import Iris
    from kg.resources import resource

    iris = Iris(_settings().base_iri)
    ontology, context = checking.shipped(resource("ontology"))
    found: _Found = [], [], []
    for file in files:
        try:
            graphs = checking.read_graphs(file)
        except GraphFileError as error:
            found[2].append(error)
            continue
        found[0].extend(checking.check_graphs(graphs, context, iris))
        if with_reasoner:
            verdict = reasoning.reason(ontology.triples(), checking.given_triples(graphs, context))
            found[1].append((f"the ontology with {file}", verdict))
    return found


def _print_verdict(name: str, verdict: Verdict) -> None:
    outcome = "consistent" if verdict.is_consistent else "contradictory"
    unsatisfiable = f", {len(verdict.unsatisfiable)} unsatisfiable classes" if verdict.is_consistent else ""
    click.echo(f"HermiT: {name} is {outcome}{unsatisfiable} ({verdict.seconds:.1f} s)")
    if verdict.explanation:
        click.echo("\n".join(f"  {line}" for line in verdict.explanation.splitlines()))


@main.command()
@click.option("--format", "form", type=click.Choice(list(DUMPS)), default="nquads", show_default=True, help="Syntax.")
@click.option("--output", type=_PATH, help="File to write.  [default: communique.nq.gz in KG_DATA_DIR/dumps]")
def dump(form: str, output: Path | None) -> None:
    """Write the whole graph into one compressed file: every named graph; the merge follows from them."""
    from kg import bootstrap, dumps

    settings = _settings()
    chosen = DUMPS[form]
    store = bootstrap.open_store(settings, must_exist=True)
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


@main.command()
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only entries in this state; repeat.")
@click.option("--since", default="", metavar="DATE", help="Only entries received since then: 2026-11, 2026-11-26.")
@click.option("--about", default="", metavar="TEXT", help="Only entries with TEXT in their address, id, IRI or source.")
@click.option("--most", type=click.IntRange(1), default=50, show_default=True, help="Show the latest of them only.")
@click.option("--retry", is_flag=True, help="Read again what is quarantined or not finished, and show no list.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each entry, or of the report.")
def journal(states: tuple[str, ...], since: str, about: str, most: int, retry: bool, as_json: bool) -> None:
    """Show what was accepted, in which state it is, and why.

    An article is received, extracted and stored; or replaced or skipped, because of a later edition; or quarantined,
    because it cannot be read; or removed. A removal and a readmission are entries too. docs/writing.md tells more.
    """
    from kg import bootstrap
    from kg.journal import Selection, State
    from kg.tables import Table

    if retry:
        _read_again((State.QUARANTINED, State.RECEIVED), again=True, as_json=as_json)
    selection = Selection(tuple(map(State, states)), since, about, most)
    with closing(bootstrap.read_journal(_settings())) as opened:
        entries = opened.entries(selection)
    if as_json:
        for entry in entries:
            click.echo(json.dumps(asdict(entry), ensure_ascii=False))
        return
    rows = [[str(e.number), e.kind, e.state, e.received, e.key, e.source or "", e.reason or ""] for e in entries]
    _print_table(Table(["entry", "kind", "state", "received", "article", "source", "reason"], rows))


@main.command()
@click.option("--since-version", metavar="V", help="Only what V or a later version of the rules read, as in rules-12.")
@click.option("--again", is_flag=True, help="Also what these rules and tables have read already.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object.")
def reingest(since_version: str | None, again: bool, as_json: bool) -> None:
    """Read the articles of the journal again, without their sources, as after a change of the rules or the tables."""
    from kg.journal import State

    _read_again((State.STORED, State.QUARANTINED, State.RECEIVED), again, as_json, since_version)


def _read_again(states: tuple[State, ...], again: bool, as_json: bool, since_version: str | None = None) -> NoReturn:
    from kg import bootstrap, pipeline
    from kg.journal import JournalSource

    settings = _settings()
    bootstrap.read_journal(settings).close()
    with bootstrap.open_writer(settings) as writer:
        _tell_reconciled(writer)
        source = JournalSource(writer.journal, states, since_version)
        reading, derivation = bootstrap.make_reading(settings), bootstrap.make_derivation(settings)
        store, own = writer.store, writer.journal
        with _progress() as advance:
            report = pipeline.ingest([source], reading, derivation, store, advance, again, journal=own)
        _print_report(report, store.count(), as_json)
    sys.exit(_status(report) if report.total else 0)


@main.command()
@click.option("--drop-unknown", is_flag=True, help="Let articles go that the store has and the journal does not know.")
def rebuild(drop_unknown: bool) -> None:
    """Make the store anew from the journal, as when it is damaged or another engine is to hold it."""
    from kg import bootstrap

    number = bootstrap.rebuild(_settings(), drop_unknown)
    click.echo(f"rebuilt from the journal: {_count_of(number, 'article')}")


@main.command(name="remove")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option("--reason", required=True, help="Why; it is kept in the journal and shown when the article comes again.")
def remove_article(articles: tuple[str, ...], reason: str) -> None:
    """Take articles down: their texts, their graphs, and whatever they alone told.

    ARTICLE is its IRI, its address, or the id that its source gives it. It stays out, however often it is ingested,
    until `kg readmit`. The store is written anew, so that nothing is left on the disk, which takes time if it is large:
    take down several at once. Dumps that were written before hold them still.
    """
    from kg import bootstrap

    for article in bootstrap.take_down(_settings(), articles, reason):
        click.echo(f"taken down: {article}")


@main.command()
@click.argument("article")
@click.option("--reason", required=True, help="Why; it is kept in the journal.")
def readmit(article: str, reason: str) -> None:
    """Let an article that was taken down in again, when it is ingested the next time."""
    from kg import bootstrap

    click.echo(f"may be ingested again: {bootstrap.readmit(_settings(), article, reason)}")


@main.group()
def bench() -> None:
    """Make what an installation of any size is measured with."""


@bench.command()
@click.option("--quads", type=click.IntRange(1), default=1_000_000, show_default=True, help="At least so many.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Another one, other articles.")
@click.argument("output", type=_PATH)
def generate(quads: int, seed: int, output: Path) -> None:
    """Write the graphs of invented articles into a file of N-Quads; compressed if OUTPUT ends with .gz.

    Real states and office holders meet and speak in them, linked and mapped as those of real news; what they do is
    invented, so keep it apart from what you ask. The same seed, settings and version give the same file.
    """
    from kg import bootstrap, invention

    made = invention.write(bootstrap.invent(_settings(), seed), bootstrap.scratch_store, quads, output)
    click.echo(f"{made.articles:,} articles, {made.quads:,} quads: {output}")


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
    project lie over both. A service that is busy or slow is asked again, ever later; a failed or partial answer changes
    nothing, and what was asked for is told. The next command that opens the store installs them; `kg ingest --again`
    links stored articles anew.
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
    if owner is not None:
        _check_owner(
            owner, {state.code: state.name for state in tables.states} | {b.id: b.name for b in tables.organisations}
        )
    click.echo(f"edition {bootstrap.edition(settings)[:12]}, office holders from {bootstrap.holders_in_use(settings)}")
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

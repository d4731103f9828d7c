"""Commands that show and measure how articles are read: `kg extract`, `explain`, `evaluate`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import PATH, extractor_option, field_option
from kg.cli.printing import counted, current_settings, echo, make_console, print_expenses, print_sheets, write_file
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.evaluation.scores import Evaluation
    from kg.reading import Reading
    from kg.records import Article

ERROR_KINDS = ("actors", "offices", "meetings", "statements", "projects")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@field_option
@extractor_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "trig"]),
    default="json",
    show_default=True,
    help="One JSON object a line and article, or the article's graph.",
)
def extract(files: tuple[str, ...], keys: dict[str, str], extractor: str, form: str) -> None:
    """Print what articles say, without storing it. FILE is whatever `kg ingest` reads.

    What is doubtful, as that a text has no date of publication, is told on standard error.
    """
    from kg import bootstrap

    settings = current_settings()
    reading = bootstrap.make_reading(settings, extractor)
    write = _write_json if form == "json" else _write_trig
    done, refused = 0, 0
    expenses = reading.extractor.expenses
    try:
        for source in bootstrap.open_sources(files, settings, keys):
            for item in source.articles():
                problem = str(item) if isinstance(item, KgError) else _refusal(write, reading, item)
                if problem:
                    echo(f"kg: {problem}", err=True)
                refused, done = refused + bool(problem), done + (not problem)
    finally:
        print_expenses(expenses, is_error=True)
    is_whole = not refused and not (expenses and expenses.dropped)
    sys.exit(0 if is_whole else 1 if done else 2)


def _refusal(write: Callable[[Reading, Article], None], reading: Reading, article: Article) -> str:
    """Write what the article says, and beside it what is doubtful; returns why that cannot be done, if it cannot."""
    try:
        write(reading, article)
    except KgError as error:
        return f"{article.source}: {error}"
    for doubt in article.doubts:
        echo(f"kg: {article.source}: {doubt}", err=True)
    return ""


def _write_json(reading: Reading, article: Article) -> None:
    from kg.records import render_extraction

    extraction = render_extraction(article, reading.iris.article(article.key), reading.extract(article))
    echo(json.dumps(extraction, ensure_ascii=False))


def _write_trig(reading: Reading, article: Article) -> None:
    from kg.bootstrap import scratch_store

    store = scratch_store()
    store.replace({reading.iris.article(article.key): reading.triples(article, reading.extract(article))})
    store.dump(sys.stdout.buffer, "application/trig")


@click.command()
@click.argument("file", type=PATH)
@extractor_option
@click.option("--html", "page", type=PATH, metavar="PAGE", help="Write a page that shows it, in place of printing.")
def explain(file: Path, extractor: str, page: Path | None) -> None:
    """Show a text with every record, its words, and the rule that read it.

    FILE holds one article, in any form that `kg ingest` reads. The page needs no network and no script; there and in
    the terminal each rule leads to the function that read the record.
    """
    from kg import bootstrap

    explanation, expenses = bootstrap.explain(current_settings(), file, extractor)
    print_expenses(expenses, is_error=True)
    if page is None:
        from kg.explanation import terminal

        make_console().print(terminal.render(explanation))
        return
    from kg.explanation.page import render

    write_file(page, render(explanation))
    echo(f"written to {page}")


@click.command()
@click.argument("folders", type=PATH, metavar="DIR...", nargs=-1, required=True)
@extractor_option
@click.option("--texts", type=PATH, help="Folder of the texts and side-cars, if they do not lie in DIR.")
@click.option("--errors", "kind", type=click.Choice(ERROR_KINDS), help="List the errors of one kind with their words.")
@click.option("--identity", is_flag=True, help="Tell how persons and meetings are linked, by identity.json in DIR.")
@click.option("--calibrate", "table", type=PATH, help="Write the confidence of each rule into this CSV file.")
@click.option("--json", "as_json", is_flag=True, help="Print the scores, or with --errors the errors, as JSON.")
def evaluate(
    folders: tuple[Path, ...],
    extractor: str,
    texts: Path | None,
    kind: str | None,
    identity: bool,
    table: Path | None,
    as_json: bool,
) -> None:
    """Score how well annotated articles are read, of one folder or of several together.

    DIR holds NNN.gold.json, in the JSON of `kg extract`, beside NNN.txt and NNN.meta.json. Prints precision, recall and
    F1 for each kind of record with the interval in which 95 of 100 draws of the articles lie, how often the attributes
    of paired records are right, how sure and how right the records are, the scores by outlet, and how often it is told
    rightly to whom and at which meeting something was said; of a single article what needs no other. What there is
    nothing of is left out, but for --json. Piped, the tables are Markdown.
    """
    from kg import bootstrap

    if identity and len(folders) > 1:
        raise click.UsageError("--identity tells of one folder")
    settings = current_settings()
    refused: list[KgError] = []
    documents = bootstrap.open_gold(settings, folders, texts)
    evaluation, expenses = bootstrap.evaluate(settings, documents, extractor, refused.append)
    for error in refused:
        echo(f"kg: {error}; it counts as read with nothing in it", err=True)
    print_expenses(expenses, is_error=True)
    if table is not None:
        _write_confidence(evaluation, table)
    if identity:
        print_sheets([bootstrap.evaluate_identity(settings, folders[0], evaluation)])
    elif kind is not None:
        _print_errors(evaluation, kind, as_json)
    elif as_json:
        from kg.evaluation.summary import render

        echo(json.dumps(render(evaluation), ensure_ascii=False, indent=1))
    else:
        from kg.evaluation.summary import sheets

        print_sheets(sheets(evaluation))
    sys.exit(1 if refused else 0)


def _write_confidence(evaluation: Evaluation, path: Path) -> None:
    from kg.evaluation.calibration import calibrate, outcomes, write_confidence

    write_file(path, write_confidence(calibrate(outcomes(evaluation.comparisons))))


def _print_errors(evaluation: Evaluation, kind: str, as_json: bool) -> None:
    from kg.evaluation.errors import count_errors, find_errors

    slips = list(find_errors(evaluation.comparisons, kind))
    if as_json:
        echo(json.dumps([asdict(slip) for slip in slips], ensure_ascii=False, indent=1))
        return
    for slip in slips:
        rule = f"  [{slip.rule}]" if slip.rule else ""
        echo(f"{slip.document}  {slip.what}: {slip.told}{rule}\n    {slip.words}")
    sorts = ", ".join(f"{number:,} {what}" for what, number in count_errors(slips).most_common())
    echo(f"{counted(slips, 'error')} in {kind}" + f": {sorts}" * bool(sorts))

"""What commands print: reports, tables, progress, refusals."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from kg.controls import show_controls

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    from kg.bootstrap import Writer
    from kg.evaluation.summary import Sheet
    from kg.extraction.expenses import Expenses
    from kg.pipeline import IngestReport
    from kg.settings import Settings
    from kg.tables import Table

SHOWN = 20
"""Lines of a long list."""

_ARTICLES_PER_LINE = 100


def echo(text: str, err: bool = False, file: IO[Any] | None = None) -> None:
    """Print a line, on standard error if it is no part of what was asked for; control codes in it are shown."""
    click.echo(show_controls(text), file=file, err=err)


def make_console(width: int | None = None, soft_wrap: bool = False) -> Console:
    """What prints in colours and tables; control codes in what it prints are shown."""
    from rich.console import Console

    class Shown(Console):
        def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
            for segment in super().render(renderable, options):
                yield segment if segment.control else segment._replace(text=show_controls(segment.text))

    return Shown(width=width, soft_wrap=soft_wrap, highlight=False)


class Refusal(click.ClickException):
    """A failure that is explained in a line or two instead of a traceback."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the reason on standard error."""
        echo(f"kg: {self.message}", err=True, file=file)


class _Interruption(Refusal):
    """Ctrl-C, after something was done."""

    exit_code = 1


def current_settings() -> Settings:
    """The settings, loaded when a command needs them: a call for help needs none."""
    from kg.settings import load_settings

    return load_settings()


def exit_status(report: IngestReport, expenses: Expenses | None = None) -> int:
    """0 where all is well, 1 where something was left out or is uncertain, 2 where nothing is stored."""
    if not report.stored + report.replaced + report.unchanged:
        return 2
    if expenses is not None and expenses.dropped:
        return 1
    return 1 if report.refused or report.undated or report.superseded or report.set_aside or report.doubtful else 0


@contextmanager
def show_progress(keep_pace: Callable[[], None]) -> Iterator[Callable[[IngestReport], None]]:
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
            keep_pace()
            bar.update(task, completed=done, total=report.total)
            if not console.is_terminal and done % _ARTICLES_PER_LINE == 0:
                echo(f"{done:,} of {report.total:,} articles", err=True)

        try:
            yield advance
        except KeyboardInterrupt as error:
            message = f"interrupted; {kept} articles of this run are stored. Give the same command to go on"
            raise (_Interruption if kept else Refusal)(message) from error


def print_report(report: IngestReport, triples: int, as_json: bool, expenses: Expenses | None = None) -> None:
    """What became of the articles of a run; `triples` is how many the merge holds now."""
    seconds = report.seconds or 1
    rates = {
        "articles_per_second": round(report.items / seconds, 1),
        "tokens_per_second": round(report.tokens / seconds),
        "triples_in_the_merge": triples,
    }
    if as_json:
        spent = {"expenses": asdict(expenses) | {"cost": expenses.cost}} if expenses is not None else {}
        echo(json.dumps(asdict(report) | rates | spent, ensure_ascii=False, indent=1))
        return
    echo(
        f"{report.items:,} articles: {report.stored:,} stored, {report.replaced:,} replaced, "
        f"{report.unchanged:,} unchanged, {len(report.refused):,} refused\n"
        f"{report.tokens:,} words in {report.seconds:,.1f} s: {rates['articles_per_second']:,} articles/s, "
        f"{rates['tokens_per_second']:,} words/s\n"
        f"{report.quads:,} quads written; the merged graph holds {triples:,} triples"
    )
    print_list("refused, not stored", report.refused)
    print_list("left out, because it comes again with another text", report.superseded)
    print_list("records set aside, the rest of their articles stored", report.set_aside)
    print_list("given twice", report.repeated)
    print_list("taken down, and therefore not read", report.removed)
    print_list("read, but doubtful", report.doubtful, SHOWN)
    print_list("replaced what was stored of the same article before", report.changed, SHOWN)
    hint = "without a date, so that “on Monday” and “June 3” cannot be placed; give “date” or a side-car"
    print_list(hint, report.undated, SHOWN)
    print_expenses(expenses)


def print_list(heading: str, lines: list[str], most: int | None = None, is_error: bool = False) -> None:
    """The lines under their number and a heading, the first `most` of them; nothing where there are none."""
    if lines:
        more = len(lines) - len(lines[:most])
        shown = [*lines[:most], f"and {more:,} more (--json names all)"] if more else lines
        echo("\n".join([f"{len(lines):,} {heading}:", *(f"  {line}" for line in shown)]), err=is_error)


def print_expenses(expenses: Expenses | None, is_error: bool = False) -> None:
    """What a service cost, and what of its answers was not taken over; on standard error beside output for programs."""
    if expenses is None:
        return
    cost = "at a price that is not set" if expenses.cost is None else f"for {expenses.cost:,.4f}"
    lines = [
        f"language model: {number_of(expenses.requests, 'request')}, {expenses.input_tokens:,} tokens read and "
        f"{expenses.output_tokens:,} written {cost}; "
        f"{len(expenses.dropped):,} records or facts dropped"
    ]
    if expenses.unmetered:
        lines.append(f"{number_of(expenses.unmetered, 'request')} told no tokens, and may cost more than is told here")
    echo("\n".join([*lines, *expenses.concessions]), err=is_error)
    print_list("records or facts dropped", expenses.dropped, None if is_error else SHOWN, is_error)


def write_file(path: Path, text: str) -> None:
    """Write a text into a file; `Refusal` where that cannot be done."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refusal(f"{path}: {error.strerror or error}") from error


def print_sheets(sheets: Iterable[Sheet]) -> None:
    """Tables for a terminal, or in Markdown where the output goes elsewhere."""
    from rich import table

    from kg.evaluation.summary import markdown

    console = make_console()
    for sheet in sheets:
        if not console.is_terminal:
            echo(markdown(sheet))
            continue
        printed = table.Table(*sheet.columns, title=sheet.title, title_justify="left")
        for row in sheet.rows:
            printed.add_row(*row)
        console.print(printed)


def print_table(read: Table) -> None:
    """A table as wide as the terminal, or, where no terminal would wrap it, as wide as its cells."""
    from rich import table
    from rich.cells import cell_len
    from rich.text import Text

    caption = counted(read.rows, "row")
    printed = table.Table(*read.columns, caption=caption)
    for row in read.rows:
        printed.add_row(*map(Text, row))
    console = make_console()
    if not console.is_terminal:
        widest = (max(map(cell_len, column)) for column in zip(read.columns, *read.rows, strict=True))
        borders = 3 * len(read.columns) + 1
        console = make_console(width=max(sum(widest) + borders, len(caption)))
    console.print(printed)


def counted(things: Collection[object], name: str) -> str:
    """How many things there are, as in "2 rows"."""
    return number_of(len(things), name)


def number_of(number: int, name: str) -> str:
    """A number with its noun, as in "1 article"."""
    return f"{number:,} {name}{'s' * (number != 1)}"


def tell_mended(writer: Writer) -> None:
    """Say on standard error in what the store and the journal differed when they were opened."""
    if writer.mended.begun:
        number = number_of(writer.mended.begun, "article")
        echo(f"kg: wrote {number} that had been accepted and not yet written when the last run ended", err=True)
    if writer.mended.lost:
        number = number_of(writer.mended.lost, "article")
        echo(f"kg: the store lacked {number} of the journal, and has them again", err=True)
    if writer.unknown:
        number = number_of(writer.unknown, "article")
        echo(
            f"kg: the store has {number}, and the journal is new. Was it lost? What was decided and taken down is not "
            "known then: restore a backup. Else ingest the articles once more",
            err=True,
        )

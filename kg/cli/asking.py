"""Commands that ask the graph, check it and hand it out: `kg query`, `check`, `dump`, `serve`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from kg.cli.options import PATH
from kg.cli.printing import counted, current_settings, echo, print_table
from kg.errors import BadRequest, GraphFileError, KgError, ReasonerError
from kg.formats import DUMPS, SOLUTIONS, SYNONYMS, TRIPLES

if TYPE_CHECKING:
    from kg.checking import Checked
    from kg.dumps import Dump
    from kg.dumps.release import ReleasedFile
    from kg.reasoning import Verdict
    from kg.store import Answer, GraphStore

QUERY_FORMATS = SOLUTIONS | TRIPLES


class _FormatChoice(click.Choice[str]):
    """A choice of formats that also knows their other names, such as turtle."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return super().convert(SYNONYMS.get(value, value), param, ctx)


@click.command()
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
    check_query(asked, current_settings().services)
    store = bootstrap.open_reader(current_settings(), must_exist=True)
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
    fitting = TRIPLES if answer.form == "graph" else {"table": "", **SOLUTIONS}
    if form not in fitting:
        kind = "a graph" if answer.form == "graph" else "rows"
        raise BadRequest(f"{kind} cannot be printed as {form}; choose --format {', '.join(fitting)}")
    if form != "table":
        answer.write(sys.stdout.buffer, QUERY_FORMATS[form])
        return
    from kg.tables import read_table

    read = read_table(store, answer)
    if isinstance(read, bool):
        echo("yes" if read else "no")
    else:
        print_table(read)


@click.command()
@click.argument("files", nargs=-1, type=PATH, metavar="[FILE]...")
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
    and what is concluded from them, and that their merge, which a query without GRAPH sees, holds just what they hold.
    Exit status: 0 nothing is wrong, 1 something is, 2 nothing could be checked.
    """
    import logging
    import warnings

    from kg.checking import MERGE
    from kg.tables import Table

    # A date or a truth value that is none: the shapes say so better.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", message="Parsing weird boolean")
    checked, verdicts, refused = _check_files(files, with_reasoner) if files else _check_store(with_reasoner)
    for error in refused:
        echo(f"kg: {error}", err=True)
    faults = [(graph.name, fault) for graph in checked for fault in graph.violations]
    if faults:
        rows = [[name, v.focus, " ".join(filter(None, (v.path, v.value))), v.message] for name, v in faults]
        print_table(Table(["graph", "node", "found", "what is right"], rows))
    graphs = [graph for graph in checked if graph.name != MERGE]
    merge = " and their merge" if len(graphs) < len(checked) else ""
    echo(f"{counted(graphs, 'graph')}{merge} checked: {counted(faults, 'violation')}")
    for name, verdict in verdicts:
        _print_verdict(name, verdict)
    wrong = faults or refused or any(not v.is_consistent or v.unsatisfiable for _, v in verdicts)
    sys.exit(2 if not checked and not verdicts else 1 if wrong else 0)


_Found = tuple[list["Checked"], list[tuple[str, "Verdict"]], list[KgError]]


def _check_store(with_reasoner: bool) -> _Found:
    from kg import bootstrap, checking, reasoning
    from kg.iris import Iris

    ontology, settings = bootstrap.load_shipped_ontology(), current_settings()
    verdicts = [("the ontology", reasoning.reason(ontology.triples()))] if with_reasoner else []
    store = bootstrap.open_reader(settings, must_exist=True)
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

    iris = Iris(current_settings().base_iri)
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
    echo(f"HermiT: {name} is {outcome}{unsatisfiable} ({verdict.seconds:.1f} s)")
    if verdict.explanation:
        echo("\n".join(f"  {line}" for line in verdict.explanation.splitlines()))


@click.command()
@click.option("--format", "form", type=click.Choice(list(DUMPS)), default="nquads", show_default=True, help="Syntax.")
@click.option("--output", type=PATH, help="File to write.  [default: communique.nq.gz in KG_DATA_DIR/dumps]")
@click.option("--publish", "is_published", is_flag=True, help="Make the files that /dumps/ gives of a version instead.")
@click.option(
    "--follow", "is_following", is_flag=True, help="With --publish: of each version, till standard input ends."
)
def dump(form: str, output: Path | None, is_published: bool, is_following: bool) -> None:
    """Write the whole graph into one compressed file: every named graph; the merge follows from them.

    `kg serve` runs `kg dump --publish --follow` beside itself: files of each published version, whole or not there.
    """
    from kg import bootstrap, dumps

    settings = current_settings()
    if is_following:
        bootstrap.keep_releasing(settings, sys.stdin.buffer)
    elif is_published:
        released = bootstrap.release(settings)
        for file in released.files:
            echo(f"{settings.data_dir / 'dumps' / str(released.version) / file.name}  {_proof(file)}")
    else:
        chosen = DUMPS[form]
        target = output or settings.data_dir / "dumps" / f"communique{chosen.suffix}"
        with closing(bootstrap.open_reader(settings, must_exist=True)) as store:
            made = dumps.make_dump(store, target, chosen)
        echo(f"{made.path}  {_proof(made)}")


def _proof(file: Dump | ReleasedFile) -> str:
    return f"{file.size:,} bytes  sha256 {file.sha256}"


@click.command()
@click.option("--host", help="Address to listen on.  [default: KG_HOST, else 127.0.0.1]")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.  [default: KG_PORT, else 8000]")
@click.option(
    "--dataset",
    type=click.Choice(["graph", "plain"]),
    default="graph",
    show_default=True,
    help="What is served: the graph of the articles, or an ordinary dataset in KG_DATA_DIR/plain, empty at first, that "
    "is written to over HTTP.",
)
def serve(host: str | None, port: int | None, dataset: str) -> None:
    """Serve pages, SPARQL at /sparql, graphs at /graphs and dumps at /dumps/, until Ctrl-C.

    Writing over HTTP needs a token: kg token new --role writer --name NAME.
    """
    from kg import bootstrap, serving

    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = current_settings().model_copy(update=given)
    if dataset == "plain":
        serving.Server(settings, bootstrap.make_plain_app).run()
    else:
        serving.Server(settings, bootstrap.make_app_and_dumps).run()

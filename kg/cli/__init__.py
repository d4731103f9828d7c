"""The command line: each command reads its arguments, calls one thing and prints what came of it.

Exit status: 0 all is well; 1 something was left out or is uncertain, and the output says what; 2 nothing done.
"""

from __future__ import annotations

import click

from kg import __version__
from kg.cli import access, asking, bench, curation, ingestion, keeping, reading, reference, searching, versions
from kg.cli.printing import Refusal
from kg.errors import KgError, TextError


class _Group(click.Group):
    """Explains the failures of communique to whoever typed the command."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except TextError as error:
            raise Refusal(f"{error}\n    {error.hint or ''}".rstrip()) from error
        except KgError as error:
            raise Refusal(str(error)) from error


@click.group(cls=_Group)
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """News articles in, a knowledge graph of diplomatic relations out.

    Store and journal lie in the folder KG_DATA_DIR (default: data), or the store on the SPARQL engine at KG_STORE_URL,
    whose kind is KG_STORE_PROFILE. One process at a time may write.
    """


for command in (
    ingestion.ingest,
    ingestion.feed,
    keeping.journal,
    keeping.reingest,
    keeping.rebuild,
    keeping.remove_article,
    keeping.readmit,
    versions.snapshot,
    versions.backup,
    versions.restore,
    curation.curate,
    curation.link,
    reading.extract,
    reading.explain,
    reading.evaluate,
    searching.search,
    asking.query,
    asking.check,
    asking.dump,
    asking.serve,
    access.token,
    reference.reference,
    bench.bench,
):
    main.add_command(command)

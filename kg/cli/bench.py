"""`kg bench`: what an installation is measured with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import PATH
from kg.cli.printing import current_settings, echo

if TYPE_CHECKING:
    pass


@click.group()
def bench() -> None:
    """Make what an installation of any size is measured with."""


@bench.command()
@click.option("--quads", type=click.IntRange(1), default=1_000_000, show_default=True, help="At least so many.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Another one, other articles.")
@click.argument("output", type=PATH)
def generate(quads: int, seed: int, output: Path) -> None:
    """Write the graphs of invented articles into a file of N-Quads; compressed if OUTPUT ends with .gz.

    Real states and office holders meet and speak in them, linked and mapped as those of real news; what they do is
    invented, so keep it apart from what you ask. The same seed, settings and version give the same file.
    """
    from kg import bootstrap, invention

    made = invention.write(bootstrap.invent(current_settings(), seed), bootstrap.scratch_store, quads, output)
    echo(f"{made.articles:,} articles, {made.quads:,} quads: {output}")

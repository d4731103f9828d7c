"""`kg search`: names and texts, found by words."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from kg.cli.printing import current_settings, echo, make_console
from kg.search import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rdflib import URIRef
    from rich.text import Text

    from kg.search import Found, Piece


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="TEXT...")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="Only what is of this kind.")
@click.option("--most", type=click.IntRange(1, 1000), default=20, show_default=True, help="Hits to print.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a hit.")
def search(words: tuple[str, ...], kind: str | None, most: int, as_json: bool) -> None:
    """Find names, and the words of what was said and reported.

    All words of TEXT must be there, in any case, with or without accents; the last one may be the beginning of a longer
    one, as may azer*. Words in quotation marks must follow one another. What is called so comes first. Exit status: 0
    something is found, 1 nothing is, 2 the search could not be done.
    """
    from kg import bootstrap
    from kg.search.lookup import describe, look_up, standings_of

    settings, chosen = current_settings(), Kind(kind) if kind else None
    store = bootstrap.open_reader(settings, must_exist=True)
    try:
        found = look_up(bootstrap.open_search(settings), store, " ".join(words), chosen, most)
        standings = standings_of(store, found)
    finally:
        store.close()
    if as_json:
        for hit in found.hits:
            echo(json.dumps(describe(hit, standings), ensure_ascii=False))
    else:
        ontology = bootstrap.load_shipped_ontology()
        names = {iri: [ontology.label(status) or status for status in told] for iri, told in standings.items()}
        _print(found, names)
    sys.exit(0 if found.hits else 1)


def _print(found: Found, standings: Mapping[URIRef, Sequence[str]]) -> None:
    console = make_console(soft_wrap=True)
    for hit in found.hits:
        console.print(_text(hit.label), f"[dim]{', '.join((hit.kind, *standings.get(hit.subject, ())))}[/dim]")
        console.print(f"  {hit.subject}", markup=False)
        if hit.snippet:
            console.print(" ", _text(hit.snippet))
    console.print(f"the first {len(found.hits):,} of {found.total:,}" if found.hits else "nothing is found")


def _text(pieces: tuple[Piece, ...]) -> Text:
    from rich.text import Text

    return Text.assemble(*((piece.text, "bold yellow" if piece.is_match else "") for piece in pieces))

"""Arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    pass

PATH = click.Path(path_type=Path)


_EXTRACTORS = ("rules", "llm")


_FIELDS = ("text", "url", "id", "title", "outlet", "date", "authors", "language")


def _keys(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """The mapping that `--field` gives, refused where a field is unknown."""
    keys = {}
    for pair in given:
        name, _, key = pair.partition("=")
        if name not in _FIELDS or not key:
            raise click.BadParameter(f"{pair!r} is not NAME=KEY with a NAME of {', '.join(_FIELDS)}", ctx, param)
        keys[name] = key
    return keys


field_option = click.option(
    "--field",
    "keys",
    multiple=True,
    metavar="NAME=KEY",
    callback=_keys,
    help="Take the field NAME of JSON Lines from KEY, as in text=body or outlet=source.name; may be repeated.",
)


extractor_option = click.option(
    "--extractor",
    type=click.Choice(_EXTRACTORS),
    default="rules",
    show_default=True,
    help="Read by the rules, or by asking a language model at KG_LLM_URL, which gets the texts and may cost money.",
)

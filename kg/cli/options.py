"""Arguments that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

PATH = click.Path(path_type=Path)

_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
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


def reason_option(kept_in: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option that says why something is decided, and that says something."""
    return click.option("--reason", required=True, callback=_said, help=f"Why; it is kept in {kept_in}.")


def _said(_context: click.Context, _option: click.Parameter, reason: str) -> str:
    if not reason.strip():
        raise click.BadParameter("it is empty: say why, in a few words")
    return reason.strip()


def beginning_of_date(_context: click.Context, _option: click.Parameter, given: str) -> str:
    """A year, month or day; empty for none. A callback of an option."""
    if given and not _DATE.fullmatch(given):
        raise click.BadParameter(f"“{given}” is no date: give 2026, 2026-11 or 2026-11-26")
    return given

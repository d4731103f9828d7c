"""Who may do what over HTTP."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from kg.settings import Settings

if TYPE_CHECKING:
    from kg.access import Tokens


def open_tokens(settings: Settings) -> Tokens:
    """The tokens of the installation; there may be none yet."""
    from kg.access.sqlite_tokens import SqliteTokens
    from kg.iris import Iris

    return SqliteTokens(settings.data_dir / "tokens.sqlite", (str(Iris(settings.base_iri).graph("curation")),))


def refuse_unwritable(settings: Settings, graphs: Collection[str]) -> None:
    """Raise `Forbidden` for a graph that a token would name in vain, since nobody writes it into the installation."""
    from kg.contributions.ownership import Ownership
    from kg.iris import Iris

    Ownership(Iris(settings.base_iri)).refuse_unwritable(graphs)

"""Who is asking, and what they may: the port of the tokens that let programs write, and where asked for, read.

A token is a random secret of 256 bits with a public name in front. Only a digest of it is kept, by one round of
SHA-256: slow hashes protect passwords, which can be guessed; nobody guesses 256 bits, and a slow hash would let
anybody keep the server busy.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol, TypeAlias

PREFIX_ENDS = ("/", "#")
"""What names of graphs end in that stand for all names which begin so."""


class Role(StrEnum):
    """What a token is for; each may what those before it may."""

    READER = "reader"
    WRITER = "writer"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is known to the installation: not its secret. Who presents that is the holder.

    `graphs` are the IRIs of graphs, or what such IRIs begin with, that a writer may write.
    """

    name: str
    role: Role
    graphs: tuple[str, ...]
    made: datetime
    expires: datetime | None = None

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires is not None and self.expires <= datetime.now(UTC)

    @property
    def is_admin(self) -> bool:
        """Whether everything is open to its holder."""
        return self.role is Role.ADMIN

    def may_write(self, graph: str | None) -> bool:
        """Whether its holder may change this graph; `None` is the default graph, or any graph at all."""
        if self.role is not Role.WRITER or graph is None:
            return self.is_admin
        return any(graph == own or (own.endswith(PREFIX_ENDS) and graph.startswith(own)) for own in self.graphs)


@dataclass(frozen=True, slots=True)
class Anonymous:
    """Who shows no token. They may read, unless the installation says otherwise, and never write."""

    name = None
    is_admin = False

    def may_write(self, _graph: str | None) -> bool:
        """Never."""
        return False


Caller: TypeAlias = Token | Anonymous


class Tokens(Protocol):
    """The tokens of an installation. `AccessError` where they cannot be read or kept."""

    def new(self, name: str, role: Role, graphs: Collection[str] = (), expires: datetime | None = None) -> str:
        """Make a token and give its text, which cannot be had again; `AccessError` if the name is taken."""

    def all(self) -> list[Token]:
        """Every token that is not revoked, in order of their names."""

    def revoke(self, name: str) -> None:
        """Make a token worthless, at once and for every process; `AccessError` if there is none of that name."""

    def holder_of(self, text: str) -> Token | None:
        """The token with this text; nothing if there is none, or its time is over."""

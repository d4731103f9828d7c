"""A connection: what comes in on it, what a thread answers, and what goes out."""

from __future__ import annotations

from typing import Any

from gunicorn.http import get_parser  # type: ignore[import-untyped]
from gunicorn.workers.gthread import TConn  # type: ignore[import-untyped]

from kg.serving.arrival import Arrival
from kg.serving.outbox import Outbox


class Connection(TConn):  # type: ignore[misc]
    """A connection, with the request that is on its way, and the one before it, which is being answered.

    It `is_large` while it has one of the places for large requests, and `stays` when the client wants it to.
    """

    def __init__(self, cfg: Any, client: Any, address: Any, server: Any) -> None:  # noqa: ANN401
        super().__init__(cfg, Outbox(client), address, server)
        self.data_ready = True  # no thread is to wait for any
        self.address: str = address[0]
        self.arrival = Arrival()
        self.request = b""
        self.is_large = False
        self.stays = True
        self.must_break = False
        """Whether its end would say that an answer is whole, which is not."""
        self.after_all = 0
        """Octets that came after the last answer."""
        self.waiting: Any = None
        """Among which others it is waited for, if it is."""

    def init(self) -> None:
        """Let a request be parsed that is whole: what reads beyond its end finds nothing, and need not wait."""
        self.parser = get_parser(self.cfg, (self.request,), self.client)
        self.request = b""

    @property
    def has_left_over(self) -> bool:
        """Whether the parser has found an end of the request before ours: where the next one begins is not sure."""
        return bool(self.parser.unreader.take_buffered())

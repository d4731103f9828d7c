"""What the loop that watches connections asks of the application, beside letting threads answer."""

from __future__ import annotations

import socket
from typing import Any, Protocol


class Evaluation(Protocol):
    """What is waited for in the loop, until a moment of the monotonic clock."""

    until: float

    @property
    def line(self) -> socket.socket | None:
        """Where the answer will come, once it has begun."""
        ...

    @property
    def is_stopped(self) -> bool:
        """Whether others have ended it: then it does not begin anew."""
        ...

    def begin(self) -> bool:
        """Begin, if that can be now."""
        ...

    def take(self) -> bool:
        """Take what has come of the answer; whether there is no more to wait for."""
        ...

    def goes_on(self) -> bool:
        """Whether it may be waited for longer, until a later moment."""
        ...

    def give_up(self) -> None:
        """End it."""
        ...


class Kept(Protocol):
    """Answers that are kept for the octets of their requests; the extension `kept` of the application."""

    def answer(self, request: bytes, address: str) -> list[bytes] | None:
        """The answer to a request of a client, in pieces, if one is kept and still true."""
        ...

    def evaluation(self, request: bytes, address: str) -> Evaluation | None:
        """How a request that is not kept can be answered without a thread, if it can."""
        ...

    def evaluated(self, evaluation: Any, request: bytes, address: str) -> list[bytes] | None:  # noqa: ANN401
        """The answer that came of it, in pieces; nothing if a thread must answer."""
        ...

    def expect(self, request: bytes, address: str) -> None:
        """Say that this thread is going to answer this request, so that its answer may be kept."""
        ...


class EndOfQueries(Protocol):
    """Ends the queries and writes that run, whose clients then hear of it; the extension `end_queries`."""

    def __call__(self) -> None:
        """End them; what is being kept of a write goes on."""
        ...


class LargestBody(Protocol):
    """How many octets the body of a request may have; the extension `largest_body` of the application."""

    def __call__(self, head: bytes) -> int:
        """By the request line and the headers; it may have to look things up."""
        ...

"""An answer on its way as the body of a response."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Response, request

from kg.errors import TooBusy
from kg.querying import Run
from kg.querying.row import Row


def sent(run: Run, content_type: str) -> Response:
    """The response that sends what a run gives: whole, or piece by piece.

    What goes wrong on the way breaks the connection: a short answer that looks whole must not exist.
    """
    if run.whole is not None:
        return Response(run.whole, content_type=content_type)
    if request.method == "HEAD":
        run.close()
        return Response(iter(()), content_type=content_type)  # neither its length nor its digest is known
    return Response(run, content_type=content_type)


class Placed:
    """The pieces of an answer that holds a place of a row until it ends; `TooBusy` where none is free."""

    def __init__(self, pieces: Iterable[bytes], row: Row) -> None:
        if not row.enter():
            raise TooBusy("as many answers of this kind are on their way as can be: try again later")
        self._pieces, self._row = pieces, row

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._pieces)

    def close(self) -> None:
        """Give the place back; it is called once, by who sends the answer, whatever becomes of it."""
        self._row.leave()

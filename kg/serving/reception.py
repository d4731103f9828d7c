"""How requests come in: read whole before a thread is given to them, and at once answered where the answer is kept.

gunicorn's worker with threads gives a thread to each connection as soon as it is opened, which then waits for a request
that may come octet by octet, or never. Here all of that is waited for in the one loop that watches connections, so that
any number of slow clients hold no thread. What was asked before in the very same octets is answered in that loop too.
"""

from __future__ import annotations

import selectors
import socket
import sys
import time
import weakref
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import Any, cast

from kg.serving.application import EndOfQueries, Evaluation, Kept, LargestBody
from kg.serving.arrival import NOT_WHOLE, Arrival, Refusal
from kg.serving.connection import Connection
from kg.serving.lobby import PIECE, Lobby

_MOST_GATHERED = 32 * 1024 * 1024
"""Octets that all requests which are larger than a piece may take together, until threads have them."""
_MOST_LARGE = 8
"""Requests whose bodies are larger than anybody's may be, at once."""
_RETRY_AFTER = 5
_SECONDS_TO_TELL = 2.0
"""For which a server that stops has time left when it ends the queries that it still has."""
_SECONDS_OF_A_TURN = 0.0005
"""After which a thread lets others run: the loop has its turn soon, also when many requests come at once."""
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"


class Reception(Lobby):
    """gunicorn's worker with threads, which get whole requests."""

    def __init__(self, *given: Any) -> None:  # noqa: ANN401
        super().__init__(*given)
        self._large: weakref.WeakSet[Connection] = weakref.WeakSet()
        sys.setswitchinterval(_SECONDS_OF_A_TURN)
        self._evaluated: deque[tuple[Connection, Evaluation]] = deque()
        """Whose queries are evaluated without a thread, the oldest first; the last of them may not have begun."""

    @property
    def _kept(self) -> Kept | None:
        return self.wsgi.extensions.get("kept") if self.alive else None

    def on_readable(self, connection: Connection) -> None:
        """Read on in a request."""
        try:
            octets = connection.sock.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            self.leave(connection)
            return
        if not octets and connection.arrival.head:  # nothing more is sent, but perhaps read
            self._refuse(connection, Refusal(HTTPStatus.BAD_REQUEST, NOT_WHOLE + "it ends before its length"))
        elif not octets:
            self.leave(connection)
        elif (answer := self._kept_answer(connection, octets)) is not None:
            self._give(connection, answer)
        else:
            self.go_on(connection, octets)

    def _kept_answer(self, connection: Connection, octets: bytes) -> list[bytes] | None:
        """The answer that is kept for these octets: they were a whole request before, and are one where one begins."""
        kept = self._kept
        return None if kept is None or len(connection.arrival) else kept.answer(octets, connection.address)

    def go_on(self, connection: Connection, octets: bytes = b"") -> None:
        """Answer a request, or wait for what is missing of it."""
        arrival = connection.arrival
        try:
            arrival.add(octets)
            self._check_room(connection)
        except Refusal as refusal:
            self._refuse(connection, refusal)
            return
        if arrival.is_whole:
            self._answer(connection)
        elif arrival.is_too_large:
            self.forget(connection)
            self._ask_for_more(connection)
        else:
            if arrival.awaits_leave:
                arrival.awaits_leave = False
                _send(connection, _GO_ON)
            if connection.waiting in (None, self.keepalived_conns):  # the time for a whole request begins
                self.forget(connection)
                self.await_request(connection, self.reading)

    def _check_room(self, connection: Connection) -> None:
        """Raise `Refusal` where there is no room for what has been read, beside what waits for threads or its rest."""
        if connection.is_large or len(connection.arrival) <= PIECE:
            return
        self._large.add(connection)
        gathered = sum(len(other.arrival) + len(other.request) for other in self._large if not other.is_large)
        if gathered > _MOST_GATHERED:
            raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "as many large requests as can be are being read")

    def _ask_for_more(self, connection: Connection) -> None:
        """Ask, in a thread, how large the body may be."""
        asking = self.tpool.submit(cast(LargestBody, self.wsgi.extensions["largest_body"]), connection.arrival.head)
        asking.add_done_callback(lambda asked: self.method_queue.defer(self._admit, connection, asked))

    def _admit(self, connection: Connection, asked: Future[int]) -> None:
        """Read on in a large body; or let the application refuse it, which it does by the head."""
        arrival = connection.arrival
        arrival.most = asked.result()
        if arrival.is_too_large:
            connection.request, connection.arrival = arrival.without_body(), Arrival()
            self.enqueue_req(connection)
        elif not connection.is_large and sum(other.is_large for other in self._large) >= _MOST_LARGE:
            busy = f"{_MOST_LARGE} large bodies are being read, and no more are at once"
            self._refuse(connection, Refusal(HTTPStatus.SERVICE_UNAVAILABLE, busy))
        else:
            self._large.add(connection)
            connection.is_large = True
            self.await_request(connection, self.reading_large)
            self.go_on(connection)

    def be_late(self, connection: Connection) -> None:
        """Let a connection go whose request is not there in time."""
        if len(connection.arrival):
            self._refuse(connection, Refusal(HTTPStatus.REQUEST_TIMEOUT, "the request took too long to come"))
        else:
            self.leave(connection)

    def murder_pending(self) -> None:
        """Let those go who are late; and where the server is about to stop, those hear of it who wait for a query."""
        super().murder_pending()
        if time.monotonic() > self.stops_at - _SECONDS_TO_TELL:
            cast(EndOfQueries, self.wsgi.extensions["end_queries"])()

    def _refuse(self, connection: Connection, refusal: Refusal) -> None:
        """Tell why a request is not read, and end the connection."""
        self.forget(connection)
        connection.arrival, connection.is_large = Arrival(), False
        words = f"{refusal.reason}\n".encode()
        lines = [
            f"HTTP/1.1 {refusal.status.value} {refusal.status.phrase}",
            "Connection: close",
            "Content-Type: text/plain; charset=utf-8",
            f"Content-Length: {len(words)}",
        ]
        if refusal.status is HTTPStatus.SERVICE_UNAVAILABLE:
            lines.append(f"Retry-After: {_RETRY_AFTER}")
        _send(connection, "\r\n".join([*lines, "", ""]).encode() + words)
        self.deliver(connection, stays=False)

    def _answer(self, connection: Connection) -> None:
        """Answer a request that is whole: at once, soon, or by a thread."""
        kept = self._kept
        connection.request = connection.arrival.handed_on()
        connection.arrival = connection.arrival.following()
        if kept is None:
            self.forget(connection)
            self.enqueue_req(connection)
        elif (answer := kept.answer(connection.request, connection.address)) is not None:
            self._give(connection, answer)
        else:
            self.forget(connection)
            if not self._evaluate(connection, kept):
                self.enqueue_req(connection)

    def _give(self, connection: Connection, answer: list[bytes]) -> None:
        connection.request = b""
        _send(connection, b"".join(answer))
        is_done = not connection.sock.is_behind and not len(connection.arrival)
        if is_done and connection.waiting is self.keepalived_conns:  # as nearly always: it is watched already
            connection.set_timeout()
            self.keepalived_conns.remove(connection)
            self.keepalived_conns.append(connection)
        else:
            self.forget(connection)
            self.deliver(connection, stays=True)

    def _evaluate(self, connection: Connection, kept: Kept) -> bool:
        """Whether what was asked is evaluated, or soon will be, without a thread."""
        evaluation = kept.evaluation(connection.request, connection.address)
        if evaluation is None:
            return False
        self._evaluated.append((connection, evaluation))
        self._begin_evaluations()
        return True

    def _begin_evaluations(self) -> None:
        """Begin in turn what has not begun, as far as that can be."""
        for connection, evaluation in self._evaluated:
            if evaluation.line is None:
                if not evaluation.begin():
                    return
                self._watch(connection, evaluation)

    def _watch(self, connection: Connection, evaluation: Evaluation) -> None:
        react = partial(self._on_answer_readable, connection, evaluation)
        self.poller.register(evaluation.line, selectors.EVENT_READ, react)

    def _on_answer_readable(self, connection: Connection, evaluation: Evaluation, line: socket.socket) -> None:
        """Take what has come from the worker; once it is whole another may have that worker, and its line."""
        self.poller.unregister(line)
        if not evaluation.take():
            self._watch(connection, evaluation)
            return
        self._evaluated.remove((connection, evaluation))
        kept = cast(Kept, self.wsgi.extensions["kept"])
        answer = None
        if not evaluation.is_stopped:
            answer = kept.evaluated(evaluation, connection.request, connection.address)
        if answer is None:
            self._give_up(connection, evaluation)
        else:
            self._give(connection, answer)
        self._begin_evaluations()

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait for events, and let threads answer what takes long to evaluate."""
        if self._evaluated:
            timeout = min(timeout, max(0.0, self._evaluated[0][1].until - time.monotonic()))
        super().wait_for_and_dispatch_events(timeout)
        while self._evaluated and self._evaluated[0][1].until <= time.monotonic():
            connection, evaluation = self._evaluated.popleft()
            if evaluation.goes_on():
                self._evaluated.append((connection, evaluation))
                continue
            if evaluation.line is not None:
                self.poller.unregister(evaluation.line)
            self._give_up(connection, evaluation)
            self._begin_evaluations()

    def _give_up(self, connection: Connection, evaluation: Evaluation) -> None:
        """Let a thread answer, which evaluates anew; or tell that others have ended it."""
        evaluation.give_up()
        if evaluation.is_stopped:
            self._refuse(connection, Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "the query was stopped"))
        else:
            self.enqueue_req(connection)

    def handle_request(self, req: Any, conn: Connection) -> bool:  # noqa: ANN401
        """Let the application answer; where an answer is cut that ends with its connection (HTTP/1.0), reset that."""
        try:
            return bool(super().handle_request(req, conn))
        except OSError:
            conn.must_break = req.version < (1, 1)
            raise

    def handle(self, conn: Connection) -> Any:  # noqa: ANN401
        """Answer a request that is whole, in a thread."""
        if (kept := self._kept) is not None:
            kept.expect(conn.request, conn.address)
        return super().handle(conn)


def _send(connection: Connection, octets: bytes) -> None:
    """Send the octets, now or later; that the client has gone is told by what is tried next."""
    with suppress(OSError):
        connection.sock.sendall(octets)

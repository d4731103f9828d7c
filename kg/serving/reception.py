"""How requests come in: read whole before a thread is given to them, and at once answered where the answer is kept.

gunicorn's worker with threads gives a thread to each connection as soon as it is opened, which then waits for a request
that may come octet by octet, or never. Here all of that is waited for in the one loop that watches connections, so that
any number of slow clients hold no thread. What was asked before in the very same octets is answered in that loop too.
"""

from __future__ import annotations

import re
import selectors
import socket
import sys
import time
import weakref
from collections import deque
from contextlib import suppress
from functools import partial
from typing import Any, Protocol, cast

from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

_SECONDS_FOR_A_REQUEST = 20.0
"""Within which a request must be there; and for each piece of one that is too large to be waited for."""
_LARGEST_HEAD = 32 * 1024
"""Octets; gunicorn's parser refuses such a head with the right status."""
_LARGEST_BODY = 1024 * 1024
"""Octets of a body that are waited for; a larger one is read by a thread, which refuses it."""
_PIECE = 64 * 1024
_MOST_GATHERED = 32 * 1024 * 1024
"""Octets that all requests which are larger than a piece may take together, until threads have them."""
_TOO_MUCH = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Type: text/plain\r\n"
    b"Content-Length: 64\r\n\r\n"
    b"as many large requests as can be are being read: try again later"
)
_SECONDS_OF_A_TURN = 0.0005
"""After which a thread lets others run: the loop has its turn soon, also when many requests come at once."""

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
_TO_BE_READ = re.compile(rb"\r\n(?:transfer-encoding|expect):", re.IGNORECASE)


class Evaluation(Protocol):
    """What is waited for in the loop, until a moment of the monotonic clock."""

    until: float

    @property
    def line(self) -> socket.socket | None:
        """Where the answer will come, once it has begun."""
        ...

    def begin(self) -> bool:
        """Begin, if that can be now."""
        ...

    def take(self) -> bool:
        """Take what has come of the answer; whether there is no more to wait for."""
        ...

    def give_up(self) -> None:
        """End it."""
        ...


class Kept(Protocol):
    """Answers that are kept for the octets of their requests."""

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


class Connection(TConn):  # type: ignore[misc]
    """A connection, with what has been read of its next request."""

    def __init__(self, *given: Any) -> None:  # noqa: ANN401
        super().__init__(*given)
        self.request = bytearray()

    def init(self) -> None:
        """Let the parser have what has been read, and wait for the rest of it no longer than for a request."""
        super().init()
        self.sock.settimeout(_SECONDS_FOR_A_REQUEST)
        if self.request:
            self.parser.unreader.unread(bytes(self.request))
            self.request.clear()


class Reception(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, which get whole requests."""

    def __init__(self, *given: Any) -> None:  # noqa: ANN401
        super().__init__(*given)
        self._large: weakref.WeakSet[Connection] = weakref.WeakSet()
        sys.setswitchinterval(_SECONDS_OF_A_TURN)
        self._evaluated: deque[tuple[Connection, Evaluation]] = deque()
        """Whose queries are evaluated without a thread, the oldest first; the last of them may not have begun."""

    @property
    def _kept(self) -> Kept | None:
        return self.wsgi.extensions.get("kept") if hasattr(self.wsgi, "extensions") else None

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection, and wait for its first request."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.nr_conns += 1
        self._await_request(Connection(self.cfg, client, address, listener.getsockname()))

    def _await_request(self, connection: Connection) -> None:
        connection.timeout = time.monotonic() + _SECONDS_FOR_A_REQUEST
        self.pending_conns.append(connection)
        self.poller.register(
            connection.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, connection)
        )

    def on_pending_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        """Read on in a request that has begun, or is the first one."""
        self._read(conn, client, self.pending_conns)

    def on_client_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        """Read the next request of a connection that was kept."""
        self._read(conn, client, self.keepalived_conns)

    def _read(self, connection: Connection, client: socket.socket, waiting: deque[Connection]) -> None:
        try:
            octets = client.recv(_PIECE)
        except BlockingIOError:
            return
        except OSError:
            octets = b""
        connection.request += octets
        is_first = waiting is self.pending_conns
        if self._is_too_much(connection):
            with suppress(OSError):
                client.send(_TOO_MUCH)
            octets = b""
        if octets and not _is_whole(connection.request):
            if not is_first:  # the time for a whole request begins
                self._forget(connection, client, waiting)
                self._await_request(connection)
        elif octets and (rest := self._answer_at_once(connection, client)) is not None:
            connection.set_timeout()
            if is_first or rest:
                self._forget(connection, client, waiting)
                self._await_more(connection, rest)
        else:
            self._forget(connection, client, waiting)
            if octets and not self._evaluate(connection):
                self._give_to_a_thread(connection)
            elif not octets:
                self.nr_conns -= 1
                connection.close()

    def _is_too_much(self, connection: Connection) -> bool:
        """Whether there is no room for what has been read, beside what waits for threads or for its rest."""
        if len(connection.request) <= _PIECE:
            return False
        self._large.add(connection)
        return sum(len(large.request) for large in self._large) > _MOST_GATHERED

    def _forget(self, connection: Connection, client: socket.socket, waiting: deque[Connection]) -> None:
        self.poller.unregister(client)
        waiting.remove(connection)

    def _answer_at_once(self, connection: Connection, client: socket.socket) -> bytes | None:
        """Send the answer, if one is kept: what the system has not taken of it."""
        kept = self._kept
        if kept is None or not self.alive:
            return None
        answer = kept.answer(bytes(connection.request), connection.client[0])
        return None if answer is None else _send(connection, client, answer)

    def _await_more(self, connection: Connection, rest: bytes = b"") -> None:
        """Wait for the next request of a connection, once a thread has sent what is left of an answer."""
        client = connection.sock
        if rest:
            sending = self.tpool.submit(_send_rest, client, rest)
            sending.add_done_callback(lambda _: self.method_queue.defer(self._await_more, connection))
            return
        client.setblocking(False)
        connection.set_timeout()
        self.keepalived_conns.append(connection)
        self.poller.register(client, selectors.EVENT_READ, partial(self.on_client_socket_readable, connection))

    def _evaluate(self, connection: Connection) -> bool:
        """Whether what was asked is evaluated, or soon will be, without a thread."""
        kept = self._kept
        if kept is None or not self.alive:
            return False
        evaluation = kept.evaluation(bytes(connection.request), connection.client[0])
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
        kept = cast(Kept, self._kept)
        answer = kept.evaluated(evaluation, bytes(connection.request), connection.client[0])
        if answer is None:
            evaluation.give_up()
            self._give_to_a_thread(connection)
        else:
            self._await_more(connection, _send(connection, connection.sock, answer))
        self._begin_evaluations()

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Wait for events, and let threads answer what takes long to evaluate."""
        if self._evaluated:
            timeout = min(timeout, max(0.0, self._evaluated[0][1].until - time.monotonic()))
        super().wait_for_and_dispatch_events(timeout)
        while self._evaluated and self._evaluated[0][1].until <= time.monotonic():
            connection, evaluation = self._evaluated.popleft()
            if evaluation.line is not None:
                self.poller.unregister(evaluation.line)
            evaluation.give_up()
            self._give_to_a_thread(connection)

    def _give_to_a_thread(self, connection: Connection) -> None:
        connection.data_ready = True
        self.enqueue_req(connection)

    def handle(self, conn: Connection) -> Any:  # noqa: ANN401
        """Answer a request that is whole, in a thread."""
        if (kept := self._kept) is not None:
            kept.expect(bytes(conn.request), conn.client[0])
        return super().handle(conn)


def _send(connection: Connection, client: socket.socket, answer: list[bytes]) -> bytes:
    """Send what the system takes at once, and give back the rest."""
    connection.request.clear()
    size = sum(map(len, answer))
    try:
        taken = client.sendmsg(answer)
    except BlockingIOError:
        taken = 0
    except OSError:
        taken = size  # it is closed: reading it tells
    return b"".join(answer)[taken:] if taken < size else b""


def _send_rest(client: socket.socket, rest: bytes) -> None:
    """Send it, while the client reads it; a connection that ends too soon is closed, which reading it tells."""
    client.settimeout(_SECONDS_FOR_A_REQUEST)
    try:
        client.sendall(rest)
    except OSError:
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)


def _is_whole(request: bytearray) -> bool:
    """Whether nothing of the request is missing, or what is, is not to be waited for."""
    end = request.find(b"\r\n\r\n")
    if end < 0:
        return len(request) > _LARGEST_HEAD
    head = bytes(request[: end + 2])
    length = _LENGTH.search(head)
    if _TO_BE_READ.search(head) or length is None:
        return True
    size = int(length[1])
    return size > _LARGEST_BODY or len(request) >= end + 4 + size

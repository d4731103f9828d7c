"""Connections, whatever is said on them: accepted, waited for, sent what a client takes, and left."""

from __future__ import annotations

import errno
import math
import selectors
import socket
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from functools import partial
from itertools import chain
from typing import Any

from gunicorn.workers.gthread import ThreadWorker  # type: ignore[import-untyped]

from kg.serving.connection import Connection
from kg.serving.waiting import Waiting, to_be_left

SECONDS_FOR_A_REQUEST = 20.0
"""Within which a request must be there."""
SECONDS_FOR_A_LARGE_REQUEST = 120.0
SECONDS_TO_GO_ON = 30.0
"""Within which a client must take something of its answer."""
_SECONDS_TO_PART = 2.0
_MOST_AFTER_ALL = 16 * 1024 * 1024
"""For how long, and how many octets, a client may go on to send after the last answer: it might not get that if it were
cut off."""
PIECE = 64 * 1024
_MOST_BEHIND = 256
"""Clients that have not taken all of their answers; each may hold a file open."""
_MOST_NOT_TAKEN = 128 * 1024 * 1024
"""Octets of memory for what they have not taken."""
_TOO_MANY_FILES = (errno.EMFILE, errno.ENFILE)


class Lobby(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, none of which waits for a client.

    Where there are too many connections of a sort, the one that has waited longest of the address with the most goes.
    """

    def __init__(self, *given: Any) -> None:  # noqa: ANN401
        super().__init__(*given)
        self.reading = Waiting(SECONDS_FOR_A_REQUEST)
        self.reading_large = Waiting(SECONDS_FOR_A_LARGE_REQUEST)
        self._sending = Waiting(SECONDS_TO_GO_ON)
        self._parting = Waiting(_SECONDS_TO_PART)
        self.stops_at = math.inf
        """When, by the monotonic clock, nobody is waited for any more."""

    def on_readable(self, connection: Connection) -> None:
        """Read on in a request."""
        raise NotImplementedError

    def go_on(self, connection: Connection) -> None:
        """Go on with the next request of a connection, of which something was sent ahead."""
        raise NotImplementedError

    def be_late(self, connection: Connection) -> None:
        """Let a connection go whose request is not there in time."""
        raise NotImplementedError

    def set_accept_enabled(self, enabled: bool) -> None:
        """Take new connections, or take none; once told to stop let others refuse them, at once."""
        if self._accepting and not self.alive:
            for listener in self.sockets:
                while self.nr_conns < self.worker_connections - 1 and self._accept(listener):
                    pass  # they are connected already, and there is room without letting others go for them
        super().set_accept_enabled(enabled)
        if not self.alive:
            self.stops_at = time.monotonic() + self.cfg.graceful_timeout
            for listener in self.sockets:
                listener.close()

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection, and wait for its first request."""
        self._accept(listener)

    def _accept(self, listener: socket.socket) -> bool:
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return False
        except OSError as error:
            if error.errno not in _TOO_MANY_FILES:
                raise
            self._leave_one(chain(self.reading, self.keepalived_conns))
            return False
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.nr_conns += 1
        if self.nr_conns >= self.worker_connections:
            self._leave_one(chain(self.reading, self.keepalived_conns))
        self.await_request(Connection(self.cfg, client, address, listener.getsockname()), self.reading)
        return True

    def await_request(self, connection: Connection, waiting: Any) -> None:  # noqa: ANN401
        """Wait for a request, or what is missing of it."""
        self._wait_for(connection, waiting, selectors.EVENT_READ, self.on_readable)

    def _wait_for(
        self,
        connection: Connection,
        waiting: Any,  # noqa: ANN401 - gunicorn's own queue, or one of ours
        event: int,
        react: Callable[[Connection], None],
    ) -> None:
        connection.waiting = waiting
        waiting.append(connection)
        self.poller.register(connection.sock, event, partial(self._react, connection, waiting, react))

    @staticmethod
    def _react(connection: Connection, waiting: object, react: Callable[[Connection], None], _sock: object) -> None:
        if connection.waiting is waiting:  # else it was left for another, since the event was seen
            react(connection)

    def forget(self, connection: Connection) -> None:
        """Wait for a connection no longer."""
        if connection.waiting is not None:
            self.poller.unregister(connection.sock)
            connection.waiting.remove(connection)
            connection.waiting = None

    def leave(self, connection: Connection) -> None:
        """End a connection, whatever it is waited for."""
        self.forget(connection)
        self.nr_conns -= 1
        connection.close()

    def _leave_one(self, waiting: Iterable[Connection]) -> None:
        if (connection := to_be_left(waiting)) is not None:
            self.leave(connection)

    def finish_request(self, conn: Connection, fs: Future[Any]) -> None:
        """Go on with a connection whose request a thread has answered."""
        stays = not fs.cancelled() and fs.exception() is None and bool(fs.result()) and not conn.has_left_over
        conn.parser, conn.is_large = None, False
        if conn.must_break:
            conn.sock.reset()
            self.leave(conn)
        else:
            self.deliver(conn, stays)

    def deliver(self, connection: Connection, stays: bool) -> None:
        """Go on with a connection once the client has taken what is sent."""
        connection.stays = stays
        if connection.sock.is_behind:
            self._wait_for(connection, self._sending, selectors.EVENT_WRITE, self._on_writable)
            if len(self._sending) > _MOST_BEHIND or sum(len(one.sock) for one in self._sending) > _MOST_NOT_TAKEN:
                self._leave_one(self._sending)
        elif not stays:
            self._part(connection)
        elif len(connection.arrival):
            self.method_queue.defer(self.go_on, connection)  # in its turn, however many were sent ahead
        else:
            connection.set_timeout()
            self.await_request(connection, self.keepalived_conns)

    def _on_writable(self, connection: Connection) -> None:
        try:
            connection.sock.send_on()
        except OSError:
            self.leave(connection)
            return
        if connection.sock.is_behind:
            self._sending.append(connection)
        else:
            self.forget(connection)
            self.deliver(connection, connection.stays)

    def _part(self, connection: Connection) -> None:
        """Say that nothing more is sent, and wait until the client has read that (RFC 9112, section 9.6)."""
        try:
            connection.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self.leave(connection)
        else:
            self._wait_for(connection, self._parting, selectors.EVENT_READ, self._on_parting)

    def _on_parting(self, connection: Connection) -> None:
        try:
            octets = connection.sock.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            octets = b""
        connection.after_all += len(octets)
        if not octets or connection.after_all > _MOST_AFTER_ALL:
            self.leave(connection)

    def murder_pending(self) -> None:
        """Let those go who are late."""
        for connection in chain(self.reading.late(), self.reading_large.late()):
            self.be_late(connection)
        for connection in chain(self._sending.late(), self._parting.late()):
            self.leave(connection)

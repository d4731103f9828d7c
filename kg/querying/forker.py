"""A process that does nothing but fork workers: single-threaded, so that no fork copies a lock that a thread holds.

It is started as a program of its own, since whoever needs workers may have threads. It gets its duty first, then for
each worker one end of a pair of sockets, and answers with the number of the process. When who started it ends, however
it does, it ends too, and the workers with it. When it is killed itself its workers end, and another one takes its place
with the next worker that is wanted: a fresh program too, which may be started beside any number of threads.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import weakref
from contextlib import suppress
from importlib import import_module
from typing import NamedTuple

from kg.errors import NoWorkers
from kg.querying.worker import Duty, begin

log = logging.getLogger(__name__)

_LENGTH = struct.Struct("!I")
_NUMBER = struct.Struct("!i")
_PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[2]); from kg.querying.forker import main; main()"
_SECONDS_TO_START, _SECONDS_TO_END = 30.0, 2.0
_SHORTEST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


class Forker:
    """Keeps that process, and starts another one where it has ended, however it did; `fork` gives new workers.

    Those that give no worker are started again after pauses, each twice as long as the one before.
    """

    def __init__(self, duty: Duty) -> None:
        self._duty = pickle.dumps(duty)
        self._asking = threading.Lock()
        self._is_closed = False
        self._pause, self._not_before = 0.0, 0.0
        self._reason = ""
        """Why the last one is gone."""
        self._program: _Program | None = _Program(self._duty)

    def fork(self) -> Forked:
        """A new worker. Raises `NoWorkers` where none can be had."""
        ours, theirs = socket.socketpair()
        try:
            with theirs, self._asking:
                number, program = self._asked(theirs)
        except BaseException:
            ours.close()
            raise
        return Forked(number, ours, program)

    def _asked(self, line: socket.socket) -> tuple[int, _Program]:
        """Let the process fork, or a new one where it is gone."""
        for _ in range(2):
            try:
                program = self._program = self._program or self._start()
                number = program.fork(line)
            except (OSError, EOFError) as error:
                self._lose(error)
                continue
            self._pause = 0.0
            if number < 0:
                raise NoWorkers(f"no process can be started for a query: {os.strerror(-number)}", _SHORTEST_PAUSE)
            return number, program
        raise self._failure()

    def _start(self) -> _Program:
        if self._is_closed or time.monotonic() < self._not_before:
            raise self._failure()
        return _Program(self._duty)

    def _lose(self, error: Exception) -> None:
        """Let go of a process that is gone, and note how that came; after one that gave no worker there is a pause."""
        program, self._program = self._program, None
        self._reason = str(error) if program is None else f"the last one {program.end()}"
        if program is None or not program.has_forked:
            self._not_before = time.monotonic() + self._pause
            self._pause = min(max(_SHORTEST_PAUSE, 2 * self._pause), _LONGEST_PAUSE)
        if not self._is_closed:
            pause = max(0.0, self._not_before - time.monotonic())
            log.error("no process starts workers: %s; another one is started in %.0f s", self._reason, pause)

    def _failure(self) -> NoWorkers:
        seconds = max(_SHORTEST_PAUSE, self._not_before - time.monotonic())
        told = f"there is no process that starts workers for queries: {self._reason}"
        return NoWorkers(f"{told}. Another one is started in {seconds:.0f} s", seconds)

    def close(self) -> None:
        """End it, and with it the workers, whatever they do."""
        self._is_closed = True
        if self._program is not None:
            self._program.end()


class _Program:
    """That process, once started, and the line to it."""

    def __init__(self, duty: bytes) -> None:
        self.has_forked = False
        self._line, other = socket.socketpair()
        self._line.settimeout(_SECONDS_TO_START)
        with other:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _PROGRAM, str(other.fileno()), json.dumps(sys.path)],
                pass_fds=[other.fileno()],
                stdin=subprocess.DEVNULL,
                env=os.environ | {"MALLOC_ARENA_MAX": "2"},  # one for each thread would fill the address space
            )
        self._end = weakref.finalize(self, _end, self._line, self._process)
        with suppress(BrokenPipeError, ConnectionResetError):  # it has ended already, which asking it tells
            self._line.sendall(_LENGTH.pack(len(duty)) + duty)

    @property
    def has_ended(self) -> bool:
        """Whether it is gone; on Linux its workers have gone with it."""
        return self._process.poll() is not None

    def fork(self, line: socket.socket) -> int:
        """The number of the process of a worker with this line, or a negative error number."""
        socket.send_fds(self._line, [b"w"], [line.fileno()])
        number: int = _NUMBER.unpack(_read(self._line, _NUMBER.size))[0]
        self.has_forked = self.has_forked or number > 0
        return number

    def end(self) -> str:
        """End it, and say how it has ended."""
        self._end()
        status = self._process.returncode
        return f"ended with status {status}" if status >= 0 else f"was killed by {signal.Signals(-status).name}"


class Forked(NamedTuple):
    """A worker that was just forked: the number of its process, the line to it, and who forked it."""

    number: int
    line: socket.socket
    program: _Program


def _end(line: socket.socket, process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits at it
    line.close()
    try:
        process.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _read(line: socket.socket, size: int) -> bytes:
    content = b""
    while len(content) < size:
        piece = line.recv(size - len(content))
        if not piece:
            raise EOFError
        content += piece
    return content


def main() -> None:
    """Fork workers until nobody asks for them any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system forgets children that have ended
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    with suppress(EOFError, ConnectionResetError, BrokenPipeError), socket.socket(fileno=int(sys.argv[1])) as line:
        duty = pickle.loads(_read(line, _LENGTH.unpack(_read(line, _LENGTH.size))[0]))
        for module in duty.modules:
            import_module(module)
        gc.freeze()  # what is there is not to be looked through, and so copied, in each child
        while True:
            request, handles, _, _ = socket.recv_fds(line, 1, 1)
            if not request:
                return
            with socket.socket(fileno=handles[0]) as worker_line:
                line.sendall(_NUMBER.pack(_fork(line, worker_line, duty)))


def _fork(line: socket.socket, worker_line: socket.socket, duty: Duty) -> int:
    """The number of the child's process, or a negative error number."""
    parent = os.getpid()
    try:
        child = os.fork()
    except OSError as error:
        return -(error.errno or 1)
    if child == 0:
        line.close()
        begin(worker_line, duty, parent)
    return child

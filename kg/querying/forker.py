"""A process that does nothing but fork workers: single-threaded, so that no fork copies a lock that a thread holds.

It is started as a program of its own, since whoever needs workers may have threads. It gets its duty first, then for
each worker one end of a pair of sockets, and answers with the number of the process. When who started it ends, however
it does, it ends too, and the workers with it.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import threading
import weakref
from contextlib import suppress
from importlib import import_module

from kg.errors import StoreError
from kg.querying.worker import Duty, begin

_LENGTH = struct.Struct("!I")
_NUMBER = struct.Struct("!i")
_PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[2]); from kg.querying.forker import main; main()"
_SECONDS_TO_START = 30.0


class Forker:
    """Starts that process; `fork` gives new workers."""

    def __init__(self, duty: Duty) -> None:
        self._asking = threading.Lock()
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
        content = pickle.dumps(duty)
        self._line.sendall(_LENGTH.pack(len(content)) + content)

    def fork(self) -> tuple[int, socket.socket]:
        """The number of a new worker's process, and the line to it. Raises `StoreError` where none can be had."""
        ours, theirs = socket.socketpair()
        try:
            with theirs, self._asking:
                socket.send_fds(self._line, [b"w"], [theirs.fileno()])
                number = _NUMBER.unpack(_read(self._line, _NUMBER.size))[0]
            if number < 0:
                raise StoreError(f"no process can be started for a query: {os.strerror(-number)}")
        except (OSError, EOFError) as error:
            ours.close()
            raise StoreError(f"the process that starts workers is gone: {error}. Start the server anew") from error
        except StoreError:
            ours.close()
            raise
        return number, ours

    def close(self) -> None:
        """End it, and with it the workers, whatever they do."""
        self._end()


def _end(line: socket.socket, process: subprocess.Popen[bytes]) -> None:
    line.close()
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
    try:
        child = os.fork()
    except OSError as error:
        return -(error.errno or 1)
    if child == 0:
        line.close()
        begin(worker_line, duty)
    return child

"""What a worker does: job after job, until nobody asks any more."""

from __future__ import annotations

import logging
import os
import pickle
import signal
import socket
import threading
from contextlib import closing
from dataclasses import dataclass
from typing import IO, Any, cast

from kg.errors import KgError, StoreError, place_of
from kg.querying import Job, Opener
from kg.querying.confinement import bind_memory, confine, unbind_memory
from kg.querying.frames import Frames, Kind, Target, frame

log = logging.getLogger(__name__)

_STACK = 128 * 1024 * 1024
"""Octets; the engine's parser and planner recurse. They are taken only as they are used."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What the workers of a pool are for: how they open what they work on, and what they may use.

    `memory` is in octets, beside what a worker needs before its jobs. `modules` are those that opening and jobs need:
    loaded once, before any worker is forked, they cost no worker time or memory of its own.
    """

    open_: Opener
    memory: int
    may_use_network: bool = False
    modules: tuple[str, ...] = ()


def work(line: socket.socket, duty: Duty, parent: int) -> None:
    """Do the jobs that come over the line, then return. Called once, in a process of its own, without threads."""
    for number in (signal.SIGINT, signal.SIGTERM):  # they are for the process that asks; it closes the line
        signal.signal(number, signal.SIG_IGN)
    threading.stack_size(_STACK)
    thread = threading.Thread(target=_serve, args=(line, duty))
    confine(parent, duty.may_use_network)
    thread.start()
    thread.join()


def _serve(line: socket.socket, duty: Duty) -> None:
    desk = _Desk(duty)
    frames = Frames(line)
    try:
        while frames.receive():
            while received := frames.next():
                _answer(desk, received[1], line)
    except (BrokenPipeError, ConnectionResetError):
        return  # who asked has gone


def _answer(desk: _Desk, order: bytes, line: socket.socket) -> None:
    target = Target(line)
    try:
        job, version = cast(tuple[Job, int | None], pickle.loads(order))
        if not desk.has(version):
            desk.open(version)
            line.sendall(frame(Kind.OPENED))
        job(desk.opened, cast(IO[bytes], target))
    except (BrokenPipeError, ConnectionResetError):
        raise
    except KgError as error:
        target.fail(pickle.dumps(error))
    except Exception as error:  # noqa: BLE001 - who asked is told that it failed, whatever it was
        log.error("a job failed: %s%s", type(error).__name__, place_of(error))
        fault = StoreError(f"it could not be done, by a fault of this program ({type(error).__name__})")
        target.fail(pickle.dumps(fault))
    else:
        target.end()


class _Desk:
    """What is open, and in which version."""

    def __init__(self, duty: Duty) -> None:
        self._duty = duty
        self._version: int | None = None
        self.opened: Any = None

    def has(self, version: int | None) -> bool:
        return self.opened is not None and version == self._version

    def open(self, version: int | None) -> None:
        if self.opened is not None:
            self.opened.close()
            self.opened = None
        unbind_memory()  # what opening takes is not the query's fault
        self.opened, self._version = self._duty.open_(version), version
        bind_memory(self._duty.memory)


def begin(line: socket.socket, duty: Duty, parent: int) -> None:
    """Be a worker, and end the process: to be called in a child that its parent, of this number, has just forked."""
    status = 1
    try:
        with closing(line):
            work(line, duty, parent)
        status = 0
    finally:
        os._exit(status)


def order(job: Job, version: int | None) -> bytes:
    """The frame that tells a worker to do a job."""
    return frame(Kind.JOB, pickle.dumps((job, version), pickle.HIGHEST_PROTOCOL))

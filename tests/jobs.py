"""Jobs for the workers of tests; apart, so that they import little."""

import os
import signal
import socket
import time

from kg.errors import StoreError


def written(text, store, target):
    """A job that writes rows as they come."""
    for row in store._store.query(text):
        target.write(str(row[0]).encode() * 20)


def piecewise(store, target):
    target.write(b"x" * 100_000)
    time.sleep(4)
    raise StoreError("disk gone")


def late(store, target):
    target.write(b"x" * 100_000)
    time.sleep(60)


def connecting(store, target):
    try:
        socket.create_connection(("127.0.0.1", 9), 1)
    except OSError as error:
        target.write(str(error.errno).encode())


def crashing(store, target):
    os.kill(os.getpid(), signal.SIGSEGV)
    time.sleep(60)  # the signal may take a moment


def faulty(store, target):
    raise ZeroDivisionError("secret words of a query")


def wide(store, target):
    for _ in range(400):
        target.write(b"y" * 65_536)


def settling(path, store, target):
    """Is settled, and then waits for a file."""
    target.write(b"tried ")
    target.settle()
    while not path.exists():
        time.sleep(0.02)
    target.write(b"kept")


def working(store, target):
    """Takes more of a processor than a short job may, and then ends."""
    end = time.process_time() + 0.3
    while time.process_time() < end:
        pass
    target.write(b"done")

"""The engines on which a store is tested: the embedded one, and servers started here on free ports of this machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from rdflib import URIRef

from kg.store.embedded import EmbeddedStore
from kg.store.endpoint import Access, Endpoint
from kg.store.profiles import PROFILES
from kg.store.remote import RemoteStore

MERGED = URIRef("http://example.org/graph/merged")
USUAL_MERGED = URIRef("http://127.0.0.1:8000/graph/merged")
"""What it is named without a KG_BASE_IRI."""

SERVERS = {"oxigraph": "oxigraph", "virtuoso": "virtuoso-t"}
"""The program of each server."""

ENGINE_NAMES = ("memory", "disk", *SERVERS)
ENGINES = ["memory", "disk", *(pytest.param(name, marks=pytest.mark.external(SERVERS[name])) for name in SERVERS)]
PASSWORD = "dba"  # Virtuoso's own, until it is changed

# The parameters that Debian sets: without them it fails on large answers.
_VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
ServerThreads = 20
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
MaxMemPoolSize = 200000000
MaxQueryMem = 2G
VectorSize = 1000
MaxVectorSize = 1000000
AdjustVectorSize = 0
ThreadsPerQuery = 4
AsyncQueueMaxThreads = 10
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 10000
"""


@dataclass(frozen=True)
class Server:
    """A running server: its address, and the name of its profile."""

    url: str
    profile: str
    opened: list[RemoteStore] = field(default_factory=list)

    @property
    def user(self) -> str | None:
        return PASSWORD if self.profile == "virtuoso" else None

    def store(
        self, url: str | None = None, merged: URIRef = MERGED, kind: type[RemoteStore] = RemoteStore, **access
    ) -> RemoteStore:
        """A store on it, or on another address that leads to it."""
        access = {"user": self.user, "password": PASSWORD, "timeout": 60, "pauses": (0.05, 0.1)} | access
        profile = PROFILES[self.profile]
        store = kind(Endpoint(Access(url or self.url, **access), profile), profile, merged)
        self.opened.append(store)
        return store

    def close(self) -> None:
        """Close all stores that were opened on it."""
        while self.opened:
            self.opened.pop().close()

    def empty(self, merged: URIRef = MERGED) -> RemoteStore:
        """A store on it that holds nothing: what earlier tests left is removed, whatever they took for the merge."""
        store = self.store(merged=merged)
        store.clear()
        return store


def open_engine(name: str, folder: Path, server_of) -> EmbeddedStore | RemoteStore:
    """An empty store; `server_of` gives the running server of a name."""
    if name == "memory":
        return EmbeddedStore()
    return EmbeddedStore(folder / "store") if name == "disk" else server_of(name).empty()


@contextmanager
def serving(name: str, folder: Path, port: int | None = None) -> Iterator[Server]:
    """Run a server in a folder, until the block ends."""
    port = port or free_port()
    command = _oxigraph(port, folder) if name == "oxigraph" else _virtuoso(port, folder)
    with (folder / "output.log").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        try:
            _await(process, f"http://127.0.0.1:{port}/", folder / "output.log")
            yield Server(f"http://127.0.0.1:{port}", name)
        finally:
            process.kill()
            process.wait()


def _oxigraph(port: int, folder: Path) -> list[str]:
    return [_program("oxigraph"), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]


def _virtuoso(port: int, folder: Path) -> list[str]:
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(http=port, sql=free_port()))
    return [_program("virtuoso"), "+configfile", "virtuoso.ini", "+foreground"]


def find_program(name: str) -> str | None:
    """Where a program is, if it is installed."""
    beside = str(Path(sys.executable).parent)  # where pip puts it
    return shutil.which(name, path=os.pathsep.join([beside, os.environ["PATH"]]))


def _program(server: str) -> str:
    path = find_program(SERVERS[server])
    assert path, f"{SERVERS[server]} is not installed: see .ci/run"
    return path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _await(process: subprocess.Popen, address: str, log: Path) -> None:
    for _ in range(600):
        assert process.poll() is None, log.read_text(errors="replace")
        try:
            httpx.get(address, timeout=5, trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} does not answer: {log.read_text(errors='replace')}")

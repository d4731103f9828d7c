"""Which addresses may be asked, and connections to none but these.

A name is resolved once, and the connection goes to what was found: what the name means a moment later is of no concern.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import httpcore

from kg.errors import FetchError, HostError

_Options = Iterable[Any] | None


@dataclass(frozen=True, slots=True)
class GuardedNetwork(httpcore.NetworkBackend):
    """Connects to public addresses only, unless private ones are allowed, and ends everything at `deadline`.

    `deadline` is a time of the monotonic clock.
    """

    allow_private: bool
    deadline: float

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: _Options = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of the host that answers; `HostError` if one of them is private."""
        addresses = resolve(host, port)
        if not self.allow_private:
            refuse_private(host, addresses)
        for number, address in enumerate(addresses, 1):
            try:
                stream = httpcore.SyncBackend().connect_tcp(
                    address, port, _left(self.deadline, timeout), local_address, socket_options
                )
                return _TimedStream(stream, self.deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise FetchError(f"{host} has no address", is_passing=True)


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host; `HostError` if it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        is_passing = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
        raise HostError(f"the host {host} is not known", is_passing=is_passing) from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def refuse_private(host: str, addresses: Iterable[str]) -> None:
    """Raise `HostError` if one of the addresses is not for everybody: private, of this machine, of no unicast use."""
    for address in addresses:
        parsed = ipaddress.ip_address(address.partition("%")[0])
        if any(not form.is_global or form.is_multicast for form in _forms(parsed)):
            what = f"{host} is" if host == address else f"{host} is {address}, which is"
            raise HostError(f"{what} no public address; KG_ALLOW_PRIVATE_ADDRESSES=true allows such requests")


def _forms(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Iterator[Any]:
    """The address, and the address of version 4 that lies within one of version 6."""
    yield address
    if isinstance(address, ipaddress.IPv6Address):
        yield from filter(None, (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())))
        if address in ipaddress.IPv6Network("64:ff9b::/96"):
            yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class _TimedStream(httpcore.NetworkStream):
    """A stream whose every step ends at the deadline, so that drops of bytes cannot draw it out."""

    stream: httpcore.NetworkStream
    deadline: float

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, _left(self.deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, _left(self.deadline, timeout))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        encrypted = self.stream.start_tls(ssl_context, server_hostname, _left(self.deadline, timeout))
        return _TimedStream(encrypted, self.deadline)

    def get_extra_info(self, info: str) -> object:
        return self.stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchError("it takes too long", is_passing=True)
    return left if timeout is None else min(left, timeout)

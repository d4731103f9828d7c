"""Which client a request comes from, and what it asked for: told by a proxy, where that is trusted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from kg.errors import BadRequest

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_ONE_CUSTOMER = 64
"""Bits of an IPv6 address that are one network: who has one address has all of them."""

_HOST = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")
_ASKED_FOR = {
    "HTTP_X_FORWARDED_PROTO": ("wsgi.url_scheme", re.compile(r"https?")),
    "HTTP_X_FORWARDED_HOST": ("HTTP_HOST", re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[1-9][0-9]{0,4})?")),
    "HTTP_X_FORWARDED_PREFIX": ("SCRIPT_NAME", re.compile(r"(?:/(?!\.\.?(?:/|$))[A-Za-z0-9._~-]+)*")),
}
"""What a proxy tells of the address that its client asked for, where WSGI has it, and how it may look."""


def client_of(environ: WSGIEnvironment, proxies: Sequence[IPv4Network | IPv6Network]) -> str:
    """The address from which a request comes, or for IPv6 its network.

    Each proxy adds to `X-Forwarded-For` whom it got the request from; the rest is what the client says. So the list is
    read from its end, for as long as the one who adds is trusted.
    """
    address = _read(environ.get("REMOTE_ADDR", ""))
    if proxies and address is not None:
        told = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        while told and any(address in network for network in proxies):
            before = _read(told.pop().strip())
            if before is None:
                break
            address = before
    return _name(address)


def check_host(environ: WSGIEnvironment) -> None:
    """Raise `BadRequest` for a request that names no host where it must, or what is none (RFC 9112, section 3.2)."""
    if "HTTP_HOST" not in environ and environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        return
    if not _HOST.fullmatch(environ.get("HTTP_HOST", "")):
        raise BadRequest("the request must name, in the header Host, the host that it is for")


def put_forwarded(environ: WSGIEnvironment, proxies: Sequence[IPv4Network | IPv6Network]) -> None:
    """Put what a trusted proxy tells in place of what the request to us says: scheme, host, and prefix of the path.

    Of several values the last one counts, which the proxy next to us has written. Raises `BadRequest` for a value that
    is none, for the proxy then hands on what anybody says.
    """
    peer = _read(environ.get("REMOTE_ADDR", "")) if proxies else None
    if peer is None or not any(peer in network for network in proxies):
        return
    for told, (asked, form) in _ASKED_FOR.items():
        value = environ.get(told, "").rpartition(",")[2].strip().rstrip("/")
        if not value:
            continue
        if not form.fullmatch(value):
            name = told.removeprefix("HTTP_").replace("_", "-").title()
            raise BadRequest(f"{name} is none that a proxy should hand on: “{value[:100]}”")
        environ[asked] = value


@lru_cache(maxsize=4096)
def _read(written: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(written)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


@lru_cache(maxsize=4096)
def _name(address: IPv4Address | IPv6Address | None) -> str:
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _ONE_CUSTOMER), strict=False))
    return str(address or "unknown")

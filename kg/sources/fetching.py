"""Fetching from the web as a good guest: by robots.txt, one request after another with pauses, under an own name.

Every answer is bounded in bytes and seconds, every redirect is judged like the first request.
"""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpcore
import httpx
from protego import Protego

from kg.errors import FetchError, HostError
from kg.retry_after import parse_retry_after
from kg.sources.addresses import GuardedNetwork

SECONDS = 30.0
"""That one answer may take, from asking for the address of the host to its last byte."""

LARGEST_ANSWER = 5 * 1024 * 1024
"""Bytes, unpacked."""

PAUSE = 1.0
"""Seconds between two requests to one host."""

LONGEST_PAUSE = 60.0
"""Seconds that robots.txt may ask for and that are waited."""

Limit = Callable[[str], int]
"""How many bytes an answer of a media type may have, unpacked."""

_ROBOTS_SIZE = 512 * 1024
_MOST_REDIRECTS = 5
_LONGEST_ADDRESS = 2000
_PASSING = (408, 425, 429, 500, 502, 503, 504)
_GONE = {
    401: "it is not open to everybody",
    403: "it is not open to everybody",
    404: "it is not there",
    410: "it is gone",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request: `address` is where the redirects led, `headers` have names in lower case."""

    address: str
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def media_type(self) -> str:
        """The media type without parameters, in lower case."""
        return _media_type(self.headers)

    @property
    def charset(self) -> str | None:
        """The encoding that the server tells."""
        for parameter in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip("\"'") or None
        return None


@dataclass(slots=True)
class Fetcher:
    """Asks servers; keeps what their robots.txt say, and when each host was asked last."""

    agent: str
    allow_private: bool = False
    pause: float = field(default_factory=lambda: PAUSE)
    seconds: float = SECONDS
    _robots: dict[str, Protego | FetchError] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    @property
    def _token(self) -> str:
        """The name to which robots.txt may speak."""
        return self.agent.partition("/")[0]

    def fetch(
        self, address: str, headers: Mapping[str, str] | None = None, most: Limit = lambda _: LARGEST_ANSWER
    ) -> Answer:
        """The answer to a request, of status 200 or 304; raises `FetchError` with the reason there is none."""
        for _ in range(_MOST_REDIRECTS + 1):
            address = check_address(address)
            pause = self._permitted_pause(address)
            answer = self._ask(address, headers or {}, most, pause)
            if answer.status not in (301, 302, 303, 307, 308):
                return _judged(answer)
            address = urljoin(address, answer.headers.get("location", ""))
        raise FetchError(f"more than {_MOST_REDIRECTS} redirects")

    def _permitted_pause(self, address: str) -> float:
        """Seconds that the host wants between requests; `FetchError` if its robots.txt keeps us from the address."""
        rules = self._rules(address)
        if not rules.can_fetch(address, self._token):
            raise FetchError("its robots.txt asks not to read it")
        pause = max(self.pause, rules.crawl_delay(self._token) or 0.0)
        if pause > max(LONGEST_PAUSE, self.pause):
            raise FetchError(f"its robots.txt asks for {pause:,.0f} seconds between requests, which are not waited")
        return pause

    def _rules(self, address: str) -> Protego:
        origin = urlunsplit((*urlsplit(address)[:2], "/", "", ""))
        if origin not in self._robots:
            try:
                self._robots[origin] = self._read_rules(origin)
            except FetchError as error:
                self._robots[origin] = error
        rules = self._robots[origin]
        if isinstance(rules, HostError):
            raise rules
        if isinstance(rules, FetchError):
            raise FetchError(f"its robots.txt cannot be read: {rules}", rules.is_passing, rules.retry_after)
        return rules

    def _read_rules(self, origin: str) -> Protego:
        """As RFC 9309 (2.3.1) says: where there is no file all is allowed; where the server fails nothing is."""
        address = origin + "robots.txt"
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._ask(check_address(address), {}, lambda _: _ROBOTS_SIZE, self.pause, cut=True)
            if answer.status not in (301, 302, 303, 307, 308):
                break
            address = urljoin(address, answer.headers.get("location", ""))
        if answer.status >= 500 or answer.status == 429:
            raise _failure(answer)
        return Protego.parse(answer.content.decode(errors="replace") if answer.status == 200 else "")

    def _ask(self, address: str, headers: Mapping[str, str], most: Limit, pause: float, cut: bool = False) -> Answer:
        host = urlsplit(address).netloc
        time.sleep(max(0.0, self._asked.get(host, -pause) + pause - time.monotonic()))
        try:
            return self._exchange(address, headers, most, cut)
        finally:
            self._asked[host] = time.monotonic()

    def _exchange(self, address: str, headers: Mapping[str, str], most: Limit, cut: bool) -> Answer:
        network = GuardedNetwork(self.allow_private, time.monotonic() + self.seconds)
        sent = {"Host": urlsplit(address).netloc, "User-Agent": self.agent, "Accept-Encoding": "gzip", "Accept": "*/*"}
        wait = dict.fromkeys(("connect", "read", "write", "pool"), self.seconds)
        try:
            with (
                httpcore.ConnectionPool(_encryption(), network_backend=network) as pool,
                pool.stream(
                    "GET", address, headers=[*(sent | dict(headers)).items()], extensions={"timeout": wait}
                ) as raw,
            ):
                answered = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in raw.headers}
                content = _body(raw, answered, most(_media_type(answered)), cut) if raw.status == 200 else b""
                return Answer(address, raw.status, answered, content)
        except httpcore.TimeoutException as error:
            raise FetchError(f"no whole answer within {self.seconds:g} seconds", is_passing=True) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise FetchError(f"the connection fails ({error or type(error).__name__})", is_passing=True) from error
        except (httpcore.UnsupportedProtocol, ValueError) as error:
            raise FetchError(f"it cannot be asked for ({error})") from error


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


@cache
def _encryption() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def check_address(address: str) -> str:
    """A web address as it is sent, without fragment; raises `FetchError` for one that cannot be sent."""
    if len(address) > _LONGEST_ADDRESS:
        raise FetchError(f"the address has {len(address):,} characters; at most {_LONGEST_ADDRESS:,} are sent")
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise FetchError(f"the address cannot be sent: {error}") from error
    if url.port is not None and not 0 < url.port < 65536:
        raise FetchError(f"the address cannot be sent: there is no port {url.port}")
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(f"{address:.100}: only http and https addresses of hosts are read")
    if url.userinfo:
        raise FetchError("an address with a password is not read")
    return str(url.copy_with(fragment=None))


def _body(raw: httpcore.Response, headers: Mapping[str, str], most: int, cut: bool) -> bytes:
    """The unpacked content, at most so many bytes; beyond that it is cut, or `FetchError`."""
    packing = headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip", ""):
        raise FetchError(f"it comes packed as {packing}, which was not asked for")
    unpacking = zlib.decompressobj(31) if "gzip" in packing else None
    content = bytearray()
    for part in raw.iter_stream():
        try:
            content += unpacking.decompress(part, most + 1 - len(content)) if unpacking else part
        except zlib.error as error:
            raise FetchError(f"it is packed wrongly ({error})", is_passing=True) from error
        if len(content) > most:
            if cut:
                return bytes(content[:most])
            raise FetchError(f"it has more than {most:,} bytes")
    if content and unpacking and not unpacking.eof:
        raise FetchError("it is packed, and cut off in the middle", is_passing=True)
    return bytes(content)


def _judged(answer: Answer) -> Answer:
    if answer.status in (200, 304):
        return answer
    raise _failure(answer)


def _failure(answer: Answer) -> FetchError:
    what = _GONE.get(answer.status, "the server fails" if answer.status >= 500 else "the server refuses")
    is_passing = answer.status in _PASSING
    wish = parse_retry_after(answer.headers.get("retry-after", ""))
    return FetchError(f"{what} (status {answer.status})", is_passing, wish if is_passing else None)

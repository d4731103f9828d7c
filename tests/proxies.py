"""A proxy before a server, which fails as networks and engines do: at once, slowly, in mid-answer, after the work."""

import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import httpx


class Proxy(ThreadingHTTPServer):
    """Hands requests on to a server; what is in `faults` befalls the next ones, `None` standing for no fault.

    `500`: refused without the server; `slow`: no answer; `lost`: carried out, and the connection closed;
    `held`: no answer, and handed on when `release` is called;
    `severed`: half the request handed on, and both connections closed; `cut`: half an
    answer, then closed; `short`: half an answer that claims to be whole; `marked`, `partial`: an answer with the signs
    of one that the engine has cut.
    """

    daemon_threads = True

    def __init__(self, upstream: str, seconds: float = 0.5) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.upstream, self.seconds = upstream, seconds
        self.client = httpx.Client(timeout=60, trust_env=False)
        self.faults: Iterator[str | None] = iter(())
        self.only_updates = False
        self.asked: list[str] = []
        """The text or path of each request that was handed on or failed."""
        self.held: list[tuple[str, bytes, dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def fail(self, faults: Iterable[str | None], only_updates: bool = False) -> None:
        """Let these faults befall the next requests, or the next of those that write."""
        self.faults, self.only_updates, self.asked = iter(faults), only_updates, []

    def release(self) -> list[int]:
        """Hand on what was held, as a busy engine carries it out late; returns the status of each answer."""
        held, self.held = self.held, []
        return [self.client.post(self.upstream + path, content=b, headers=h).status_code for path, b, h in held]

    def handle_error(self, request, client_address) -> None:
        """A client that has gone is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fields = parse_qs(body.decode(errors="replace"))
        text = (fields.get("query") or fields.get("update") or [self.path])[0]
        is_spared = self.server.only_updates and "SELECT" in text.split("{")[0]
        if not is_spared:
            self.server.asked.append(text)
        fault = None if is_spared else next(self.server.faults, None)
        if fault == "500":
            self._answer(500, {}, b"the disk is on fire")
        elif fault == "slow":
            time.sleep(self.server.seconds)
            self.close_connection = True
        elif fault == "held":
            self.server.held.append((self.path, body, self._headers()))
            self.close_connection = True
        elif fault == "severed":
            self._hand_on_half(body)
            self.close_connection = True
        else:
            self._hand_on(body, fault)

    def _hand_on_half(self, body: bytes) -> None:
        upstream = urlsplit(self.server.upstream)
        head = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        with socket.create_connection((upstream.hostname, upstream.port)) as sent:
            sent.sendall(f"{self.requestline}\r\n{head}\r\n".encode() + body[: len(body) // 2])

    def _headers(self) -> dict[str, str]:
        return {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}

    def _hand_on(self, body: bytes, fault: str | None) -> None:
        answer = self.server.client.post(self.server.upstream + self.path, content=body, headers=self._headers())
        given = {name: answer.headers[name] for name in ("Content-Type", "WWW-Authenticate") if name in answer.headers}
        content = answer.content
        if fault == "lost":
            self.close_connection = True
        elif fault == "cut":
            self._answer(answer.status_code, given, content[: len(content) // 2], claimed=len(content))
        elif fault == "short":
            self._answer(answer.status_code, given, content[: len(content) // 2])
        elif fault == "marked":
            self._answer(200, {**given, "X-SPARQL-MaxRows": "10000"}, content)
        else:
            self._answer(206 if fault == "partial" else answer.status_code, given, content)

    def _answer(self, status: int, headers: dict[str, str], content: bytes, claimed: int | None = None) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content) if claimed is None else claimed))
        self.end_headers()
        self.wfile.write(content)
        self.close_connection = claimed is not None

    def log_message(self, *_) -> None:
        """The tests say what went wrong."""


@contextmanager
def proxy_to(upstream: str) -> Iterator[Proxy]:
    """A running proxy, until the block ends."""
    proxy = Proxy(upstream)
    thread = Thread(target=proxy.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        thread.join()
        proxy.server_close()
        proxy.client.close()

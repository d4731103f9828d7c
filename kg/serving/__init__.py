"""The web front under gunicorn: one process with threads, which lets others evaluate its queries.

One, so that the queries that run can be counted, listed and ended. They are started from it and not from its parent,
since they end with it.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import socket
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.errors import AppImportError  # type: ignore[import-untyped]

from kg.errors import KgError, SettingsError
from kg.serving.reception import Reception
from kg.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

THREADS = 256
"""How many requests are answered at once; most of them wait for a worker or for their client."""
_SECONDS_TO_FINISH = 10
_COMPLAINT = re.compile(r"Invalid request from ip=\S+: [A-Za-z ]+")


class _Discreet(logging.Filter):
    """Leaves out of gunicorn's messages what a request says: that may be the words of a query."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the message, and let it pass."""
        if record.args and str(record.msg).startswith("Error handling request %s"):
            record.args = tuple(str(told).partition("?")[0] for told in record.args)
        elif complaint := _COMPLAINT.match(str(record.msg)):
            record.msg = complaint[0]
        return True


def _keep_one_worker(_arbiter: object) -> None:
    """Ignore, here and in the worker, the signals by which gunicorn starts one more worker, or one less.

    A second one would be a second server, with queries, limits and a writer of its own; and what is not told otherwise
    stops a worker.
    """
    for change in (signal.SIGTTIN, signal.SIGTTOU):
        signal.signal(change, signal.SIG_IGN)


class Server(BaseApplication):  # type: ignore[misc]
    """Serves what `make_app` makes. That is called in the worker process."""

    def __init__(self, settings: Settings, make_app: Callable[[Settings], Flask]) -> None:
        self._settings = settings
        self._make_app = make_app
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        self._bind = f"{host}:{settings.port}"
        logging.getLogger("gunicorn.error").addFilter(_Discreet())
        super().__init__()

    def run(self) -> None:
        """Serve until told to stop; exit status 0, or 2 when serving was not possible."""
        self._check_address()
        parent = os.getpid()
        try:
            super().run()
        except SystemExit as end:
            if os.getpid() != parent:  # the worker's status tells the parent whether to start another
                raise
            sys.exit(2 if end.code else 0)

    def _check_address(self) -> None:
        """Raise `SettingsError` if nobody can listen there: gunicorn would try five times and give no advice."""
        family = socket.AF_INET6 if ":" in self._settings.host else socket.AF_INET
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((self._settings.host, self._settings.port))
        except OSError as error:
            raise SettingsError(
                f"cannot listen on {self._bind}: {error.strerror or error}. Take another port with KG_PORT or --port, "
                "or another address with KG_HOST or --host"
            ) from error

    def load_config(self) -> None:
        """Choose gunicorn's settings; none is read from the environment or a file."""
        chosen = {
            "bind": self._bind,
            "workers": 1,
            "worker_class": Reception,
            "threads": THREADS,
            "graceful_timeout": _SECONDS_TO_FINISH,
            "loglevel": "warning",
            "limit_request_line": 8190,  # the most that gunicorn allows: a query may come by GET
            "forwarded_allow_ips": "",  # what proxies tell is read by the application, which knows the trusted ones
            "control_socket_disable": True,  # known to newer releases; it would write into the home folder
            "when_ready": _keep_one_worker,
            "post_worker_init": self._announce,
        }
        for name, value in chosen.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the application; a failure that can be explained is explained, and ends the server."""
        try:
            return self._make_app(self._settings)
        except KgError as error:
            raise AppImportError(f"kg: {error}") from error

    def _announce(self, _worker: object) -> None:
        click.echo(f"communique: http://{self._bind}/  (Ctrl-C stops it)")

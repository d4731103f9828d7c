"""The two services of an engine beyond HTTP, queries and updates; each is asked again while it fails in passing.

An answer is handed on only when it is whole. An update must change nothing when it is sent again after a lost reply.
"""

from __future__ import annotations

import logging
import random
import socket
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPException
from typing import TypeVar, cast
from urllib.error import HTTPError

import httpx
import pyoxigraph as ox
from SPARQLWrapper import BASIC, DIGEST, JSON, POST, SELECT, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from kg.errors import StoreError
from kg.store.profiles import Profile

log = logging.getLogger(__name__)
Given = TypeVar("Given")

PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds to wait before each further try."""

_PASSING = {429, 500, 502, 503, 504}


class _Passing(Exception):
    """The same request may succeed later."""


@dataclass(frozen=True, slots=True)
class Access:
    """Where an engine is and who asks; without `query` or `update` these are where the profile says."""

    url: str
    query: str | None = None
    update: str | None = None
    user: str | None = None
    password: str | None = None
    timeout: float = 60.0
    pauses: Sequence[float] = PAUSES


class Endpoint:
    """One engine; its methods raise `StoreError` when it does not answer, or not wholly, for as long as is waited."""

    def __init__(self, access: Access, profile: Profile) -> None:
        self._access = access
        self._profile = profile
        base = access.url.rstrip("/")
        self._query = access.query or base + profile.query
        self._update = access.update or base + profile.update
        self._client = httpx.Client(auth=_authentication(access, profile), timeout=access.timeout)

    @property
    def name(self) -> str:
        """How it is called in messages."""
        return f"the store at {self._access.url}"

    def select(self, text: str) -> bytes:
        """The whole answer to a SELECT query, as JSON."""
        return self._until_it_succeeds(lambda: self._select(text))

    def update(self, text: str) -> None:
        """Carry out one SPARQL Update, all of whose operations take place or none."""
        self._until_it_succeeds(lambda: self._send({self._profile.update_field: text}))

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()

    def _until_it_succeeds(self, attempt: Callable[[], Given]) -> Given:
        for pause in (*self._access.pauses, None):
            try:
                return attempt()
            except _Passing as error:
                if pause is None:
                    raise StoreError(f"the store at {self._access.url} {error}") from error
                log.info("the store at %s %s; trying again in %s s", self._access.url, error, pause)
                time.sleep(pause * random.uniform(0.8, 1.2))
        raise AssertionError("unreachable: the last try returns or raises")

    def _select(self, text: str) -> bytes:
        asked = SPARQLWrapper(self._query, agent="communique (python SPARQLWrapper)")
        self._sign(asked)
        asked.setMethod(POST)
        asked.timeout = self._access.timeout  # type: ignore[assignment]  # its setter makes 0.9 s none at all
        asked.setReturnFormat(JSON)
        asked.setOnlyConneg(True)  # a parameter for the format is none of the protocol
        asked.setQuery(text)
        asked.queryType = SELECT  # which it guesses wrongly from some comments, as of nuclear arms: CLEAR
        try:
            with closing(asked.query().response) as answer:
                body: bytes = answer.read()
        except (SPARQLWrapperException, HTTPError) as error:
            raise self._failure(error) from error
        except (OSError, HTTPException) as error:
            raise self._silence(error) from error
        self._check_whole(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)
        return body

    def _silence(self, error: Exception) -> _Passing:
        """What it means that no answer came, or none that could be read to its end."""
        return _Passing(f"does not answer: {_in_words(error, self._access.timeout)}")

    def _failure(self, error: SPARQLWrapperException | HTTPError) -> Exception:
        """What a status that tells of no success means."""
        status = error if isinstance(error, HTTPError) else cast(HTTPError, error.__context__)
        with closing(status):  # SPARQLWrapper has read it, and leaves it open
            told = str(error).partition("Response:\nb")[2].strip("'\"").split("\\n")[0]
            words = told or status.read().decode(errors="replace")
        return _meaning(status.code, words, self._access.url)

    def _check_whole(self, status: int, headers: dict[str, str], body: bytes) -> None:
        """Refuse what the engine has cut, with or without a sign."""
        sign = headers.get("x-sql-message") or headers.get("x-sparql-maxrows")
        if status == httpx.codes.PARTIAL_CONTENT or sign:
            raise StoreError(
                f"the store at {self._access.url} gives only part of the answer ({sign or 'status 206'}): "
                "ask for less, or raise its bounds on rows and time"
            )
        try:
            number = len(list(cast(ox.QuerySolutions, ox.parse_query_results(body, ox.QueryResultsFormat.JSON))))
        except (SyntaxError, ValueError, TypeError) as error:
            raise _Passing(f"breaks off its answer: {error}") from error
        if self._profile.max_rows and number >= self._profile.max_rows:
            raise StoreError(f"the store at {self._access.url} gives no more than {number:,} rows: ask for less")

    def _sign(self, asked: SPARQLWrapper) -> None:
        access = self._access
        if self._profile.authentication == "bearer":
            asked.addCustomHttpHeader("Authorization", f"Bearer {access.password}")
        elif access.user is not None:
            asked.setHTTPAuth(DIGEST if self._profile.authentication == "digest" else BASIC)
            asked.setCredentials(access.user, access.password)

    def _send(self, form: dict[str, str]) -> None:
        try:
            answer = self._client.post(self._update, data=form)
        except httpx.TransportError as error:
            raise self._silence(error) from error
        if not answer.is_success:
            raise _meaning(answer.status_code, answer.text, self._access.url)


def _meaning(status: int, words: str, url: str) -> Exception:
    """What a status that tells of no success means for who asked."""
    reason = f"status {status}, {_first_line(words)}"
    return _Passing(f"fails: {reason}") if status in _PASSING else StoreError(f"the store at {url} refuses: {reason}")


def _in_words(error: BaseException, timeout: float) -> str:
    """Why a connection gave nothing, for who has to set it right."""
    for cause in _causes(error):
        match cause:
            case TimeoutError() | httpx.TimeoutException():
                return f"nothing came within {timeout:g} s (KG_STORE_TIMEOUT)"
            case ConnectionRefusedError():
                return "nothing listens there; start it, or set KG_STORE_URL right"
            case socket.gaierror():
                return "there is no host of that name; set KG_STORE_URL right"
            case ConnectionError() | HTTPException() | httpx.RemoteProtocolError():
                return "it cut the connection"
            case OSError(strerror=str(reason)):
                return reason
    return str(error) or type(error).__name__


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what is behind it, as the libraries wrap it."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        reason = getattr(seen, "reason", None)  # of urllib's
        seen = reason if isinstance(reason, BaseException) else seen.__cause__ or seen.__context__


def _authentication(access: Access, profile: Profile) -> httpx.Auth | None:
    if profile.authentication == "bearer":
        return _Bearer(access.password or "")
    if access.user is None:
        return None
    kind = httpx.DigestAuth if profile.authentication == "digest" else httpx.BasicAuth
    return kind(access.user, access.password or "")


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


def _first_line(complaint: object) -> str:
    return (str(complaint).strip() or "without a reason").splitlines()[0][:300]

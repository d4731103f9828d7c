"""The fast path: a query asked in a request that was answered before but for the text of the query.

What such a request may do, in which format and with which headers it is answered, the application has told by its
answer to the first one, and is learned from it: nothing of that is decided here. What depends on the text is: whether
it may be evaluated, by the guard, and what comes of it. All that is not soon and simply done goes the ordinary way.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from secrets import token_hex
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote_to_bytes

from kg.errors import KgError
from kg.querying import Begun, Errand, Evaluator
from kg.querying.reader import Answering
from kg.sparql.forms import changes_with_the_moment, form_of
from kg.sparql.guard import check_query
from kg.web.compression import Wish, coding_of, compressed, wish_of
from kg.web.headers import OF_ONE_REQUEST, OF_THE_OCTETS, Headers, without
from kg.web.room import Room
from kg.web.versions import etag_of
from kg.web.visits import Visit

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LARGEST = 64 * 1024
"""Octets of an answer that is given here; the system mostly takes so many at once."""
_SOON = 0.02
"""Seconds of a processor that what is waited for beside others takes at most, and those after which it is looked at."""
_LATE = 0.8
"""Seconds by the clock after which nothing is waited for any more: the processors may have others to work for."""
_ROOM = 2**20
"""Octets for what is learned."""
_MANY = 100
"""Answers of a kind after which one that is not soon there is an accident, and not the rule."""
_SHORTEST_REST, _LONGEST_REST = 1.0, 60.0
"""Seconds for which a kind is left to the application, doubled each time that it is in vain again."""

_ASKED = re.compile(
    rb"""GET /sparql\?query=([!"$%'-~]{1,7000})((?:&format=[\w/+.%-]{0,99})? HTTP/1\.1\r\n.*)""", re.DOTALL
)
"""A request whose target any server takes, and whose query is soon read."""
_CONDITIONAL = re.compile(rb"\r\n(?:if-[a-z-]+|range)[ \t]*:", re.IGNORECASE)
_OF_ONE_ANSWER = OF_ONE_REQUEST | OF_THE_OCTETS
_ERRAND = "communique.errand"

Key = tuple[str, bytes, str]


@dataclass(frozen=True, slots=True)
class _Likeness:
    """What requests that differ only in their query share: the version, what is done, wanted, answered and told."""

    number: str
    errand: Errand
    wish: Wish
    headers: Headers
    visit: Visit

    def errand_for(self, text: str) -> Errand:
        """What is to be done for another query."""
        common, job = self.errand, cast(Answering, self.errand.job)
        job = Answering(replace(job.query, text=text), job.media_type)
        return Errand(job, common.version, common.seconds, common.client, text=text, id=token_hex(16))


@dataclass(slots=True)
class _Experience:
    """How well queries of a kind can be evaluated here.

    One that takes long is none for this path: it has begun in vain, and its worker is lost. But on a busy machine, or
    when pages of the store are not in memory, that happens to any.
    """

    answered: int = 0
    """Since the last one that was given up."""
    given_up: float = 0.0
    rest: float = 0.0

    @property
    def is_bad(self) -> bool:
        """Whether its queries had better be left to the application, for now."""
        return time.monotonic() < self.given_up + self.rest

    def give_up(self, began: float) -> None:
        """Note that one which began then was in vain; those that went on at the same time count as one."""
        if began < self.given_up:
            return
        is_accident = self.answered >= _MANY
        self.rest = 0.0 if is_accident else min(max(_SHORTEST_REST, 2 * self.rest), _LONGEST_REST)
        self.given_up, self.answered = time.monotonic(), 0


def tell_errand(environ: WSGIEnvironment, errand: Errand) -> None:
    """Say what a request asks for, so that it can be learned from the answer."""
    environ[_ERRAND] = errand


class Evaluation:
    """The evaluation of a query; `until` when, by the monotonic clock, somebody may wait for it beside others."""

    def __init__(
        self,
        evaluator: Evaluator,
        likeness: _Likeness,
        errand: Errand,
        settle: Callable[[str, str, float], None],
        experience: _Experience,
    ) -> None:
        self._evaluator, self._likeness, self._settle, self._experience = evaluator, likeness, settle, experience
        self.errand = errand
        self.run: Begun | None = None
        self._began = time.monotonic()
        self.until = self._began + _SOON
        self._arrived = time.perf_counter()

    @property
    def line(self) -> socket.socket | None:
        """Where the answer will come, once it has begun."""
        return self.run.line if self.run else None

    @property
    def is_stopped(self) -> bool:
        """Whether others have ended it."""
        return self.run is not None and self.run.stopped is not None

    def begin(self) -> bool:
        """Begin, if that needs no waiting."""
        self.run = self._evaluator.begin(self.errand)
        return self.run is not None

    def take(self) -> bool:
        """Take what has come of the answer; whether there is no more to wait for."""
        return cast(Begun, self.run).take()

    def goes_on(self) -> bool:
        """Whether it may be waited for longer, as it has begun and hardly worked yet."""
        if self.run is None or self.run.worked > _SOON:
            return False
        if time.monotonic() > self._began + min(_LATE, self.run.longest):
            return False
        self.until = time.monotonic() + _SOON
        return True

    def answer(self) -> tuple[Headers, bytes, Visit] | None:
        """The answer, if it is whole and small: its headers, its body, and what is told of it."""
        if self.run is None or (body := self.run.whole) is None or len(body) > LARGEST:
            return None
        self._settle(self.errand.client, "whole", self.run.seconds)
        self._experience.answered += 1
        headers = self._likeness.headers
        tag = etag_of(body, dict(headers).get("Content-Type", ""))
        headers = [*headers, ("ETag", f'"{tag}"'), ("Content-Length", str(len(body)))]
        if coding := coding_of(HTTPStatus.OK, headers, self._likeness.wish):
            headers, body = compressed(headers, body, coding)
        seconds, text = time.perf_counter() - self._arrived, self.errand.text
        seen = replace(self._likeness.visit, id=self.errand.id, query=text, octets=len(body), seconds=seconds)
        return headers, body, seen

    def give_up(self) -> None:
        """End it: the application begins anew, as for any other request, unless others have ended it."""
        if self.run is None:
            return
        self.run.close()
        if self.is_stopped:
            self._settle(self.errand.client, "stopped", self.run.seconds)
        else:
            self._experience.give_up(self._began)


class FastPath:
    """Evaluates such queries.

    `is_welcome` says whether a client may let queries work; `settle` is told whose has ended, how, and the seconds.
    """

    def __init__(
        self,
        evaluator: Evaluator,
        is_welcome: Callable[[str], bool],
        settle: Callable[[str, str, float], None],
    ) -> None:
        self._evaluator, self._is_welcome, self._settle = evaluator, is_welcome, settle
        self._learned: Room[Key, _Likeness] = Room(_ROOM)
        self._experiences: Room[str, _Experience] = Room(_ROOM)

    def learn(
        self, request: bytes, address: str, number: str, headers: Headers, visit: Visit, environ: WSGIEnvironment
    ) -> None:
        """Remember how the application has answered a query with 200, from a version, to be kept by all."""
        errand: Errand | None = environ.get(_ERRAND)
        asked = _ASKED.fullmatch(request)
        if asked is None or errand is None or _CONDITIONAL.search(request):
            return
        common = without(headers, _OF_ONE_ANSWER)
        wish = wish_of(environ.get("HTTP_ACCEPT_ENCODING"))
        likeness = _Likeness(number, replace(errand, connection=None), wish, common, visit)
        self._learned.keep((address, asked[2], visit.form), likeness, len(request) + 2000)

    def evaluation(self, request: bytes, address: str, number: str) -> Evaluation | None:
        """How a request can be answered from this version, if one like it was, and its query may be evaluated."""
        asked = _ASKED.fullmatch(request)
        if asked is None:
            return None
        try:
            text = unquote_to_bytes(asked[1].replace(b"+", b" ")).decode()
            form = form_of(text)
            likeness = self._learned.get((address, asked[2], form))
            if likeness is None or likeness.number != number or not self._is_welcome(likeness.visit.client):
                return None
            check_query(text)
        except (KgError, UnicodeDecodeError):
            return None
        kind = self._evaluator.kind(text)
        if changes_with_the_moment(text) or not self._evaluator.is_usual(kind, text):
            return None
        experience = self._experiences.get(kind)
        if experience is None:
            experience = _Experience()
            self._experiences.keep(kind, experience, len(kind))
        if experience.is_bad:
            return None
        return Evaluation(self._evaluator, likeness, likeness.errand_for(text), self._settle, experience)

"""One chat endpoint that speaks OpenAI's protocol: asked patiently, within bounds of time and size, and counted.

It knows nothing of articles. The key is sent in one header, and taken out of whatever comes back.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from kg.errors import ArticleError, EndpointError
from kg.extraction.expenses import Expenses
from kg.retry_after import parse_retry_after

TRIES = 3
_PAUSE = 2.0
"""Seconds before the second try; twice as many before the third."""

_LONGEST_PAUSE = 60.0
"""Seconds that the endpoint may ask for and that are waited."""

_LARGEST_ANSWER = 8 * 1024 * 1024  # bytes, unpacked
_MOST_FAILURES = 3
"""Articles in a row for which the endpoint may fail before it is asked no more."""

_PASSING = (408, 409, 425, 429)
_WISH_REFUSED = (400, 413, 422)
_LASTING = {  # without the endpoint's words, which may hold a part of the key
    401: "refuses the key; see KG_LLM_KEY",
    402: "wants to be paid",
    403: "refuses the key or the model; see KG_LLM_KEY and KG_LLM_MODEL",
    404: "knows no such path or model; see KG_LLM_URL and KG_LLM_MODEL",
    405: "knows no such path; see KG_LLM_URL",
}
_TOO_LONG = re.compile(r"context.{0,20}(?:length|window|size)|too (?:long|many tokens)|max\w* .{0,20}tokens", re.I)
_USED_UP = ("insufficient_quota", "billing_hard_limit_reached")
_AFTER_SENDING = (httpx.ReadError, httpx.RemoteProtocolError, httpx.DecodingError)
"""Failures of a connection by which the model may have worked all the same."""

_SHOWN = 200  # characters of what an endpoint says

Message = Mapping[str, str]


class AnswerCutOff(ArticleError):
    """What was asked is too much for the model: its answer ends in the middle, or there is no room for one."""


class _Failure(Exception):
    """One request failed.

    `is_passing`: the same may succeed after `wait` seconds (`None`: not told); `is_lasting`: so would every other.
    """

    def __init__(
        self, reason: str, is_passing: bool = False, is_lasting: bool = False, wait: int | None = None
    ) -> None:
        super().__init__(reason)
        self.is_passing = is_passing
        self.is_lasting = is_lasting
        self.wait = wait


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def content(self) -> object:
        """The JSON of the body; `None` where it is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None

    @property
    def error(self) -> Mapping[str, Any]:
        """What the endpoint says is wrong, with a `message`; empty where it says nothing."""
        content = self.content
        if not isinstance(content, dict):
            return {} if content is None and "<" in self.text[:_SHOWN] else {"message": self.text}
        told = content.get("error") or content.get("detail")
        return told if isinstance(told, dict) else {"message": str(told)} if told else {}

    @property
    def reason(self) -> str:
        """Status and message in a few words."""
        message = " ".join(str(self.error.get("message") or "").split())
        return f"status {self.status}" + (f": {message[:_SHOWN]}" if message else "")


@dataclass(slots=True)
class Chat:
    """An endpoint with one of its models. `timeout` are the seconds that a whole answer may take.

    `schema` is the JSON Schema of the answers. An endpoint that refuses it, or a temperature, is asked with less from
    then on; `expenses` tell so.
    """

    address: str
    model: str
    schema: Mapping[str, object]
    expenses: Expenses
    key: str | None = field(default=None, repr=False)
    timeout: float = 120.0
    pause: float = field(default_factory=lambda: _PAUSE)
    _granted: int = 0
    _failures: int = 0
    _closed: str | None = None

    def complete(self, messages: Sequence[Message]) -> str:
        """The model's answer to a conversation.

        `EndpointError` where the endpoint fails, and at once when it has failed lastingly or three times in a row;
        `AnswerCutOff` where the answer is not whole, `ArticleError` where the model gives none to this conversation.
        """
        if self._closed:
            raise EndpointError(f"{self._closed}; it is asked no more in this run")
        try:
            completion = self._patiently(messages)
        except _Failure as failure:
            self._failures += 1
            reason = self._without_key(f"{self.address}: {failure}")
            if failure.is_lasting or self._failures == _MOST_FAILURES:
                self._closed = reason
            raise EndpointError(reason) from failure
        self._failures = 0
        return _words(completion)

    def _without_key(self, text: str) -> str:
        return text.replace(self.key, "…") if self.key else text

    def _patiently(self, messages: Sequence[Message]) -> Mapping[str, Any]:
        for attempt in range(1, TRIES):
            try:
                return self._ask(messages)
            except _Failure as failure:
                wait = self.pause * 2 ** (attempt - 1) if failure.wait is None else failure.wait
                if not failure.is_passing or wait > _LONGEST_PAUSE:
                    raise
                time.sleep(wait)
        return self._ask(messages)

    def _ask(self, messages: Sequence[Message]) -> Mapping[str, Any]:
        """The first choice of the answer, asked with as much as the endpoint grants."""
        wishes = self._wishes()
        refusal = None
        for granted in range(self._granted, len(wishes)):
            reply = self._post({"model": self.model, "messages": list(messages), **wishes[granted][1]})
            if reply.status not in _WISH_REFUSED:
                if refusal is not None and reply.status == 200:
                    self._do_without(granted, refusal)
                return self._choice(reply)
            refusal = refusal or reply
            if _is_too_long(reply):
                raise AnswerCutOff(f"the endpoint refuses it ({reply.reason})")
        raise _Failure(f"the endpoint refuses what is asked ({(refusal or reply).reason})")

    def _wishes(self) -> list[tuple[str, Mapping[str, object]]]:
        """What is asked for beside the answer, from all to nothing."""
        form = {"name": "records", "strict": True, "schema": self.schema}
        schema = {"response_format": {"type": "json_schema", "json_schema": form}}
        return [
            ("a schema and temperature 0", schema | {"temperature": 0}),
            ("a schema", schema),
            ("JSON", {"response_format": {"type": "json_object"}}),
            ("no form at all", {}),
        ]

    def _do_without(self, granted: int, refusal: _Reply) -> None:
        """Ask for no more than was granted from now on."""
        wished, got = self._wishes()[self._granted][0], self._wishes()[granted][0]
        self.expenses.concessions.append(f"{self.address} refuses {wished} ({refusal.reason}); it was asked for {got}")
        self._granted = granted

    def _post(self, body: Mapping[str, object]) -> _Reply:
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        self.expenses.requests += 1
        late = f"no whole answer within {self.timeout:g} seconds"
        deadline = time.monotonic() + self.timeout
        content = bytearray()
        try:
            with httpx.stream(
                "POST", f"{self.address}/chat/completions", json=body, headers=headers, timeout=self.timeout
            ) as reply:
                for part in reply.iter_bytes():
                    content += part
                    if time.monotonic() > deadline:
                        raise httpx.ReadTimeout(late)
                    if len(content) > _LARGEST_ANSWER:
                        self.expenses.unmetered += 1
                        raise _Failure(f"its answer has more than {_LARGEST_ANSWER:,} bytes")
        except httpx.TimeoutException as error:
            self.expenses.unmetered += 1
            raise _Failure(late, is_passing=True) from error
        except httpx.HTTPError as error:
            self.expenses.unmetered += isinstance(error, _AFTER_SENDING)
            raise _Failure(f"the connection fails ({error or type(error).__name__})", is_passing=True) from error
        except (httpx.InvalidURL, ValueError, OSError, ImportError) as error:  # of address, proxies or certificates
            raise _Failure(f"it cannot be asked ({error})", is_lasting=True) from error
        return _Reply(reply.status_code, reply.headers, self._without_key(content.decode(errors="replace")))

    def _choice(self, reply: _Reply) -> Mapping[str, Any]:
        """The first choice of a reply, after its tokens are counted; `_Failure` where it holds none."""
        if reply.status != 200:
            raise _failure(reply)
        content = reply.content
        if not isinstance(content, dict):
            kind = reply.headers.get("content-type", "no type")
            if content is None and kind.partition(";")[0].strip().lower() == "application/json":
                self.expenses.unmetered += 1
                raise _Failure("its answer is broken JSON", is_passing=True)
            raise _Failure(f"it answers with {kind} and not with a chat completion; see KG_LLM_URL", is_lasting=True)
        if content.get("error"):  # some gateways answer 200 where the model behind them fails
            raise _Failure(f"it fails ({reply.reason})", is_passing=True)
        self._count(content.get("usage"))
        choices = content.get("choices")
        if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
            raise _Failure("its answer holds no choice", is_passing=True)
        return choices[0]

    def _count(self, usage: object) -> None:
        told = usage if isinstance(usage, dict) else {}
        tokens = [told.get(name) for name in ("prompt_tokens", "completion_tokens")]
        if all(isinstance(number, int) and number >= 0 for number in tokens):
            self.expenses.input_tokens += tokens[0] or 0
            self.expenses.output_tokens += tokens[1] or 0
        else:
            self.expenses.unmetered += 1


def _words(choice: Mapping[str, Any]) -> str:
    """What the model says in a choice."""
    message = choice.get("message")
    told = message if isinstance(message, dict) else {}
    if choice.get("finish_reason") == "length":
        raise AnswerCutOff("the model's answer was cut off at the number of tokens that it may have")
    if choice.get("finish_reason") == "content_filter" or told.get("refusal"):
        why = " ".join(str(told.get("refusal") or "its filter of contents").split())
        raise ArticleError(f"the model refuses to read it ({why[:_SHOWN]})")
    content = told.get("content")
    # JSON may hold halves of characters, which no text in UTF-8 can.
    return content.encode(errors="replace").decode() if isinstance(content, str) else ""


def _failure(reply: _Reply) -> _Failure:
    if why := _LASTING.get(reply.status):
        return _Failure(f"the endpoint {why} (status {reply.status})", is_lasting=True)
    if 300 <= reply.status < 400:
        return _Failure(f"the endpoint redirects to elsewhere (status {reply.status}); see KG_LLM_URL", is_lasting=True)
    is_used_up = reply.status == 429 and str(reply.error.get("code") or reply.error.get("type")) in _USED_UP
    is_passing = not is_used_up and (reply.status in _PASSING or reply.status >= 500)
    wait = parse_retry_after(reply.headers.get("retry-after", ""))
    asks = f", and asks to wait {wait:,} second{'s' * (wait != 1)}" if wait else ""
    what = "fails" if reply.status >= 500 else "refuses"
    return _Failure(f"the endpoint {what} ({reply.reason}){asks}", is_passing, is_used_up, wait)


def _is_too_long(reply: _Reply) -> bool:
    """Whether the endpoint says that text and answer are longer than the model can hold."""
    return (
        reply.status == 413
        or reply.error.get("code") == "context_length_exceeded"
        or bool(_TOO_LONG.search(str(reply.error.get("message") or "")))
    )

"""Asking a chat endpoint: what it is sent, and what becomes of each way in which it can fail."""

import json
import re
import socket
import threading
import time

import pytest
from chat_endpoint import as_json, completion, refusal, serve_chat
from werkzeug.wrappers import Response

from kg.errors import ArticleError, EndpointError
from kg.extraction.expenses import Expenses
from kg.extraction.llm.chat import AnswerCutOff, Chat
from kg.extraction.llm.told import SCHEMA

KEY = "sk-a-key-of-this-test"
MESSAGES = [{"role": "user", "content": "Who met?"}]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def chat_with(endpoint, **options):
    options = {"key": KEY, "timeout": 5, "pause": 0.01} | options
    return Chat(endpoint.address, "model-1", SCHEMA, Expenses(), **options)


def failure(chat, kind=EndpointError):
    with pytest.raises(kind) as caught:
        chat.complete(MESSAGES)
    assert KEY not in str(caught.value)
    return str(caught.value)


def test_the_model_is_asked_for_the_schema_with_the_key_in_the_header():
    with serve_chat(completion("{}")) as endpoint:
        chat = chat_with(endpoint)
        assert chat.complete(MESSAGES) == "{}"
    (asked,) = endpoint.asked
    assert (asked["model"], asked["messages"], asked["temperature"]) == ("model-1", MESSAGES, 0)
    form = asked["response_format"]
    assert (form["type"], form["json_schema"]["strict"]) == ("json_schema", True)
    assert form["json_schema"]["schema"]["required"] == ["actors", "meetings", "statements", "projects"]
    assert endpoint.keys == [f"Bearer {KEY}"]
    assert KEY not in repr(chat)


def test_a_server_without_a_key_is_asked_without_one():
    with serve_chat(completion("{}")) as endpoint:
        chat_with(endpoint, key=None).complete(MESSAGES)
    assert endpoint.keys == [None]


def test_every_object_of_the_schema_is_closed_and_whole():
    """As endpoints demand that hold a model to a schema; a word that they do not know would be refused."""
    objects = [SCHEMA, *(s for s in SCHEMA["$defs"].values() if s["type"] == "object")]
    assert len(objects) == 5
    for each in objects:
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])
    assert not re.findall(r'"(?:default|minLength|pattern|format)":', json.dumps(SCHEMA))


def test_tokens_are_counted_and_priced():
    with serve_chat(completion("{}"), completion("{}", usage=None)) as endpoint:
        chat = chat_with(endpoint)
        chat.expenses.input_price, chat.expenses.output_price = 0.5, 2.0
        chat.complete(MESSAGES)
        chat.complete(MESSAGES)
    spent = chat.expenses
    assert (spent.requests, spent.unmetered, spent.input_tokens, spent.output_tokens) == (2, 1, 2000, 1000)
    assert spent.cost == pytest.approx(0.003)
    assert Expenses(input_price=1.0).cost is None


@pytest.mark.parametrize(
    "passing",
    [
        refusal(500),
        refusal(503),
        refusal(529),
        refusal(429),
        as_json({"error": {"message": "the model behind it fails", "code": 502}}),
        Response(b'\xff\xfe{"choices":', content_type="application/json"),
        Response('{"choices": [{"mess', content_type="application/json; charset=utf-8"),
        as_json({"choices": []}),
        as_json({"object": "chat.completion"}),
    ],
    ids=["500", "503", "529", "429", "error in 200", "garbled", "half", "no choices", "no list of choices"],
)
def test_what_may_pass_is_tried_again_and_then_given_up(passing):
    with serve_chat(passing, passing, completion("{}")) as endpoint:
        assert chat_with(endpoint).complete(MESSAGES) == "{}"
    with serve_chat(passing) as endpoint:
        chat = chat_with(endpoint)
        assert endpoint.address in failure(chat)
        assert len(endpoint.asked) == chat.expenses.requests == 3


@pytest.mark.parametrize("seconds", [61, 3600])
def test_how_long_the_endpoint_asks_to_wait_is_told(seconds):
    with serve_chat(refusal(500, headers={"Retry-After": str(seconds)})) as endpoint:
        assert f"and asks to wait {seconds:,} seconds" in failure(chat_with(endpoint))
    with serve_chat(refusal(501, headers={"Retry-After": "1"})) as endpoint:
        assert failure(chat_with(endpoint)).endswith("and asks to wait 1 second")


def test_an_answer_that_cannot_be_used_may_have_cost_something():
    flood = b" " * (8 * 1024 * 1024 + 1)
    for answer, tries in (
        (Response(flood, content_type="application/json"), 1),
        (Response('{"choices": [', content_type="application/json"), 3),
        (Response(iter([b"{}"]), headers={"Content-Length": "500"}, content_type="application/json"), 3),
        (Response(b"no gzip", headers={"Content-Encoding": "gzip"}, content_type="application/json"), 3),
    ):
        with serve_chat(lambda body, answer=answer: answer) as endpoint:
            chat = chat_with(endpoint)
            failure(chat)
        assert (chat.expenses.requests, chat.expenses.unmetered) == (tries, tries)
    with serve_chat(refusal(500)) as endpoint:
        chat = chat_with(endpoint)
        failure(chat)
        assert chat.expenses.unmetered == 0


def test_it_waits_as_long_as_the_endpoint_asks():
    with serve_chat(refusal(429, headers={"Retry-After": "1"}), completion("{}")) as endpoint:
        begun = time.monotonic()
        chat_with(endpoint).complete(MESSAGES)
        assert 1 <= time.monotonic() - begun < 4


def test_it_does_not_wait_for_an_hour():
    with serve_chat(refusal(429, "too many requests", headers={"Retry-After": "3600"})) as endpoint:
        assert "too many requests), and asks to wait 3,600 seconds" in failure(chat_with(endpoint))
        assert len(endpoint.asked) == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (refusal(401, f"Incorrect API key provided: {KEY}"), "refuses the key; see KG_LLM_KEY (status 401)"),
        (refusal(403), "see KG_LLM_KEY and KG_LLM_MODEL (status 403)"),
        (refusal(404, "no such model"), "knows no such path or model; see KG_LLM_URL and KG_LLM_MODEL (status 404)"),
        (refusal(429, "You exceeded your quota", "insufficient_quota"), "status 429: You exceeded your quota"),
        (Response("", 302, {"Location": "https://elsewhere.example"}), "redirects to elsewhere (status 302)"),
        (Response("<!DOCTYPE html><p>Welcome", content_type="text/html"), "it answers with text/html and not with a"),
        (as_json([1, 2]), "it answers with application/json and not with a chat completion"),
    ],
    ids=["401", "403", "404", "quota", "redirect", "HTML", "JSON of another kind"],
)
def test_what_lasts_is_asked_once_and_then_no_more(answer, reason):
    with serve_chat(answer) as endpoint:
        chat = chat_with(endpoint)
        assert reason in failure(chat)
        assert failure(chat).endswith("it is asked no more in this run")
        assert len(endpoint.asked) == 1


def test_an_endpoint_that_fails_for_three_articles_is_asked_no_more():
    with serve_chat(refusal(500, f"the header was Bearer {KEY}")) as endpoint:
        chat = chat_with(endpoint)
        assert "the header was Bearer …" in failure(chat)
        failure(chat)
        failure(chat)
        assert "it is asked no more" in failure(chat)
        assert len(endpoint.asked) == 9


def test_an_answer_between_two_failures_begins_the_count_anew():
    with serve_chat(*[refusal(500)] * 6, completion("{}"), *[refusal(500)] * 6, completion("{}")) as endpoint:
        chat = chat_with(endpoint)
        failure(chat)
        failure(chat)
        assert chat.complete(MESSAGES) == "{}"
        failure(chat)
        failure(chat)
        assert chat.complete(MESSAGES) == "{}"


def test_an_endpoint_that_is_not_there_is_named():
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    chat = Chat(f"http://127.0.0.1:{port}/v1", "model-1", SCHEMA, Expenses(), key=KEY, pause=0.01)
    assert f"http://127.0.0.1:{port}/v1: the connection fails" in failure(chat)
    assert (chat.expenses.requests, chat.expenses.unmetered) == (3, 0)


def test_an_endpoint_that_hangs_is_given_up():
    done = threading.Event()

    def hang(body):
        done.wait(10)
        return completion("{}")

    with serve_chat(hang) as endpoint:
        chat = chat_with(endpoint, timeout=0.2)
        assert "no whole answer within 0.2 seconds" in failure(chat)
        done.set()
    assert (chat.expenses.requests, chat.expenses.unmetered) == (3, 3)


def test_an_answer_that_comes_by_drops_is_given_up():
    done = threading.Event()

    def drip():
        while not done.wait(0.05):
            yield b" "

    with serve_chat(lambda body: Response(drip(), content_type="application/json")) as endpoint:
        begun = time.monotonic()
        assert "no whole answer within 0.3 seconds" in failure(chat_with(endpoint, timeout=0.3))
        assert time.monotonic() - begun < 3
        done.set()


def test_an_answer_without_end_is_given_up():
    flood = (b" " * 65536 for _ in range(1000))
    with serve_chat(lambda body: Response(flood, content_type="application/json")) as endpoint:
        assert "its answer has more than 8,388,608 bytes" in failure(chat_with(endpoint))


@pytest.mark.parametrize(
    ("refused", "asked_for"),
    [
        (lambda body: "temperature" in body, "a schema"),
        (lambda body: body.get("response_format", {}).get("type") == "json_schema", "JSON"),
        (lambda body: "response_format" in body, "no form at all"),
    ],
    ids=["temperature", "schema", "JSON"],
)
def test_what_a_server_refuses_is_left_out_from_then_on_and_told(refused, asked_for):
    def answer(body):
        return refusal(400, "This is unavailable") if refused(body) else completion("{}")

    with serve_chat(answer) as endpoint:
        chat = chat_with(endpoint)
        assert chat.complete(MESSAGES) == "{}"
        asked = len(endpoint.asked)
        assert chat.complete(MESSAGES) == "{}"
        assert len(endpoint.asked) == asked + 1
    (told,) = chat.expenses.concessions
    assert "refuses a schema and temperature 0 (status 400: This is unavailable)" in told
    assert told.endswith(f"it was asked for {asked_for}")


def test_a_conversation_that_is_refused_in_every_form_leaves_the_form_for_the_next():
    with serve_chat(*[refusal(400, "not this one")] * 4, completion("{}")) as endpoint:
        chat = chat_with(endpoint)
        assert "refuses what is asked (status 400: not this one)" in failure(chat)
        assert chat.complete(MESSAGES) == "{}"
    assert endpoint.asked[-1]["response_format"]["type"] == "json_schema"
    assert chat.expenses.concessions == []


@pytest.mark.parametrize(
    "answer",
    [
        completion('{"actors": [', finish_reason="length"),
        refusal(400, "This model's maximum context length is 4096 tokens"),
        refusal(400, "no", "context_length_exceeded"),
        refusal(413, "too large"),
    ],
)
def test_what_is_too_long_is_told_apart(answer):
    with serve_chat(answer) as endpoint:
        failure(chat_with(endpoint), AnswerCutOff)
        assert len(endpoint.asked) == 1


@pytest.mark.parametrize(
    "answer", [completion(None, refusal="I cannot help with that"), completion("", finish_reason="content_filter")]
)
def test_a_model_that_refuses_an_article_is_asked_for_the_next(answer):
    with serve_chat(answer, completion("{}")) as endpoint:
        chat = chat_with(endpoint)
        assert "the model refuses to read it" in failure(chat, ArticleError)
        assert chat.complete(MESSAGES) == "{}"


@pytest.mark.parametrize(
    ("name", "value"), [("ALL_PROXY", "gopher://127.0.0.1"), ("ALL_PROXY", "socks5://127.0.0.1:9")]
)
def test_an_environment_in_which_nothing_can_be_asked_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    assert "it cannot be asked (" in failure(Chat("https://a.example/v1", "model-1", SCHEMA, Expenses(), key=KEY))

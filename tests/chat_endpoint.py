"""A real chat endpoint on this machine, speaking OpenAI's protocol with answers that a test prepares."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from websites import Website, serve
from werkzeug.wrappers import Request, Response

RECORDED = Path(__file__).parent / "llm"
USAGE = {"prompt_tokens": 2000, "completion_tokens": 1000, "total_tokens": 3000}


def completion(content, /, finish_reason="stop", usage=USAGE, **message):
    """A chat completion whose first choice says this."""
    text = content if isinstance(content, str) or content is None else json.dumps(content)
    choice = {"index": 0, "message": {"role": "assistant", "content": text, **message}, "finish_reason": finish_reason}
    answer = {"id": "chatcmpl-1", "object": "chat.completion", "model": "told", "choices": [choice]}
    return as_json(answer | ({"usage": usage} if usage else {}))


def as_json(content, status=200, headers=()):
    return Response(json.dumps(content), status, dict(headers), content_type="application/json")


def refusal(status, message="no", code=None, headers=()):
    return as_json({"error": {"message": message, "type": "test", "code": code}}, status, headers)


def recorded(name):
    """The answer that was recorded for an article of the sample."""
    (path,) = RECORDED.glob(f"{name}-*.json")
    return json.loads(path.read_text(encoding="utf-8"))


@dataclass
class ChatEndpoint:
    """Gives the prepared answers one after the other, the last one for ever; keeps what it was asked."""

    site: Website
    answers: list[Response | Callable[[dict], Response]] = field(default_factory=list)
    asked: list[dict] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"{self.site.address}/v1"

    def __call__(self, request: Request) -> Response:
        body = request.get_json()
        self.asked.append(body)
        self.keys.append(request.headers.get("Authorization"))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer if isinstance(answer, Response) else answer(body)


@contextmanager
def serve_chat(*answers) -> Iterator[ChatEndpoint]:
    with serve() as site:
        endpoint = ChatEndpoint(site, list(answers))
        site.paths["/v1/chat/completions"] = endpoint
        yield endpoint

"""The extractor that asks a language model: its table of contents, from the article to records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.analysis.document import Document, Reader
from kg.errors import ArticleError
from kg.extraction.confidence import with_confidence
from kg.extraction.english import refuse_other_languages
from kg.extraction.expenses import Expenses
from kg.extraction.llm.chat import AnswerCutOff, Chat, Message
from kg.extraction.llm.parts import join, split
from kg.extraction.llm.passage import Passage
from kg.extraction.llm.told import SCHEMA, Told, UnusableAnswer, read_answer
from kg.extraction.llm.verification import RULES, Verification
from kg.extraction.rulebook import Rule
from kg.records import Actor, Article, Extraction, Span, length

LLM_VERSION = "1"

LARGEST_PART = 12_000
"""Characters that the model reads at once: about 3,000 tokens, of which it writes about as many again."""

LONGEST_TEXT = 10 * LARGEST_PART
"""Characters of an article."""

_SMALLEST_PART = 500  # characters below which an answer that is cut off is not asked for in halves
_LONGEST_SHOWN = 20_000  # characters of an unusable answer that is shown to the model again

_FOLDER = Path(__file__).parent
_INSTRUCTIONS, _EXAMPLE, _EXAMPLE_ANSWER = (
    (_FOLDER / name).read_text(encoding="utf-8") for name in ("instructions.txt", "example.txt", "example.json")
)


class LlmExtractor:
    """Reads articles by asking the model of a chat endpoint, and takes over what the text bears out.

    `confidence` by rule is measured with this very model, or empty: then no record says how sure it is. `version` names
    the model, not the endpoint: the same model elsewhere gives no reason to read an article again.
    """

    def __init__(self, chat: Chat, confidence: Mapping[str, float] | None = None) -> None:
        self._chat = chat
        self._confidence = confidence or {}
        self._reader = Reader()
        self.rules: Mapping[str, Rule] = RULES
        self.expenses: Expenses | None = chat.expenses
        self.version = f"llm-{LLM_VERSION}+{chat.model}+prompt-{_digest(self._confidence)}+{self._reader.version}"

    def extract(self, article: Article) -> Extraction:
        """All records of the article; what of them is dropped stands in the expenses.

        `ArticleError` where it is not in English, too long, or the model gives no usable answer; `EndpointError` where
        the endpoint fails.
        """
        refuse_other_languages(article)
        if len(article.text) > LONGEST_TEXT:
            raise ArticleError(f"it has {len(article.text):,} characters; a language model is given {LONGEST_TEXT:,}")
        document = self._reader.read(article.text)
        reading = _Reading(self._chat, article, document)
        return with_confidence(join(list(reading.extractions())), self._confidence)


def _digest(confidence: Mapping[str, float]) -> str:
    """Stands for all that the model is told beside the article, and for how sure its records are."""
    told = (_INSTRUCTIONS, _EXAMPLE, _EXAMPLE_ANSWER, SCHEMA, dict(confidence))
    return hashlib.sha256(repr(told).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class _Reading:
    chat: Chat
    article: Article
    document: Document

    def extractions(self) -> Iterator[Extraction]:
        """What the model says of each part, one after the other, each time knowing who acted before."""
        known: dict[str, Actor] = {}
        waiting = self._parts()
        while waiting:
            part = waiting.pop(0)
            try:
                told = self._told(part, known.values())
            except AnswerCutOff:
                halves = split(self.document, part, (length(part) + 1) // 2)
                if length(part) < _SMALLEST_PART or len(halves) < 2:
                    raise
                waiting[:0] = halves
                continue
            passage = Passage(self.document.text, part)
            extraction = Verification(told, self.document, passage, self.article.published, self._drop).records()
            known |= {actor.name: actor for actor in extraction.actors}
            yield extraction

    def _parts(self) -> list[Span]:
        parts = split(self.document, (0, len(self.document.text)), LARGEST_PART)
        if longest := max((length(part) for part in parts if length(part) > LARGEST_PART), default=0):
            raise ArticleError(f"one sentence of it has {longest:,} characters; at most {LARGEST_PART:,} can be read")
        return parts

    def _told(self, part: Span, known: Iterable[Actor]) -> Told:
        """The model's answer, asked for once more where it cannot be used."""
        messages = self._messages(part, known)
        answer = self.chat.complete(messages)
        try:
            return read_answer(answer, self._drop)
        except UnusableAnswer as error:
            again = f"This cannot be used: {error}. Answer again, with the whole JSON object and nothing else."
            messages += [_message("assistant", answer[:_LONGEST_SHOWN]), _message("user", again)]
        try:
            return read_answer(self.chat.complete(messages), self._drop)
        except UnusableAnswer as error:
            raise ArticleError(f"the model's answer cannot be used: {error}") from error

    def _messages(self, part: Span, known: Iterable[Actor]) -> list[Message]:
        day = self.article.published
        published = f"{day:%A}, {day.day} {day:%B %Y}" if day else "on an unknown day"
        cast = "; ".join(", ".join(filter(None, (actor.name, actor.office, actor.of))) for actor in known)
        before = f"\nA part of a longer article. Who acted before: {cast}\n" if cast else ""
        text = self.document.text[slice(*part)]
        return [
            _message("system", _INSTRUCTIONS),
            _message("user", _EXAMPLE),
            _message("assistant", _EXAMPLE_ANSWER),
            _message("user", f"Published: {published}\n{before}\n<article>\n{text}\n</article>\n"),
        ]

    def _drop(self, line: str) -> None:
        self.chat.expenses.dropped.append(f"{self.article.source}: {line}")


def _message(role: str, content: str) -> Message:
    return {"role": role, "content": content}

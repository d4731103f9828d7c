"""Voices: who speaks where the subject of a cue does not name its speaker, beyond what coreference tells of anybody."""

from __future__ import annotations

from spacy.tokens import Token

from kg.analysis.syntax import child, verb_over
from kg.extraction.cast import Cast, Figure
from kg.extraction.coreference import UTTERANCES, Resolver
from kg.extraction.cues import subject_of
from kg.extraction.relays import is_outlet
from kg.records import ActorType

_MISSIONS = frozenset("ambassador envoy consul embassy consulate".split())


class Voices:
    """Resolves the subjects of cues in one article."""

    def __init__(self, cast: Cast, resolver: Resolver) -> None:
        self._cast = cast
        self._resolver = resolver

    def heard(self, token: Token | None, last: Figure | None = None) -> tuple[Figure, ...]:
        """The figures that a subject names, outlets aside: they relay what others say.

        `last` is who spoke last before.
        """
        if token is None:
            return ()
        figures = self._holder(token) or self._resolver.resolve(token) or self._described(token, last)
        return tuple(figure for figure in figures if not is_outlet(figure))

    def _described(self, token: Token, last: Figure | None) -> tuple[Figure, ...]:
        lower = token.lower_
        if lower in ("which", "that") and token.head.dep_ == "relcl":
            return self._issuing(token.head.head)
        if lower.startswith("spokes") and last is not None and last.type is not ActorType.PERSON:
            return (last,) if child(token, "det") is not None else ()
        if lower in _MISSIONS:
            return self._sending(token)
        return self._named_in_part(token)

    def _holder(self, token: Token) -> tuple[Figure, ...]:
        """Of several who hold an office named without its state, the one whom the text named first: "the President".

        A text that speaks of the president without saying of what has begun with him.
        """
        title = self._cast.people.unheld_at(token)
        if title is None or title.of is not None or token.tag_ in ("NNS", "NNPS"):
            return ()
        named = [f for f in self._cast.persons() if min(f.mentions, default=(token.idx, 0))[0] < token.idx]
        holders = [f for f in named if f.title is not None and f.title.office.lower() == title.office.lower()]
        return (holders[0],) if len(holders) > 1 else ()

    def _issuing(self, text: Token) -> tuple[Figure, ...]:
        """Who issues the text that says it: "| They | released a statement which said"."""
        verb = verb_over(text) if text.lower_ in UTTERANCES else None
        subject = subject_of(verb) if verb is not None else None
        return self._resolver.resolve(subject) if subject is not None else ()

    def _sending(self, mission: Token) -> tuple[Figure, ...]:
        """The state for which an unnamed envoy speaks: "| the UK | ambassador to Turkey"."""
        title = self._cast.people.unheld_at(mission)
        state = self._cast.state_behind(title.of) if title is not None and title.of is not None else None
        return (state,) if state is not None else ()

    def _named_in_part(self, token: Token) -> tuple[Figure, ...]:
        """The body whose name holds the noun: "the commission" after "the European Commission".

        The one named last before; in a headline, the only one that the text names below.
        """
        determiner = child(token, "det")
        if token.pos_ != "NOUN" or (determiner is not None and determiner.lower_ != "the"):
            return ()
        if any(c.dep_ in ("compound", "amod", "poss", "nmod") for c in token.children):
            return ()
        bodies = [f for f in self._cast if f.type is ActorType.ORGANISATION and token.lower_ in f.name.lower().split()]
        before = [f for f in bodies if f.mentions and min(f.mentions)[0] < token.idx]
        if before:
            return (max(before, key=lambda f: max(span for span in f.mentions if span[0] < token.idx)),)
        return tuple(bodies) if len(bodies) == 1 and self._is_heading(token) else ()

    def _is_heading(self, token: Token) -> bool:
        paragraphs = self._cast.document.paragraphs
        return bool(paragraphs) and self._cast.document.paragraph_at(token.idx) == paragraphs[0]

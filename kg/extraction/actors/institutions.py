"""Institutions: the state behind "the Saudi government", the body behind "the ministry", "a White House statement"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.analysis.syntax import child, children
from kg.extraction.actors.antecedents import Antecedents, Resolve
from kg.extraction.actors.bodies import BODIES
from kg.extraction.actors.cast import Cast, Figure, last_before
from kg.extraction.actors.names import Name, NameKind
from kg.records import ActorType
from kg.reference.recognition import Recognition

UTTERANCES = frozenset(
    """statement release readout spokesman spokeswoman spokesperson representative communique
    communiqué report post website tweet
    letter message announcement declaration speech remarks decree note resolution document memo proclamation filing
    lawsuit petition editorial memoir book reasoning advisory notice motion opinion blog""".split()
)
"""Nouns of texts, and of those who speak for a body without a name."""
# Nouns by which the state itself is meant.
_GOVERNMENTS = frozenset(
    """government authorities side regime administration delegation junta cabinet leadership republic kingdom nation
    country""".split()
)
_COUNTRY = frozenset(["country", "nation", "state", "republic", "kingdom"])


class Institutions:
    """Resolves the nouns for states and bodies in one article; `resolve` says whom other noun phrases mean."""

    def __init__(self, cast: Cast, recognition: Recognition, antecedents: Antecedents, resolve: Resolve) -> None:
        self._cast = cast
        self._recognition = recognition
        self._antecedents = antecedents
        self._resolve = resolve

    def governing(self, token: Token) -> Figure | None:
        """The state behind "the Saudi government", "the U.S. side", "the country"; the body behind "the ministry"."""
        lower = token.lower_
        if lower in _GOVERNMENTS:
            name = self.owner_of(token)
            if name is not None:
                return self._cast.state_behind(name)
            if (led := self._led_by(token) or self._same_before(token)) is not None:
                return led
            if lower in _COUNTRY or (lower in ("government", "junta") and not self._is_of_one_of_two(token)):
                return self._antecedents.find(token, (ActorType.STATE,)) or self._state_told_of(token)
        if lower in BODIES:
            bodies = [f for f in self._cast if f.type is ActorType.ORGANISATION and lower in f.name.lower()]
            return last_before(bodies, token.idx)
        return None

    def uttering(self, token: Token) -> tuple[Figure, ...]:
        """The body behind an unnamed spokesman or a text: "a White House statement", "a statement from X"."""
        if token.lower_ not in UTTERANCES:
            return ()
        for part in token.children:
            if part.dep_ in ("compound", "poss", "nmod"):
                found = self._cast.named_at(part) or self.governing(part) or self._owning(part)
                if found is not None:
                    return (found,)
            if part.dep_ == "prep" and part.lower_ in ("from", "by", "of", "for", "at", "with"):
                for below in part.children:
                    if found_below := self._resolve(below):
                        return found_below
        owner = self.owner_of(token)
        state = self._cast.state_behind(owner) if owner is not None else None
        return (state,) if state is not None else ()

    def _owning(self, possessive: Token) -> Figure | None:
        """Whose text or spokesman "his" or "her" tells of: "| her | spokesman said"."""
        is_person = possessive.lower_ in ("his", "her")
        return self._antecedents.find(possessive, (ActorType.PERSON,)) if is_person else None

    def owner_of(self, token: Token) -> Name | None:
        """The name by which a noun belongs to a state: "the Saudi | government", "the government of | Niger"."""
        for part in token.children:
            name = self._cast.names.at(part)
            if part.dep_ in ("compound", "amod", "poss", "nmod") and name is not None and name.state is not None:
                return name
            if part.lower_ == "of":
                for below in part.children:
                    name = self._cast.names.at(below)
                    if name is not None and name.state is not None and name.kind is NameKind.STATE:
                        return name
        return None

    def _state_told_of(self, government: Token) -> Figure | None:
        """The state that an adjective told of last: "| Iranian | cleric X has died. The government announced it"."""
        before = [n for n in self._cast.names if n.start < government.i and n.state is not None]
        return self._cast.state_behind(before[-1]) if before and government.lower_ == "government" else None

    def _is_of_one_of_two(self, government: Token) -> bool:
        """Whether its sentence tells of two states before: "Kenya's premier will visit Oman, a | government | said".

        Which of them is meant nobody knows.
        """
        start = government.sent.start
        before = {n.entry for n in self._cast.names if start <= n.start < government.i and n.state is not None}
        return len(before) > 1

    def _led_by(self, government: Token) -> Figure | None:
        """The state whose government is called by its head: "the Trump | administration", "Orban's | government"."""
        for part in children(government, "poss", "compound", "nmod"):
            if part.lower_ == "its":
                return self._antecedents.find(part, (ActorType.STATE,))
            if part.lower_ in ("his", "her"):
                head = self._antecedents.find(part, (ActorType.PERSON,))
            else:
                head = self._cast.named_at(part)
            name = head.name if head is not None and head.type is ActorType.PERSON else part.text
            if part.pos_ == "PROPN" or head is not None:
                return self._state_of(head, name, government)
        return None

    def _state_of(self, head: Figure | None, name: str, government: Token) -> Figure | None:
        """The state of a head of government: by the office that the text tells, or by the register."""
        if head is not None and head.title is not None and head.title.of is not None:
            return self._cast.state_behind(head.title.of)
        owner = self._recognition.state_of(name) or (head.of if head is not None else None)
        if owner is None:
            return None
        return self._cast.state_called(owner, government) if self._cast.is_state(owner) else self._cast.named(owner)

    def _same_before(self, token: Token) -> Figure | None:
        """Whose government it was the last time: "The Biden administration … | the administration"."""
        if child(token, "det") is None or len([c for c in token.lefts if not c.is_punct]) > 1:
            return None
        before = [t for t in token.doc[: token.i] if t.lower_ == token.lower_]
        found = (self._resolve(t) for t in reversed(before))
        return next((figures[0] for figures in found if figures), None)

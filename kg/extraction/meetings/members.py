"""Members of a format: the states that a sentence lists as those who make it up, and who come together in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from kg.analysis.syntax import is_verb
from kg.extraction.actors.cast import Cast, Figure, distinct
from kg.extraction.actors.names import NameKind
from kg.records import ActorType

_JOINING = frozenset("bring unite group comprise include involve consist compose".split())
_SET_OFF = frozenset("- – — -- ( :".split())
_END = frozenset(") ; .".split())
_SOME = frozenset("among including".split())  # not all
_FEW = 3  # states; fewer are hardly all


class Members:
    """Finds the members of the formats of one article."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    def in_place_of_formats(self, trigger: Token, participants: Sequence[Figure]) -> list[Figure]:
        """The participants, with the members of a format in its place where the sentence of the event lists them.

        "A meeting in the 3+3 format, bringing together | Azerbaijan, Armenia … and Iran |"; "the Quad - | the United
        States, India, Japan and Australia |".
        """
        formats = [f for f in participants if f.type is ActorType.FORMAT]
        for token in trigger.sent if formats else ():
            members = self._listed(token.doc[token.i + 1 : token.sent.end])
            if self._cast.named_at(token) in formats and len(members) >= _FEW:
                return distinct([*(f for f in participants if f not in formats), *members])
        return list(participants)

    def _listed(self, words: Iterable[Token]) -> list[Figure]:
        """The states of the list that the words lead to, set off or by a verb of making up a whole.

        Those that do something of their own are no such list: "talks in Rio - China, India and Cuba | blocked | it -".
        """
        members: list[Figure] = []
        is_list = is_joined = False
        for word in words:
            is_joining = word.lemma_ in _JOINING
            if word.lower_ in _SOME or (is_list and not is_joined and is_verb(word)):
                return []
            if word.text in _END or (is_list and word.text in _SET_OFF) or (is_verb(word) and not is_joining):
                break
            is_list, is_joined = is_list or is_joining or word.text in _SET_OFF, is_joined or is_joining
            name, figure = self._cast.names.at(word), self._cast.named_at(word)
            if is_list and name is not None and name.kind is NameKind.STATE and figure is not None:
                members.append(figure)
        return distinct(members)

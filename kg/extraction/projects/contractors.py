"""Contractors: firms and foundations that no table has and no model sees, named beside a state in an agreement.

"Rwanda and | Anthropic | signed a memorandum", "a partnership between | Google |, Ghana and the World Bank", "Poland
awarded | Hyundai Rotem | a contract".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kg.analysis.syntax import children, objects_of
from kg.extraction.actors.cast import Cast
from kg.extraction.actors.names import NameKind
from kg.extraction.projects.words import ACTS, GENERAL, SIGNING
from kg.records import ActorType

_AGREEMENTS = ACTS | GENERAL
_BETWEEN = ("between", "among")
_AWARDING = frozenset("award grant win secure land".split())


def find_contractors(cast: Cast) -> Iterator[tuple[int, int]]:
    """Yield the tokens of each unknown proper name that is a party beside a state: its start and end."""
    for token in cast.document.doc:
        sides: list[Token] = []
        if token.pos_ == "VERB" and token.lemma_ in SIGNING | _AWARDING:
            objects = [t for t in children(token, "dobj", "nsubjpass") if t.lemma_.lower() in _AGREEMENTS]
            with_ = [t for over in (token, *objects) for t in objects_of(over, ("with", "by", "to", "from"))]
            sides = [*children(token, "nsubj", "dative"), *with_] if objects else []
        elif token.lemma_.lower() in _AGREEMENTS:
            sides = list(objects_of(token, _BETWEEN))
        group = list(_members(sides)) if sides else []
        if any(_is_state(cast, t) for t in group):
            yield from ((_start(t), t.i + 1) for t in group if _is_unknown(cast, t))


def _members(sides: Iterable[Token]) -> Iterator[Token]:
    """All that stand in the list: "Google, | the Government of Ghana | and the World Bank"."""
    for side in sides:
        for member in {t.i: t for t in (side, *side.conjuncts, *children(side, "appos"))}.values():
            yield member
            for whole in objects_of(member, ("of",)):  # "the Government of | Rwanda and Anthropic |"
                yield from (whole, *whole.conjuncts)
            yield from member.conjuncts


def _is_state(cast: Cast, token: Token) -> bool:
    name, figure = cast.names.at(token), cast.named_at(token)
    is_adjective = any(
        (n := cast.names.at(t)) is not None and n.kind is NameKind.ADJECTIVE and n.state is not None
        for t in children(token, "amod", "compound")
    )
    is_state = figure is not None and figure.type is ActorType.STATE
    return (
        is_state
        or (name is not None and name.kind is NameKind.STATE)
        or (is_adjective and token.lower_ == "government")
    )


def _is_unknown(cast: Cast, token: Token) -> bool:
    if any(_is_state(cast, t) for t in objects_of(token, ("of",))):
        return False  # "the | Government | of Rwanda"
    start = _start(token)
    words = token.doc[start : token.i + 1]
    is_free = all(cast.named_at(t) is None and cast.names.at(t) is None for t in words)
    return token.pos_ == "PROPN" and token.text[0].isupper() and is_free and cast.people.unheld_at(token) is None


def _start(token: Token) -> int:
    before = [t.i for t in children(token, "compound") if t.text[0].isupper()]
    return min([token.i, *before])

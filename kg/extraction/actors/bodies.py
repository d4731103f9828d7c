"""Bodies named by a common noun and their owner: "India's foreign ministry", "the Ukrainian military".

So are events with a proper name, which act as bodies do: "the Summit of the Americas".
Bodies with a proper name of their own are in the tables or seen by the language model; see `kg.extraction.actors.cast`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from kg.extraction.actors.names import POSSESSIVE, Name, NameKind, Names

BODIES = frozenset(
    """ministry department office embassy parliament military army navy police agency council committee commission
    court assembly senate congress presidency secretariat bureau bank consulate mission force forces guard""".split()
)
"""Nouns for a body of a state; with a name before them they are an actor of their own."""

_FIELDS = frozenset(
    """foreign defence defense interior finance energy economy trade transport health education justice state prime
    minister president presidential national central supreme federal high security armed air joint general electoral
    election investigative constitutional human rights press external internal home affairs treasury regional
    provincial city municipal district county local""".split()
)
EVENTS = frozenset("Summit Conference Forum Dialogue Ministerial".split())
"""Nouns that with a proper name before or after them name an event as if it were a body."""

_LOCAL = frozenset("police ministry department parliament council court assembly legislature".split())
_OF_ANY_PLACE = frozenset(["police", "council"])
_NO_PLACES = frozenset(["PERSON", "DATE", "NORP"])
_LOCAL_RULE = frozenset("government administration authorities".split())
"""Nouns for who rules a place that is no state; of a state they are the state itself."""
_OF_ORGANISATIONS = frozenset("ministry office".split())
"""Nouns for bodies that an organisation has as states do: "Hamas's health ministry", "the UN human rights office"."""
_OF_MEMBERS = frozenset("leaders leaders' leaders’ annual presidential ministerial the and ’ ' 's ’s".split())
_SMALL = frozenset("of for and the".split())
_MISSIONS = frozenset("embassy consulate mission".split())
_OFFICE_HOLDERS = frozenset("minister president".split())


@dataclass(frozen=True, slots=True)
class Body:
    """One place where a body is named. `start` and `end` count tokens, owner included; `owner` names its state.

    `key` is the same for all names of one body: of "the Russian army" and "Russia's army".
    """

    name: str
    key: str
    owner: Name | None
    start: int
    end: int


def find_bodies(doc: Doc, names: Names, taken: frozenset[int]) -> Iterator[Body]:
    """Yield each body that its state, its field or a proper name tells from others: not "the ministry" alone.

    `taken` are tokens that name something else.
    """
    for head in doc:
        if head.lower_ in BODIES and names.at(head) is None and head.i not in taken:
            body = _local_body_at(head, names) or _body_at(head, names, taken)
            if body is not None:
                yield body
        elif head.lower_ in _LOCAL_RULE and head.i not in taken:
            body = _local_body_at(head, names)
            if body is not None:
                yield body
        elif head.text in EVENTS and head.i not in taken:
            event = _event_at(head, names, taken)
            if event is not None:
                yield event


def _body_at(head: Token, names: Names, taken: frozenset[int]) -> Body | None:
    doc = head.doc
    start, end = _start(head, names), _end(head, names, taken)
    run = _run_by(doc, start)
    before = names.before(doc[run if run is not None else start])
    owner = before or _owner_after(doc, end, names)
    state = owner.state if owner is not None else None
    if state is None and run is not None:
        words = _in_title_case(doc[run:end].text)
        return Body(words, _in_title_case(doc[start:end].text), None, run, end)
    if state is None and end == head.i + 1 and (start == head.i or not _is_in_title_case(doc[start:end])):
        return None
    seat = _seat_end(head, end, names)
    words = _in_title_case(doc[start : seat or end].text)
    if before is not None and state is not None and seat is not None and state.adjectives:
        name = f"{state.adjectives[0]} {words}"
        return Body(name, f"{words} of {state.name}", owner, before.start, seat)
    proper = _proper_name(head)
    key = proper or (f"{words} of {state.name}" if state is not None else words)
    # "Turkish Army" as the text has it, but "Army of Turkey" for "Turkey's army".
    is_adjacent = before is not None and state is not None and before.end == start
    name = f"{doc[before.start : start].text} {words}" if before is not None and is_adjacent and not proper else key
    first = before.start if before is not None else start
    return Body(name, key, owner if state is not None else None, first, seat or end)


def _local_body_at(head: Token, names: Names) -> Body | None:
    """The body of a place or of an organisation: "Delhi police", "Gaza's health ministry", "the UN press office"."""
    doc, start = head.doc, _start(head, names)
    owner = names.before(doc[start])
    if doc[head.i + 1 : head.i + 2].text == "of":
        return None
    if owner is None:
        return _body_of_place_unknown(head, start)
    nouns = {NameKind.PLACE: _LOCAL | _LOCAL_RULE, NameKind.ORGANISATION: _OF_ORGANISATIONS}.get(owner.kind, ())
    if head.lower_ not in nouns or (owner.kind is NameKind.ORGANISATION and start == head.i):
        return None
    name = f"{doc[owner.start : owner.end].text} {_in_title_case(doc[start : head.i + 1].text)}"
    return Body(name, name, owner, owner.start, head.i + 1)


def _body_of_place_unknown(head: Token, start: int) -> Body | None:
    """The police or council of a place that no table has: "Northamptonshire | police"."""
    place = head.doc[start - 1] if start > 0 else None
    if place is None or head.text not in _OF_ANY_PLACE or place.pos_ != "PROPN" or not place.is_title:
        return None
    if place.dep_ not in ("compound", "poss") or place.head.i != head.i or place.ent_type_ in _NO_PLACES:
        return None
    name = f"{place.text} {_in_title_case(head.doc[start : head.i + 1].text)}"
    return Body(name, name, None, place.i, head.i + 1)


def _run_by(doc: Doc, start: int) -> int | None:
    """Where a body begins of which it is told who holds it: "the | Hamas-run | health ministry"."""
    is_so = start > 3 and doc[start - 1].lower_ in ("run", "led", "controlled") and doc[start - 2].text == "-"
    return start - 3 if is_so and doc[start - 3].text[0].isupper() else None


def _seat_end(head: Token, end: int, names: Names) -> int | None:
    """Past the state where a mission sits: "the Canadian embassy | in China"."""
    doc = head.doc
    if head.lower_ not in _MISSIONS or end != head.i + 1 or end + 1 >= len(doc) or doc[end].lower_ != "in":
        return None
    name = names.at(doc[end + 1 + (doc[end + 1 : end + 2].text == "the")]) if end + 2 < len(doc) else None
    return name.end if name is not None and name.kind in (NameKind.STATE, NameKind.CAPITAL, NameKind.PLACE) else None


def _event_at(head: Token, names: Names, taken: frozenset[int]) -> Body | None:
    """The event with its proper name: "the U.S.-Africa Leaders | Summit", "the | Summit | of the Americas".

    Of "the NATO Summit" the body is named, not the event.
    """
    doc, start, end = head.doc, head.i, _end(head, names, taken)
    while start > head.sent.start and _is_of_event_name(doc[start - 1]) and start - 1 not in taken:
        start -= 1
    while start < head.i and not doc[start].text[0].isupper() and not doc[start].text[0].isdigit():
        start += 1
    name = [t for t in doc[start:end] if t.lower_ not in _SMALL and t.lower_ not in _OF_MEMBERS and t.is_alpha]
    is_own = len(name) > 1 and not any((n := names.at(t)) and n.kind is NameKind.ORGANISATION for t in name)
    words = doc[start:end].text
    return Body(words, words, None, start, end) if is_own else None


def _is_of_event_name(token: Token) -> bool:
    return token.text[0].isupper() or token.text in ("-", "–", "and", "’", "'", "'s", "’s") or token.text.isdigit()


def _start(head: Token, names: Names) -> int:
    """Back over the field: "foreign | ministry", "prime minister's | office"."""
    start = head.i
    while start > head.sent.start and names.at(head.doc[start - 1]) is None and _is_field(head.doc, start - 1):
        start -= 1
    return start


def _is_field(doc: Doc, at: int) -> bool:
    if doc[at].text in POSSESSIVE:
        return at > 0 and doc[at - 1].lower_ in _OFFICE_HOLDERS
    return doc[at].lower_ in _FIELDS


def _end(head: Token, names: Names, taken: frozenset[int]) -> int:
    """Past the field of the body: "Ministry | of Foreign Affairs"."""
    end = head.i + 1
    for token in head.doc[head.i + 1 :]:
        continues = token.lower_ in _SMALL or (token.is_title and token.is_alpha)
        if not continues or names.at(token) is not None or token.is_sent_start or token.i in taken:
            break
        if token.is_title:
            end = token.i + 1
    return end


def _owner_after(doc: Doc, end: int, names: Names) -> Name | None:
    """The state after "of": "the foreign ministry of | Niger"."""
    if end + 1 >= len(doc) or doc[end].lower_ != "of":
        return None
    name = names.at(doc[end + 1])
    return name if name is not None and name.state is not None else None


def _proper_name(head: Token) -> str | None:
    """The body's full proper name where the language model sees one: "United States Commission on International …"."""
    if head.ent_type_ != "ORG":
        return None
    entity = next((e for e in head.sent.ents if e.start <= head.i < e.end), None)
    if entity is None:
        return None
    opened = next((t.i for t in entity if t.text == "(" and ")" not in entity.text), entity.end)
    entity = head.doc[entity.start : opened]  # "the Office of Trade | (OT)"
    if len(entity) < 4 or entity[-1].lower_ in _SMALL:
        return None
    if not all(t.is_title or len(t) < 4 for t in entity):
        return None
    return entity.text.removeprefix("the ").removeprefix("The ")


def _is_in_title_case(words: TokenSpan) -> bool:
    return all(t.is_title for t in words if t.text not in POSSESSIVE)


def _in_title_case(words: str) -> str:
    parts = words.replace("’", "'").replace(" 's", "'s").split()
    return " ".join(w if w in _SMALL | {"in"} or not w.islower() else w[:1].upper() + w[1:] for w in parts)

"""Phrases after a cue: which words of the sentence a verb takes as the object of what is said, and where they end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.analysis.document import Document
from kg.analysis.syntax import SUBJECTS, child, children, end_of, has_child, is_verb
from kg.extraction.wording.reporting_verbs import NOT_SAID, OF_TWO_SENSES, Frame, noun_of_speech, telephoned
from kg.records import Span

PROPOSITIONS = ("ccomp", "xcomp", "oprd")
# Prepositions that say when, where or how it was said: "welcomed the deal | after the talks".
_CIRCUMSTANTIAL = frozenset("at during after before following ahead since until till via despite upon amid".split())
_OCCASIONS = frozenset(
    """meeting talks visit summit conference call briefing interview statement speech trip letter message tweet post
    address""".split()
)
_FEELINGS = frozenset(
    """sadness sorrow grief anger outrage fury dismay shock horror alarm surprise disappointment frustration delight joy
    satisfaction concern""".split()
)
_BRINGING_UP = frozenset("raise take bring share".split())
_FINITE_MARKS = frozenset("as while when after before since although though because whereas".split())


def is_other_sense(verb: Token, frame: Frame) -> bool:
    """Whether object or particle show that nothing was said: "called a meeting", "backed down"."""
    objects = [c.lemma_.lower() for c in children(verb, "dobj") if c.i > verb.i]
    is_judged = child(verb, "oprd") is not None or any(child(c, "nsubj") is not None for c in children(verb, "dobj"))
    if verb.lemma_ in OF_TWO_SENSES and any(lemma in NOT_SAID for lemma in objects) and not is_judged:
        return True  # "called a vote", but "called | the vote a mistake"
    if verb.lemma_ == "raise" and any(c.ent_type_ == "MONEY" for c in children(verb, "dobj")):
        return True
    if verb.lemma_ == "call" and _is_visit(verb):
        return True
    if objects[:1] in (["this"], ["that"]) and child(verb, "oprd", "acomp", "ccomp", "xcomp") is None:
        return not any(c.lower_ in frame.prepositions for c in children(verb, "prep"))  # "disclosed | this | to us"
    belonging = frame.prepositions | {"out", "up", "down"}
    return telephoned(verb) is not None or any(c.lower_ not in belonging for c in children(verb, "prt"))


def _is_visit(verb: Token) -> bool:
    """Whether somebody "called on" a person, of whom nothing is asked: "called on | President Ali |"."""
    hosts = (p for on in children(verb, "prep", "prt") if on.lower_ in ("on", "upon") for p in children(on, "pobj"))
    is_asked = any(t.tag_ == "TO" for t in verb.doc[verb.i : verb.sent.end])
    return not is_asked and any(host.ent_type_ == "PERSON" for host in hosts)


def tells_why(clause: Token) -> bool:
    """Whether a clause tells the purpose or the reason of the speaking: "declared an emergency | so he could build"."""
    return any(c.lower_ in ("so", "because") and c.i < clause.i for c in children(clause, "mark", "advmod"))


def object_parts(verb: Token, frame: Frame, subject: Token | None) -> list[Token]:
    """The phrases after the verb that belong to its content by its frame."""
    found: list[Token] = []
    spoken = noun_of_speech(verb) if is_verb(verb) else verb
    if spoken is not None and not frame.object:
        return _below(spoken, frame)
    told = (c for who in children(verb, "dobj") for c in children(who, "prep")) if frame.addressee_first else ()
    for part in (c for c in (*verb.children, *told) if c.i > verb.i and c != subject):
        as_object = frame.object and part.dep_ in ("dobj", "nsubj", *PROPOSITIONS) and not tells_why(part)
        as_phrase = part.dep_ in ("prep", "prt") and part.lower_ in frame.prepositions
        as_clause = _called_for(part, frame)
        if as_object or as_clause or (as_phrase and (found or child(part, "pobj", "pcomp", "amod") is not None)):
            found.append(part)
    return found


def _below(spoken: Token, frame: Frame) -> list[Token]:
    """What a noun of speech holds as its content: "paid tribute | to X", "gave assurances | that P"."""
    parts = [c for c in (*spoken.children, *spoken.head.children) if c.i > spoken.i]
    clauses = (c for c in parts if c.dep_ in ("acl", "ccomp") and child(c, "mark", "aux") is not None)
    phrases = (c for c in parts if c.dep_ in ("prep", "dative") and c.lower_ in frame.prepositions)
    found = next(clauses, None) if frame.clause else None
    found = found or next(phrases, None)
    return [found] if found is not None else []


def _called_for(part: Token, frame: Frame) -> bool:
    """Whether a preposition of the frame opens a clause: "called | for the killers to be brought to justice"."""
    opening = part.left_edge
    return part.dep_ in ("advcl", "xcomp") and opening.dep_ == "mark" and opening.lower_ in frame.prepositions


def object_span(verb: Token, parts: Sequence[Token], document: Document) -> Span:
    """From the first part of the object to where the verb's phrase ends.

    What the parser hung on the verb after its object belongs to the object as a rule ("voiced concern | over the
    build-up"), up to a circumstance of the speaking: "called for calm | at a meeting with Y", "| on Monday".
    """
    first = parts[0]
    opening = first if first.pos_ == "ADP" else first.left_edge
    start = end_of(opening) + 1 if opening.pos_ == "ADP" or opening.dep_ in ("prt", "mark") else opening.idx
    last = max(parts, key=lambda part: part.right_edge.i).right_edge
    partner = _spoken_with(verb, first, last)
    if partner is not None:
        return start, partner.idx
    for more in _following(verb, first):
        if more.right_edge.i <= last.i or (more.lower_ == "at" and first.lemma_ in _FEELINGS):
            last = max(last, more.right_edge, key=lambda token: token.i)  # "his sadness | at | the death"
            continue
        if _is_circumstance(more, document):
            return start, min(end_of(last), more.left_edge.idx)
        last = more.right_edge
    return start, end_of(last)


def _spoken_with(verb: Token, first: Token, last: Token) -> Token | None:
    """The "with" of somebody to whom a matter is brought: "raised the issue | with President Putin"."""
    if verb.lemma_ not in _BRINGING_UP:
        return None
    words = verb.doc[first.i + 1 : verb.right_edge.i + 1]
    met = (t for t in words if t.lower_ == "with" and any(p.ent_type_ == "PERSON" for p in children(t, "pobj")))
    return next((t for t in met if first.i < t.i <= last.i + 1), None)


def _following(verb: Token, first: Token) -> Iterator[Token]:
    """Yield the dependents of the verb after its object, punctuation aside."""
    return (c for c in verb.children if c.i > first.i and c.dep_ not in ("punct", "cc") and not c.is_space)


def _is_circumstance(part: Token, document: Document) -> bool:
    """Whether a dependent of the verb tells of the speaking rather than of what was said."""
    if any(part.left_edge.idx <= date.span[0] <= part.idx + len(part) + 1 for date in document.dates):
        return True
    if part.dep_ == "prep":
        held = child(part, "pobj")
        return part.lower_ in _CIRCUMSTANTIAL or (held is not None and held.lower_ in _OCCASIONS)
    if part.dep_ in ("advcl", "ccomp", "conj", "parataxis") and is_verb(part):
        if part.dep_ == "conj" and part.tag_ == part.head.tag_:
            return True
        if part.tag_ == "VBN" and has_child(part, ("as",)) and child(part, *SUBJECTS) is None:
            return False  # "confirmed its support for the deal | as outlined by X"
        if part.dep_ == "advcl" and is_timeless(part) and not is_timeless(part.head):
            return False  # "reaffirmed its support for Ukraine | as it defends itself"
        return _is_finite(part) or any(t.lower_ in _FINITE_MARKS for t in children(part, "mark", "advmod"))
    return part.dep_ in ("nsubj", "npadvmod") or (part.dep_ == "advmod" and part.i == part.right_edge.i)


def is_timeless(verb: Token) -> bool:
    """Whether a verb stands in the present: in a report of the past, of what was said rather than of its occasion."""
    finite = next((t for t in (*children(verb, "aux", "auxpass"), verb) if t.tag_ in ("VBD", "VBZ", "VBP")), None)
    return finite is not None and finite.tag_ != "VBD"


def _is_finite(verb: Token) -> bool:
    return verb.tag_ in ("VBD", "VBZ", "VBP") or (child(verb, "aux") is not None and verb.tag_ in ("VBN", "VBG"))


def equates(verb: Token) -> Token | None:
    """What is told of a thing that is named only so: "what Israel said were | bases", "what he called | a lie".

    The phrase that heads it; none if the verb is no part of such a clause.
    """
    parts = [c for c in children(verb, "oprd", "dobj", "ccomp", "xcomp", "prep") if c.i > verb.i]
    being = next((c for c in parts if c.lemma_ == "be" and c.dep_ == "ccomp"), None)
    if being is not None and (_is_what(verb) or _is_what(being)):
        return child(being, "attr", "acomp", *(() if _is_what(being) else ("nsubj",)))
    if not _is_what(verb):
        return None
    described = next((c for c in parts if c.lower_ == "as"), None)
    if described is not None:
        return child(described, "pobj", "amod", "pcomp", "prep")
    return next((c for c in parts if c.dep_ != "prep"), None)


def _is_what(verb: Token) -> bool:
    """Whether "what" opens the verb's clause."""
    return any(c.lower_ == "what" and c.i < verb.i for c in verb.children)

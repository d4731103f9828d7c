"""Verbs of meeting: which verbs tell that people came together, with the particles and objects that make them do so."""

from __future__ import annotations

from spacy.tokens import Token

from kg.analysis.syntax import SUBJECTS, child, children, has_child, objects_of

MEETING = frozenset("meet receive summon huddle".split())
"""Verbs that tell of a meeting whatever their objects are."""
MEETING_OF_PERSONS = frozenset("greet welcome gather convene host confer call-on see".split())
"""Acts that say so only when it is people who are their objects: one also welcomes a deal and hosts a team."""
CHAIRING = "co-chair"
"""The act of those who lead a session together: "A co-chaired the commission with B"."""
BRINGING = "bring"
"""The act of who makes others meet: "brought the two sides together"."""
GATHERING = frozenset("meet gather convene huddle".split())
"""Verbs by which the members of a body come together."""
SPEAKING = frozenset("speak talk call phone telephone contact discuss exchange".split())
"""Verbs of conversation, which may have been by telephone."""
VISITING = frozenset("visit travel fly arrive head go come return depart journey tour lead land leave".split())
"""Verbs of going somewhere."""
INVITING = "invite"
"""The act of who asks somebody to come to a place."""
TAKING = "take"
"""The act of a journey that leads the traveller to a place: "a tour that will take him to Togo"."""
_JOURNEYS = frozenset("tour trip visit journey".split())
_PHRASES = {
    ("sit", "down"): "meet", ("call", "in"): "summon", ("touch", "down"): "land", ("jet", "off"): "fly",
}  # fmt: skip  # verbs of two words
_ACTS = MEETING | (MEETING_OF_PERSONS - {"see"}) | SPEAKING | VISITING
_SIDES = frozenset("side sides party parties delegation delegations faction factions".split())
_SPEECH = frozenset("talks table negotiation negotiations discussions".split())
_GOING = frozenset("go travel fly come arrive head return be".split())
_ASKING = frozenset("to for".split())
_LEADERS = frozenset("leaders presidents heads".split())


def act_of(verb: Token) -> str | None:
    """What the verb does, with its particle: "sat | down | with X" met X; none if it is nothing of meeting."""
    lemma = verb.lemma_.lower()
    particles = (t.lower_ for t in children(verb, "prt"))
    phrase = next((act for p in particles if (act := _PHRASES.get((lemma, p))) is not None), None)
    if phrase is not None:
        return phrase
    if lemma == "come" and has_child(verb, ("face", "together")):
        return "meet"  # "came | face to face |"
    if lemma == "play" and has_child(verb, ("host",)):
        return "host"
    if lemma == TAKING and _is_journey_of(verb):
        return TAKING
    if lemma == INVITING and any(children(verb, "dobj")) and any(objects_of(verb, ("to",))):
        return INVITING
    if lemma == "chair" and verb.lower_.startswith("co-"):
        return CHAIRING
    if lemma == "call" and is_call_on(verb):
        return "call-on"
    if (lemma == "bring" and _is_bringing(verb)) or (lemma == "see" and _is_seeing(verb)):
        return lemma
    if lemma == "exchange" and not has_child(verb, ("view", "views")):
        return None
    return lemma if lemma in _ACTS else None


def is_of_leaders(verb: Token) -> bool:
    """Whether it is the leaders of a body who come together, as at a summit: "| leaders | of the bloc met"."""
    subjects = [t for over in (verb, verb.head) for t in children(over, *SUBJECTS)]
    return any(t.lower_ in _LEADERS for t in subjects)


def is_call_on(verb: Token) -> bool:
    """Whether somebody pays a call on somebody: "| called | on President X", not "called on X to resign"."""
    called = called_on(verb)
    is_asked = any(t not in called for t in children(verb, "xcomp", "advcl", "ccomp", "dobj"))
    is_asked = is_asked or any(t.lower_ in _ASKING and t.dep_ != "aux" for t in verb.children)  # "is | to | call on X"
    return not is_asked and any(t.ent_type_ != "DATE" for t in called)


def called_on(verb: Token) -> list[Token]:
    """On whom somebody calls; the parser may see an object that "on" only stands before: "call on | Premier X |"."""
    led = (t for t in children(verb, "dobj") if t.left_edge.nbor(-1).lower_ == "on")
    return [*objects_of(verb, ("on",)), *led]


def _is_bringing(verb: Token) -> bool:
    """Whether somebody makes others meet: "brought A and B | together |", "brought the sides | to Washington |"."""
    if not any(children(verb, "dobj")):
        return False
    links = (verb, *children(verb, "dobj", "prep"))
    if any(has_child(link, ("together",)) for link in links):
        return True
    ends = {t.lower_ for t in objects_of(verb, ("to", "into", "for"))}
    are_sides = any(t.lower_ in _SIDES for t in children(verb, "dobj"))
    return bool(ends & _SPEECH) or (are_sides and any(True for _ in objects_of(verb, ("to",))))


def is_reciprocal(verb: Token) -> bool:
    """Whether several do it to one another: "had last seen | each other |"."""
    return any(t.lower_ in ("other", "another") and has_child(t, ("each", "one")) for t in children(verb, "dobj"))


def _is_journey_of(taking: Token) -> bool:
    """Whether it is a journey that takes somebody somewhere: "| the trip | will take her to Togo"."""
    subject = child(taking, "nsubj")
    if subject is not None and subject.tag_ == "WDT":
        subject = taking.head
    return subject is not None and subject.lemma_ in _JOURNEYS and any(children(taking, "dobj"))


def _is_seeing(verb: Token) -> bool:
    """Whether one sees somebody by going there: "flew to Paris | to see | the president", not "sees X as a threat".

    So in "left for Paris, where he will | see | the president", and where two see each other.
    """
    if is_reciprocal(verb) or (verb.dep_ == "relcl" and verb.left_edge.lower_ == "where"):
        return True
    is_aim = verb.tag_ == "VB" and verb.dep_ in ("advcl", "xcomp") and verb.head.lemma_ in _GOING
    return is_aim and not has_child(verb, ("as",)) and not any(children(verb, "ccomp", "xcomp"))

"""Words of meeting: which nouns name an event of the kind, and how their phrase tells of it."""

from __future__ import annotations

from spacy.tokens import Token

from kg.analysis.syntax import children, has_child, objects_of
from kg.extraction.wording.circumstances import ASIDE, READY, TOPICAL, WISHING
from kg.extraction.wording.meeting_verbs import MEETING, VISITING
from kg.records import MeetingKind

NOUNS = {
    "meeting": MeetingKind.MEETING, "talk": MeetingKind.MEETING, "talks": MeetingKind.MEETING,
    "discussion": MeetingKind.MEETING, "consultation": MeetingKind.MEETING, "encounter": MeetingKind.MEETING,
    "bilateral": MeetingKind.MEETING, "gathering": MeetingKind.MEETING, "breakfast": MeetingKind.MEETING,
    "ministerial": MeetingKind.MEETING, "roundtable": MeetingKind.MEETING,
    "audience": MeetingKind.MEETING, "lunch": MeetingKind.MEETING,
    "dinner": MeetingKind.MEETING,
    "summit": MeetingKind.SUMMIT, "visit": MeetingKind.VISIT, "trip": MeetingKind.VISIT, "tour": MeetingKind.VISIT,
    "negotiation": MeetingKind.NEGOTIATION, "call": MeetingKind.PHONE_CALL, "conversation": MeetingKind.PHONE_CALL,
    "conference": MeetingKind.PRESS_CONFERENCE, "briefing": MeetingKind.PRESS_CONFERENCE,
}  # fmt: skip
_ASSEMBLIES = frozenset("assembly conference forum".split())  # events by their proper names: "the General | Assembly"
_ATTENDING = frozenset("attend address host open tell".split())
_ADDRESSES = frozenset("speech speeches address remarks appearance participation attendance presence".split())
REMOTE = frozenset("virtual online remote video virtually remotely".split())
DEVICES = frozenset("phone telephone telephonic video".split())
_GENERIC = frozenset("business family school board cabinet town club".split())
_TELLING = frozenset("brief update inform comment report".split())
_ACHIEVING = frozenset(
    """reach sign strike seal conclude finalise finalize adopt launch announce unveil declare issue release make take
    deliver""".split()
)
_THROUGHOUT = frozenset("at during after following".split())
_STAGES = frozenset(
    """start end beginning conclusion close opening course day part round session sideline sidelines margin margins
    eve side series time context hour""".split()
)
_COURSE = frozenset("day end close conclusion leg".split())
_AFTER = frozenset(["after", "following"])
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
"""Words that tell of several events or days which one it is."""
_SPELLS = frozenset("day week nation country".split())  # "a two- | day | visit", "an eight- | nation | tour"
_WEEKLONG = frozenset(["weeklong"])
_REFUSING = frozenset(["offer", "refuse"])
_AUDIENCES = frozenset(
    """press media reporter reporters journalist journalists correspondents newsmen newspaper broadcaster pool
    investor investors analyst analysts shareholders earnings""".split()
)
_ENTRY = ("accession", "membership", "entry")  # talks of years, like those on peace
_HELD = frozenset("hold conclude finish begin start open resume conduct".split())


def is_of_meeting(token: Token) -> bool:
    """Whether the noun is one of meeting, and no kind of meeting that has nothing to do with diplomacy."""
    lemma = token.lemma_.lower()
    if is_assembly(token):
        return True
    kind = NOUNS.get(lemma) if token.pos_ in ("NOUN", "PROPN") else None
    if kind is None or kind is MeetingKind.VISIT:
        return kind is not None
    if token.dep_ == "compound" and token.head.lemma_.lower() in NOUNS:
        return False  # "a | summit | meeting" is one
    if has_child(token, _GENERIC):
        return False
    is_told = (
        has_child(token, ("with", "between")) or token.head.lemma_ in _HELD or token.head.head.head.lemma_ in _HELD
    )
    if kind is not MeetingKind.SUMMIT and has_child(token, ("peace", *_ENTRY)) and not is_told:
        return False  # "the peace talks" are a process; "peace talks with the rebels" somebody's
    if token.lower_ == "talk" and not any(objects_of(token, ("with", "between"))):
        return False  # "renewed | talk | of returning the islands"
    if lemma in ("conversation", "gathering"):
        is_of_named = any(t.pos_ == "PROPN" for t in children(token, "compound", "nmod"))  # "the ASEAN | gathering |"
        is_held = token.tag_ == "NN" and token.dep_ == "dobj" and token.head.lemma_ in _HELD | {"have"}
        return is_of_named or is_held or is_telephone(token) or any(objects_of(token, ("with", "between")))
    if kind is MeetingKind.PHONE_CALL:
        return (is_telephone(token) and not _is_for_audience(token)) or is_courtesy(token)
    if kind is MeetingKind.PRESS_CONFERENCE and not has_child(token, ("press", "news", "media")):
        return lemma == "briefing" and _is_of_speaker(token)
    return True


def _is_for_audience(call: Token) -> bool:
    """Whether somebody speaks to the press or investors on it: "in a call | with reporters |", "a | media | call"."""
    partners = list(objects_of(call, ("with", "for")))
    return has_child(call, _AUDIENCES) or (bool(partners) and all(t.lower_ in _AUDIENCES for t in partners))


def _is_of_speaker(briefing: Token) -> bool:
    """Whether somebody speaks at the briefing: "said at | a briefing |", "told | a briefing |"; one may be given it."""
    if briefing.dep_ == "pobj":
        return briefing.head.lower_ in ("at", "in", "during")
    return briefing.dep_ in ("dobj", "dative") and briefing.head.lemma_ == "tell"


def is_assembly(noun: Token) -> bool:
    """Whether the noun names an assembly that somebody attends: "at | the Munich Security Conference"."""
    if noun.lower_ not in _ASSEMBLIES or noun.pos_ != "PROPN":
        return False
    if noun.lower_ == "assembly" and not has_child(noun, ("general",)):
        return False  # to speak in a parliament is no meeting
    if noun.dep_ == "dobj":
        return noun.head.lemma_ in _ATTENDING
    link = noun.head
    if link.head.pos_ == "NOUN" and link.head.dep_ in ("appos", "attr"):
        return False  # "X, a fellow at | the Policy Forum," works there
    if link.lower_ == "of" and link.head.lower_ in ("session", "meeting"):
        link = link.head.head  # "on the sidelines of the 73rd session of | the General Assembly"
    return noun.dep_ == "pobj" and (
        (link.lower_ == "of" and link.head.lower_ in ASIDE)
        or link.lower_ in ("at", "during")
        or (link.lower_ in ("for", "to") and link.head.lemma_ in VISITING | {"be"})
    )


def is_occasion(noun: Token) -> bool:
    """Whether people met for or at the event itself: "for their seventh | summit", "at a | summit", not "at the G7"."""
    part = whole_of(noun)
    if noun.lemma_ not in NOUNS or part.dep_ != "pobj":
        return False
    noun = part
    return noun.head.lower_ in ("for", "to") or (noun.head.lower_ == "at" and has_child(noun, ("a", "an")))


def _is_stage(noun: Token) -> bool:
    """Whether the noun names a part of what goes on: "the | conclusion | of the summit", not its "conclusions"."""
    return noun.lemma_.lower() in _STAGES and noun.lower_ != "conclusions"


def event_of(noun: Token) -> Token:
    """The event of which the noun names a part: "for a second round of | talks |"; else the noun itself."""
    whole = next(objects_of(noun, ("of",)), None) if _is_stage(noun) else None
    return noun if whole is None or whole.lemma_.lower() not in NOUNS else whole


def whole_of(noun: Token) -> Token:
    """The part of the event through which the sentence tells of it: "for a second | round | of talks"."""
    above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    return above if event_of(above) == noun else noun


def is_topic(noun: Token) -> bool:
    """Whether the event is what something is about: "a summary of | the call", "plans for | the summit".

    Whoever releases or discusses that need not take part, nor who speaks "about the next round of | talks |"; but at
    "the start of | a meeting" one is there.
    """
    noun = whole_of(noun)
    if noun.dep_ == "pobj" and noun.head.lower_ in TOPICAL:
        return True  # "regarding | the call |, X said"
    if noun.dep_ == "pobj" and noun.head.lower_ == "on" and noun.head.head.lemma_ in _TELLING:
        return True  # "briefed X on | the talks |"
    above = noun.head.head
    if above == noun.sent.root and noun.head.lower_ == "at":
        return False  # a caption has no verb: "X, the spokeswoman, at | a news conference"
    if noun.head.lower_ in _THROUGHOUT and above.dep_ == "dobj" and above.head.lemma_ in _ACHIEVING:
        return False  # "reached an agreement at | talks |", "announced the plan after | talks |"
    is_part = _is_stage(above) or above.lemma_ in NOUNS  # "on a visit for | talks with X"
    if noun.head.lower_ == "at" and above.lower_ in _ADDRESSES:
        return False  # "in a speech at | the summit": who speaks there takes part
    return noun.dep_ == "pobj" and above.pos_ in ("NOUN", "PROPN") and not is_part


def is_hypothetical(noun: Token) -> bool:
    """Whether the talks are what something would serve: "a venue for | talks", "efforts to host | talks"."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "for":
        return noun.head.head.pos_ == "NOUN" and noun.head.head.lemma_ not in NOUNS
    verb = noun.head
    if noun.dep_ != "dobj":
        return False
    if verb.tag_ == "VBG" and verb.dep_ == "pcomp" and verb.head.lower_ in ("on", "of", "for", "about"):
        return True  # "an agreement on starting | talks"
    if not any(t.tag_ == "TO" for t in children(verb, "aux")):
        return False
    is_wished = verb.dep_ == "xcomp" and (verb.head.lower_ in READY or verb.head.lemma_ in WISHING | _REFUSING)
    return verb.dep_ == "acl" or is_wished  # "is ready to resume | talks"


def antecedent(token: Token) -> Token:
    """The noun for which a relative pronoun stands: "a summit | that | he hosted"; else the token itself."""
    is_relative = token.tag_ in ("WDT", "WP") and token.head.dep_ == "relcl"
    return token.head.head if is_relative else token


def is_aside(noun: Token) -> bool:
    """Whether people met beside it: "on the sidelines of | the summit" says nothing of who took part in it."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in ASIDE


def is_stage_of_visit(noun: Token) -> bool:
    """Whether something happened in the course of the visit: "| during | his visit, X met Y on Friday"."""
    part = whole_of(noun)
    if part.lower_ in _COURSE:
        return part.dep_ in ("pobj", "npadvmod", "appos")  # "on Friday, | the third day | of his visit"
    return part.dep_ == "pobj" and part.head.lower_ == "during"


def is_visit_apart(noun: Token) -> bool:
    """Whether something happened before or after the visit, elsewhere: "met X on Friday | after | a visit to Y"."""
    is_visit = noun.dep_ == "pobj" and NOUNS.get(noun.lemma_.lower()) is MeetingKind.VISIT
    return is_visit and (comes_next(noun) or noun.head.lower_ in _AFTER)


def is_event_apart(word: Token) -> bool:
    """Whether something happened before or after the event: "| after | talks with X in Rome, Y met Z".

    So it did "| before | meeting X in Rome" and "| after | holding talks with X in Rome".
    """
    if word.lemma_.lower() not in NOUNS:
        return word.lemma_ in MEETING and word.dep_ == "pcomp" and _is_set_apart(word)
    part = whole_of(word)
    if part.dep_ == "dobj" and part.head.dep_ == "pcomp":
        part = part.head
    return part.dep_ in ("pobj", "pcomp") and _is_set_apart(part)


def _is_set_apart(event: Token) -> bool:
    return _is_before(event.head) or event.head.lower_ in _AFTER


def _is_before(link: Token) -> bool:
    return link.lower_ == "before" or (link.lower_, link.head.lower_) in (("of", "ahead"), ("to", "prior"))


def comes_next(noun: Token) -> bool:
    """Whether something was done before the event: "met X | before | his visit to Y", "said | ahead of | the talks"."""
    return noun.dep_ == "pobj" and _is_before(noun.head)


def day_of_visit(noun: Token) -> int | None:
    """Which day of the visit something happened: 2 of "on the | second | day of his visit"; None if not told."""
    part = whole_of(noun)
    ordinals = (t.lower_ for t in part.lefts if t.lower_ in ORDINALS) if part.lower_ == "day" else ()
    return next((ORDINALS[word] for word in ordinals), None)


def lasts_days(trigger: Token) -> bool:
    """Whether a visit is said to last several days: "a two-day | visit |", "| arrived | for a three-day visit"."""
    visits = (t for t in trigger.subtree if NOUNS.get(t.lemma_.lower()) is MeetingKind.VISIT)
    spells = (t for visit in visits for t in children(visit, "compound", "amod", "nmod"))
    return any((t.lower_ in _SPELLS and t.i > 1 and t.nbor(-1).text == "-") or t.lower_ in _WEEKLONG for t in spells)


def is_telephone(noun: Token) -> bool:
    """Whether a call or conversation is one by telephone: it says so, or it is held with somebody."""
    if has_child(noun, ("phone", "telephone", "telephonic", "video", "secure", "conference")):
        return True
    if noun.lemma_ != "call":
        return False
    if has_child(noun, ("their",)) and not any(objects_of(noun, ("for", "to", "on"))):
        return any(t.ent_type_ == "DATE" for t in noun.lefts)  # "| their May 26 | call", not "their call for peace"
    had = noun.dep_ == "dobj" and noun.head.lemma_ in ("have", "hold", "make", "place")
    is_taken = noun.dep_ == "dobj" and noun.head.lemma_ in ("receive", "get", "take")
    if is_taken and any(t for over in (noun, noun.head) for t in objects_of(over, ("from",))):
        return True  # "received | a call | from the king"
    is_new = noun.left_edge != noun and not has_child(noun, ("the", "this", "that"))  # "joined them on | the call |"
    is_during = is_new and noun.dep_ == "pobj" and noun.head.lower_ in ("in", "on", "during")
    aims = (t for t in objects_of(noun, ("for", "on")) if t.ent_type_ != "DATE")
    if is_during and not any(aims) and not any(t.tag_ == "TO" for t in noun.doc[noun.i + 1 : noun.i + 2]):
        return True  # "said in | a call | on Saturday", not "in a call for peace", "in a call to end the war"
    return had or any(objects_of(noun, ("with", "between")))


def is_courtesy(noun: Token) -> bool:
    """Whether a call is one that people pay: "paid a courtesy | call | on the president"."""
    return has_child(noun, ("courtesy",))


def kind_of(noun: Token) -> MeetingKind:
    """What kind of meeting the noun names; "a | summit | meeting" is a summit, and a courtesy call no telephone's."""
    if is_courtesy(noun):
        return MeetingKind.MEETING
    if noun.lower_ in ("talk", "talks") and has_child(noun, DEVICES):
        return MeetingKind.PHONE_CALL
    return MeetingKind.SUMMIT if has_child(noun, ("summit",)) else NOUNS[noun.lemma_.lower()]

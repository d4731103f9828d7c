"""How words tell of a meeting: as an event, as denied or called off, or only as hoped for; and in which words."""

from __future__ import annotations

import itertools

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.dates import DateExpression
from kg.analysis.syntax import SUBJECTS, child, children, has_child, is_negated, is_verb, objects_of, verb_over
from kg.extraction.meetings.occasions import NOUNS, ORDINALS, whole_of
from kg.extraction.wording.circumstances import (
    HAPPENING,
    WISHING,
    calls_off,
    did_not_happen,
    is_future,
    is_on_agenda,
    is_past,
    is_unreal,
    puts_off,
    status_of,
)
from kg.extraction.wording.meeting_verbs import VISITING, act_of
from kg.extraction.wording.reporting_verbs import FRAMES
from kg.records import MeetingKind, MeetingStatus, Span

_REFUSALS = frozenset("refuse decline fail deny".split())
_TRYING = frozenset("try attempt seek struggle".split())
_DENIALS = frozenset("deny contradict dismiss reject refute".split())
_RUMOURS = frozenset("report claim statement account rumour rumor speculation allegation assertion suggestion".split())
_REPEATED = frozenset(
    """previous past earlier recent frequent regular several many numerous repeated annual periodic weekly
    monthly""".split()
)
_WISHES = WISHING | frozenset("refusal offer ability".split())
_GROWING = frozenset("intensify accelerate deepen expand increase".split())
_FALSE = frozenset(
    """false untrue wrong incorrect inaccurate baseless unfounded groundless fake
    fabrication fabrications lie lies invention inventions fiction hoax nonsense""".split()
)
_PLANNED = frozenset("due schedule slate set plan intend expect hope hop".split())
_INTENTIONS = frozenset("plan intention intent proposal arrangement preparation prospect question talk".split())
_INSTEAD = frozenset("but instead however".split())
_STAYING = frozenset("stay remain skip miss withdraw abandon drop".split())
_GIVING_UP = {"fall": ("ill", "sick"), "pull": ("out",), "back": ("out",), "turn": ("back", "around")}
_UNTIL = frozenset("until before".split())
_PLANS = frozenset("plan journey engagement event".split())  # what else is called off with the meeting
_SETTING = frozenset("in at during on after before following".split())
_IN_ORDER = frozenset([*ORDINALS, "latest", "last"])
_LEAVING = frozenset("leave depart fly travel head go".split())
_FAR = 40  # tokens; a subject further off would make the evidence a paragraph


def is_event(trigger: Token) -> bool:
    """Whether the words tell of an event: not of one that is wanted, of how many there were, or which one it was."""
    is_told = not (_is_generic(trigger) or _is_description(trigger) or _is_before_leaving(trigger))
    return is_told and not (is_unreal(trigger) or _is_only_tried(trigger))


def _is_only_tried(trigger: Token) -> bool:
    """Whether somebody tried to bring it about: "| tried | to meet X", "| sought | to hold talks with X"."""
    verb = trigger if is_verb(trigger) else trigger.head if trigger.dep_ == "dobj" else None
    return verb is not None and verb.dep_ == "xcomp" and verb.tag_ == "VB" and verb.head.lemma_ in _TRYING


def _is_before_leaving(verb: Token) -> bool:
    """Whether a sentence begins with where somebody will go next: "Before | leaving | for Oslo, he met X".

    So does "Prior to | departing |". At its end it tells what came next: "he met X before | leaving | for Oslo".
    """
    if verb.dep_ != "pcomp" or verb.lemma_ not in _LEAVING:
        return False
    link = verb.head.head if verb.head.lower_ == "to" and verb.head.head.lower_ == "prior" else verb.head
    return link.lower_ in ("before", "prior") and verb.i < link.head.i


def _is_description(noun: Token) -> bool:
    """Whether the noun only counts an event that is told otherwise: "it was | their first meeting |"."""
    is_said_of = noun.dep_ == "attr" or (noun.dep_ == "dobj" and noun.head.lemma_ == "mark")
    return is_said_of and has_child(noun, _IN_ORDER)


def _is_generic(noun: Token) -> bool:
    """Whether a plural tells of no event but of how often there were some: "his | previous | visits to Iran"."""
    if noun.dep_ == "dobj" and (noun.head.lemma_ in _GROWING or _is_wish(noun.head)):
        return True  # "agreed to | intensify | discussions"
    if noun.lemma_ == "consultation" and noun.dep_ == "pobj" and noun.head.lower_ == "in":
        return True  # "agreed to remain | in | close consultation"
    return noun.tag_ == "NNS" and noun.lower_ != "talks" and has_child(noun, _REPEATED)


def _is_wish(verb: Token) -> bool:
    """Whether the verb only says what somebody would do: "his readiness | to begin | talks"."""
    return verb.dep_ == "acl" and verb.tag_ == "VB" and verb.head.lemma_ in _WISHES


def is_named_only(trigger: Token, words: DateExpression | None) -> bool:
    """Whether neither a date nor a tense says when it was: "| X's trip to Y | comes amid tensions"."""
    verb = None if is_verb(trigger) else verb_over(trigger)
    return words is None and verb is not None and not is_past(trigger) and not is_future(trigger)


def told_status(trigger: Token) -> MeetingStatus | None:
    """Whether the text denies the event: somebody does, or it did not come about; none if it tells of no event.

    An event that is not denied counts as held here; that it is still to come is read later.
    """
    is_off = (_had_been_planned(trigger) and _is_undone(trigger.sent)) or _was_given_up(trigger)
    if is_off or _was_to_have(trigger) or _is_not_as_planned(trigger) or _is_of_lost_journey(trigger):
        return MeetingStatus.POSTPONED if any(map(puts_off, trigger.sent)) else MeetingStatus.CANCELLED
    did_not = did_not_happen(trigger)
    if not did_not and not _is_denied(trigger):
        return MeetingStatus.HELD
    if _is_refused(trigger):
        return None
    if _is_reported(trigger):
        return MeetingStatus.DENIED
    return MeetingStatus.CANCELLED if did_not else None


def _was_to_have(trigger: Token) -> bool:
    """Whether it was to take place and has not: "were | to have met | in May"."""
    verb = trigger if is_verb(trigger) else verb_over(trigger)
    if verb is None or verb.tag_ != "VBN" or verb.head.lower_ not in ("was", "were"):
        return False
    return has_child(verb, ("have",)) and any(t.tag_ == "TO" for t in children(verb, "aux"))


def _is_not_as_planned(trigger: Token) -> bool:
    """Whether it was planned and did not come about: "they | did not meet | as planned"."""
    plans = (c for c in children(trigger, "advcl") if c.lemma_ in _PLANNED and c.tag_ == "VBN")
    return is_negated(trigger) and any(has_child(plan, ("as",)) for plan in plans)


def _is_of_lost_journey(trigger: Token) -> bool:
    """Whether it was to be held where somebody does not go: "cancelled a trip to Oslo, where he was to | meet | X"."""
    clause_ = next((t for t in (trigger, *trigger.ancestors) if t.dep_ == "relcl"), None)
    if clause_ is None or clause_.left_edge.lower_ not in ("where", "when") or not is_future(trigger):
        return False
    above = itertools.takewhile(lambda t: not is_verb(t), clause_.ancestors)
    journey = next((t for t in above if NOUNS.get(t.lemma_.lower()) is MeetingKind.VISIT or t.lemma_ in _PLANS), None)
    return journey is not None and (calls_off(journey.head) or puts_off(journey.head))


def _had_been_planned(trigger: Token) -> bool:
    """Whether it was planned once and is no more: "had been due | to visit Oslo |", "was supposed | to meet X |"."""
    infinitive = _infinitive_of(trigger)
    return infinitive is not None and (_is_supposed(infinitive.head) or _is_of_old(infinitive.head))


def _infinitive_of(trigger: Token) -> Token | None:
    """The infinitive by which it is told as a plan: "was due | to visit | Oslo", "had planned | to hold | talks"."""
    if not is_verb(trigger) and whole_of(trigger).dep_ != "dobj":
        return None  # "had been due to meet X at | the summit |", which was held without
    verb = trigger if is_verb(trigger) else verb_over(trigger)
    while verb is not None and verb.dep_ == "conj" and verb.head.tag_ == "VB":
        verb = verb.head  # "to address the parliament and | to attend | the summit"
    if verb is None or verb.dep_ != "xcomp" or not any(t.tag_ == "TO" for t in children(verb, "aux")):
        return None
    return verb


def _was_given_up(trigger: Token) -> bool:
    """Whether who was to do it did not go: "was due to | meet | X on Monday but stayed at home"."""
    infinitive = _infinitive_of(trigger)
    if infinitive is None:
        return False
    plan = infinitive.head.head if infinitive.head.dep_ == "acomp" else infinitive.head
    is_past_plan = plan.lower_ in ("was", "were") or has_child(plan, ("was", "were"))
    links = (t for t in (plan, infinitive) if has_child(t, _INSTEAD))
    instead = (t for link in links for t in children(link, "conj") if t.tag_ == "VBD")
    own = (t for t in instead if all(s.pos_ == "PRON" for s in children(t, *SUBJECTS)))  # not "but | markets | fell"
    return is_past_plan and any(_stays_away(t) or calls_off(t) or puts_off(t) for t in own)


def _stays_away(verb: Token) -> bool:
    """Whether one does not go: "| stayed | at home", "| fell | ill", but "turned up late"."""
    return verb.lemma_ in _STAYING or has_child(verb, _GIVING_UP.get(verb.lemma_, ()))


def _is_supposed(plan: Token) -> bool:
    return plan.lemma_ == "suppose" and has_child(plan, ("was", "were"))


def _is_of_old(plan: Token) -> bool:
    """Whether the plan was made before what is told: "| had been due | to visit Oslo", "| had planned | to meet X"."""
    told = plan.head if plan.dep_ == "acomp" else plan
    return plan.lemma_ in _PLANNED and told.tag_ == "VBN" and has_child(told, ("had",))


def is_over(trigger: Token) -> bool:
    """Whether the day of a plan is past: "had been due | to visit | Oslo on Friday, but fell ill", or went ahead."""
    is_given_up = _had_been_planned(trigger) and _is_undone(trigger.sent)
    is_of_old = is_given_up and any(map(_is_of_old, trigger.ancestors))
    return went_ahead(trigger) or is_of_old or _was_to_have(trigger) or _was_given_up(trigger)


def went_ahead(trigger: Token) -> bool:
    """Whether what was planned took place: "was supposed | to meet | X on Monday, and the meeting went ahead".

    So it did if the sentence after says so: "The meeting took place in Oslo".
    """
    verb = trigger if is_verb(trigger) else verb_over(trigger)
    if verb is None or verb.dep_ != "xcomp" or not is_past(verb.head):
        return False
    sentence = trigger.sent
    following = sentence.doc[sentence.end : sentence.end + 1]
    told = [t for t in sentence if t.i > verb.i and t.dep_ != "advcl"] + [t.sent.root for t in following]
    return any(_goes_ahead(t, verb if is_verb(trigger) else trigger) for t in told)


def _goes_ahead(verb: Token, event: Token) -> bool:
    """Whether the verb says so of the event: "the meeting | went ahead |", "the talks | took place |"."""
    noun = child(verb, *SUBJECTS)
    kind = NOUNS.get(noun.lemma_.lower()) if noun is not None else None
    if noun is None or kind is None:
        return False
    is_visit = act_of(event) in VISITING if is_verb(event) else NOUNS.get(event.lemma_.lower()) is MeetingKind.VISIT
    is_same = (kind is MeetingKind.VISIT) is is_visit and has_child(noun, ("the", "their", "his", "her", "that"))
    is_own = not any(objects_of(noun, ("with", "between", "of", "by")))  # "the meeting with | Z |" is another
    is_done = any((verb.lemma_, t.lower_) in (("go", "ahead"), ("take", "place")) for t in verb.children)
    return is_same and is_own and is_done and verb.tag_ == "VBD" and child(verb, "neg") is None


def _is_undone(sentence: TokenSpan) -> bool:
    """Whether it is told there, or in the sentence before or after, that something came in between."""
    first, last = max(0, sentence.start - 1), min(sentence.end, len(sentence.doc) - 1)
    around = sentence.doc[sentence.doc[first].sent.start : sentence.doc[last].sent.end]
    return any(map(_comes_between, sentence)) or any(_calls_off_event(t) for t in around)


def _comes_between(word: Token) -> bool:
    """Whether the word leads to what happened instead: ", | but | fell ill", "| before | war broke out".

    "Before travelling on", without a subject, tells what was to come after.
    """
    if word.lower_ in _UNTIL:
        return word.dep_ == "mark" and child(word.head, *SUBJECTS) is not None
    return word.lower_ in _INSTEAD and is_verb(word.head)


def _calls_off_event(word: Token) -> bool:
    """Whether it is a meeting that is called off or put off: "the trip was | cancelled |", not "a tax"."""
    if not (calls_off(word) or puts_off(word)):
        return False
    if not is_verb(word):
        return word.head.lemma_.lower() in NOUNS
    objects = [*children(word, "dobj", "nsubjpass"), *([word.head] if word.dep_ in ("acl", "amod") else [])]
    are_events = (t.pos_ == "PRON" or t.lemma_.lower() in NOUNS or t.lemma_.lower() in _PLANS for t in objects)
    return not objects or any(are_events)


def undone(noun: Token) -> MeetingStatus | None:
    """Whether the noun's clause calls off a meeting told before: "the meeting | did not take place"."""
    if noun.dep_ not in SUBJECTS:
        return None
    status = MeetingStatus.CANCELLED if did_not_happen(noun) else status_of(noun)
    return status if status in (MeetingStatus.CANCELLED, MeetingStatus.POSTPONED) else None


def _is_denied(trigger: Token) -> bool:
    """Whether the event is denied: "did not meet", "refused to meet", "had no call", "denied that talks were held"."""
    verb = trigger if is_verb(trigger) else verb_over(trigger)
    if verb is not None and _is_rumoured(verb) and not _is_setting(trigger):
        return not (is_negated(verb) or is_negated(trigger))  # denied "that they would not meet": they will
    if is_negated(trigger) or _is_refused(trigger):
        return True
    if verb is None:
        return False
    above = verb.head if verb.dep_ in ("xcomp", "ccomp") else verb
    is_setting = _is_setting(trigger)
    is_failed = whole_of(trigger).dep_ in SUBJECTS and verb.lemma_ == "fail"  # "the talks | failed", and so were held
    if {verb.lemma_, above.lemma_} & _REFUSALS and not (is_setting or is_failed):
        return True
    if verb.dep_ == "xcomp" and child(verb.head, "neg") is not None and not is_setting:
        return True  # "does not plan to hold | a meeting |"
    is_told_of = trigger.dep_ in ("dobj", "attr", "nsubjpass") or is_on_agenda(trigger)
    return (is_told_of and child(verb, "neg") is not None) or _is_unplanned(trigger)


def _is_unplanned(trigger: Token) -> bool:
    """Whether there is no intention to hold it: "there are no | plans | for talks", "no | intention | to meet X"."""
    part = whole_of(trigger)
    part = part.head if part.dep_ == "dobj" else part  # "no plans to | hold | talks"
    link = part.head if part.dep_ in ("pobj", "pcomp") else part
    is_led = link.dep_ == "acl" or link.lower_ in ("for", "of", "on")
    return is_led and link.head.lemma_ in _INTENTIONS and is_negated(link.head)


def _is_rumoured(verb: Token) -> bool:
    """Whether the verb tells what is said in a report that somebody denies: "denied reports that X | met | Y".

    "Reports that X met Y | are false", "were denied" and "dismissed as false" tell the same.
    """
    while verb.dep_ in ("xcomp", "ccomp") and verb.head.pos_ != "NOUN":
        verb = verb.head  # "reports that X | planned | to meet Y"
    rumour = verb.head
    is_told = any(t.lower_ == "that" for t in children(verb, "mark")) and rumour.lemma_ in _RUMOURS
    denial = rumour.head.head if rumour.dep_ == "pobj" and rumour.head.lower_ == "as" else rumour.head
    is_false = rumour.dep_ == "nsubj" and denial.lemma_ == "be" and has_child(denial, _FALSE)
    is_denied = rumour.dep_ in ("dobj", "nsubjpass", "pobj") and denial.lemma_ in _DENIALS
    return is_told and (is_false or is_denied) and child(denial, "neg") is None


def _is_refused(trigger: Token) -> bool:
    """Whether somebody would not meet: "refused | to meet | X", which is no meeting that others deny.

    What is "ruled out", or is not, is told by nobody to have taken place either.
    """
    verb = trigger if is_verb(trigger) else verb_over(trigger)
    if verb is None or _is_setting(trigger):
        return False
    is_excluded = _excludes(verb) and whole_of(trigger).dep_ in ("dobj", "nsubjpass")
    return is_excluded or bool({verb.lemma_, verb.head.lemma_} & {"refuse", "decline"})


def _excludes(verb: Token) -> bool:
    return verb.lemma_ == "exclude" or (verb.lemma_ == "rule" and has_child(verb, ("out",)))


def _is_setting(trigger: Token) -> bool:
    """Whether something was done there: "denied it | at a briefing |", "ruled it out | after talks |"."""
    part = whole_of(trigger)
    return part.dep_ in ("pobj", "dobj") and part.head.lower_ in _SETTING  # "| following | talks", a verb to the parser


def _is_reported(trigger: Token) -> bool:
    """Whether somebody says so: a denial is news only in somebody's mouth, "did not meet" alone tells of no meeting."""
    return any(t.lemma_ in _DENIALS or (t.lemma_ in FRAMES and t.pos_ == "VERB") for t in trigger.ancestors)


def clause(trigger: Token) -> Span:
    """The words around the trigger: for a verb its clause, for a noun its phrase with the subject of its verb."""
    if trigger.dep_ in SUBJECTS and trigger.head.lemma_ in HAPPENING:
        trigger = trigger.head  # "the summit | took place in Hiroshima"
    first, last = trigger.left_edge, trigger.right_edge
    verb = None if is_verb(trigger) else verb_over(trigger)
    if verb is not None:
        start = (child(verb, *SUBJECTS) or verb).left_edge
        first = start if 0 <= trigger.i - start.i < _FAR else first
    return first.idx, last.idx + len(last.text.rstrip())

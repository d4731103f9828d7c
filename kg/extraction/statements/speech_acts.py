"""Speech acts: what somebody does by saying something, where the verb that reports it does not tell.

"Said", "told" and "assured" report pledges and appeals as well as claims; which of them it is, the words said tell: who
is their subject, whether it is to happen, must happen or is judged. Without such a sign, a claim it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.analysis.document import Document
from kg.analysis.syntax import SUBJECTS, child, children, has_child, is_verb
from kg.extraction.actors.cast import Cast, Figure
from kg.extraction.actors.coreference import Resolver
from kg.extraction.meetings.occasions import NOUNS
from kg.extraction.statements.finder import Said
from kg.extraction.wording.reporting_verbs import FRAMES
from kg.records import ActorType, StatementKind

# Verbs that report any kind of statement; "denied", "admitted" and "claimed" tell themselves that it is a claim.
_NEUTRAL = frozenset(
    """say add tell assure agree continue state declare write answer reply respond insist guarantee explain note
    remark conclude observe post tweet inform affirm set lay spell make""".split()
)
_SETTING_OUT = frozenset("affirm set lay spell".split())
_FUTURE = frozenset("will would 'll shall wo ’ll".split())
_DUE = frozenset("due set scheduled".split())
_OBLIGED = frozenset("must should ought".split())
_NEEDING = frozenset("need have".split())
_EVENTS = frozenset(
    """host visit meet hold travel fly attend arrive sign open convene gather begin start launch return receive
    send deliver build construct finalise finalize complete resume reopen talk publish""".split()
)
# What one meets without anybody being there.
_STANDARDS = frozenset("target goal demand need condition deadline obligation commitment requirement quota".split())
_OUTCOMES = frozenset("fail succeed help bring lead produce yield make".split())
# What one may promise to do: what else one will feel, suffer or come to is foretold.
_DEEDS = frozenset(
    """accept act add address adopt advance allocate allow answer appoint approve arm assist attack back ban beg block
    bring build buy call cancel carry challenge change close combat commit compensate compete conduct consider
    consult contribute cooperate counter create cut deepen defeat defend deliver deploy develop devote discuss do
    donate double end enforce engage ensure establish evacuate expand expel explore export extend facilitate fight
    finance follow free fulfil fulfill fund give grant guarantee halt help hold honor honour implement impose
    increase intervene introduce invest investigate invite join keep launch lead leave let lift limit look maintain
    match meet negotiate offer oppose participate pay permit play press pressure prevent promote protect provide
    punish purchase pursue push put raise rebuild recognise recognize reduce release remove repay replace resist
    respect respond rest restore resume retaliate return revive search seek send set share show sign spare speed
    spend stall stand start stay step stop strengthen strike strive submit supply support surrender suspend take
    target tolerate train transfer treat uphold use veto visit vote waive withdraw withhold work""".split()
)
_LASTING = frozenset("continue go keep".split())
_TAKING = frozenset("make take".split())
_TAKEN = frozenset("visit trip place journey".split())
_BEING = frozenset("is are was were am 's 're be been".split())
_READY = frozenset("ready prepared willing determined resolved committed eager".split())
_AFFIRMING = frozenset(
    """reaffirm reiterate restate reassert stress emphasise emphasize underscore underline highlight express voice
    convey""".split()
)
_READINESS = frozenset("readiness willingness commitment intention determination resolve".split())
_SUPPORTING = frozenset("support back oppose respect accept tolerate value seek recognise recognize".split())
_JUDGED = frozenset(
    """unacceptable irresponsible illegal unlawful unjustified wrong unfair illegitimate intolerable inadmissible
    deplorable shameful inexcusable""".split()
)
_JUDGEMENTS = frozenset("violation crime outrage mistake disgrace priority".split())
_RELATIONS = frozenset("relation tie relationship partnership friendship cooperation".split())
_BREAKING = frozenset("break sever cut restore establish resume normalise normalize suspend".split())
_CHANGING = frozenset("expand boost improve deepen strengthen worsen intensify".split())
_FRIENDS = frozenset("friend partner ally neighbour neighbor".split())
_GROUPS = frozenset(
    """side party country nation state leader government community world parliament authority power minister
    everyone everybody people""".split()
)
_AIMS = frozenset("step aim goal objective priority plan task path purpose idea way point intention".split())
_BEGINNINGS = frozenset("start beginning resumption restoration establishment lack".split())
_ASKING = frozenset("for on upon".split())
_ASKED = frozenset("whether if who what why how when where which".split())
_SUBJECTS = (*SUBJECTS, "csubj")
_FIRST = frozenset("i we".split())


class SpeechActs:
    """Tells the kinds of the statements of one article."""

    def __init__(self, cast: Cast, resolver: Resolver) -> None:
        self._cast = cast
        self._resolver = resolver
        self._document: Document = cast.document

    def kind_of(self, said: Said) -> StatementKind:
        """The kind that the cue tells, or else the words said."""
        cue = self._document.tokens_of(said.cue_span) if said.cue_span is not None else ()
        words = self._document.tokens_of(said.content.span)
        if any(t.lemma_ == "ask" for t in cue) and words and words[0].lower_ in _ASKED:
            return StatementKind.CLAIM  # a question asks nobody to do anything
        if any(t.lemma_ == "call" for t in cue):
            return _of_call(cue, words)
        heads = list(_heads(words))
        is_own_word = any(t.lemma_ in _AFFIRMING for t in cue)  # one welcomes somebody else's
        if is_own_word and any(t.lemma_ in _READINESS for t in heads):
            return StatementKind.COMMITMENT  # "voiced its | readiness | to help"
        if said.kind is not StatementKind.CLAIM or not all(_is_neutral(t) for t in cue if is_verb(t)):
            return said.kind
        if heads and not is_verb(heads[0]) and any(t.lemma_ in _SETTING_OUT for t in cue):
            return StatementKind.POSITION  # "affirmed their | respect | for the law", "set out | proposals |"
        insists = any(t.lemma_ == "insist" for t in cue)
        acts = (self._act(verb, said.speaker, insists) for verb in heads if is_verb(verb))
        return next((act for act in acts if act is not None), said.kind)

    def _act(self, verb: Token, speaker: Figure, insists: bool) -> StatementKind | None:
        subject = child(verb, *_SUBJECTS) or (child(verb.head, *_SUBJECTS) if verb.dep_ == "conj" else None)
        if subject is None:
            return StatementKind.APPEAL if self._is_imperative(verb) else None
        if insists and _is_subjunctive(verb):
            return StatementKind.APPEAL
        is_own = self._is_own(subject, speaker)
        return (
            self._of_duty(verb, subject, is_own)
            or _of_future(verb, subject, is_own)
            or (_of_stance(verb, subject) if is_own else None)
            or _of_judgement(verb, subject)
        )

    def _is_imperative(self, verb: Token) -> bool:
        """Whether a quotation begins with what others are to do: '"| Stop | the war"', not '"| Thank | you"'."""
        is_first = verb.tag_ == "VB" and verb == verb.left_edge and verb.lemma_ not in FRAMES
        return is_first and self._document.quotation_at(verb.idx) is not None

    def _is_own(self, subject: Token, speaker: Figure) -> bool:
        """Whether the speaker tells of himself, or of the state for which he speaks: "we", "China", "Moscow"."""
        named = self._cast.named_at(subject)
        meant = (named,) if named is not None else self._resolver.resolve(subject)
        own = [f for f in meant if f is speaker or (f.type is ActorType.STATE and f.name == speaker.of)]
        return subject.lower_ in _FIRST or len(own) == len(meant) == 1

    def _of_duty(self, verb: Token, subject: Token, is_own: bool) -> StatementKind | None:
        """What others must do is asked of them; that something must be is where one stands."""
        duty = next((t.lower_ for t in children(verb, "aux") if t.lower_ in _OBLIGED), None)
        goal = child(verb, "xcomp")
        is_need = verb.lemma_ in _NEEDING and verb.tag_ != "VBD" and goal is not None and has_child(goal, ("to",))
        is_missed = duty is not None and has_child(verb, ("have",))  # "they | should have | talked"
        if is_missed or (duty is None and not is_need):
            return None
        is_group = subject.lemma_.lower() in _GROUPS or self._cast.named_at(subject) is not None
        if is_group and not is_own:
            return StatementKind.APPEAL
        is_rule = duty == "must" or child(verb, "auxpass") is not None
        return StatementKind.POSITION if is_rule else None  # "prices should fall" is expected


def _of_call(cue: Sequence[Token], words: Sequence[Token]) -> StatementKind:
    """What one calls for is asked: "called | for | calm"; what one calls a relation rates it: "called | ties |"."""
    if cue[-1].lower_ in _ASKING:
        return StatementKind.APPEAL
    return StatementKind.ASSESSMENT if any(t.lemma_ in _RELATIONS for t in words) else StatementKind.POSITION


def _is_neutral(verb: Token) -> bool:
    return verb.lemma_ in _NEUTRAL or verb.pos_ == "AUX"


def _heads(words: Sequence[Token]) -> Iterator[Token]:
    """Yield the heads of what is said, each with the verbs coordinated with it."""
    inside = {t.i for t in words}
    for token in words:
        if (token.head.i not in inside or token.head == token) and (is_verb(token) or token.pos_ == "NOUN"):
            yield token
            yield from (c for c in children(token, "conj") if is_verb(c) and c.i in inside)


def _of_future(verb: Token, subject: Token, is_own: bool) -> StatementKind | None:
    """An event to come is announced; what one will do oneself, promised."""
    helpers = list(children(verb, "aux", "auxpass"))
    goal = child(verb, "xcomp")
    is_due = goal is not None and has_child(goal, ("to",)) and (verb.lemma_ == "be" or verb.lower_ in _DUE)
    is_due |= any(c.lower_ in _DUE for c in children(verb, "acomp")) or _is_expected(verb, subject)
    is_to_come = any(t.lower_ in _FUTURE for t in helpers) and not any(t.lemma_ == "have" for t in helpers)
    done = goal if goal is not None and is_due else verb
    is_aim = verb.lemma_ == "be" and subject.lemma_ in _AIMS  # "the first | step | was to talk"
    if is_aim or not (is_due or is_to_come):
        return None
    is_occasion = subject.lemma_.lower() in NOUNS and done.lemma_ not in _OUTCOMES
    is_event = is_occasion or _is_event(done)
    are_met = any(t.lemma_.lower() in NOUNS for t in children(done, "dobj"))  # "would host | the talks |"
    is_passive = child(done, "auxpass") is not None
    if verb.lower_ == "expected" and not (is_event or is_passive):
        return None  # "the economy is | expected | to grow"
    is_known = is_own or is_occasion or are_met or is_passive  # else it is a forecast
    if verb.lemma_ == "be" and is_due and not (is_event or is_passive):
        return None  # "the attack | was to deter |"
    is_refused = is_own and child(done, "neg") is not None and not (is_occasion or are_met)  # "would | not | send men"
    if is_due or (is_event and is_known and not is_refused and child(done, "prt", "xcomp") is None):
        return StatementKind.ANNOUNCEMENT
    is_ready = any(c.lower_ in _READY for c in children(verb, "acomp"))
    return StatementKind.COMMITMENT if is_own and (is_ready or _is_deed(done)) else None


def _is_expected(verb: Token, subject: Token) -> bool:
    """Whether an event is awaited, "is | expected | in Oslo", not a thing thought likely: "it is | expected | that"."""
    is_opinion = subject.lower_ == "it" and child(verb, "ccomp") is not None
    helpers = list(children(verb, "aux", "auxpass"))
    return verb.lower_ == "expected" and bool(helpers) and not (is_opinion or any(t.tag_ == "MD" for t in helpers))


def _is_event(verb: Token) -> bool:
    if verb.lemma_ == "meet" and any(t.lemma_ in _STANDARDS for t in children(verb, "dobj")):
        return False
    return verb.lemma_ in _EVENTS or (verb.lemma_ in _TAKING and has_child(verb, _TAKEN))


def _is_deed(verb: Token) -> bool:
    """Whether one may promise it: something to do, or what one will not let happen to oneself."""
    if child(verb, "auxpass") is not None:
        return child(verb, "neg") is not None
    if verb.lemma_ in _LASTING:
        verb = child(verb, "xcomp", "advcl") or verb  # "will continue | to help |"
    is_conceded = verb.lemma_ == "grant" and any(t.lower_ == "you" for t in children(verb, "dobj"))
    return verb.lemma_ in _DEEDS and not is_conceded and not has_child(verb, ("rather", "sooner"))


def _of_stance(verb: Token, subject: Token) -> StatementKind | None:
    """What the speaker is ready for, asks, or supports: "we are | ready | to help", "we | condemn | the attack"."""
    is_made_ready = verb.lower_ in _READY and has_child(verb, _BEING)
    if is_made_ready or any(c.lower_ in _READY for c in children(verb, "acomp")):
        return StatementKind.COMMITMENT
    if verb.lemma_ == "call" and has_child(verb, _ASKING):
        return StatementKind.APPEAL
    does_so = subject.lower_ in _FIRST and verb.tag_ == "VBP" and verb.lemma_ in FRAMES
    if does_so and FRAMES[verb.lemma_].kind is not StatementKind.CLAIM:
        return FRAMES[verb.lemma_].kind
    return StatementKind.POSITION if verb.lemma_ in _SUPPORTING else None


def _is_subjunctive(verb: Token) -> bool:
    """Whether the verb tells what is to be: "insisted that the truce | be kept"."""
    is_finite = any(t.tag_ in ("MD", "VBD", "VBZ", "VBP") for t in children(verb, "aux", "auxpass"))
    return verb.tag_ in ("VB", "VBN") and not is_finite


def _of_judgement(verb: Token, subject: Token) -> StatementKind | None:
    """What is said of relations rates them; what is called a crime is condemned."""
    told = list(children(verb, "acomp", "attr"))
    if verb.lemma_ == "deserve" or any(t.lower_ in _JUDGED or t.lemma_ in _JUDGEMENTS for t in told):
        return StatementKind.POSITION
    objects = [t for t in children(verb, "dobj") if verb.lemma_ in _CHANGING]
    of = [t for t in subject.subtree if t.dep_ == "pobj"] if subject.lemma_ not in _BEGINNINGS else []
    rated = [subject, *objects, *of]
    are_relations = any(t.lemma_.lower() in _RELATIONS for t in rated) and verb.lemma_ not in _BREAKING
    if are_relations or (verb.lemma_ == "be" and any(t.lemma_ in _FRIENDS for t in told)):
        return StatementKind.ASSESSMENT
    return None

"""Accounts: whether words go on with the account of a meeting, or were said elsewhere, later, or to others.

A readout is the account of one meeting from its first sentence to its last. News goes on with something else at any
sentence: most of what follows "A met B" is said to the press.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from kg.analysis.syntax import SUBJECTS, child, children, has_child, is_verb, objects_of, verb_over, word_before
from kg.extraction.meetings.occasions import NOUNS, is_assembly
from kg.extraction.statements.relays import MEDIA
from kg.extraction.wording.circumstances import TOPICAL
from kg.extraction.wording.meeting_verbs import MEETING, act_of
from kg.extraction.wording.reporting_verbs import SPEAKING_TO, TOLD, frame_of
from kg.records import MeetingKind, StatementKind

# By what readouts tell of what was said; the press has it too, but for what was said to somebody.
_IN_READOUTS = frozenset(
    """underscore underline stress reaffirm reiterate emphasise emphasize highlight affirm express welcome note convey
    brief raise outline voice""".split()
)
_REPLYING = frozenset("reply respond retort assure".split())
_APART = frozenset("testify write tweet post publish".split())  # what one does elsewhere
_AT_SOMEBODY = SPEAKING_TO | {"accuse"}
_PERFECT = frozenset("has have had".split())
_AROUND = frozenset("after following before since until ahead prior".split())
_AT = frozenset("at in during throughout".split())
_EACH = frozenset("each all both".split())
_REFERRING = frozenset("the this that their our".split())
# What joins a sentence to the one before: "in | addition |", "to that | end |".
_LINKING = frozenset(
    """addition particular context regard respect connection end turn response reply closing conclusion light spirit
    vein meantime""".split()
)
_MANY_IN_FORM = frozenset("talks negotiations discussions consultations".split())
TURNS = frozenset("part turn".split())
"""Nouns that say that somebody spoke before: "for his | part |"."""
_OTHER_TIMES = frozenset("earlier later previously separately elsewhere afterwards afterward".split())
_LISTENING = frozenset("reporters journalists press media".split())
_DISCUSSING = frozenset("discuss talk negotiate meet".split())
_SPEAKING_AT = frozenset("address attend chair open speak".split())
_HANGING = frozenset("advcl pcomp prep acl dep".split())
_REMEMBERING = frozenset("recall remember".split())
_ONE_ANOTHER = frozenset((MeetingKind.MEETING, MeetingKind.NEGOTIATION, MeetingKind.PHONE_CALL, MeetingKind.VISIT))
_ON = frozenset("in on at during via through by".split())
# Where people speak if not at a meeting: "in | an interview |", "on | Twitter |".
_CHANNELS = MEDIA | frozenset(
    """interview statement speech address remarks tweet post letter article op-ed podcast broadcast rally message
    release report video twitter telegram facebook instagram youtube editorial note communique communiqué column
    comments""".split()
)


def is_written(cue: Token) -> bool:
    """Whether one says it where nobody listens: "| wrote | that"."""
    return cue.lemma_ in _APART


def is_narrated(cue: Token) -> bool:
    """Whether the cue tells what happened there and then: not "has said", "says", "wrote", "after he said"."""
    is_apart = any(t.lower_ in _AROUND for t in children(_verb_of(cue), "mark"))
    return not (cue.lower_ in _PERFECT or cue.tag_ in ("VBZ", "VBP") or is_written(cue) or is_apart)


def is_in_readouts(cue: Token) -> bool:
    """Whether readouts tell so of what was said: "| underscored | the importance of", "| raised | concerns"."""
    return _verb_of(cue).lemma_ in _IN_READOUTS


def is_reply(cue: Token) -> bool:
    """Whether the cue tells that one spoke to the other one: "| replied | that"."""
    verb = _verb_of(cue)
    return verb.lemma_ in _REPLYING and not any(objects_of(verb, ("to",)))


def is_to_public(cue: Token) -> bool:
    """Whether what is said so is for everybody: "| announced | a new cabinet"."""
    frame = frame_of(_verb_of(cue))
    return frame is not None and frame.kind is StatementKind.ANNOUNCEMENT


def has_listener(cue: Token) -> bool:
    """Whether a noun says to whom or at whom: "told | voters | that", "urged | parliament | to"."""
    verb = _verb_of(cue)
    return any(t.pos_ in ("NOUN", "PROPN") for t in _listeners(verb))


def _listeners(verb: Token) -> Iterable[Token]:
    frame = frame_of(verb)
    yield from children(verb, "dative", "iobj")
    if verb.lemma_ in _AT_SOMEBODY or verb.lemma_ in (*TOLD, "warn", "brief"):
        yield from children(verb, "dobj")
    if frame is None or not frame.infinitive:
        return
    for asked in children(verb, "ccomp", "xcomp", "advcl"):
        if any(t.tag_ == "TO" for t in children(asked, "aux")) and asked.i > verb.i:
            yield from children(verb, "dobj")
            yield from children(asked, *SUBJECTS)


def begins_apart(cue: Token) -> bool:
    """Whether something leads to what is said: "| Back in Accra |, he said", "X, | writing on Y |, said".

    Who goes on with an account begins with who speaks, or with the words.
    """
    verb = _verb_of(cue)
    while verb.dep_ == "conj" and is_verb(verb.head) and not is_event(verb.head):
        verb = verb.head
    before = (t for t in children(verb, "prep", "advcl", "npadvmod", "advmod") if t.i < verb.i and any(t.children))
    before = (t for t in before if not any(o.lower_ in _LINKING for o in children(t, "pobj", "amod")))
    beside = (any(children(t, "acl", "advcl", "relcl")) for t in children(verb, *SUBJECTS))
    participles = (t for t in verb.doc[verb.sent.start : verb.i] if t.tag_ == "VBG" and _opens(t))
    return any(not _names_topic(t) for t in before) or any(beside) or any(participles)


def _opens(participle: Token) -> bool:
    """Whether it begins its sentence or follows a comma, however it was parsed: "| Addressing | students, he said"."""
    before = word_before(participle)
    return before is None or before.text == ","


def _names_topic(link: Token) -> bool:
    """Whether the phrase says what it is about: "| on Taiwan |, he said", but not "on his way home"."""
    is_on_name = link.lower_ == "on" and any(t.pos_ == "PROPN" for t in children(link, "pobj"))
    return link.lower_ in TOPICAL or is_on_name


def is_about(content: Sequence[Token], kind: MeetingKind) -> bool:
    """Whether the words are about a meeting of the kind, as one speaks to the press: "| the talks | were frank"."""
    return any(_is_of_past_talks(token) or _is_meeting_meant(token, kind) for token in content)


def _is_of_past_talks(token: Token) -> bool:
    """Whether it was discussed: "they had | discussed | the border"."""
    return token.lemma_ in _DISCUSSING and token.tag_ in ("VBD", "VBN")


def _is_meeting_meant(noun: Token, kind: MeetingKind) -> bool:
    """Whether the noun may mean the meeting itself: "denied | the trip | was a waste", "it was a good | meeting |"."""
    named = NOUNS.get(noun.lemma_.lower()) if noun.pos_ == "NOUN" else None
    is_of_kind = named is not None and (named is kind or (named in _ONE_ANOTHER and kind in _ONE_ANOTHER))
    return is_of_kind and (noun.dep_ == "attr" or has_child(noun, (*_REFERRING, "his", "her", "its")))


def _verb_of(cue: Token) -> Token:
    """The verb of the cue that begins with the word: "did not | deny |", "has | said |"."""
    return cue.head if cue.dep_ in ("aux", "auxpass", "neg") and is_verb(cue.head) else cue


def is_event(token: Token) -> bool:
    """Whether the word tells of a meeting: "the | talks |", "| met |", "the General | Assembly |"."""
    if token.pos_ == "VERB":
        return act_of(token) is not None or token.lemma_ in _SPEAKING_AT
    return token.lemma_.lower() in NOUNS or is_assembly(token)


def is_scene(event: Token, cue: Token) -> bool:
    """Whether the sentence puts the words at the event: "| at talks | with X, he said", "| meeting | X, he said".

    "Spoke | at the summit | and called for calm" puts them there, "met X and called for calm" does not.
    """
    said, verb = _verb_of(cue), event if is_verb(event) else verb_over(event)
    if said.dep_ == "relcl" and said.head == event:
        return True  # "the | visit |, during which he said"
    if verb is None:
        return False
    if goes_on(cue, verb) and (verb.lemma_ in _SPEAKING_AT or (verb != event and frame_of(verb))) and not act_of(verb):
        return True
    while verb != said and verb.dep_ in _HANGING:
        verb = verb.head
    return verb == said


def is_beside(cue: Token) -> bool:
    """Whether a participle tells of the same moment as the event that it hangs on: "| received | X, warning that"."""
    return cue.tag_ == "VBG" and cue.dep_ == "advcl" and is_event(cue.head)


def is_asked_there(cue: Token) -> bool:
    """Whether something is asked for in one breath with the meeting: "met X and | urged | talks".

    What was only said, warned of or promised may as well have been told to the press.
    """
    verb = _verb_of(cue)
    frame = frame_of(verb)
    if verb.dep_ != "conj" or frame is None or frame.kind is not StatementKind.APPEAL:
        return False
    above = verb.head
    while above.dep_ == "conj":
        above = above.head
    return is_event(above) or any(is_event(t) for t in children(above, "dobj"))


def goes_on(cue: Token, event: Token) -> bool:
    """Whether the cue goes on a sentence that begins with the event: "| met | X and said", "| met | X, saying"."""
    verb = event if is_verb(event) else verb_over(event)
    return verb is not None and verb.i < cue.i and verb in _verb_of(cue).ancestors


def is_own(token: Token, cue: Token) -> bool:
    """Whether the word belongs to the cue: not to what the sentence tells before it."""
    return _verb_of(cue).is_ancestor(token)


def is_by_the_way(event: Token) -> bool:
    """Whether a relative clause tells of the event: "X, who | met | Y last year"."""
    verb = event if is_verb(event) else verb_over(event)
    return verb is not None and verb.dep_ == "relcl" and not is_event(verb.head)


def is_remembered(event: Token) -> bool:
    """Whether one speaks of an event as past or in question: "recalling their first | meeting |"."""
    above = verb_over(event)
    return above is not None and (above.lemma_ in _REMEMBERING or has_child(above, ("whether",)))


def is_around(token: Token) -> bool:
    """Whether the word puts what was said outside of a meeting: "said | after | talks with X"."""
    if token.lower_ not in _AROUND:
        return False
    link = child(token, "prep") or token  # "ahead | of | talks", "prior | to | a meeting"
    event = child(link, "pobj", "pcomp") or token.head
    return event.lemma_.lower() in NOUNS or event.lemma_ in MEETING


def _is_at_event(token: Token) -> bool:
    """Whether something was done at the event: "during | the talks |", "in each of | the calls |"."""
    link = token.head
    if link.lower_ == "of" and link.head.lower_ in _EACH:
        link = link.head.head
    return token.dep_ == "pobj" and link.lower_ in _AT and token.lemma_.lower() in NOUNS


def is_reference(token: Token) -> bool:
    """Whether the word refers to a meeting told before: "during the | meeting |", "for his | part |"."""
    if token.lower_ in TURNS and token.dep_ == "pobj":
        return token.head.lower_ == "for" and has_child(token, ("his", "her", "its"))
    is_of_others = any(objects_of(token, ("with", "between", "of", "by", "to")))
    is_one = token.tag_ == "NN" or token.lower_ in _MANY_IN_FORM
    return _is_at_event(token) and is_one and has_child(token, _REFERRING) and not is_of_others


def is_elsewhere(token: Token) -> bool:
    """Whether the word tells of another occasion: "in | an interview |", "at | a summit |", "| earlier |"."""
    if token.lower_ in _OTHER_TIMES:
        return token.dep_ == "advmod" and is_verb(token.head)
    if is_to_press(token):
        return True
    is_channel = token.lower_ in _CHANNELS and token.dep_ == "pobj" and token.head.lower_ in _ON
    return is_channel or (_is_at_event(token) and not is_reference(token))


def is_to_press(token: Token) -> bool:
    """Whether the word tells that the press is spoken to: "told | reporters |", "said to | journalists |"."""
    is_object = token.dep_ in ("dobj", "dative") or (token.dep_ == "pobj" and token.head.lower_ == "to")
    return token.lower_ in _LISTENING and is_object


def tells_when(day: Token) -> bool:
    """Whether a date says when something was done: "said | on Friday |", not "before the elections | of May |"."""
    while day.dep_ in ("compound", "amod", "det", "nummod", "nmod", "advmod") and not is_verb(day.head):
        day = day.head
    return is_verb(day.head.head if day.dep_ == "pobj" else day.head)

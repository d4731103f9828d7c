"""Whether an event took place, is to come or was called off, as its sentence tells."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.analysis.document import Document
from kg.analysis.syntax import SUBJECTS, child, children, has_child, is_verb, objects_of, verb_over
from kg.records import MeetingStatus

_FUTURE_AUX = frozenset(["will", "would", "shall", "'ll"])
_POSSIBLE = frozenset("may might could".split())
_NORMATIVE = frozenset("should must ought".split())
LOOKING_AHEAD = frozenset(
    """plan expect schedule intend prepare hope aim invite agree propose offer want wish slate slat set due likely
    announce look have need invitation ask urge instruct call decide promise pledge vow commit consent undertake
    suppose""".split()
)
"""Words after which an infinitive tells what is intended: "| plans | to visit"."""
# "Hop" is what the language model makes of "hopes".
WISHING = frozenset("want wish hope hop need desire prefer favour favor readiness willingness openness".split())
"""Verbs and nouns by which somebody would have something: "| wants | talks", "| hopes | for a deal"."""
READY = frozenset("ready willing open prepared interested keen eager".split())
"""Adjectives for the same: "is | open | to talks", "is | ready | to resume them"."""
# Verbs whose object, or the event to or for which they lead, is still to come.
_PROSPECTIVE = frozenset(
    """invite plan schedule propose suggest offer request seek demand urge expect await anticipate prepare arrange
    organise organize announce preparation""".split()
)
# Verbs that do so by their preposition alone: "| called | for talks", "| agreed | to talks".
_ASKING = frozenset(
    """call/for appeal/for press/for push/for ask/for plead/for lobby/for campaign/for opt/for vote/for apply/for
    agree/to consent/to""".split()
)
_AGREEING = frozenset("agree pledge promise vow commit undertake decide".split())
_GREETING = frozenset("pose shake greet welcome".split())
_ENDS = frozenset("end close conclusion finish".split())
_OUTCOMES = _ENDS | frozenset("result outcome failure success collapse breakdown".split())
_AWAITING = frozenset("expect schedule slate slat".split())
_CLAUSES = frozenset("ROOT ccomp relcl advcl".split())
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
_HELD = frozenset("hold host convene organise organize".split())
# What is on or in these is to come: "is on the | agenda |", "is in the | works |".
_AGENDAS = frozenset(
    """agenda agendas schedule schedules programme program calendar diary itinerary cards table works offing
    pipeline making plans""".split()
)
HAPPENING = frozenset("hold take happen occur begin start open run convene".split())
"""Verbs by which an event comes about."""
ASIDE = frozenset("sideline sidelines margin margins eve".split())
"""Beside what people meet: "on the | sidelines | of the summit"."""
TOPICAL = frozenset("about regarding concerning".split())
"""What follows these is spoken of: "spoke | about | the summit"."""
SPEAKING_OF = frozenset("discuss review assess prepare mention praise welcome criticise criticize".split())
"""Verbs whose object others may take part in: "| discussed | the talks"."""
_GOING = frozenset("fly travel head go leave meet arrive visit host hold".split())
_BEGINNING = frozenset("begin start open resume kick".split())  # "the talks | begin | on Monday"
GOING_ON = frozenset("resume reconvene continue conclude end be".split())
"""Verbs by which an event goes on or ends."""
_FUTURE_WORDS = frozenset(
    """upcoming forthcoming planned next future expected scheduled slated proposed possible impending due
    coming""".split()
)
_SINGLING_OUT = frozenset("first second third only last latest".split())
_CANCELLED = frozenset(["cancel", "cancell", "scrap", "abort", "shelve"])
_POSTPONED = frozenset(["postpone", "delay", "reschedule", "defer"])
_DEPTH = 5  # verbs and nouns above the trigger that may still govern it


def is_unreal(trigger: Token) -> bool:
    """Whether somebody wants or doubts the event: "the talks | should | resume", "unlikely that X will go"."""
    verbs = [t for t in (trigger, *governors(trigger)) if is_verb(t)]
    is_wanted = any(c.lower_ in _NORMATIVE for verb in verbs for c in children(verb, "aux"))
    above = {t.lower_ for verb in verbs for t in (verb.head, *children(verb.head, "acomp"))}
    return is_wanted or "unlikely" in above


def governors(trigger: Token) -> list[Token]:
    """The words above the trigger up to the verb of its clause."""
    found, node = [], trigger
    for _ in range(4):
        if node.head == node:
            break
        node = node.head
        found.append(node)
        if node.pos_ == "VERB" and not _is_put_in(node):
            break
    return found


def _is_put_in(participle: Token) -> bool:
    """Whether it stands between commas behind the event, which the parser makes its subject: "talks, | set | for May".

    The verb of the sentence is another one: "talks, set for May, were | postponed |".
    """
    is_bare = participle.tag_ == "VBN" and not any(children(participle, "aux", "auxpass"))
    is_behind = is_bare and participle.i > 0 and participle.nbor(-1).text == ","
    return is_behind and any(t.i < participle.i for t in children(participle, *SUBJECTS))


def status_of(trigger: Token) -> MeetingStatus:
    """Whether the event that the word names was held, is planned, or was called off.

    Judged by the word itself and the verbs above it in its sentence: "will meet", "is due to visit", "the upcoming
    summit", "cancelled a trip".
    """
    is_setting = trigger.dep_ == "pobj" and trigger.head.lower_ in ("at", "during") and not is_verb(trigger.head.head)
    is_finite = not _FINITE.isdisjoint(t.tag_ for t in (trigger, *children(trigger, "aux")))
    is_alone = is_setting or (trigger.dep_ == "conj" and is_finite)
    # "cancelled a meeting at | the summit |", "cancelled a trip and | met | X"
    chain = [trigger] if is_alone else [trigger, *governors(trigger)]
    if any(map(puts_off, chain)):
        return MeetingStatus.POSTPONED
    if any(calls_off(t) for t in chain) or _collapses(trigger):
        return MeetingStatus.CANCELLED
    return MeetingStatus.PLANNED if is_future(trigger) else MeetingStatus.HELD


def did_not_happen(noun: Token) -> bool:
    """Whether the event of the noun did not come about: "the meeting | did not take place", "was not held"."""
    verb = noun.head
    return noun.dep_ in SUBJECTS and verb.lemma_ in HAPPENING and child(verb, "neg") is not None


def puts_off(word: Token) -> bool:
    """Whether the word tells that something is postponed: "| put | off their talks"."""
    return word.lemma_.lower() in _POSTPONED or (word.lemma_ == "put" and has_child(word, ("off",)))


def calls_off(word: Token) -> bool:
    """Whether the word tells that something is called off: "| scrapped | the trip", "| called | off the summit"."""
    phrases = {("call", "off"), ("fall", "through")}
    return word.lemma_.lower() in _CANCELLED or any((word.lemma_, c.lower_) in phrases for c in word.children)


def _collapses(noun: Token) -> bool:
    """Whether what was only planned comes to nothing: "a | planned | meeting collapsed", not "the talks collapsed"."""
    is_planned = has_child(noun, _FUTURE_WORDS)
    return noun.dep_ in SUBJECTS and noun.head.lemma_ == "collapse" and is_planned


def is_future(trigger: Token) -> bool:
    """Whether the text speaks of the event as one to come: "will meet", "is to visit", "the upcoming summit"."""
    is_after = trigger.dep_ == "pobj" and trigger.head.lower_ in ("following", "since")
    if is_after or _is_where_agreed(trigger):
        return False  # "will travel | following | his talks with X"
    if is_verb(trigger) and trigger.lemma_ == "invite":
        return True  # who was asked to come has yet to come
    if (
        is_ahead(trigger)
        or any(_is_word_of_future(c) for c in trigger.children)
        or _is_spoken_of_as_next(trigger)
        or is_prospect(trigger)
        or awaited(trigger) is not None
        or is_on_agenda(trigger)
        or _is_to_be_held(trigger)
    ):
        return True
    node = trigger
    if trigger.dep_ == "advcl" and trigger.tag_ in ("VBZ", "VBP") and has_child(trigger, ("when", "once", "before")):
        node = trigger.head  # "would be signed when the minister travels to Baku"
    for _ in range(_DEPTH):
        auxiliaries = {c.lower_ for c in children(node, "aux")}
        is_possible = node.tag_ == "VB" and not auxiliaries.isdisjoint(_POSSIBLE)  # "they | may | meet"
        if is_possible or auxiliaries & _FUTURE_AUX or is_intended(node) or _is_due(node, trigger):
            return True
        if _is_heading(node):
            return True
        if is_hoped(node) or _is_further_intention(node):
            return True  # "looks forward to | meeting | X at the summit"
        # "will leave tomorrow, | heading | to Iraq", "will travel | to hold | talks"
        is_held = trigger.dep_ == "dobj" or (trigger.dep_ == "pobj" and trigger.head.lower_ == "in")
        is_own = (_is_aim(node) and (is_held or node == trigger)) or (node == trigger and _is_manner(node))
        if is_verb(node) and not is_own and (node.dep_ in _CLAUSES or node.tag_ == "VBD"):
            return False
        node = node.head
    return False


def _is_where_agreed(noun: Token) -> bool:
    """Whether people agreed at the event what they would do: "agreed to resume trade after | talks | in Luanda"."""
    verb = verb_over(noun) if noun.dep_ == "pobj" and noun.head.lower_ == "after" else None
    is_agreed = verb is not None and verb.dep_ == "xcomp" and verb.tag_ == "VB" and verb.head.tag_ == "VBD"
    return is_agreed and verb is not None and verb.head.lemma_ in _AGREEING


def _is_further_intention(verb: Token) -> bool:
    """Whether the verb goes on with what is intended: "is set to call on X, and | meet | Y", which may look finite."""
    is_bare = verb.tag_ in ("VB", "VBP") and verb.dep_ == "conj" and child(verb, *SUBJECTS) is None
    return is_bare and any(is_intended(t) for t in children(verb.head, "xcomp"))


def _is_to_be_held(noun: Token) -> bool:
    """Whether the words right behind the event say that it is to come: "the summit | to be held | in Istanbul"."""
    after = noun.doc[noun.i + 1 : noun.i + 4]
    return len(after) == 3 and after[0].lower_ == "to" and after[1].lower_ == "be" and after[2].lemma_ in _HELD


def _is_word_of_future(word: Token) -> bool:
    """Whether the word tells so of the event it hangs on: "| planned | talks", but not "met as | planned |"."""
    return word.lower_ in _FUTURE_WORDS and word.dep_ not in ("conj", "advcl")


def _is_spoken_of_as_next(noun: Token) -> bool:
    """Whether people speak of its next part: "discussed the next round of | talks |"; who held that has met."""
    part = _part_told(noun)
    link = part.head
    is_topic = link.lemma_ in SPEAKING_OF if part.dep_ == "dobj" else link.lower_ in TOPICAL | {"on"}
    return part != noun and is_topic and any(map(_is_word_of_future, part.children))


def is_told_as_scheduled(document: Document, trigger: Token) -> bool:
    """Whether the present tense tells what is to come on a weekday: "X | flies | to Lusaka on Thursday"."""
    verb = trigger if is_verb(trigger) else verb_over(trigger)
    if (
        verb is None
        or verb.tag_ not in ("VBZ", "VBP")
        or verb.lemma_ not in (_GOING if is_verb(trigger) else _GOING | _BEGINNING)
        or verb.dep_ not in ("ROOT", "conj")
    ):
        return False
    sentence = trigger.sent
    inside = [d for d in document.dates if sentence.start_char <= d.span[0] < sentence.end_char]
    are_weekdays = bool(inside) and all(d.weekday is not None for d in inside)
    return are_weekdays and document.quotation_at(trigger.idx) is None


def _is_manner(verb: Token) -> bool:
    """Whether a participle without a subject only tells how the verb above it is done, and so when."""
    return verb.dep_ == "advcl" and verb.tag_ == "VBG" and not any(children(verb, "aux", "mark", *SUBJECTS))


def _is_aim(verb: Token) -> bool:
    """Whether the infinitive tells for what something is done: "will travel to Warsaw | to meet | X"."""
    return verb.dep_ == "advcl" and verb.tag_ == "VB" and has_child(verb, ("to",)) and child(verb, *SUBJECTS) is None


def is_intended(verb: Token) -> bool:
    """Whether the verb is the infinitive of an intention: "plans | to visit", "is to visit", "is ready to visit"."""
    # "was to have been held", "is expected to be held"
    unreal = verb.tag_ == "VBN" and (has_child(verb, ("have",)) or child(verb, "auxpass") is not None)
    is_infinitive = any(c.tag_ == "TO" for c in children(verb, "aux"))  # "to host" may be taken for a noun
    if not (verb.tag_ in ("VB", "NN") or unreal) or not is_infinitive:
        return False
    lemma = verb.head.lemma_.lower()
    if lemma == "be":  # "is to meet X", but "is in Doha | to meet X |" and does
        return not any(c.i > verb.head.i and c.lower_ == "in" for c in children(verb.head, "prep"))
    is_looked_forward = lemma in LOOKING_AHEAD | READY | WISHING
    return is_looked_forward or has_child(verb.head, _FUTURE_WORDS | READY | {"likely"})


def awaited(noun: Token) -> Token | None:
    """The infinitive by which an event is still to come about: "the talks are due | to resume | in Muscat"."""
    noun = _part_told(noun)
    if noun.dep_ not in SUBJECTS:
        return None
    links = (noun.head, *children(noun.head, "acomp"))
    infinitives = (t for link in links for t in children(link, "xcomp"))
    return next((t for t in infinitives if is_intended(t) and t.lemma_ in HAPPENING | GOING_ON), None)


def is_on_agenda(noun: Token) -> bool:
    """Whether the sentence says of the event that it is among what is to come: "| a meeting | is on the agenda"."""
    part = _part_told(noun)
    if part.dep_ not in SUBJECTS or part.head.lemma_ != "be":
        return False
    return any(t.lower_ in _AGENDAS for t in objects_of(part.head, ("on", "in")))


def _is_heading(verb: Token) -> bool:
    """Whether a heading tells in the infinitive what is to come: "Ramaphosa | to receive | envoy".

    The parser may hang it on the noun; but "first president | to visit | Hiroshima" tells who has been there.
    """
    if verb.tag_ != "VB" or not has_child(verb, ("to",)):
        return False
    if verb.dep_ in ("relcl", "acl", "advcl"):
        root, actor = verb.sent.root, verb.head
        is_told_of = actor == root or (actor.head == root and actor.dep_ in SUBJECTS)
        is_singled_out = any(t.tag_ == "JJS" or t.lower_ in _SINGLING_OUT for t in actor.lefts)
        return is_told_of and not is_singled_out and _FINITE.isdisjoint(t.tag_ for t in (root, *root.children))
    has_subject = any(t.pos_ in ("NOUN", "PROPN", "PRON") for t in verb.lefts)
    return has_subject and (verb.dep_ == "ROOT" or (verb.dep_ in ("conj", "ccomp") and not is_verb(verb.head)))


def _is_due(verb: Token, trigger: Token) -> bool:
    """Whether the verb says that somebody is awaited: "is | due | in Berlin for talks", "is | expected | in Baku"."""
    is_passive = verb.tag_ == "VBN" and child(verb, "auxpass") is not None
    if not is_verb(verb) or (verb == trigger and not is_passive):
        return False
    is_set = verb.lemma_ == "set" and has_child(verb, ("for",))  # "is | set | for talks with X"
    return ((is_passive or _is_put_in(verb)) and (is_set or verb.lemma_ in _AWAITING)) or any(
        c.lower_ == "due" for c in children(verb, "acomp")
    )


def is_prospect(noun: Token) -> bool:
    """Whether the event is what somebody proposes or awaits: "invited X to | a summit", "look forward to | talks"."""
    if noun.dep_ in ("pobj", "pcomp") and noun.head.lower_ == "to" and has_child(noun.head.head, ("forward",)):
        return True
    if is_verb(noun):
        return False
    part = _part_told(noun)
    if part.lemma_.lower() in _OUTCOMES:
        return False  # "announced | the result | of talks"
    link = part.head if part.dep_ == "pobj" and part.head.lower_ in ("to", "for") else part
    is_sought = link.dep_ in ("dobj", "nsubjpass", "prep") and link.head.lemma_.lower() in _PROSPECTIVE
    return is_sought or any(f"{above.lemma_}/{link.lower_}" in _ASKING for link, above in _led_to(noun))


def is_ahead(noun: Token) -> bool:
    """Whether what the sentence tells came before the event: "met X | ahead of | talks with Y", "before | a summit".

    Who "shake hands before their talks", as captions tell, are there already, as who acts "before the | end | of" it.
    """
    part = _part_told(noun)
    verb = verb_over(part)
    if part.lower_ in _ENDS or (verb is not None and verb.lemma_ in _GREETING):
        return False
    if part.lower_ in ("ahead", "advance"):
        return part != noun
    if part.dep_ != "pobj" or is_verb(noun):
        return False
    is_before = part.head.lower_ == "before" and noun.pos_ != "PROPN"  # one speaks "before the Assembly"
    return is_before or (part.head.lower_ == "to" and part.head.head.lower_ == "prior")


def goes_on(noun: Token, word: Token) -> bool:
    """Whether the word may belong to the noun's phrase: it comes after it, and no verb lies between."""
    return word.i > noun.i and not any(map(is_verb, noun.doc[noun.i : word.i]))


def is_hoped(event: Token) -> bool:
    """Whether people would like to meet; without a day that is no plan: "look forward to | meeting |".

    So are "wants | talks |", "hopes for | talks |", "is open to | talks |" and "is willing to hold | talks |".
    """
    if is_verb(event):
        return event.dep_ == "pcomp" and event.head.lower_ == "to" and has_child(event.head.head, ("forward",))
    part = _part_told(event)
    if part.dep_ == "dobj":
        verb = part.head
        return verb.lemma_ in WISHING or (verb.dep_ == "xcomp" and is_intended(verb) and verb.head.lower_ in READY)
    return any(above.lower_ in READY or above.lemma_ in WISHING for _, above in _led_to(event))


def _led_to(noun: Token) -> Iterator[tuple[Token, Token]]:
    """The preposition by which a word leads to the event, and the word: "| called | | for | talks".

    The parser may hang the preposition on the verb's object: "pressed | X | for talks".
    """
    part = _part_told(noun)
    link = part.head
    if part.dep_ != "pobj" or link.dep_ != "prep" or link.lower_ not in ("for", "to", "in"):
        return
    yield link, link.head
    if link.head.dep_ == "dobj":
        yield link, link.head.head


def _part_told(noun: Token) -> Token:
    """What the sentence tells of the event by: "a new | round | of talks", "the | resumption | of talks"."""
    while noun.dep_ == "pobj" and noun.head.lower_ == "of":
        noun = noun.head.head
    return noun


def is_past(trigger: Token) -> bool:
    """Whether the verb of the event, or else the finite one over it, stands in the past tense."""
    held = (c for c in children(trigger, "amod") if c.tag_ == "VBN" and c.lemma_ in HAPPENING)
    verbs = (t for t in (*held, trigger, *trigger.ancestors) if is_verb(t))  # in "X and Y | held | talks", too
    tenses = ([c.tag_ for c in children(verb, "aux")] + [verb.tag_] for verb in verbs)
    told = next((tags for tags in tenses if not _FINITE.isdisjoint(tags) or "VBN" in tags), [])
    return not {"VBD", "VBN"}.isdisjoint(told)


def is_ongoing(trigger: Token) -> bool:
    """Whether the event goes on as the article is written: "he is | visiting Malawi", "is on a visit to"."""
    verb = trigger if is_verb(trigger) else verb_over(trigger)
    if verb is None or is_future(trigger):
        return False
    is_present = verb.tag_ == "VBG" and any(c.tag_ in ("VBZ", "VBP") for c in children(verb, "aux"))
    if is_verb(trigger):
        # "it comes | with X visiting Rome |", and in headings "X | visits | Rome"
        is_beside = verb.tag_ == "VBG" and child(verb, "nsubj") is not None and not has_child(verb, ("was", "were"))
        return is_present or is_beside or (verb.tag_ == "VBZ" and verb.dep_ == "ROOT")
    if is_present and trigger.dep_ == "dobj":
        return True  # "is making | a visit | to Turkey"
    if is_present and verb.lemma_ in ("participate", "take") and trigger.dep_ == "pobj" and trigger.head.head == verb:
        return True  # "are participating in | the summit |"
    on = trigger.head if trigger.dep_ == "pobj" else trigger
    return verb.lemma_ == "be" and verb.tag_ in ("VBZ", "VBP") and on.lower_ in ("on", "in") and on.head == verb


def is_later_today(trigger: Token) -> bool:
    """Whether the event is to come on the day on which the article is written: "will meet X | later |"."""
    verb = trigger if is_verb(trigger) else verb_over(trigger)
    adverbs = (t for t in children(verb, "advmod") if t.lower_ == "later") if verb is not None else ()
    return is_future(trigger) and any(not any(t.children) for t in adverbs)

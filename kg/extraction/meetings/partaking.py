"""Words by which somebody takes part in an event, or is only spoken of: questions about the parse alone."""

from __future__ import annotations

import itertools

from spacy.tokens import Token

from kg.analysis.syntax import SUBJECTS, child, children, has_child, is_verb, objects_of, objects_seen
from kg.extraction.meetings.occasions import NOUNS

HOLDING = frozenset(
    """hold have conduct begin start open host convene chair join attend conclude end finish complete continue resume
    lead""".split()
)
"""Verbs whose object is the event that their subject holds, so that "with" may hang on them."""
# In small letters, singular and plural: the lemma of a capitalised word is the word itself.
OFFICIALS = frozenset(
    """official officials leader leaders representative representatives negotiator negotiators diplomat diplomats
    counterpart counterparts envoy envoys lawmakers parliamentarians
    authority authorities minister ministers delegation delegations administration administrations government
    governments""".split()
)
"""Words for those who act for a state or a body without being named."""
_BIDDING = frozenset(
    """invite ask urge tell order allow send authorise authorize instruct encourage persuade dispatch want expect
    call press get let enable""".split()
)
HOSTING = frozenset("organise organize mediate broker sponsor address oversee".split())
"""Verbs of those by whom an event is held, beside those of `HOLDING`."""
ADDRESSING = frozenset("tell inform assure brief urge warn ask thank promise congratulate".split())
"""Verbs whose object is spoken to."""
_MISSIVES = frozenset("invitation message letter note telegram cable greetings congratulations reply call".split())
_COMPANIES = frozenset(
    """group groups team party parties members cabinet family families council rebels people guest guests visitor
    visitors""".split()
)
_AGENTS = ("ers", "ors", "ists", "ants", "ents", "ians", "men", "women", "chiefs", "heads")
_AGENT = ("er", "or", "ist", "yst", "ian", "man", "woman", "chief", "head")
_PRAISING = frozenset(
    "thank commend congratulate praise applaud criticise criticize blame condemn honour honor".split()
)
_TOGETHER = frozenset("meet gather convene confer".split())
_STAYING_OUT = frozenset("exclude bar withdraw abstain absent".split())
_SETTING = frozenset("at in during on after before following over".split())


def is_addressed_guest(noun: Token) -> bool:
    """Whether a noun is a guest to whom the host speaks: "told visiting | President X |", "told | his guest |"."""
    is_listener = noun.dep_ in ("dobj", "dative", "nsubj") and noun.head.lemma_ in ADDRESSING
    is_called_so = noun.lower_ in ("guest", "visitor") and has_child(noun, ("the", "his", "her"))
    return is_listener and noun.i > noun.head.i and (is_called_so or has_child(noun, ("visiting",)))


def tells_host(participle: Token, event: Token) -> bool:
    """Whether the word tells who held the event, wherever it hangs: "talks between X and Y, | hosted | by Z"."""
    is_clause = participle.tag_ == "VBN" and participle.dep_ in ("acl", "relcl")
    if not is_clause or participle.lemma_ not in HOLDING | HOSTING:
        return False
    return not is_in_clause(participle, event)


def is_in_clause(word: Token, above: Token) -> bool:
    """Whether a verb stands between the word and the one above it."""
    path = itertools.takewhile(lambda t: t != above, (word, *word.ancestors))
    return any(is_verb(t) for t in path if t != word)


def is_setting(noun: Token) -> bool:
    """Whether something was said or done at the event or about its time: "| during talks | with X, Y was told"."""
    return noun.dep_ == "pobj" and noun.head.lower_ in _SETTING and is_verb(noun.head.head)


def is_missive(noun: Token) -> bool:
    """Whether the noun is what comes from somebody who stays away: "received | an invitation | from X"."""
    return noun.lemma_.lower() in _MISSIVES or noun.lower_ in _MISSIVES


def is_people(noun: Token) -> bool:
    """Whether a common noun names people: "officials", "a group of", "lawmakers", "a defence lawyer"."""
    if noun.pos_ != "NOUN":
        return False
    if noun.lower_ in OFFICIALS | _COMPANIES:
        return True
    if noun.tag_ == "NNS":
        return noun.lower_.endswith(_AGENTS)
    return noun.lower_.endswith(_AGENT) and child(noun, "det", "poss") is not None


def bidden_by(infinitive: Token) -> Token | None:
    """Who is to do it, being asked or told to: "invited | Modi | to visit", "called on | Israel | to resume talks".

    What is wanted "to resume" may be the talks themselves: they are nobody.
    """
    verb = infinitive.head
    if infinitive.tag_ != "VB" or infinitive.dep_ not in ("xcomp", "ccomp"):
        return None
    if verb.lemma_ == "call":
        return next((t for t in objects_of(verb, ("on", "upon", "for")) if t.i < infinitive.i), None)
    if verb.lemma_ not in _BIDDING:
        return None  # "visited Israel | to deliver a speech"
    bidden = (t for t in objects_seen(verb) if t.i < infinitive.i and t.lemma_.lower() not in NOUNS)
    return next(bidden, None)


def praised_in(deed: Token) -> Token | None:
    """Who did what somebody is praised or blamed for: "thanked | X | for hosting a summit"."""
    is_reason = deed.dep_ in ("pcomp", "pobj") and deed.head.lower_ == "for" and deed.head.head.lemma_ in _PRAISING
    return child(deed.head.head, "dobj") if is_reason else None


def is_after_and(noun: Token) -> bool:
    """Whether the phrase of the noun stands behind "and": "X, Y and | President Z | met"."""
    start = noun.left_edge.i
    return start > 0 and noun.doc[start - 1].lower_ == "and"


def is_listed_first(noun: Token, subject: Token) -> bool:
    """Whether the noun begins a sentence with a comma between it and the subject: "| Putin |, Xi hold talks"."""
    start = subject.left_edge.i
    return noun.i == start - 2 and noun.doc[start - 1].text == "," and noun.left_edge.i == noun.sent.start


def is_absence(verb: Token) -> bool:
    """Whether somebody is not where others meet: "| stayed | away from talks", "was | excluded | from the summit"."""
    return has_child(verb, ("away",)) or verb.lemma_ in _STAYING_OUT


def is_attendance(verb: Token) -> bool:
    """Whether the verb only tells who else was there: "were | present at the talks", "also at the meeting | were | X".

    Who took part is told otherwise.
    """
    subject = child(verb, "nsubj")
    if verb.lemma_ != "be" or subject is None:
        return False
    is_led = any(t.lower_ in ("at", "in") and t.i < verb.i < subject.i for t in children(verb, "prep"))
    return is_led or has_child(verb, ("present",))


def is_relative(clause: Token) -> bool:
    """Whether the subject of the clause is the noun that it describes: "talks | that | had ended"."""
    return any(t.tag_ in ("WDT", "WP") for t in children(clause, *SUBJECTS))


def described_by(clause: Token) -> Token:
    """The noun that the clause describes; of several who did it together the first: "| X | and Y, who met"."""
    joined = clause.head.conjuncts if _is_mutual(clause) else ()
    first: Token = min((clause.head, *joined), key=lambda t: t.i)
    return first


def _is_mutual(verb: Token) -> bool:
    """Whether only several can do it, with nobody else named: "who | met |", "who | held | talks"."""
    objects = list(children(verb, "dobj"))
    if any(True for t in (verb, *objects) for _ in objects_of(t, ("with",))):
        return False
    return verb.lemma_ in _TOGETHER if not objects else verb.lemma_ in HOLDING and objects[0].lemma_.lower() in NOUNS

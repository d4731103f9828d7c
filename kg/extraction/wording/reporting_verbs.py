"""The verbs by which somebody is reported to say something, and what part of the sentence each takes as its content.

Frames after the usual classes of reporting verbs (Quirk et al., A Comprehensive Grammar of the English Language,
§16.31 on verbs with that-clauses, §16.63 on object and to-infinitive).
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from kg.analysis.syntax import child, children
from kg.records import StatementKind


@dataclass(frozen=True, slots=True)
class Frame:
    """How a verb takes its content.

    `clause`: a that-clause or a quotation. `object`: a noun phrase ("welcomed the deal"). `addressee_first`: the
    object is who is spoken to, not what is said ("told him that"). `infinitive`: object and to-infinitive together
    ("urged X to do Y"). `prepositions`: those that open the content ("called for", "referred to"); after an object,
    those that belong to it ("thanked X for Y").
    """

    kind: StatementKind
    clause: bool = False
    object: bool = False
    addressee_first: bool = False
    infinitive: bool = False
    prepositions: frozenset[str] = frozenset()


def _frames(words: str, kind: StatementKind, prepositions: str = "", **parts: bool) -> dict[str, Frame]:
    frame = Frame(kind, prepositions=frozenset(prepositions.split()), **parts)
    return dict.fromkeys(words.split(), frame)


def _phrasal(words: str, kind: StatementKind, prepositions: str = "", **parts: bool) -> dict[tuple[str, str], Frame]:
    frame = Frame(kind, prepositions=frozenset(prepositions.split()), **parts)
    return {(verb, particle): frame for verb, _, particle in (pair.partition(" ") for pair in words.split(", "))}


_CLAIM, _POSITION, _ASSESSMENT = StatementKind.CLAIM, StatementKind.POSITION, StatementKind.ASSESSMENT
_APPEAL, _WARNING = StatementKind.APPEAL, StatementKind.WARNING
_COMMITMENT, _ANNOUNCEMENT = StatementKind.COMMITMENT, StatementKind.ANNOUNCEMENT

TOLD = ("tell", "inform", "assure", "reassure", "remind", "notify")
"""Verbs whose object is who is told, before a clause that says what."""

FRAMES: dict[str, Frame] = {
    **_frames("""say add observe remark reply respond conclude testify joke quip recount elaborate
                 opine imply contend maintain complain write post answer continue agree hope share
                 reason quote confess disagree retort clarify specify counter exclaim speculate concur
                 theorise theorize rejoin interject stipulate attest assess lecture muse fume shout rule relay narrate
                 swear confide divulge profess aver avow posit postulate surmise hypothesise hypothesize""",
              _CLAIM, clause=True),
    **_frames("suggest", _CLAIM, clause=True, object=True),
    **_frames("point", _CLAIM, clause=True, prepositions="to"),
    **_frames("""claim state declare note mention recall indicate allege assert cite reveal disclose report tweet
                 acknowledge admit concede confirm affirm explain justify predict estimate question deny signal proclaim
                 repeat forecast guarantee""",
              _CLAIM, clause=True, object=True),
    **_frames("insist", _CLAIM, clause=True, prepositions="on"),
    **_frames("argue", _CLAIM, clause=True, prepositions="for against"),
    **_frames("complain grumble boast", _CLAIM, clause=True, prepositions="about of"),
    **_frames("hint", _CLAIM, clause=True, prepositions="at"),
    **_frames("object", _POSITION, clause=True, prepositions="to"),
    **_frames("read", _CLAIM, clause=True),
    **_frames(" ".join(TOLD), _CLAIM, clause=True, addressee_first=True, infinitive=True,
              prepositions="about of"),
    **_frames("brief", _CLAIM, clause=True, addressee_first=True, prepositions="on about"),
    **_frames("apprise", _CLAIM, clause=True, addressee_first=True, prepositions="of"),
    **_frames("announce unveil", _ANNOUNCEMENT, clause=True, object=True),
    **_frames("stress emphasise emphasize underscore underline reiterate restate reaffirm reconfirm reassert highlight",
              _POSITION, clause=True, object=True),
    **_frames("lament regret protest decry express convey", _POSITION, clause=True, object=True, prepositions="for as"),
    **_frames("""welcome condemn denounce criticise criticize slam blast lambast lambaste reject dismiss oppose endorse
                 applaud deplore recognise recognize appreciate voice outline rebuke
                 attack assail defend commend hail praise salute laud second dispute contest refute rebut acclaim extol
                 castigate censure chastise chide deride mock ridicule reprimand scold upbraid vilify disparage berate
                 compliment echo bemoan tout detail articulate""",
              _POSITION, object=True, prepositions="for as"),
    **_frames("attribute ascribe", _POSITION, object=True, prepositions="to"),
    **_frames("thank congratulate accuse blame fault credit", _POSITION, object=True, prepositions="for on of with"),
    **_frames("call", _POSITION, object=True, prepositions="for on upon"),
    **_frames("describe label brand deem characterise characterize term dub",
              _ASSESSMENT, clause=True, object=True, prepositions="as"),
    **_frames("liken compare", _ASSESSMENT, object=True),
    **_frames("warn caution", _WARNING, clause=True, object=True, prepositions="of against about"),
    **_frames("urge encourage ask invite implore advise beg press",
              _APPEAL, clause=True, object=True, infinitive=True, prepositions="for"),
    **_frames("instruct command exhort entreat beseech counsel challenge dare", _APPEAL, clause=True, infinitive=True),
    **_frames("order", _APPEAL, clause=True, object=True, infinitive=True),
    **_frames("plead", _APPEAL, clause=True, infinitive=True, prepositions="for with"),
    **_frames("demand request propose recommend advocate", _APPEAL, clause=True, object=True, prepositions="for"),
    **_frames("appeal", _APPEAL, prepositions="for to"),
    **_frames("pledge vow promise offer threaten", _COMMITMENT, clause=True, object=True, infinitive=True),
    **_frames("apologise apologize", _POSITION, prepositions="for"),
    **_frames("speak", _POSITION, clause=True, prepositions="about of against"),
    **_frames("address", _POSITION, clause=True, addressee_first=True),
    **_frames("talk", _POSITION, prepositions="of"),
    **_frames("refer allude", _POSITION, prepositions="to"),
    **_frames("comment reflect", _POSITION, clause=True, prepositions="on"),
    **_frames("react", _POSITION, clause=True),
    **_frames("raise", _POSITION, object=True),
}  # fmt: skip

# Verbs that report speech only with their particle or complement: "laid | out | that", "made | clear | that".
PHRASAL: dict[tuple[str, str], Frame] = {
    **_phrasal("lay out, spell out, sum up, set out", _CLAIM, clause=True, object=True),
    **_phrasal("make clear, make plain, make known, put it", _CLAIM, clause=True),
    **_phrasal("rule out, brush off, brush aside, shrug off, wave away, wave aside", _POSITION, object=True,
               prepositions="as"),
    **_phrasal("play down, talk down, bring up, take up, call out", _POSITION, object=True),
    **_phrasal("hit out, lash out, speak out, hit back, fire back, push back", _POSITION, clause=True,
               prepositions="at against about on"),
}  # fmt: skip

# Nouns of speech that a verb without much sense of its own takes: "paid | tribute | to", "made | a pledge | to".
_NOUNS_OF_SPEECH: dict[str, Frame] = {
    **_frames("tribute homage", _POSITION, prepositions="to"),
    **_frames("condolence sympathy congratulation felicitation greeting thanks gratitude apology regret",
              _POSITION, object=True),
    **_frames("assurance guarantee pledge promise vow commitment", _COMMITMENT, clause=True, prepositions="to"),
    **_frames("warning", _WARNING, clause=True, prepositions="of about against"),
    **_frames("appeal plea call demand", _APPEAL, clause=True, prepositions="for"),
    **_frames("offer proposal", _COMMITMENT, clause=True, prepositions="of to for"),
    **_frames("attention", _POSITION, prepositions="to"),
    **_frames("issue", _POSITION, prepositions="with"),
    **_frames("protest complaint", _POSITION, prepositions="over about against"),
    **_frames("aim", _POSITION, prepositions="at"),
    **_frames("threat", _COMMITMENT, clause=True),
    **_frames("allegation accusation", _CLAIM, clause=True),
    **_frames("announcement message statement declaration remark comment", _CLAIM, clause=True),
    **_frames("update information briefing", _CLAIM, prepositions="on about regarding"),
    **_frames("concern view vision assessment idea perspective insight", _POSITION, object=True),
}  # fmt: skip
_BRINGING = frozenset(
    "pay make give issue release publish extend send offer repeat renew deliver post provide share level".split()
)
# Verbs that make a cue only with one noun: "drew | attention | to", "took | issue | with".
_WITH_ONE_NOUN = {"draw": "attention", "call": "attention", "take": "issue aim", "lodge": "protest complaint"}
_ONLY_SO = frozenset(" ".join(_WITH_ONE_NOUN.values()).split())

NEVER_WITH_OBJECT = frozenset(["say", "argue", "insist"])
"""Verbs after which a noun phrase is the subject of a clause."""
COMPLEMENTS = frozenset(["clear", "plain", "known"])
"""Adjectives that belong to the cue, not to what is said: "made | clear | that"."""

# Verbs too common in other senses to count with a mere object, unless a person or a spokesman is the subject.
NEEDS_PERSON = frozenset(
    "back support defend seek report raise press oppose question unveil offer order suggest attack assail".split()
)
OF_TWO_SENSES = frozenset("call raise offer press order declare deny".split())
# Objects that show that such a verb is not one of speech: "called a meeting", "raised funds", "declared an emergency".
NOT_SAID = frozenset(
    """meeting talks summit conference session visit election vote referendum fund money troop ceremony flag
    hand eyebrow call press-conference power role state emergency mourning holiday curfew bankruptcy funding entry
    access visa permission bail plane aircraft jet helicopter ship tank missile vehicle weapon ammunition dose
    vaccine""".split()
)
# Verbs whose participle tells whom or what was meant, not what was said.
GLOSSING = frozenset(["refer", "allude", "comment", "reflect", "respond", "reply", "offer"])
# "to congratulate", "to reaffirm": an infinitive of purpose counts after these.
PURPOSEFUL = frozenset("speak call meet convene write phone telephone gather join take use".split())


SPEAKING_TO = frozenset("thank congratulate".split())
"""Verbs whose object is spoken to, too, where it is somebody: "thanked | X | for Y"."""
WARNING_OF = frozenset("warn caution".split())
"""Verbs whose object may be who is warned, where they also tell of what: "warned | X | that"."""
LISTENERS: dict[str, str] = {
    "call": "on upon", "appeal": "to", "plead": "with", "raise": "with", "bring": "with", "take": "with",
}  # fmt: skip
"""Prepositions that lead to who is spoken to: "called | on X | to", "raised the issue | with X"."""
LETTERS = frozenset("letter message note cable telegram".split())
"""Texts that are sent to somebody: "wrote in | a letter | to X"."""


_PARTICLES = frozenset("prt advmod acomp ccomp oprd amod conj xcomp dobj".split())


def frame_of(verb: Token) -> Frame | None:
    """The frame of a verb of speech, by its particle where it has one; none if it is no such verb."""
    lemma = _dictionary_form(verb)
    for part in verb.doc[verb.i + 1 : verb.i + 3]:
        if part.dep_ in _PARTICLES and (phrasal := PHRASAL.get((lemma, part.lower_))) is not None:
            return phrasal
    spoken = noun_of_speech(verb)
    return FRAMES.get(lemma) if spoken is None else _NOUNS_OF_SPEECH[_noun(spoken)]


def _dictionary_form(verb: Token) -> str:
    """The lemma; of "re-affirmed", which the lemmatizer makes "re-affirme", that of the word without a hyphen.

    What it took for an adjective it leaves as it is: "encouraged".
    """
    lemma = verb.lemma_.lower()
    if lemma.endswith("ed") and lemma not in FRAMES:
        return next((form for form in (lemma[:-1], lemma[:-2]) if form in FRAMES), lemma)
    return lemma.replace("-", "").removesuffix("e") if "-" in lemma else lemma


def noun_of_speech(verb: Token) -> Token | None:
    """The noun that tells what kind of speech it was: "made | a pledge | to", "paid | tribute | to"."""
    lemma = verb.lemma_.lower()
    own = _WITH_ONE_NOUN.get(lemma, "").split()
    fitting = own or (_NOUNS_OF_SPEECH.keys() - _ONLY_SO if lemma in _BRINGING else ())
    return next((c for c in children(verb, "dobj") if c.i > verb.i and _noun(c) in fitting), None)


def frame_of_noun(noun: Token) -> Frame | None:
    """The frame of a noun of speech by which somebody comes or goes: "ended the talks with | a promise | to help"."""
    comes_with = noun.dep_ == "pobj" and noun.head.lower_ == "with" and child(noun, "det") is not None
    return _NOUNS_OF_SPEECH.get(_noun(noun)) if comes_with else None


def is_noun_of_speech(noun: Token) -> bool:
    """Whether the noun is of something that is said: "his | remarks |"."""
    return _noun(noun) in _NOUNS_OF_SPEECH


def _noun(token: Token) -> str:
    return "thanks" if token.lower_ == "thanks" else token.lemma_.lower()


# For what one telephones: "called X | to congratulate | him", but "called X | to testify |".
_CALLING_TO = frozenset("congratulate discuss express offer thank wish convey tell inform reaffirm apologise".split())


def telephoned(verb: Token) -> Token | None:
    """Whom somebody "called" by telephone: "called | President Xi", not "called him a friend" or "called him up"."""
    called = list(children(verb, "dobj", "oprd", "dative"))
    if not called:  # "called | and congratulated | X"
        joined = [t for t in children(verb, "conj") if t.lemma_ in _CALLING_TO and verb.nbor().lower_ == "and"]
        called = [t for v in joined if v.i == verb.i + 2 for t in children(v, "dobj")]
    others = [t for t in children(verb, "ccomp", "xcomp", "prt") if t.lemma_ not in _CALLING_TO]
    if verb.lemma_ != "call" or len(called) != 1 or others:
        return None
    # "called Prime | Minister X |"
    names = [called[0], *(t for t in children(called[0], "appos") if t.ent_type_ == "PERSON")]
    following = verb.doc[names[-1].i + 1 : names[-1].i + 2]
    if any(t.pos_ in ("DET", "ADJ", "NOUN", "PROPN") and t.ent_type_ != "DATE" for t in following):
        return None  # what somebody is called, lost by the parser
    is_person = any(t.ent_type_ == "PERSON" for t in names) or called[0].lower_ in ("him", "her")
    # To the parser a surname alone is often a body.
    is_told = verb.tag_ in ("VBD", "VBZ", "VBP")
    is_surname = is_told and called[0].pos_ == "PROPN" and called[0].left_edge == called[0]
    return called[0] if is_person or is_surname else None

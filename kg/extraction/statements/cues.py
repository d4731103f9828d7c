"""Cues: the places in a text where a verb reports speech, each with the noun phrase of its speaker.

The verbs and what they take are in `kg.extraction.wording.reporting_verbs`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.syntax import SUBJECTS, child, children, end_of, has_child, is_verb, objects_of, verb_over, word_before
from kg.extraction.actors.antecedents import named_by
from kg.extraction.actors.cast import Cast
from kg.extraction.actors.institutions import UTTERANCES
from kg.extraction.wording.phrases import equates
from kg.extraction.wording.reporting_verbs import (
    COMPLEMENTS,
    GLOSSING,
    PURPOSEFUL,
    Frame,
    frame_of,
    frame_of_noun,
    noun_of_speech,
)
from kg.records import ActorType, Span

_MODALS = frozenset("will would can could may might should must shall 'll 'd".split())
_HELPING = frozenset("be have do get 's ’s".split())
_CONDITIONS = frozenset("if unless whether lest".split())
_FINITE = ("VBD", "VBZ", "VBP")
_NONFINITE = ("VBG", "VB")
_PRESENT = frozenset(("VBZ", "VBP"))
_PAST = frozenset(("VBD", "VBN"))
_GLAD = frozenset("pleased delighted glad happy proud honoured honored like wish".split())
_HANGING = ("advcl", "xcomp", "acl")
_LONGEST_NAME = 12  # tokens, with the office before it
# After which "in" leads to what was said: "joined Oslo in | condemning | it", "was blunt in | blaming | Oslo".
_JOINED = frozenset("join lead unite follow back persist".split())
_PLAIN = frozenset(
    """blunt forceful forthright clear unequivocal direct outspoken explicit firm quick swift unanimous united
    consistent steadfast resolute vocal frank candid alone adamant harsh scathing right wrong""".split()
)
_DURING = frozenset("when while upon by before after".split())  # "while | praising the deal, he said"
# Occasions of one speaker, on which a participle tells what was said there: "held a press conference | claiming that".
_SPEECHES = frozenset("conference briefing interview rally podcast broadcast op-ed article letter video".split())
_WHEN = frozenset("as when if once whenever".split())
_JOINING = frozenset("and but , also further then while by before after".split())


@dataclass(eq=False)
class Cue:
    """A verb of speech in the text with the token that heads its speaker's noun phrase.

    `dependent` cues share the subject of an earlier one ("… and reiterated that", ", adding that"); `beside` is the
    "with" of one that stands beside a sentence, "with his spokesman saying that".
    """

    verb: Token
    frame: Frame
    subject: Token | None
    dependent: bool = False
    passive: bool = False
    quoted: Token | None = None
    beside: Token | None = None

    @property
    def speaker(self) -> Token | None:
        """Who speaks: the subject, or whom the subject quotes."""
        return self.quoted or self.subject

    @property
    def words(self) -> Span:
        """The verb with its auxiliaries and particle: "has said", "called for"."""
        first = next((t for t in _own(self.verb, "aux", "auxpass") if t.i < self.verb.i), self.verb)
        following = self.verb.doc[self.verb.i + 1 : self.verb.i + 2]
        joining = self.frame.prepositions | (COMPLEMENTS if self.verb.lemma_ == "make" else frozenset())
        joined = [t for t in following if t.lower_ in joining or t.dep_ == "prt"]
        return first.idx, end_of((joined or [self.verb])[0])

    @property
    def start(self) -> int:
        """Where the cue begins with what joins it to the words before it: ", | also adding"."""
        first = next((t for t in _own(self.verb, "aux") if t.i < self.verb.i), self.verb)  # "and | has claimed"
        while first.i > self.verb.sent.start and (first.nbor(-1).lower_ in _JOINING or first.nbor(-1).dep_ == "advmod"):
            first = first.nbor(-1)
        return first.idx


def find_cues(sentence: TokenSpan, cast: Cast) -> list[Cue]:
    """The cues of a sentence, in order; none within quotation marks, and none that is denied, foreseen or possible."""
    found: list[Cue] = []
    for verb, frame in _reporting_verbs(sentence, cast):
        cue = _independent(verb, frame, cast) or _serial(verb, frame, found) or _dependent(verb, frame, found)
        if cue is not None:
            found.append(cue)
    return sorted([*found, *_nouns_of_speech(sentence, cast)], key=lambda cue: cue.verb.i)


def _nouns_of_speech(sentence: TokenSpan, cast: Cast) -> Iterator[Cue]:
    """The nouns that report what somebody says by doing something else: "left the talks with | a warning | that"."""
    for noun in sentence:
        frame = frame_of_noun(noun) if noun.pos_ == "NOUN" else None
        verb = verb_over(noun) if frame is not None and frame.clause else None
        if frame is None or verb is None or cast.document.quotation_at(noun.idx) is not None or not _is_asserted(verb):
            continue
        subject = subject_of(verb)
        if subject is not None:
            yield Cue(noun, frame, subject)


def _reporting_verbs(sentence: TokenSpan, cast: Cast) -> Iterator[tuple[Token, Frame]]:
    for token in sentence:
        frame = frame_of(token) if is_verb(token) else None
        if frame is None or cast.document.quotation_at(token.idx) is not None:
            continue
        describes = token.dep_ == "amod" and not (frame.clause and token.i and token.nbor(-1).is_quote)
        if _is_asserted(token) and not _is_hyphenated(token) and not describes:
            yield token, frame  # "the promised support" describes; nobody promises here


def _is_asserted(verb: Token) -> bool:
    """Whether the text reports the speech as having taken place: neither denied nor foreseen nor possible."""
    texts = [t for c in children(verb, "nsubj", "dobj") for t in (c, *objects_of(c, ("of",)))]
    if verb.lemma_ == "read" and not any(t.lower_ in UTTERANCES for t in texts):
        return False  # only a text reads so
    if any(c.lower_ in _CONDITIONS for c in _own(verb, "mark")):
        return False
    asks = has_child(verb, ("what",)) and equates(verb) is None
    is_denied = any(_own(verb, "neg")) and not _is_of_refusal(verb)
    if verb.lemma_ != "agree" and (asks or is_denied):
        return False
    helpers = list(_own(verb, "aux"))
    if any(c.tag_ in ("VBZ", "VBP", "VBD") and c.lemma_ not in _HELPING for c in helpers):
        return False  # "it | follows | repeated attempts"
    return not any(c.lower_ in _MODALS for c in helpers)


def _own(verb: Token, *relations: str) -> Iterator[Token]:
    """Yield the dependents that are the verb's, not those of a quotation before it: '"It will rain," | said | X'."""
    return (c for c in children(verb, *relations) if not any(t.is_quote for t in verb.doc[c.i : verb.i]))


def _is_of_refusal(verb: Token) -> bool:
    """Whether a verb says something also where it is denied: "did not | rule | out a meeting"."""
    return verb.lemma_ == "rule" and any(t.lower_ == "out" for t in children(verb, "prt", "advmod"))


def _is_hyphenated(verb: Token) -> bool:
    """Whether the verb is a part of a compound: "so-called", not after a dash: "X - who was there - | wrote"."""
    return verb.i > 0 and verb.nbor(-1).text == "-" and not verb.nbor(-1).whitespace_


def _independent(verb: Token, frame: Frame, cast: Cast) -> Cue | None:
    """A cue with a subject of its own, or with an agent: "was condemned by | Turkey"."""
    agent = agent_of(verb)
    if agent is not None:  # who "was | quoted | by his office as saying" speaks himself
        return Cue(verb, frame, agent, passive=True) if verb.lemma_ != "quote" else None
    if child(verb, "auxpass") is not None:
        return None
    beside = _beside(verb, cast)
    if beside is not None:
        last = verb.nbor(-1)  # "with Cairo and | Khartoum | accusing"
        return Cue(verb, frame, last.head if last.dep_ == "conj" else last, beside=beside)
    subject = _named_subject(verb, cast) or _adjacent_subject(verb, cast) or _inverted_subject(verb, frame, cast)
    quoted = child(verb, "dobj") if verb.lemma_ == "quote" else None
    is_relayed = subject is not None and (cast.named_at(subject) is not None or has_child(verb, ("as",)))
    if quoted is not None and is_relayed:
        return Cue(verb, frame, subject, quoted=quoted)  # '"…," Sputnik | quoted | him as saying'
    subject = subject or _apart_from_verb(verb, cast)
    if subject is None or (subject.i > verb.i and _first_of_series(verb) and cast.named_at(subject) is None):
        return None
    return Cue(verb, frame, subject)


def _apart_from_verb(verb: Token, cast: Cast) -> Token | None:
    """Who is named where the parser takes the sentence's verb to describe the name: "| Ann Lee |, a judge, ordered"."""
    name = verb.head
    is_main = verb.dep_ == "acl" and verb.tag_ == "VBN" and name.dep_ == "ROOT" and verb.nbor(-1).text == ","
    figure = cast.named_at(name) if is_main else None
    return name if figure is not None and figure.type is ActorType.PERSON else None


def _beside(verb: Token, cast: Cast) -> Token | None:
    """The "with" by which a participle and who says it stand beside a sentence: "| with | Minister X adding that"."""
    figure = cast.named_at(verb.nbor(-1)) if verb.tag_ == "VBG" and not verb.is_sent_start else None
    if figure is None or figure.type not in (ActorType.PERSON, ActorType.STATE, ActorType.ORGANISATION):
        return None
    for before in reversed(verb.doc[max(verb.sent.start, verb.i - _LONGEST_NAME) : verb.i - 1]):
        if before.lower_ == "with":
            return before
        if before.is_punct or is_verb(before):
            return None
    return None


def _named_subject(verb: Token, cast: Cast) -> Token | None:
    """The subject of a verb, or the person named at its end: "study co-author and chemist | Ann Lee | said"."""
    subject = _own_subject(verb, cast)
    last = verb.nbor(-1) if subject is not None and subject.i < verb.i else None
    if subject is None or last is None or child(subject, "det") is not None or named_by(cast, subject) is not None:
        return subject
    figure = cast.named_at(last)
    is_named = figure is not None and figure.type is ActorType.PERSON and last.dep_ in ("conj", "appos", "nmod")
    return last if is_named and last.i > subject.i else subject


def _own_subject(verb: Token, cast: Cast) -> Token | None:
    """The subject of a verb; in "the practices that | the US | says include" the parser gives it two.

    So it does in "Development and Africa Minister | Andrew Mitchell | said".
    """
    subjects = [c for c in _own(verb, "nsubj") if c.i < verb.i] or list(_own(verb, "nsubj"))
    if verb.lemma_ == "read":
        subjects = [next(objects_of(c, ("of",)), c) if c.lower_ == "part" else c for c in subjects]
    if len(subjects) > 1 and (subjects[0].tag_ in ("WDT", "WP") or named_by(cast, subjects[-1]) is not None):
        return subjects[-1]
    return subjects[0] if subjects else None


def _first_of_series(verb: Token) -> Token | None:
    """The verb with which a series begins that the parser has turned round: "A | thanked | B, welcomed C, and …"."""
    firsts = (c for c in children(verb, "ccomp") if c.i < verb.i and _same_form(c, verb) and child(c, "nsubj"))
    return next(firsts, None) if verb.i and verb.nbor(-1).text == "," else None


def _serial(verb: Token, frame: Frame, earlier: Sequence[Cue]) -> Cue | None:
    """A cue that goes on a series of cues: "raised concerns about Korea, | noted | that all have an interest"."""
    first = _first_of_series(verb)
    host = next((cue for cue in earlier if cue.verb == first), None)
    return Cue(verb, frame, host.subject, dependent=True) if host is not None else None


def _dependent(verb: Token, frame: Frame, earlier: Sequence[Cue]) -> Cue | None:
    """A cue without a subject of its own: coordinated with, or hanging on, an earlier verb."""
    if verb.lemma_ == "call" and verb.i > 1 and [t.text for t in verb.doc[verb.i - 2 : verb.i]] == [",", "also"]:
        return None  # "was let out on license, also | called | parole"
    if child(verb, "auxpass") is not None or (verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl")):
        return None  # "a list | maintained | by the embassy" describes
    if verb.tag_ in _PAST and verb.dep_ == "advcl" and has_child(verb, _WHEN):
        return None  # so does "the deal as | outlined | by Turkey", and "when | asked |" somebody else asks
    if verb.tag_ == "VBN" and verb.dep_ == "conj" and child(verb.head, "auxpass") is not None:
        return None  # "are identified and | condemned |"
    is_done = (verb.head.lemma_ in PURPOSEFUL and verb.dep_ in _HANGING) or _is_performed(verb) or _is_gone_on_to(verb)
    if verb.tag_ == "VB" and not is_done:
        return None
    is_opening = verb.is_sent_start and has_child(verb, ("to",)) and verb.lemma_ == "point"
    is_gloss = verb.lemma_ in GLOSSING and child(verb, "xcomp") is None  # "| offering | to host talks" is none
    if (is_gloss or is_opening) and verb.tag_ == "VBG" and noun_of_speech(verb) is None:
        return None  # "he said, | referring | to North Korea" explains what he said
    host = _host(verb, {cue.verb.i: cue for cue in earlier})
    if isinstance(host, Cue):
        return Cue(verb, frame, host.subject, dependent=True)
    subject = _quoted_as_saying(verb) or (subject_of(host) if host is not None else None)
    return Cue(verb, frame, subject, dependent=True) if subject is not None else None


def _is_gone_on_to(verb: Token) -> bool:
    """Whether it came next, or at once: "she went on to | say | that", "Kyiv was quick to | condemn | it"."""
    above = verb.head
    went_on = above.lemma_ == "go" and any(c.lower_ == "on" for c in children(above, "prt", "advmod", "prep"))
    hastened = above.lower_ in ("quick", "swift") and above.dep_ == "acomp"
    return verb.dep_ in ("xcomp", "advcl") and (went_on or hastened)


def _is_performed(verb: Token) -> bool:
    """Whether a first person says it by saying so: "I am pleased to | announce"."""
    above = verb.head if is_verb(verb.head) else verb_over(verb)
    subject = child(above, "nsubj") if above is not None else None
    return verb.dep_ == "xcomp" and verb.head.lower_ in _GLAD and subject is not None and subject.lower_ == "i"


def agent_of(verb: Token) -> Token | None:
    """The actor of a passive verb: "was condemned by | Turkey", "was condemned at the time by | Turkey"."""
    if child(verb, "auxpass", "nsubjpass") is None:
        return None
    times = (t for t in objects_of(verb, ("at", "on", "in")) if t.lower_ == "time" or t.ent_type_ == "DATE")
    by = (child(verb, "agent"), *(child(t, "prep") for t in times))
    return next((child(p, "pobj") for p in by if p is not None and p.lower_ == "by"), None)


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, or of the verb that it is coordinated with or hangs on."""
    while (subject := child(verb, *SUBJECTS)) is None:
        if verb.dep_ in ("acl", "relcl") and verb.head.pos_ in ("NOUN", "PROPN"):
            return verb.head
        if verb.dep_ not in ("conj", "ccomp", "pcomp", "prep", *_HANGING):
            return None
        verb = verb.head
    return subject


def _adjacent_subject(verb: Token, cast: Cast) -> Token | None:
    """The name or pronoun right before the verb, where the parser has lost the subject."""
    before = verb
    while before is verb or before.pos_ in ("ADV", "AUX") or before.text == ")":
        if before.i == 0 or before.is_sent_start:
            return None
        opening = [t for t in verb.doc[max(0, before.i - 5) : before.i] if t.text == "("] if before.text == ")" else []
        before = opening[-1].nbor(-1) if opening and opening[-1].i else before.nbor(-1)
    is_free = before.dep_ not in ("pobj", "dobj") or _follows_quotation(before, cast)
    named = cast.named_at(before) is not None and is_free
    is_subject = named or before.lower_ in ("he", "she", "they", "it")
    if verb.tag_ not in _FINITE:
        return None
    return before if is_subject else _described_subject(before, cast) if before.text == "," else None


def _follows_quotation(name: Token, cast: Cast) -> bool:
    """Whether only what somebody is stands between a quotation and the name: '"…," Oslo coach | Ann Lee | said'."""
    figure = cast.named_at(name)
    if figure is None or figure.type is not ActorType.PERSON:
        return False
    for before in reversed(name.doc[max(name.sent.start, name.i - _LONGEST_NAME) : name.i]):
        if before.is_quote or cast.document.quotation_at(before.idx) is not None:
            return True
        if before.is_punct and before.text != ",":
            return False
    return False


def _described_subject(comma: Token, cast: Cast) -> Token | None:
    """Who opens a clause and is described up to the comma: "On Sunday, | Ann Lee |, a writer from Oslo, said"."""
    subject = None
    for token in cast.document.doc[comma.sent.start : comma.i]:
        if cast.document.quotation_at(token.idx) is not None:
            continue
        if token.tag_ in (*_FINITE, "MD"):
            return None
        figure = cast.named_at(token)
        opens = token.is_sent_start or token.nbor(-1).text == ","
        if opens and subject is None and figure is not None and figure.type is ActorType.PERSON:
            subject = token
    is_described = subject is not None and any(t.text == "," for t in comma.doc[subject.i : comma.i])
    return subject if is_described else None  # "Lee, | told | of it, left": she was told


def _inverted_subject(verb: Token, frame: Frame, cast: Cast) -> Token | None:
    """The speaker right after a quotation and its verb, taken for an object: '"…," tweeted | Johnson'.

    So after a clause that the cue interrupts: "It fell, stated | Minister Ann Lee |, and was left".
    """
    if verb.dep_ == "amod":
        return _described_after(verb)
    speaker = child(verb, "dobj")
    if speaker is None or not frame.clause or frame.addressee_first or speaker.left_edge.i != verb.i + 1:
        return None
    before = word_before(verb) or verb
    if verb.lemma_ == "read" and before.text == ",":
        return speaker  # "We condemn it, reads the | statement |"
    figure = named_by(cast, speaker) if before.text == "," and (verb.lemma_ == "state" or not frame.object) else None
    if figure is not None and figure.type is ActorType.PERSON:
        after = speaker.doc[speaker.right_edge.i + 1 : speaker.right_edge.i + 2].text
        return speaker if after in (",", ".") else None
    return speaker if before.is_quote and speaker.pos_ in ("PROPN", "PRON") else None


def _described_after(verb: Token) -> Token | None:
    """The name before which the parser takes the verb for an adjective: '"…" | tweeted | Ann Lee'."""
    between = verb.doc[verb.i + 1 : verb.head.i + 1]
    return verb.head if len(between) and all(t.pos_ == "PROPN" for t in between) else None


def _host(verb: Token, cues: Mapping[int, Cue]) -> Cue | Token | None:
    """The cue, or else the verb, whose subject a verb without a subject shares."""
    if verb.tag_ == "VBG" and (not _may_hang(verb) or (verb.dep_ == "conj" and verb.head.pos_ == "NOUN")):
        return None  # "spoke about schools, and | raising | the wage" goes on what was said
    fallback = None
    for above in verb.ancestors:
        same = _same_form(verb, above)
        if above.i in cues and (same or verb.tag_ in _NONFINITE):
            return cues[above.i]
        if same and verb.dep_ == "conj" and above == verb.head:
            if verb.tag_ == above.tag_ and not _is_compound(above) and above.lemma_ != "be":
                return above
            fallback = above
    if fallback is not None:
        return _misplaced_host(verb, cues) or fallback
    if verb.tag_ in _NONFINITE and verb.dep_ in (*_HANGING, "pcomp"):
        return verb.head if is_verb(verb.head) else verb_over(verb)
    return _misplaced_host(verb, cues) if verb.dep_ == "conj" else None


def _misplaced_host(verb: Token, cues: Mapping[int, Cue]) -> Cue | None:
    """The cue before a coordinated one that the parser has hung on a verb of what was said; its form gives it away."""
    earlier = [cue for cue in cues.values() if cue.verb.i < verb.i and _same_form(verb, cue.verb)]
    return earlier[-1] if earlier else None


def _may_hang(participle: Token) -> bool:
    """Whether a participle may report speech: after a comma or a conjunction, or on a noun of utterance."""
    if participle.i and participle.nbor(-1).lower_ == "while":
        return True
    if participle.dep_ not in ("conj", "ccomp", "dep", "ROOT", "pcomp", *_HANGING):
        return False
    before = participle.nbor(-1) if participle.i else participle
    is_manner = before.lower_ == "in" and before.head.lemma_.lower() in _JOINED | _PLAIN
    if is_manner or (before.lower_ in _DURING and child(before.head, "auxpass") is None) or participle.is_sent_start:
        return True  # "| Noting | that both were neighbours, Xi urged them to cooperate"
    is_quoted_so = participle.i and participle.nbor(-1).lower_ == "as"
    following = participle.doc[participle.i + 1 : participle.i + 2].text
    if participle.lower_ == "saying" and not is_quoted_so and following in (",", ":", '"', "“"):
        return True  # 'explained the choice of players | saying |, "They are fit"'
    while before.i and (before.dep_ in ("advmod", "cc", "preconj", "neg") or before.is_quote):
        before = before.nbor(-1)
    return (
        before.text in (",", "–", "—", "-", ";")
        or participle.dep_ == "conj"
        or _is_of_text(participle.head)  # "posted a message on Twitter | blaming | Iran"
        or participle.head.lemma_ == "write"  # "wrote to the Council | asking | for help"
        or any(
            c.lemma_ in UTTERANCES for c in children(participle.head, "dobj")
        )  # "issued a statement here | saying |"
    )


def _is_of_text(noun: Token) -> bool:
    """Whether the noun is one of speech or tells where it was published: "a statement", "a message on | Twitter |"."""
    held = noun.head.head if noun.dep_ == "pobj" else noun
    return bool({noun.lemma_, held.lemma_} & (UTTERANCES | _SPEECHES))


def _same_form(one: Token, other: Token) -> bool:
    """Whether one verb may go on the other: "said … | and vowed", "has fired | but warns", "did not ask | but said"."""
    for finite, perfect in ((one, other), (other, one)):
        if finite.tag_ in _PRESENT and perfect.tag_ == "VBN":
            return has_child(perfect, ("has", "have"))
    tags = {_finite_tag(one), _finite_tag(other)}
    return len(tags) == 1 or tags <= _PAST


def _finite_tag(verb: Token) -> str:
    """The tag of the verb, or of the "did" or "does" that makes its form."""
    does = next((c for c in children(verb, "aux") if c.lemma_ == "do"), None)
    return does.tag_ if does is not None and verb.tag_ == "VB" else verb.tag_


def _is_compound(verb: Token) -> bool:
    """Whether auxiliaries make the verb's form: "had forfeited" is not what "and claimed" goes on."""
    return child(verb, "aux", "auxpass") is not None


def _quoted_as_saying(verb: Token) -> Token | None:
    """Who is quoted: "TASS quoted | Lavrov | as saying that …", "| Gabow | was heard telling officers"."""
    head = verb.head.head if verb.head.lower_ == "as" else verb.head
    if verb.tag_ == "VBG" and head.lemma_ in ("hear", "overhear"):
        return child(head, "nsubjpass")
    is_quoted = verb.lower_ == "saying" and head.lemma_ in ("quote", "cite")
    return child(head, "dobj", "nsubjpass") if is_quoted else None

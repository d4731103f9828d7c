"""Antecedents: whom the text was last about, as pronouns of one person, state or body mean it: "he", "it", "who"."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.quotations import Quotation
from kg.analysis.syntax import SUBJECTS, child, children, is_negated, objects_of
from kg.extraction.actors.cast import Cast, Figure
from kg.extraction.actors.office_words import HEADS
from kg.extraction.wording.circumstances import calls_off, is_future, is_unreal, puts_off
from kg.extraction.wording.meeting_verbs import VISITING, act_of
from kg.extraction.wording.reporting_verbs import frame_of, is_noun_of_speech, telephoned
from kg.records import ActorType

HE_SHE = frozenset(["he", "she", "him", "her", "himself", "herself", "who", "whom"])
"""Pronouns of one person."""
IT = frozenset(["it", "itself"])
"""Pronouns of one state or body."""
THEY = frozenset(["they", "them", "both", "themselves"])
"""Pronouns of several."""
_MEMORY = 6  # sentences; an antecedent further back is seldom meant
_ASKED = ("ask", "question", "press")
_DETAILS = frozenset("detail reason explanation example evidence interview".split())

Resolve = Callable[[Token], tuple[Figure, ...]]
"""Whom the noun phrase of a token means."""


class Antecedents:
    """Finds antecedents in one article; `resolve` says whom the subjects before a pronoun mean."""

    def __init__(self, cast: Cast, resolve: Resolve) -> None:
        self._cast = cast
        self._resolve = resolve

    def before(self, token: Token) -> Iterable[TokenSpan]:
        """The token's own sentence and those before it, nearest first."""
        before = [s for s in self._cast.document.sentences if s.start <= token.i]
        return reversed(before[-_MEMORY:])

    def find(self, pronoun: Token, kinds: tuple[ActorType, ...]) -> Figure | None:
        """The figure of one of these types that the text was last about.

        Subjects before other mentions, and of several subjects of a sentence the main clause's before the nearest; but
        no sentence is about who is named last as saying so: "| X | will come, Y said. | He | will stay".
        """
        if self._tells_of_unknown(pronoun):
            return None
        ahead, doer = self._main_subject_ahead(pronoun), self._doer_to(pronoun)
        told = self._told_last(pronoun)
        candidates = itertools.chain(
            self._traveller(pronoun),
            (f for f in ahead),
            (f for sentence in self.before(pronoun) for f in self._subjects_before(sentence, pronoun, told)),
            (f for sentence in self.before(pronoun) for f in self._mentions_before(sentence, pronoun)),
        )
        fitting = (f for f in candidates if f.type in kinds and not f.outlet and _agrees(pronoun, f))
        return next((f for f in fitting if f not in doer), None)

    def _tells_of_unknown(self, pronoun: Token) -> bool:
        """Whether the sentence tells of somebody by an office alone: "| the envoy | told X of | his | trip"."""
        subject = child(pronoun.sent.root, *SUBJECTS)
        if subject is None or subject.i >= pronoun.i or subject.pos_ != "NOUN" or subject.lower_ not in HEADS:
            return False
        return self._quotation_at(subject) is self._quotation_at(pronoun) and not self._resolve(subject)

    def _doer_to(self, pronoun: Token) -> tuple[Figure, ...]:
        """Who does something to the one meant, and so is another: "| Lee | met X and invited | him | to Oslo"."""
        verb = pronoun.head
        if pronoun.dep_ not in ("dobj", "dative"):
            return ()
        while verb.dep_ == "conj" and child(verb, "nsubj", "nsubjpass") is None:
            verb = verb.head
        subject = child(verb, "nsubj")
        return self._resolve(subject) if subject is not None else ()

    def _traveller(self, pronoun: Token) -> tuple[Figure, ...]:
        """Whose visit it is to the place where something happened: "| X's | visit to Oslo, where | he | met Y"."""
        clause = pronoun.head
        if clause.dep_ != "relcl" or clause.left_edge.lower_ != "where":
            return ()
        journey = next((t for t in clause.ancestors if t.lemma_ in ("visit", "trip", "tour")), None)
        owner = child(journey, "poss") if journey is not None else None
        return self._resolve(owner) if owner is not None else ()

    def _main_subject_ahead(self, pronoun: Token) -> tuple[Figure, ...]:
        """The subject to which a pronoun in an opening adjunct points forward: "On her first trip, | Ms Meloni"."""
        root = pronoun.sent.root
        subject = next((c for c in root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is None or subject.left_edge.i <= pronoun.i or subject.pos_ == "PRON" or root.i < pronoun.i:
            return ()
        if any(t.dep_ == "ccomp" and t.head == root for t in pronoun.ancestors):
            return ()  # "| he | is expected on Friday, | X | said": X speaks of another
        if self._quotation_at(pronoun) is not self._quotation_at(subject) or self._has_own_person(pronoun):
            return ()
        figures = self._resolve(subject)
        return figures[:1] if pronoun.dep_ == "poss" or len(figures) == 1 else ()

    def _has_own_person(self, pronoun: Token) -> bool:
        """Whether what is said names a person before the pronoun: "they threatened | X | on | his | visit, Y said"."""
        clause = next((t for t in pronoun.ancestors if t.dep_ == "ccomp" and t.head.dep_ == "ROOT"), None)
        words = pronoun.doc[clause.left_edge.i : pronoun.i] if clause is not None else ()
        return any(f.type is ActorType.PERSON for t in words if (f := self._cast.named_at(t)) is not None)

    def _subjects_before(self, sentence: TokenSpan, pronoun: Token, told: Token | None) -> Iterator[Figure]:
        subjects = [t for t in self._readable(sentence, pronoun) if acts(t) and t.lower_ not in IT | THEY]
        asked = _question_before(pronoun)
        subjects = [t for t in subjects if asked is None or not asked.left_edge.i <= t.i <= asked.right_edge.i]
        if told is not None:
            goes_on = _is_who_told(pronoun, told)
            since = [t for t in subjects if t.lower_ in HE_SHE and t.i > told.i]
            # "X will come, Y said. He will meet Z. | He | added": Y again
            subjects = [t for t in subjects if t not in since or _is_who_told(t, told) == goes_on]
            told = None if goes_on else told
        subjects.sort(key=lambda t: (t.head != told, t.head.dep_ != "ROOT", t.dep_ == "pobj", -t.i))
        for subject in subjects:
            figures = self._resolve(subject)
            if len(figures) == 1 or subject.lower_ in HE_SHE:
                yield from figures

    def _told_last(self, pronoun: Token) -> Token | None:
        """The verb of what was told last where the sentence names who says so only after it.

        None where the one told of is another: "Xi will visit Hungary, Orban said. | He | will receive Xi".
        """
        told = (_told_before_speaker(sentence) for sentence in self.before(pronoun) if sentence.root.i < pronoun.i)
        last = next((t for t in told if t is not None), None)
        subject = child(last, *SUBJECTS) if last is not None else None
        meant = self._resolve(subject) if subject is not None else ()
        following = (t for t in pronoun.sent if t.i > pronoun.i and t.pos_ == "PROPN")
        is_another = any(self._cast.named_at(t) in meant for t in following)
        return None if is_another else last

    def _mentions_before(self, sentence: TokenSpan, pronoun: Token) -> Iterator[Figure]:
        for token in reversed(self._readable(sentence, pronoun)):
            if token.dep_ not in ("compound", "amod"):
                yield from _one(named_by(self._cast, token))

    def _readable(self, sentence: TokenSpan, pronoun: Token) -> list[Token]:
        """The tokens before the pronoun that stand in the same quotation as it, or like it in none."""
        quotation = self._quotation_at(pronoun)
        return [t for t in sentence if t.i < pronoun.i and self._quotation_at(t) is quotation]

    def _quotation_at(self, token: Token) -> Quotation | None:
        return self._cast.document.quotation_at(token.idx)


def named_by(cast: Cast, token: Token) -> Figure | None:
    """The figure that the noun phrase of the token names, itself or by an apposition."""
    figure = cast.named_at(token)
    if figure is None:
        apposed = (cast.named_at(c) for c in children(token, "appos"))
        return next((figure for figure in apposed if figure is not None), None)
    name = cast.names.at(token)
    # A state's name before a noun only describes it: "US officials" are not the US.
    if name is not None and token.dep_ in ("compound", "nmod", "poss") and name.end == token.i + 1:
        return figure if token.dep_ == "poss" else None
    return figure


def acts(token: Token) -> bool:
    """Whether the token is the subject of a verb, or does something as the object of a preposition.

    So does the agent of a passive verb, "a delegation led by | X and Y", and who is relied on: "according to | X |".
    """
    if token.dep_ != "pobj":
        return token.dep_ in SUBJECTS
    return token.head.dep_ == "agent" or (token.head.lower_ == "to" and token.head.head.lower_ == "according")


def _question_before(pronoun: Token) -> Token | None:
    """The clause that tells what somebody was asked who answers: "| Asked if Assad would come |, he said"."""
    clauses = (c for c in children(pronoun.head, "advcl") if c.i < pronoun.i)
    return next((c for c in clauses if c.tag_ == "VBN" and c.lemma_ in _ASKED), None)


def _told_before_speaker(sentence: TokenSpan) -> Token | None:
    """The verb of what is told, where the sentence names who says so after it: "X will | come |, Y said".

    Only of who goes or meets somebody is the story told on: in "Putin has lost, Y said. He signed" it is Y's.
    """
    frame = frame_of(sentence.root)
    told = child(sentence.root, "ccomp") if frame is not None and frame.clause else None
    speaker = child(sentence.root, "nsubj")
    if told is None or speaker is None or told.i > min(speaker.i, sentence.root.i):
        return None
    own = frame_of(told)
    is_act = any(act_of(t) is not None or calls_off(t) or puts_off(t) for t in (told, *children(told, "xcomp")))
    is_done = (is_act or is_future(told)) and not is_unreal(told)  # not "X must go"
    return told if is_done or (own is not None and own.addressee_first) else None


def _is_who_told(pronoun: Token, told: Token) -> bool:
    """Whether the one meant goes on speaking: "| he | added", "| he | gave no details", not "| he | will brief Z".

    Who has talked with somebody, as is told, says things there: "X told Z so, Y said. | He | also raised trade".
    """
    verb = pronoun.head
    if pronoun.dep_ not in SUBJECTS:
        return pronoun.dep_ == "poss" and is_noun_of_speech(verb)
    if pronoun.dep_ == "nsubjpass" or (is_future(verb) and not is_negated(verb)):
        return verb.lemma_ in _ASKED
    if any(c.lemma_ in _DETAILS for c in children(verb, "dobj")):
        return True
    frames = [f for v in (verb, *children(verb, "xcomp")) if not _is_talk(v) and (f := frame_of(v)) is not None]
    return any(f.clause for f in frames) or (bool(frames) and not _is_told_talk(told))


def _is_talk(verb: Token) -> bool:
    """Whether the verb tells of a talk with somebody: "spoke | with X |", "called | X |"."""
    return any(objects_of(verb, ("with",))) or telephoned(verb) is not None


def _is_told_talk(told: Token) -> bool:
    """Whether what is told is that somebody has spoken with somebody."""
    frame = frame_of(told)
    is_address = frame is not None and frame.addressee_first
    return (is_address or act_of(told) not in (None, *VISITING)) and not is_future(told)


def _agrees(pronoun: Token, figure: Figure) -> bool:
    """Whether the pronoun's gender may be the person's; a person of whom the text does not tell may be either."""
    gender = figure.person.gender if figure.person is not None else None
    if gender is None:
        return True
    return pronoun.lower_ not in (("she", "her", "herself") if gender == "m" else ("he", "him", "his", "himself"))


def _one(figure: Figure | None) -> tuple[Figure, ...]:
    return (figure,) if figure is not None else ()

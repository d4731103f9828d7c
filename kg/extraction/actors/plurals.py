"""Plurals: who is meant by "the two ministers", "the sides", "they": those who were named together before."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.syntax import SUBJECTS, child, children, has_child, objects_of, verb_over
from kg.extraction.actors.antecedents import HE_SHE, THEY, Antecedents, Resolve, acts, named_by
from kg.extraction.actors.cast import Cast, Figure, distinct
from kg.extraction.actors.office_words import FIELDS, words_of
from kg.extraction.actors.person_names import tells_of_meeting
from kg.extraction.wording.circumstances import is_future
from kg.extraction.wording.meeting_verbs import act_of
from kg.extraction.wording.reporting_verbs import frame_of
from kg.records import ActorType

_PAIRS = frozenset(
    """ministers presidents leaders sides parties countries pair two diplomats officials states nations
    counterparts men women envoys lawmakers senators
    advisors advisers secretaries chiefs duo heads premiers delegations governments
    neighbours neighbors principals capitals""".split()
)
_ATTENDING = frozenset("participants members attendees officials representatives experts".split())
_NEXT = 2  # sentences in which those are named whose offices a sentence tells
_SIZES = {"two": 2, "both": 2, "pair": 2, "three": 3, "four": 4, "five": 5}
# What a plural says of the office of those whom it stands for. A person whose office the text does not tell may fit.
_HEADS_OF_STATE = frozenset(
    """president premier prime chancellor king queen emir amir sultan leader chairman prince emperor monarch pope
    taoiseach secretary-general general""".split()
)
_DIPLOMATS = frozenset("minister secretary ambassador envoy diplomat chief".split())
_ADVISERS = frozenset("advisor adviser nsa".split())
_OFFICES = {
    "leaders": _HEADS_OF_STATE, "heads": _HEADS_OF_STATE, "principals": _HEADS_OF_STATE,
    "presidents": frozenset(["president"]), "advisors": _ADVISERS, "advisers": _ADVISERS,
    "secretaries": frozenset(["secretary"]), "chiefs": frozenset(["chief", "minister"]),
    "premiers": frozenset(["premier", "prime"]),
    "ministers": frozenset(["minister", "secretary"]), "diplomats": _DIPLOMATS,
}  # fmt: skip
_SIDES = frozenset(["sides", "parties", "both"])
_WHERE = frozenset("in at to from near outside into around".split())
_RECIPROCAL = frozenset("meet speak talk confer".split())
_RANKS = frozenset("prince princess sheikh general admiral colonel".split())
# Words before a plural that leave it a plain one: "the two foreign ministers", but "the island leaders" are others.
_PLAIN = frozenset(
    """the both two three four five these their foreign prime defence defense finance energy interior trade vice
    national security""".split()
)
_COLLECTIVE = frozenset("people family crowd public audience staff crew team police".split())
_WHOLES = frozenset("countries nations states sides".split())  # "the two | countries' | leaders"


class Plurals:
    """Resolves the plurals of one article; `resolve` says whom the subjects before them mean."""

    def __init__(self, cast: Cast, antecedents: Antecedents, resolve: Resolve) -> None:
        self._cast = cast
        self._antecedents = antecedents
        self._resolve = resolve

    def group(self, token: Token) -> tuple[Figure, ...]:
        """The two or more who were last named together: "the two ministers", "the sides", "they".

        Nobody if another person who fits the plural has acted since: it is no longer clear who is meant. One and whom
        he spoke of are meant only where no others are: in "A met B. A thanked C. The two agreed" A and B are. Where
        none are named together, "the sides" are the two who have acted in turn.
        """
        if self._are_unnamed(token):
            return ()
        besides = self._besides(token)
        since: list[Figure] = []
        in_turn: tuple[Figure, ...] = ()
        spoken_of: tuple[Figure, ...] = ()
        for sentence in self._antecedents.before(token):
            acting, together = self._named_together(sentence, token, besides)
            if len(together) > 1 and self._is_of_speech(sentence, together):
                spoken_of = spoken_of or together
            elif together:
                return together if token.lower_ not in _OFFICES or all(f in together for f in since) else ()
            since += acting
            in_turn = in_turn if len(in_turn) > 1 else tuple(distinct(since))
        if spoken_of:
            return spoken_of if token.lower_ not in _OFFICES or all(f in spoken_of for f in since) else ()
        return in_turn if len(in_turn) == 2 and (_size(token) == 2 or token.lower_ in _SIDES) else ()

    def _are_unnamed(self, they: Token) -> bool:
        """Whether "they" are people told of without names just before: "The leaders condemned Y. | They |"."""
        before = they.doc[they.sent.start - 1].sent if they.sent.start else None
        subject = child(before.root, "nsubj") if before is not None else None
        if they.lower_ != "they" or they.dep_ != "nsubj" or they.head.dep_ != "ROOT" or subject is None:
            return False
        are_people = subject.lower_ in _PAIRS | _ATTENDING and subject.pos_ == "NOUN"
        return are_people and self._cast.document.quotation_at(subject.idx) is None and not self._resolve(subject)

    def _is_of_speech(self, sentence: TokenSpan, pair: Sequence[Figure]) -> bool:
        """Whether one only speaks to or about the other: "A thanked | B |", "A recalled his talks with | B |"."""
        for token in sentence:
            verb = verb_over(token) if self._cast.named_at(token) in pair and token.dep_ not in SUBJECTS else None
            if verb is not None and frame_of(verb) is not None and act_of(verb) is None:
                subject = child(verb, *SUBJECTS)
                return subject is not None and len(self._resolve(subject)) == 1
        return False

    def _besides(self, token: Token) -> tuple[Figure, ...]:
        """Who cannot be meant, being the subject of what is done to them: "| Lee | congratulated both leaders"."""
        verb = verb_over(token)
        is_object = token.dep_ != "poss"  # "X shakes hands with Y before | their | meeting"
        subject = child(verb, *SUBJECTS) if verb is not None and is_object else None
        return self._resolve(subject) if subject is not None and token not in subject.subtree else ()

    def _named_together(
        self, sentence: TokenSpan, token: Token, besides: tuple[Figure, ...]
    ) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
        """Who of a sentence acts in it and fits the plural, and who belong together; "they" may be one body.

        Together are the figures that are one subject, else the two that the sentence names.
        """
        size = _size(token)
        tokens = [t for t in sentence if t.i < token.i and self._cast.document.quotation_at(t.idx) is None]

        def fitting(figures: Iterable[Figure]) -> tuple[Figure, ...]:
            return tuple(distinct(f for f in figures if _suits(token, f) and f not in besides))

        subjects = [fitting(self._resolve(t)) for t in tokens if acts(t) and t.lower_ not in HE_SHE]
        acting = tuple(itertools.chain.from_iterable(subjects))
        joint = next(
            (figures for figures in subjects if len(figures) > 1 and len(figures) == (size or len(figures))), ()
        )
        if joint:
            return acting, joint
        if size in (None, 2) and (pair := fitting(self._met_by_pronoun(tokens))) and len(pair) == 2:
            return acting, pair
        parties = (named_by(self._cast, t) for t in tokens if not _is_place(t))
        named = fitting(f for f in parties if f is not None)
        may_be_body = token.lower_ == "they" or (
            token.lower_ == "them" and not self._are_others_told_of(sentence, token)
        )
        is_body = len(named) == 1 and named[0].type is ActorType.ORGANISATION and may_be_body
        persons = tuple(f for f in named if f.type is ActorType.PERSON)
        named = (
            persons if _is_reciprocal(token) and len(persons) == 2 else named
        )  # "X told Y that Iran …, as | they | met"
        named = named if is_body else tuple(f for f in named if f.rule != "actor.entity")
        alike = len(named) == (size or 2) and len({f.type for f in named}) == 1
        return acting, named if is_body or alike else ()

    def _met_by_pronoun(self, tokens: Sequence[Token]) -> tuple[Figure, ...]:
        """Who met or called the one person whom the sentence names: "| He | later called | President Z |".

        What he "had" done before is no news, nor is what he will do.
        """
        he = next((t for t in tokens if t.lower_ in HE_SHE and t.dep_ == "nsubj" and _meets(t.head)), None)
        if he is None or has_child(he.head, ("had",)) or is_future(he.head):
            return ()
        named = distinct(f for t in tokens if (f := named_by(self._cast, t)) and f.type is ActorType.PERSON)
        subject = self._resolve(he)
        return (*subject, *named) if len(subject) == len(named) == 1 else ()

    def _are_others_told_of(self, sentence: TokenSpan, them: Token) -> bool:
        """Whether "them" may be people without a name: "Hamas freed a man. Lee met his | family | and told them".

        "The leaders of Hamas" are its own.
        """
        words = (t for t in them.doc[sentence.start : them.i] if t.tag_ == "NNS" or t.lower_ in _COLLECTIVE)
        owners = ((*children(t, "compound", "poss"), *objects_of(t, ("of",))) for t in words)
        return any(all(self._cast.named_at(owner) is None for owner in those) for those in owners)

    def holders(self, plural: Token, states: Sequence[Figure]) -> list[Figure]:
        """Who holds the office in each of the states: "the foreign ministers of | X and Y |"; none unless all do."""
        described = {t.lower_ for t in plural.lefts if t.dep_ in ("amod", "compound") and t.lower_ in _PLAIN}
        is_top = plural.lower_ == "diplomats" and has_child(plural, ("top", "chief"))
        fields = {"foreign"} if is_top else described & (FIELDS | {"prime"})
        found = []
        for state in states:
            held = [f for f in self._cast.persons() if f.of == state.name and f.title is not None]
            held = [f for f in held if _suits(plural, f) and _is_in_field(f, fields)]
            found += held if len(held) == 1 else []
        return found if len(found) == len(states) else list(self._named_next(plural, states))

    def _named_next(self, plural: Token, states: Sequence[Figure]) -> tuple[Figure, ...]:
        """Who act together in the next sentences, as many as the states: "ministers of A and B met | X and Y |"."""
        owners = {None, *(state.name for state in states)}
        after = [s for s in self._cast.document.sentences if s.start > plural.i][:_NEXT]
        subjects = (self._resolve(t) for sentence in after for t in sentence if t.dep_ in SUBJECTS)
        joint = (figures for figures in subjects if len(figures) == len(states) > 1)
        return next((f for f in joint if all(_suits(plural, p) and p.of in owners for p in f)), ())


def _meets(verb: Token) -> bool:
    """Whether the verb tells that its subject met or called somebody: "| received | X", "| held | talks with X"."""
    return tells_of_meeting(verb) or any(map(tells_of_meeting, children(verb, "dobj")))


def is_plural(token: Token) -> bool:
    """Whether the word stands for several named before: "they", "the two ministers"."""
    return token.lower_ in THEY or (token.lower_ in _PAIRS and _is_definite_pair(token))


def _is_definite_pair(token: Token) -> bool:
    """Whether a plural stands for figures named before: "the two ministers", "both countries", "the sides"."""
    describing = [
        c
        for c in token.children
        if c.i < token.i and c.dep_ in ("amod", "compound", "nmod", "nummod", "poss") and c.lower_ not in _WHOLES
    ]
    is_definite = has_child(token, ("the", "both", "two", "these", "their", *_WHOLES))
    # "the governments of | Asia |", but "the two heads of | State |"
    wholes = (t for t in objects_of(token, ("of", "from")) if t.lower_ not in ("state", "government"))
    of_others = any(below.pos_ == "PROPN" for below in wholes)
    return is_definite and not of_others and all(c.lower_ in _PLAIN for c in describing)


def _is_place(token: Token) -> bool:
    """Whether the name only says where: "X met Y in | Ankara |"."""
    return token.dep_ == "pobj" and token.head.lower_ in _WHERE


def _is_reciprocal(plural: Token) -> bool:
    """Whether the plural does what two do with one another: "| they | met"."""
    return plural.dep_ == "nsubj" and plural.head.lemma_ in _RECIPROCAL


def _size(token: Token) -> int | None:
    """How many the plural says they are."""
    return next((size for t in (token, *token.lefts) if (size := _SIZES.get(t.lower_)) is not None), None)


def _suits(plural: Token, figure: Figure) -> bool:
    """Whether the plural may stand for the figure among others: "ministers" for no one who is known as president.

    A rank of birth or arms ("Prince Faisal") leaves the office open.
    """
    if figure.type not in _kinds_of_group(plural):
        return False
    wanted = _OFFICES.get(plural.lower_)
    if wanted is None or figure.title is None:
        return True
    held = set(figure.title.office.lower().split())
    return bool(held & wanted) or held <= _RANKS


def _is_in_field(figure: Figure, fields: set[str]) -> bool:
    """Whether the person's office is in the field, "foreign" or "prime"; a rank leaves it open."""
    offices = (t.office for t in figure.person.titles) if figure.person is not None else ()
    return any(fields <= words_of(office) or set(office.lower().split()) <= _RANKS for office in offices)


def _kinds_of_group(token: Token) -> tuple[ActorType, ...]:
    if token.lower_ in ("countries", "states", "nations", "governments", "neighbours", "neighbors", "capitals"):
        return (ActorType.STATE,)
    if token.lower_ == "delegations":
        return (ActorType.STATE, ActorType.ORGANISATION)
    if token.lower_ in THEY | _SIDES | {"their", "two", "pair"}:
        return (ActorType.PERSON, ActorType.STATE, ActorType.ORGANISATION)
    return (ActorType.PERSON,)

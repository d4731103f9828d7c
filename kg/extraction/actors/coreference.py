"""Who is meant by "he", "the Iranian minister", "the two sides", "the ministry": noun phrases resolved to figures.

A sieve: the name itself, the office with its state, the group, the pronoun; each step looks only backwards. A phrase
that names nobody of the cast ("German officials") resolves to nobody, rather than to a guess.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from spacy.tokens import Token

from kg.analysis.syntax import SUBJECTS, child, has_child, verb_over
from kg.extraction.actors.antecedents import HE_SHE, IT, Antecedents, named_by
from kg.extraction.actors.cast import Cast, Figure, distinct, last_before
from kg.extraction.actors.guests import Guests, is_guest, is_host
from kg.extraction.actors.institutions import Institutions
from kg.extraction.actors.office_words import words_of
from kg.extraction.actors.plurals import Plurals, is_plural
from kg.extraction.actors.titles import Title
from kg.records import ActorType, Span
from kg.reference.recognition import Recognition

_I = frozenset(["i", "me", "my", "myself"])
_LONGEST_HEADING = 14  # words of a line that only names who issues a release
_HEADINGS = 5  # paragraphs at the top, and as many at the foot, where such a line may stand
_AT_THE_HEAD = frozenset("leader head chief boss".split())
_AMERICAN = frozenset("secretary of state".split())  # the top diplomat who is called so
_TOP = frozenset(["top", "chief"])
_OF_TWO = frozenset(["former", "latter"])
_RELATIVE = frozenset("who whom which that".split())
_LOWER = frozenset("deputy vice assistant".split())
_RANKS = _LOWER | {"prime"}
_ANYBODY = frozenset("a an each every any another no either neither some".split())
_ONE_AT_A_TIME = frozenset("governor president mayor speaker".split())


class Resolver:
    """Resolves the noun phrases of one article; answers are remembered, since phrases refer to earlier phrases."""

    def __init__(self, cast: Cast, recognition: Recognition) -> None:
        self.cast = cast
        self._antecedents = Antecedents(cast, self.resolve)
        self.institutions = Institutions(cast, recognition, self._antecedents, self.resolve)
        self._guests = Guests(cast, self.resolve)
        self.plurals = Plurals(cast, self._antecedents, self.resolve)
        self._memory: dict[int, tuple[Figure, ...]] = {}
        self._speakers: list[tuple[Span, Figure]] = []

    def resolve(self, token: Token) -> tuple[Figure, ...]:
        """The figures meant by the noun phrase that the token heads, with its coordinated parts; none if unknown."""
        if token.lower_ in _I:
            return self._one(self.first_person(token))
        if token.i not in self._memory:
            self._memory[token.i] = ()  # a phrase that leads back to itself means nobody
            self._memory[token.i] = tuple(distinct(self._resolve_conjuncts(token)))
        return self._memory[token.i]

    def hear(self, words: Iterable[tuple[Span, Figure]]) -> None:
        """Learn who speaks in which span of the text, and so who "I" is there."""
        self._speakers = list(words)

    def first_person(self, token: Token) -> Figure | None:
        """Who says "I" or "we" there: in a quotation its speaker, outside of one whoever issues the text."""
        if self.cast.document.quotation_at(token.idx) is not None:
            return next((figure for (start, end), figure in self._speakers if start <= token.idx < end), None)
        return self._issuer

    @cached_property
    def _issuer(self) -> Figure | None:
        """Whom a line by itself names at the top or the foot: "MINISTER FOR TRADE JOHN SMITH"; nobody if several."""
        paragraphs = self.cast.document.paragraphs
        lines = [*paragraphs[:_HEADINGS], *paragraphs[_HEADINGS:][-_HEADINGS:]]
        named = distinct(figure for line in lines for figure in self._signing(line))
        return named[0] if len(named) == 1 else None

    def _signing(self, line: Span) -> Iterable[Figure]:
        """The persons named in a line without a verb."""
        words = self.cast.document.doc.char_span(*line, alignment_mode="expand")
        if words is None or len(words) > _LONGEST_HEADING or any(t.tag_ in ("VBD", "VBZ", "VBP") for t in words):
            return ()
        figures = (self.cast.named_at(token) for token in words)
        return [f for f in figures if f is not None and f.type is ActorType.PERSON]

    def infer_owners(self) -> None:
        """Learn whose office it is from later descriptions: "Foreign Minister X … | the Iranian minister | said"."""
        for title in self.cast.people.unheld:
            owner = self.cast.owner(title)
            figure = self._titled(self.cast.document.doc[title.head]) if owner is not None else None
            if figure is not None and figure.type is ActorType.PERSON and figure.of is None:
                figure.of = owner

    def _resolve_conjuncts(self, token: Token) -> Iterable[Figure]:
        yield from self._resolve_one(token)
        yield from self._joined_to_name(token)
        for other in token.conjuncts:
            if other.i > token.i and other.head.pos_ in ("NOUN", "PROPN", "PRON") and not _is_end_of_address(other):
                yield from self._resolve_one(other)
        if token.dep_ in SUBJECTS or token.dep_ == "pobj":
            yield from self._listed_persons(token)
        if token.dep_ in SUBJECTS:
            yield from self._coordinated_before(token)

    def _joined_to_name(self, office: Token) -> Iterator[Figure]:
        """Who is joined to the name that an office leads: "| President | of Ukraine X and Chancellor Y | spoke"."""
        holder = self.cast.named_at(office)
        if office.pos_ not in ("NOUN", "PROPN") or holder is None or holder.person is None:
            return
        run = next((r for r in holder.person.runs if office.i < r.start <= office.right_edge.i), None)
        if run is None:
            return
        for name in office.doc[run.start : run.end]:
            for other in name.conjuncts:
                if other.i >= run.end and other.head.i >= run.start:
                    yield from self._resolve_one(other)

    def _coordinated_before(self, token: Token) -> Iterator[Figure]:
        """The persons before the last one of a subject, where the parser has seen no coordination.

        "US President X | and | Turkish President Y | spoke": the parser may hang all words on Y.
        """
        person = self.cast.named_at(token)
        for conjunction in (t for t in token.doc[token.left_edge.i : token.i] if t.lower_ == "and"):
            before = self.cast.named_at(conjunction.nbor(-1)) if conjunction.i > token.left_edge.i else None
            after = token.doc[conjunction.i + 1 : token.i]
            titled = person is not None and person.title is not None and person.title.head in [t.i for t in after]
            if titled and before is not None and before.type is ActorType.PERSON:
                yield before

    def _listed_persons(self, token: Token) -> Iterator[Figure]:
        """The persons of a list whose parts the parser has hung on one another: "A, the minister for X, and B"."""
        edge = token.right_edge.i + 1
        for other in token.doc[token.i + 1 : edge]:
            figure = self.cast.named_at(other)
            if figure is None or figure.type is not ActorType.PERSON or other.dep_ in ("poss", "compound"):
                continue
            above = list(itertools.takewhile(lambda t: t.i != token.i, other.ancestors))
            if self.cast.document.quotation_at(other.idx) is not self.cast.document.quotation_at(token.idx):
                continue
            # "A, nephew of the king | B |"; but in "the head for Africa, | B |" the comma tells that B is the head
            is_within = above and above[0].dep_ == "pobj" and not token.doc[other.left_edge.i - 1].is_punct
            if (
                not is_within
                and other.dep_ in ("conj", "appos")
                and all(t.dep_ in ("conj", "appos", "pobj", "prep", "npadvmod") for t in above)
            ):
                yield figure

    def _resolve_one(self, token: Token) -> tuple[Figure, ...]:
        lower = token.lower_
        named = named_by(self.cast, token) if token.is_upper and lower in HE_SHE else None
        if named is not None and not any(t.pos_ in ("NOUN", "PROPN") for t in token.doc[token.i + 1 : token.i + 2]):
            return (named,)  # "WHO | said" is no pronoun; in "WHO | director-general X said" X speaks
        if lower in _RELATIVE and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj"):
            return self._resolve_relative(token)
        if lower in HE_SHE:
            return self._one(self._antecedents.find(token, (ActorType.PERSON,)))
        if lower in IT:
            return self._one(self._antecedents.find(token, (ActorType.STATE, ActorType.ORGANISATION, ActorType.FORMAT)))
        if lower in _OF_TWO and has_child(token, ("the",)):
            return self._one(self._of_the_last_two(token))
        if is_plural(token):
            return self.plurals.group(token)
        return (
            self._one(named_by(self.cast, token))
            or self._visiting(token)
            or self._one(self._titled(token))
            or self._one(self.institutions.governing(token))
            or self.institutions.uttering(token)
        )

    def _one(self, figure: Figure | None) -> tuple[Figure, ...]:
        return (figure,) if figure is not None else ()

    def _resolve_relative(self, token: Token) -> tuple[Figure, ...]:
        """What a relative pronoun stands for: the noun that its clause describes."""
        clause = token.head if token.dep_ != "pobj" else token.head.head
        return self.resolve(clause.head) if clause.dep_ == "relcl" and clause.head.i < token.i else ()

    def _of_the_last_two(self, token: Token) -> Figure | None:
        """The one of the two persons named last in the sentence before: "X met Y. | The latter | said"."""
        sentence = next((s for s in self._antecedents.before(token) if s.end <= token.sent.start), None)
        named = (self.cast.named_at(t) for t in sentence or ())
        persons = distinct(f for f in named if f is not None and f.type is ActorType.PERSON)
        return persons[-1 if token.lower_ == "latter" else -2] if len(persons) > 1 else None

    def _visiting(self, token: Token) -> tuple[Figure, ...]:
        """The host or the guest told of before, where the office fits: "the visiting | minister"."""
        if is_host(token):
            return self._guests.host(token)
        title = self.cast.people.unheld_at(token)
        guests = self._guests.guest(token) if is_guest(token) else ()
        return tuple(f for f in guests if title is None or self._fits(f, title))

    def _titled(self, token: Token) -> Figure | None:
        """The person told of last whose office fits an office named alone: "the Iranian minister"."""
        title = self.cast.people.unheld_at(token)
        if title is None or token.tag_ in ("NNS", "NNPS"):
            return None
        if token.lower_.startswith("spokes") and title.of is not None:
            return self.cast.named_at(token.doc[title.of.start]) or self.cast.state_behind(title.of)
        if has_child(token, _ANYBODY):
            return None
        owner = self.cast.owner(title)
        compared: tuple[Figure, ...] = ()
        if token.dep_ in ("dobj", "dative"):
            compared = self._compared(token)  # nobody tells something to himself by his office
        if title.is_counterpart and owner is not None:
            compared = self._compared(token)
            title = next((replace(title, office=f.title.office) for f in compared if f.title is not None), title)
        fitting = [f for f in self.cast.persons() if f not in compared and self._fits(f, title)]
        exactly = [f for f in fitting if owner is not None and f.of == owner] or fitting
        if len(exactly) == 1:
            return exactly[0]
        before = [f for f in exactly if any(start < token.idx for start, _ in f.mentions)]
        plainly = [f for f in before if _is_of_rank(f, title)] or before
        return self._acting_last(token, plainly) if len(plainly) > 1 else next(iter(plainly), None)

    def _acting_last(self, office: Token, holders: list[Figure]) -> Figure | None:
        """Who of several holders of an office acted in the last sentence on any: "| X | met Y. The minister said".

        Who acted in the main clause comes first. Nobody is called so where several acted, or where several are named
        and none acted: "X and Y met", "talks between X and Y".
        """
        for sentence in self._antecedents.before(office):
            words = [t for t in sentence if t.i < office.i]
            subjects = [(t, self.resolve(t)) for t in words if t.dep_ in SUBJECTS]
            acting = [(t, figures[0]) for t, figures in subjects if len(figures) == 1 and figures[0] in holders]
            leading = distinct(f for t, f in acting if t.head == sentence.root)
            named = (self.cast.named_at(t) for t in words)
            told = leading or distinct(f for _, f in acting) or distinct(f for f in named if f in holders)
            if told:
                return told[0] if len(told) == 1 else None
        return last_before(holders, office.idx)

    def may_be(self, token: Token, figure: Figure) -> bool:
        """Whether an office named alone, as "the minister", is one that the person holds."""
        title = self.cast.people.unheld_at(token)
        return title is not None and token.tag_ not in ("NNS", "NNPS") and self._fits(figure, title)

    def _compared(self, counterpart: Token) -> tuple[Figure, ...]:
        """With whom a counterpart is compared: with the subject, "| X | met his Chinese counterpart"."""
        verb = verb_over(counterpart)
        subject = child(verb, *SUBJECTS) if verb is not None else None
        return self.resolve(subject) if subject is not None and counterpart not in subject.subtree else ()

    def _fits(self, figure: Figure, title: Title) -> bool:
        wanted = set(title.office.lower().replace("premier", "prime minister").split())
        is_diplomat = "diplomat" in wanted and bool(wanted & _TOP)
        wanted = {"foreign", "minister"} if is_diplomat else wanted
        owner = self.cast.owner(title)
        if wanted <= _AT_THE_HEAD and owner is not None and figure.of == owner:
            return True
        for held in figure.person.titles if figure.person else ():
            words = words_of(held.office)
            if (len(wanted) > 1 or wanted & _ONE_AT_A_TIME) and _LOWER & words != _LOWER & wanted:
                continue  # "the prime minister" is not the deputy prime minister, nor "the governor" a deputy
            is_like = wanted <= words or (is_diplomat and words == _AMERICAN)
            if is_like and (owner is None or (self.cast.owner(held) or figure.of) in (owner, None)):
                return True
        return False

    def last_body(self, token: Token) -> tuple[Figure, ...]:
        """The organisation or format that the text was last about: for "the group"."""
        return self._one(self._antecedents.find(token, (ActorType.ORGANISATION, ActorType.FORMAT)))

    def last_person(self, token: Token) -> tuple[Figure, ...]:
        """The person whom the text was last about, of the state that describes the noun: "the Russian | diplomat"."""
        owner = self.institutions.owner_of(token)
        state = self.cast.name_of_state_at(owner) if owner is not None else None
        figure = self._antecedents.find(token, (ActorType.PERSON,))
        # "the Argentine | diplomat" may work for the United Nations
        fits = figure is not None and (state in (None, figure.of) or not self.cast.is_state(figure.of or ""))
        return self._one(figure if fits else None)

    def antecedent_of(self, possessive: Token) -> tuple[Figure, ...]:
        """Who is meant by "his" or "her", or by "their"."""
        if possessive.lower_ == "their":
            return self.plurals.group(possessive)
        is_person = possessive.lower_ in ("his", "her")
        return self._one(self._antecedents.find(possessive, (ActorType.PERSON,)) if is_person else None)


def _is_of_rank(holder: Figure, title: Title) -> bool:
    """Whether the office is no higher or lower one than its words say: "the minister" as against a prime minister."""
    wanted = words_of(title.office)
    titles = holder.person.titles if holder.person is not None else ()
    offices = [words_of(part) for held in titles for part in held.office.split(" and ")]
    return any(wanted <= office and not (office - wanted) & _RANKS for office in offices)


def _is_end_of_address(name: Token) -> bool:
    """Whether the name only tells where the town before it lies: "met X in Munich, | Germany |"."""
    before = name.doc[max(0, name.left_edge.i - 2) : name.left_edge.i]
    is_behind_comma = len(before) == 2 and before[1].text == ","
    return is_behind_comma and before[0].pos_ == "PROPN" and before[0].dep_ == "pobj" and before[0].head.lower_ == "in"

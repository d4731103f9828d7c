"""Who is meant by "he", "the Iranian minister", "the two sides", "the ministry": noun phrases resolved to figures.

A sieve: the name itself, the office with its state, the group, the pronoun; each step looks only backwards. A phrase
that names nobody of the cast ("German officials") resolves to nobody, rather than to a guess.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.quotations import Quotation
from kg.analysis.syntax import SUBJECTS, child, children, has_child, objects_of, verb_over
from kg.extraction.bodies import BODIES
from kg.extraction.cast import Cast, Figure, distinct
from kg.extraction.names import Name, NameKind
from kg.extraction.titles import Title
from kg.records import ActorType, Span
from kg.reference.recognition import Recognition

_HE_SHE = frozenset(["he", "she", "him", "her", "himself", "herself", "who", "whom"])
_I = frozenset(["i", "me", "my", "myself"])
_IT = frozenset(["it", "itself"])
_THEY = frozenset(["they", "them", "both", "themselves"])
_PAIRS = frozenset(
    """ministers presidents leaders sides parties countries pair two diplomats officials states nations
    counterparts men women envoys lawmakers senators
    advisors advisers secretaries chiefs duo heads premiers delegations governments
    neighbours neighbors principals""".split()
)
UTTERANCES = frozenset(
    """statement release readout spokesman spokeswoman spokesperson communique communiqué report post website tweet
    letter message announcement declaration speech remarks decree note resolution document memo proclamation filing
    lawsuit petition editorial memoir book""".split()
)
# Nouns by which the state itself is meant.
_GOVERNMENTS = frozenset(
    """government authorities side regime administration delegation junta cabinet leadership republic kingdom nation
    country""".split()
)
_COUNTRY = frozenset(["country", "nation", "state", "republic", "kingdom"])
_LONGEST_HEADING = 14  # words of a line that only names who issues a release
_HEADINGS = 5  # paragraphs at the top, and as many at the foot, where such a line may stand
_MEMORY = 6  # sentences; an antecedent further back is seldom meant
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
_AT_THE_HEAD = frozenset("leader head chief boss".split())
_RECIPROCAL = frozenset("meet speak talk confer".split())
_LOWER = frozenset("deputy vice assistant".split())
_FIELDS = frozenset("foreign defence defense home interior health finance energy".split())
_RANKS = frozenset("prince princess sheikh general admiral colonel".split())
# Words before a plural that leave it a plain one: "the two foreign ministers", but "the island leaders" are others.
_PLAIN = frozenset(
    """the both two three four five these their foreign prime defence defense finance energy interior trade vice
    national security""".split()
)


_WHOLES = frozenset("countries nations states sides".split())  # "the two | countries' | leaders"


class Resolver:
    """Resolves the noun phrases of one article; answers are remembered, since phrases refer to earlier phrases."""

    def __init__(self, cast: Cast, recognition: Recognition) -> None:
        self.cast = cast
        self._recognition = recognition
        self._sentences = cast.document.sentences
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
        if self._cast_quotation(token) is not None:
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
            if other.i > token.i and other.head.pos_ in ("NOUN", "PROPN", "PRON"):
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
        named = self._named(token) if token.is_upper and lower in _HE_SHE else None
        if named is not None and not any(t.pos_ in ("NOUN", "PROPN") for t in token.doc[token.i + 1 : token.i + 2]):
            return (named,)  # "WHO | said" is no pronoun; in "WHO | director-general X said" X speaks
        if lower in ("who", "which", "that") and token.dep_ in ("nsubj", "nsubjpass"):
            return self._resolve_relative(token)
        if lower in _HE_SHE:
            return self._one(self._antecedent(token, (ActorType.PERSON,)))
        if lower in _IT:
            return self._one(self._antecedent(token, (ActorType.STATE, ActorType.ORGANISATION, ActorType.FORMAT)))
        if lower in _THEY or (lower in _PAIRS and _is_definite_pair(token)):
            return self._group(token)
        return (
            self._one(self._named(token))
            or self._one(self._titled(token))
            or self._one(self._governing(token))
            or self._uttering(token)
        )

    def _one(self, figure: Figure | None) -> tuple[Figure, ...]:
        return (figure,) if figure is not None else ()

    def _resolve_relative(self, token: Token) -> tuple[Figure, ...]:
        """What a relative pronoun stands for: the noun that its clause describes."""
        clause = token.head
        return self.resolve(clause.head) if clause.dep_ == "relcl" and clause.head.i < token.i else ()

    def _named(self, token: Token) -> Figure | None:
        figure = self.cast.named_at(token)
        if figure is None:
            appositive = next((c for c in token.children if c.dep_ == "appos"), None)
            return self.cast.named_at(appositive) if appositive is not None else None
        name = self.cast.names.at(token)
        # A state's name before a noun only describes it: "US officials" are not the US.
        if name is not None and token.dep_ in ("compound", "nmod", "poss") and name.end == token.i + 1:
            return figure if token.dep_ == "poss" else None
        return figure

    def _titled(self, token: Token) -> Figure | None:
        """The person last named whose office fits an office named alone: "the Iranian minister"."""
        title = self.cast.people.unheld_at(token)
        if title is None or token.tag_ in ("NNS", "NNPS"):
            return None
        if token.lower_.startswith("spokes") and title.of is not None:
            return self.cast.named_at(token.doc[title.of.start]) or self.cast.state_behind(title.of)
        owner = self.cast.owner(title)
        compared: tuple[Figure, ...] = ()
        if title.is_counterpart and owner is not None:
            compared = self._compared(token)
            title = next((replace(title, office=f.title.office) for f in compared if f.title is not None), title)
        fitting = [f for f in self.cast.persons() if f not in compared and self._fits(f, title)]
        exactly = [f for f in fitting if owner is not None and f.of == owner] or fitting
        return _last_before(exactly, token.idx) or (exactly[0] if len(exactly) == 1 else None)

    def _compared(self, counterpart: Token) -> tuple[Figure, ...]:
        """With whom a counterpart is compared: with the subject, "| X | met his Chinese counterpart"."""
        verb = verb_over(counterpart)
        subject = child(verb, *SUBJECTS) if verb is not None else None
        return self.resolve(subject) if subject is not None and counterpart not in subject.subtree else ()

    def _fits(self, figure: Figure, title: Title) -> bool:
        wanted = set(title.office.lower().replace("premier", "prime minister").split())
        owner = self.cast.owner(title)
        if wanted <= _AT_THE_HEAD and owner is not None and figure.of == owner:
            return True
        for held in figure.person.titles if figure.person else ():
            words = _words_of(held.office)
            if len(wanted) > 1 and _LOWER & words != _LOWER & wanted:
                continue  # "the prime minister" is not the deputy prime minister
            if wanted <= words and (owner is None or (self.cast.owner(held) or figure.of) in (owner, None)):
                return True
        return False

    def _governing(self, token: Token) -> Figure | None:
        """The state behind "the Saudi government", "the U.S. side", "the country"; the body behind "the ministry"."""
        lower = token.lower_
        if lower in _GOVERNMENTS:
            name = self.owner_of(token)
            if name is not None:
                return self.cast.state_behind(name)
            if (led := self._led_by(token) or self._same_before(token)) is not None:
                return led
            if lower in _COUNTRY or lower in ("government", "junta"):
                return self._antecedent(token, (ActorType.STATE,)) or self._state_told_of(token)
        if lower in BODIES:
            bodies = [f for f in self.cast if f.type is ActorType.ORGANISATION and lower in f.name.lower()]
            return _last_before(bodies, token.idx)
        return None

    def _state_told_of(self, government: Token) -> Figure | None:
        """The state that an adjective told of last: "| Iranian | cleric X has died. The government announced it"."""
        before = [n for n in self.cast.names if n.start < government.i and n.state is not None]
        return self.cast.state_behind(before[-1]) if before and government.lower_ == "government" else None

    def _led_by(self, government: Token) -> Figure | None:
        """The state whose government is called by its head: "the Trump | administration", "Orban's | government"."""
        for part in children(government, "poss", "compound", "nmod"):
            if part.lower_ == "its":
                return self._antecedent(part, (ActorType.STATE,))
            if part.lower_ in ("his", "her"):
                head = self._antecedent(part, (ActorType.PERSON,))
            else:
                head = self.cast.named_at(part)
            name = head.name if head is not None and head.type is ActorType.PERSON else part.text
            if part.pos_ == "PROPN" or head is not None:
                return self._state_of(head, name, government)
        return None

    def _state_of(self, head: Figure | None, name: str, government: Token) -> Figure | None:
        """The state of a head of government: by the office that the text tells, or by the register."""
        if head is not None and head.title is not None and head.title.of is not None:
            return self.cast.state_behind(head.title.of)
        owner = self._recognition.state_of(name) or (head.of if head is not None else None)
        if owner is None:
            return None
        return self.cast.state_called(owner, government) if self.cast.is_state(owner) else self.cast.named(owner)

    def _same_before(self, token: Token) -> Figure | None:
        """Whose government it was the last time: "The Biden administration … | the administration"."""
        if child(token, "det") is None or len([c for c in token.lefts if not c.is_punct]) > 1:
            return None
        before = [t for t in token.doc[: token.i] if t.lower_ == token.lower_]
        found = (self.resolve(t) for t in reversed(before))
        return next((figures[0] for figures in found if figures), None)

    def holders(self, plural: Token, states: Sequence[Figure]) -> list[Figure]:
        """Who holds the office in each of the states: "the foreign ministers of | X and Y |"; none unless all do."""
        described = {t.lower_ for t in plural.lefts if t.dep_ in ("amod", "compound") and t.lower_ in _PLAIN}
        fields = described & (_FIELDS | {"prime"})
        found = []
        for state in states:
            held = [f for f in self.cast.persons() if f.of == state.name and f.title is not None]
            held = [f for f in held if _suits(plural, f) and _is_in_field(f, fields)]
            found += held if len(held) == 1 else []
        return found if len(found) == len(states) else []

    def last_body(self, token: Token) -> tuple[Figure, ...]:
        """The organisation or format that the text was last about: for "the group"."""
        return self._one(self._antecedent(token, (ActorType.ORGANISATION, ActorType.FORMAT)))

    def last_person(self, token: Token) -> tuple[Figure, ...]:
        """The person whom the text was last about, of the state that describes the noun: "the Russian | diplomat"."""
        owner = self.owner_of(token)
        state = self.cast.name_of_state_at(owner) if owner is not None else None
        figure = self._antecedent(token, (ActorType.PERSON,))
        fits = figure is not None and (state is None or figure.of in (state, None))
        return self._one(figure if fits else None)

    def antecedent_of(self, possessive: Token) -> tuple[Figure, ...]:
        """Who is meant by "his" or "her", or by "their"."""
        if possessive.lower_ == "their":
            return self._group(possessive)
        is_person = possessive.lower_ in ("his", "her")
        return self._one(self._antecedent(possessive, (ActorType.PERSON,)) if is_person else None)

    def owner_of(self, token: Token) -> Name | None:
        """The name by which a noun belongs to a state: "the Saudi | government", "the government of | Niger"."""
        for part in token.children:
            name = self.cast.names.at(part)
            if part.dep_ in ("compound", "amod", "poss", "nmod") and name is not None and name.state is not None:
                return name
            if part.lower_ == "of":
                for below in part.children:
                    name = self.cast.names.at(below)
                    if name is not None and name.state is not None and name.kind is NameKind.STATE:
                        return name
        return None

    def _uttering(self, token: Token) -> tuple[Figure, ...]:
        """The body behind an unnamed spokesman or a text: "a White House statement", "a statement from X"."""
        if token.lower_ not in UTTERANCES:
            return ()
        for part in token.children:
            if part.dep_ in ("compound", "poss", "nmod"):
                found = self.cast.named_at(part) or self._governing(part)
                if found is not None:
                    return (found,)
            if part.dep_ == "prep" and part.lower_ in ("from", "by", "of", "for", "at", "with"):
                for below in part.children:
                    if found_below := self.resolve(below):
                        return found_below
        owner = self.owner_of(token)
        return self._one(self.cast.state_behind(owner) if owner is not None else None)

    def _sentences_before(self, token: Token) -> Iterable[TokenSpan]:
        """The token's own sentence and those before it, nearest first."""
        before = [s for s in self._sentences if s.start <= token.i]
        return reversed(before[-_MEMORY:])

    def _antecedent(self, pronoun: Token, kinds: tuple[ActorType, ...]) -> Figure | None:
        """The figure of one of these types that the text was last about.

        Subjects before other mentions, and of several subjects of a sentence the main clause's before the nearest.
        """
        ahead = self._main_subject_ahead(pronoun)
        candidates = itertools.chain(
            self._traveller(pronoun),
            (f for f in ahead),
            (f for sentence in self._sentences_before(pronoun) for f in self._subjects_before(sentence, pronoun)),
            (f for sentence in self._sentences_before(pronoun) for f in self._mentions_before(sentence, pronoun)),
        )
        return next((f for f in candidates if f.type in kinds and not f.outlet and _agrees(pronoun, f)), None)

    def _traveller(self, pronoun: Token) -> tuple[Figure, ...]:
        """Whose visit it is to the place where something happened: "| X's | visit to Oslo, where | he | met Y"."""
        clause = pronoun.head
        if clause.dep_ != "relcl" or clause.left_edge.lower_ != "where":
            return ()
        journey = next((t for t in clause.ancestors if t.lemma_ in ("visit", "trip", "tour")), None)
        owner = child(journey, "poss") if journey is not None else None
        return self.resolve(owner) if owner is not None else ()

    def _main_subject_ahead(self, pronoun: Token) -> tuple[Figure, ...]:
        """The subject to which a pronoun in an opening adjunct points forward: "On her first trip, | Ms Meloni"."""
        root = pronoun.sent.root
        subject = next((c for c in root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is None or subject.left_edge.i <= pronoun.i or subject.pos_ == "PRON" or root.i < pronoun.i:
            return ()
        if any(t.dep_ == "ccomp" and t.head == root for t in pronoun.ancestors):
            return ()  # "| he | is expected on Friday, | X | said": X speaks of another
        if self._cast_quotation(pronoun) is not self._cast_quotation(subject) or self._has_own_person(pronoun):
            return ()
        figures = self.resolve(subject)
        return figures[:1] if pronoun.dep_ == "poss" or len(figures) == 1 else ()

    def _has_own_person(self, pronoun: Token) -> bool:
        """Whether what is said names a person before the pronoun: "they threatened | X | on | his | visit, Y said"."""
        clause = next((t for t in pronoun.ancestors if t.dep_ == "ccomp" and t.head.dep_ == "ROOT"), None)
        words = pronoun.doc[clause.left_edge.i : pronoun.i] if clause is not None else ()
        return any(f.type is ActorType.PERSON for t in words if (f := self.cast.named_at(t)) is not None)

    def _cast_quotation(self, token: Token) -> Quotation | None:
        return self.cast.document.quotation_at(token.idx)

    def _subjects_before(self, sentence: TokenSpan, pronoun: Token) -> Iterator[Figure]:
        subjects = [t for t in self._readable(sentence, pronoun) if _acts(t) and t.lower_ not in _IT | _THEY]
        asked = _question_before(pronoun)
        subjects = [t for t in subjects if asked is None or not asked.left_edge.i <= t.i <= asked.right_edge.i]
        subjects.sort(key=lambda t: (t.head.dep_ != "ROOT", t.dep_ == "pobj", -t.i))
        for subject in subjects:
            figures = self.resolve(subject)
            if len(figures) == 1 or subject.lower_ in _HE_SHE:
                yield from figures

    def _mentions_before(self, sentence: TokenSpan, pronoun: Token) -> Iterator[Figure]:
        for token in reversed(self._readable(sentence, pronoun)):
            if token.dep_ not in ("compound", "amod"):
                yield from self._one(self._named(token))

    def _readable(self, sentence: TokenSpan, pronoun: Token) -> list[Token]:
        """The tokens before the pronoun that stand in the same quotation as it, or like it in none."""
        quotation = self._cast_quotation(pronoun)
        return [t for t in sentence if t.i < pronoun.i and self._cast_quotation(t) is quotation]

    def _group(self, token: Token) -> tuple[Figure, ...]:
        """The two or more who were last named together: "the two ministers", "the sides", "they".

        Nobody if another person who fits the plural has acted since: it is no longer clear who is meant. Where none
        are named together, "the sides" are the two who have acted in turn.
        """
        besides = self._besides(token)
        since: list[Figure] = []
        in_turn: tuple[Figure, ...] = ()
        for sentence in self._sentences_before(token):
            acting, together = self._named_together(sentence, token, besides)
            if together:
                return together if token.lower_ not in _OFFICES or all(f in together for f in since) else ()
            since += acting
            in_turn = in_turn if len(in_turn) > 1 else tuple(distinct(since))
        return in_turn if len(in_turn) == 2 and (_size(token) == 2 or token.lower_ in _SIDES) else ()

    def _besides(self, token: Token) -> tuple[Figure, ...]:
        """Who cannot be meant, being the subject of what is done to them: "| Lee | congratulated both leaders"."""
        verb = verb_over(token)
        is_object = token.dep_ != "poss"  # "X shakes hands with Y before | their | meeting"
        subject = child(verb, *SUBJECTS) if verb is not None and is_object else None
        return self.resolve(subject) if subject is not None and token not in subject.subtree else ()

    def _named_together(
        self, sentence: TokenSpan, token: Token, besides: tuple[Figure, ...]
    ) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
        """Who of a sentence acts in it and fits the plural, and who belong together; "they" may be one body.

        Together are the figures that are one subject, else the two that the sentence names.
        """
        size = _size(token)
        tokens = [t for t in sentence if t.i < token.i and self._cast_quotation(t) is None]

        def fitting(figures: Iterable[Figure]) -> tuple[Figure, ...]:
            return tuple(distinct(f for f in figures if _suits(token, f) and f not in besides))

        subjects = [fitting(self.resolve(t)) for t in tokens if _acts(t) and t.lower_ not in _HE_SHE]
        acting = tuple(itertools.chain.from_iterable(subjects))
        joint = next(
            (figures for figures in subjects if len(figures) > 1 and len(figures) == (size or len(figures))), ()
        )
        if joint:
            return acting, joint
        named = fitting(f for t in tokens for f in self._one(self._named(t)))
        is_body = len(named) == 1 and named[0].type is ActorType.ORGANISATION and token.lower_ in ("they", "them")
        persons = tuple(f for f in named if f.type is ActorType.PERSON)
        named = (
            persons if _is_reciprocal(token) and len(persons) == 2 else named
        )  # "X told Y that Iran …, as | they | met"
        alike = len(named) == (size or 2) and len({f.type for f in named}) == 1
        return acting, named if is_body or alike else ()


def _words_of(office: str) -> set[str]:
    """The words by which an office may be called: a foreign secretary is a foreign minister."""
    words = set(office.lower().split())
    if {"external", "affairs"} <= words:
        words |= {"foreign", "minister"}
    if words & _FIELDS and "secretary" in words:
        words.add("minister")
    if "diplomat" in words and words & {"top", "chief"}:
        words |= {"foreign", "minister"}
    return words | ({"prime", "minister"} if "premier" in words else set())


def _question_before(pronoun: Token) -> Token | None:
    """The clause that tells what somebody was asked who answers: "| Asked if Assad would come |, he said"."""
    clauses = (c for c in children(pronoun.head, "advcl") if c.i < pronoun.i)
    return next((c for c in clauses if c.tag_ == "VBN" and c.lemma_ in ("ask", "question", "press")), None)


def _acts(token: Token) -> bool:
    """Whether the token is the subject of a verb, or the agent of a passive one: "a delegation led by | X and Y"."""
    return token.dep_ in SUBJECTS or (token.dep_ == "pobj" and token.head.dep_ == "agent")


def _agrees(pronoun: Token, figure: Figure) -> bool:
    """Whether the pronoun's gender may be the person's; a person of whom the text does not tell may be either."""
    gender = figure.person.gender if figure.person is not None else None
    if gender is None:
        return True
    return pronoun.lower_ not in (("she", "her", "herself") if gender == "m" else ("he", "him", "his", "himself"))


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
    return any(fields <= _words_of(office) or set(office.lower().split()) <= _RANKS for office in offices)


def _kinds_of_group(token: Token) -> tuple[ActorType, ...]:
    if token.lower_ in ("countries", "states", "nations", "governments", "neighbours", "neighbors"):
        return (ActorType.STATE,)
    if token.lower_ == "delegations":
        return (ActorType.STATE, ActorType.ORGANISATION)
    if token.lower_ in _THEY | _SIDES | {"their", "two", "pair"}:
        return (ActorType.PERSON, ActorType.STATE, ActorType.ORGANISATION)
    return (ActorType.PERSON,)


def _last_before(figures: Iterable[Figure], offset: int) -> Figure | None:
    """The figure mentioned last before the offset."""
    last = [(max(s for s, _ in f.mentions if s < offset), f) for f in figures if any(s < offset for s, _ in f.mentions)]
    return max(last, key=lambda pair: pair[0])[1] if last else None

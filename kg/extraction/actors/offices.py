"""Which office each person holds in the article, by where names and offices stand.

Beside each other, shared out from a plural, taken over from a counterpart, or told in one sentence and named in the
next. The grammar of the office's own words is in `kg.extraction.actors.titles`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from spacy.tokens import Doc, Token

from kg.analysis.document import Document
from kg.analysis.syntax import SUBJECTS, child, is_verb
from kg.extraction.actors.bodies import BODIES
from kg.extraction.actors.employers import Employer, employer_in_brackets
from kg.extraction.actors.names import POSSESSIVE, Name, NameKind, Names
from kg.extraction.actors.office_kinds import OF_STATES, head_of
from kg.extraction.actors.office_words import AFTER_NAMES, FORMER, IN_OFFICE, noun_of_office
from kg.extraction.actors.person_names import NameRun, proper_start
from kg.extraction.actors.title_edges import past_brackets
from kg.extraction.actors.titles import Title
from kg.extraction.rulebook import reads

_BEFORE_OFFICE = (
    frozenset(
        """the a an 's ’s his her current former its their our new then now country nation city state region founder
    co-founder and wife husband son daughter brother sister widow""".split()
    )
    | IN_OFFICE
)
_OPENING = frozenset(", ( [ – - —".split())
# Verbs with "as" and an office: of their subject, of their object.
_SERVING = frozenset("serve act work continue resign step retire succeed take return remain stand".split())
_CHOOSING = frozenset("appoint name elect nominate choose install reappoint designate swear inaugurate".split())
# Heads of offices after whose holders stands where they were elected: "Senator Bernie Sanders | from Vermont".
_ELECTED = frozenset(
    "senator congressman congresswoman representative lawmaker mp mep governor mayor premier speaker".split()
)
# Verbs with "the post of" and the like, and an office.
_HOLDING = frozenset("hold take assume fill occupy leave quit resign".split())
_PLACES_OF_OFFICE = frozenset("post position office role".split())
# Verbs that tell an office by the body that somebody leads.
_LEADING = {"head": "Head", "lead": "Leader", "chair": "Chair", "command": "Commander"}
_LED = frozenset("delegation team group movement party organisation organization union authority unit brigade".split())
# Nouns that tell the office by the time for which it was held.
_TERMS = {"presidency": "President", "premiership": "Prime Minister", "chancellorship": "Chancellor"}
_VAGUE = frozenset(["Leader", "Head", "Chief"])  # in the plural, of several offices at once
_KIN = frozenset(
    """wife husband widow widower spouse son daughter brother sister father mother nephew niece cousin uncle aunt
    grandson granddaughter killer assassin""".split()
)
_DEGREES = frozenset("Jr Jr. Sr Sr. PhD Ph.D Ph.D. M.D. MPhil Esq Esq.".split())
# Ranks, and the seats in parliament that are told by letters after the name.
_RANKS = frozenset(
    "sheikh general admiral colonel major lieutenant brigadier majesty highness mp mep msp cardinal bishop".split()
)
# Seats that ministers have as well, and forms of address that leave the field out: "Secretary Blinken".
_IN_SHORT = frozenset("senator secretary minister".split())


@lru_cache(maxsize=10_000)
def _is_rank(office: str) -> bool:
    return set(office.lower().split()) <= _RANKS


@dataclass
class Person:
    """One person of the article: all places of the name, and the offices read beside them."""

    name: str
    runs: list[NameRun] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    gender: str | None = None  # "m" or "f", where an honorific tells

    @property
    def title(self) -> Title | None:
        """The office that the article gives the person: the first present one, else the first former one.

        A rank or a seat counts only where there is nothing else: "Sheikh Hassan Nasrallah, the leader of Hezbollah";
        "Senator" or a mere "Secretary" only where nothing else is held still: "Senator Ann Lee, the water minister".
        """
        offices = [t for t in self.titles if not _is_rank(t.office)] or self.titles
        present = [t for t in offices if not t.former]
        higher = (t for t in present if t.office.lower() not in _IN_SHORT)
        return next(iter((*higher, *present, *offices)), None)

    def is_named_by(self, token: Token) -> bool:
        """Whether the token is part of one of the person's names."""
        return any(run.start <= token.i < run.end for run in self.runs)


def _is_degree(token: Token) -> bool:
    """Whether letters after a name stand here: "Ann Lee, | MD |, director", "John Mwangi, | Jr."."""
    return token.text in _DEGREES or (token.is_upper and token.is_alpha and 1 < len(token) < 5)


def _is_possessor(title: Title, doc: Doc) -> bool:
    """Whether somebody else's office follows: "the | president's | adviser", not "governor of | Ukraine's | north"."""
    is_of_owner = title.of is not None and title.of.end == title.end
    return doc[title.end : title.end + 1].text in POSSESSIVE and not is_of_owner


def _is_listed(title: Title) -> bool:
    """Whether the office is an item's of a list, with the body after a comma: "Ann Lee, Director, | Peace League"."""
    return title.employer is not None and title.employer.start >= title.end


class OfficeBook:
    """Gives the offices of one article to its persons."""

    def __init__(self, document: Document, names: Names, people: Sequence[Person], titles: Sequence[Title]) -> None:
        self._document = document
        self._doc = document.doc
        self._names = names
        self._people = people
        self._starts = {run.start: (person, run) for person in people for run in person.runs}
        self._ends = {run.end: person for person in people for run in person.runs}
        self._possessors = {t.end: t.start for t in titles if _is_possessor(t, document.doc)}
        self.unheld = [title for title in titles if not self._attach(title)]

    def fill(self) -> tuple[Title, ...]:
        """Read what stands apart from the name; returns the offices that found no holder beside them."""
        for person in self._people:
            self._take_state_after_name(person)
        for person in self._people:
            self._resolve_counterparts(person)
        for title, following in self._described_before():
            self._introduce(title, following)
        for title in self.unheld:
            self._predicate(title)
        for person in self._people:
            self._lead(person)
            self._preside(person)
        return tuple(self.unheld)

    @reads("actor", "office-holder")
    def _attach(self, title: Title) -> bool:
        """Give an office to the person named beside it; whether there is one."""
        if title.end in self._possessors or self._is_wished(title) or self._is_of_kin(title):
            return False  # "the | president's | adviser X"
        find = (self._holder_after, self._holder_before)
        holder = next((found for f in (find[::-1] if _is_listed(title) else find) if (found := f(title))), None)
        if holder is None:
            return False
        head = self._doc[title.head]
        is_plural = head.tag_ in ("NNS", "NNPS") or noun_of_office(head) not in ("", head.lower_)  # "FMs" are, too
        if is_plural and not self._is_one_of(title):
            self._share_out(title)
        else:
            holder.titles.append(title)
        return True

    def _is_wished(self, title: Title) -> bool:
        """Whether the office is one to come: "to be the next | president |, X must", "backs Y for | president |, X"."""
        before, has_comma = self._doc[title.start - 1], self._doc[title.end : title.end + 1].text == ","
        return title.start > 0 and has_comma and before.lower_ in ("next", "future", "for")

    def _is_of_kin(self, title: Title) -> bool:
        """Whether who is named next is not the holder but the holder's kin: "the wife of | Fiji's president |, X"."""
        link = self._doc[title.head].head
        has_comma = self._doc[title.end : title.end + 1].text == ","
        return has_comma and link.lower_ == "of" and link.head.lower_ in _KIN

    def _is_one_of(self, title: Title) -> bool:
        """Whether the plural stands for one: "One of | South Sudan's Vice Presidents, X"."""
        start = self._before_possessor(title.start - 1) + 1
        return self._doc[max(0, start - 2) : start].text.lower() == "one of"

    def _holder_after(self, title: Title) -> Person | None:
        """The person named next: "President | Xi", "prime minister, | Sir Keir Starmer", "Adviser (NSA) | X"."""
        at = title.end + (title.end < len(self._doc) and self._doc[title.end].text == ",")
        opened, at = at, past_brackets(self._doc, at)
        at += at > opened and self._doc[at : at + 1].text == ","  # "head of the union (National Union of Tailors), | X"
        words = [t.text for t in self._doc[at : at + 3]]
        at += words[:1] in (["]"], [")"])  # "[Ukrainian President] | Zelensky"
        at += words[:1] in (["His"], ["Her"])  # "Prime Minister, His | Royal Highness Salman"
        at += 2 * (words[1:2] in (["]"], [")"]) and at + 2 in self._starts)  # "[Russian President Vladimir] | Putin"
        if at >= len(self._doc):
            return None
        at = proper_start(self._doc, past_brackets(self._doc, proper_start(self._doc, at)))
        person, run = self._starts.get(at, (None, None))
        is_split = self._doc[at].is_sent_start and self._doc[at - 1].text != ")"  # "Brigadier (Retd.) | X"
        if run is None or is_split or self._is_next_topic(title, run):
            return None
        return person

    def _is_next_topic(self, title: Title, run: NameRun) -> bool:
        """Whether the comma ends what is told of somebody else: "FG summons envoy, | Ramaphosa to receive Buhari"."""
        has_comma = self._doc[title.end : title.end + 1].text == ","
        has_article = self._doc[title.start - 1].pos_ in ("DET", "PRON")
        return (
            has_comma and len(run.words) == 1 and not has_article and self._doc[run.end : run.end + 1].text not in ",;."
        )

    def _holder_before(self, title: Title) -> Person | None:
        """The person before the comma: "Alicia Garcia-Herrero, | the chief economist at …"."""
        if self._doc[title.head].text in AFTER_NAMES and title.start in self._ends:
            return self._ends[title.start]  # "Ann Lee | MP"
        at = title.start - 1
        while self._doc[at].lower_ in FORMER and at > 0:
            at -= 1
        at = self._before_possessor(at)
        at -= 2 * (
            at > 2 and self._doc[at - 1 : at + 1].text.lower() == "one of"
        )  # "X, one of | President Y's | aides"
        while at > 0 and at not in self._ends and self._describes(at):
            at -= 1
        is_apart = self._doc[at].text in _OPENING or self._doc[at].text in AFTER_NAMES
        return self._ends.get(at) if at > 0 and is_apart and not self._is_another_clause(title, at) else None

    def _is_another_clause(self, title: Title, at: int) -> bool:
        """Whether who holds the office says what came before: "Kenya will receive X, | a senior official | said"."""
        head, following = self._doc[title.head], self._doc[title.end : title.end + 1]
        is_subject = head.dep_ in SUBJECTS and any(t == head.head and is_verb(t) for t in following)
        return is_subject and any(is_verb(t) for t in self._doc[head.sent.start : at])

    def _before_possessor(self, at: int) -> int:
        """Back over whom the holder serves: "X, | the UN secretary-general's | envoy", "X, | President Y's | aide".

        So over a body: "X, formerly | the General Services Administration's | chief of staff".
        """
        if self._doc[at].text not in POSSESSIVE:
            return at
        if at in self._possessors:
            return self._possessors[at] - 1
        if self._doc[at - 1].ent_type_ == "ORG":
            return next((t.i for t in reversed(self._doc[:at]) if t.ent_type_ != "ORG"), at)
        run = next((run for run in self._ends[at].runs if run.end == at), None) if at in self._ends else None
        title = next((t for t in self._ends[at].titles if run and t.end == run.start), None) if run else None
        return title.start - 1 if title is not None else run.start - 1 if run is not None else at

    def _describes(self, at: int) -> bool:
        """Whether the token may stand between a name and its office: "X, | the long-serving | Sultan"."""
        token = self._doc[at]
        if _is_degree(token) or (token.text == "," and _is_degree(self._doc[at - 1])):
            return True  # "Ann Lee, | MD, | director"
        is_glued = token.text == "-" and not token.whitespace_ and not self._doc[at - 1].whitespace_
        hyphens = (t for t in (self._doc[at - 1], self._doc[at + 1]) if t.text == "-")
        is_compound = any(not hyphen.whitespace_ for hyphen in hyphens)  # "Russian-installed"
        is_possessor = self._doc[at + 1].text in POSSESSIVE and (
            self._doc[at - 1].text in _OPENING or (token.is_lower and self._doc[at - 1].lower_ == "the")
        )  # "X, | Mwangi's | aide", "X, | the bloc's | envoy"
        return is_possessor or token.lower_ in _BEFORE_OFFICE or token.pos_ in ("ADJ", "ADV") or is_glued or is_compound

    def _share_out(self, title: Title) -> None:
        """Give a plural office to each name of the list it heads: "Presidents Buhari of Nigeria and Talon of Benin".

        If it names as many states before as there are persons, each has one: "British and Canadian premiers X and Y".
        """
        has_comma = self._doc[title.end : title.end + 1].text == ","
        at, holders, owners = title.end + has_comma, [], self._listed_owners(title)
        while at in self._starts:
            person, run = self._starts[at]
            owner, at = title.of, run.end
            if at + 2 < len(self._doc) and self._doc[at].lower_ == "of":
                name = self._names.at(self._doc[at + 1 + (self._doc[at + 1].lower_ == "the")])
                owner, at = (name, name.end) if name is not None else (owner, at)
            if (name := self._name_in_brackets(at)) is not None:
                owner, at = name, name.end + 1
            at = past_brackets(self._doc, at)  # "Reps. Ann Lee | (D-Ohio) | and Tom Reed"
            holders.append((person, owner))
            at = self._past_year(at)
            while at < len(self._doc) and self._doc[at].lower_ in (",", "and"):
                at += 1
        for index, (person, owner) in enumerate(holders):
            person.titles.append(replace(title, of=owners[index] if len(owners) == len(holders) else owner))

    def _past_year(self, at: int) -> int:
        """Past when it was, as a list may tell of each: "two presidents, Ann Lee |, in 1972, | and Tom Reed"."""
        link = at + (self._doc[at : at + 1].text == ",")
        year = self._doc[link + 1 : link + 2]
        return link + 2 if self._doc[link : link + 1].text == "in" and year.text.isdigit() else at

    def _listed_owners(self, title: Title) -> list[Name]:
        """The states that a plural names in one list: "the Presidents of | Belarus and Russia"."""
        start = title.start
        while start > 0 and (self._doc[start - 1].lower_ in (",", "and") or self._names.at(self._doc[start - 1])):
            start -= 1
        found = {n.start: n for t in self._doc[start : title.end] if (n := self._names.at(t)) and n.state}
        return list(found.values())

    def _take_state_after_name(self, person: Person) -> None:
        """Take the owner after the name for the office's: "President Rouhani | of Iran", "Senator X | from Vermont"."""
        if not person.titles or any(title.of for title in person.titles):
            return
        is_elected = person.titles[0].office.lower().split()[-1] in _ELECTED
        links = ("of", "from") if is_elected else ("of",)
        kinds = {NameKind.STATE, NameKind.ORGANISATION} | ({NameKind.PLACE} if is_elected else set())
        for run in person.runs:
            if self._take_bracket(person, run):
                return
            after = [t for t in self._doc[run.end : run.end + 3] if t.lower_ != "the"]
            if len(after) > 1 and after[0].lower_ in links:
                name = self._names.at(after[1])
                if name is not None and (name.kind in kinds or self._leads_a_public_body(name)):
                    person.titles[0] = replace(person.titles[0], of=name)
                    return
                if name is None and head_of(person.titles[0]) not in OF_STATES and self._take_body(person, after[1]):
                    return

    def _leads_a_public_body(self, place: Name) -> bool:
        """Whether a body of the part of a state follows: "Commissioner Ann Lee of the | Ohio | Department"."""
        following = self._doc[place.end : place.end + 1]
        return place.kind is NameKind.PLACE and following.text.istitle() and following.text.lower() in BODIES

    def _take_body(self, person: Person, first: Token) -> bool:
        """Take the body after the name that no table has for the office's: "Director Ann Lee of | the Lake Fund |".

        A party is none: it tells to which the holder belongs, "MP Ann Lee of | the Labour Party |".
        """
        body = next((e for e in first.sent.ents if e.label_ == "ORG" and e.start <= first.i < e.end), None)
        title, people = person.titles[0], (t for t in body or () if t.i in self._starts)
        if body is None or body[-1].lower_ == "party" or title.employer is not None or next(people, None) is not None:
            return False
        person.titles[0] = replace(title, employer=Employer(first.i, body.end, is_public=False))
        return True

    def _name_in_brackets(self, at: int) -> Name | None:
        """The state in brackets: "Ministers Ann Lee (| Kenya |) and Tom Reed (Togo)"."""
        is_open = at + 1 < len(self._doc) and self._doc[at].text == "("
        name = self._names.at(self._doc[at + 1]) if is_open else None
        if name is None or name.state is None or self._doc[name.end : name.end + 1].text != ")":
            return None
        return name

    def _take_bracket(self, person: Person, run: NameRun) -> bool:
        """Take what stands in brackets after the name for the owner: "Minister Ann Lee (| Kenya |)"; whether it is."""
        if self._doc[run.end : run.end + 1].text != "(":
            return False
        if (name := self._name_in_brackets(run.end)) is not None:
            person.titles[0] = replace(person.titles[0], of=name)
            return True
        body, title = employer_in_brackets(self._doc, run.end), person.titles[0]
        if body is not None and title.employer is None and head_of(title) not in OF_STATES:
            person.titles[0] = replace(title, employer=body)
        return body is not None

    def _preside(self, person: Person) -> None:
        """Give the office of whose term is told: "the presidency of | X |", "| X's | premiership"."""
        for run in person.runs if not person.titles else ():
            before, after = self._doc[max(0, run.start - 2) : run.start], self._doc[run.end : run.end + 2]
            of_whom = before[:1] if before[1:].text == "of" else after[1:] if after[:1].text in POSSESSIVE else ()
            noun = next((t for t in of_whom if t.lower_ in _TERMS), None)
            if noun is not None:
                span = (noun.idx, noun.idx + len(noun))
                person.titles.append(Title(_TERMS[noun.lower_], None, noun.i, noun.i + 1, noun.i, span))
                return

    def _resolve_counterparts(self, person: Person) -> None:
        """Take an office over from the other one compared: "Bayramov met | his Chinese counterpart, Wang Yi".

        Who held it before or after held it of the same state: "Omer's | successor, Mansur".
        """
        for index, title in enumerate(person.titles):
            is_compared = title.is_counterpart or title.is_in_succession
            if is_compared and (model := self._model_of(title, person)) is not None:
                owner = title if title.is_counterpart else model
                person.titles[index] = replace(title, office=model.office, of=owner.of, employer=owner.employer)
        person.titles[:] = [t for t in person.titles if not t.is_counterpart and not t.is_in_succession]

    def _model_of(self, counterpart: Title, holder: Person) -> Title | None:
        """The office to which a counterpart is compared: that beside it or of the subject, else the one named last."""
        if (beside := self._beside(counterpart)) is not None:
            return beside
        others = [p for p in self._people if p is not holder and p.title is not None]
        if (possessor := self._ends.get(counterpart.start - 1)) is not None:
            return possessor.title
        if (joined := self._joined(counterpart)) is not None and joined is not holder:
            return joined.title
        meant = [p for p in others for subject in self._compared_with(counterpart) if self._is_meant(subject, p)]
        if meant:
            return meant[0].title
        if counterpart.is_in_succession:
            return self._named_last(others, counterpart.start)
        if (model := self._named_last(others, counterpart.start, self._doc[counterpart.head].sent.start)) is not None:
            return model  # "In a call with Shoigu, | his French counterpart | X warned"
        before = [t for p in others for t in p.titles if t.start < counterpart.start and not t.is_counterpart]
        return max(before, key=lambda t: t.start, default=None)

    def _compared_with(self, counterpart: Title) -> Iterator[Token]:
        """The subject of the nearest verb that has one; where that is a pronoun, also that of the sentence before.

        "Marsudi met Widodo. | She | later called her Malaysian counterpart". In "X met his counterpart, | Y | said"
        nobody is compared with Y.
        """
        sentence = self._doc[counterpart.head].sent
        subjects = (child(above, *SUBJECTS) for above in self._doc[counterpart.head].ancestors)
        subject = next((s for s in subjects if s is not None and s.i < counterpart.start), None)
        if subject is None:
            return
        yield subject
        if subject.tag_ == "PRP" and sentence.start > 0:
            before = child(self._doc[sentence.start - 1].sent.root, *SUBJECTS)
            yield from [before] if before is not None else []

    def _joined(self, counterpart: Title) -> Person | None:
        """The person with whom a counterpart is joined: "| X | and his Chinese counterpart"."""
        before = [t for t in self._doc[max(0, counterpart.start - 2) : counterpart.start] if t.tag_ != "PRP$"]
        return self._ends.get(before[-1].i) if before and before[-1].lower_ in ("and", "with") else None

    def _beside(self, counterpart: Title) -> Title | None:
        """The office named alone with which a counterpart's is joined: "the minister | and | his counterpart"."""
        doc, at = self._doc, counterpart.start
        while at > 0 and doc[at - 1].lower_ in _BEFORE_OFFICE | {"and", "with"}:
            at -= 1
        return next((t for t in self.unheld if t.end == at < counterpart.start), None)

    def _named_last(self, persons: Sequence[Person], before: int, since: int = 0) -> Title | None:
        """The office of the person named last before the token, and not before another one."""
        runs = [(run.start, p) for p in persons for run in p.runs if since <= run.start < before]
        return max(runs, key=lambda pair: pair[0])[1].title if runs else None

    def _is_meant(self, subject: Token, person: Person) -> bool:
        """Whether the subject names the person, or describes an office the person holds: "the Azerbaijani minister"."""
        described = next((t for t in self.unheld if t.head == subject.i), None)
        return person.is_named_by(subject) or (described is not None and any(described.fits(t) for t in person.titles))

    def _described_before(self) -> Iterator[tuple[Title, Token]]:
        """Yield each office of a state that is a sentence's subject, with the subject of the next sentence."""
        for sentence, following in itertools.pairwise(self._document.sentences):
            subject, named = child(sentence.root, "nsubj"), child(following.root, "nsubj")
            if subject is None or named is None or subject.lower_.startswith("spokes"):
                continue
            yield from ((t, named) for t in self.unheld if t.head == subject.i and t.of is not None)

    def _introduce(self, title: Title, named: Token) -> None:
        """Give the office to the person first named as the next sentence's subject.

        News introduces so: "Turkey's foreign minister has said … Mevlüt Çavuşoğlu told reporters …". A plural is
        introduced by as many persons as it names states; which of them is of which state it does not tell.
        """
        head = self._doc[title.head]
        is_plural = head.tag_ in ("NNS", "NNPS")
        phrase = range(named.left_edge.i, named.right_edge.i + 1) if is_plural else (named.i,)
        first = [p for p in self._people if any(p.runs[0].start <= at < p.runs[0].end for at in phrase)]
        if is_plural:
            states = {name.entry for t in head.subtree if (name := self._names.at(t)) is not None and name.state}
            first = first if len(first) == len(states) and title.office not in _VAGUE else []
            title = replace(title, of=None)
        for person in first:
            if not person.titles:
                person.titles.append(title)

    def _predicate(self, title: Title) -> None:
        """Give an office to whom a sentence says to hold it: "X | was the deputy commander", "X, who is | minister".

        Also with "as" or by its place: "X succeeded him | as minister", "named X | as envoy", "the post of | premier".
        """
        noun = self._doc[title.head]
        above = noun.head.head if noun.dep_ == "pobj" else noun
        verb = above if noun.head.lower_ == "as" else noun.head
        wanted = {"attr": ("be", "become"), "pobj": _SERVING | _CHOOSING}.get(noun.dep_, ())
        if noun.head.lower_ == "of" and above.lower_ in _PLACES_OF_OFFICE and above.dep_ == "dobj":
            verb, wanted = above.head, _HOLDING
        is_open = any(c.dep_ == "neg" or c.tag_ == "MD" or c.lower_ in ("if", "unless") for c in verb.children)
        if verb.lemma_.lower() not in wanted or is_open:
            return
        subject = child(verb, "dobj", "nsubjpass") if verb.lemma_.lower() in _CHOOSING else child(verb, "nsubj")
        if subject is not None and subject.lower_ == "who" and verb.dep_ == "relcl":
            named = self._ends.get(subject.i - (subject.nbor(-1).text == ",")) if subject.i > 0 else None
            above = verb.head.head if verb.head.dep_ == "appos" else verb.head  # "X, an ally | who serves as"
            subject = above if named is None else self._doc[named.runs[0].start]
        for person in self._people:
            if subject is not None and person.is_named_by(subject) and not person.titles:
                person.titles.append(title)

    def _lead(self, person: Person) -> None:
        """Give an office to whom a clause says to lead a body: "X, who heads | the Kenyan delegation"."""
        for run in person.runs if not person.titles else ():
            at = run.end + (self._doc[run.end : run.end + 1].text == ",")
            verb = self._doc[at].head if self._doc[at : at + 1].text == "who" else None
            office = _LEADING.get(verb.lemma_) if verb is not None and verb.i == at + 1 else None
            body = child(verb, "dobj") if verb is not None else None
            if verb is None or office is None or body is None or body.lower_ not in BODIES | _LED:
                continue
            before = [t for t in self._doc[verb.i + 1 : body.i + 1] if t.text not in POSSESSIVE and t.pos_ != "DET"]
            owner = next((name for t in before if (name := self._names.at(t)) is not None), None)
            words = [t.text.capitalize() for t in before if owner is None or not owner.start <= t.i < owner.end]
            span = (verb.idx, body.idx + len(body))
            title = Title(f"{office} of the {' '.join(words)}", owner, verb.i, body.i + 1, body.i, span)
            person.titles.append(title)
            return


_MASCULINE = frozenset(
    "mr mr. sir king prince lord emir sultan pope sheikh chairman spokesman congressman husband son brother".split()
)
_FEMININE = frozenset(
    "ms ms. mrs mrs. miss dame queen princess lady chairwoman spokeswoman congresswoman wife daughter sister".split()
)


def _describes_alone(noun: Token, name: Token) -> bool:
    """Whether a noun right after the comma tells who the named is, and not who comes next: "X, his | wife | Mary"."""
    names_another = child(noun, "appos") is not None or noun.doc[noun.i + 1 : noun.i + 2].text.istitle()
    return noun.dep_ == "appos" and noun.pos_ == "NOUN" and noun.left_edge.i == name.i + 2 and not names_another


def gender_of(doc: Doc, person: Person) -> str | None:
    """The gender, "m" or "f", that an honorific, a gendered office or a noun gives away: "X, his | daughter |"."""
    words = {doc[run.start - 1].lower_ for run in person.runs if run.start > 0}
    names = [doc[run.end - 1] for run in person.runs]
    words |= {c.lower_ for name in names for c in name.children if _describes_alone(c, name)}
    words |= {name.head.lower_ for name in names if name.dep_ == "appos" and name.head.pos_ == "NOUN"}
    words |= {word.lower() for title in person.titles for word in title.office.split()}
    return "f" if words & _FEMININE else "m" if words & _MASCULINE else None

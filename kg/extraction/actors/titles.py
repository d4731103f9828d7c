"""The grammar of offices: "Azerbaijani Foreign Minister", "president of the Commission", "his Chinese counterpart".

Who holds the office is decided in `kg.extraction.actors.offices`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kg.extraction.actors.bodies import BODIES
from kg.extraction.actors.employers import Employer, employer_after, employer_before, employer_between, firm_before
from kg.extraction.actors.names import POSSESSIVE, Name, NameKind, Names
from kg.extraction.actors.office_words import (
    AFTER_NAMES,
    FIRST,
    FORMER,
    LINKS,
    MODIFIERS,
    SENT_ABROAD,
    SMALL,
    STYLED,
    noun_of_office,
)
from kg.extraction.actors.title_edges import (
    TERRITORIES,
    is_modifier,
    left_edge,
    owner_before,
    past_brackets,
    possessing_body,
    right_phrase,
)
from kg.records import Span
from kg.reference import Organisation

# Heads that name an office only with a name beside them or a modifier: "the general", "deputy", "officer" do not.
_WEAK = frozenset(
    """general admiral colonel officer deputy chair economist head chief director assistant nsa ceo cfo coo sen. rep.
    gov. sen rep gov mp mep msp counsel counselor judge justice councillor provost aide cardinal bishop counsellor
    attorney whip commandant treasurer superintendent constable sheriff inspector boss alderman selectman
    assemblyman assemblywoman councilman councilwoman""".split()
)
# Heads that name an office only with a name beside them: one of many, of whom it is open which is meant.
_OF_MANY = frozenset(["official", "member", "legislator", "parliamentarian", "delegate"])
_SHORT = {
    "pm": "prime minister",
    "fm": "foreign minister",
    "eam": "external affairs minister",
    "nsa": "national security advisor",
    "ceo": "CEO",
    "cfo": "CFO",
    "coo": "COO",
    "sen.": "senator",
    "rep.": "representative",
    "gov.": "governor",
    "rep": "representative",
    "sen": "senator",
    "gov": "governor",
    "mp": "MP",
    "mep": "MEP",
    "msp": "MSP",
}
_LOWER = frozenset("deputy vice assistant acting interim senior top high-ranking high-level".split())
_UNCASED = SMALL | frozenset(["against", "at", "with", "from", "by", "d'affaires", "d’affaires"])
_SUFFIXES = frozenset(["-at-large", "-in-chief"])
_OF_OFFICERS = frozenset("commander chief head minister spokesman adviser advisor".split())
"""Heads after which "General" is the rank of the holder: "Army Chief | General Asim Munir"."""
_LONGEST_TERRITORY = 7  # words
_OF_FIRMS = frozenset("ceo cfo coo executive officer".split())
_HEADS_OF_FIRMS = frozenset("president chairman chairwoman chairperson chair director head".split())
_OF_AMERICAN_STATES = frozenset(
    "senator congressman congresswoman governor sheriff commissioner republican democratic".split()
)
_SEVERAL = re.compile(r" of (?:the |their |these )?(?:two|three|four|five|both) \w+$", re.IGNORECASE)
"""Words after a plural that tell of how many, and not of which: "the presidents | of the two countries |"."""


@dataclass(frozen=True, slots=True)
class Title:
    """Words that name an office, with or without its holder beside them.

    `office` is in title case and without the country: "Foreign Minister". `of` is the name of the state or body to
    which the office belongs, as far as the words tell; `employer` is a body that no table has. `start` and `end` count
    tokens; `head` is the head noun's.
    """

    office: str
    of: Name | None
    start: int
    end: int
    head: int
    span: Span
    former: bool = False
    employer: Employer | None = None

    @property
    def is_counterpart(self) -> bool:
        """Whether the office is said only by comparison: "his Chinese counterpart"."""
        return self.office.endswith(("Counterpart", "Opposite Number"))

    @property
    def is_of_american_state(self) -> bool:
        """Whether it is an office that in "Georgia" the American state has, and the other Georgia has not."""
        return not _OF_AMERICAN_STATES.isdisjoint(self.office.lower().split())

    def is_of_several(self, doc: Doc) -> bool:
        """Whether several states have one each: "the presidents | of the two countries |"."""
        return _SEVERAL.search(doc[self.head : self.end].text) is not None

    @property
    def is_in_succession(self) -> bool:
        """Whether the office is that of who held it before or after: "his successor"."""
        return self.office.endswith(("Successor", "Predecessor"))

    def fits(self, held: Title) -> bool:
        """Whether an office named alone may be this one that somebody holds: "the Azerbaijani minister"."""
        mine, theirs = (t.of.state if t.of is not None else None for t in (self, held))
        words = set(self.office.split()) <= set(held.office.split())
        return words and (mine is None or theirs is None or mine == theirs)


def _office_words(doc: Doc, start: int, head: int, end: int, owner: Name | None) -> str:
    """The office in title case, in the singular and without its owner."""
    is_adjective = owner is not None and owner.kind is NameKind.ADJECTIVE
    is_last = owner is not None and not is_adjective and not _goes_on(doc, owner.end, end, head)
    stop = owner.start if owner and owner.start > head and is_last else end
    if stop < end and doc[stop - 1].text in POSSESSIVE:  # "leader | of Sudan's | Rapid Support Forces"
        stop = next((t.i for t in doc[head + 1 : stop] if t.lower_ in LINKS), stop)
    left_out = range(0)
    if owner is not None and not is_last:
        goes_on = doc[owner.end : owner.end + 1].text.lower() in SMALL  # "Ambassador | of Kenya | to Japan"
        first = max(t.i for t in doc[head : owner.start] if t.lower_ != "the") if goes_on else owner.start
        left_out = range(first, owner.end + (doc[owner.end : owner.end + 1].text in POSSESSIVE))
    words = [token.text for token in doc[start:stop] if token.i not in left_out]
    words[head - start : head - start + 1] = (
        _SHORT.get(noun_of_office(doc[head])) or noun_of_office(doc[head]) or words[head - start]
    ).split()
    words = words[: _bare_territory(words)]
    while len(words) > 1 and (words[-1].lower() in SMALL or words[-1] == "from"):
        words.pop()
        words = words[: _bare_territory(words)]
    cased = (w if not w.islower() or w in _UNCASED else "-".join(p.capitalize() for p in w.split("-")) for w in words)
    office = " ".join(cased).replace(" - ", "-").replace(" 's", "'s").replace(" ’s", "’s")
    return _SEVERAL.sub("", office)


def _goes_on(doc: Doc, at: int, end: int, head: int) -> bool:
    """Whether words of the office follow its owner: "head of Kenya's | water board |"."""
    is_list = doc[head].tag_ in ("NNS", "NNPS")  # "the presidents of Ghana | and Togo"
    words = doc[at:end]
    is_phrase = all(t.pos_ in ("NOUN", "PROPN", "ADJ") or t.lower_ in SMALL or t.text in POSSESSIVE for t in words)
    return at < end and not is_list and is_phrase


def _bare_territory(words: list[str]) -> int | None:
    """Where the words begin that only call the owner what it is: "governor | of the southern state | of Goa"."""
    if words[-1].lower() not in TERRITORIES or (not words[-1].islower() and words[-2].lower() != "the"):
        return None
    links = (at for at in range(len(words) - 2, 0, -1) if words[at].lower() == "of")
    link = next(links, None)
    is_described = link is not None and 2 < len(words) - link < _LONGEST_TERRITORY  # not "Secretary | of State"
    return link if is_described else None


def _title_at(head: Token, names: Names, people: frozenset[int]) -> Title:
    doc = head.doc
    start = left_edge(head, names, people)
    before = owner_before(doc, start, names)
    sender = owner_before(doc, before.start, names) if before is not None else None
    if before is not None and sender is not None and _is_sender(sender, before, head):
        start, before = before.start, sender
    employer = employer_before(doc, before, start, head.i) or firm_before(doc, start, head.i, names)
    start = max(start, employer.end) if employer is not None else start
    body = start if before is not None else possessing_body(doc, start)
    before = before or owner_before(doc, body, names)
    suffix = 4 if doc[head.i + 1 : head.i + 5].text.lower() in _SUFFIXES else 0
    end, after = right_phrase(doc, head.i + suffix, names, people)
    if after is not None and head.tag_ in ("NNS", "NNPS"):
        end = _list_end(doc, end, names)
    end += 2 if doc[end : end + 2].text.lower() in ("-elect", "-designate") else 0
    end += doc[end : end + 1].text.lower() in ("emeritus", "emerita")
    of_body = None if employer is not None else _body_after(doc, head.i + 1 + suffix, head.i, end, names, people)
    stop, end = end, max(end, of_body.end) if of_body is not None else end
    if isinstance(of_body, Employer):
        employer = of_body
        stop = end if of_body.is_public else min(stop, _link_before(doc, of_body.start, head.i))
        after = after if of_body.is_public else None
    office = _office_words(doc, start, head.i, stop, after)
    if body < start and employer is None:
        office = f"{doc[body : start - 1].text.title()} {office}"
        start = body
    if after is not None and before is not None and _is_seated_there(before, after, doc):
        start, before = before.start, None  # "| Kenya | director of Amnesty International"
    owner = of_body if isinstance(of_body, Name) else before or after
    first = before.start if before else start
    if before is not None and first > 0 and doc[first - 1].lower_ in _LOWER:
        first -= 1  # "a | deputy | US trade representative"
        office = f"{doc[first].text.title()} {office}"
    if office == "Member" and owner is not None and owner.kind is NameKind.ORGANISATION:
        office = _with_parliament(office, owner, before is owner, doc)
    if employer is not None and not employer.is_public:
        owner = None
    former = _is_former(doc, first, start)
    span = (doc[first].idx, doc[end - 1].idx + len(doc[end - 1]))
    return Title(office, owner, first, end, head.i, span, former, employer)


def _body_after(
    doc: Doc, link: int, head: int, end: int, names: Names, people: frozenset[int]
) -> Employer | Name | None:
    """The body named right after the head noun, or after the whole of the office's words."""
    found = employer_after(doc, head, link, names, people)
    found = found or (employer_after(doc, head, end, names, people) if end > link else None)
    return found or employer_between(doc, head, end, names, people)


def _link_before(doc: Doc, start: int, head: int) -> int:
    """Where the words that lead to a body begin: "leader | of the main opposition | Nakuru Unity League"."""
    return next((at for at in range(start, head, -1) if doc[at].lower_ in ("of", "at", "with", "for", ",")), start)


def _with_parliament(office: str, parliament: Name, is_before: bool, doc: Doc) -> str:
    """The office with the parliament, which tells what it is: "Knesset Member", "Member of the Bundestag"."""
    words = doc[parliament.start : parliament.end].text
    article = "the " if doc[parliament.start - 1].lower_ == "the" else ""
    return f"{words} {office}" if is_before else f"{office} of {article}{words}"


def _is_former(doc: Doc, first: int, start: int) -> bool:
    """Whether "former" or the like belongs to the office, and not to a noun before: "a former aide to | President"."""
    if any(token.lower_ in FORMER for token in doc[first:start]):
        return True
    for token in reversed(doc[max(0, first - 3) : first]):
        if token.lower_ in FORMER:
            return True
        if token.is_alpha and token.pos_ in ("NOUN", "PROPN", "ADP", "VERB") and not token.ent_type_:
            return False
    return False


def _list_end(doc: Doc, end: int, names: Names) -> int:
    """Past the other states of a list: "the presidents of Ghana | and Togo"."""
    while end + 1 < len(doc) and doc[end].lower_ in (",", "and"):
        name = names.at(doc[end + 1])
        if name is None or name.kind is not NameKind.STATE:
            break
        end = name.end
    return end


def _is_sender(owner: Name, before: Name, head: Token) -> bool:
    """Whether the office is that one's for the state or body before it: "Kenya's | UN envoy", "UK | Africa minister".

    Not "at talks in Lima | Kenyan Foreign Minister X": no state has a minister or president of another one.
    """
    if not owner.may_stand_before_nouns(head.doc):
        return False
    is_sent = noun_of_office(head) in SENT_ABROAD
    return is_sent or not (before.kind is NameKind.ADJECTIVE or _is_of_its_own(before, head.doc))


def _is_of_its_own(body: Name, doc: Doc) -> bool:
    """Whether the body's offices are not those of the state named before: "Lebanon's | Hezbollah | chief".

    "Russia's | Security Council | secretary" is an officer of Russia: the noun alone names the council of any state.
    """
    return body.kind is NameKind.ORGANISATION and doc[body.end - 1].lower_ not in BODIES


def _is_seated_there(place: Name, body: Name, doc: Doc) -> bool:
    """Whether the office is a body's of many states, and the name before only tells where: "UK head of Greenpeace"."""
    is_of_states = isinstance(body.entry, Organisation) and not body.entry.office_state
    return is_of_states and not place.is_possessor(doc) and place.kind in (NameKind.STATE, NameKind.ADJECTIVE)


def _stands_alone(title: Title, doc: Doc) -> bool:
    """Whether the words name an office even without a name beside them: "the director at", not "the director"."""
    is_long = title.head > title.start or title.end > title.head + 1 or title.of is not None
    is_long |= title.employer is not None
    is_placed = title.end < len(doc) and doc[title.end].lower_ == "at"
    return doc[title.head].lower_ not in _WEAK or is_long or is_placed


def _is_headed_by_next(token: Token, names: Names, people: frozenset[int]) -> bool:
    """Whether another head follows within the same words: "Deputy | Assistant Administrator", "Secretary | General"."""
    for following in token.doc[token.i + 1 : token.i + 4]:
        if following.i in people or names.at(following) or not (following.is_alpha or following.text == "-"):
            return False
        if noun_of_office(following):
            is_noble = following.lower_ in ("sheikh", "prince", "princess") and token.lower_ != "crown"
            is_styled = (following.lower_ in STYLED and token.lower_ not in MODIFIERS) or is_noble
            is_styled |= following.lower_ == "general" and token.lower_ in _OF_OFFICERS
            is_holder = following.i == token.i + 1 and is_styled
            return following.lower_ not in LINKS and not is_holder
        if not is_modifier(following, names) and following.text != "-":
            return False
    return False


def _is_beside_a_name(title: Title, doc: Doc, people: frozenset[int]) -> bool:
    """Whether a person's name stands right after the office, or before the comma that parts it from it."""
    after, before = title.end + (doc[title.end : title.end + 1].text == ","), title.start - 1
    after = past_brackets(doc, after)
    while before > 0 and doc[before].pos_ in ("DET", "ADJ", "ADV"):
        before -= 1
    return after in people or (doc[before].text == "," and before - 1 in people)


def find_titles(doc: Doc, names: Names, people: frozenset[int]) -> Iterator[Title]:
    """Yield each office in the text, two as one where one person holds both: "Ann Lee, | president and CEO | of X"."""
    kept: Title | None = None
    for title in _single_titles(doc, names, people):
        if kept is not None and _is_one_holders(kept, title, doc, people):
            span = (kept.span[0], title.span[1])
            office, of = f"{kept.office} and {title.office}", title.of or kept.of
            kept = replace(kept, office=office, of=of, end=title.end, span=span)
            continue
        if kept is not None:
            yield kept
        kept = title
    if kept is not None:
        yield kept


def _is_one_holders(first: Title, second: Title, doc: Doc, people: frozenset[int]) -> bool:
    """Whether two offices that "and" joins are one person's: after the name, or before it that of a firm's head."""
    if second.start != first.end + 1 or doc[first.end : second.start].text not in ("and", "&"):
        return False
    if any(doc[t.head].tag_ in ("NNS", "NNPS") for t in (first, second)):
        return False
    if second.end in people:
        return noun_of_office(doc[second.head]) in _OF_FIRMS and noun_of_office(doc[first.head]) in _HEADS_OF_FIRMS
    return _is_beside_a_name(first, doc, people)


def _single_titles(doc: Doc, names: Names, people: frozenset[int]) -> Iterator[Title]:
    """Yield each office, the longest reading of its words, in order.

    "US Secretary of State", "Parliament Speaker", "minister for trade". `people` are the tokens of persons' names.
    """
    end = 0
    for token in doc:
        if token.i < end or not noun_of_office(token) or names.at(token) or token.pos_ not in ("NOUN", "PROPN", "ADJ"):
            continue
        if token.lower_ == "diplomat" and {t.lower_ for t in doc[max(0, token.i - 2) : token.i]}.isdisjoint(FIRST):
            continue  # an occupation, but "China's | top | diplomat" is in charge of its foreign affairs
        if _is_headed_by_next(token, names, people):
            continue
        title = _title_at(token, names, people)
        first = title.start - 2 * (doc[max(0, title.start - 2)].lower_ in ("founder", "co-founder"))
        follows_name = first > 1 and doc[first - 1].text == "," and first - 2 in people  # "X, founder and | CEO"
        if noun_of_office(token) in _OF_MANY and not _is_beside_a_name(title, doc, people):
            continue
        follows_name |= first > 1 and doc[first - 1].lower_ == "and" and bool(noun_of_office(doc[first - 2]))
        follows_name |= doc[title.start - 1].text in POSSESSIVE and _is_beside_a_name(title, doc, people)
        follows_name |= doc[title.end : title.end + 2].text == "of the" and _is_beside_a_name(title, doc, people)
        follows_name |= doc[title.start - 1].lower_ == "the" and title.end + 1 in people and doc[title.end].text == ","
        follows_name |= doc[title.head].text in AFTER_NAMES and title.start - 1 in people  # "Ann Lee | MP"
        if _stands_alone(title, doc) or title.end in people or follows_name:
            yield title
            end = title.end

"""The grammar of offices: "Azerbaijani Foreign Minister", "president of the Commission", "his Chinese counterpart".

Who holds the office is decided in `kg.extraction.offices`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.extraction.bodies import BODIES
from kg.extraction.names import POSSESSIVE, Name, NameKind, Names
from kg.records import Span

# Nouns that name an office. Occupations (analyst, professor, journalist) are not offices.
HEADS = frozenset(
    """president premier chancellor minister secretary secretary-general spokesman spokeswoman spokesperson
    ambassador envoy king queen emir sultan prince princess pope governor speaker chairman chairwoman
    chairperson chief head director director-general commissioner commander leader adviser advisor
    representative coordinator rapporteur administrator senator congressman congresswoman lawmaker mayor
    prosecutor consul undersecretary under-secretary president-elect vice-president general admiral colonel
    negotiator officer deputy counterpart monarch emperor sheikh commissioner-general taoiseach chair
    economist assistant nsa ceo cfo archbishop sen. rep. gov. mp mep msp counsel counselor
    judge justice councillor provost aide cardinal bishop counsellor diplomat successor predecessor""".split()
)
# Heads that name an office only with a name beside them or a modifier: "the general", "deputy", "officer" do not.
_WEAK = frozenset(
    """general admiral colonel officer deputy chair economist head chief director assistant nsa ceo cfo sen. rep.
    gov. mp mep msp counsel counselor judge justice councillor provost aide cardinal bishop counsellor""".split()
)
_FORMER = frozenset(["former", "ex", "then", "ex-", "late", "onetime", "one-time"])
_MODIFIERS = frozenset(
    """prime foreign deputy vice acting interim caretaker first second assistant principal senior permanent
    special chief crown supreme high national federal presidential military naval foreign-policy defence
    defense interior exterior finance energy economy economic trade transport transportation health
    education justice labour labor agriculture environment climate security culture information development
    industry commerce interim ministry government parliament parliamentary senate house party opposition
    press peace nuclear state home internal external affairs policy political prime-ministerial outgoing
    incoming new designate oil gas intelligence army navy police central bank business chancellor minister
    secretary general attorney under strategic regional cabinet office humanitarian human rights aid relief
    water tourism planning communications international global public works royal spiritual religious rebel
    separatist""".split()
)
_SHORT = {
    "pm": "prime minister",
    "fm": "foreign minister",
    "nsa": "national security advisor",
    "ceo": "CEO",
    "cfo": "CFO",
    "sen.": "senator",
    "rep.": "representative",
    "gov.": "governor",
    "mp": "MP",
    "mep": "MEP",
    "msp": "MSP",
}
_STYLED = frozenset("ambassador president prince king sheikh admiral".split())
"""Heads that, after another office, begin the name of its holder: "adviser | Ambassador John Mwangi"."""
_SUPERIORS = frozenset("president minister premier chancellor king".split())
"""Heads before a name that others serve under: "spokesman for | President Rodrigo Duterte"."""
_LOWER = frozenset("deputy vice assistant acting interim".split())
_FIRST = frozenset(["top", "chief"])
_JOINERS = frozenset(["and", "&"])
_INITIAL = re.compile(r"[A-Z]\.")
_LINKS = frozenset(["of", "for", "to", "on"])
_SMALL = frozenset(["of", "for", "to", "on", "and", "the", "in"])
_STYLES = frozenset(
    """Dr Dr. Mr Mr. Ms Ms. Mrs Mrs. Sir Gen. H.E. Ayatollah Sheikh Major Lieutenant Brigadier Admiral Colonel
    Hojatoleslam""".split()
)
_GENERALS = frozenset("secretary attorney director governor inspector solicitor consul surgeon".split())
_UNCASED = _SMALL | frozenset(["against", "at", "with", "from", "by"])
_CALENDAR = frozenset(name for names in (calendar.day_name, calendar.month_name) for name in names if name)


@dataclass(frozen=True, slots=True)
class Title:
    """Words that name an office, with or without its holder beside them.

    `office` is in title case and without the country: "Foreign Minister". `of` is the name of the state or body to
    which the office belongs, as far as the words tell. `start` and `end` count tokens; `head` is the head noun's.
    """

    office: str
    of: Name | None
    start: int
    end: int
    head: int
    span: Span
    former: bool = False
    body: Span | None = None

    @property
    def is_counterpart(self) -> bool:
        """Whether the office is said only by comparison: "his Chinese counterpart"."""
        return self.office.endswith("Counterpart")

    @property
    def is_in_succession(self) -> bool:
        """Whether the office is that of who held it before or after: "his successor"."""
        return self.office.endswith(("Successor", "Predecessor"))

    def fits(self, held: Title) -> bool:
        """Whether an office named alone may be this one that somebody holds: "the Azerbaijani minister"."""
        mine, theirs = (t.of.state if t.of is not None else None for t in (self, held))
        words = set(self.office.split()) <= set(held.office.split())
        return words and (mine is None or theirs is None or mine == theirs)


def is_office(words: Iterable[str]) -> bool:
    """Whether all the words belong to an office, so that they name nobody: "Acting Deputy Secretary"."""
    return all(word.lower() in HEADS | _MODIFIERS for word in words)


def noun_of_office(token: Token) -> str:
    """The head noun in the singular, whatever its number and case."""
    lower = token.lower_
    if lower in HEADS:
        return lower
    singular = lower[:-3] + "man" if lower.endswith("men") else lower.removesuffix("s")
    return singular if singular in HEADS else ""


def _is_modifier(token: Token, names: Names) -> bool:
    if names.at(token) is not None:
        return False
    if token.lower_ == "under":
        following = token.doc[token.i + 1 : token.i + 3].text.lower()
        return following.startswith(("secretary", "-secretary"))  # not "next year | under Prime Minister Trudeau"
    if token.lower_ in _MODIFIERS or _is_field(token):
        return True
    if token.lower_ in _FIRST:
        return token.nbor().lower_ == "diplomat"
    if not token.is_alpha or token.text in _CALENDAR:
        return False
    return (
        token.is_title and token.pos_ in ("PROPN", "NOUN", "ADJ") and token.dep_ in ("compound", "amod", "nmod", "conj")
    )


def _is_field(token: Token) -> bool:
    """Whether a common noun right before the office's noun says what it is for: "EU | diplomacy | chief"."""
    is_noun = token.pos_ == "NOUN" and token.is_lower and token.is_alpha and token.dep_ == "compound"
    is_part = token.i > 0 and token.nbor(-1).text == "-"  # "the right-| wing | premier"
    return is_noun and not is_part and token.nbor().lower_ not in _STYLED


def _is_joiner(doc: Doc, at: int) -> bool:
    """Whether the token joins two words of an office: "and", or a hyphen glued to both; not the dash of a list."""
    if doc[at].text in ("-", "–"):
        return at > 0 and not doc[at - 1].whitespace_ and not doc[at].whitespace_
    return doc[at].text in _JOINERS


def _left_edge(head: Token, names: Names, people: frozenset[int]) -> int:
    """The first token of the office's own words: back over modifiers, up to a name or an article."""
    doc, start, at = head.doc, head.i, head.i - 1
    while at >= 0 and not doc[at + 1].is_sent_start and head.i - at < 12:
        token = doc[at]
        if token.lower_ in _FORMER | {"majesty"} or not (_is_modifier(token, names) or _is_joiner(doc, at)):
            break
        if at in people or _ends_a_proper_body(token, names):
            break
        if not _is_joiner(doc, at):
            start = at
        elif at == 0 or doc[at].is_sent_start or not _is_modifier(doc[at - 1], names):
            break
        at -= 1
    return start


def _ends_a_proper_body(token: Token, names: Names) -> bool:
    """Whether a body with a name of its own ends here: "Ural Research Institute | Director", not "Senate Speaker"."""
    body = next((e for e in token.doc.ents if e.label_ == "ORG" and e.end == token.i + 1), None)
    if body is None or len(body) < 3 or not all(t.is_title for t in body if t.is_alpha and t.lower_ not in _SMALL):
        return False
    if token.lower_ in _MODIFIERS - {"bank"} or any((name := names.at(t)) and name.state for t in body):
        return False
    return {t.lower_ for t in body}.isdisjoint(BODIES - {"bank"} | HEADS | {"party", "house", "staff", "cabinet"})


def _owner_before(doc: Doc, start: int, names: Names) -> Name | None:
    """The state or body named just before the office: "Iranian | President", "Italy's | prime minister"."""
    while start > 0 and doc[start - 1].lower_ in _FORMER | {
        "current",
        "new",
        "outgoing",
        "-",
        "longtime",
        "veteran",
    }:
        start -= 1
    if start > 3 and [doc[start - 3].text, doc[start - 1].text] == ["(", ")"] and doc[start - 2].is_upper:
        start -= 3  # "International Energy Agency (| IEA |) director"
    if start == 0:
        return None
    name = names.before(doc[start])
    return name if name and name.kind is not NameKind.OUTLET else None


def _continues(token: Token) -> bool:
    """Whether the word may belong to the field of an office: "Foreign | Affairs | and | Trade"."""
    if token.text in _CALENDAR:
        return False
    if token.lower_ in _SMALL or token.text == "&" or (token.is_alpha and token.is_title):
        return True
    return token.lower_ in _MODIFIERS and token.nbor(-1).lower_ in _SMALL | _MODIFIERS


def _begins_a_name(token: Token) -> bool:
    """Whether a person's name, not the field of an office, goes on here: an initial, or what has one after it."""
    return any(_INITIAL.fullmatch(t.text) for t in token.doc[token.i : token.i + 2])


def _ends_a_body(token: Token) -> bool:
    """Whether the word before names a body and this one does not: "the Domestic Policy Council | Christen Linke"."""
    return token.is_title and token.nbor(-1).lower_ in BODIES and token.lower_ not in _SMALL | BODIES


def _holder_ahead(doc: Doc, head: int, limit: int, people: frozenset[int]) -> int | None:
    """Where an office of many words ends if its holder follows: "minister for European relations | Nick Thomas".

    Only nouns and what joins them stand between; a comma may part the holder from them.
    """
    for at in range(head + 2, limit):
        token = doc[at]
        if at in people:
            while at > head + 2 and _is_style(doc[at - 1]):
                at -= 1
            return at
        if token.text == "," and (at + 1 in people or at + 2 in people):
            return at
        is_other = token.pos_ in ("VERB", "AUX", "PRON", "SCONJ") or token.is_sent_start
        if is_other or (token.is_punct and token.text != "-"):
            return None
    return None


def _leads_to_another(doc: Doc, link: int, limit: int, people: frozenset[int]) -> bool:
    """Whether somebody with an office of their own follows: "adviser to | Prime Minister Abiy Ahmed"."""
    person = next((at for at in range(link + 2, limit) if at in people), None)
    if person is None or doc[link].lower_ not in ("to", "for"):
        return False
    return doc[person - 1].lower_ in _SUPERIORS and is_office(token.text for token in doc[link + 1 : person])


def _is_style(token: Token) -> bool:
    """Whether a holder's style or rank, no part of the office, stands here: "Chief of Staff | Major General"."""
    if token.lower_ == "general":
        return token.nbor(-1).lower_ not in _GENERALS
    return token.text in _STYLES


def _right_phrase(doc: Doc, head: int, names: Names, people: frozenset[int]) -> tuple[int, Name | None]:
    """Where the office's words end, past "of State" and "for Foreign Affairs", and the owner named there, if any.

    Only "of" leads to an owner, or an adjective ("spokesman for | Ukrainian | intelligence"); the state after "to" and
    "for" is where the holder is sent ("ambassador to Germany"). `people` are the tokens of persons' names: an office
    ends before its holder.
    """
    end, at, furthest = head + 1, head + 1, min(len(doc), head + 16)
    limit = next((other for other in range(at, furthest) if doc[other].is_sent_start), furthest)
    if at >= limit or doc[at].lower_ not in _LINKS:
        return end, None
    if _leads_to_another(doc, at, limit, people):
        return end, None
    holder, owner = _holder_ahead(doc, head, limit, people), None
    while at < (holder or limit) and at not in people:
        name = names.at(doc[at])
        if name is not None and name.kind is NameKind.ADJECTIVE:
            owner, at = owner or name, name.end
            continue
        if name is not None and not _is_part_of_longer(name, doc, people):
            link = doc[at - 1] if doc[at - 1].lower_ != "the" else doc[at - 2]
            if not _is_owner(name, link, doc):
                return holder or name.end, owner
            return (holder if holder and _is_one_phrase(doc, name.end, holder) else name.end), name
        follows = owner is not None and at == owner.end and doc[at].lower_ in _MODIFIERS
        is_field = (follows or _continues(doc[at])) and not _begins_a_name(doc[at]) and not _ends_a_body(doc[at])
        if name is None and not is_field:
            return holder or end, owner
        at += 1
        if doc[at - 1].lower_ not in _SMALL:
            end = at
    return end, owner


def _is_one_phrase(doc: Doc, start: int, end: int) -> bool:
    """Whether no other office comes between: "head of the Kharkiv | military administration | Oleh Bondar"."""
    return not any(
        noun_of_office(t) or t.text in (",", "and", "-", "–") or t.text in POSSESSIVE for t in doc[start:end]
    )


def _is_owner(name: Name, link: Token, doc: Doc) -> bool:
    """Whether the office is the named one's: "of Iran", "for | NATO", "for | China's | ministry", not "to NATO"."""
    is_possessor = name.end < len(doc) and doc[name.end].text in POSSESSIVE
    return link.lower_ == "of" or (link.lower_ == "for" and (is_possessor or name.kind is NameKind.ORGANISATION))


def _is_part_of_longer(name: Name, doc: Doc, people: frozenset[int]) -> bool:
    """Whether the noun of a field or body goes on after a place's name: "East African | Affairs"."""
    if name.end >= len(doc) or name.end in people:
        return False
    return doc[name.end].is_title and doc[name.end].lower_ in BODIES | _MODIFIERS


def _office_words(doc: Doc, start: int, head: int, end: int, owner: Name | None) -> str:
    """The office in title case, in the singular and without its owner."""
    is_adjective = owner is not None and owner.kind is NameKind.ADJECTIVE
    stop = owner.start if owner and owner.start > head and not is_adjective else end
    left_out = range(owner.start, owner.end) if owner and is_adjective else ()
    words = [token.text for token in doc[start:stop] if token.i not in left_out]
    words[head - start : head - start + 1] = (
        _SHORT.get(doc[head].lower_) or noun_of_office(doc[head]) or words[head - start]
    ).split()
    while len(words) > 1 and words[-1].lower() in _SMALL:
        words.pop()
    cased = (w if not w.islower() or w in _UNCASED else "-".join(p.capitalize() for p in w.split("-")) for w in words)
    return " ".join(cased).replace(" - ", "-")


def _title_at(head: Token, names: Names, people: frozenset[int]) -> Title:
    doc = head.doc
    start = _left_edge(head, names, people)
    before = _owner_before(doc, start, names)
    sender = _owner_before(doc, before.start, names) if before is not None else None
    if before is not None and sender is not None and not _is_of_its_own(before, doc):
        start, before = before.start, sender  # "the UN's | Syria envoy"
    end, after = _right_phrase(doc, head.i, names, people)
    if after is not None and head.tag_ in ("NNS", "NNPS"):
        end = _list_end(doc, end, names)
    end += 2 if doc[end : end + 2].text.lower() in ("-elect", "-designate") else 0
    office = _office_words(doc, start, head.i, end, after)
    employer = _employer(doc, end, names)
    owner, end = employer or before or after, employer.end if employer is not None else end
    first = before.start if before else start
    if before is not None and first > 0 and doc[first - 1].lower_ in _LOWER:
        first -= 1  # "a | deputy | US trade representative"
        office = f"{doc[first].text.title()} {office}"
    lead = {token.lower_ for token in doc[max(0, first - 3) : start]}
    span = (doc[first].idx, doc[end - 1].idx + len(doc[end - 1]))
    return Title(office, owner, first, end, head.i, span, former=bool(lead & _FORMER))


def _list_end(doc: Doc, end: int, names: Names) -> int:
    """Past the other states of a list: "the presidents of Ghana | and Togo"."""
    while end + 1 < len(doc) and doc[end].lower_ in (",", "and"):
        name = names.at(doc[end + 1])
        if name is None or name.kind is not NameKind.STATE:
            break
        end = name.end
    return end


def _employer(doc: Doc, end: int, names: Names) -> Name | None:
    """The body at which the office is: "UN director at | Human Rights Watch"."""
    at = end + 1 + (doc[end + 1 : end + 2].text == "the")
    name = names.at(doc[at]) if at < len(doc) and doc[end].lower_ == "at" else None
    return name if name is not None and name.kind is NameKind.ORGANISATION else None


def _is_of_its_own(body: Name, doc: Doc) -> bool:
    """Whether the body's offices are not those of the state named before: "Lebanon's | Hezbollah | chief".

    "Russia's | Security Council | secretary" is an officer of Russia: the noun alone names the council of any state.
    """
    return body.kind is NameKind.ORGANISATION and doc[body.end - 1].lower_ not in BODIES


def _stands_alone(title: Title, doc: Doc) -> bool:
    """Whether the words name an office even without a name beside them: "the director at", not "the director"."""
    is_long = title.head > title.start or title.end > title.head + 1 or title.of is not None
    is_placed = title.end < len(doc) and doc[title.end].lower_ == "at"
    return doc[title.head].lower_ not in _WEAK or is_long or is_placed


def _is_headed_by_next(token: Token, names: Names, people: frozenset[int]) -> bool:
    """Whether another head follows within the same words: "Deputy | Assistant Administrator", "Secretary | General"."""
    for following in token.doc[token.i + 1 : token.i + 4]:
        if following.i in people or names.at(following) or not (following.is_alpha or following.text == "-"):
            return False
        if noun_of_office(following):
            is_styled = (following.lower_ in _STYLED and token.lower_ not in _MODIFIERS) or following.lower_ == "sheikh"
            is_holder = following.i == token.i + 1 and is_styled
            return following.lower_ not in _LINKS and not is_holder
        if not _is_modifier(following, names) and following.text != "-":
            return False
    return False


def find_titles(doc: Doc, names: Names, people: frozenset[int]) -> Iterator[Title]:
    """Yield each office in the text, the longest reading of its words, in order.

    "US Secretary of State", "Parliament Speaker", "minister for trade". `people` are the tokens of persons' names.
    """
    end = 0
    for token in doc:
        if token.i < end or not noun_of_office(token) or names.at(token) or token.pos_ not in ("NOUN", "PROPN", "ADJ"):
            continue
        if token.lower_ == "diplomat" and {t.lower_ for t in doc[max(0, token.i - 2) : token.i]}.isdisjoint(_FIRST):
            continue  # an occupation, but "China's | top | diplomat" is in charge of its foreign affairs
        title = _title_at(token, names, people)
        if _is_headed_by_next(token, names, people):
            continue
        follows_name = title.start > 1 and doc[title.start - 1].text == "," and title.start - 2 in people
        if _stands_alone(title, doc) or title.end in people or follows_name:
            yield title
            end = title.end

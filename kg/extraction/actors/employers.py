"""Bodies with a proper name whose offices these are, though no table has them: "leader of the | Nakuru Unity League |".

A public body ("the Weather Service") is a state's, and stands for itself only where nothing tells whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from kg.extraction.actors.bodies import BODIES
from kg.extraction.actors.names import POSSESSIVE, Name, NameKind, Names
from kg.extraction.actors.office_words import MODIFIERS, PARLIAMENTS, noun_of_office

_HEADS = frozenset(
    """president chairman chairwoman chairperson chair head leader chief director director-general secretary-general
    executive ceo cfo coo commander commissioner-general coordinator spokesman spokeswoman spokesperson governor
    treasurer officer secretary deputy member official representative economist counsel provost""".split()
)
"""Heads of offices that bodies of any kind have: no ministers, ambassadors or kings."""
_SPEAKERS = frozenset("spokesman spokeswoman spokesperson".split())
"""Heads after which "for" leads to whom they speak for; after others to a field: "director for | East Asia"."""
_OF_FIRMS = frozenset("ceo cfo coo boss".split())
"""Heads of offices that firms have."""
_LINKING = frozenset("of for and & the".split())
_FOUNDERS = ("founder and", "co-founder and")
_LED_BODIES = frozenset(
    "leader chief director spokesman spokeswoman spokesperson chairman chairwoman chairperson boss".split()
)
"""Heads of offices before which a name in capitals is that of the body: "| Ennahda | leader"."""
_NO_NAMES = frozenset(
    """republican democrat democratic labour conservative tory liberal minority majority congressional catholic
    christian muslim islamist regional interim acting former opposition militia union community tribal""".split()
)
"""Words in capitals before an office that name no body."""
PUBLIC = (
    BODIES
    | PARLIAMENTS
    | frozenset(
        """authority service services administration directorate division command brigade fleet regiment battalion corps
        staff party government treasury section unit district region county city town municipality
        province state reserve affairs intelligence defence defense security""".split()
    )
)
"""Nouns in the names of bodies that states and their parts have; and those of parties, which belong to a state."""
SOCIETIES = frozenset(
    """airlines airways university college institute institution union federation association league company
    corporation group foundation club chamber society network centre center observatory trust fund alliance coalition
    initiative project museum zoo church academy hospital forum congregation synod consortium holding holdings bank
    broadcaster laboratory movement front organisation organization confederation tribe nation band""".split()
)
"""Nouns in the names of bodies that no state is."""
_SMALL = frozenset("of for and the in on & de des du del la le el al e y".split())
_ALSO_OF_BODIES = frozenset(["justice", "general"])
"""Heads of offices that stand in names of bodies as well: "Party for | Justice | and Work"."""
_LONGEST = 14  # tokens of a body's name
_MOST_DESCRIBING = 6  # tokens before it: "the main opposition | Nakuru Unity League"


@dataclass(frozen=True, slots=True)
class Employer:
    """A body named beside an office. `start` and `end` count tokens; `is_public` where a state may be behind it."""

    start: int
    end: int
    is_public: bool


def employer_after(doc: Doc, head: int, end: int, names: Names, people: frozenset[int]) -> Employer | Name | None:
    """The body after "of", "at" or "for": of the tables, past what describes it, or one that only its name tells.

    `end` is where the words of the office end before the link, `people` are the tokens of persons' names.
    """
    noun, link = noun_of_office(doc[head]), doc[end : end + 1].text
    is_linked = link in ("of", "at", "with") or (link == "for" and noun in _SPEAKERS)
    if noun not in _HEADS or not is_linked or (noun == "secretary" and head == end - 1):
        return None
    start = _past_description(doc, end + 1, names)
    if start is None or start in people:
        return None
    name = names.at(doc[start])
    if name is not None and name.kind is NameKind.ORGANISATION:
        return name if start > end + 2 or link == "at" else None  # right beside it the office's own words tell
    stop = _name_end(doc, start, names, people)
    words = [t for t in doc[start:stop] if _is_proper(t)]
    has_article = doc[end + 1].lower_ == "the" or link == "at"
    is_told = any(t.lower_ in PUBLIC | SOCIETIES for t in words)
    if not words or any(is_an_office(t) for t in words) or (name is not None and (stop == name.end or not is_told)):
        return None  # "governor of | Geneva Luc Blanc"
    is_seen = doc[start].ent_type_ == "ORG" and doc[stop - 1].ent_type_ == "ORG"
    is_employed = link == "at" and words[0].pos_ == "PROPN"  # "economist at | Natixis"
    if len(words) == 1 and (name is not None or not (is_seen or is_employed)):
        return None
    if all(t.lower_ in MODIFIERS for t in words):
        return None  # "director of | Global Health"
    is_firms = noun in ("ceo", "cfo", "coo", "executive") or doc[head - 1].lower_ in ("executive", "managing")
    is_firms |= noun == "officer" and any(t.lower_ == "chief" for t in doc[max(0, head - 3) : head])
    if not (has_article or is_seen or is_firms or any(t.lower_ in SOCIETIES for t in words)):
        return None
    return Employer(start, stop, _is_public(words))


def employer_between(doc: Doc, head: int, end: int, names: Names, people: frozenset[int]) -> Employer | None:
    """The body between commas, with the holder after it: "Chairman, | Nakuru Wells Commission |, Ann Lee"."""
    if noun_of_office(doc[head]) not in _HEADS or doc[end : end + 1].text != "," or end + 1 >= len(doc):
        return None
    start = end + 1 + (doc[end + 1].lower_ == "the")
    stop = _name_end(doc, start, names, people)
    words = [t for t in doc[start:stop] if _is_proper(t)]
    is_told = len(words) > 1 and words[-1].lower_ in PUBLIC | SOCIETIES and not any(noun_of_office(t) for t in words)
    is_between = doc[stop : stop + 1].text == "," and stop + 1 in people
    return Employer(start, stop, _is_public(words)) if is_told and is_between else None


def employer_in_brackets(doc: Doc, at: int) -> Employer | None:
    """The body in brackets after the name of who holds an office in it: "Chief Ann Lee (| Nakuru Nation |, KE)"."""
    words = doc[at + 1 : at + 1 + _LONGEST] if doc[at : at + 1].text == "(" else doc[0:0]
    end = next((t.i for t in words if t.text in (",", ")", "(")), None)
    name = doc[at + 1 : end] if end is not None else doc[0:0]
    is_proper = all(_is_proper(t) or t.lower_ in _SMALL for t in name) and not any(is_an_office(t) for t in name)
    return Employer(at + 1, end, is_public=False) if end is not None and len(name) > 1 and is_proper else None


def employer_before(doc: Doc, owner: Name | None, start: int, head: int) -> Employer | None:
    """The body whose name ends before the office: "| Kenya Airways | CEO", "Kenyan | Peace League | chairman"."""
    ends = [t.i for t in doc[start:head] if t.is_title and t.lower_ in SOCIETIES - {"bank"}]
    if owner is None or not ends or owner.end != start or noun_of_office(doc[head]) not in _HEADS:
        return None
    return Employer(owner.start, ends[-1] + 1, is_public=False)


def firm_before(doc: Doc, start: int, head: int, names: Names) -> Employer | None:
    """The firm or outlet whose office it is, by its name right before: "| Ford | CEO", "| BBC | director general".

    `start` is where the words of the office begin, which may hold the firm's.
    """
    words = doc[start:head]
    is_firms = doc[head].lower_ in _OF_FIRMS and all(_is_proper(t) and t.lower_ not in MODIFIERS for t in words)
    if start < head and is_firms:
        return Employer(start, head, is_public=False)
    if (capitals := _capitals_before(doc, start, head)) and _is_proper_name_before(doc, *capitals, head):
        return Employer(*capitals, is_public=False)
    if (first := _society_before(doc, head, names)) is not None:
        return Employer(first, _last_of_society(doc, head) + 1, is_public=False)
    outlet = names.before(doc[start]) if noun_of_office(doc[head]) in _HEADS | {"general"} else None
    return Employer(outlet.start, outlet.end, False) if outlet is not None and outlet.kind is NameKind.OUTLET else None


def _last_of_society(doc: Doc, head: int) -> int:
    """The token before the office, past who founded the body too: "the Lake Fund | founder and | director"."""
    last = head - 3 if doc[head - 2 : head].text in _FOUNDERS else head - 1
    return last - (doc[last].text in POSSESSIVE)


def _society_before(doc: Doc, head: int, names: Names) -> int | None:
    """Where a society's long name begins that ends before a head in small letters: "Institute of Ice and Snow | head".

    The language model sees half of such a name only.
    """
    at = last = _last_of_society(doc, head)
    if noun_of_office(doc[head]) not in _HEADS or doc[head].is_title:
        return None
    while (
        at > 0
        and head - at < _LONGEST
        and not doc[at].is_sent_start
        and (_is_proper(doc[at - 1]) or doc[at - 1].lower_ in _LINKING)
    ):
        at -= 1
    at += doc[at].text == "The"
    words = [t for t in doc[at : last + 1] if _is_proper(t)]
    is_society = any(t.lower_ in SOCIETIES - {"bank"} for t in words) and len(words) > 2 and words[0].i == at
    is_other = any(is_an_office(t) or t.ent_type_ == "PERSON" or names.at(t) is not None for t in words)
    return at if is_society and not is_other else None


def _capitals_before(doc: Doc, start: int, head: int) -> tuple[int, int] | None:
    """Where the words in capitals begin and end: "trade union | Umoja | general secretary"; none if they are parted."""
    large = [at for at in range(start, head) if not doc[at].is_lower]
    return (large[0], large[-1] + 1) if large and large[-1] - large[0] == len(large) - 1 else None


def _is_proper_name_before(doc: Doc, start: int, end: int, head: int) -> bool:
    """Whether the capitals before a head in small letters are a body's name: "the | Ennahda | leader X".

    Not a public body's, and not the field after "and": "of Allergy and | Infectious Diseases | director".
    """
    words, between = doc[start:end], doc[end:head].text
    is_led = doc[head].text in _LED_BODIES or (between == "general" and doc[head].text == "secretary")
    if not is_led or "campaign" in between or doc[max(0, start - 1)].lower_ in _SMALL - {"the"}:
        return False
    if len(words) == 1 and doc[head].lower_ in _SPEAKERS and words[0].ent_type_ != "ORG":
        return False  # "| Trump | spokesman"
    if (
        len(words) == 1
        and words[0].is_sent_start
        and not any(t.text == words[0].text and not t.is_sent_start for t in doc)
    ):
        return False  # "| Team | leader", which is written large because the sentence begins
    return all(
        _is_proper(t)
        and t.pos_ in ("PROPN", "NOUN")
        and t.ent_type_ in ("", "ORG")
        and not is_an_office(t)
        and t.lower_ not in PUBLIC | MODIFIERS | _NO_NAMES
        for t in words
    )


def _past_description(doc: Doc, at: int, names: Names) -> int | None:
    """The first word of the name, past article and description: "the | Kurdish-led | Nakuru Forces"."""
    limit = min(len(doc), at + _MOST_DESCRIBING)
    while at < limit and not doc[at].is_sent_start:
        token = doc[at]
        follows = doc[at + 1 : at + 2].text
        is_compound = follows == "-" or doc[at - 1].text == "-"
        name = names.at(token)
        if _is_proper(token) and not (is_compound and token.i + 2 < len(doc) and doc[at + 2].is_lower):
            if name is None or name.kind is not NameKind.ADJECTIVE or not doc[name.end : name.end + 1].text.islower():
                return at
            at = name.end
        elif token.is_lower or token.text == "-" or is_compound:
            is_other = token.pos_ in ("VERB", "AUX", "PRON", "ADP", "SCONJ") and token.tag_ not in ("VBG", "VBN")
            if is_other and not is_compound:
                return None
            at += 1
        else:
            return None
    return None


def _name_end(doc: Doc, start: int, names: Names, people: frozenset[int]) -> int:
    end = at = start
    while at < min(len(doc), start + _LONGEST) and at not in people and (at == start or not doc[at].is_sent_start):
        token = doc[at]
        if at > start and _is_past(token, doc[at - 1]):
            break
        if _is_proper(token) or (token.text == "-" and not token.whitespace_ and not doc[at - 1].whitespace_):
            at = end = at + 1
        elif doc[at : at + 3].text.endswith(")") and token.text == "(" and _is_proper(doc[at + 3 : at + 4]):
            at += 3  # "the Justice and Development (AK) Party"
        elif token.lower_ in _SMALL or token.text in POSSESSIVE:
            name = names.at(doc[at + 1]) if at + 1 < len(doc) else None
            if token.lower_ in ("in", "for", "on", "and") and name is not None and name.kind is not NameKind.ADJECTIVE:
                break  # "the Nakuru League | in Kenya"
            at += 1
        else:
            break
    return end


def is_an_office(token: Token) -> bool:
    """Whether the word names an office, and not what a body is for: "Center on Faith and | Justice |"."""
    return bool(noun_of_office(token)) and token.lower_ not in _ALSO_OF_BODIES


def _is_past(token: Token, before: Token) -> bool:
    """Whether the name ended with the noun before: "the Nakuru Unity Party | John Mwangi"."""
    is_noun = before.lower_ in PUBLIC | SOCIETIES and token.lower_ not in PUBLIC | SOCIETIES | MODIFIERS
    return is_noun and token.is_title and not _is_within_a_body(token)


def _is_within_a_body(token: Token) -> bool:
    """Whether the language model sees one body here: "the Metropolitan Police | Counter | Terrorism Command"."""
    last = token.i
    while last + 1 < len(token.doc) and token.doc[last + 1].ent_iob_ == "I":
        last += 1
    return token.ent_type_ == "ORG" and token.ent_iob_ == "I" and token.doc[last].lower_ in PUBLIC | SOCIETIES


def _is_proper(token: Token | TokenSpan) -> bool:
    return token.text[:1].isupper() and token.text.isalpha()


def _is_public(words: list[Token]) -> bool:
    """Whether the first noun that tells what the body is tells of a public one; without any it is its own."""
    noun = next((t for t in words if t.lower_ in PUBLIC | SOCIETIES), None)
    if noun is None or noun.lower_ != "bank":
        return noun is not None and noun.lower_ in PUBLIC
    before, after = noun.doc[noun.i - 1], noun.doc[noun.i + 1 : noun.i + 2]
    return after.text == "of" or before.lower_ in ("central", "national", "reserve", "federal")

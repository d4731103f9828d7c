"""Where the words of an office begin and end: "Azerbaijani | Foreign Minister |", "president | of the Commission |"."""

from __future__ import annotations

import calendar
import re

from spacy.tokens import Doc, Token

from kg.extraction.actors.bodies import BODIES
from kg.extraction.actors.names import POSSESSIVE, Name, NameKind, Names, is_of_stance
from kg.extraction.actors.office_words import (
    ASPIRANTS,
    FIRST,
    FORMER,
    HEADS,
    IN_OFFICE,
    LINKS,
    MODIFIERS,
    PARTY_MEMBERS,
    SENT_ABROAD,
    SENT_BY_VOTERS,
    SMALL,
    STYLED,
    is_office,
    noun_of_office,
)

_SUPERIORS = frozenset(
    "president minister premier chancellor king general secretary-general governor senator mayor".split()
)
"""Heads before a name that others serve under: "spokesman for | President Rodrigo Duterte"."""
_FROM = SENT_BY_VOTERS | {"counterpart", "number"}
"""Heads after which "from" tells the state."""
_HYPHENS = frozenset(["-", "–"])
_JOINERS = frozenset(["and", "&"])
_INITIAL = re.compile(r"[A-Z]\.")
_STYLES = frozenset(
    """Dr Dr. Mr Mr. Ms Ms. Mrs Mrs. Sir Gen. H.E. Ayatollah Sheikh Major Lieutenant Brigadier Admiral Colonel
    Hojatoleslam""".split()
)
_GENERALS = frozenset("secretary attorney director governor inspector solicitor consul surgeon".split())
_PASSED_OVER = FORMER | IN_OFFICE | frozenset(["new", "outgoing", "-", "longtime", "veteran"])
"""Words between an owner and an office: "Iran's | former | minister"."""
_EMPLOYING = (NameKind.ORGANISATION, NameKind.OUTLET)
_GENERAL = ("general", "-general", "–general")
_LAST_OF_BODIES = frozenset("representatives commons lords interior commerce treasury".split())
"""Words with which a body or a field ends: "members of the House of | Representatives | Ann Lee and Tom Reed"."""
_LONGEST_BRACKET = 14  # tokens
_MOST_ADJECTIVES = 4  # tokens
_MOST_OF_A_BODY = 8  # tokens
_MOST_OF_A_TERRITORY = 6  # tokens, with the article
TERRITORIES = frozenset(
    "state province city region republic kingdom county territory commonwealth town district".split()
)
"""What a place may be called before its name: "the | state | of Goa"."""
_PEOPLES = frozenset("serb croat albanian armenian hungarian russian pole".split())
"""Peoples of one state who may live in another: "the Kosovo | Serb | leader"."""
_JOINED = frozenset("of on for and &".split())
_UNDERTAKINGS = frozenset(
    """plan act program programme initiative fund agenda strategy project deal treaty agreement accord partnership
    process scheme campaign compact corridor""".split()
)
"""Nouns with which the name of what somebody is in charge of ends: "coordinator of the Rescue | Plan |"."""
_CALENDAR = frozenset(name for names in (calendar.day_name, calendar.month_name) for name in names if name)


def is_modifier(token: Token, names: Names) -> bool:
    """Whether the word may stand before an office's noun as part of the office: "| foreign | minister"."""
    if names.at(token) is not None or token.lower_ in ASPIRANTS | IN_OFFICE or is_of_stance(token):
        return False
    if token.lower_ == "under":
        following = token.doc[token.i + 1 : token.i + 3].text.lower()
        return following.startswith(("secretary", "-secretary"))  # not "next year | under Prime Minister Trudeau"
    if token.lower_ == "director" and token.doc[token.i + 1 : token.i + 3].text.lower().startswith(_GENERAL):
        return True  # "WHO | director-general |"
    if token.lower_ in MODIFIERS or _is_field(token):
        return True
    if token.lower_ in FIRST:
        return bool(noun_of_office(token.nbor()))
    if not token.is_alpha or token.text in _CALENDAR:
        return False
    return (
        token.is_title and token.pos_ in ("PROPN", "NOUN", "ADJ") and token.dep_ in ("compound", "amod", "nmod", "conj")
    )


def _is_field(token: Token) -> bool:
    """Whether a common noun right before the office's noun says what it is for: "EU | diplomacy | chief"."""
    is_noun = token.pos_ == "NOUN" and token.is_lower and token.is_alpha and token.dep_ == "compound"
    is_part = token.i > 0 and token.nbor(-1).text == "-"  # "the right-| wing | premier"
    return is_noun and not is_part and token.nbor().lower_ not in STYLED


def _is_joiner(doc: Doc, at: int) -> bool:
    """Whether the token joins two words of an office: "and", or a hyphen glued to both; not the dash of a list."""
    if doc[at].text in ("-", "–"):
        return at > 0 and not doc[at - 1].whitespace_ and not doc[at].whitespace_
    return doc[at].text in _JOINERS


def past_brackets(doc: Doc, at: int) -> int:
    """Past a short form or a long one in brackets: "Adviser | (NSA) | X", "Labour MP | (Member of Parliament) | X"."""
    if doc[at : at + 1].text != "(":
        return at
    return next((t.i + 1 for t in doc[at : at + _LONGEST_BRACKET] if t.text == ")"), at)


def left_edge(head: Token, names: Names, people: frozenset[int]) -> int:
    """The first token of the office's own words: back over modifiers, up to a name or an article."""
    doc, start, at = head.doc, head.i, head.i - 1
    while at >= 0 and not doc[at + 1].is_sent_start and head.i - at < 12:
        token = doc[at]
        if token.lower_ in FORMER | {"majesty"} or not (is_modifier(token, names) or _is_joiner(doc, at)):
            break
        if at in people or _ends_a_proper_body(token, names):
            break
        if not _is_joiner(doc, at):
            start = at
        elif at == 0 or doc[at].is_sent_start or not is_modifier(doc[at - 1], names):
            break
        elif doc[at - 1].is_lower and doc[at + 1].is_title and noun_of_office(doc[at - 1]):
            break  # "the prime minister and | President Ann Lee"
        at -= 1
    return _body_before(head, start, names, people)


def _body_before(head: Token, start: int, names: Names, people: frozenset[int]) -> int:
    """Back over a public body whose field has been read already: "| Council on Environmental | Quality Chair Ann Lee".

    All is written large, but for what joins it; `start` where there is none.
    """
    doc, at = head.doc, start
    while head.is_title and at > 0 and start - at < _MOST_OF_A_BODY and not doc[at].is_sent_start:
        at -= 1
        token = doc[at]
        if token.is_title and token.lower_ in BODIES and doc[at + 1].lower_ in ("of", "on", "for"):
            return at
        if at in people or names.at(token) or noun_of_office(token) or not (token.is_title or token.lower_ in _JOINED):
            break
    return start


def _ends_a_proper_body(token: Token, names: Names) -> bool:
    """Whether a body with a name of its own ends here: "Ural Research Institute | Director", not "Senate Speaker"."""
    if token.ent_type_ != "ORG":
        return False
    body = next((e for e in token.sent.ents if e.end == token.i + 1), None)
    if body is None or len(body) < 3 or not all(t.is_title for t in body if t.is_alpha and t.lower_ not in SMALL):
        return False
    if token.lower_ in MODIFIERS - {"bank"} or any((name := names.at(t)) and name.state for t in body):
        return False
    return {t.lower_ for t in body}.isdisjoint(BODIES - {"bank"} | HEADS | {"party", "house", "staff", "cabinet"})


def owner_before(doc: Doc, start: int, names: Names) -> Name | None:
    """The state or body named just before the office: "Iranian | President", "Italy's | prime minister".

    A state or capital after "in" is where something happens: "in Lima | President X".
    """
    while start > 0 and not doc[start].is_sent_start and doc[start - 1].lower_ in _PASSED_OVER:
        start -= 1
    if start > 0 and doc[start].text == "-" and doc[start].whitespace_:
        return None  # "- President A, Indonesia - | Prime Minister B, Italy"
    if start > 3 and [doc[start - 3].text, doc[start - 1].text] == ["(", ")"] and doc[start - 2].is_upper:
        body = names.before(doc[start - 3])  # "International Energy Agency (| IEA |) director"
        is_body = body is not None and body.kind is NameKind.ORGANISATION
        return body if is_body or not doc[start].is_sent_start else None  # not "Colombo (PTI) | President X"
    if start == 0:
        return None
    name = names.before(doc[start]) or _owner_past_adjectives(doc, start, names)
    if name is not None and doc[name.start].lower_ in _PEOPLES and name.start > 0:
        if doc[name.start - 1].lower_ == "ethnic":
            return None
        name = names.before(doc[name.start]) or name  # "the | Bosnian | Serb leader"
    return name if name and name.kind is not NameKind.OUTLET and not _is_scene(name, doc) else None


def _is_scene(name: Name, doc: Doc) -> bool:
    is_after_in = name.start > 0 and doc[name.start - 1].lower_ == "in" and name.kind is not NameKind.PLACE
    return is_after_in and not name.may_stand_before_nouns(doc)


def _owner_past_adjectives(doc: Doc, start: int, names: Names) -> Name | None:
    """The state before what only describes the holder: "Libya's | eastern | commander"."""
    at = start
    while at > 0 and not doc[at].is_sent_start and start - at < _MOST_ADJECTIVES and _describes_only(doc[at - 1]):
        at -= 1
    name = names.before(doc[at]) if at < start else None
    is_possessor = at > 0 and doc[at - 1].text in POSSESSIVE
    return name if name is not None and (is_possessor or name.kind is NameKind.ADJECTIVE) else None


def _describes_only(token: Token) -> bool:
    is_glued = token.i + 1 < len(token.doc) and token.nbor().text == "-" and not token.whitespace_
    is_low = token.is_lower and (token.pos_ in ("ADJ", "ADV") or is_glued)
    return is_low or token.text == "-" or is_of_stance(token)


def possessing_body(doc: Doc, start: int) -> int:
    """Where the body begins whose office it is: "the Sudanese | army's | chief"; `start` if there is none."""
    if start < 2 or doc[start - 1].text not in POSSESSIVE or doc[start - 2].lower_ not in BODIES:
        return start
    at = start - 2
    while at > 0 and doc[at - 1].lower_ in MODIFIERS:
        at -= 1
    return at


def _continues(token: Token) -> bool:
    """Whether the word may belong to the field of an office: "Foreign | Affairs | and | Trade"."""
    if token.text in _CALENDAR:
        return False
    if token.lower_ in SMALL or token.text == "&" or (token.is_alpha and token.is_title):
        return True
    if token.lower_ == "staff":
        return token.nbor(-1).lower_ == "of"  # "Mwangi's | chief of staff |"
    return token.lower_ in MODIFIERS and token.nbor(-1).lower_ in SMALL | MODIFIERS


def _begins_a_name(token: Token) -> bool:
    """Whether a person's name, not the field of an office, goes on here: an initial, or what has one after it.

    So do two names that no field has, between a field and what the holder does: "for Trade | Jana Hollá | met", "of the
    Rescue Plan | Jana Hollá | met".
    """
    if any(_INITIAL.fullmatch(t.text) for t in token.doc[token.i : token.i + 2]):
        return True
    after = token.doc[token.i + 2 : token.i + 3]
    is_followed = any(t.pos_ in ("VERB", "AUX", "PUNCT") for t in after)
    is_whole = token.nbor(-1).lower_ in MODIFIERS | _UNDERTAKINGS
    return is_followed and is_whole and all(_is_no_field(t) for t in token.doc[token.i : token.i + 2])


def _is_no_field(token: Token) -> bool:
    return token.is_title and token.tag_ == "NNP" and token.lower_ not in MODIFIERS | SMALL | BODIES


def _ends_a_body(token: Token, names: Names) -> bool:
    """Whether the word before names a body or a field and a name begins: "the Domestic Policy Council | Christen"."""
    if not token.is_title or token.lower_ in SMALL | BODIES:
        return False
    before, words = token.nbor(-1).lower_, token.doc[token.i : token.i + 3]
    if before in BODIES:
        return True
    is_two_words = len(words) == 3 and words[1].text[0].isupper() and not words[2].text[0].isupper()
    is_name = all(t.pos_ == "PROPN" and names.at(t) is None and not is_office([t.text]) for t in words[:2])
    return before in _LAST_OF_BODIES and is_two_words and is_name


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
        is_other = token.pos_ in ("VERB", "AUX", "PRON", "SCONJ") or token.is_sent_start or token.lower_ == "under"
        if is_other or (token.is_punct and token.text != "-"):
            return None
    return None


def _leads_to_another(doc: Doc, link: int, limit: int, names: Names, people: frozenset[int]) -> bool:
    """Whether somebody with an office of their own follows: "adviser to | Prime Minister Abiy Ahmed"."""
    person = next((at for at in range(link + 2, limit) if at in people), None)
    if person is None or doc[link].lower_ not in ("to", "for"):
        return False
    while person > link + 2 and _is_style(doc[person - 1]):
        person -= 1  # "adviser to | UAE President Sheikh | Mohamed bin Zayed"
    said = (t for t in doc[link + 1 : person] if t.text not in _HYPHENS | POSSESSIVE and names.at(t) is None)
    words = [
        t.text for t in said if t.lower_ not in PARTY_MEMBERS | FORMER
    ]  # "adviser to | Ohio's Republican Governor Ann Lee"
    return doc[person - 1].lower_ in _SUPERIORS and is_office(words)


def _superior_unnamed(doc: Doc, link: int, limit: int, names: Names, people: frozenset[int]) -> tuple[int, Name] | None:
    """Past whoever is served, where a state tells who that is: "adviser to the | Kenyan president |"."""
    at = link + 1
    if at < limit and doc[at].lower_ == "the":
        at += 1
    name = names.at(doc[at]) if at < limit and doc[link].lower_ in ("to", "for") else None
    at = name.end if name is not None and name.state is not None else limit
    if at < limit and doc[at].text in POSSESSIVE:
        at += 1
    while at < limit and doc[at].lower_ in MODIFIERS and doc[at].lower_ not in _SUPERIORS:
        at += 1
    is_superior = at < limit and doc[at].lower_ in _SUPERIORS and at + 1 not in people
    return (at + 1, name) if is_superior and name is not None else None


def _is_style(token: Token) -> bool:
    """Whether a holder's style or rank, no part of the office, stands here: "Chief of Staff | Major General"."""
    if token.lower_ == "general":
        before = token.doc[token.i - 1 - (token.nbor(-1).text in _HYPHENS)]
        return before.lower_ not in _GENERALS
    return token.text in _STYLES


def right_phrase(doc: Doc, head: int, names: Names, people: frozenset[int]) -> tuple[int, Name | None]:
    """Where the office's words end, past "of State" and "for Foreign Affairs", and the owner named there, if any.

    Only "of" leads to an owner, or an adjective ("spokesman for | Ukrainian | intelligence"); the state after "to" and
    "for" is where the holder is sent ("ambassador to Germany"). `people` are the tokens of persons' names: an office
    ends before its holder.
    """
    end, at, furthest = head + 1, head + 1, min(len(doc), head + 16)
    limit = next((other for other in range(at, furthest) if doc[other].is_sent_start), furthest)
    if (home := _home_of_voters(doc, head, names)) is not None:
        return home.end, home
    if (seat := _seat_of_mission(doc, head, names)) is not None:
        return seat.end, None
    if at >= limit or doc[at].lower_ not in LINKS or _leads_to_another(doc, at, limit, names, people):
        return end, None
    if (served := _superior_unnamed(doc, at, limit, names, people)) is not None:
        return served
    return _phrase_after_link(doc, head, names, people, limit)


def _phrase_after_link(
    doc: Doc, head: int, names: Names, people: frozenset[int], limit: int
) -> tuple[int, Name | None]:
    end, at, holder, owner = head + 1, head + 1, _holder_ahead(doc, head, limit, people), None
    while at < (holder or limit) and at not in people:
        name = _territory_after(doc, at, names) or names.at(doc[at])
        if name is not None and name.kind is NameKind.ADJECTIVE:
            owner, at = owner or name, name.end
            continue
        if name is not None and not _is_part_of_longer(name, doc, people):
            link = doc[at - 1] if doc[at - 1].lower_ != "the" else doc[at - 2]
            if not _is_owner(name, link, doc):
                return holder or _past_listed(doc, name, names, limit), owner
            if holder and _is_one_phrase(doc, name.end, holder):
                return (name.end if _is_given_name(doc, name.end, holder) else holder), name
            return _past_possessed(doc, name, names, people, limit)
        if name is None and _ends_a_body(doc[at], names):
            return (holder or end if is_office([doc[at].text]) else end), owner
        follows = owner is not None and at == owner.end and doc[at].lower_ in MODIFIERS
        is_hyphen = doc[at : at + 2].text.lower() == "-general"  # "spokesperson for the Secretary-|General|"
        is_field = (follows or is_hyphen or _continues(doc[at])) and not _begins_a_name(doc[at])
        if name is None and not is_field:
            return holder or end, owner
        at += 1 + is_hyphen
        if doc[at - 1].lower_ not in SMALL:
            end = at
    return end, owner


def _past_listed(doc: Doc, place: Name, names: Names, limit: int) -> int:
    """Past the other places of a list if a name follows: "coordinator for Asia | and North Africa | Jana Hollá"."""
    end = place.end
    while end + 1 < limit and doc[end].lower_ in ("and", ",") and (name := names.at(doc[end + 1])) is not None:
        end = name.end
    return end if end < limit and _is_no_field(doc[end]) and names.at(doc[end]) is None else place.end


def _territory_after(doc: Doc, at: int, names: Names) -> Name | None:
    """The place that is called by what it is first: "mayor of | the capital city of | Togo", "the US state of | Ohio".

    `at` is where that begins, right after "of".
    """
    if doc[at - 1].lower_ != "of":
        return None
    for noun in doc[at : at + _MOST_OF_A_TERRITORY]:
        is_described = noun.i > at and noun.is_lower  # not "secretary of | state of Kenya"
        if noun.lower_ in LINKS:
            return None
        if noun.lower_ in TERRITORIES and is_described and doc[noun.i + 1 : noun.i + 2].text == "of":
            start = noun.i + 2 + (doc[noun.i + 2 : noun.i + 3].text == "the")
            return names.at(doc[start]) if start < len(doc) else None
        if noun.text.istitle() and names.at(noun) is None:
            return None
    return None


def _home_of_voters(doc: Doc, head: int, names: Names) -> Name | None:
    """Where the one holder is from, elected or not: "Senator from | Vermont | X", "counterpart from | Kenya | Y"."""
    is_one = doc[head].tag_ not in ("NNS", "NNPS") and noun_of_office(doc[head]) in _FROM
    is_from = doc[head + 1 : head + 2].text == "from" and head + 2 < len(doc) and not doc[head + 2].is_sent_start
    return names.at(doc[head + 2]) if is_one and is_from else None


def _seat_of_mission(doc: Doc, head: int, names: Names) -> Name | None:
    """Where an envoy is, which is not whose: "Kenya's ambassador in | Rome | , John Mwangi"."""
    is_sent = doc[head + 1 : head + 2].text == "in" and noun_of_office(doc[head]) in SENT_ABROAD
    return names.at(doc[head + 2]) if is_sent and head + 2 < len(doc) else None


def _past_possessed(doc: Doc, owner: Name, names: Names, people: frozenset[int], limit: int) -> tuple[int, Name | None]:
    """Past what the owner possesses if a person's name follows: "head of | Kenya's water board, | John Mwangi".

    The office is of the body that is possessed where that has a name: "director of | Kenya's Amnesty International".
    """
    at = owner.end + 1
    if at >= limit or doc[owner.end].text not in POSSESSIVE:
        return owner.end, owner
    body = names.at(doc[at])
    while at < limit and at not in people and _is_of_body(doc[at]):
        at += 1
    named = at + (at < limit and doc[at].text == ",")
    named += named > at and named < limit and _is_style(doc[named])
    if at >= limit or named not in people:
        return owner.end, owner
    return at, body if body is not None and body.kind is NameKind.ORGANISATION else owner


def _is_of_body(token: Token) -> bool:
    """Whether the word may stand in a body's name: "Turkmenistan's | People's Council |"."""
    return token.pos_ in ("NOUN", "PROPN", "ADJ") or token.lower_ in SMALL or token.text in POSSESSIVE


def _is_one_phrase(doc: Doc, start: int, end: int) -> bool:
    """Whether no other office comes between: "head of the Kharkiv | military administration | Oleh Bondar".

    Nor "as well as", which leads to something else.
    """
    return not any(
        noun_of_office(t) or t.text in (",", "and", "as", "-", "–") or t.text in POSSESSIVE for t in doc[start:end]
    )


def _is_given_name(doc: Doc, start: int, holder: int) -> bool:
    """Whether the one word before the holder is part of the holder's name: "Mayor of London | Sadiq | Khan"."""
    word = doc[start]
    return holder == start + 1 and word.is_title and word.pos_ == "PROPN" and not is_office([word.text])


def _is_owner(name: Name, link: Token, doc: Doc) -> bool:
    """Whether the office is the named one's: "of Iran", "for | NATO", "for | China's | ministry", not "to NATO"."""
    return link.lower_ == "of" or (link.lower_ == "for" and (name.is_possessor(doc) or name.kind in _EMPLOYING))


def _is_part_of_longer(name: Name, doc: Doc, people: frozenset[int]) -> bool:
    """Whether the noun of a field or body goes on after a place's name: "East African | Affairs"."""
    if name.end >= len(doc) or name.end in people:
        return False
    return doc[name.end].is_title and doc[name.end].lower_ in BODIES | MODIFIERS

"""The words of offices: which nouns name one, and which may stand before them."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

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
FORMER = frozenset(["former", "ex", "then", "ex-", "late", "onetime", "one-time"])
MODIFIERS = frozenset(
    """prime foreign deputy vice acting interim caretaker first second assistant principal senior permanent
    special chief crown supreme high national federal presidential military naval foreign-policy defence
    defense interior exterior finance energy economy economic trade transport transportation health
    education justice labour labor agriculture environment climate security culture information development
    industry commerce interim ministry government parliament parliamentary senate house party opposition
    press peace nuclear state home internal external affairs policy political prime-ministerial outgoing
    incoming new designate oil gas intelligence army navy police central bank business chancellor minister
    secretary general attorney under strategic regional cabinet office humanitarian human rights aid relief
    water tourism planning communications international global public works royal spiritual religious rebel
    separatist executive operating financial managing""".split()
)
STYLED = frozenset("ambassador president prince king sheikh admiral".split())
"""Heads that, after another office, begin the name of its holder: "adviser | Ambassador John Mwangi"."""
FIRST = frozenset(["top", "chief"])
LINKS = frozenset(["of", "for", "to", "on"])
SMALL = frozenset(["of", "for", "to", "on", "and", "the", "in"])


def is_office(words: Iterable[str]) -> bool:
    """Whether all the words belong to an office, so that they name nobody: "Acting Deputy Secretary"."""
    return all(word.lower() in HEADS | MODIFIERS for word in words)


def noun_of_office(token: Token) -> str:
    """The head noun in the singular, whatever its number and case."""
    lower = token.lower_
    if lower in HEADS:
        return lower
    singular = lower[:-3] + "man" if lower.endswith("men") else lower.removesuffix("s")
    return singular if singular in HEADS else ""

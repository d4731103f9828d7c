"""The words of offices: which nouns name one, and which may stand before them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from spacy.tokens import Token

# Nouns that name an office. Occupations (analyst, professor, journalist) are not offices.
HEADS = frozenset(
    """president premier chancellor minister secretary secretary-general spokesman spokeswoman spokesperson
    ambassador envoy king queen emir sultan prince princess pope governor speaker chairman chairwoman
    chairperson chief head director director-general commissioner commander leader adviser advisor
    representative coordinator rapporteur administrator senator congressman congresswoman lawmaker mayor
    prosecutor consul undersecretary under-secretary president-elect vice-president general admiral colonel
    negotiator officer deputy counterpart monarch emperor sheikh commissioner-general taoiseach chair
    economist assistant nsa ceo cfo coo archbishop sen. rep. gov. mp mep msp counsel counselor
    judge justice councillor provost aide cardinal bishop counsellor diplomat successor predecessor executive
    attorney whip official member pm fm eam
    d'affaires d’affaires legislator parliamentarian delegate treasurer ombudsman commandant
    assemblyman assemblywoman councilman councilwoman alderman selectman boss
    patriarch superintendent constable sheriff inspector number lady gentleman amir rep sen gov""".split()
)
FIELDS = frozenset("foreign defence defense home interior health finance energy".split())
"""Fields of ministers who are called secretaries in some states."""
# Nouns that name an office only after one of certain words: "the chief | executive", "a senior Hamas | official".
_ONLY_AFTER = {
    "executive": frozenset(["chief"]),
    "attorney": frozenset("district state states city county federal us u.s.".split()),
    "whip": frozenset("majority minority chief party government opposition".split()),
    "number": frozenset(["opposite"]),
    "lady": frozenset(["first", "second"]),
    "gentleman": frozenset(["first", "second"]),
    "official": frozenset("senior top high-ranking ranking high-level".split()),
    "selectman": frozenset(["first"]),
}
_ONLY_IN_CAPITALS = frozenset(["pm", "fm", "eam", "coo"])  # "5 pm" is a time
_BEFORE_A_NAME = frozenset(["rep", "sen", "gov"])
_SHORT_PLURALS = {"reps.": "rep.", "sens.": "sen.", "govs.": "gov."}
PARLIAMENTS = frozenset(
    """parliament congress senate assembly legislature duma knesset bundestag bundesrat sejm seim rada majlis sabha diet
    seimas saeima riksdag storting folketing riigikogu eduskunta cortes house lords commons dáil dail cabinet
    politburo bureau""".split()
)
"""Words that end or begin the name of a parliament, or of those who govern, of whose | members | each has a seat."""
_COUNCILS = frozenset("council board committee commission".split())
"""Bodies right before "member": "a | council | member"; "a member of the council" is said of states as well."""
AFTER_NAMES = frozenset(["MP", "MEP", "MSP", "KC", "QC", "OBE", "CBE", "MBE", "TD"])
"""Letters that follow a person's name: "Julie Bishop | MP"."""
FORMER = frozenset(["former", "ex", "then", "ex-", "late", "onetime", "one-time", "formerly", "previously", "retired"])
PARTY_MEMBERS = frozenset("republican democratic democrat labour conservative liberal tory".split())
"""Words before an office that tell the party of its holder."""
IN_OFFICE = frozenset(["current", "sitting", "incumbent", "serving"])
"""Words before an office that say that it is held still."""
ASPIRANTS = frozenset("candidate candidates nominee nominees hopeful contender".split())
"""Who wants an office, and so has another before the name: "presidential candidate | Senator Ann Lee"."""
MODIFIERS = frozenset(
    """prime foreign deputy vice acting interim caretaker first second assistant principal senior permanent
    special chief crown supreme high national federal presidential military naval foreign-policy defence
    defense interior exterior finance energy economy economic trade transport transportation health
    education justice labour labor agriculture environment climate security culture information development
    chargé industry commerce ministry government parliament parliamentary senate house party opposition
    press peace nuclear state home upper lower internal external affairs policy political prime-ministerial outgoing
    incoming designate oil gas intelligence army navy police central bank business chancellor minister
    secretary general attorney under strategic regional cabinet office humanitarian human rights aid relief
    water tourism planning communications international global public works royal spiritual religious rebel
    separatist executive operating financial managing opposite diplomatic legal cultural digital transitional provincial
    municipal civil cyber maritime migration immigration budget legislative youth sports science technology
    infrastructure investment diaspora disarmament editorial artistic news research operations programs programmes
    sales marketing advocacy engagement outreach logistics training innovation strategy""".split()
)
STYLED = frozenset("ambassador president prince king sheikh admiral".split())
"""Heads that, after another office, begin the name of its holder: "adviser | Ambassador John Mwangi"."""
FIRST = frozenset(["top", "chief"])
SENT_BY_VOTERS = frozenset("senator congressman congresswoman representative lawmaker mp member legislator".split())
"""Heads after which stands where the holder was elected: "US Senator | from Vermont | Bernie Sanders"."""
SENT_ABROAD = frozenset("ambassador envoy consul d'affaires d’affaires representative".split())
"""Heads after which stands where the holder was sent."""
LINKS = frozenset(["of", "for", "to", "on"])
SMALL = frozenset(["of", "for", "to", "on", "and", "the", "in"])


def is_office(words: Iterable[str]) -> bool:
    """Whether all the words belong to an office, so that they name nobody: "Acting Deputy Secretary"."""
    return all(word.lower() in HEADS | MODIFIERS for word in words)


def noun_of_office(token: Token) -> str:
    """The head noun in the singular, whatever its number and case."""
    singular = _head_of(token.lower_)
    return singular if singular and _names_an_office(token, singular) else ""


@lru_cache(maxsize=100_000)
def _head_of(lower: str) -> str:
    """The head that a word is, or of which it is the plural; empty if of none."""
    singular = _SHORT_PLURALS.get(lower, lower)
    if singular not in HEADS:
        singular = lower[:-3] + "man" if lower.endswith("men") else lower.removesuffix("s")
    return singular if singular in HEADS else ""


def _names_an_office(token: Token, noun: str) -> bool:
    """Whether the noun names an office where it stands: "a member of parliament", not "a member of the family"."""
    if noun in _ONLY_IN_CAPITALS:
        return token.text.startswith(noun.upper())
    if noun in _BEFORE_A_NAME:
        return token.is_title and token.doc[token.i + 1 : token.i + 2].text.istitle()
    if noun == "delegate":
        return token.lower_ == noun  # "the | delegates | Clinton has" are votes for her
    if noun == "member":
        return _is_of_parliament(token)
    words = _ONLY_AFTER.get(noun)
    if words is None:
        return True
    if noun == "attorney" and not token.is_title:
        return False  # a lawyer
    reach = 3 if noun == "official" else 1  # a body or a state may stand between: "a top | Hamas | official"
    return any(t.lower_ in words for t in token.doc[max(0, token.i - reach) : token.i])


def _is_of_parliament(member: Token) -> bool:
    """Whether a parliament is named beside: "Knesset | member", "a | member | of the upper house"; so a council."""
    doc, at = member.doc, member.i
    if at > 0 and doc[at - 1].lower_ in PARLIAMENTS | _COUNCILS:
        return True
    if doc[at + 1 : at + 2].text != "of":
        return False
    for token in doc[at + 2 : at + 8]:
        if token.lower_ in PARLIAMENTS:
            return True
        if token.is_punct or token.pos_ == "VERB":
            break
    return False


def words_of(office: str) -> set[str]:
    """The words by which an office may be called: a foreign secretary is a foreign minister."""
    words = set(office.lower().split())
    if {"external", "affairs"} <= words:
        words |= {"foreign", "minister"}
    if words & FIELDS and "secretary" in words:
        words.add("minister")
    if "diplomat" in words and words & {"top", "chief"}:
        words |= {"foreign", "minister"}
    return words | ({"prime", "minister"} if "premier" in words else set())

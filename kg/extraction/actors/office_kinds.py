"""Who has an office of this kind, as its words tell: states alone, anybody, an army."""

from __future__ import annotations

from kg.extraction.actors.titles import Title

OF_STATES = frozenset(
    """minister premier secretary ambassador envoy king queen emir sultan prince princess senator congressman
    congresswoman representative lawmaker legislator mp mep msp mayor prosecutor consul taoiseach monarch emperor
    undersecretary governor governor-general speaker justice lady gentleman assemblyman assemblywoman councilman
    councilwoman councillor alderman selectman""".split()
)
"""Heads of offices that states alone have."""
OF_COURTS = frozenset("judge sheriff constable superintendent".split())
"""Heads of offices of courts and police: those of the state, or of one of its parts."""
OF_ANYBODY = frozenset(
    """president officer chair chairman chairwoman chairperson leader head chief economist secretary-general
    archbishop bishop cardinal pope king queen emir sultan prince princess sheikh""".split()
)
"""Heads of offices that firms and societies have as well as governments."""
OF_FIRMS = frozenset("ceo cfo coo executive director boss spokesman spokeswoman spokesperson".split())
OF_GOVERNMENTS = frozenset("government police fire army navy military marine guard ministry opposition".split())
_OF_CONSTITUTIONS = frozenset(
    """senate congress parliament parliamentary assembly cabinet attorney solicitor postmaster surgeon presidential
    homeland detective""".split()
)
_ARMS = frozenset("lieutenant major brigadier general admiral colonel rear vice marshal".split())
_SENT = frozenset("ambassador envoy consul representative".split())
SPEAKERS = frozenset("spokesman spokeswoman spokesperson".split())


def head_of(title: Title) -> str:
    """The noun of the office, without its field and owner."""
    words = title.office.lower().replace("/", " ").removesuffix("-elect").removesuffix("-designate")
    return words.split(" of ")[0].split(" for ")[0].split(" to ")[0].split()[-1]


def is_sent(title: Title) -> bool:
    """Whether the office is named by where its holder is sent: "Ambassador to Germany"."""
    return head_of(title) in _SENT and " to " in title.office.lower()


def is_of_anybody(title: Title) -> bool:
    """Whether firms, societies and armies have such an office as well: "President", "Lieutenant General"."""
    words = title.office.lower().split()
    if "chief of staff" in title.office.lower():
        return False
    return head_of(title) in OF_ANYBODY or words[0] == "executive" or is_rank(title)


def is_rank(title: Title) -> bool:
    """Whether it is no more than a rank of an army: "Lieutenant General"."""
    return set(title.office.lower().split()) <= _ARMS


def is_of_state(title: Title) -> bool:
    """Whether it is an office of a state at home: "Energy Minister", "Parliament Speaker", not "Envoy to Iran"."""
    words = title.office.lower().split()
    if is_sent(title):
        return False
    return head_of(title) in OF_STATES | OF_COURTS or not (OF_GOVERNMENTS | _OF_CONSTITUTIONS).isdisjoint(words)

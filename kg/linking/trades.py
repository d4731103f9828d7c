"""Whether an article says by which trade somebody lives, and so that it means none of those who govern."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.records import Span

# Trades that are said of statesmen in a figure of speech: "X is a player in the region".
_ALSO_FIGURES = """
    actor broker builder driver guard guide merchant model patient player producer soldier survivor worker
"""
# None by which also those are called who govern: "Keir Starmer, a lawyer", "the economist Mario Draghi".
_TRADES = """
    actress analyst anthropologist archaeologist architect artist astronaut astronomer athlete baker barber barista
    bartender biologist blacksmith blogger boxer butcher carpenter cashier chef chemist choreographer cleaner clerk
    climber coach comedian commuter composer conductor consultant cook correspondent craftsman cricketer cyclist
    dancer dentist designer developer docker doctor drummer editor electrician entertainer farmer farmhand filmmaker
    firefighter fisherman florist footballer gardener geologist golfer grocer guitarist gymnast hairdresser herder
    hotelier housewife illustrator influencer instructor interpreter investor janitor jeweler jeweller jockey judoka
    laborer labourer librarian linguist mathematician mechanic midwife miner musician novelist nurse optician
    painter paramedic passenger pathologist pensioner pharmacist photographer physicist pianist pilot plumber poet
    porter postman potter programmer psychiatrist psychologist pupil rapper receptionist repairman researcher
    resident restaurateur retiree rider rower runner sailor salesman saleswoman sculptor seamstress shepherd
    shoemaker shopkeeper singer skater skier smallholder sociologist statistician stonemason streamer student
    surgeon surveyor swimmer tailor teacher technician tourist trader translator traveler traveller trucker tutor
    undergraduate vendor vet veterinarian videographer villager violinist waiter waitress weaver weightlifter welder
    wrestler youtuber zoologist
"""


def _any_of(*words: str) -> str:
    return "(?:" + "|".join(" ".join(words).split()) + ")"


_ENDED = r"(?:former|ex|one-?time|retired|turned|trained)"
_OTHER = (
    "key major central leading important global regional of for to from by with at in on against the who whose that"
)
"""Words after which the trade is another one's, or a figure of speech: "an ally of the journalist", "a key player"."""
_WORD = rf"(?!{_ENDED}\b|{_any_of(_OTHER)}\b)[\w'’-]+"


def _a(trade: str) -> str:
    """What tells of a trade that is held still: "a student", "a 34-year-old tennis player"."""
    return rf"an?\s+(?:{_WORD}[\s-]+){{0,5}}?{trade}\b(?![\s-]{_ENDED}\b|\s+(?:by|who\s+became|and\s+{_ENDED})\b)"


_TRADE = _any_of(_TRADES, _ALSO_FIGURES)
# "X, a student", "X, 34, a tennis player", "X is a farmer", "X, who works as a nurse".
_AFTER = re.compile(
    rf"(?:,\s+\d+)?,\s+(?:who\s+(?:is|was|works\s+as)\s+)?{_a(_TRADE)}|\s+(?:is|was)\s+{_a(_any_of(_TRADES))}",
    re.IGNORECASE,
)
# "the tennis player X", "34-year-old nurse X", and where a sentence begins "Student X".
_BEFORE = re.compile(rf"(?:\b{_TRADE}|(?:^|[.!?\n])[\s\"“]*(?i:{_TRADE})),?\s+$")
_NO_LONGER = re.compile(rf"\b{_ENDED}[\s-](?:[\w'’-]+\s+){{0,2}}$", re.IGNORECASE)
_REACH = 60  # characters before a name in which the trade stands


def tells_of_a_trade(text: str, mentions: Iterable[Span]) -> bool:
    """Whether the text says in one of the places that name somebody that he is "a student" or "the tennis player"."""
    return any(_AFTER.match(text, end) or _has_trade_before(text, start) for start, end in mentions)


def _has_trade_before(text: str, start: int) -> bool:
    before = text[max(0, start - _REACH) : start]
    trade = _BEFORE.search(before)
    return trade is not None and _NO_LONGER.search(before[: trade.start()]) is None

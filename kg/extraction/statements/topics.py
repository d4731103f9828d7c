"""What a statement is about, by the words in it: a short list of the fields of diplomacy.

The topics are those that readers of diplomatic news filter by; a statement may have several, or none.
"""

from __future__ import annotations

import re

_WORDS: dict[str, str] = {
    "peace and ceasefire": "peace|peaceful|truce|ceasefire|cease-fire|armistice|hostilities|de-escalation",
    "war and security": "war|wars|military|troops|attack|attacks|security|invasion|aggression|missiles|terrorism",
    "nuclear arms": "nuclear|denuclearization|denuclearisation|enrichment|uranium|warheads|non-proliferation",
    "territory and borders": "border|borders|territory|territories|territorial|sovereignty|annexation",
    "trade and economy": "trade|tariff|tariffs|economic|economy|investment|investments|exports|imports|market|markets",
    "energy": "energy|gas|oil|pipeline|pipelines|electricity|power grid|power grids|lng|petroleum|hydrogen",
    "transport": "railway|railways|rail|corridor|corridors|road|roads|port|ports|shipping|aviation|transport",
    "climate and environment": "climate|emissions|environment|environmental|pollution|wildfires|biodiversity",
    "water": "water|waters|river|rivers|dam|dams|irrigation",
    "sanctions": "sanction|sanctions|embargo|blacklist",
    "human rights": "human rights|democracy|democratic|freedom|repression|genocide|minorities",
    "migration": "migration|migrants|refugees|refugee|asylum|visa|visas",
    "humanitarian aid": "humanitarian|aid|relief|famine|earthquake|vaccines|vaccine|reconstruction",
    "bilateral relations": "bilateral|relations|ties|partnership|friendship|cooperation|co-operation|diplomatic",
    "elections and government": "election|elections|coup|referendum|parliament|constitution|inauguration",
}
TOPICS = tuple(_WORDS)
"""All topics; `ontology/vocabularies.ttl` defines them."""

_PATTERNS = {topic: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for topic, words in _WORDS.items()}


def find_topics(content: str) -> tuple[str, ...]:
    """The topics of the words said, in the order of the list.

    "no limits to boosting trade ties" is about trade and about bilateral relations.
    """
    return tuple(topic for topic, pattern in _PATTERNS.items() if pattern.search(content))

"""A small extractor for tests of identity: who met whom, when, and who held which office."""

import re
from datetime import date

from kg.records import Actor, ActorType, Article, Extraction, Meeting, MeetingKind, MeetingStatus, PartialDate

_MET = re.compile(
    r"(?P<one>[A-Z][\w' -]+?)(?:, (?P<office>[A-Z][\w ]+?) of (?P<of>[A-Z]\w+),)? (?P<verb>met|phoned|visited) "
    r"(?P<other>[A-Z][\w' -]+?)(?: in (?P<place>[A-Z]\w+))?(?: (?:on|in) (?P<day>\d{4}-\d\d(?:-\d\d)?))?\."
)
_KINDS = {"met": MeetingKind.MEETING, "phoned": MeetingKind.PHONE_CALL, "visited": MeetingKind.VISIT}


class Encounters:
    """Reads "Ada Adams, Foreign Minister of Iran, met Bob Baker on 2022-07-04."."""

    version = "encounters-1"

    def extract(self, article: Article) -> Extraction:
        actors: dict[str, Actor] = {}
        meetings = []
        for found in _MET.finditer(article.text):
            for part in ("one", "other", "of"):
                if found[part] and found[part] not in actors:
                    actors[found[part]] = self._actor(found, part, f"a{len(actors) + 1}")
            told = found["day"]
            meetings.append(
                Meeting(
                    f"m{len(meetings) + 1}",
                    _KINDS[found["verb"]],
                    tuple(actors[found[part]].id for part in ("one", "other")),
                    MeetingStatus.HELD,
                    found.span(),
                    "meeting.met",
                    PartialDate.parse(told) if told else None,
                    told,
                    found["place"],
                )
            )
        return Extraction(actors=tuple(actors.values()), meetings=tuple(meetings))

    def _actor(self, found: re.Match[str], part: str, identifier: str) -> Actor:
        if part == "of":
            return Actor(identifier, ActorType.STATE, found[part], (found.span(part),), "state.named")
        spans = {"office": found.span("office")} if part == "one" and found["office"] else {}
        return Actor(
            identifier,
            ActorType.PERSON,
            found[part],
            (found.span(part),),
            "person.named",
            office=found["office"] if spans else None,
            of=found["of"] if spans else None,
            spans=spans,
        )


def told(text: str, identifier: str = "1", published: date = date(2022, 7, 20)) -> Article:
    return Article(text=text, source=f"{identifier}.txt", identifier=identifier, published=published)

"""Asks a SPARQL endpoint in Wikidata's shape who held which office.

First the positions of each class, a page at a time, each with its title and the state or body it belongs to; then, for
those whose title names an office of the tables, who held them from when to when.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, IncompleteRead
from typing import Any
from urllib.error import HTTPError, URLError

from SPARQLWrapper import JSON, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from kg.errors import EndpointError
from kg.reference import Reference
from kg.reference.entries import Holding
from kg.reference.renewal import Harvest
from kg.retry_after import parse_retry_after

log = logging.getLogger(__name__)

CLASSES = {
    "Q48352": "heads of state",
    "Q2285706": "heads of government",
    "Q83307": "ministers",
    "Q42178": "vice presidents",
    "Q121998": "ambassadors",
}
"""Classes of positions to ask for; every position below one of them is found."""

_PREFIXES = """PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_POSITIONS = """SELECT DISTINCT ?position ?title ?owner ?code WHERE {
  ?position wdt:P279* wd:CLASS ; rdfs:label ?title . FILTER(LANG(?title) = "en")
  { ?position wdt:P1001 ?owner }
  UNION { ?position wdt:P17 ?owner . FILTER NOT EXISTS { ?position wdt:P1001 ?jurisdiction } }
  OPTIONAL { ?owner wdt:P298 ?code }
} ORDER BY ?position ?owner"""
_HOLDINGS = """SELECT DISTINCT ?statement ?position ?person ?name ?since ?sinceExact ?until ?untilExact WHERE {
  VALUES ?position { ITEMS }
  { ?person p:P39 ?statement . ?statement ps:P39 ?position }
  UNION { ?position p:P1308 ?statement . ?statement ps:P1308 ?person }
  FILTER NOT EXISTS { ?statement wikibase:rank wikibase:DeprecatedRank }
  OPTIONAL { ?person rdfs:label ?english . FILTER(LANG(?english) = "en") }
  OPTIONAL { ?person rdfs:label ?common . FILTER(LANG(?common) = "mul") }
  BIND(COALESCE(?english, ?common) AS ?name)
  OPTIONAL { ?statement pqv:P580 ?begin . ?begin wikibase:timeValue ?since ; wikibase:timePrecision ?sinceExact }
  OPTIONAL { ?statement pqv:P582 ?end . ?end wikibase:timeValue ?until ; wikibase:timePrecision ?untilExact }
} ORDER BY ?statement ?position"""
_LENGTHS = {"9": 4, "10": 7, "11": 10}  # characters of an ISO date by Wikidata's precision: year, month, day
_TRANSIENT = (429, 500, 502, 503, 504)
_LONGEST_PAUSE = 120.0  # seconds
_BACK_OFF = 5  # times: how much longer each pause is than the one before
_POSITIONS_AT_A_TIME = 100

Bindings = dict[str, str]


@dataclass(frozen=True, slots=True)
class Wikidata:
    """The endpoint at `address`; `pause` seconds lie between two queries, ever more before one is tried again."""

    address: str
    agent: str
    pause: float = 1.0
    page: int = 5000
    tries: int = 4
    timeout: int = 90
    classes: Mapping[str, str] = field(default_factory=lambda: CLASSES)

    def harvest(self, reference: Reference, source: str, since: str) -> Harvest:
        """All holdings that ended on the day `since` or later, or have no end and began then; `source` names them.

        Raises `EndpointError` when the address is none of the web, or one answer fails or cannot be read, and says
        which: half an answer is none.
        """
        if not self.address.lower().startswith(("http://", "https://")):
            raise EndpointError(f"{self.address!r} is no address of an endpoint: it begins with http:// or https://")
        left_out: Counter[str] = Counter()
        positions = self._positions(reference, left_out)
        found: dict[tuple[str, ...], Holding] = {}
        items = sorted(positions)
        for start in range(0, len(items), _POSITIONS_AT_A_TIME):
            batch = items[start : start + _POSITIONS_AT_A_TIME]
            part = f"the holders of positions {start + 1:,} to {start + len(batch):,} of {len(items):,}"
            for row in self._rows(_HOLDINGS.replace("ITEMS", " ".join(f"wd:{item}" for item in batch)), part):
                for of, office in positions[_item(row["position"])]:
                    _keep(found, _holding(row, of, office, source), since, left_out)
        return Harvest(tuple(found.values()), left_out)

    def _positions(self, reference: Reference, left_out: Counter[str]) -> dict[str, set[tuple[str, str]]]:
        """The state or body and the office of each position, as far as the tables hold both."""
        owners = _Owners(reference)
        positions: dict[str, set[tuple[str, str]]] = {}
        unknown: dict[str, set[str]] = {"a state or body in no table": set(), "an office in no table": set()}
        for item, name in self.classes.items():
            rows = list(self._rows(_POSITIONS.replace("CLASS", item), f"the positions of {name}"))
            log.info("%d positions of %s", len(rows), name)
            for row in rows:
                of = owners.owner(row)
                offices = owners.offices(row["title"], of) if of else ()
                if of and offices:
                    positions.setdefault(_item(row["position"]), set()).update((of, office) for office in offices)
                else:
                    unknown["an office in no table" if of else "a state or body in no table"].add(row["position"])
        left_out.update({f"positions of {why}": len(items) for why, items in unknown.items() if items})
        return positions

    def _rows(self, query: str, part: str) -> Iterator[Bindings]:
        """All rows, a page at a time up to one without any: a service may give fewer at a time than it is asked for.

        `part` says in a failure what was asked for.
        """
        offset, last = 0, None
        while rows := self._page(f"{_PREFIXES}{query} LIMIT {self.page} OFFSET {offset}", part):
            if rows == last:
                raise self._failure(part, "the same page comes twice")
            yield from rows
            offset, last = offset + len(rows), rows

    def _page(self, query: str, part: str) -> list[Bindings]:
        attempt, wished = 1, 0.0
        while True:
            time.sleep(min(max(self.pause * _BACK_OFF ** (attempt - 1), wished), _LONGEST_PAUSE))
            try:
                return self._answer(query)
            except (SPARQLWrapperException, HTTPException, OSError, ValueError) as error:
                is_passing, wished = _refusal(error)
                if not is_passing or attempt == self.tries:
                    tried = f", also when asked {attempt} times" if attempt > 1 else ""
                    raise self._failure(part, f"{_reason(error)}{tried}") from error
                log.info("%s: %s; asked again", part, _reason(error))
                attempt += 1

    def _failure(self, part: str, reason: str) -> EndpointError:
        return EndpointError(
            f"{self.address} does not answer as expected, asked for {part}: {reason}; nothing is changed"
        )

    def _answer(self, query: str) -> list[Bindings]:
        asked = SPARQLWrapper(self.address, agent=self.agent)
        asked.setQuery(query)
        asked.setMethod(POST)
        asked.setReturnFormat(JSON)
        asked.setTimeout(self.timeout)
        response: Any = asked.query().response
        with response:
            kind, text = response.headers.get_content_type(), response.read()
        if "json" not in kind:
            raise ValueError(f"it answers with {kind}, not SPARQL results in JSON")
        answer = json.loads(text)
        try:
            return [{name: cell["value"] for name, cell in row.items()} for row in answer["results"]["bindings"]]
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("its JSON holds no SPARQL results") from error


class _Owners:
    """Which state or body of the tables an item is, and which offices a title of it names."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        entries = [*((s.wikidata, s.code) for s in reference.states)]
        entries += [(body.wikidata, body.id) for body in reference.organisations]
        self._by_item = {item: of for item, of in entries if item}

    def owner(self, row: Bindings) -> str | None:
        """The code or id; a state goes by its ISO code, whatever item it is."""
        code = row.get("code", "")
        return code if code in self._reference.states_by_code else self._by_item.get(_item(row["owner"]))

    def offices(self, title: str, of: str) -> tuple[str, ...]:
        """The offices with kept holders: of "Azerbaijani Foreign Minister" and "Foreign Minister of Azerbaijan".

        Several of who holds them together: "Deputy Prime Minister and Minister of Foreign Affairs of Kosovo".
        """
        forms = (title, *_bare(title, self._names(of)))
        named = max((self._reference.titles.offices(form, of) for form in forms), key=len)
        return tuple(office.id for office in named if office.is_kept)

    def _names(self, of: str) -> tuple[str, ...]:
        if state := self._reference.state_with_code(of):
            return (state.name, *state.aliases, *state.adjectives)
        body = self._reference.organisation_with_id(of)
        return (body.name, *body.aliases)


def _bare(title: str, names: Iterable[str]) -> Iterator[str]:
    """The title without the name of the state before or behind it."""
    for name in sorted(names, key=len, reverse=True):
        escaped = re.escape(name.removeprefix("The "))
        before = re.sub(rf"^{escaped} ", "", title)
        behind = re.sub(rf"(?: of| for| to)? (?:the )?\(?{escaped}\)?$", "", title)
        yield from (form for form in (before, behind) if form != title)


def _refusal(error: Exception) -> tuple[bool, float]:
    """Whether the failure may pass, and the seconds that the service wishes to be left alone.

    So of a service that is busy, takes too long or breaks off; the HTTP answer behind the failure is closed.
    """
    answer = error if isinstance(error, HTTPError) else error.__context__
    if isinstance(answer, HTTPError):
        answer.close()
        return answer.code in _TRANSIENT, parse_retry_after(answer.headers.get("Retry-After", "")) or 0.0
    cause = error.reason if isinstance(error, URLError) else error
    return isinstance(cause, TimeoutError | ConnectionResetError | IncompleteRead), 0.0


def _reason(error: Exception) -> str:
    if isinstance(error, IncompleteRead):
        return "the answer ends in the middle"
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def _item(iri: str) -> str:
    return iri.rpartition("/")[2]


def _holding(row: Bindings, of: str, office: str, source: str) -> Holding:
    since, until = (_day(row, edge) for edge in ("since", "until"))
    return Holding(_item(row["person"]), row.get("name", ""), of, office, since, until, source, is_verified=False)


def _day(row: Bindings, edge: str) -> str | None:
    """The date as exactly as it is known; a century or no value at all is not known."""
    length = _LENGTHS.get(row.get(f"{edge}Exact", ""))
    text = row.get(edge, "")
    return text[:length] if length and re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None


def _keep(found: dict[tuple[str, ...], Holding], holding: Holding, since: str, left_out: Counter[str]) -> None:
    """Add the holding, unless it says nothing new: of several ends for one beginning the latest stays."""
    if why := _fault(holding, since):
        left_out[f"terms {why}"] += 1
        return
    key = (holding.person, holding.of, holding.office, holding.since or "")
    other = found.get(key)
    if other is None or (holding.until or "") > (other.until or ""):
        found[key] = holding


def _fault(holding: Holding, since: str) -> str | None:
    if not holding.has_item or not holding.name or holding.name != holding.name.strip():
        return "of somebody without a name in English"
    if not (holding.since or holding.until):
        return "without a date"
    if holding.since and holding.until and holding.since > f"{holding.until}~":
        return "that end before they begin"
    if f"{holding.until or holding.since}~" < since:
        return f"before {since}"
    return None

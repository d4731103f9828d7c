"""Every IRI of the graph is minted here: the same input gives the same IRI, everywhere and in any order.

Two families: fixed IRIs under `https://w3id.org/communique/` (the ontology, what the reference tables hold,
offices) and those that an installation mints under its base IRI. Looking names up is left to `kg.linking`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import quote

from rdflib import URIRef

FIXED = "https://w3id.org/communique/"
PARTICLES = tuple("al el bin ibn bint ben abu de del della der den di da do dos la le van von ten ter".split())
"""Words of a person's name that tell nobody apart."""

_IRI_CHARACTERS = "/:@!$&'()*+,;=-._~%#"
_LONGEST_SLUG = 80

# Letters that Unicode does not decompose, with the spelling that English news texts use for them.
_FOLDED = str.maketrans("əƏıøØłŁđĐðÐħĦŋŊŧŦʻʼʿʾ‘’`‐‑–—", "aAioOlLdDdDhHnNtT'''''''----") | str.maketrans(
    {"þ": "th", "Þ": "Th", "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe"}
)
_MARKS_ON_ASCII = re.compile("([A-Za-z])[\u0300-\u036f]+")
_TAKES_THE = re.compile(
    r"United .*|.*\b(?:Bahamas|Bank|Comoros|Congo|Council|Emirates|Gambia|Group|Holy See|Islands|Maldives"
    r"|Netherlands|Organi[sz]ation|Parliament|Philippines|Republic|Union)"
)
_SMALL_WORDS = "a an and at de du for in of on the to"
_ARABIC_ARTICLE = re.compile(r" (al|el) (?=[A-Z])")
_LOW_PARTICLES = "al el bin ibn bint de del di der den von van"
_PARTICLES = "al el bin ibn bint ben abu de del della der den di da do dos la le van von ten ter"


def fold(text: str) -> str:
    """The text with its Latin letters reduced to ASCII and single spaces: "Məmmədyarov" gives "Mammadyarov".

    Letters of other scripts stay as they are.
    """
    if text.isascii():  # most names, and much faster
        return " ".join(text.replace("`", "'").split())
    decomposed = unicodedata.normalize("NFKD", text.translate(_FOLDED))
    bare = _MARKS_ON_ASCII.sub(r"\1", decomposed)
    return " ".join(unicodedata.normalize("NFC", bare).split())


def title_case(name: str) -> str:
    """The name as in a heading: "minister of defence" gives "Minister of Defence".

    Spellings that make one IRI make one heading: "Vice-President" gives "Vice President".
    """
    small = _SMALL_WORDS.split()
    words = _tidy(name).replace("-", " ").split()
    return " ".join(
        word.lower() if word.lower() in small and place else word[:1].upper() + word[1:]
        for place, word in enumerate(words)
    )


def person_label(name: str) -> str:
    """What a person is called, whichever way the particles are spelt: "Abdel Fattah Al Sisi" gives "… al-Sisi"."""
    first, *words = _tidy(name).split() or [name]
    joined = " ".join(
        [first, *(w.lower() if w.lower() in _LOW_PARTICLES.split() else w for w in words[:-1]), *words[-1:]]
    )
    return _ARABIC_ARTICLE.sub(r" \1-", joined).replace(" Al-", " al-").replace(" El-", " el-")


def body_label(name: str) -> str:
    """What a body or a place is called: without the marks that a text leaves around it."""
    return _tidy(name)


def _tidy(name: str) -> str:
    return fold(name.replace("*", "")).strip(" -")


def with_article(name: str) -> str:
    """The name as it follows a preposition: "the United States", "the European Union", "Iran"."""
    return f"the {name}" if _TAKES_THE.fullmatch(name) else name


def slug(name: str) -> str:
    """The name as a path segment: "Recep Tayyip Erdoğan" gives `recep-tayyip-erdogan`.

    Where letters are lost (another script) or the name is very long, a hash of the name keeps it apart.
    """
    folded = fold(name).lower().replace("'", "")
    readable = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if not readable:
        return digest(folded)
    if len(readable) > _LONGEST_SLUG or any(c.isalnum() and not c.isascii() for c in folded):
        return f"{readable[:_LONGEST_SLUG].strip('-')}-{digest(folded)[:8]}"
    return readable


def digest(*parts: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the parts; their number and order count."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def is_full_name(name: str) -> bool:
    """Whether a person's name has two parts that tell people apart, initials and particles not counted.

    "Xi Jinping" has; "Raisi", "Amir-Abdollahian", "J. Bayramov" and "bin Salman" have not.
    """
    words = [word.strip(".'") for word in fold(name).split()]
    return sum(len(word) > 1 and word.lower() not in PARTICLES for word in words) >= 2


def anchors(kind: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """A fragment for each record, telling where it stands in its article: `meeting-177-321`.

    Records that stand in the same words are told apart by a number: `meeting-177-321-2` is the second one.
    """
    seen: Counter[tuple[int, int]] = Counter()
    found = []
    for start, end in spans:
        seen[start, end] += 1
        number = seen[start, end]
        found.append(f"{kind}-{start}-{end}" + (f"-{number}" if number > 1 else ""))
    return found


def state_iri(code: str) -> URIRef:
    """The state with this ISO 3166 alpha-3 code."""
    return URIRef(f"{FIXED}state/{code}")


def territory_iri(code: str) -> URIRef:
    """The land of a state, which is a place; the state itself is an actor."""
    return URIRef(f"{FIXED}place/{code}")


def place_iri(name: str) -> URIRef:
    """A place of the reference tables, or a capital."""
    return URIRef(f"{FIXED}place/{slug(name)}")


def organisation_iri(identifier: str) -> URIRef:
    """An organisation, format, armed group or outlet of the reference tables."""
    return URIRef(f"{FIXED}organisation/{identifier}")


def person_iri(identifier: str) -> URIRef:
    """Somebody of the reference tables: by the Wikidata item, or by the name where that is not known."""
    return URIRef(f"{FIXED}person/{identifier}")


def reference_holding_iri(person: str, office: str, of: str, since: str | None) -> URIRef:
    """That somebody of the reference tables held an office of a state or body, from a day on."""
    return URIRef(f"{FIXED}holding/{digest(person, office, of, since or '')}")


def office_kind_iri(kind: str) -> URIRef:
    """A kind of office of the controlled vocabulary: "head-of-state"."""
    return URIRef(f"{FIXED}vocab/office-kind/{kind}")


def topic_iri(name: str) -> URIRef:
    """A topic of the controlled vocabulary: "trade and economy"."""
    return URIRef(f"{FIXED}vocab/topic/{slug(name)}")


def relation_iri(one: str, other: str) -> URIRef:
    """The relation of two states, whichever is named first: `relation/AZE-IRN`."""
    return URIRef(f"{FIXED}relation/{_pair(one, other)}")


def _pair(one: str, other: str) -> str:
    return "-".join(sorted(state.rpartition("/")[2] for state in (one, other)))


@lru_cache(maxsize=1 << 12)  # few offices, and many who held them
def office_iri(name: str) -> URIRef:
    """An office, whoever holds it and of whichever state: "Foreign Minister"."""
    return URIRef(f"{FIXED}office/{slug(name)}")


@dataclass(frozen=True, slots=True)
class Entity:
    """What a name stands for: its IRI, its classes, the one label that goes with that IRI.

    `is_reference` says that the reference tables hold it: `graph/reference` describes it and no article does.
    `of_state` is the state to which a body that they do not hold belongs, or in which a place lies, where the name or
    the article tells; `kind` the kind of such an office, where its words do.
    """

    iri: URIRef
    types: tuple[URIRef, ...]
    label: str
    is_reference: bool = False
    of_state: URIRef | None = None
    kind: URIRef | None = None


@dataclass(frozen=True, slots=True)
class Iris:
    """Mints the IRIs of one installation; `base_iri` ends in a slash."""

    base_iri: str

    def _mint(self, kind: str, name: str) -> URIRef:
        return URIRef(f"{self.base_iri}{kind}/{name}")

    def graph(self, name: str) -> URIRef:
        """The named graph `ontology` or `reference`; an article's named graph is the article's own IRI."""
        return self._mint("graph", name)

    def derived(self, matter: str) -> URIRef:
        """The graph of what is concluded about an article, event or tie: `graph/derived/meeting/9f…`."""
        return self.graph(f"derived/{matter.removeprefix(self.base_iri)}")

    def tie(self, one: str, other: str, month: str) -> URIRef:
        """What is told of two states in a month ("2022-07"), whichever is named first: `tie/AZE-IRN-2022-07`."""
        return self._mint("tie", f"{_pair(one, other)}-{month}")

    def genid(self, name: str) -> URIRef:
        """What stands in place of a blank node (RDF 1.1 Concepts, section 3.5); the name is to be had once."""
        return self._mint(".well-known/genid", name)

    def article(self, key: str) -> URIRef:
        """The article with this key (`Article.key`)."""
        return self._mint("article", digest(key))

    def evidence(self, article: URIRef, span: tuple[int, int]) -> URIRef:
        """The words of an article's text at these offsets: a fragment after RFC 5147, section 2.2.1."""
        return URIRef(f"{article}#char={span[0]},{span[1]}")

    def report(self, article: URIRef, anchor: str) -> URIRef:
        """What the article says at this anchor."""
        return URIRef(f"{article}#{anchor}")

    def within(self, article: URIRef, kind: str, name: str) -> URIRef:
        """Somebody or something whose name counts in this article alone: `person/raisi-1a2b3c4d`."""
        return self._mint(kind, f"{slug(name)}-{article.rpartition('/')[2][:8]}")

    def person(self, name: str, article: URIRef) -> URIRef:
        """The person with this full name; a surname alone is known in its article only and merges nobody."""
        return self._mint("person", slug(name)) if is_full_name(name) else self.within(article, "person", name)

    def named(self, kind: str, name: str) -> URIRef:
        """Whatever has a name of its own and is in no reference table: `organisation/mahan-air`."""
        return self._mint(kind, slug(name))

    def meeting(self, kind: str, participants: Iterable[str], day: date) -> URIRef:
        """The meeting of this kind between these participants on this day, whichever article tells of it."""
        return self._mint("meeting", digest(kind, *sorted(set(participants)), day.isoformat()))

    def meeting_in_words(self, kind: str, participants: Iterable[str], words: Iterable[str], published: date) -> URIRef:
        """The meeting without an exact day that articles of one month tell in the same words."""
        return self._mint("meeting", digest(kind, *sorted(set(participants)), f"{published:%Y-%m}", " ".join(words)))

    def meeting_at(self, article: URIRef, anchor: str) -> URIRef:
        """A meeting of which too little is known to find it again in another article."""
        return self._mint("meeting", digest(article, anchor))

    def project(self, name: str, parties: Iterable[str]) -> URIRef:
        """The undertaking of this name between these parties."""
        return self._mint("project", digest(slug(name), *sorted(set(parties))))

    def statement(self, article: URIRef, anchor: str, text_digest: str) -> URIRef:
        """What was said at this anchor of a text with this digest."""
        return self._mint("statement", digest(article, anchor, text_digest))

    def holding(self, person: str, office: str, of: str | None, day: date | None) -> URIRef:
        """The person's holding of an office of a state or body, as attested on a day."""
        return self._mint("holding", digest(person, slug(office), of or "", day.isoformat() if day else ""))

    def is_ours(self, iri: str) -> bool:
        """Whether the IRI is of either family; what people name below `graphs/`, and blank nodes of theirs, are not."""
        text = str(iri)  # rdflib's IRIs look at one beginning only
        people = f"{self.base_iri}graphs/", str(self.genid(""))
        return text.startswith((self.base_iri, FIXED)) and not text.startswith(people)

    def path_of(self, iri: str) -> str | None:
        """Where the server answers for an IRI of either family: `/state/AZE`; `None` for any other IRI."""
        for family in (self.base_iri, FIXED):
            if iri.startswith(family):
                return "/" + iri.removeprefix(family)
        return None

    def iris_at(self, path: str) -> tuple[URIRef, ...]:
        """The IRIs that a path of the server may stand for: the installation's, then the fixed one."""
        local = quote(path.removeprefix("/"), safe=_IRI_CHARACTERS)
        return tuple(dict.fromkeys(URIRef(family + local) for family in (self.base_iri, FIXED)))

"""Lists of those who took part, as releases give them: "- Dr. Ann Lee, President, Example University"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.analysis.document import Document
from kg.extraction.actors.bodies import BODIES
from kg.extraction.actors.employers import PUBLIC, SOCIETIES, Employer, is_an_office
from kg.extraction.actors.names import POSSESSIVE, Name, NameKind, Names
from kg.extraction.actors.office_kinds import OF_STATES, head_of
from kg.extraction.actors.office_words import noun_of_office
from kg.extraction.actors.person_names import NameRun, past_office, proper_start, run_from
from kg.extraction.actors.titles import Title
from kg.reference import State

_SMALL = frozenset("of for and the & at in on - – ’s 's ’ '".split())
_LONGEST_NAME = 12  # tokens, with a bullet and "Dr." before it
_MOST_WORDS = 14  # of a body's name
_PARTS = frozenset("county city parish town district".split())


def find_entries(document: Document, titles: Iterable[Title], names: Names) -> Iterator[tuple[NameRun, Title]]:
    """Yield the name and the office of each paragraph or item that begins "Name, Office", with the body after it.

    So of one that is "Office Name, Body": "- Chair Ann Lee, Peace League".
    """
    for title in titles:
        if (entry := _entry_after(title, document, names)) is not None:
            yield entry
            continue
        first = _first_of_item(document, title)
        run = run_from(document.doc, proper_start(document.doc, first), names) if first is not None else None
        if run is None or run.end != title.start - 1 or len(run.words) == 1:
            continue
        if _leads_to_another(title, document):
            continue
        if past_office(run, document.doc, names) is run:  # not "Minister Ann Lee, | Vice President John Mwangi"
            yield run, _with_body(title, document, names)


def _entry_after(title: Title, document: Document, names: Names) -> tuple[NameRun, Title] | None:
    """The name after the office that begins an item, and the body that ends it: "- President | Ann Lee, | League"."""
    doc = document.doc
    start, end = document.paragraph_at(title.span[0])
    words = doc[max(0, title.start - 2) : title.start + 1]
    is_first = not any(t.is_alpha for t in words[:-1] if t.idx >= start)
    if not is_first or title.of is not None or head_of(title) in OF_STATES:
        return None
    run = run_from(doc, proper_start(doc, title.end), names) if title.end < len(doc) else None
    if run is None or len(run.words) == 1 or doc[run.end : run.end + 1].text != ",":
        return None
    body = list(_proper_words(doc[run.end + 1 :], end))
    following = doc[run.end + 1 + len(body) : run.end + 2 + len(body)]
    is_whole = not following or following[0].idx >= end or following.text in (",", "(")
    is_body = not {t.lower_ for t in body}.isdisjoint(PUBLIC | SOCIETIES) and not any(is_an_office(t) for t in body)
    return (run, replace(title, employer=Employer(body[0].i, body[-1].i + 1, False))) if is_whole and is_body else None


def _leads_to_another(title: Title, document: Document) -> bool:
    """Whether it is somebody else's office: "Ann Lee, | President | John Mwangi's adviser"."""
    after = document.doc[title.end : title.end + 1]
    return any(t.ent_type_ == "PERSON" or t.text in POSSESSIVE for t in after)


def _first_of_item(document: Document, title: Title) -> int | None:
    """The token after the bullet that begins the item, if an office after a comma stands near enough to it."""
    doc = document.doc
    if title.start < 2 or doc[title.start - 1].text != ",":
        return None
    start, _ = document.paragraph_at(title.span[0])
    before = doc[max(0, title.start - _LONGEST_NAME) : title.start]
    return next((t.i for t in before if t.idx >= start and t.is_alpha), None) if before[0].idx <= start else None


def _with_body(title: Title, document: Document, names: Names) -> Title:
    """The office with the body that follows it after a comma: "Director, | Society of Family Planning"."""
    doc = document.doc
    title = _with_second(title, document)
    if title.of is not None or title.end >= len(doc):
        return title
    has_comma = doc[title.end].text == ","
    words = list(_proper_words(doc[title.end + has_comma :], document.paragraph_at(title.span[0])[1]))
    words = words[1:] if words and words[0].lower_ == "the" else words
    if not words or any(is_an_office(t) for t in words):
        return title
    if not has_comma and (words[0].is_lower or len(words) == 1 or words[-1].lower_ not in PUBLIC | SOCIETIES):
        return title  # "Ann Lee, President | Lake Water Consortium |"
    name = names.at(words[0])
    if name is not None and name.end > words[-1].i:
        return replace(title, of=name)
    if (home := _home_after(words[-1], names)) is not None:
        return replace(title, of=home)
    if name is not None and name.kind is NameKind.SEAT:
        return replace(title, of=name)  # "White House Office of Public Engagement"
    if words[-1].lower_ in BODIES or words[0].lower_ in ("department", "ministry"):
        return title  # "National Security Council": of whichever state is told of
    return replace(title, employer=Employer(words[0].i, words[-1].i + 1, is_public=False))


def _with_second(title: Title, document: Document) -> Title:
    """The office with a second one that is joined to it: "President | & CEO |", "President | /CEO |".

    By "and" only if the second is the last word of all or a body follows: "President | and CEO |, Lake Fund".
    """
    sign, second = document.doc[title.end : title.end + 1].text, document.doc[title.end + 1 : title.end + 2]
    if sign not in ("&", "/", "and") or not second or not noun_of_office(second[0]):
        return title
    after = document.doc[second.end : second.end + 1]
    if sign == "and" and after and after.text != "," and after[0].idx < document.paragraph_at(title.span[0])[1]:
        return title
    span = (title.span[0], second[0].idx + len(second[0]))
    return replace(title, office=document.prose[slice(*span)], end=second.end, span=span)


def _home_after(last: Token, names: Names) -> Name | None:
    """The part of a state where a county or town lies: "Commissioner, Douglas County, | Nebraska |".

    An office of a county may stand before it: "Director, Office of Health, Douglas County, | Nebraska |".
    """
    doc, county = last.doc, last
    if last.lower_ not in _PARTS:
        after = next((t for t in doc[last.i + 1 : last.i + _LONGEST_NAME] if t.text == "," and t.i > last.i + 1), None)
        county = doc[after.i - 1] if after is not None else last
    following = doc[county.i + 1 : county.i + 3]
    name = names.at(following[1]) if len(following) > 1 and following[0].text == "," else None
    is_place = name is not None and (name.kind is NameKind.PLACE or isinstance(name.entry, State))
    return name if is_place and county.lower_ in _PARTS else None


def _proper_words(following: Iterable[Token], end: int) -> Iterator[Token]:
    """The words of a proper name with which an item goes on, up to a comma or its end."""
    for at, token in enumerate(following):
        if token.text in (",", ";", ".") or token.idx >= end or at > _MOST_WORDS or not _is_proper(token):
            return
        yield token


def _is_proper(token: Token) -> bool:
    return token.text[0].isupper() or token.lower_ in _SMALL

"""Lists of those who took part, as releases give them: "- Dr. Ann Lee, President, Example University"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.analysis.document import Document
from kg.extraction.bodies import BODIES
from kg.extraction.employers import Employer
from kg.extraction.names import POSSESSIVE, Name, NameKind, Names
from kg.extraction.office_words import noun_of_office
from kg.extraction.person_names import NameRun, past_office, proper_start, run_from
from kg.extraction.titles import Title

_SMALL = frozenset("of for and the & at in on - – ’s 's ’ '".split())
_LONGEST_NAME = 12  # tokens, with a bullet and "Dr." before it
_MOST_WORDS = 14  # of a body's name


def find_entries(document: Document, titles: Iterable[Title], names: Names) -> Iterator[tuple[NameRun, Title]]:
    """Yield the name and the office of each paragraph or item that begins "Name, Office", with the body after it."""
    for title in titles:
        first = _first_of_item(document, title)
        run = run_from(document.doc, proper_start(document.doc, first), names) if first is not None else None
        if run is None or run.end != title.start - 1 or len(run.words) == 1:
            continue
        if _leads_to_another(title, document):
            continue
        if past_office(run, document.doc, names) is run:  # not "Minister Ann Lee, | Vice President John Mwangi"
            yield run, _with_body(title, document, names)


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
    if title.of is not None or title.end >= len(doc) or doc[title.end].text != ",":
        return title
    words = list(_proper_words(doc[title.end + 1 :], document.paragraph_at(title.span[0])[1]))
    words = words[1:] if words and words[0].lower_ == "the" else words
    if not words or any(noun_of_office(t) for t in words):
        return title
    name = names.at(words[0])
    if name is not None and name.end > words[-1].i:
        return replace(title, of=name)
    if (home := _home_after(words[-1], names)) is not None:
        return replace(title, of=home)
    if words[-1].lower_ in BODIES:
        return title  # "National Security Council": of whichever state is told of
    return replace(title, employer=Employer(words[0].i, words[-1].i + 1, is_public=False))


def _home_after(last: Token, names: Names) -> Name | None:
    """The part of a state where a county or town lies: "Commissioner, Douglas County, | Nebraska |"."""
    following = last.doc[last.i + 1 : last.i + 3]
    name = names.at(following[1]) if len(following) > 1 and following[0].text == "," else None
    is_place = name is not None and name.kind is NameKind.PLACE
    return name if is_place and last.lower_ in ("county", "city", "parish", "town", "district") else None


def _proper_words(following: Iterable[Token], end: int) -> Iterator[Token]:
    """The words of a proper name with which an item goes on, up to a comma or its end."""
    for at, token in enumerate(following):
        if token.text in (",", ";", ".") or token.idx >= end or at > _MOST_WORDS or not _is_proper(token):
            return
        yield token


def _is_proper(token: Token) -> bool:
    return token.text[0].isupper() or token.lower_ in _SMALL

"""The layout of a text: its paragraphs, and which of them are page furniture rather than prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.records import Span

# A blank line always separates. A single line break does where the line before it is finished, or where the next
# one begins a new item, tells when the text was published or begins what pages have below the text; else it is taken
# for the wrapping of a long line. Of many blanks only the first begins a match, or looking would take time that grows
# with their square.
_BREAK = re.compile(
    r"\n[^\S\n]*\n\s*|(?<!\s)\s*\u2029\s*|(?<=[.!?:\"”’)])[^\S\n]*\n\s*|(?<![^\S\n])[^\S\n]*\n(?=\s*[-–•*\u2022]\s)"
    r"|(?<![^\S\n])[^\S\n]*\n(?=(?:Related(?: (?:[Nn]ews|[Aa]rticles?|[Ss]tories))?:?\n|Copyright |©|Share this ))"
    r"|(?<![^\S\n])[^\S\n]*\n(?=\s*(?:Published|Updated|Posted|Last updated?)\b[^\n]{0,40}\d{4}\b[^\n]{0,20}(?:\n|$))"
)
_OPENED_TWICE = re.compile(r"``|(?<![\w.,!?'])''(?=[\w\['$])")
_CLOSED_TWICE = re.compile("''(?!')")
_BULLETS = "-–•*▪●·"
_NARROWEST, _WIDEST = 50, 120  # columns at which people and programs wrap lines
_BLANK = re.compile(r"\s")
_TABLE_ROW = re.compile(r"\S\t+\S.*\S\t+\S")

_POSTED = re.compile(r"\b(?:on|to|via) X\.\s+(?=[\"“(]?[A-Z])")
_ADDED_STOP = re.compile(r"\[[.!?]\][\"”]\s+(?=[A-Z])")
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_FURNITURE = re.compile(
    rf"""^\s*(?:
        (?:(?:last\ )?updated?|published|posted)\b(?=.*\d).{{0,60}}  # "Last update: May 3, 2023 08:15"
      | .{{0,40}}\blogo
      | by\ (?-i:[A-Z])[\w.'’-]+(?:\ (?-i:[A-Z])[\w.'’-]+){{1,4}}
        (?:,?\ (?:and\ (?-i:[A-Z]).{{0,40}}|{_MONTH}.{{0,20}}|in\ (?-i:[A-Z])\w+))?
      | (?:{_WEEKDAY},\ )?(?:{_MONTH}\ \d{{1,2}},?|\d{{1,2}}\ {_MONTH})\ \d{{4}}
      | (?:photo|image|source|credit)s?\s*(?:[:/|©]|by\b|courtesy\b).{{0,80}}  # but "Source of the crisis is Moscow"
      | (?:©|copyright\s*(?:[:/©]|\(c\)|\d{{4}})).{{0,80}}
      | read\ (?:more|also)\b.{{0,120}}
      | related(?:\ (?:news|articles?|stories))?:?(?:\n.{{0,120}}[^.\n]){{0,6}}  # and headlines of others below
    )\s*$""",
    re.VERBOSE | re.IGNORECASE,
)

# "CNN — ", "TEHRAN – ", "HAVANA, December 26. /TASS/. ", "MUNICH, Germany, Feb 15, 2026 (BSS/AFP) - ", "Baku, May 16,
# AZERTAC. "
_DATELINE = re.compile(
    r"([^\n–—/]{2,60}?(?:\([\w/ ]+\))?)"
    r"[ .,]*(?:/[A-Z]+/\.?|[-–—]{1,2}|(?<=\)|[A-Z]):|(?<=[A-Z]{4})\.)\s+(?=[“\"‘'(]?[A-Z])"
)
# "New Delhi, Oct 4 (PTI) ", "KATHMANDU, Oct 12: ", "ASTANA, Kazakhstan, April 23. "
_DATED_LINE = re.compile(
    rf"[A-Z][\w.'’ -]{{2,30}}(?:, [A-Z][\w ]{{2,20}})?, (?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
    r"(?: \([A-Z][\w/ ]*\)(?:\.?[ ]?[-–—])?|[:.])\s+(?=[A-Z])"
)
_AGENCIES = (
    "AA AAP AFP Agerpres ANA Anadolu Andina ANI ANP ANSA Antara AP APA APP APS ATA Azertac Belga BelTA Bernama BNA BNS "
    "BSS BTA CNA CNS CTK DPA dpa EFE ELTA ENA GNA HINA IANS INA Interfax IPS IRNA ISNA Jiji Kabar Kazinform KCNA KPL "
    "KUNA Kyodo LANA LETA Lusa MAP MENA MIA Moldpres MTI NAN NNA NTB ONA PAP Petra PNA PTI QNA Reuters RIA Ritzau RSS "
    "SANA Saba SONNA SPA STA STT SUNA Tanjug TAP TASR TASS TNA Ukrinform UNI UPI UzA VNA WAFA WAM Xinhua Yonhap"
)
"""The names with which news agencies sign."""
# "RIYADH (SPA) ", "Colombo, Sri Lanka (PTI) ": after an agency that is known for one the dash may be left out.
_SIGNED_LINE = re.compile(
    rf"([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){{0,2}})(?:, [A-Z]\w+(?: [A-Z]\w+)?)? \(({'|'.join(_AGENCIES.split())})\)"
    r"\s+(?=[“\"‘'(]?[A-Z])"
)
_SOURCE = re.compile(r"\b[A-Z]{3,}\b|\bReuters\b")
_LEADS = 3  # paragraphs at the top, one of which may begin with a date line
# The end of a sentence that stands right before the next one: "… in Brussels.Blinken said", '… the war."Now we'.
_GLUED = re.compile(r"(?:(?<=[a-z]{4})|(?<=\d)|(?<=[\])”])|(?<=[a-z]\"))[.!?][”’)]*(\"?)(?=[\"“(]?[A-Z][a-z])")

_CREDIT = re.compile(
    r"""\b(?:contribut(?:ed|ing)\ to\ this\ (?:report|story|article)
      | is\ an?\ (?:[\w’'-]+\ ){0,4}(?:writer|reporter|correspondent|editor|producer)\ (?:for|at|with|covering|based)
      | (?:report|writ|edit)ing\ by\ [A-Z])
    | ^(?:Edited|Reported|Written)\ by:?\ [A-Z]
    | ^[A-Z]{1,4}(?:/[A-Z]{1,4}){1,2}\W*$  # writer and editor: MA/PA
    """,
    re.VERBOSE,
)

# Who took a picture, within a caption: "Photo by Ann Lee/AFP", "Ann Lee/Getty Images", "Image: Ann Lee."
_PHOTOGRAPHER = re.compile(
    r"""\b(?:Images?|Photos?|Photographers?|Pictures?)(?::\ |\ by\ )[A-Z][^\s,()/.]*(?:\ [A-Z][^\s,()/.]*){0,3}
      | \b(?:[^\W\d_][\w'’-]+\ ){1,3}[^\W\d_][\w'’-]+(?=,\ (?i:pool\ photo)|\ ?/(?i:pool\b|reuters|afp|ap\b|epa\b|getty
        |bloomberg|anadolu|xinhua|shutterstock|sputnik|zuma|sipa|us\ navy))
      | (?:(?<=REUTERS/)|(?<=AP\ Photo/))[A-Z][\w'’-]+(?:\ [A-Z][\w'’-]+){1,3}""",
    re.VERBOSE,
)


def find_paragraphs(text: str) -> Iterator[Span]:
    """Yield the span of each paragraph, without the white space around it.

    A blank line separates two; a line that is merely wrapped ends none, even where its last word ends a sentence.
    Of a list whose items follow each other in one line, each item is one.
    """
    for start, end in _find_blocks(text):
        yield from _items(text, start, end)


def _items(text: str, start: int, end: int) -> Iterator[Span]:
    """The items of a block that begins with a bullet, which are parted by the same: "- Ann Lee, Director - Bo Li"."""
    bullet = text[start]
    if bullet in _BULLETS and text[start + 1 : start + 2].isspace():
        for gap in list(re.compile(rf"\s+(?={re.escape(bullet)}\s)").finditer(text, start, end)):
            yield start, gap.start()
            start = gap.end()
    yield start, end


def _find_blocks(text: str) -> Iterator[Span]:
    start, width = 0, _width(text)
    breaks = [match.span() for match in _BREAK.finditer(text) if not _is_wrapping(text, match, width)]
    for end, following in [*breaks, (len(text), len(text))]:
        chunk = text[start:end]
        left = len(chunk) - len(chunk.lstrip())
        if chunk.strip():
            yield start + left, start + len(chunk.rstrip())
        start = following


def find_starts(text: str, paragraphs: Sequence[Span]) -> Iterator[int]:
    """Yield where a sentence begins by the layout: with each paragraph, after a date line, and right after another one.

    Pages that are taken out of their markup lose the space between two of their parts. A full stop that an editor has
    put in brackets at the end of a quotation ends a sentence: '"It is ours[.]" | She left.'. So does the one after the
    network that is called X, which is no initial: "She wrote on X. | Spanish officials agreed.".
    """
    yield from (end for _, end in find_datelines(text, paragraphs))
    for start, end in paragraphs:
        yield start
        yield from (ending.end() for ending in _ADDED_STOP.finditer(text, start, end))
        yield from (ending.end() for ending in _POSTED.finditer(text, start, end))
        for glued in _GLUED.finditer(text, start, end - 1):
            yield glued.start(1) if text.count('"', start, glued.start(1)) % 2 == 0 else glued.end()


def find_datelines(text: str, paragraphs: Sequence[Span]) -> Iterator[Span]:
    """Yield the date lines at the top, each with the dash or the agency that ends it."""
    for start, end in paragraphs[:_LEADS]:
        line = _DATELINE.match(text, start, end)
        line = line if line is not None and _is_dateline(line[1]) else _DATED_LINE.match(text, start, end)
        line = line or _signed_line(text, start, end)
        if line is not None:
            yield line.span()


def _signed_line(text: str, start: int, end: int) -> re.Match[str] | None:
    """The place and the agency in brackets; none where these are a short form: "Andhra Pradesh (AP) Chief Minister"."""
    line = _SIGNED_LINE.match(text, start, end)
    return line if line is not None and "".join(word[0] for word in line[1].split()) != line[2] else None


def _is_dateline(words: str) -> bool:
    """Whether the words before a dash are a place in capitals or a source, with the day: no word of them is small."""
    return _SOURCE.search(words) is not None and not any(word[0].islower() for word in words.split())


def _width(text: str) -> int:
    """At how many columns the lines of the text are wrapped; 0 if they are not."""
    longest = max(map(len, text.split("\n")))
    return longest if _NARROWEST <= longest <= _WIDEST else 0


def _is_wrapping(text: str, match: re.Match[str], width: int) -> bool:
    """Whether a line merely happens to end with its sentence: the next word would not have fitted on it."""
    if not width or match[0].count("\n") != 1 or "\u2029" in match[0]:
        return False
    line = match.start() - text.rfind("\n", 0, match.start()) - 1
    following = text[match.end() : match.end() + width].split(None, 1)
    return bool(following) and following[0][0].isalnum() and line + 1 + len(following[0]) > width


def is_furniture(paragraph: str) -> bool:
    """Whether a paragraph is a byline, a date line, a logo, a table or another part of the page that is no prose."""
    return bool(_FURNITURE.match(paragraph) or _TABLE_ROW.search(paragraph))


def is_credit(sentence: str) -> bool:
    """Whether a sentence at the end of an article names who made it: "Ann Lee contributed to this report"."""
    return bool(_CREDIT.search(sentence))


def find_photographers(text: str) -> Iterator[Span]:
    """Yield the spans that say who took a picture."""
    return (match.span() for match in _PHOTOGRAPHER.finditer(text))


def unwrap(text: str, paragraphs: Iterable[Span]) -> str:
    """The text, equally long, with every white space within a paragraph as a blank: a wrapped line reads as one.

    So are marks of quotation that archives write as two single ones, ``so'' and ''so'', each a double one and a blank.
    """
    pieces, done = [], 0
    for start, end in paragraphs:
        prose = _BLANK.sub(" ", text[start:end])
        pieces += [text[done:start], _CLOSED_TWICE.sub('" ', _OPENED_TWICE.sub(' "', prose))]
        done = end
    return "".join([*pieces, text[done:]])

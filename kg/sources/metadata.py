"""What a source says about an article beside its text, checked field by field.

The same fields in a side-car file and in a line of JSON Lines: `url`, `id`, `title`, `outlet`, `date` (or
`published`), `authors`, `language`. Other fields are left alone.
"""

from __future__ import annotations

import errno
import json
import re
import stat
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from ftfy.badness import is_bad

from kg.errors import ArticleError
from kg.records import Article, text_digest
from kg.sources.language import find_language

LONGEST_TEXT = 150_000
"""Characters; half as much again as the longest briefing of a ministry. Each takes some 3 kB when it is parsed."""

MOST_TOKENS = 30_000
"""Words, numbers and marks: what bounds the memory where words are short."""

LARGEST_FILE = 4 * LONGEST_TEXT + 4
"""Bytes that the longest text can take, in UTF-32 with its mark."""

LARGEST_SIDE_CAR = 1024 * 1024
"""Bytes."""

_DAYS = ("published", "date")
"""Fields that tell the day of publication; the first of them wins."""

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}.*)?")
_FIRST_SECONDS, _FIRST_MILLISECONDS = 10**8, 10**11  # of 1973, after any day written as 20220704
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x1f]+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_CONTROL = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def parse_object(content: str | bytes, source: str) -> dict[str, Any]:
    """The JSON object that a line or side-car holds; raises `ArticleError` naming the source."""
    try:
        read = json.loads(content)
    except RecursionError as error:
        raise ArticleError(f"{source}: the JSON is nested too deeply to be an article") from error
    except UnicodeDecodeError as error:
        raise ArticleError(f"{source}: byte {error.start} is not UTF-8; convert it to UTF-8") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise ArticleError(f"{source}: broken JSON at {place}: {error.msg}") from error
    except ValueError as error:  # a number of thousands of digits
        raise ArticleError(f"{source}: broken JSON: {error}") from error
    if not isinstance(read, dict):
        raise ArticleError(f"{source}: a JSON object in braces is needed, not {type(read).__name__}")
    return read


def read_side_car(path: Path) -> dict[str, Any]:
    """The fields of `NNN.meta.json` beside a file `NNN.…`; none if there is no such file."""
    side_car = path.with_name(path.stem + ".meta.json")
    try:
        if not stat.S_ISREG(side_car.stat().st_mode):  # opening a pipe would wait for who writes into it
            raise ArticleError(f"{side_car.as_posix()}: it is no regular file")
        with side_car.open("rb") as file:
            content = file.read(LARGEST_SIDE_CAR + 1)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENAMETOOLONG):  # no file can have a name that is too long
            return {}
        raise ArticleError(f"{side_car.as_posix()}: {error.strerror or error}") from error
    if len(content) > LARGEST_SIDE_CAR:
        raise ArticleError(f"{side_car.as_posix()}: more than {LARGEST_SIDE_CAR:,} bytes are not read")
    return parse_object(content, side_car.as_posix())


def with_side_car(told: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """What a file tells of itself, and over it what its side-car does, by whichever name that tells the day."""
    beside = read_side_car(path)
    return {name: value for name, value in told.items() if not (name in _DAYS and any(map(beside.get, _DAYS)))} | beside


def make_article(
    text: str,
    fields: Mapping[str, Any],
    source: str,
    locator: str | None = None,
    notes: tuple[str, ...] = (),
) -> Article:
    """The article; raises `ArticleError` for a field of the wrong form, or a text that cannot be read.

    `locator` is the address of a file that holds nothing else; without it, the text itself tells it from others.
    `notes` say what is doubtful about how the text was read; what is seen to be doubtful here joins them.
    """
    check_text(text, source)
    published, contradiction = _published(fields, source)
    future = published is not None and published > datetime.now(UTC).date() + timedelta(days=1)
    doubts = _doubts(text) + contradiction + (f"the date {published} lies in the future and is left out",) * future
    return Article(
        text=text,
        source=source,
        url=_url(fields, source),
        identifier=_string(fields, "id", source),
        title=_string(fields, "title", source),
        outlet=_string(fields, "outlet", source),
        authors=_authors(fields, source),
        published=None if future else published,
        language=_language(text, fields, source),
        locator=locator or f"sha256:{text_digest(text)}",
        notes=notes + doubts,
    )


def _doubts(text: str) -> tuple[str, ...]:
    doubts = []
    if is_bad(text):
        doubts.append("the text looks as if it had once been read in a wrong encoding (such as â€™ for ’)")
    if direction := len(_DIRECTION.findall(text)):
        doubts.append(f"the text holds {direction:,} invisible marks that change the direction of writing")
    return tuple(doubts)


def locate_file(path: Path) -> str:
    """The address of a file, the same from whichever folder and by whichever link it is named."""
    return path.resolve().as_uri()


def check_text(text: str, source: str) -> None:
    """Raise `ArticleError` for a text that is empty, too long, or holds characters that no text has."""
    if not text.strip():
        raise ArticleError(f"{source}: the text is empty")
    if len(text) > LONGEST_TEXT:
        raise ArticleError(f"{source}: the text has {len(text):,} characters; at most {LONGEST_TEXT:,} are read")
    if len(text) > MOST_TOKENS and sum(1 for _ in _TOKEN.finditer(text)) > MOST_TOKENS:
        raise ArticleError(f"{source}: the text has more than {MOST_TOKENS:,} words and marks")
    if "\0" in text:
        raise ArticleError(f"{source}: binary data, not text (NUL at character {text.index(chr(0))})")
    _check_surrogates(text, "the text", source)


def _check_surrogates(value: str, what: str, source: str) -> None:
    half = _SURROGATE.search(value)
    if half:
        code = f"\\u{ord(half.group()):04x}"
        raise ArticleError(f"{source}: {what} holds {code}, half of a character; the other half is missing")


def _string(fields: Mapping[str, Any], name: str, source: str) -> str | None:
    value = fields.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise ArticleError(f'{source}: "{name}" is {value!r:.80}, where a string is needed')
    _check_surrogates(value, f'"{name}"', source)
    return " ".join(_CONTROL.sub(" ", value).split()) or None


def _url(fields: Mapping[str, Any], source: str) -> str | None:
    url = _string(fields, "url", source)
    if url is not None and not _URL.fullmatch(url):
        raise ArticleError(f'{source}: "url" is {url!r:.120}, where an http or https address without blanks is needed')
    return url


def _language(text: str, fields: Mapping[str, Any], source: str) -> str:
    """The declared language; that of the text where none is declared, or English that it is not."""
    declared = _string(fields, "language", source) or "en"
    if not _LANGUAGE.fullmatch(declared):
        raise ArticleError(f'{source}: "language" is {declared!r:.80}, where a tag such as en or en-GB is needed')
    if declared.partition("-")[0].lower() != "en":
        return declared
    found = find_language(text)
    return declared if found in (None, "en") else found


def _authors(fields: Mapping[str, Any], source: str) -> tuple[str, ...]:
    value = fields.get("authors") or ()
    authors = [value] if isinstance(value, str) else value
    if not isinstance(authors, list | tuple):
        raise ArticleError(f'{source}: "authors" is {value!r:.80}, where a list of names is needed')
    return tuple(filter(None, (_string({"authors": author}, "authors", source) for author in authors)))


def _published(fields: Mapping[str, Any], source: str) -> tuple[date | None, tuple[str, ...]]:
    """The day of publication, and what is told against it."""
    told = [name for name in _DAYS if fields.get(name)] or ["date"]
    day = _day(fields, told[0], source)
    for other in told[1:]:
        try:
            is_same = _day(fields, other, source) == day
        except ArticleError:
            is_same = False
        if not is_same:
            return day, (f'"{told[0]}" is {day} and "{other}" {fields[other]!r:.80}; the former is taken',)
    return day, ()


def _day(fields: Mapping[str, Any], name: str, source: str) -> date | None:
    value = fields.get(name)
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _day_of_count(value)
        value = _string(fields, name, source)
        if value is None:
            return None
        form = _DAY.fullmatch(value)
        return date.fromisoformat(form[1]) if form else parsedate_to_datetime(value).date()
    except (ValueError, OverflowError, OSError) as error:
        message = f'{source}: "{name}" is {value!r:.80}, where a day such as 2022-07-04 is needed'
        raise ArticleError(message) from error


def _day_of_count(count: float) -> date:
    """The day in UTC of seconds or milliseconds since 1970; raises `ValueError` for a number that is hardly either."""
    seconds = count / 1000 if count >= _FIRST_MILLISECONDS else count
    if seconds < _FIRST_SECONDS:
        raise ValueError(count)  # a year, or a day written as 20220704
    return datetime.fromtimestamp(seconds, UTC).date()

"""Why a text is not a SPARQL query: the engine's complaint turned into a place and a hint for its author.

The engine names the furthest point it reached and what its grammar would have taken there, which is seldom the
mistake. The usual mistakes are therefore looked for first, in the query's own words.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from kg.errors import BadRequest, DiskError, QuerySyntaxError
from kg.lexer import Token, locate, read_tokens
from kg.store import Query, Update
from kg.store.federation import failure_of_endpoint
from kg.vocabulary import PREFIXES


@dataclass(frozen=True, slots=True)
class _Fault:
    offset: int
    message: str
    hint: str


_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_VOCABULARY = """
    a true false base prefix select distinct reduced as construct where describe ask from named group by having
    order asc desc limit offset values undef optional graph union filter bind minus exists not in service silent
    lateral separator str lang langmatches datatype bound iri uri bnode rand abs ceil floor round concat strlen
    ucase lcase encode_for_uri contains strstarts strends strbefore strafter year month day hours minutes seconds
    timezone tz now uuid struuid md5 sha1 sha256 sha384 sha512 coalesce if strlang strdt sameterm isiri isuri
    isblank isliteral isnumeric regex substr replace count sum min max avg sample group_concat triple subject
    predicate object istriple adjust langdir haslang haslangdir strlangdir version
"""
_WORDS = frozenset(_VOCABULARY.split())
_UPDATE_WORDS = _WORDS | set(
    "insert delete data with using clear drop create load add move copy to into default all".split()
)
_PAIRS = {"(": ")", "{": "}", "[": "]"}
_POSITION = re.compile(r"error at (\d+):(\d+): ")
_UNKNOWN_FUNCTION = re.compile(r"The custom function (<.*>) is not supported")
_ENGINE_WORDS = {
    "The SELECT contains a variable that is unbound": (
        "a variable of SELECT is neither grouped nor aggregated",
        "name it in GROUP BY, or put it inside an aggregate such as COUNT, MIN or SAMPLE",
    ),
    "Duplicated variable name in SELECT": (
        "the same variable stands twice in SELECT",
        "give each column its own name",
    ),
}


@contextmanager
def explaining(query: Query) -> Iterator[None]:
    """Turn what the engine's library raises over a query into the error that says what is wrong with it."""
    try:
        yield
    except SyntaxError as error:
        raise explain_syntax_error(query.text, str(error), query.base_iri) from error
    except UnicodeEncodeError as error:
        raise BadRequest(f"the query is not valid Unicode: {error}") from error
    except ValueError as error:
        raise BadRequest(f"not an absolute IRI in the query's dataset or base: {error}") from error
    except OSError as error:
        failure = failure_of_endpoint(query.text, error)
        raise failure or DiskError(f"the query could not be evaluated: {error}") from error
    except RuntimeError as error:
        _refuse_unknown_function(error)
        raise failure_of_endpoint(query.text, error) or error from error


def _refuse_unknown_function(error: RuntimeError) -> None:
    if found := _UNKNOWN_FUNCTION.fullmatch(str(error)):
        raise BadRequest(f"there is no function {found[1]} here: only those of SPARQL and the casts of xsd:") from error


@contextmanager
def explaining_update(update: Update) -> Iterator[None]:
    """Turn what the engine's library, or our reading, raises over an update into the error that says what is wrong."""
    try:
        yield
    except SyntaxError as error:
        raise explain_update_error(update.text, str(error)) from error
    except UnicodeEncodeError as error:
        raise BadRequest(f"the update is not valid Unicode: {error}") from error
    except RuntimeError as error:
        _refuse_unknown_function(error)
        if not str(error).startswith("The graph "):  # … already exists, … does not exist
            raise
        raise BadRequest(f"nothing was changed: {error}. With SILENT the operation passes over it") from error


def explain_syntax_error(text: str, complaint: str, base_iri: str | None = None) -> QuerySyntaxError:
    """The error to raise for a text that the engine could not parse; `complaint` is the engine's message."""
    tokens = [token for token in read_tokens(text) if token.kind != "comment"]
    for find in _FINDERS:
        fault = None if base_iri and find is _relative_iri_fault else find(tokens)
        if fault:
            line, column = locate(text, fault.offset)
            return _error(line, column, fault.message, fault.hint)
    return _engine_fault(text, tokens, complaint)


def explain_update_error(text: str, complaint: str) -> QuerySyntaxError:
    """The error to raise for a text that is no update; `complaint` is what the engine or our reading of it says."""
    tokens = [token for token in read_tokens(text) if token.kind != "comment"]
    for find in _UPDATE_FINDERS:
        if fault := find(tokens):
            line, column = locate(text, fault.offset)
            return _error(line, column, fault.message, fault.hint)
    return _engine_fault(text, tokens, complaint, _UPDATE_ORDER)


def _error(line: int, column: int, message: str, hint: str) -> QuerySyntaxError:
    return QuerySyntaxError(f"line {line}, column {column}: {message}", line, column, hint)


def _form_fault(tokens: Sequence[Token]) -> _Fault | None:
    """The query does not begin with one of the four forms: it is empty, an update or misspelt."""
    begin = next((t for t in _without_prologue(tokens) if t.kind == "word"), None)
    advice = "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after its PREFIX lines"
    if begin is None:
        return _Fault(0, "there is no query", advice)
    word = begin.text.upper()
    if word in _UPDATES:
        return _Fault(begin.start, f"{word} begins an update, not a query", "data is only read here; " + advice)
    if word not in _FORMS:
        return _Fault(begin.start, f"a query cannot begin with “{begin.text}”", _did_you_mean(word, _FORMS) or advice)
    return None


def _update_form_fault(tokens: Sequence[Token]) -> _Fault | None:
    """The update begins with no operation: it is a query or misspelt. Without any text it is one that does nothing."""
    begin = next((t for t in _without_prologue(tokens) if t.kind == "word"), None)
    if begin is None or begin.text.upper() in _UPDATES:
        return None
    word, advice = begin.text.upper(), f"an update begins with one of {', '.join(_UPDATES)}, after its PREFIX lines"
    if word in _FORMS:
        return _Fault(begin.start, f"{word} begins a query, not an update", "send it as a query; " + advice)
    return _Fault(begin.start, f"an update cannot begin with “{begin.text}”", _did_you_mean(word, _UPDATES) or advice)


def _without_prologue(tokens: Sequence[Token]) -> Sequence[Token]:
    rest = list(tokens)
    while rest and rest[0].text.upper() in ("PREFIX", "BASE"):
        iri = next((i for i, token in enumerate(rest[:3]) if token.kind == "iri"), 0)
        rest = rest[iri + 1 :]
    return rest


def _did_you_mean(word: str, known: Sequence[str]) -> str | None:
    near = difflib.get_close_matches(word.upper(), known, n=1, cutoff=0.7)
    return f"did you mean {near[0]}?" if near else None


def _prefix_fault(tokens: Sequence[Token]) -> _Fault | None:
    declared: set[str] = set()
    before = ""
    for token in tokens:
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            if before == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                iri = PREFIXES.get(prefix, "…")
                return _Fault(
                    token.start,
                    f"the prefix “{prefix}:” of {token.text} is not declared",
                    f"put the line “PREFIX {prefix}: <{iri}>” above the query",
                )
        before = token.text.upper()
    return None


def _string_fault(tokens: Sequence[Token]) -> _Fault | None:
    for token in tokens:
        if token.kind == "symbol" and token.text in "\"'":
            hint = f"close it with {token.text} on the same line, or use three of them for several lines"
            return _Fault(token.start, "the string that begins here does not end", hint)
    return None


def _bracket_fault(tokens: Sequence[Token]) -> _Fault | None:
    opened: list[Token] = []
    for token in tokens:
        if token.kind != "symbol":
            continue
        if token.text in _PAIRS:
            opened.append(token)
        elif token.text in _PAIRS.values():
            if not opened or _PAIRS[opened[-1].text] != token.text:
                expected = f"“{_PAIRS[opened[-1].text]}” is open before it" if opened else "nothing is open before it"
                return _Fault(token.start, f"“{token.text}” closes nothing", f"{expected}; look for a bracket too few")
            opened.pop()
    if opened:
        bracket = opened[-1].text
        return _Fault(opened[-1].start, f"this “{bracket}” is never closed", f"add “{_PAIRS[bracket]}”")
    return None


def _word_fault(tokens: Sequence[Token], words: frozenset[str] = _WORDS) -> _Fault | None:
    for token in tokens:
        if token.kind == "word" and token.text.lower() not in words:
            advice = "a variable begins with ?, a name has a prefix and a colon, a text stands in quotation marks"
            guess = _did_you_mean(token.text, [word.upper() for word in sorted(words) if len(word) > 1])
            return _Fault(token.start, f"“{token.text}” is no word of SPARQL", guess or advice)
    return None


def _relative_iri_fault(tokens: Sequence[Token]) -> _Fault | None:
    if any(token.text.upper() == "BASE" for token in tokens):
        return None
    for token in tokens:
        if token.kind == "iri" and not re.match(r"<[A-Za-z][A-Za-z0-9+.\-]*:", token.text):
            hint = "write it out from its scheme (https://…), or put a BASE line above the query"
            return _Fault(token.start, f"the IRI {token.text} is relative", hint)
    return None


def _broken_iri_fault(tokens: Sequence[Token]) -> _Fault | None:
    for at, (bracket, name) in enumerate(pairwise(tokens)):
        if bracket.text != "<" or name.start != bracket.start + 1:
            continue
        following = tokens[at + 2].kind if at + 2 < len(tokens) else ""
        is_known = name.text.lower() in _WORDS and following != "word"  # a comparison: ?held <true
        if name.kind == "name" or (name.kind == "word" and not is_known):
            hint = "an IRI holds no space, quotation mark, brace or backslash and ends with >"
            return _Fault(bracket.start, f"the IRI that begins with <{name.text} is broken", hint)
    return None


def _by_fault(tokens: Sequence[Token]) -> _Fault | None:
    """GROUP or ORDER without the word that belongs to it."""
    for word, following in pairwise([*tokens, _END]):
        name = word.text.upper()
        if word.kind == "word" and name in ("GROUP", "ORDER") and following.text.upper() != "BY":
            return _Fault(word.start, f"BY is missing after {name}", f"write {name} BY and the variables")
    return None


def _where_fault(tokens: Sequence[Token]) -> _Fault | None:
    """CONSTRUCT with a template alone."""
    rest = list(_without_prologue(tokens))
    if [token.text.upper() for token in rest[:2]] != ["CONSTRUCT", "{"]:
        return None
    depth = 0
    for token, following in pairwise([*rest[1:], _END]):
        depth += (token.text == "{") - (token.text == "}")
        if not depth:
            hint = "add WHERE { … } after the template, or write CONSTRUCT WHERE { … } if both are the same"
            fault = _Fault(token.start, "this CONSTRUCT has a template and no pattern", hint)
            return fault if following is _END else None
    return None


def _filter_fault(tokens: Sequence[Token]) -> _Fault | None:
    for word, condition in pairwise(tokens):
        if word.text.upper() == "FILTER" and condition.kind in ("variable", "string", "number"):
            hint = "put the condition in brackets: FILTER (?year > 2020)"
            return _Fault(condition.start, "the condition of FILTER has no brackets", hint)
    return None


def _triple_fault(tokens: Sequence[Token]) -> _Fault | None:
    """A run of bare terms in braces that is no triple. Lists of VALUES also are such runs, and left alone."""
    before: Token | None = None
    begins = False
    run: list[Token] = []
    for token in tokens:
        if token.kind in _TERMS or token.text == "a":
            run.append(token)
            before = token
            continue
        if begins and run and token.text in (".", "}") and len(run) != 3:
            message = f"{len(run)} term{'s' * (len(run) > 1)} in a row, where a triple has three"
            return _Fault(run[0].start, message, "a triple is subject, predicate, object; “.” or “;” parts triples")
        begins = token.text == "." or (token.text == "{" and (before is None or (before.text != ")" and not run)))
        before, run = token, []
    return None


_END = Token("end", "", 0)
_TERMS = frozenset({"iri", "name", "variable", "string", "number", "blank"})
_FINDERS: tuple[Callable[[Sequence[Token]], _Fault | None], ...] = (
    _string_fault,
    _broken_iri_fault,
    _form_fault,
    _prefix_fault,
    _bracket_fault,
    _word_fault,
    _by_fault,
    _where_fault,
    _filter_fault,
    _relative_iri_fault,
    _triple_fault,
)
_UPDATE_FINDERS: tuple[Callable[[Sequence[Token]], _Fault | None], ...] = (
    _string_fault,
    _broken_iri_fault,
    _update_form_fault,
    _prefix_fault,
    _bracket_fault,
    partial(_word_fault, words=_UPDATE_WORDS),
    _filter_fault,
)
_QUERY_ORDER = "the order is WHERE { … }, GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET"
_UPDATE_ORDER = "the order is WITH, DELETE { … }, INSERT { … }, USING, WHERE { … }, and “;” parts two operations"


def _engine_fault(text: str, tokens: Sequence[Token], complaint: str, order: str = _QUERY_ORDER) -> QuerySyntaxError:
    """What is left: the place the engine reached, and its own words where they are meant for people."""
    position = _POSITION.match(complaint)
    line, column = (int(position[1]), int(position[2])) if position else locate(text, len(text))
    for words, (message, hint) in _ENGINE_WORDS.items():
        if words in complaint:
            return _error(line, column, message, hint)
    here = next((token for token in tokens if locate(text, token.start) >= (line, column)), None)
    if here:
        return _error(line, column, f"“{here.text}” was not expected here", f"look just before it; {order}")
    if tokens and tokens[-1].text == "}":
        hint = "look for a variable that is bound already before AS names it, or a row of VALUES that is too long"
        return _error(line, column, "the query was read to its end, but its parts do not fit together", hint)
    return _error(line, column, "the text ends before it is complete", "patterns stand in braces: { … }")

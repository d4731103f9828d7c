"""Of which form the answer to a query is, and of which kind the query, told by its words before any engine sees it."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from itertools import groupby

from kg.lexer import Token
from kg.sparql.tokens import tokens_of

_FORMS = {"select": "solutions", "ask": "boolean", "construct": "graph", "describe": "graph"}
_PROLOGUE = ("prefix", "base", "version")
_CONSTANTS = frozenset({"iri", "name", "string", "number", "language"})
_OF_THE_MOMENT = ("now", "rand", "uuid", "struuid", "service", "servicesilent")


def changes_with_the_moment(text: str) -> bool:
    """Whether a query may give another answer the next time, though the graph is the same.

    So it is with NOW, RAND, UUID and STRUUID, also where they are glued to a number before them, and with SERVICE.
    """
    if not any(word in text.lower() for word in _OF_THE_MOMENT):  # as in nearly all, which need not be read for it
        return False
    words = (token.text.lower() for token in tokens_of(text) if token.kind in ("word", "name"))
    return any(word.endswith(_OF_THE_MOMENT) for word in words)


@lru_cache(maxsize=64)  # it is asked several times for each query
def kind_of(text: str) -> str:
    """The digest of what a query has in common with those that differ in constants, comments and names of variables."""
    variables: dict[str, str] = {}

    def told(token: Token) -> str:
        if token.kind == "variable":
            return variables.setdefault(token.text[1:], f"?{len(variables)}")
        return "=" if token.kind in _CONSTANTS else token.text

    # a list of constants is as one
    parts = [part for part, _ in groupby(told(token) for token in tokens_of(text) if token.kind != "comment")]
    return blake2b(" ".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def form_of(text: str) -> str:
    """The form as `kg.formats.FORMATS` names it; of a text that is no query, `solutions`.

    The word behind the prologue decides (SPARQL 1.1, section 19.8); the engine takes it also where it touches the next
    one, as in `CONSTRUCTWHERE` and `DESCRIBEex:a`.
    """
    is_declaring = False  # up to the IRI or the string in which each declaration ends
    for token in tokens_of(text):
        if is_declaring:
            is_declaring = token.kind not in ("iri", "string")
        elif token.kind in ("word", "name"):
            word = token.text.lower()
            is_declaring = word.startswith(_PROLOGUE)
            if not is_declaring:
                return next((form for keyword, form in _FORMS.items() if word.startswith(keyword)), "solutions")
    return "solutions"

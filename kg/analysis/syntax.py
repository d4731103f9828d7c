"""Small questions about a dependency parse, in the labels of the language model (the ClearNLP scheme)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass")


def children(token: Token, *relations: str) -> Iterator[Token]:
    """Yield the token's dependents in one of these relations, in order."""
    return (child for child in token.children if child.dep_ in relations)


def child(token: Token, *relations: str) -> Token | None:
    """The first dependent in one of these relations."""
    for dependent in token.children:
        if dependent.dep_ in relations:
            return dependent
    return None


def objects_of(token: Token, prepositions: Iterable[str]) -> Iterator[Token]:
    """Yield the objects of these prepositions below the token: for "talks | with Iran", Iran."""
    wanted = frozenset(prepositions)
    for preposition in children(token, "prep", "agent"):
        if preposition.lower_ in wanted:
            yield from children(preposition, "pobj")


def companions_of(token: Token, prepositions: Iterable[str]) -> Iterator[Token]:
    """Yield the objects of these prepositions, also where the parser hangs one elsewhere.

    "Met | with | President X to discuss trade": the parser may read that X is to discuss it. "Spoke | with |: President
    X; and President Y": a colon leads in a list.
    """
    wanted = frozenset(prepositions)
    yield from objects_of(token, wanted)
    links = list(children(token, "prep")) + [m for c in children(token, "advcl") for m in children(c, "mark")]
    for link in links:
        if link.lower_ in wanted and child(link, "pobj") is None and link.i + 1 < len(link.doc):
            is_list = link.doc[link.i + 1].text == ":" and link.i + 2 < len(link.doc)
            noun = _phrase_head(link.doc[link.i + 2 if is_list else link.i + 1])
            if is_list or (noun.dep_ in SUBJECTS and noun.head.i > noun.i > link.i):
                yield noun


def objects_seen(verb: Token) -> Iterator[Token]:
    """Yield the verb's objects, also one that the parser takes for the subject of the purpose.

    "Is visiting | India | to attend a fair": the parser may read that India is to attend it.
    """
    yield from children(verb, "dobj")
    for purpose in children(verb, "ccomp"):
        if any(t.tag_ == "TO" for t in children(purpose, "aux")):
            yield from (t for t in children(purpose, "nsubj") if t.left_edge.i == verb.i + 1)


def _phrase_head(word: Token) -> Token:
    """The noun of the phrase that the word begins."""
    while word.dep_ in ("compound", "amod", "det", "nmod", "poss", "nummod") and word.head.i > word.i:
        word = word.head
    return word


def verb_over(token: Token) -> Token | None:
    """The nearest verb above the token; "following" and "including" are none where they lead a noun."""
    return next((t for t in token.ancestors if is_verb(t) and t.dep_ != "prep"), None)


def is_verb(token: Token) -> bool:
    """Whether the token is a verb or an auxiliary."""
    return token.pos_ in ("VERB", "AUX")


def is_negated(token: Token) -> bool:
    """Whether the token itself is negated: "did not meet", "no call"."""
    return any(c.dep_ == "neg" or c.lower_ == "no" for c in token.children)


def has_child(token: Token, words: Iterable[str]) -> bool:
    """Whether one of the words depends on the token."""
    wanted = frozenset(words)
    return any(c.lower_ in wanted for c in token.children)


def word_before(token: Token) -> Token | None:
    """The token before in the sentence, white space aside; none for the first."""
    before = reversed(token.doc[token.sent.start : token.i])
    return next((t for t in before if not t.is_space), None)


def end_of(token: Token) -> int:
    """The offset at which the token ends."""
    return token.idx + len(token)

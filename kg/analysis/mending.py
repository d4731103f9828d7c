"""Sets a parse right where the language model is known to go wrong and the words leave no doubt."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.analysis.syntax import child, children

_WITH = frozenset("with between".split())
_FINITE = frozenset("VBD VBZ VBP MD".split())
# Verbs whose object is somebody, so that a participle right after them describes that person.
_OF_PERSONS = frozenset("meet receive host greet welcome tell inform assure brief thank".split())


def mend(doc: Doc) -> None:
    """Let "visiting" describe the guest whom it stands before: "met with | visiting | President X".

    The parser takes it for a verb, as if somebody visited the president; it is one in "after visiting President X".
    """
    for word in doc:
        if word.i > 0 and word.lower_ == "visiting" and word.tag_ == "VBG":
            guest, place = child(word, "dobj"), _place(word)
            if guest is not None and place is not None and guest.left_edge.i == word.i + 1:
                _describe(word, guest, *place)
            elif guest is not None and (verb := _verb_after(guest)) is not None and guest.left_edge.i == word.i + 1:
                _describe(word, guest, verb, "nsubj")  # "as | visiting Minister X | held talks here"
        if word.dep_ == "appos" and (verb := _verb_after(word)) is not None and _opens(word, verb):
            word.head, word.dep_ = verb, "nsubj"  # "At the invitation of X, | Minister Y | paid a visit"


def _place(participle: Token) -> tuple[Token, str] | None:
    """Where in the tree the noun stands that the participle describes: below which word and how; none if a verb."""
    above, before = participle.head, participle.nbor(-1)
    if participle.dep_ == "pcomp" and above == before and above.lower_ in _WITH:
        return above, "pobj"
    if participle.dep_ in ("advcl", "xcomp", "ccomp") and above == before and above.lemma_ in _OF_PERSONS:
        return above, "dobj"
    if participle.dep_ in ("conj", "acl") and before.lower_ == "and" and before.i > 0:
        first = before.nbor(-1)  # "talks between | X | and visiting President Y"
        listed = (t for t in (first, *first.ancestors) if t.dep_ == "pobj" and t.head.lower_ in _WITH)
        return next(((t, "conj") for t in listed), None)
    return None


def _verb_after(noun: Token) -> Token | None:
    """The finite verb without a subject that stands right after the noun's phrase."""
    end = max(t.right_edge.i for t in (noun, *noun.conjuncts)) + 1
    verb = noun.doc[end] if end < len(noun.doc) else None
    if verb is not None and verb.dep_ in ("aux", "auxpass"):
        verb = verb.head
    if verb is None or child(verb, "nsubj", "nsubjpass") is not None:
        return None
    is_finite = any(t.tag_ in _FINITE for t in (verb, *children(verb, "aux", "auxpass")))
    return verb if is_finite else None


def _opens(noun: Token, verb: Token) -> bool:
    """Whether a comma parts the noun from a phrase with which the sentence of the verb begins."""
    before = noun.doc[noun.left_edge.i - 1] if noun.left_edge.i else None
    if before is None or before.text != ",":
        return False
    return any(t.dep_ == "prep" and t.head == verb and t.i == noun.sent.start for t in noun.ancestors)


def _describe(participle: Token, guest: Token, above: Token, relation: str) -> None:
    for token in [t for t in participle.children if t.i > guest.i]:
        token.head = participle.head  # "met visiting X | in Berlin |"
    guest.head, guest.dep_ = above, relation
    participle.head, participle.dep_ = guest, "amod"
    participle.tag_, participle.pos_ = "JJ", "ADJ"

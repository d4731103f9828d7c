"""Sets a parse right where the language model is known to go wrong and the words leave no doubt."""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Doc, Token

from kg.analysis.syntax import SUBJECTS, child, children, has_child, is_verb, word_before

_MAIN = frozenset("ROOT conj ccomp parataxis".split())
_DRAWN = frozenset("pobj dobj appos npadvmod".split())  # as what an adjunct holds a noun that is none of its own
_ACTING = frozenset("PERSON GPE ORG NORP".split())
# What "co-" stands before, as the language model gives it: who co-chairs chairs.
_BASES = {"chair": "chair", "chaire": "chair", "host": "host", "hoste": "host"}
_OPENING = frozenset([",", "”", '"', ";"])
_DASHES = frozenset("- – — --".split())
_WITH = frozenset("with between".split())
_MEETING = frozenset("meet speak talk confer sit consult".split())
_ABOUT_TIME = frozenset("in during at on over by after before following".split())
_SUFFIXES = frozenset("jr sr".split())
_HOSTING = frozenset("receive host welcome".split())
_TIMES = frozenset(["DATE", "TIME"])
_FINITE = frozenset("VBD VBZ VBP MD".split())
_LONGEST_ADJUNCT = 10  # tokens between an auxiliary and its verb
# Verbs whose object is somebody, so that a participle right after them describes that person.
_OF_PERSONS = frozenset("meet receive host greet welcome tell inform assure brief thank".split())


def mend(doc: Doc) -> None:
    """Let "visiting" describe the guest whom it stands before, and give verbs back the subjects that they have lost.

    In "met with | visiting | President X" the parser takes it for a verb, as if somebody visited the president; it is
    one in "after visiting President X".
    """
    names = {t.text for t in doc if t.pos_ == "PROPN" and not t.is_sent_start}
    for sentence in list(doc.sents):
        if sentence[0].text in names and not any(t.tag_ in _FINITE for t in sentence):
            _find_verb(sentence[0])
    for word in doc:
        if word.pos_ == "VERB" and word.lower_.startswith("co-"):
            word.lemma_ = _BASES.get(word.lemma_.removeprefix("co-"), word.lemma_)
        if word.dep_ == "appos" and word.ent_type_ == "PERSON" and word.ent_iob_ == "I" and word.head.i == word.i - 1:
            _lead_name(word)
        _mend_arguments(word)
        if word.lower_ == "visiting" and word.tag_ == "VBG":
            guest, place = child(word, "dobj"), _place(word) if word.i > 0 else None
            if guest is not None and place is not None and guest.left_edge.i == word.i + 1:
                _describe(word, guest, *place)
            elif guest is not None and word.dep_ == "csubj" and guest.ent_type_ == "PERSON":
                _describe(word, guest, word.head, "nsubj")  # "Visiting President X | on Friday met Y"
            elif guest is not None and (verb := _verb_after(guest)) is not None and guest.left_edge.i == word.i + 1:
                _describe(word, guest, verb, "nsubj")  # "as | visiting Minister X | held talks here"


def _possess(mark: Token) -> None:
    """Let a plural name own the noun after its apostrophe: "reaffirmed the | United States’ | firm support"."""
    if mark.text not in ("’", "'") or mark.dep_ != "punct":
        return
    owner, thing = mark.nbor(-1) if mark.i else mark, mark.head
    is_plural = owner.pos_ == "PROPN" and owner.lower_.endswith("s") and not owner.whitespace_ and mark.whitespace_
    if not is_plural or thing.i < mark.i or owner.head.i > mark.i or thing in owner.subtree:
        return
    mark.head, mark.dep_, mark.tag_, mark.pos_ = owner, "case", "POS", "PART"
    owner.head, owner.dep_ = thing, "poss"


def _rejoin(auxiliary: Token) -> None:
    """Let a verb have the auxiliary that an adjunct parts from it: "has|, in a statement, | called on drivers"."""
    if auxiliary.lemma_ != "have" or auxiliary.tag_ not in _FINITE:
        return
    if auxiliary.doc[auxiliary.i + 1 : auxiliary.i + 2].text != ",":
        return
    after = auxiliary.doc[auxiliary.i + 2 : min(auxiliary.sent.end, auxiliary.i + _LONGEST_ADJUNCT)]
    comma = next((t for t in after if t.text == ","), None)
    verb = comma.nbor() if comma is not None and comma.i + 1 < auxiliary.sent.end else None
    if verb is None or verb.tag_ != "VBN" or child(auxiliary, "dobj") is not None or auxiliary not in verb.ancestors:
        return
    is_root = auxiliary.head == auxiliary
    verb.head, verb.dep_ = (verb if is_root else auxiliary.head), auxiliary.dep_
    for part in [c for c in auxiliary.children if c != verb]:
        part.head = verb
    auxiliary.head, auxiliary.dep_ = verb, "aux"


def _lead_name(surname: Token) -> None:
    """Let the surname head a name whose given name the parser takes for the subject: "Olivier | Reed | and X spoke"."""
    given = surname.head
    if given.ent_type_ != "PERSON" or given.head == given:
        return
    parts = [c for c in given.children if c != surname]
    surname.head, surname.dep_ = given.head, given.dep_
    for part in (given, *parts):
        part.head = surname
    given.dep_ = "compound"


def _mend_arguments(word: Token) -> None:
    """Give a verb back what the parser has hung on another word, and a noun its owner."""
    _possess(word)
    _rejoin(word)
    _set_beside(word)
    _give_back_clause(word)
    _take_participle(word)
    if word.dep_ == "aux" and word.head.i > word.i:
        _raise_arguments(word)
    if word.dep_ == "amod" and word.tag_ in ("VBN", "VBD") and _follows_quotation(word):
        _invert(word)
    elif word.dep_ == "amod" and word.tag_ == "VBD":
        _set_over_clause(word)
    if word.lemma_ in _HOSTING and child(word, *SUBJECTS) is not None and child(word, "dobj", "auxpass") is None:
        _find_object(word)
    if word.pos_ == "VERB" and len(subjects := list(children(word, "nsubj"))) > 1:
        _join_subjects(subjects)
    if word.pos_ == "VERB" and (subject := child(word, "nsubj")) is not None:
        _part_subject(subject, word)
        _list_subjects(subject, word)
        _lead_in(subject, word)
    if word.tag_ == "VBD" and word.i > word.sent.start + 1 and word.nbor(-1).text == ",":
        _set_aside(word)
    is_main = word.dep_ in _MAIN and (word.tag_ in _FINITE or child(word, "aux") is not None)
    if is_main and child(word, *SUBJECTS, "expl") is None:
        _find_subject(word)
    if word.dep_ == "pcomp" and word.head.lower_ == "with" and word.head.head.lemma_ in _MEETING:
        _part_purpose(word)


def _set_beside(name: Token) -> None:
    """Let a name after a noun and a comma tell who that is: "told his Togolese counterpart, | Ann Lee |, that"."""
    if name.dep_ != "npadvmod" or name.ent_type_ != "PERSON":
        return
    noun = _noun_before_comma(name)
    if noun is not None and noun.dep_ in ("dobj", "pobj"):
        name.head, name.dep_ = noun, "appos"


def _noun_before_comma(name: Token) -> Token | None:
    """The common noun that only a comma parts from the name's phrase: "his | counterpart |, Ann Lee"; none of time."""
    first = name.left_edge
    noun = first.nbor(-2) if first.i > name.sent.start + 1 and first.nbor(-1).text == "," else None
    return noun if noun is not None and noun.pos_ == "NOUN" and noun.ent_type_ not in _TIMES else None


def _give_back_clause(person: Token) -> None:
    """Let what follows a person's name be of the verb: "told X | in a call | that talks would go on"."""
    verb = person.head.head if person.dep_ == "appos" else person.head
    if person.dep_ not in ("dobj", "dative", "appos") or person.ent_type_ != "PERSON" or not is_verb(verb):
        return
    for part in [c for c in person.children if c.i > person.i]:
        noun = child(part, "pobj")
        is_circumstance = part.lower_ in _ABOUT_TIME and noun is not None and noun.pos_ == "NOUN"
        is_clause = part.dep_ in ("acl", "relcl") and any(c.dep_ == "mark" for c in part.children)
        if is_circumstance or is_clause:
            part.head = verb
            part.dep_ = "ccomp" if is_clause else part.dep_


def _take_participle(verb: Token) -> None:
    """Let who says so in the midst do what follows: "Hasina will not come, Momen | said |, denying a report"."""
    if verb.dep_ != "parataxis" or child(verb, *SUBJECTS) is None:
        return
    for participle in list(children(verb.head, "advcl")):
        if participle.i > verb.i and participle.tag_ == "VBG" and participle.left_edge.i in (verb.i + 1, verb.i + 2):
            participle.head = verb


def _lead_in(event: Token, verb: Token) -> None:
    """Let what only leads in be no subject: "After | talks | between A and B, X and Y said", "| Following | on it, X".

    The verb finds its own then.
    """
    listed = [t for t in event.subtree if t.dep_ == "conj" and _begins_list(t)]
    if not listed or listed[-1].right_edge.i != verb.i - 1:
        return
    before = event.doc[event.left_edge.i - 1] if not event.left_edge.is_sent_start else None
    if before is None and event.tag_ == "VBG":
        event.dep_ = "prep"
    elif before is not None and before.is_sent_start and before.dep_ == "prep" and child(before, "pobj") is None:
        event.head, event.dep_ = before, "pobj"


def _set_aside(participle: Token) -> None:
    """Let a participle between commas only describe the subject: "Li, | asked | about gas, said no": Li says it.

    Its form may be that of the past. No comma parts a subject that nothing describes from its verb, and no "and" joins
    the verb after it.
    """
    subject = child(participle, "nsubj")
    near = (*children(participle, "conj", "ccomp", "advcl", "dep"), participle.head)
    after = (t for t in near if t.i > participle.i and t.tag_ in _FINITE and child(t, *SUBJECTS) is None)
    verb = next((t for t in after if _comma_before(t)), None)
    if subject is None or verb is None or subject.i != participle.i - 2 or child(participle, "aux", "auxpass"):
        return
    parts = [c for c in participle.children if c.i < subject.left_edge.i or c.i > verb.i]
    if verb.head == participle:
        is_root = participle.head == participle
        verb.head, verb.dep_ = (verb if is_root else participle.head), participle.dep_
    subject.head = verb
    participle.head, participle.dep_, participle.tag_ = subject, "acl", "VBN"
    for part in [c for c in parts if c != verb]:
        part.head = verb


def _comma_before(verb: Token) -> bool:
    """Whether a comma stands before the verb, adverbs aside: ", | curtly | said"."""
    before = verb.nbor(-1)
    while before.pos_ == "ADV" and not before.is_sent_start:
        before = before.nbor(-1)
    return before.text == ","


def _find_object(verb: Token) -> None:
    """Let whom somebody received be the object, where an adjunct before has drawn it to itself.

    "Received on Friday | Minister X |", "received today | the Minister of Angola, X |", "received at the palace | the
    ambassador of Japan |".
    """
    for adjunct in [c for c in verb.children if c.i > verb.i]:
        if adjunct.dep_ == "npadvmod" and adjunct.pos_ == "PROPN" and adjunct.ent_type_ not in _TIMES:
            adjunct.dep_ = "dobj"
            return
        noun = child(adjunct, "pobj") if adjunct.dep_ == "prep" else None
        guest = next((t for t in children(noun, "appos") if t.left_edge.nbor(-1).text != ","), None) if noun else None
        first = adjunct.nbor() if noun is not None and noun.i > adjunct.i else None
        if guest is not None:
            guest.head, guest.dep_ = verb, "dobj"
            return
        if noun is not None and first is not None and noun.ent_type_ == "PERSON" and first.ent_type_ in _TIMES:
            first.head, first.dep_ = adjunct, "pobj"
            noun.head, noun.dep_ = verb, "dobj"
            return


def _find_verb(name: Token) -> None:
    """Let the participle after a name be the verb of a sentence that has none: "| Reed | called the plan unfair".

    The name must stand within another sentence as one: the first word may be any noun or an order.
    """
    sentence, above = name.sent, name.sent.root
    verb = name.nbor() if len(sentence) > 1 else name
    is_participle = verb.tag_ == "VBN" or (verb.tag_ == "JJ" and verb.lower_.endswith("ed"))
    if not is_participle or verb == above or (name != above and name.head != above):
        return
    described = verb.head if verb.dep_ == "amod" else None
    parts = [c for c in (*above.children, *name.children) if c.i > verb.i or c == described]
    verb.head, verb.dep_, verb.tag_, verb.pos_ = verb, "ROOT", "VBD", "VERB"
    for part in [c for c in verb.children if c.dep_ == "oprd" and above != name]:
        part.dep_ = "dobj"  # "called | the plan | unfair"
    for part in parts:
        part.head = verb
    if above != name:
        above.head, above.dep_ = verb, "oprd"
    name.head, name.dep_, name.tag_, name.pos_ = verb, "nsubj", "NNP", "PROPN"


def _set_over_clause(verb: Token) -> None:
    """Let a verb of the past that the parser takes for a description have its clause: "Reed | claimed | taxes have"."""
    name, noun = child(verb, "nsubj"), verb.head
    if name is None or name.i > verb.i or noun.i < verb.i:
        return
    whole = next((t for t in (noun, *noun.ancestors) if t.dep_ != "compound"), noun)
    if whole.head == whole:
        _set_over_object(verb, whole)
    if whole.head == verb or noun.dep_ not in SUBJECTS:
        return
    clause = noun.head
    ahead = [c for c in clause.children if c.i < name.i]
    joined = [c for c in clause.children if c.dep_ == "conj" and c.tag_ == "VBD"]
    is_root = clause.head == clause
    verb.head, verb.dep_, verb.pos_ = (verb if is_root else clause.head), clause.dep_, "VERB"
    clause.head, clause.dep_ = verb, "ccomp"
    for token in (*ahead, *joined):
        token.head = verb


def _set_over_object(verb: Token, noun: Token) -> None:
    """Let the verb have the noun that the parser sets over the sentence: "Reed | phoned | President X on Monday"."""
    parts = [c for c in noun.children if c.i < verb.i or (c.dep_ == "prep" and c.lower_ != "of")]
    verb.head, verb.dep_, verb.pos_ = verb, "ROOT", "VERB"
    noun.head, noun.dep_ = verb, "dobj"
    for part in [c for c in parts if c != verb]:
        part.head = verb


def _part_purpose(infinitive: Token) -> None:
    """Let who is met be no subject of the purpose: "A met with | B | to affirm their ties": A affirms them."""
    met, preposition = child(infinitive, *SUBJECTS), infinitive.head
    if met is not None and met.left_edge.i == preposition.i + 1 and has_child(infinitive, ("to",)):
        met.head, met.dep_ = preposition, "pobj"
        infinitive.head, infinitive.dep_ = preposition.head, "advcl"


def _join_subjects(subjects: list[Token]) -> None:
    """Make one subject of what the parser takes for several: "Joe Lee, | Jr. |, called", "| A |, | B | and C met"."""
    for one, other in pairwise(subjects):
        between = one.doc[one.i + 1 : other.left_edge.i]
        if one.pos_ != "PROPN" or other.pos_ != "PROPN":
            continue
        if len(between) and between[-1].dep_ == "cc" and one.is_ancestor(between[-1]):
            other.head, other.dep_ = between[-1].head, "conj"  # "A, B | and | C met"
        if [t.text for t in between] != [","]:
            continue
        if other.lower_.rstrip(".") in _SUFFIXES:
            other.head, other.dep_ = one, "appos"
        elif child(other, "cc") is not None and child(other, "conj") is not None:
            other.head, other.dep_ = one, "conj"


def _part_subject(name: Token, verb: Token) -> None:
    """Let a name after a noun and a comma only tell who that is: "met her counterpart, | X |, spokesman | Y | said".

    An apposition to the subject ends with a comma before the verb.
    """
    last = child(name, "appos")
    if last is None or last.right_edge.i != verb.i - 1 or not _is_listed(name, last) or _has_joiner(last):
        return
    noun = _noun_before_comma(name)
    if noun is not None and name not in noun.ancestors:
        name.head, name.dep_ = noun, "appos"
        last.head, last.dep_ = verb, "nsubj"


def _list_subjects(subject: Token, verb: Token) -> None:
    """Let all of a list do what the verb says: "| Saudi Arabia |, the UAE and Egypt rejected the plan".

    The parser takes the second for an apposition or an adverb of the first. It is one where a comma ends the list: "the
    Quad, Japan and its allies, rejected the plan".
    """
    second = child(subject, "appos", "npadvmod")
    first = subject if second is not None and second.dep_ == "npadvmod" else second
    last = child(first, "conj") if first is not None and child(first, "cc") is not None else None
    if second is None or last is None or last.right_edge.i >= verb.i or last.right_edge.nbor().text == ",":
        return
    if last.pos_ == "PROPN" and _is_listed(subject, second):
        second.dep_ = "conj"


def _is_listed(first: Token, second: Token) -> bool:
    """Whether two names stand beside one another with only a comma between them."""
    between = [t.text for t in first.doc[first.i + 1 : second.left_edge.i]]
    are_names = first.pos_ == second.pos_ == "PROPN" and {first.ent_type_, second.ent_type_} <= _ACTING
    return between == [","] and are_names


def _has_joiner(name: Token) -> bool:
    """Whether "and" or the like stands in the list to which the name belongs."""
    return any(child(part, "cc") is not None for part in (name, name.head))


def _raise_arguments(auxiliary: Token) -> None:
    """Let the verb have what the parser gives its auxiliary: "X | had | on Monday condemned the attack"."""
    for part in [
        c for c in auxiliary.children if c.dep_ in ("nsubj", "nsubjpass", "neg", "prep", "npadvmod", "advmod")
    ]:
        part.head = auxiliary.head


def _follows_quotation(word: Token) -> bool:
    """Whether a word stands right after a quotation that ends with a comma: '"We spoke," | joked | Bustillo'."""
    mark = word_before(word)
    comma = word_before(mark) if mark is not None and mark.is_quote else None
    return comma is not None and comma.text == ","


def _invert(participle: Token) -> None:
    """Let what the parser takes for a description of the speaker be the verb: '"We spoke," | joked | Bustillo'."""
    speaker = participle.head
    above = speaker.sent.root
    if speaker.i < participle.i or speaker.pos_ != "PROPN" or above in (speaker, participle):
        return
    participle.head, participle.dep_, participle.tag_, participle.pos_ = above, "parataxis", "VBD", "VERB"
    speaker.head, speaker.dep_ = participle, "nsubj"


def _find_subject(verb: Token) -> None:
    """Let the name right before a verb be its subject, where an adjunct before has drawn it to itself.

    "Addressing the UN, | President X | demanded", "on Tuesday | Iran | said". Of an office and a name between commas
    it is the office: "It will grow, the deputy prime | minister |, X, told".
    """
    last = verb
    while last is verb or last.pos_ in ("ADV", "AUX"):
        if last.is_sent_start:
            return
        last = last.nbor(-1)
    is_inserted = last.text == "," and not last.is_sent_start
    name = _phrase_ending(last.nbor(-1) if is_inserted else last, verb)
    if name is None or name.ent_type_ not in (("PERSON",) if is_inserted else _ACTING):
        return
    if not is_inserted:
        listed = _first_listed(name)
        if listed is not None and listed not in verb.ancestors:
            _make_subject(listed, verb)
        return
    before = name.left_edge.nbor(-1)
    office = _phrase_ending(before.nbor(-1), verb) if before.text == "," and before.i > verb.sent.start else None
    if office is not None and office.pos_ == "NOUN" and office != verb:
        _make_subject(office, verb)
        name.head, name.dep_ = office, "appos"


def _first_listed(last: Token) -> Token | None:
    """The first of three and more of whom the name is the last, behind a dash: "on Monday - | Peru |, X and Y said".

    None where it does not stand apart: nobody knows who of "with Peru, X and Y said" speaks. Of two it is the last. A
    comma after "and" ends a list: "after talks between A and B, | X | and Y said".
    """
    if last.dep_ != "conj" or last.head.dep_ != "conj":
        return last
    first = last
    while first.dep_ == "conj" and not _begins_list(first):
        first = first.head
    if first.dep_ == "conj":
        return first
    before = first.doc[max(last.sent.start, first.left_edge.i - 1) : first.i]
    return first if any(t.text in _DASHES for t in before) else None


def _begins_list(name: Token) -> bool:
    """Whether the list that the parser goes on with is over before the name: "A and B, | X | and Y"."""
    before, last = name.left_edge, name.head.left_edge
    is_parted = not before.is_sent_start and before.nbor(-1).text == ","
    return is_parted and not last.is_sent_start and last.nbor(-1).lower_ == "and"


def _phrase_ending(last: Token, verb: Token) -> Token | None:
    """The noun whose phrase ends with the token and stands by itself: after a comma, a day or at the beginning."""
    for noun in (last, *last.ancestors):
        if noun == verb or noun.right_edge.i > max(last.i, verb.i - 1):
            return None
        first = noun.left_edge
        is_joined = noun.dep_ == "conj" and not first.is_sent_start and first.nbor(-1).lower_ == "and"
        if is_joined and noun.pos_ == "PROPN":
            return noun  # "Malawi confirmed its first case and | Zambia | had its first death"
        if noun.dep_ == "conj" and noun.head.dep_ == "appos" and _is_listed(noun.head, noun) and not _has_joiner(noun):
            return noun  # "met her counterpart, Ann Lee, | spokesman Tom Reed | said"
        if noun.pos_ not in ("NOUN", "PROPN") or noun.dep_ not in _DRAWN:
            continue
        if first.ent_type_ == "DATE" and noun.ent_type_ != "DATE":
            return noun
        if first.is_sent_start or first.nbor(-1).text in _OPENING:
            return noun
    return None


def _make_subject(noun: Token, verb: Token) -> None:
    above = noun.head
    for token in [t for t in noun.children if t.ent_type_ == "DATE" and t.i < noun.i]:
        token.head, token.dep_ = above, noun.dep_  # "on | Tuesday | Iran said"
    for token in [t for t in verb.children if t.dep_ == "csubj"]:
        token.dep_ = "advcl"
    noun.head, noun.dep_ = verb, "nsubj"


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


def _describe(participle: Token, guest: Token, above: Token, relation: str) -> None:
    for token in [t for t in participle.children if t.i > guest.i]:
        token.head = participle.head  # "met visiting X | in Berlin |"
    guest.head, guest.dep_ = above, relation
    participle.head, participle.dep_ = guest, "amod"
    participle.tag_, participle.pos_ = "JJ", "ADJ"

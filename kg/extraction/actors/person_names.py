"""Where persons' names stand in a text: capitalised words, with particles and hyphens, told from other names.

Whose names they are is decided in `kg.extraction.actors.people`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.analysis.document import Document
from kg.analysis.syntax import child, is_verb
from kg.extraction.actors.bodies import BODIES
from kg.extraction.actors.names import Name, NameKind, Names
from kg.extraction.actors.office_words import AFTER_NAMES, HEADS, noun_of_office
from kg.extraction.actors.titles import Title
from kg.extraction.wording.meeting_verbs import MEETING, MEETING_OF_PERSONS, act_of
from kg.records import Span
from kg.reference.names import fold_name

_HONORIFICS = frozenset(
    """mr mrs ms miss mx dr sir dame lord lady mr. mrs. ms. dr. sen. rep. gov. gen. h.e. rep sen gov hon hon. prof
    prof. majesty highness excellency datuk dato seri shri""".split()
)
_RANKS = frozenset(
    """lt. lt lieutenant general gen. gen admiral adm. adm rear vice colonel col. col major maj. maj brig. brig capt.
    capt captain commander cmdr. sgt. sergeant ayatollah sheikh sheik shaikh king
    queen prince princess pope rabbi imam field marshal brigadier""".split()
)
_STYLES = frozenset("the top crown majesty highness royal republican democrat emeritus emerita".split())
BEFORE_NAMES = (_HONORIFICS | _RANKS | HEADS | _STYLES) - {"emir", "amir", "sultan"}  # which may be given names
# Heads of offices that are names of persons as well: "Martin Luther | King", "Julie | Bishop".
_ALSO_NAMES = frozenset(
    """king queen prince princess pope emir sultan sheikh bishop archbishop cardinal judge justice chief general major
    marshal speaker commander counsel assistant chancellor provost premier aide""".split()
)
# Lower-case particles within names; a name neither begins nor ends with one of the first kind.
_PARTICLES = frozenset(
    """al el de der den van von bin ben ibn da di dos das do du la le del della abu ul ur bint y e af av ag zu
    ter dela delos""".split()
)
PARTICLES_OF_SURNAMES = frozenset("de der den van von du da di del della dos das do la le ter".split())
"""Particles that are no given names, as "Ben" and "Al" may be."""
_PARTIES = frozenset("DRI")
_MONTHS = frozenset("january february march april may june july august september october november december".split())
_QUARTERS = frozenset("North South East West".split())  # "Catherine | West"
_NEVER = frozenset(
    """the a an and of in on at for to from with by monday tuesday wednesday thursday friday saturday sunday
    north south east west western eastern northern southern covid brexit internet god christmas guest
    he she they it his her i we image photo says tells calls urges warns vows slams meets hits backs
    is are was
    you but who both this that summit forum conference meeting dialogue jr jr. sr sr.""".split()
)


_BODIES = BODIES | frozenset(
    """party movement group union front alliance coalition company corporation corp inc ltd organisation organization
    league federation association network institute university city province state states kingdom republic""".split()
)

# One syllable of a Chinese or Korean given name in Latin letters; the second is written small after a hyphen:
# "Moon Jae-in", "Tsai Ing-wen", "Kang Kyung-wha".
_SYLLABLE = re.compile(r"[b-df-hj-np-tv-z]{0,2}y?[aeiouyw]{1,3}(?:ng|rn|ck|[nmklpthgrw])?", re.IGNORECASE)
_TURKIC = frozenset("bek bey beg ool oglu ogly khan".split())
"""Written small after the hyphen of a name: "Yunus-|bek | Yevkurov"."""
_ALSO_SURNAMES = (NameKind.ORGANISATION, NameKind.CAPITAL, NameKind.OUTLET)
_PERSONS = frozenset(
    """expert analyst candidate activist professor lecturer lawyer researcher historian journalist scholar scientist
    fellow campaigner dissident politician businessman businesswoman wife husband son daughter brother sister widow
    mother father resident survivor student attendee singer actor actress writer author poet doctor nurse farmer
    fisherman trader teacher veteran academic blogger pastor""".split()
)
"""Nouns for persons that are no offices."""
_KIN = frozenset("wife husband son daughter brother sister mother father widow niece nephew".split())
FATES = frozenset(
    "killing murder assassination death arrest appointment election presidency life wife husband widow".split()
)
"""Nouns with "of" and the name of a person."""
_TALKING = frozenset("talk meet meeting speak call conversation confer summit sit telephone lunch dinner".split())
_INITIALS = re.compile(r"(?:[A-Z]\.)+")
_ENGLISH_SYLLABLES = frozenset("run born hit plan law team man war row deal bound".split())  # "a Xi-run bank"


@dataclass(frozen=True, slots=True)
class NameRun:
    """A person's name in one place. `start` and `end` count tokens, `words` are its tokens without joining hyphens."""

    start: int
    end: int
    span: Span
    words: tuple[str, ...]


def is_name_word(token: Token, names: Names) -> bool:
    """Whether the token may be part of a person's name."""
    is_surname = token.text == "May" and token.ent_type_ == "PERSON"
    is_surname |= token.text in _QUARTERS and token.i > 0 and token.nbor(-1).ent_type_ == token.ent_type_ == "PERSON"
    is_surname |= token.text == "To" and token.i > 0 and bool(noun_of_office(token.nbor(-1)))  # "President | To Lam"
    if (token.lower_ in _NEVER and not is_surname) or not any(c.isalpha() for c in token.text):
        return False
    if token.text in _PARTIES and token.i > 0 and token.nbor(-1).text == "(":
        return False  # "Ann Lee (| D-Mo. |)"
    if set(token.text) & set("()[]"):
        return False  # "Cohen)President", where the blank is missing
    if token.lower_ in _MONTHS and not _ends_a_name(token):
        return False
    name = names.at(token)
    if name is not None and not _is_also_a_name(name, token):
        return False
    is_in_capitals = len(token.text) > 3 and token.text.isupper() and not _INITIALS.fullmatch(token.text)
    if is_in_capitals or any(c.isdigit() for c in token.text):
        return False  # an acronym, or a heading in capitals
    return token.text[0].isupper() or (token.text[0] in "'‘’" and token.text[1:2].isupper())


def _is_also_a_name(name: Name, token: Token) -> bool:
    """Whether the language model sees a person where the tables have something else: "| Israel | Katz"."""
    following = token.doc[token.i + 1 : token.i + 2]
    before = token.doc[max(0, token.i - 1) : token.i]
    if name.end > name.start + 1:
        return False
    if name.kind is not NameKind.STATE and _is_given_name_of_holder(token):
        return True
    if token.ent_type_ != "PERSON":
        return False
    is_given = any(t.ent_type_ == "PERSON" and t.is_title for t in following)
    is_surname = any(t.ent_type_ == "PERSON" and t.is_title for t in before)
    return (
        name.kind is NameKind.PLACE
        or (is_given and name.kind is NameKind.ADJECTIVE and len(_entity_at(token)) == 2)  # "| German | Umana"
        or (is_given and name.kind is NameKind.CAPITAL)
        or (is_given and name.kind is NameKind.STATE and len(_entity_at(token)) == 2)  # "Togo Ann Lee" is none
        or (is_surname and name.kind in _ALSO_SURNAMES)  # "Therese | Wagner"
    )


def _is_given_name_of_holder(token: Token) -> bool:
    """Whether an office leads to the word and a surname follows: "President | Duma | Boko".

    So does one that tells of what it is: "the President of Paraguay, | Santiago | Peña".
    """
    surname = token.head
    if token.dep_ != "compound" or surname.i != token.i + 1 or not surname.is_title or noun_of_office(surname):
        return False
    if surname.dep_ != "appos":
        return token.i > 0 and bool(noun_of_office(token.nbor(-1)))
    named = surname.head
    office = named.head.head if named.dep_ == "pobj" and named.head.lower_ == "of" else named
    return token.nbor(-1).text == "," and bool(noun_of_office(office))


def _entity_at(token: Token) -> Sequence[Token]:
    """The tokens of the language model's entity that begins with the token; none if it begins before."""
    end = token.i + 1
    while end < len(token.doc) and token.doc[end].ent_iob_ == "I":
        end += 1
    return [*token.doc[token.i : end]] if token.ent_iob_ == "B" else []


def _ends_a_name(month: Token) -> bool:
    """Whether what looks like a month is a surname: "Theresa | May", but not "told Smith | May 5"."""
    before, after = month.doc[max(0, month.i - 1)], month.doc[min(len(month.doc) - 1, month.i + 1)]
    return month.i > 0 and before.pos_ == "PROPN" and before.is_title and not after.like_num


def _joins(doc: Doc, at: int) -> bool:
    """Whether the token is a hyphen or an apostrophe glued to words on both sides."""
    return doc[at].text in ("-", "–", "'", "’") and not doc[at - 1].whitespace_ and not doc[at].whitespace_


def _is_second_syllable(doc: Doc, at: int) -> bool:
    """Whether a word in small letters goes on with the given name before its hyphen: "Jae-in", not "Biden-led"."""
    if at < 2 or not _joins(doc, at - 1) or doc[at].lower_ in _ENGLISH_SYLLABLES:
        return False
    if doc[at].text in _TURKIC and doc[at - 2].is_title:
        return True
    return all(_SYLLABLE.fullmatch(word.text) for word in (doc[at - 2], doc[at]))


def _is_second_surname(doc: Doc, at: int) -> bool:
    """Whether a surname that is a place's as well is joined to another: "Kimberly Ballard-| Washington"."""
    is_joined = _joins(doc, at - 1) and doc[at].is_title
    return is_joined and doc[at].ent_type_ == doc[at - 2].ent_type_ == "PERSON"


def _is_elided(token: Token) -> bool:
    """Whether a surname with its article in one token stands here: "Giscard | d'Estaing", "| D’Alema"."""
    article, _, name = token.text.replace("’", "'").partition("'")
    return article in ("d", "dell", "dall") and name[:1].isupper()


def _goes_on(doc: Doc, at: int) -> bool:
    """Whether a word that is no name by itself goes on with the one before."""
    return _is_second_syllable(doc, at) or _is_second_surname(doc, at) or _is_elided(doc[at])


def run_from(doc: Doc, start: int, names: Names) -> NameRun | None:
    """The name that begins with the token: capitalised words, with particles and hyphens between them."""
    at = end = start
    limit = min(len(doc), start + 9)
    words: list[str] = []
    while at < limit and (at == start or not doc[at].is_sent_start):
        token = doc[at]
        if token.is_space and "\n" not in token.text:
            at += 1
            continue
        if words and token.text in AFTER_NAMES and not doc[at + 1 : at + 2].text.istitle():
            break  # "Julie Bishop | MP", but not "Labour | MP Ann Lee"
        if is_name_word(token, names) or (words and _goes_on(doc, at)):
            words.append(token.text)
            end = at + 1
        elif (
            not (words and token.lower_ in _PARTICLES)
            and not (at > start and _joins(doc, at))
            and not (not words and token.lower_ in ("al", "el", "bin") and at + 1 < limit)
        ):
            break
        at += 1
    if not words:
        return None
    span = doc[start:end]
    return NameRun(start, end, (span.start_char, span.end_char), tuple(words))


def proper_start(doc: Doc, start: int) -> int:
    """Past the honorifics, ranks and offices that the language model takes for part of a name."""
    while start < len(doc) - 1 and (
        doc[start].lower_ in BEFORE_NAMES
        or (doc[start].text == "." and start > 0 and doc[start - 1].lower_ in _RANKS)
        or (doc[start].lower_ in ("emir", "amir", "sultan") and doc[start + 1].lower_ in BEFORE_NAMES)
    ):
        start += 1
    return start


def entity_runs(document: Document, names: Names) -> list[NameRun]:
    """Runs where the language model sees a person and the tables do not object."""
    runs = []
    for entity in document.doc.ents:
        if entity.label_ == "PERSON":
            start = entity.start
            if start and document.doc[start].lower_ in _PARTICLES and is_name_word(document.doc[start - 1], names):
                start -= 1  # "Arnel | dela Vega |"
            run = run_from(document.doc, proper_start(document.doc, start), names)
            if run is not None and run.start < entity.end + 1:
                runs.append(past_office(run, document.doc, names))
    return [run for run in runs if run is not None]


def past_office(run: NameRun, doc: Doc, names: Names) -> NameRun | None:
    """What is left of a run past an office that the model takes for its beginning: "Commerce Secretary | Ann Lee".

    What may be a name as well is an office after the place where it is held: "Gauteng Premier | Ann Lee".
    """
    offices = [
        t.i
        for t in doc[run.start : run.end]
        if (noun := noun_of_office(t)) and (noun not in _ALSO_NAMES or (t.i > run.start and names.at(t.nbor(-1))))
    ]
    if not offices:
        return run
    return run_from(doc, offices[-1] + 1, names) if offices[-1] + 1 < run.end else None


def honoured_runs(doc: Doc, names: Names) -> list[NameRun]:
    """Runs after "Mr", "Dr" and the like."""
    starts = (proper_start(doc, t.i) for t in doc[:-1] if t.lower_ in _HONORIFICS)
    runs = (run_from(doc, start, names) for start in starts)
    return [run for run in runs if run is not None]


def is_honoured(doc: Doc, run: NameRun) -> bool:
    """Whether "Mr", a rank or the like stands before the name."""
    return run.start > 0 and doc[run.start - 1].lower_ in _HONORIFICS | _RANKS


def is_kin(doc: Doc, run: NameRun) -> bool:
    """Whether a given name stands right after what the person is to another one: "his wife | Mary |"."""
    return run.start > 1 and doc[run.start - 1].lower_ in _KIN and doc[run.start - 2].tag_ in ("PRP$", "POS")


def titled_runs(doc: Doc, titles: Iterable[Title], names: Names) -> list[NameRun]:
    """Runs right after an office: "President | Xi", "prime minister, | Keir Starmer"."""
    runs = []
    for title in titles:
        after = title.end
        comma = after < len(doc) and doc[after].text == ","
        start = proper_start(doc, after + comma) if after + comma < len(doc) else after
        run = run_from(doc, start, names) if start < len(doc) else None
        run = past_office(run, doc, names) if run is not None else None
        if run is not None and len(run.words) == 1 and run.words[0].isupper():
            continue  # "Head of Government | GTM"
        # After a comma a single capitalised word is as likely the next item of a list.
        is_next = run is not None and (not comma or len(run.words) > 1 or title.is_counterpart)
        if run is not None and is_next and not doc[run.start].is_sent_start:
            is_plural = doc[title.head].tag_ in ("NNS", "NNPS")
            runs += [run, *(_listed_runs(doc, run, names) if is_plural else ())]
    return runs


def _listed_runs(doc: Doc, run: NameRun, names: Names) -> Iterator[NameRun]:
    """The runs of a list that names a state with each: "Presidents X of Kenya, | Y | of Togo and | Z | of Chad"."""
    following: NameRun | None = run
    while following is not None and (state := _state_after(doc, following, names)) is not None:
        at = state.end
        while at < len(doc) and doc[at].lower_ in (",", "and"):
            at += 1
        following = run_from(doc, at, names) if state.end < at < len(doc) and not doc[at].is_sent_start else None
        following = following if following is not None and past_office(following, doc, names) is following else None
        if following is not None and _state_after(doc, following, names) is not None:
            yield following


def _state_after(doc: Doc, run: NameRun, names: Names) -> Name | None:
    """The state right after a name: "Ruto | of Kenya |"."""
    words = [t for t in doc[run.end : run.end + 3] if t.lower_ != "the"]
    name = names.at(words[1]) if len(words) > 1 and words[0].lower_ == "of" else None
    return name if name is not None and name.kind is NameKind.STATE else None


def apposed_runs(doc: Doc, titles: Iterable[Title], names: Names) -> list[NameRun]:
    """Runs of several words that an office explains, whatever the model takes them for: "Gáspár Maróth, | minister"."""
    runs = []
    for title in titles:
        named = doc[title.head].head
        is_apposed = doc[title.head].dep_ == "appos" and named.pos_ == "PROPN" and named.i + 1 < title.start
        if not is_apposed or doc[named.i + 1].text != "," or named.lower_ in _BODIES:
            continue
        start = named.i
        while start > 0 and doc[start - 1].head.i == named.i and is_name_word(doc[start - 1], names):
            start -= 1
        run = run_from(doc, proper_start(doc, start), names)
        has_article = start > 0 and doc[start - 1].lower_ in ("the", "a", "an")
        if run is not None and run.end == named.i + 1 and len(run.words) > 1 and not has_article:
            runs.append(run)
    return [run for run in runs if past_office(run, doc, names) is run]


def is_described(name: Token) -> bool:
    """Whether a noun after a comma says that the name is a person's: "X, an | expert |", "X, | wife | of Y"."""
    noun = child(name, "appos")
    return noun is not None and noun.lower_ in _PERSONS and name.doc[name.i + 1].text == ","


def is_talked_with(name: Token) -> bool:
    """Whether somebody talks or meets with who is named: "talks with | Lavrov |"."""
    if name.dep_ != "pobj":
        return False
    link = name.head
    return link.lower_ == "with" and link.i == name.i - 1 and link.head.lemma_.lower() in _TALKING


def tells_of_meeting(word: Token) -> bool:
    """Whether the word is one of people who come or talk together: "| met |", "held | talks |", "| hosted |"."""
    return word.lemma_.lower() in _TALKING or (is_verb(word) and act_of(word) in MEETING | MEETING_OF_PERSONS)


def described_runs(doc: Doc, names: Names) -> list[NameRun]:
    """Runs of several words that such a noun explains, whatever the model takes them for."""
    runs = []
    for last in doc[:-2]:
        if last.pos_ != "PROPN" or last.lower_ in _BODIES or not is_described(last):
            continue
        start = last.i
        while start > 0 and doc[start - 1].head.i == last.i and is_name_word(doc[start - 1], names):
            start -= 1
        run = run_from(doc, proper_start(doc, start), names)
        if run is not None and run.end == last.i + 1 and len(run.words) > 1:
            runs.append(run)
    return runs


def certain_runs(
    runs: Iterable[NameRun], titled: Iterable[NameRun], doc: Doc, surnames: Container[str]
) -> list[NameRun]:
    """The runs that may be names: of several words, beside an office, a subject, a known surname, or seen twice."""
    titled_starts = {run.start for run in titled}
    alone: Counter[tuple[str, ...]] = Counter(run.words for run in runs if len(run.words) == 1)
    certain: dict[int, NameRun] = {}
    for run in [*titled, *runs]:
        is_several = len(run.words) > 1 or alone[run.words] > 1
        is_known = fold_name(run.words[-1]) in surnames and stands_for_itself(doc, run)
        if is_several or is_known or run.start in titled_starts or doc[run.start].dep_ == "nsubj" or is_kin(doc, run):
            certain.setdefault(run.start, run)
    return without_overlaps(certain.values())


def stands_for_itself(doc: Doc, run: NameRun) -> bool:
    """Whether the name is no part of another: not "the Trump administration", "the Sahel"."""
    has_article = run.start > 0 and doc[run.start - 1].lower_ in ("the", "a", "an")
    return not has_article and doc[run.end - 1].dep_ not in ("compound", "nmod", "amod")


def without_overlaps(runs: Iterable[NameRun]) -> list[NameRun]:
    """The runs in order; of two that share a token the earlier, of two with one beginning the longer."""
    kept: list[NameRun] = []
    for run in sorted(runs, key=lambda r: (r.start, -r.end)):
        if not kept or run.start >= kept[-1].end:
            kept.append(run)
    return kept


def repeated_runs(document: Document, runs: Sequence[NameRun], names: Names) -> list[NameRun]:
    """Later and earlier places where a known person stands by one part of the name alone: "Bayramov", "Xi"."""
    known = {run.words[-1] for run in runs} | {run.words[0] for run in runs if len(run.words) > 1}
    taken = {at for run in runs for at in range(run.start, run.end)}
    surnames = {run.words[-1] for run in runs} | _leading_surnames(document, runs)
    wanted = known & surnames
    found = []
    for at, word in enumerate(document.words):
        if word in wanted and at not in taken and is_name_word(document.doc[at], names):
            run = run_from(document.doc, _with_article(document.doc, at), names)
            if run is not None and len(run.words) == 1:
                found.append(run)
        elif word in surnames and at not in taken and _is_outlets(document.doc[at], names):
            span = document.doc[at : at + 1]
            found.append(NameRun(at, at + 1, (span.start_char, span.end_char), (word,)))
    return found


def _is_outlets(token: Token, names: Names) -> bool:
    """Whether the word alone is an outlet's name, as a surname may be: "Michael Bloomberg … | Bloomberg | said"."""
    name = names.at(token)
    return name is not None and name.kind is NameKind.OUTLET and name.end == name.start + 1


def _with_article(doc: Doc, start: int) -> int:
    """Back over the Arabic article written small before a name: "| al-Muhandis | was the commander"."""
    return start - 2 if start > 1 and _joins(doc, start - 1) and doc[start - 2].text in ("al", "el") else start


def _leading_surnames(document: Document, runs: Sequence[NameRun]) -> set[str]:
    """First words of full names that the text also uses alone ("Xi", "Kim"): surnames that come first."""
    firsts = {run.words[0] for run in runs if len(run.words) > 1}
    taken = {at for run in runs if len(run.words) > 1 for at in range(run.start, run.end)}
    return {word for at, word in enumerate(document.words) if word in firsts and at not in taken}

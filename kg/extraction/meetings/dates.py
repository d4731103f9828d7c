"""When an event took place, as its sentence and those before it tell."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.dates import DateExpression, number_of
from kg.analysis.document import Document
from kg.analysis.syntax import SUBJECTS, child, children, has_child, is_verb, verb_over
from kg.extraction.meetings.occasions import ORDINALS, is_visit_apart, whole_of
from kg.extraction.meetings.writing_day import news_lead
from kg.extraction.wording.circumstances import (
    ASIDE,
    GOING_ON,
    HAPPENING,
    LOOKING_AHEAD,
    awaited,
    calls_off,
    goes_on,
    is_ahead,
    is_future,
    is_intended,
    is_past,
    is_prospect,
    puts_off,
)
from kg.extraction.wording.reporting_verbs import FRAMES
from kg.records import PartialDate, Span

_HOLDING = frozenset("have make pay receive conduct conclude finish complete end".split())
_EVENTS = frozenset("visit trip summit meeting talk talks audience".split())
_FOLLOWING = frozenset("follow precede".split())  # "the talks | followed | stops in Fiji, where he met X"
_LEADING_TO = frozenset("ask question press speak address".split())
_SCHEDULING = frozenset("schedule plan set slate".split())
_NOT_THEN = frozenset("since until till before after by".split())  # what comes before a date that dates no event
# Words that lead to what was before the news.
_BACKWARD = frozenset(
    """earlier ago previous previously last since former formerly once before recently recent past year years week
    weeks month months day days after history""".split()
)
_SPANS = {"day": 1, "week": 7}
_ORDER = {"after": -1, "before": 1, "ahead": 1}  # where an event lies from which another one is told to be so far off
_TAKING_UP = frozenset("this it that the his her their its".split())


def is_told_as_news(document: Document, trigger: Token) -> bool:
    """Whether the sentence tells of the event in its main clause and nothing in it leads further back.

    "X met Y in Baku" is news; "X had met Y", "weeks after X met Y" and "X met Y in 2019" tell what came before.
    """
    verb = trigger if is_verb(trigger) else verb_over(trigger)
    sentence = trigger.sent
    is_after = _is_said_after(trigger)
    part = whole_of(trigger)  # "at the | start | of talks with X"
    is_setting = is_after or (part.dep_ == "pobj" and part.head.lower_ in ("at", "during", "in", "on"))
    if verb is None or document.quotation_at(trigger.idx) is not None:
        return False
    is_told = verb.lemma_ == "tell" and trigger.lemma_ == "conference"  # "told | a news conference | that"
    is_held = trigger.dep_ == "dobj" and (verb.lemma_ in _HOLDING or is_told)
    is_over = trigger.dep_ in SUBJECTS and verb.lemma_ in GOING_ON
    if not (is_verb(trigger) or is_setting or is_held or is_over or verb.lemma_ in HAPPENING):
        return False  # "they discussed | the negotiations"
    own = [t for t in sentence if not _is_in_other_clause(document, t, trigger)]
    days = [d for d in document.dates if sentence.start_char <= d.span[0] < sentence.end_char]
    if any(document.token_at(d.span[0]) in own and not _is_of_saying(document, d, trigger) for d in days):
        return False
    if any(_leads_back(t) for t in own if not (is_after and t == trigger.head) and not _leads_to_event(t)):
        return False
    chain = [verb, *itertools.takewhile(lambda t: t.dep_ != "ROOT", verb.ancestors), sentence.root]
    verbs = [t for t in chain if is_verb(t)]
    is_ordered = any(_leads_to_event(t) and t.lower_ != "earlier" for t in own)  # "had met X | before the summit |"
    return is_past(verb) and (is_ordered or not any(_is_background(t) for t in verbs))


def _is_said_after(trigger: Token) -> bool:
    """Whether somebody speaks of what was just before: "told reporters | after | talks with X"."""
    is_after = trigger.dep_ in ("pobj", "pcomp") and trigger.head.lower_ in ("after", "following")
    verb = verb_over(trigger.head) if is_after else None
    return verb is not None and (verb.lemma_ in FRAMES or verb.lemma_ == "speak") and is_past(verb)


def _is_of_saying(document: Document, expression: DateExpression, trigger: Token) -> bool:
    """Whether the date says when the news was told: "the ministry said | on Tuesday | that X had received Y"."""
    token = document.token_at(expression.span[0])
    verb = verb_over(token) if token is not None else None
    is_above = verb is not None and verb in trigger.ancestors
    return token is not None and is_above and _is_of_report(document, expression, token, trigger)


def _is_in_other_clause(document: Document, word: Token, trigger: Token) -> bool:
    """Whether the word stands in a clause that tells something else.

    That is in what is said at the event ("told a briefing that it would end | in May |"), or in what is told of
    somebody or something by the way ("met X, | who was elected in May |").
    """
    if document.quotation_at(word.idx) is not None:
        return True
    clauses = (t for t in (word, *word.ancestors) if t.dep_ in ("ccomp", "advcl", "relcl"))
    apart = (t for t in clauses if t != trigger and trigger not in t.subtree)
    return any(t.dep_ == "relcl" or t.head.lemma_ in FRAMES for t in apart)


def _leads_to_event(word: Token) -> bool:
    """Whether the word only orders what happened on one day: "said | after | his meeting", "| earlier | met X"."""
    if word.lower_ in ("after", "before"):
        events = (t for t in children(word, "pobj") if t.lemma_ in _EVENTS)
        return any(has_child(t, ("the", "his", "her", "their", "a")) or t.lower_ == "talks" for t in events)
    is_bare = word.dep_ == "advmod" and not any(word.children) and word.head.tag_ == "VBD"
    return word.lower_ == "earlier" and is_bare


def _is_background(verb: Token) -> bool:
    """Whether the clause tells what was before the news, or when.

    "Went to Riyadh, where he | met | X" and "X, who | told | reporters that" go on with it.
    """
    is_there = verb.dep_ == "relcl" and (has_child(verb, ("where",)) or verb.lemma_ in FRAMES)
    is_below = verb.dep_ in ("relcl", "advcl") and not (is_there or _is_asked(verb))
    return is_below or _is_pluperfect(verb) or verb.lemma_ in _FOLLOWING


def _is_pluperfect(verb: Token) -> bool:
    """Whether the verb tells what was before what is told: "| had | met"; not "said they | had | a plan"."""
    return any(t.lower_ == "had" for t in children(verb, "aux"))


def _is_asked(participle: Token) -> bool:
    """Whether the words only lead to what was said: "| Asked | at a briefing, X said", "| Speaking | after talks"."""
    is_led = participle.i < participle.head.i and child(participle, *SUBJECTS) is None
    return is_led and participle.lemma_ in _LEADING_TO and participle.tag_ in ("VBN", "VBG")


def _leads_back(word: Token) -> bool:
    """Whether the word leads to what was before the news: "| days | later", but not "a three- | day | visit"."""
    if word.lower_ in ORDINALS:
        return word.dep_ == "advmod"  # "when they | first | met", but not "their | first | meeting"
    is_length = word.i > 0 and word.nbor(-1).text == "-" and word.lower_ in ("day", "week", "month", "year")
    return word.lower_ in _BACKWARD and not is_length


def days_told_before(document: Document, trigger: Token, published: date | None) -> Iterator[tuple[Token, PartialDate]]:
    """The days on which something was said in the two sentences before, each with the verb: "said | on Monday | that".

    Sentences within a quotation are not counted: they go on with what was said. None where the event's own sentence
    tells a date, quotes, or leads further back.
    """
    sentence = trigger.sent
    if document.quotation_at(trigger.idx) is not None:
        return
    told = [t for t in sentence if document.quotation_at(t.idx) is None]
    if any(t.lower_ != "after" and (_leads_back(t) or t.lower_ in ORDINALS) for t in told):
        return
    if any(document.token_at(d.span[0]) in told for d in document.dates):
        return
    if any(_is_pluperfect(t) for t in (trigger, *trigger.ancestors) if is_verb(t)):
        return
    start = _told_before(document, _told_before(document, sentence)).start_char
    for expression in reversed(document.dates):
        token = document.token_at(expression.span[0])
        if not start <= expression.span[0] < sentence.start_char or token is None or expression.shift is not None:
            continue
        verb, day = verb_over(token), expression.resolve(published)
        if verb is not None and day is not None and day.day is not None and verb.lemma_ in FRAMES and is_past(verb):
            yield verb, day


def _told_before(document: Document, sentence: TokenSpan) -> TokenSpan:
    """The sentence before that is not within a quotation; the first of the text where none is."""
    before = _sentence_before(sentence)
    while before.start and document.quotation_at(before.start_char) is not None:
        before = _sentence_before(before)
    return before


def _sentence_before(sentence: TokenSpan) -> TokenSpan:
    return sentence.doc[sentence.start - 1].sent if sentence.start else sentence


def date_of(
    document: Document, trigger: Token, published: date | None, future: bool, is_own: bool = False
) -> tuple[PartialDate | None, DateExpression | None]:
    """The date that the sentence gives the event, resolved; and its words.

    A date that hangs on the event's own words comes first, then one of its clause, then the nearest of the sentence
    that hangs on no other verb: in "said on Tuesday that he would meet X next week" Tuesday is not the meeting's.
    A year alone comes last of its kind. With `is_own` only the first two count. What was "a day after" another event of
    its sentence counts from that.
    """
    if (apart := _days_apart(trigger)) is not None:
        other, days = apart
        day = _day_of_other(document, other, published)
        if day is not None and day.day is not None:
            with suppress(OverflowError):  # no calendar reaches so far
                return PartialDate.of(day.not_before + timedelta(days)), None
    sentence = trigger.sent
    inside = [
        d
        for d in document.dates
        if sentence.start_char <= d.span[0] < sentence.end_char
        and _dates_an_event(document, d)
        and not (future and d.is_gone)
        and document.quotation_at(d.span[0]) is document.quotation_at(trigger.idx)
    ]
    ranked = sorted(
        (_closeness(document, d, trigger), d.is_year, _distance(d.span, trigger.idx), n) for n, d in enumerate(inside)
    )
    for closeness, _, _, number in ranked:
        is_scheduled = _is_scheduled_for(document.token_at(inside[number].span[0]), trigger)
        resolved = day_meant(document, inside[number], published, future or is_scheduled)
        if resolved is not None and closeness < (_LOOSE if is_own else _ELSEWHERE):
            return resolved, inside[number]
    return None, None


def _day_of_other(document: Document, verb: Token, published: date | None) -> PartialDate | None:
    """The day of the verb; where "this comes" after an event, what came is what the sentence before tells."""
    day, _ = date_of(document, verb, published, is_future(verb))
    subject = child(verb, *SUBJECTS)
    if day is not None or verb.lemma_ != "come" or subject is None or not verb.sent.start:
        return day
    takes_up = subject.lower_ in _TAKING_UP or has_child(subject, _TAKING_UP)
    news = _sentence_before(verb.sent).root
    return date_of(document, news, published, is_future(news))[0] if takes_up else None


def _days_apart(trigger: Token) -> tuple[Token, int] | None:
    """The verb of the sentence from whose day the event's is so many days off: "| came | two days after talks"."""
    clause = trigger if is_verb(trigger) or trigger.dep_ != "dobj" else trigger.head  # "after he | attended | a summit"
    is_noun = clause.dep_ in ("pobj", "pcomp")
    links = [clause.head] if is_noun else [t for t in children(clause, "mark") if clause.dep_ == "advcl"]
    orders = (order for t in links if (order := _ahead_of(t)).lower_ in _ORDER and order.i > 0)
    link = next(orders, None)
    unit = link.nbor(-1) if link is not None else None
    if link is None or unit is None or unit.lemma_ not in _SPANS:
        return None
    count = next((n for t in children(unit, "det", "nummod") if (n := number_of(t.text))), 0)
    verb = verb_over(link if is_noun else clause)
    if not count or verb is None:
        return None
    return verb, count * _SPANS[unit.lemma_] * _ORDER[link.lower_]


def _ahead_of(link: Token) -> Token:
    """The word that tells the order: "a day | ahead | of his visit", "a day | before | it"."""
    return link.head if link.lower_ == "of" and link.head.lower_ == "ahead" else link


def date_within(
    document: Document, span: Span, published: date | None, future: bool
) -> tuple[PartialDate | None, DateExpression | None]:
    """The first date that the words there tell, resolved; and its words: "to Cairo | in May and | to Paris"."""
    for expression in document.dates:
        if span[0] <= expression.span[0] < span[1] and _dates_an_event(document, expression):
            return day_meant(document, expression, published, future), expression
    return None, None


def day_meant(
    document: Document, expression: DateExpression, published: date | None, future: bool
) -> PartialDate | None:
    """The date that the words mean; of those that count from another day, the one so many days from it."""
    if expression.shift is None:
        return _in_year_told(document, expression).resolve(published, future)
    anchor = _day_counted_from(document, expression, published)
    return expression.shifted(anchor) if anchor is not None else None


def _day_counted_from(document: Document, expression: DateExpression, published: date | None) -> date | None:
    """The day from which the words count: the one named last before them, else for days back that of the news.

    "Earlier in the day" goes on with a day of its own paragraph alone; else it means the day of the news, or that of
    publication.
    """
    first = _beginning(document, expression)
    own = document.token_at(expression.span[0])
    may_lie_ahead = published is None or (own is not None and is_future(own))
    for day in reversed([d for d in document.dates if first <= d.span[0] and d.span[1] <= expression.span[0]]):
        token = document.token_at(day.span[0])
        verb = verb_over(token) if token is not None else None
        if verb is not None and _describes(verb):
            continue  # "welcomed a truce | agreed on Monday |" goes back
        named = day.resolve(published, verb is not None and is_future(verb)) if day.shift is None else None
        if named is None or named.day is None:
            continue
        if may_lie_ahead or published is None or named.not_before <= published:
            return named.not_before  # else it is to come: what somebody did "the same day" is none of it
    if expression.shift is None or expression.shift > 0:
        return None
    lead = news_lead(document, published)
    if lead is not None:
        return lead[1].not_before
    return published if expression.is_in_the_day else None


def _describes(verb: Token) -> bool:
    """Whether the verb only tells of a noun what was before: "a truce | reached | in May", "which | failed |"."""
    is_bare = verb.tag_ == "VBN" and child(verb, "aux", "auxpass") is None
    is_below = verb.dep_ in ("acl", "relcl") and verb.head.pos_ == "NOUN"
    return is_below or (is_bare and verb.dep_ == "ccomp")


def _beginning(document: Document, expression: DateExpression) -> int:
    """Where the words begin with which those that count from another day go on."""
    if not expression.is_in_the_day:
        return 0
    return max((start for start, _ in document.paragraphs if start <= expression.span[0]), default=expression.span[0])


def _in_year_told(document: Document, expression: DateExpression) -> DateExpression:
    """The words with the year that begins their sentence: "In | 2023 | he came twice, | in February | and later"."""
    sentence = document.sentence_at(expression.span[0])
    if sentence is None or "month" not in expression.parts or "year" in expression.parts:
        return expression
    years = (d for d in document.dates if set(d.parts) == {"year"} and d.span[0] == sentence.start_char)
    year = next(years, None)
    return replace(expression, parts={**expression.parts, **year.parts}) if year is not None else expression


def _dates_an_event(document: Document, expression: DateExpression) -> bool:
    """Whether the words say when, not since when or by when."""
    token = document.token_at(expression.span[0])
    if token is None or token.lower_ in _NOT_THEN:
        return False
    is_of_noun = any(t.dep_ == "poss" and t.head.lemma_ in _EVENTS for t in (token, token.head))
    return is_of_noun or token.i == token.sent.start or token.nbor(-1).lower_ not in _NOT_THEN


_OWN, _CLAUSE, _LOOSE, _ELSEWHERE = range(4)


def _closeness(document: Document, expression: DateExpression, trigger: Token) -> int:
    """How closely the date belongs to the trigger, by the parse: its own, its clause's, nobody's, another verb's."""
    token = document.token_at(expression.span[0])
    verb = verb_over(token) if token is not None else None
    own = trigger if is_verb(trigger) else awaited(trigger) or verb_over(trigger)
    if token is None or verb is None or own is None:
        return _OWN if token is not None and trigger in token.ancestors else _LOOSE
    is_set_apart = is_visit_apart(trigger) or (is_ahead(trigger) and not _is_second_day(document, token, trigger))
    is_of_other = is_set_apart and trigger not in token.ancestors
    if is_of_other or _is_of_report(document, expression, token, trigger):
        return _ELSEWHERE
    is_when = own.left_edge.lower_ == "when"  # "in July 2022, | when X visited Tehran"
    is_then = is_when and document.prose[expression.span[1] : own.left_edge.idx].strip() in ("", ",")
    if is_then or _is_scheduled_for(token, trigger):
        return _OWN
    if _is_of_point(token, trigger) or is_of_clause_before(token, verb, own):
        return _ELSEWHERE
    if trigger in token.ancestors:
        if is_apart(token, trigger):
            return _ELSEWHERE
        return _CLAUSE if is_verb(trigger) and verb != trigger else _OWN
    if verb == own and not is_verb(trigger) and _is_of_other_event(token):
        return _ELSEWHERE
    if verb == own:
        is_undone = verb != trigger and (calls_off(verb) or puts_off(verb))
        return _ELSEWHERE if is_undone else _CLAUSE  # "cancelled the summit | on Thursday"
    if verb in own.ancestors and not _is_clause_of_its_own(own) and not comes_before(verb, trigger):
        return _LOOSE
    return _ELSEWHERE


def _is_second_day(document: Document, token: Token, event: Token) -> bool:
    """Whether the verb above has a day of its own before: "met X on Tuesday ahead of talks with Y | on Thursday |".

    The parser may hang both days on the verb, and what stands before that: "before talks | last May |, he met X".
    """
    tokens = (document.token_at(d.span[0]) for d in document.dates if d.span[1] < event.idx)
    verb = verb_over(token)
    is_first_told = any(t.sent == event.sent and verb_over(t) == verb for t in tokens if t is not None)
    opens = verb is not None and event.i < token.i < verb.i
    return (is_first_told or opens) and goes_on(event, token)


def _is_scheduled_for(token: Token | None, trigger: Token) -> bool:
    """Whether it is the day for which the event was planned: "the meeting between A and B scheduled for | Friday |".

    The parser may hang the participle on whoever is named last.
    """
    participle = verb_over(token) if token is not None else None
    if participle is None or participle.tag_ != "VBN" or participle.lemma_ not in _SCHEDULING or is_verb(trigger):
        return False
    before = [t for t in trigger.doc[trigger.sent.start : participle.i] if t.lemma_ in _EVENTS]
    return participle.dep_ == "acl" and bool(before) and before[-1] == trigger


def _is_of_point(token: Token, trigger: Token) -> bool:
    """Whether the date is that of what came before or after: "days after his election | on Sunday |, X met Y"."""
    path = list(itertools.takewhile(lambda t: t != trigger and not is_verb(t), token.ancestors))
    if any(t.lower_ == "end" for t in path):
        return False  # "before the end | of October |" is in October
    return any(t.lower_ in _NOT_THEN | {"ahead"} and t.dep_ in ("prep", "advmod", "mark") for t in path[1:])


def is_of_clause_before(word: Token, verb: Token, own: Token) -> bool:
    """Whether the word belongs to a clause that ends before another one with its own subject begins.

    "X met Y | last week |, and Z received W": but "| on Monday | X met Y, and Z received W" dates both.
    """
    if verb not in own.ancestors or word.i < verb.i:
        return False
    between = itertools.takewhile(lambda t: t != verb, (own, *own.ancestors))
    clause = next((t for t in between if t.dep_ == "conj" and t.head == verb), None)
    subject = child(clause, *SUBJECTS) if clause is not None else None
    if subject is None or subject.pos_ == "PRON":
        return False
    return any(t.tag_ == "CC" for t in word.doc[word.i : subject.left_edge.i])


def _is_of_other_event(token: Token) -> bool:
    """Whether the date hangs on another event below the verb: "X's trip comes after | a visit to Oslo on Monday |"."""
    below = itertools.takewhile(lambda t: not is_verb(t), token.ancestors)
    return any(t.lemma_ in _EVENTS and t.dep_ == "pobj" for t in below)


def _is_of_report(document: Document, expression: DateExpression, token: Token, trigger: Token) -> bool:
    """Whether the date says when something was said: "said | on Monday | he would meet X on Wednesday"."""
    before = token.doc[max(0, token.i - 2) : token.i]
    verbs = (t for t in before if t.lemma_ in FRAMES and is_verb(t) and FRAMES[t.lemma_].clause and t != trigger)
    # "announced on Monday | after talks with X": the talks are no part of what was said
    said = (verb for verb in verbs if not _is_beside(trigger, verb) or is_prospect(trigger))
    return any(document.date_after(verb) == expression for verb in said)


def _is_beside(trigger: Token, verb: Token) -> bool:
    """Whether something was said at or after the event: "said on Monday | after meeting X |, at | talks with X |"."""
    if _is_meanwhile(trigger):
        return verb in trigger.ancestors
    if is_verb(trigger) and trigger.dep_ != "pcomp":
        return False
    return verb_over(trigger) == verb


def _is_meanwhile(verb: Token) -> bool:
    """Whether a clause tells at which event it was: "agreed | on Saturday | as they met"."""
    return verb.dep_ == "advcl" and has_child(verb, ("as", "while"))


def is_apart(token: Token, trigger: Token) -> bool:
    """Whether a word below the event belongs to another one, told in a clause of its own below it.

    "A call with X, whom he had met | on Friday"; but "a summit that had been planned | for 12 June" tells its own day,
    unless the summit "that was to have been held | on Wednesday" took place on another.
    """
    path = list(itertools.takewhile(lambda t: t != trigger, token.ancestors))
    between = [t for t in path if is_verb(t) and not _is_leading(t)]
    if not between or any(t.lower_ in ASIDE for t in path):
        return False  # "met X on the sidelines of | a conference held in Laos |"
    if any(t.dep_ == "dobj" and t.lemma_ in _EVENTS and t.head in between for t in path):
        return True  # "will visit X, returning | his visit last month |"
    clause = between[-1]
    if clause.dep_ in ("relcl", "acl"):
        if clause.head.pos_ == "NOUN" and clause.head not in (trigger, trigger.head.head):
            return True  # "a meeting on a match | planned for November |"
        if any(is_intended(t) and t.tag_ == "VBN" for t in between):
            return trigger.dep_ in SUBJECTS and trigger.head.lemma_ in HAPPENING
        return not any(t.lemma_ in LOOKING_AHEAD - {"have"} | HAPPENING for t in between)
    return any(_tells_another_event(t) for t in between)


def _is_leading(participle: Token) -> bool:
    """Whether the word only tells who led a delegation: "received a delegation | headed | by X on Saturday"."""
    return participle.dep_ == "acl" and participle.tag_ == "VBN" and participle.lemma_ in ("lead", "head")


def _tells_another_event(verb: Token) -> bool:
    """Whether a verb below the event's has a subject or a tense of its own: "…, and | the House announced"."""
    if verb.dep_ not in ("conj", "ccomp", "advcl", "parataxis"):
        return False
    return child(verb, *SUBJECTS) is not None or any(c.tag_ in ("MD", "VBD", "VBZ") for c in children(verb, "aux"))


def comes_before(verb: Token, trigger: Token) -> bool:
    """Whether a verb above tells what is past while the event is to come: "met | to prepare for the summit"."""
    is_planning = verb.lemma_ in LOOKING_AHEAD  # "in Riyadh he was | expected | to meet X"
    return is_past(verb) and not is_planning and not is_future(verb) and is_future(trigger)


def _is_clause_of_its_own(verb: Token) -> bool:
    """Whether the verb's clause takes no date from the one above it: "said on Monday | that he had met X".

    "Met X on Monday, who had returned from | leading | a mission" tells of another day, too.
    """
    while verb.dep_ in ("xcomp", "pcomp") and (above := verb_over(verb)) is not None:
        verb = above
    if verb.dep_ == "relcl" and verb.left_edge.lower_ == "where":
        return False  # "was in Doha | on Tuesday |, where he met X"
    if _is_meanwhile(verb):
        return False
    is_finite = child(verb, *SUBJECTS) is not None  # "on Monday denied reports | that X had met Y |"
    return verb.dep_ in ("ccomp", "relcl") or (verb.dep_ in ("advcl", "acl") and is_finite)


def _distance(span: Span, offset: int) -> int:
    """Characters between; words after the event date it more often than words before."""
    return span[0] - offset if span[0] >= offset else (offset - span[1]) * 2

"""What is taken over of a model's answer: what stands in the text, at its place; all else is dropped and named."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from chat_endpoint import completion, recorded, refusal, serve_chat
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis.document import Reader
from kg.bootstrap import open_gold, read_article
from kg.errors import ArticleError
from kg.evaluation.agreement import Names
from kg.evaluation.comparison import compare
from kg.evaluation.scores import Evaluation
from kg.extraction.expenses import Expenses
from kg.extraction.llm import extractor as module
from kg.extraction.llm.chat import Chat
from kg.extraction.llm.extractor import LlmExtractor
from kg.extraction.llm.parts import join
from kg.extraction.llm.passage import Passage
from kg.extraction.llm.told import SCHEMA, read_answer
from kg.extraction.llm.verification import Verification
from kg.records import Article
from kg.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample"
PUBLISHED = date(2022, 7, 6)
TEXT = """Foreign Minister Jeyhun Bayramov met Hossein Amir-Abdollahian in Tehran on Monday.

"Peace is near," Bayramov said. Amir-Abdollahian said that trade would grow.

The day before, Bayramov said: "Peace is near." The two states will build a bridge for 30 million dollars."""
NOTHING = {"actors": [], "meetings": [], "statements": [], "projects": []}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def actor(number, name, *mentions, kind="person", **more):
    told = {"id": number, "type": kind, "name": name, "mentions": list(mentions or (name,)), "of": None}
    return told | {"office": None, "office_words": None, "is_former": False} | more


def meeting(evidence, *participants, **more):
    told = {"id": "m1", "kind": "meeting", "participants": list(participants), "status": "held", "evidence": evidence}
    return told | {"date_words": None, "place": None} | more


def statement(speaker, content, cue="said", **more):
    told = {"speaker": speaker, "content": content, "cue": cue, "addressee": None, "via": None, "kind": None}
    return told | {"negated": False, "occasion": None} | more


def project(name, evidence, *parties, **more):
    told = {"name": name, "kind": "transport", "parties": list(parties), "status": "planned", "evidence": evidence}
    return told | {"amount": None} | more


MINISTERS = [
    actor("a1", "Jeyhun Bayramov", "Jeyhun Bayramov", "Bayramov"),
    actor("a2", "Hossein Amir-Abdollahian", "Hossein Amir-Abdollahian", "Amir-Abdollahian"),
]


class Read:
    """What comes of answers to an article, in words."""

    def __init__(self, article, *answers):
        with serve_chat(*(completion(a) if isinstance(a, (dict, str)) else a for a in answers)) as endpoint:
            chat = Chat(endpoint.address, "model-1", SCHEMA, Expenses(), timeout=5, pause=0.01)
            self.extraction = LlmExtractor(chat).extract(article)
        self.extraction.check_against(article.text)
        self.asked, self.dropped = endpoint.asked, [line.partition(": ")[2] for line in chat.expenses.dropped]
        self.names = {found.id: found.name for found in self.extraction.actors}
        self.text = article.text

    def words(self, span):
        return self.text[slice(*span)]

    def paragraph(self, span):
        return self.text.count("\n\n", 0, span[0])


def read(*answers, text=TEXT, **metadata):
    return Read(Article(text, "text", published=PUBLISHED, **metadata), *answers)


def read_told(text=TEXT, **layers):
    return read(NOTHING | {"actors": MINISTERS} | layers, text=text)


def sample(name):
    (path,) = SAMPLE.glob(f"{name}-*.txt")
    return read_article(Settings(), path)


def test_a_recorded_answer_becomes_records_with_their_words():
    found = Read(sample("001"), recorded("001"))
    extraction, names = found.extraction, found.names
    assert found.dropped == []
    assert [(a.name, a.office, a.of) for a in extraction.actors if a.office] == [
        ("Jeyhun Bayramov", "Foreign Minister", "Azerbaijan"),
        ("Mohammad Baqer Qalibaf", "Speaker of Parliament", "Iran"),
        ("Ebrahim Raisi", "President", "Iran"),
        ("Hossein Amir-Abdollahian", "Foreign Minister", "Iran"),
        ("Ali Akbar Mehrabian", "Energy Minister", "Iran"),
    ]
    visit = extraction.meetings[0]
    assert (visit.kind, str(visit.date), visit.date_words, visit.place) == (
        "visit",
        "2022-07-04",
        "on Monday",
        "Tehran",
    )
    assert [names[p] for p in visit.participants] == ["Jeyhun Bayramov", "Iran"]
    assert found.words(visit.spans["sentence"]).endswith("according to the Fars news agency.")
    warned = extraction.statements[9]
    assert (names[warned.speaker], warned.cue, warned.kind) == ("Mohammad Baqer Qalibaf", "warned", "warning")
    assert found.words(warned.evidence).startswith("The speaker also warned that an Israeli presence")
    told = extraction.statements[1]
    assert (told.occasion, names[told.addressee]) == ("m2", "Mohammad Baqer Qalibaf")
    assert found.words(told.spans["occasion"]) == found.words(extraction.meetings[1].evidence)
    assert told.spans["addressee"] == told.spans["occasion"]
    assured = extraction.statements[0]
    assert (names[assured.addressee], found.words(assured.spans["addressee"])) == ("Iran", "Tehran")
    assert {r.confidence for r in (*extraction.actors, *extraction.meetings, *extraction.statements)} == {None}


def test_what_a_model_invents_is_dropped_and_named_and_the_rest_stays():
    found = Read(sample("007"), recorded("007"))
    assert len(found.extraction.statements) == 8
    assert len(found.extraction.meetings) == 3
    assert "Scott Bessent" not in found.names.values()
    assert found.dropped == [
        "meetings, number 4: not as the schema demands (kind: Input should be 'meeting', 'visit', 'summit', "
        "'phone-call', 'press-conference' or 'negotiation')",
        "office of Francis: its words “His Holiness” are not in the text",
        "actor Scott Bessent: its names “Bessent” are not in the text",
        "meeting “tariff dispute between the two countries”: who met is not among the actors of the text",
        "statement “the tariffs would be lifted next month”: its words are not in the text",
        "statement “his administration was ... on trade”: its words are not in the text",
        "statement “what was discussed”: its cue “replied” does not stand beside it",
        "statement “tariffs of 125 percent”: its speaker is no actor of the text",
    ]


def test_a_model_that_quotes_the_annotation_is_scored_as_right(reference):
    """Of the span of each annotated record remain its words; from them each must be found again at its place."""
    documents = open_gold(Settings(), [ROOT / "tests" / "gold"], SAMPLE)
    dropped, comparisons = Counter(), []
    for document in documents:
        found = Read(document.article, quoted(document))
        dropped.update(found.dropped)
        comparisons.append(compare(document, found.extraction, Names(reference)))
    scores = Evaluation(comparisons).layers
    assert {layer: score.f1 > 0.98 for layer, score in scores.items() if layer != "offices"} == dict.fromkeys(
        ("actors", "meetings", "statements", "statements, words only", "projects"), True
    ), dropped
    assert Evaluation(comparisons).attributes["meeting evidence"].share == 1


def quoted(document):
    """An annotation as a model would give it."""
    text, gold = document.article.text, document.gold

    def words(span):
        return text[slice(*span)]

    return {
        "actors": [actor(a.id, a.name, *map(words, a.mentions), kind=a.type) for a in gold.actors],
        "meetings": [
            meeting(words(m.evidence), *m.participants, id=m.id, kind=m.kind, status=m.status, place=m.place)
            for m in gold.meetings
        ],
        "statements": [
            statement(s.speaker, words(s.content), s.cue, addressee=s.addressee, via=s.via) for s in gold.statements
        ],
        "projects": [
            project(p.name, words(p.evidence), *p.parties, kind=p.kind, status=p.status) for p in gold.projects
        ],
    }


def test_the_example_that_a_model_is_shown_is_read_whole():
    text = module._EXAMPLE.partition("<article>\n")[2].partition("\n</article>")[0]
    found = Read(Article(text, "example", published=date(2023, 3, 9)), module._EXAMPLE_ANSWER)
    assert found.dropped == []
    told = json.loads(module._EXAMPLE_ANSWER)
    assert len(found.extraction.statements) == len(told["statements"])
    assert [str(m.date) for m in found.extraction.meetings] == ["2023-03", "2023-03-07"]
    assert [s.form for s in found.extraction.statements] == ["paraphrase", "quote", "paraphrase", "paraphrase"]


def test_marks_and_breaks_of_the_page_do_not_matter_but_words_do():
    text = "Bayramov said: “We will\nnot stay\u00a0idle – ever.” Amir-Abdollahian left."
    found = read_told(text, statements=[statement("a1", '"We will not stay idle - ever."')])
    assert [found.words(s.content) for s in found.extraction.statements] == ["We will\nnot stay\u00a0idle – ever"]
    assert found.extraction.statements[0].form == "quote"
    found = read_told(text, statements=[statement("a1", "We will not remain idle"), statement("a1", "we will")])
    assert found.extraction.statements == ()


def test_words_are_whole_words():
    found = read(
        NOTHING | {"actors": [actor("a1", "Iran", kind="state"), actor("a2", "Niger")]},
        text="Iranian ministers met Nigerians.",
    )
    assert found.extraction.actors == ()
    assert len(found.dropped) == 2


def test_what_is_said_twice_is_found_twice_and_no_third_time():
    said = [statement("a1", "Peace is near")] * 3
    found = read_told(statements=said)
    assert [found.paragraph(s.content) for s in found.extraction.statements] == [1, 2]
    assert found.dropped == ["statement “Peace is near”: told twice"]


def test_repeated_words_are_told_apart_by_the_cue_beside_them():
    text = "Trade will grow.\n\nTrade will grow, Bayramov promised.\n\nAmir-Abdollahian listened."
    found = read_told(text, statements=[statement("a1", "Trade will grow", "promised")])
    assert [found.paragraph(s.content) for s in found.extraction.statements] == [1]


def test_repeated_words_are_told_apart_by_the_order_of_the_records():
    found = read_told(
        statements=[statement("a2", "trade would grow"), statement("a1", "Peace is near")],
    )
    assert sorted(found.paragraph(s.content) for s in found.extraction.statements) == [1, 2]


def test_two_may_say_the_same_words_together():
    text = "Bayramov and Amir-Abdollahian said that peace was near."
    found = read_told(text, statements=[statement("a1", "peace was near"), statement("a2", "peace was near")])
    assert [found.names[s.speaker] for s in found.extraction.statements] == [a["name"] for a in MINISTERS]


def test_a_name_within_another_name_is_no_mention():
    text = "Joe Biden spoke. Hunter Biden was absent. Biden left."
    people = [actor("a1", "Joe Biden", "Joe Biden", "Biden"), actor("a2", "Hunter Biden")]
    found = read(NOTHING | {"actors": people}, text=text)
    assert [[found.words(m) for m in a.mentions] for a in found.extraction.actors] == [
        ["Joe Biden", "Biden"],
        ["Hunter Biden"],
    ]


def test_a_name_that_two_bear_means_whom_the_text_named_last():
    text = "Joe Biden spoke. Biden left. Hunter Biden came. Biden sat down."
    people = [actor("a1", "Joe Biden", "Joe Biden", "Biden"), actor("a2", "Hunter Biden", "Hunter Biden", "Biden")]
    found = read(NOTHING | {"actors": people}, text=text)
    assert [text.count(".", 0, a.mentions[1][0]) for a in found.extraction.actors] == [1, 3]


def test_an_id_of_two_actors_leads_to_neither():
    actors = [*MINISTERS, actor("a1", "Tehran", kind="state")]
    found = read_told(actors=actors, statements=[statement("a1", "Peace is near"), statement("a2", "trade would grow")])
    assert [found.names[s.speaker] for s in found.extraction.statements] == ["Hossein Amir-Abdollahian"]
    assert list(found.names.values()) == ["Hossein Amir-Abdollahian"]
    assert found.dropped == [
        "actor Jeyhun Bayramov: another one has its id “a1” too",
        "actor Tehran: another one has its id “a1” too",
        "statement “Peace is near”: its speaker is no actor of the text",
    ]


def test_an_actor_that_is_told_twice_is_one():
    actors = [*MINISTERS, actor("a3", "Jeyhun Bayramov", "Bayramov")]
    found = read_told(actors=actors, statements=[statement("a3", "Peace is near"), statement("a1", "Peace is near")])
    assert {found.names[s.speaker] for s in found.extraction.statements} == {"Jeyhun Bayramov"}
    assert len(found.extraction.statements) == 2
    assert len(found.names) == 2


def test_meetings_of_one_id_are_both_kept_and_nobody_speaks_at_them():
    met = "Foreign Minister Jeyhun Bayramov met Hossein Amir-Abdollahian"
    found = read_told(
        meetings=[meeting(met, "a1", "a2"), meeting("trade would grow", "a1", "a2", status="planned")],
        statements=[statement("a1", "Peace is near", occasion="m1")],
    )
    assert [m.id for m in found.extraction.meetings] == ["m1", "m2"]
    assert found.extraction.statements[0].occasion is None


def test_a_person_whom_the_text_names_otherwise_keeps_the_name_of_the_text():
    found = read(
        NOTHING
        | {"actors": [actor("a1", "Hassan Rouhani", "Amir-Abdollahian"), actor("a2", "J. Bayramov", "Bayramov")]}
    )
    assert list(found.names.values()) == ["J. Bayramov", "Amir-Abdollahian"]


def test_states_that_do_nothing_are_no_actors_but_keep_their_offices():
    minister = actor("a1", "Jeyhun Bayramov", office="Foreign Minister", office_words="Foreign Minister", of="a2")
    body = actor("a4", "Amir-Abdollahian's office", "Amir-Abdollahian", kind="organisation")
    holder = actor("a5", "Bayramov", "Bayramov", office="Head", office_words="said", of="a4")
    found = read(NOTHING | {"actors": [minister, actor("a2", "Tehran", kind="state"), body, holder]})
    assert [(a.name, a.of) for a in found.extraction.actors if a.office] == [
        ("Jeyhun Bayramov", "Tehran"),
        ("Bayramov", next(i for i, name in found.names.items() if name.endswith("office"))),
    ]
    assert "Tehran" not in found.names.values()


def test_single_facts_that_are_not_in_the_text_are_dropped_alone():
    found = read_told(
        actors=[*MINISTERS, actor("a3", "Tehran", kind="state")],
        meetings=[
            meeting("Bayramov met Hossein Amir-Abdollahian", "a1", "a2", date_words="on Tuesday", place="Isfahan")
        ],
        statements=[statement("a1", "Peace is near", via="Reuters", addressee="a9")],
        projects=[project("Bridge", "The two states will build a bridge", "a3", amount="90 million")],
    )
    (met,), (said,), (bridge,) = found.extraction.meetings, found.extraction.statements, found.extraction.projects
    assert (met.date, met.date_words, met.place) == (None, None, None)
    assert (said.via, said.addressee, bridge.amount) == (None, None, None)
    assert found.dropped == [
        "date of the meeting “Bayramov met Hossein Amir-Abdollahian”: “on Tuesday” is not in the text",
        "place of the meeting “Bayramov met Hossein Amir-Abdollahian”: “Isfahan” is not in the text",
        "relay of the statement “Peace is near”: “Reuters” is not in the text",
        "amount of the project “The two states will build a bridge”: “90 million” is not in the text",
    ]


def test_a_project_needs_a_state_or_a_body():
    found = read_told(projects=[project("Bridge", "The two states will build a bridge", "a1")])
    assert found.extraction.projects == ()
    assert found.dropped == ["project Bridge: no party of it is among the states and bodies of the text"]


@pytest.mark.parametrize(
    ("words", "status", "day"),
    [
        ("on Monday", "held", "2022-07-04"),
        ("on Monday", "planned", "2022-07-11"),
        ("in Tehran on Monday", "held", "2022-07-04"),
        ("The day before", "held", "2022-07-03"),
    ],
)
def test_dates_are_counted_and_not_believed(words, status, day):
    found = read_told(meetings=[meeting("met Hossein Amir-Abdollahian", "a1", "a2", date_words=words, status=status)])
    assert [str(m.date) for m in found.extraction.meetings] == [day]


def test_the_same_day_is_that_of_the_date_before():
    text = "Bayramov met Amir-Abdollahian on July 2, 2022. Amir-Abdollahian saw Bayramov again two days later."
    found = read_told(
        text, meetings=[meeting("Amir-Abdollahian saw Bayramov again", "a2", "a1", date_words="two days later")]
    )
    assert [str(m.date) for m in found.extraction.meetings] == ["2022-07-04"]


def test_a_text_without_anything_gives_nothing():
    assert read(NOTHING).extraction == module.Extraction()


@pytest.mark.parametrize(
    ("wrapped"),
    [
        "```json\n{}\n```",
        "<think>Is it {}? Yes.</think>\n{}",
        "\n  {}  \n",
        "Here it is:\n```json\n{}\n```\nAsk for more.",
        "Yes.\n```\n{}",
    ],
)
def test_json_is_found_in_what_models_put_around_it(wrapped):
    answer = json.dumps(NOTHING | {"actors": MINISTERS})
    assert len(read(wrapped.replace("{}", answer)).extraction.actors) == 2


def test_left_out_nulls_and_added_fields_are_forgiven():
    lean = [{"id": "a1", "type": "person", "name": "Jeyhun Bayramov", "mentions": ["Bayramov"], "age": 51}]
    assert len(read(NOTHING | {"actors": lean}).extraction.actors) == 1


@pytest.mark.parametrize(
    "broken",
    [
        "I am sorry, I read no news.",
        "",
        '{"actors": [',
        "[" * 100_000,
        "[]",
        '{"people": []}',
        json.dumps(NOTHING | {"meetings": None}),
        completion(None),
        completion("", content=[{"type": "text", "text": "{}"}]),
    ],
    ids=["words", "empty", "cut JSON", "deep", "a list", "other keys", "null", "no content", "parts"],
)
def test_an_answer_that_cannot_be_used_is_asked_for_once_more(broken):
    found = read(broken, NOTHING | {"actors": MINISTERS})
    assert len(found.extraction.actors) == 2
    assert "This cannot be used" in found.asked[1]["messages"][-1]["content"]
    with pytest.raises(ArticleError, match="the model's answer cannot be used: it "):
        read(broken)


@pytest.mark.parametrize("entry", [None, 7, "Bayramov", [], {}, {"id": "a9", "mentions": "Bayramov"}])
def test_a_record_of_the_wrong_form_is_dropped_alone(entry):
    found = read(NOTHING | {"actors": [entry, *MINISTERS]})
    assert len(found.extraction.actors) == 2
    assert found.dropped[0].startswith("actors, number 1: not as the schema demands (")


def test_a_long_article_is_read_in_parts_that_know_who_acted_before(monkeypatch):
    monkeypatch.setattr(module, "LARGEST_PART", 130)
    first = NOTHING | {"actors": [MINISTERS[0]], "meetings": [meeting("Bayramov met", "a1")]}
    other = [actor("a1", "Hossein Amir-Abdollahian", "Amir-Abdollahian"), actor("a2", "Jeyhun Bayramov", "Bayramov")]
    second = NOTHING | {"actors": other, "statements": [statement("a1", "trade would grow")]}
    third = NOTHING | {"actors": [MINISTERS[0]], "statements": [statement("a1", "Peace is near")]}
    found = read(first, second, third)
    texts = [asked["messages"][-1]["content"] for asked in found.asked]
    assert [text.count("Peace is near") for text in texts] == [0, 1, 1]
    assert "Published: Wednesday, 6 July 2022" in texts[0]
    assert "Who acted before: Jeyhun Bayramov\n" in texts[1]
    assert list(found.names) == ["a1", "a2"]
    assert len(found.extraction.actors[0].mentions) == 3
    assert [(found.names[s.speaker], found.paragraph(s.content)) for s in found.extraction.statements] == [
        ("Hossein Amir-Abdollahian", 1),
        ("Jeyhun Bayramov", 2),
    ]


def test_an_answer_that_is_cut_off_is_asked_for_in_halves(monkeypatch):
    monkeypatch.setattr(module, "_SMALLEST_PART", 100)
    cut = completion('{"actors": [', finish_reason="length")
    found = read(cut, NOTHING | {"actors": MINISTERS})
    assert len(found.asked) > 2
    assert len(found.extraction.actors) == 2
    with pytest.raises(ArticleError, match="cut off at the number of tokens"):
        read(cut)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "Bayramov spoke of peace again.\n\n" * 5000,
            r"it has 160,000 characters; a language model is given 120,000",
        ),
        ("and peace " * 1300, r"one sentence of it has 12,999 characters; at most 12,000 can be read"),
    ],
)
def test_what_is_too_long_is_refused_before_anything_is_asked(text, reason):
    with pytest.raises(ArticleError, match=reason):
        read(refusal(500), text=text)


def test_only_english_is_read():
    with pytest.raises(ArticleError, match='the language is "fr"; only English is read'):
        read(refusal(500), language="fr")


def test_the_version_tells_the_model_and_the_prompt():
    chat = Chat("http://127.0.0.1:9/v1", "model-1", SCHEMA, Expenses(), key="sk-1")
    assert LlmExtractor(chat).version.startswith("llm-1+model-1+prompt-")
    assert "sk-1" not in LlmExtractor(chat).version


def test_a_rule_leads_to_the_function_that_takes_over_the_record():
    rules = LlmExtractor(Chat("http://127.0.0.1:9/v1", "model-1", SCHEMA, Expenses())).rules
    assert list(rules) == ["actor.llm", "meeting.llm", "project.llm", "statement.llm"]
    for rule in rules.values():
        assert rule.module == "kg.extraction.llm.verification"
        assert "language model" in rule.summary


@pytest.mark.parametrize("name", ["Bayra\u0000mov", "Bayramov\u202e", "\ud800", "B" * 301, " "])
def test_a_name_that_cannot_be_shown_is_no_name(name):
    found = read(NOTHING | {"actors": [actor("a1", name, "Bayramov")]})
    assert found.extraction.actors == ()
    assert "not as the schema demands" in found.dropped[0]


def test_half_characters_in_an_unusable_answer_are_not_sent_back():
    assert read("\ud800 no JSON", NOTHING).extraction == module.Extraction()


WORDS = st.sampled_from([*TEXT.split(), "Peace is near", "Bayramov said", "“Peace", "", "\n", "Reuters", "a1"])
QUOTES = st.lists(WORDS, max_size=3).map(" ".join)
IDS = st.sampled_from(["a1", "a2", "a3", "m1", "a9"])
MAYBE = st.one_of(st.none(), QUOTES, IDS)
ANSWERS = st.fixed_dictionaries(
    {
        "actors": st.lists(
            st.builds(
                lambda number, kind, name, forms, office, of: actor(
                    number, name, *forms, kind=kind, office=office, office_words=office, of=of
                ),
                IDS,
                st.sampled_from(["person", "state", "organisation", "format", "group", "king"]),
                QUOTES,
                st.lists(QUOTES, max_size=3),
                MAYBE,
                MAYBE,
            ),
            max_size=5,
        ),
        "meetings": st.lists(
            st.builds(
                lambda number, words, ids, fact: meeting(words, *ids, id=number, date_words=fact, place=fact),
                IDS,
                QUOTES,
                st.lists(IDS, max_size=3),
                MAYBE,
            ),
            max_size=4,
        ),
        "statements": st.lists(
            st.builds(
                lambda speaker, other, words, cue, via, at: statement(
                    speaker, words, cue, addressee=other, via=via, occasion=at
                ),
                IDS,
                IDS,
                QUOTES,
                QUOTES,
                MAYBE,
                MAYBE,
            ),
            max_size=5,
        ),
        "projects": st.lists(
            st.builds(
                lambda name, words, ids, sum_: project(name, words, *ids, amount=sum_),
                QUOTES,
                QUOTES,
                st.lists(IDS),
                MAYBE,
            ),
            max_size=3,
        ),
    }
)
DOCUMENT = Reader().read(TEXT)


@given(st.lists(ANSWERS, min_size=1, max_size=2))
@settings(deadline=None)
def test_whatever_a_model_answers_each_record_has_its_words_and_its_actors(answers):
    dropped = []
    verified = [
        Verification(
            read_answer(json.dumps(answer), dropped.append),
            DOCUMENT,
            Passage(TEXT, (0, len(TEXT))),
            PUBLISHED,
            dropped.append,
        ).records()
        for answer in answers
    ]
    read = join(verified)
    read.check_against(TEXT)
    ids = [a.id for a in read.actors]
    assert len(set(ids)) == len(ids)
    acting = [i for m in read.meetings for i in m.participants] + [i for p in read.projects for i in p.parties]
    acting += [i for s in read.statements for i in (s.speaker, s.addressee) if i]
    assert set(acting) <= set(ids)
    assert {s.occasion for s in read.statements} <= {None, *(m.id for m in read.meetings)}

"""How readings are scored: when records agree, who is paired with whom, what is counted, what a broken file says."""

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import main
from kg.cli.reading import ERROR_KINDS
from kg.errors import GoldError
from kg.evaluation.agreement import Names, dates_agree, offices_agree, overlap_share, pair_up
from kg.evaluation.calibration import (
    Outcome,
    RuleRecord,
    brier,
    calibrate,
    calibration_error,
    held_out,
    outcomes,
    reliability,
    write_confidence,
)
from kg.evaluation.comparison import LAYERS, compare
from kg.evaluation.errors import KINDS, find_errors
from kg.evaluation.gold import Annotated, parse_gold
from kg.evaluation.scores import Evaluation, Score
from kg.evaluation.summary import markdown, render, sheets
from kg.extraction.confidence import load_confidence, with_confidence
from kg.records import Actor, ActorType, Article, Extraction, PartialDate

TABLE = Path(__file__).resolve().parent.parent / "kg" / "extraction" / "confidence.csv"
TEXT = "Iranian President Ebrahim Raisi met Azerbaijani Foreign Minister Jeyhun Bayramov in Tehran on July 4, 2022.\n\n"
TEXT += "“The bridge will be built,” Raisi said."
SAID = [TEXT.index("The bridge"), TEXT.index(",”")]
GOLD = {
    "actors": [
        {"id": "a1", "type": "person", "name": "Ebrahim Raisi", "mentions": [[18, 31]], "office": "President",
         "of": "Iran"},
        {"id": "a2", "type": "person", "name": "Jeyhun Bayramov", "mentions": [[65, 80]], "office": "Foreign Minister",
         "of": "Azerbaijan"},
    ],
    "meetings": [
        {"id": "m1", "kind": "meeting", "participants": ["a1", "a2"], "date": "2022-07-04", "place": "Tehran",
         "status": "held", "evidence": [8, 106]},
    ],
    "statements": [
        {"id": "s1", "speaker": "a1", "addressee": None, "form": "quote", "content": SAID, "cue": "said", "via": None,
         "topics": []},
    ],
    "projects": [],
}  # fmt: skip


def changed(*path, to):
    """The annotations with one value changed."""
    copy = json.loads(json.dumps(GOLD))
    place = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return copy


def annotated(gold=None, name="001", outlet="A paper"):
    article = Article(TEXT, f"{name}.txt", outlet=outlet, published=date(2022, 7, 6))
    return Annotated(name, article, parse_gold(GOLD) if gold is None else gold)


@pytest.fixture(scope="module")
def names(reference):
    return Names(reference)


@pytest.fixture(scope="module")
def alike(names):
    """A comparison of the annotations with themselves."""
    return compare(annotated(), parse_gold(GOLD), names)


def actor(name, kind="person"):
    return Actor(id=name, type=ActorType(kind), name=name, mentions=((0, 1),), rule="test")


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Recep Tayyip Erdoğan", "Erdogan", "person"),
        ("Sergey Lavrov", "Sergei Lavrov", "person"),
        ("Amir-Abdollahian", "Amirabdollahian", "person"),
        ("Türkiye", "Turkey", "state"),
        ("U.S.", "United States", "state"),
        ("UN", "United Nations", "organisation"),
        ("Department of State", "United States Department of State", "organisation"),
    ],
)
def test_two_names_of_one_actor_agree(names, one, other, kind):
    assert names.likeness(actor(one, kind), actor(other, kind)) > 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (actor("Kamala Harris"), actor("Joe Biden")),
        (actor("Harris"), actor("Harris", "state")),
        (actor("Iran", "state"), actor("Iran Air", "organisation")),
        (actor("Ministry of Energy", "organisation"), actor("Ministry of Defence Industry", "organisation")),
    ],
)
def test_two_actors_do_not_agree_by_a_word_in_common(names, one, other):
    assert names.likeness(one, other) == 0


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("Foreign Minister", "Minister for Foreign Affairs", True),
        ("Ambassador", "Ambassador to Hanoi", True),
        ("PM", "Prime Minister", True),
        ("Spokeswoman", "Spokesperson", True),
        ("President", "Vice President", False),
        ("Prime Minister", "Foreign Minister", False),
        ("Foreign Minister", "Deputy Foreign Minister", False),
    ],
)
def test_offices_agree_when_one_tells_the_other_more_fully(one, other, agree):
    assert offices_agree(one, other) is agree


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (PartialDate(2022, 7, 4), PartialDate(2022, 7), True),
        (PartialDate(2022, 7, 4), None, True),
        (PartialDate(2022, 7, 4), PartialDate(2022), True),  # a year alone counts as none
        (PartialDate(2022, 7, 4), PartialDate(2022, 7, 5), False),
    ],
)
def test_dates_agree_when_they_may_be_one_day(one, other, agree):
    assert dates_agree(one, other) is agree


def test_spans_share_what_they_have_in_common_of_what_they_cover():
    assert overlap_share((0, 10), (5, 15)) == pytest.approx(1 / 3)
    assert overlap_share((0, 10), (10, 20)) == 0


@given(st.lists(st.lists(st.sampled_from([0, 0, 0.5, 0.7, 1]), min_size=4, max_size=4), min_size=1, max_size=5))
def test_as_many_are_paired_as_can_be_and_each_once(table):
    pairs = pair_up(len(table), 4, lambda i, j: table[i][j])
    assert len(set(pairs.values())) == len(pairs)
    assert all(table[i][j] > 0 for i, j in pairs.items())
    assert len(pairs) == most_pairs(table, frozenset(range(4)))


def most_pairs(table, free):
    if not table:
        return 0
    ways = [1 + most_pairs(table[1:], free - {j}) for j in free if table[0][j]]
    return max([most_pairs(table[1:], free), *ways])


def test_the_likest_are_paired_first():
    assert pair_up(2, 2, lambda i, j: [[0.5, 1], [0.4, 0.6]][i][j]) == {0: 1, 1: 0}


def test_the_annotations_themselves_score_one(alike):
    evaluation = Evaluation([alike])
    assert {score.f1 for score in evaluation.layers.values()} == {1.0}
    assert all(judgement.is_right for judgement in alike.judgements)
    assert [list(find_errors([alike], kind)) for kind in KINDS] == [[]] * len(KINDS)


def test_nothing_read_scores_nought(names):
    evaluation = Evaluation([compare(annotated(), Extraction(), names)])
    assert [evaluation.layers[layer].f1 for layer in LAYERS if layer != "projects"] == [0] * 5
    assert evaluation.layers["projects"].f1 == 1  # none were to be read


@pytest.mark.parametrize(
    ("change", "to", "layer", "what"),
    [
        (("actors", 1, "name"), "Hikmet Hajiyev", "actors", "missed"),
        (("actors", 0, "office"), "Speaker", "offices", "not annotated"),
        (("meetings", 0, "date"), "2022-07-05", "meetings", "missed"),
        (("meetings", 0, "date"), "2022-07", "meetings", "date: read 2022-07, annotated 2022-07-04"),
        (("meetings", 0, "status"), "planned", "meetings", "status: read planned, annotated held"),
        (("statements", 0, "speaker"), "a2", "statements", "missed"),
        (("statements", 0, "form"), "paraphrase", "statements", "form: read paraphrase, annotated quote"),
        (("statements", 0, "addressee"), "a2", "statements", "addressee: read Jeyhun Bayramov, annotated none"),
    ],
)
def test_an_error_is_listed_with_what_is_wrong_and_its_words(names, change, to, layer, what):
    read = parse_gold(changed(*change, to=to))
    found = [slip for slip in find_errors([compare(annotated(), read, names)], layer) if slip.what == what]
    assert len(found) == 1
    assert found[0].document == "001"
    assert found[0].words in " ".join(TEXT.split())


def of_statement(**attributes):
    """The annotations with these attributes on their statement."""
    return changed("statements", 0, to=GOLD["statements"][0] | attributes)


@pytest.mark.parametrize(
    ("told", "read", "addressee", "kind", "occasion"),
    [
        ({"kind": "claim", "occasion": "m1"}, {"kind": "claim", "occasion": "m1"}, True, True, True),
        ({"kind": "claim", "occasion": "m1"}, {"kind": "appeal"}, True, False, False),
        ({"kind": "claim", "addressee": "a2"}, {"kind": "claim", "occasion": "m1"}, False, True, False),
        ({"addressee": "a2"}, {"addressee": "a2", "kind": "claim", "occasion": "m1"}, True, None, None),
    ],
)
def test_kind_and_occasion_are_judged_where_the_annotation_tells_kinds(names, told, read, addressee, kind, occasion):
    compared = compare(annotated(parse_gold(of_statement(**told))), parse_gold(of_statement(**read)), names)
    judged = {judgement.attribute: judgement.is_right for judgement in compared.judgements}
    found = [judged.get(f"statement {name}") for name in ("addressee", "kind", "occasion")]
    assert found == [addressee, kind, occasion]


def test_addressees_and_occasions_are_counted_by_the_rule_that_read_them(names):
    gold = annotated(parse_gold(of_statement(kind="claim", addressee="a2", occasion="m1")))
    read = parse_gold(of_statement(kind="claim", occasion="m1"))
    read = replace(read, statements=(replace(read.statements[0], rules={"occasion": "audience.account"}),))
    evaluation = Evaluation([compare(gold, read, names)])
    assert list(sheets(evaluation))[-1].rows == (
        ("statement addressee", "any rule", "1", "0", "0", "", "0.00"),
        ("statement occasion", "any rule", "1", "1", "1", "1.00", "1.00"),
        ("statement occasion", "audience.account", "", "1", "1", "1.00", ""),
    )
    assert [told["rule"] for told in render(evaluation)["audiences"]] == [None, None, "audience.account"]


@pytest.mark.parametrize(
    ("attribute", "value", "wrong"), [("participants", ["a1"], []), ("date", "2022-07-05", ["occasion"])]
)
def test_an_occasion_is_right_when_its_meeting_is_a_pair(names, attribute, value, wrong):
    gold = of_statement(kind="claim", occasion="m1")
    meetings = changed("meetings", 0, attribute, to=value)["meetings"]
    read = compare(annotated(parse_gold(gold)), parse_gold(gold | {"meetings": meetings}), names)
    assert [slip.what.partition(":")[0] for slip in find_errors([read], "statements")] == wrong


def test_a_wrong_speaker_costs_the_statement_and_not_its_words(names):
    layers = Evaluation([compare(annotated(), parse_gold(changed("statements", 0, "speaker", to="a2")), names)]).layers
    assert (layers["statements"].f1, layers["statements, words only"].f1) == (0, 1)


def test_counts_are_summed_before_they_are_divided():
    score = Score(right=1, read=2, annotated=1) + Score(right=2, read=2, annotated=4)
    assert (score.precision, score.recall) == (3 / 4, 3 / 5)
    assert score.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)


def test_an_interval_holds_the_score_and_is_the_same_each_time(names, alike):
    empty = compare(annotated(name="002"), Extraction(), names)
    first, second = (Evaluation([alike, alike, empty]).intervals for _ in range(2))
    assert first == second
    assert first["statements"][0] < Evaluation([alike, alike, empty]).layers["statements"].f1 <= first["statements"][1]


def test_scores_are_told_by_outlet_with_most_articles_first(names, alike):
    other = compare(annotated(name="002", outlet="Another"), Extraction(), names)
    evaluation = Evaluation([other, alike, alike])
    assert list(evaluation.outlets) == ["A paper", "Another"]
    rendered = render(evaluation)
    assert rendered["outlets"]["Another"]["layers"]["meetings"]["f1"] == 0
    assert json.loads(json.dumps(rendered))["layers"]["actors"]["right"] == 4


def test_tables_are_markdown_where_they_are_piped(alike):
    first = markdown(next(iter(sheets(Evaluation([alike])))))
    assert "| actors | 2 | 2 | 2 | 1.00 | 1.00 | 1.00 |" in first


def test_of_a_single_article_only_that_is_told_which_needs_no_other(names, alike):
    told = list(sheets(Evaluation([alike])))
    assert [sheet.columns[-1] for sheet in told] == ["F1", "share"]
    assert told[0].title == "1 article"
    assert [row[0] for row in told[0].rows] == list(LAYERS[:-1])
    assert {row[0].split()[0] for row in told[1].rows} == {"actor", "office", "meeting", "statement"}
    rendered = render(Evaluation([alike]))
    assert {layer["f1_interval"] for layer in rendered["layers"].values()} == {None}
    assert rendered["reliability"]["held_out"] == []
    others = list(sheets(Evaluation([alike, compare(annotated(name="002", outlet="Another"), Extraction(), names)])))
    assert [sheet.columns[-1] for sheet in others] == ["to", "to", "projects"]
    assert [row[0] for row in others[0].rows] == list(LAYERS[:-1])
    assert rendered["layers"]["projects"]["annotated"] == rendered["attributes"]["project kind"]["of"] == 0


def test_the_command_line_offers_every_kind_of_error():
    assert ERROR_KINDS == KINDS


BROKEN = [
    (changed("statements", 0, "speaker", to="a9"), 'statement s1: there is no actor with the id "a9"'),
    (changed("statements", 0, "content", to=[5, 5]), '"content" is [5, 5], where a span [start, end] of at least one'),
    (changed("statements", 0, "content", to=[5, 9999]), "s1: the span 5-9999 does not fit the words"),
    (changed("statements", 0, "form", to="song"), "\"form\" is 'song', where one of quote, paraphrase is needed"),
    (changed("meetings", 0, "date", to="2022-13-01"), "meetings, number 1 (m1): month must be in 1..12"),
    (changed("meetings", 0, "date", to="July"), "\"date\" is 'July', where YYYY-MM or YYYY-MM-DD is needed"),
    (changed("meetings", 0, "participants", to=[]), '"participants" is [], where a list of strings is needed'),
    (changed("actors", 1, "id", to="a1"), 'actors, number 2 (a1): the id "a1" comes twice'),
    (changed("actors", 0, "mentions", to="x"), "\"mentions\" is 'x', where a list of spans [start, end] is needed"),
    (changed("projects", to=None), '"projects" is missing, or is not a list'),
    (changed("actors", 0, to="x"), "actors, number 1: a JSON object is needed"),
    (changed("statements", 0, "kind", to="song"), "\"kind\" is 'song', where one of claim, commitment"),
    (changed("statements", 0, "occasion", to="m9"), 'statement s1: there is no meeting with the id "m9"'),
    ([], "a JSON object with actors, meetings, statements and projects is needed"),
]


def write_gold(folder, gold):
    folder.mkdir(exist_ok=True)
    (folder / "001.gold.json").write_text(gold if isinstance(gold, str) else json.dumps(gold))
    (folder / "001.txt").write_text(TEXT)
    (folder / "001.meta.json").write_text('{"date": "2022-07-06", "outlet": "A paper"}')
    return str(folder)


def kg(*arguments, status=0):
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == status, result.output
    return result.output


@pytest.mark.parametrize(("gold", "message"), BROKEN, ids=[message for _, message in BROKEN])
def test_a_broken_annotation_is_named_with_its_file_and_record(tmp_path, gold, message):
    output = kg("evaluate", write_gold(tmp_path / "gold", gold), status=2)
    assert output.startswith(f"kg: {tmp_path}/gold/001.gold.json: ")
    assert message in output


def test_broken_json_a_missing_text_and_an_empty_folder_are_named(tmp_path):
    folder = write_gold(tmp_path / "gold", "{")
    assert "001.gold.json: broken JSON at line 1, column 2" in kg("evaluate", folder, status=2)
    assert "no *.gold.json in this folder" in kg("evaluate", str(tmp_path), status=2)
    assert "no such folder" in kg("evaluate", str(tmp_path / "none"), status=2)
    (tmp_path / "gold" / "001.txt").unlink()
    assert "say with --texts where the texts lie" in kg("evaluate", folder, status=2)


def test_a_reference_to_nobody_is_an_error_of_the_annotation():
    with pytest.raises(GoldError, match="project p1"):
        project = {"id": "p1", "name": "Bridge", "kind": "transport", "parties": ["a7"], "status": "planned",
                   "evidence": [0, 5]}  # fmt: skip
        parse_gold(changed("projects", to=[project]))


def test_annotated_articles_are_read_and_scored_from_the_command_line(tmp_path):
    folder = write_gold(tmp_path / "gold", GOLD)
    assert "| statements | 1 | 1 | 1 | 1.00 |" in kg("evaluate", folder)
    scores = json.loads(kg("evaluate", folder, "--json"))
    assert scores["documents"]["001"]["meetings"]["f1"] == 1
    assert kg("evaluate", folder, "--errors", "meetings") == "0 errors in meetings\n"
    write_gold(tmp_path / "gold", changed("statements", to=[]))
    slips = json.loads(kg("evaluate", folder, "--errors", "statements", "--json"))
    assert [(slip["what"], slip["words"]) for slip in slips] == [("not annotated", TEXT[slice(*SAID)])]
    assert slips[0]["rule"].startswith("statement.")
    write_gold(tmp_path / "gold", changed("meetings", 0, "status", to="denied"))
    assert kg("evaluate", folder, "--errors", "meetings").endswith("\n1 error in meetings: 1 status\n")


def seen(rule, right, wrong, document="001"):
    return [Outcome(document, rule, number < right) for number in range(right + wrong)]


def test_a_record_is_right_when_it_is_paired_and_a_holder_also_in_the_office(names):
    gold = annotated()
    read = parse_gold(changed("actors", 0, "office", to="Speaker"))
    found = [outcome.is_right for outcome in outcomes([compare(gold, read, names)])]
    assert found.count(False) == 1
    assert len(found) == 4
    missing = compare(annotated(Extraction()), parse_gold(GOLD), names)
    assert not any(outcome.is_right for outcome in outcomes([missing]))


def test_to_whom_something_was_said_is_judged_apart_from_the_statement(names):
    right, wrong = parse_gold(changed("statements", 0, "addressee", to="a2")), parse_gold(GOLD)
    by_rule = replace(right, statements=(replace(right.statements[0], rules={"addressee": "audience.named"}),))
    for gold, is_right in ((right, True), (wrong, False)):
        found = [o.is_right for o in outcomes([compare(annotated(gold), by_rule, names)]) if o.kind == "audience"]
        assert found == [is_right]


def test_a_rule_with_few_records_is_drawn_towards_its_kind():
    table = {entry.rule: entry for entry in calibrate([*seen("meeting.meet", 80, 20), *seen("meeting.go", 1, 0)])}
    assert (table["meeting"].read, table["meeting"].right) == (101, 81)
    assert table["meeting.meet"].confidence == 0.8
    assert 0.8 < table["meeting.go"].confidence < 0.83


def test_what_one_article_teaches_is_not_used_to_judge_itself():
    twins = [*seen("meeting.meet", 5, 0, "001"), *seen("meeting.meet", 0, 5, "002")]
    judged = held_out(twins)
    assert all(sure < 0.5 for sure, right in judged if right)
    assert all(sure > 0.5 for sure, right in judged if not right)


def test_a_reliability_table_holds_confidence_against_what_was_right():
    bins = reliability([(0.75, True), (0.75, True), (0.75, True), (0.75, False), (1.0, True)])
    assert [(found.low, found.records, found.right) for found in bins] == [(0.7, 4, 0.75), (0.9, 1, 1.0)]
    assert calibration_error(bins) == 0
    assert brier([(1.0, True), (0.5, False)]) == 0.125


def test_the_shipped_confidence_is_what_calibration_writes_and_lies_between_nought_and_one(extractor):
    rows = {row["rule"]: row for row in csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines())}
    assert set(rows) - set(extractor.rules) == {"actor", "audience", "meeting", "statement", "project"}
    assert all(0 < float(row["confidence"]) < 1 for row in rows.values())
    told = [RuleRecord(r["rule"], int(r["read"]), int(r["right"]), float(r["confidence"])) for r in rows.values()]
    again = [outcome for entry in told if "." in entry.rule
             for outcome in seen(entry.rule, entry.right, entry.read - entry.right)]  # fmt: skip
    assert write_confidence(calibrate(again)) == TABLE.read_text(encoding="utf-8")


def test_every_record_tells_the_confidence_of_its_rule_or_else_of_its_kind(extractor):
    table = load_confidence()
    extraction = extractor.extract(Article(f"{TEXT} He told Bayramov that trade would grow.", "001.txt"))
    records = [*extraction.actors, *extraction.meetings, *extraction.statements]
    assert records
    assert [r.confidence for r in records] == [table[r.rule] for r in records]
    audiences = [(s.confidences, s.rules) for s in extraction.statements]
    assert [rules.get("addressee") for _, rules in audiences] == [None, "audience.named"]
    assert [sure for sure, _ in audiences] == [{f: table[rule] for f, rule in rules.items()} for _, rules in audiences]
    untested = with_confidence(Extraction(actors=(actor("Raisi"),)), {"test": 0.5})
    assert untested.actors[0].confidence == 0.5


def test_several_folders_are_scored_together_and_their_articles_told_apart(tmp_path):
    folders = [write_gold(tmp_path / name, GOLD) for name in ("near", "far")]
    scores = json.loads(kg("evaluate", *folders, "--json"))
    assert sorted(scores["documents"]) == ["far/001", "near/001"]
    assert scores["layers"]["meetings"]["annotated"] == 2
    assert "--identity tells of one folder" in kg("evaluate", *folders, "--identity", status=2)


def test_the_confidence_is_written_by_one_command(tmp_path):
    folder, table = write_gold(tmp_path / "gold", GOLD), tmp_path / "confidence.csv"
    kg("evaluate", folder, "--calibrate", str(table))
    assert "meeting.meet,1,1," in table.read_text()
    assert "Is a directory" in kg("evaluate", folder, "--calibrate", str(tmp_path), status=2)

"""What `kg explain` shows: every record beside its words and its rule, in the terminal and on a page of its own."""

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.explanation import page
from kg.explanation.notes import Ground, explain
from kg.extraction.confidence import load_confidence
from kg.records import UNDATED, Actor, ActorType, Article, Extraction

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample" / "001-bayramov-tehran-baku-view.txt"
VOID = {"meta", "link", "br"}


class Page(HTMLParser):
    """The ids, the links and the nesting of a page."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.targets, self.outside, self.open, self.words = [], [], [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids += [given["id"]] if "id" in given else []
        self.targets += [given["href"]] if "href" in given else []
        self.outside += [tag] if tag in ("script", "link", "img", "iframe") or "src" in given else []
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += "" if "style" in self.open else data


@pytest.fixture(scope="module")
def article():
    text = SAMPLE.read_text(encoding="utf-8")
    return Article(text, SAMPLE.name, title="Baku & Tehran", outlet="<desk>", published=date(2022, 7, 5))


@pytest.fixture(scope="module")
def explanation(extractor, article):
    return explain(article, extractor.extract(article), extractor.rules)


@pytest.fixture(scope="module")
def shown(explanation):
    return Page(page.render(explanation))


def notes_of(explanation):
    return [note for paragraph in explanation.paragraphs for note in paragraph.notes]


def test_every_record_is_shown_once_with_its_words_and_its_rule(explanation, extractor, article):
    read = extractor.extract(article)
    records = [*read.actors, *read.meetings, *read.statements, *read.projects]
    notes = {note.id: note for note in notes_of(explanation)}
    assert len(notes) == len(notes_of(explanation)) == len(records)
    assert [(notes[r.id].rule, notes[r.id].confidence) for r in records] == [(r.rule, r.confidence) for r in records]
    assert all(article.text[slice(*statement.content)] == notes[statement.id].words for statement in read.statements)
    of_facts = {rule for statement in read.statements for rule in statement.rules.values()}
    assert set(explanation.rules) == {record.rule for record in records} | of_facts


def test_who_was_spoken_to_and_where_is_shown_with_its_words_and_its_rule_and_whether_it_is_inferred(explanation):
    notes = {note.id: note for note in notes_of(explanation)}
    sure = load_confidence()
    met = "when he met the speaker of parliament, Mohammad Baqer Qalibaf"
    named, inferred = ("to", "Mohammad Baqer Qalibaf"), ("said at", "m2")
    assert notes["s2"].grounds == (
        Ground((named,), "the speaker", "audience.named", sure["audience.named"], False),
        Ground((inferred,), met, "audience.account", sure["audience.account"], True),
    )
    assert notes["s3"].grounds == (Ground((named, inferred), met, "audience.account", sure["audience.account"], True),)
    printed = " ".join(run(SAMPLE).split())
    account = f"{sure['audience.account']:.2f} audience.account"
    assert f"to Mohammad Baqer Qalibaf; said at m2 inferred from “{met}” {account}" in printed


def test_the_page_tells_what_is_inferred_from_what_is_said(shown):
    words, sure = " ".join(shown.words.split()), load_confidence()
    assert (
        f"Mohammad Baqer Qalibaf from “the speaker” · audience.named · confidence {sure['audience.named']:.2f}" in words
    )
    assert re.search(r"m2 inferred from “when he met [^”]+” · audience\.account · confidence 0\.\d\d", words)


def test_no_word_of_the_text_is_lost_and_marks_begin_where_their_words_do(explanation, article):
    told = [stretch.words for paragraph in explanation.paragraphs for stretch in paragraph.stretches]
    assert "".join("".join(told).split()) == "".join(article.text.split())
    begun = [note.id for p in explanation.paragraphs for s in p.stretches for note in s.beginning]
    assert sorted(begun) == sorted(note.id for note in notes_of(explanation))


def test_the_page_is_whole_and_needs_nothing_else(shown):
    assert shown.open == []
    assert shown.outside == []
    assert {target for target in shown.targets if not target.startswith("#")} == set()


def test_every_link_of_the_page_leads_somewhere_and_every_id_is_one(shown):
    assert len(shown.ids) == len(set(shown.ids))
    assert {target.removeprefix("#") for target in shown.targets} <= set(shown.ids)


def test_the_page_tells_for_each_rule_the_function_that_reads_by_it(explanation, shown):
    for rule in explanation.rules.values():
        assert f"rule-{rule.name}" in shown.ids
        assert f"{rule.address}, {rule.place}" in shown.words
        assert rule.code.splitlines()[-1].strip() in shown.words


def test_what_a_text_says_is_never_taken_for_markup(explanation):
    written = page.render(explanation)
    assert "<h1>Baku &amp; Tehran</h1>" in written
    assert "&lt;desk&gt;" in written


def test_an_unknown_rule_is_named_without_a_link(article):
    actor = Actor("a1", ActorType.PERSON, "Jeyhun Bayramov", ((29, 44),), "model.v1")
    shown = Page(page.render(explain(article, Extraction(actors=(actor,)), {})))
    assert "model.v1" in shown.words
    assert shown.targets == ["#a1", "#at-a1"]


def run(*arguments, status=0):
    result = CliRunner().invoke(main, ["explain", *map(str, arguments)])
    assert result.exit_code == status, result.output
    return result.output


def test_the_terminal_shows_text_records_and_rules():
    output = run(SAMPLE)
    assert re.search(r"\[s\d+\]", output)
    flat = " ".join(output.split())
    assert "m2 Jeyhun Bayramov, Mohammad Baqer Qalibaf kind meeting; status held" in flat
    assert re.search(r"0\.\d\d meeting\.meet kg/extraction/meetings/gatherings\.py:\d+ Gatherings\._met", flat)


def test_a_text_without_a_date_of_publication_says_so(article):
    undated = replace(article, published=None, notes=("the date 9999-12-31 lies in the future and is left out",))
    shown = Page(page.render(explain(undated, Extraction(), {})))
    assert all(doubt in shown.words for doubt in (*undated.notes, UNDATED))
    assert UNDATED not in Page(page.render(explain(article, Extraction(), {}))).words


def test_the_terminal_says_how_to_give_a_date_until_there_is_one(tmp_path):
    text = tmp_path / "visit.txt"
    text.write_text("Azerbaijani Foreign Minister Jeyhun Bayramov met his Iranian counterpart in Tehran on Tuesday.")
    assert UNDATED in " ".join(run(text).split())
    (tmp_path / "visit.meta.json").write_text('{"date": "2022-07-06"}')
    dated = " ".join(run(text).split())
    assert UNDATED not in dated
    assert "date 2022-07-05 (“Tuesday”)" in dated


def test_the_page_is_written_where_it_is_wanted(tmp_path):
    assert run(SAMPLE, "--html", tmp_path / "page.html") == f"written to {tmp_path}/page.html\n"
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "Is a directory" in run(SAMPLE, "--html", tmp_path, status=2)


def test_a_file_of_several_articles_or_of_none_is_refused(tmp_path):
    lines = tmp_path / "news.jsonl"
    lines.write_text("".join(json.dumps({"text": f"Article {n}.", "id": str(n)}) + "\n" for n in range(2)))
    assert "holds more than one article; give a file of one" in run(lines, status=2)
    assert "No such file" in run(tmp_path / "none.txt", status=2)
    (tmp_path / "visite.txt").write_text("Le ministre est à Téhéran.")
    (tmp_path / "visite.meta.json").write_text('{"language": "fr"}')
    assert f'kg: {tmp_path}/visite.txt: the language is "fr"' in run(tmp_path / "visite.txt", status=2)


HOSTILE = (
    "Iranian President Ebrahim Raisi met\x1b]0;OWNED\x07 Russian President Vladimir Putin in\x9b31m Tehran.\r\n"
    "\u202bHe\t“agreed\x1b[2J” to it,\x08\x7f Raisi said.\r\n"
)
CODES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.fixture
def hostile(tmp_path, monkeypatch, install):
    """An article whose text, title and outlet hold codes for a terminal, and a file whose name does."""
    monkeypatch.setenv("KG_DATA_DIR", str(install(tmp_path / "data")))
    (tmp_path / "\x1b[31m.txt").write_bytes(b"\0\x1b")
    fields = {"title": "\x9b31mTalks", "outlet": "\x9d0;Trend", "date": "2022-07-06"}
    (tmp_path / "visit.meta.json").write_text(json.dumps(fields))
    (tmp_path / "visit.txt").write_bytes(HOSTILE.encode())
    return tmp_path / "visit.txt"


def test_control_codes_of_an_article_are_shown_on_the_page(hostile):
    run(hostile, "--html", hostile.with_name("page.html"))
    shown = hostile.with_name("page.html").read_bytes().decode()
    assert not CODES.findall(shown)
    assert "\\u009b31mTalks" in shown
    assert "met\\u001b]0;OWNED\\u0007 " in Page(shown).words


@pytest.mark.parametrize("has_colours", [True, False])
def test_control_codes_of_an_article_are_not_sent_to_the_terminal(hostile, monkeypatch, has_colours):
    monkeypatch.setenv("FORCE_COLOR" if has_colours else "NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "500")
    output = run(hostile)
    own = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")  # colours and links
    assert bool(own.search(output)) is has_colours
    shown = own.sub("", output)
    assert not CODES.findall(shown)
    assert "\\u009b31mTalks" in shown
    assert "\\u001b]0;OWNED" in shown


@pytest.mark.parametrize("command", ["extract", "ingest"])
def test_what_other_commands_print_of_an_article_holds_no_control_codes_and_json_stays_the_same(hostile, command):
    for path in (hostile, hostile.with_name("\x1b[31m.txt")):
        result = CliRunner().invoke(main, [command, str(path)])
        assert not CODES.findall(result.output)
        if command == "extract" and path == hostile:
            assert json.loads(result.stdout)["article"]["title"] == "\x9b31mTalks"
    assert f"{hostile.parent}/\\u001b[31m.txt: binary data" in result.output

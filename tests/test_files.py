"""Articles from files: what is read, what is refused and how it is named."""

import codecs
import gzip
import json
import os
import socket
from contextlib import chdir
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.bootstrap import open_sources
from kg.errors import ArticleError
from kg.records import Article
from kg.settings import Settings
from kg.sources.decoding import decode
from kg.sources.jsonl import LONGEST_LINE

TEXT = "Azerbaijani Foreign Minister Jeyhun Bayramov met his Iranian counterpart in Tehran on Monday."


def read(*paths, **keys):
    return [item for source in open_sources(paths, Settings(), keys) for item in source.articles()]


def article(path) -> Article:
    (item,) = read(path)
    assert isinstance(item, Article), item
    return item


def refusal(path) -> str:
    (item,) = read(path)
    assert isinstance(item, ArticleError), item
    return str(item)


@pytest.fixture
def write(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_a_text_file_takes_its_metadata_from_the_side_car(write):
    path = write("001-tehran.txt", TEXT)
    fields = {
        "date": "2022-07-05",
        "url": "https://example.org/news/1",
        "title": "Visit  to\nTehran",
        "outlet": "Trend",
        "id": "trend-1",
        "language": "en-GB",
        "authors": ["A. Aliyev", "S. Karimi"],
        "licence": "CC0",
    }
    write("001-tehran.meta.json", json.dumps(fields))
    assert article(path) == Article(
        text=TEXT,
        source=path.as_posix(),
        url="https://example.org/news/1",
        identifier="trend-1",
        title="Visit to Tehran",
        outlet="Trend",
        authors=("A. Aliyev", "S. Karimi"),
        published=date(2022, 7, 5),
        language="en-GB",
        locator=path.as_uri(),
    )


def test_a_text_file_alone_is_an_article_known_by_its_address(write):
    path = write("tehran.txt", TEXT)
    assert (article(path).key, article(path).published, article(path).language) == (path.as_uri(), None, "en")


def test_a_file_is_the_same_article_however_it_is_named(write, tmp_path, monkeypatch):
    path = write("in/tehran.txt", TEXT)
    (tmp_path / "link.txt").symlink_to(path)
    monkeypatch.chdir(tmp_path / "in")
    names = ["tehran.txt", path, "../in/tehran.txt", "../link.txt"]
    assert {article(name).key for name in names} == {path.as_uri()}
    assert article("tehran.txt").source == "tehran.txt"


@pytest.mark.parametrize("name", ["tehran.txt", "visit.html"])
def test_files_of_one_name_in_two_folders_are_two_articles(write, monkeypatch, name):
    keys = set()
    for folder in "ab":
        path = write(f"{folder}/{name}", TEXT if name.endswith("txt") else PAGE.replace('rel="canonical"', 'rel="x"'))
        monkeypatch.chdir(path.parent)
        keys.add(article(Path(name)).key)
    assert len(keys) == 2


def test_a_title_holds_no_character_that_the_store_cannot_hold(write):
    write("a.meta.json", json.dumps({"title": "Visit\ufffe to\x01 Tehran\uffff"}))
    assert article(write("a.txt", TEXT)).title == "Visit to Tehran"


def test_an_id_or_an_address_of_its_own_makes_a_text_the_same_article_wherever_it_lies(write):
    for folder in "ab":
        write(f"{folder}/1.txt", TEXT)
        write(f"{folder}/1.meta.json", '{"id": "trend-1"}')
    assert {article(write(f"{folder}/1.txt", TEXT)).key for folder in "ab"} == {"trend-1"}


def test_a_line_without_id_is_known_by_its_text_and_not_by_its_number(write):
    before = [item.key for item in read(write("a/news.jsonl", line(text="One.") + line(text="Two.")))]
    after = [
        item.key for item in read(write("b/news.jsonl", line(text="New.") + line(text="One.") + line(text="Two.")))
    ]
    assert after[1:] == before
    assert len(set(after)) == 3


def test_offsets_are_into_the_file_itself_whatever_its_line_ends(write):
    content = "Tehran\r\n\r\nBaku\rMoscow — 🕊\n"
    assert article(write("ends.txt", content)).text == content


def test_a_byte_order_mark_is_no_part_of_the_text(write):
    assert article(write("marked.txt", codecs.BOM_UTF8 + TEXT.encode())).text == TEXT


def test_a_side_car_that_is_broken_refuses_its_text(write):
    path = write("a.txt", TEXT)
    write("a.meta.json", "{'date': 1}")
    assert "a.meta.json: broken JSON at column 2" in refusal(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"%PDF-1.7\x00\x01", "binary data, not text: a PDF document; give it a name that ends in .pdf"),
        (b"PK\x03\x04 word/document.xml", "binary data, not text: a ZIP archive or an office document"),
        (b"ELF\x00\x01\x00", "binary data, not text (NUL at byte 3)"),
        (b"Tehran\x00 said", "binary data, not text (NUL at byte 6)"),
        (bytes(range(1, 256)) * 9, "in an encoding that cannot be told; convert it to UTF-8"),
        (codecs.BOM_UTF8 + "Türkiye".encode("latin-1"), "byte 4 (0xfc) is not UTF-8"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x00", "is not UTF-16"),
        ("“Türkiye” — “Bakı” ".encode() * 9 + b"\xfc", "is not UTF-8, though most of the text is; it is damaged there"),
        (b"word " * 50_000, "250,000 characters; at most 150,000"),
        (b"Yes. " * 20_000, "more than 30,000 words and marks"),
        (b"x" * 50_000_000, "the file has 50,000,000 bytes; at most 600,004 are read"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_the_reason(write, content, reason):
    path = write("news.txt", content)
    assert refusal(path).startswith(f"{path}: ")
    assert reason in refusal(path)


SAID = "“We agree,” said Müller of Türkiye – and so did his guest. " * 3
ARABIC = "وزير الخارجية الإيراني يصل إلى باكو للقاء نظيره الأذربيجاني. " * 5
RUSSIAN = "Министр иностранных дел Азербайджана прибыл в Тегеран в понедельник. " * 5


@pytest.mark.parametrize(
    ("text", "encoding", "language", "note"),
    [
        (SAID, "utf-16", "en", None),
        (SAID, "utf-32", "en", None),
        (SAID, "utf-8-sig", "en", None),
        (SAID, "utf-16-le", "en", "it has no byte order mark; read as UTF-16-LE"),
        (SAID, "utf-16-be", "en", "it has no byte order mark; read as UTF-16-BE"),
        (SAID, "cp1252", "en", "it is not UTF-8; read as windows-1252, which is a guess"),
        ("Erdoğan and Şimşek met in Çankırı with the others. " * 3, "cp1254", "en", "read as windows-1254"),
        (RUSSIAN, "utf-16", "ru", None),
        (RUSSIAN, "cp1251", "ru", "read as cp1251"),
        (ARABIC, "cp1256", "ar", "read as cp1256"),
    ],
)
def test_an_encoding_is_told_or_guessed_and_a_guess_is_noted(write, text, encoding, language, note):
    found = article(write("news.txt", text.encode(encoding)))
    assert (found.text, found.language) == (text, language)
    assert len(found.notes) == bool(note)
    assert not note or note in found.notes[0]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_a_refusal(content):
    try:
        assert isinstance(decode(content, "x").text, str)
    except ArticleError as error:
        assert str(error).startswith("x: ")


@given(st.text(max_size=200).filter(lambda text: "\0" not in text and not text.startswith("\ufeff")))
def test_utf8_is_read_as_it_stands(text):
    content = text.encode()
    try:
        assert decode(content, "x").text == text
    except ArticleError as error:
        assert "binary data, not text: " in str(error)


@pytest.mark.parametrize(
    ("published", "date", "note"),
    [
        ("2024-01-01", "2022-07-05", '"published" is 2024-01-01 and "date" \'2022-07-05\'; the former is taken'),
        (1657000000, "July 5th", '"published" is 2022-07-05 and "date" \'July 5th\'; the former is taken'),
        ("2022-07-05T23:00:00+04:00", "Tue, 05 Jul 2022 10:00:00 GMT", None),
        ("2022-07-05", None, None),
        ("", "2022-07-05", None),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_two_days_in_one_side_car_are_noted_where_they_differ(write, name, published, date, note):
    write("a.meta.json", json.dumps({"published": published, "date": date}))
    found = article(write(name, PAGE if name.endswith("html") else TEXT))
    assert found.notes == ((note,) if note else ())
    assert found.published.isoformat() == (note or "2022-07-05").removeprefix('"published" is ')[:10]


def test_the_day_of_a_side_car_wins_over_that_of_its_file_by_either_name(write):
    front = f"---\ntitle: Talks\npublished: 2021-01-01\n---\n{TEXT}"
    for name in ("date", "published"):
        write("a.meta.json", json.dumps({name: "2022-07-05"}))
        for path in (write("a.md", front), write("a.html", PAGE)):
            found = article(path)
            assert (str(found.published), found.notes) == ("2022-07-05", ())


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("The minister of TÃ¼rkiye said itâ€™s over, and left the hall.", "in a wrong encoding"),
        ("The minister \u202esaid\u202c so and left the hall.", "2 invisible marks that change the direction"),
    ],
)
def test_what_is_doubtful_of_a_text_is_noted_and_the_text_left_as_it_is(write, text, note):
    found = article(write("news.txt", text))
    assert found.text == text
    assert note in found.notes[0]


def test_a_date_in_the_future_is_left_out_and_noted(write):
    (found,) = read(write("news.jsonl", line(date="9999-12-31")))
    assert (found.published, found.notes) == (None, ("the date 9999-12-31 lies in the future and is left out",))
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)  # somewhere it is tomorrow already
    (found,) = read(write("news.jsonl", line(date=f"{tomorrow}")))
    assert (found.published, found.notes) == (tomorrow, ())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le ministre des Affaires étrangères a rencontré son homologue iranien à Bakou lundi.", "fr"),
        ("Azərbaycan xarici işlər naziri Ceyhun Bayramov bazar ertəsi Tehrana səfər edib.", "az"),
        ("Dışişleri Bakanı Mevlüt Çavuşoğlu pazartesi günü Bakü'de mevkidaşı ile görüştü.", "tr"),
        (TEXT, "en"),
        ("One.", "en"),
        (
            "Grlić Radman thanked Slovenia. Slovenia's Tanja Fajon praised Croatia's Gordan Grlić Radman and Marija "
            "Pejčinović Burić. Serbia's Marko Đurić met Péter Szijjártó.",
            "en",
        ),
        ("وصل الرئيس إلى العاصمة يوم أمس. " * 20, "ar"),
        ("Astana, Ankara, Baku, Tbilisi, Tehran, Yerevan", "en"),
    ],
)
def test_the_language_of_a_text_is_told_where_none_is_declared_or_a_wrong_one(write, text, language):
    assert article(write("a.txt", text)).language == language
    (declared,) = read(write("a.jsonl", line(text=text, language="en-GB")))
    assert declared.language == ("en-GB" if language == "en" else language)


@pytest.mark.parametrize("name", ["gone.txt", "gone.md", "gone.jsonl", "gone.jsonl.gz", "gone.html", "gone"])
def test_a_missing_file_is_named(tmp_path, name):
    assert refusal(tmp_path / name) == f"{tmp_path / name}: No such file or directory"


def line(**fields):
    return json.dumps({"text": TEXT} | fields) + "\n"


@pytest.mark.parametrize("name", ["news.jsonl", "news.jsonl.gz"])
def test_json_lines_hold_an_article_a_line(write, name):
    content = line(url="https://example.org/1", published="2022-07-05T09:30:00+04:00") + "\n" + line(date="2022-07-06")
    path = write(name, gzip.compress(content.encode()) if name.endswith("gz") else content)
    first, second = read(path)
    assert (first.url, first.published, first.source) == (
        "https://example.org/1",
        date(2022, 7, 5),
        f"{path}:1",
    )
    assert (second.source, second.published) == (f"{path}:3", date(2022, 7, 6))


@pytest.mark.parametrize(
    "day",
    ["Tue, 05 Jul 2022 23:30:00 +0400", "5 Jul 2022 09:30:00 GMT", 1657013400, 1657013400.5, 1657013400000],
)
def test_a_day_may_be_told_as_in_mail_or_in_seconds(write, day):
    (found,) = read(write("news.jsonl", line(date=day)))
    assert found.published == date(2022, 7, 5)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"text": "Tehran', "broken JSON at column 10: Unterminated string"),
        ('["Tehran"]', "a JSON object in braces is needed, not list"),
        ('{"title": "Tehran"}', '"text" is missing'),
        ('{"text": 1}', '"text" is no string'),
        ('{"text": "  "}', "the text is empty"),
        ('{"text": "a\\u0000b"}', "binary data"),
        ('{"text": "a\\ud800b"}', r"\ud800, half of a character"),
        (line(title="\ud800").strip(), r'"title" holds \ud800'),
        (
            line(published="yesterday"),
            "\"published\" is 'yesterday', where a day such as 2022-07-04 is needed",
        ),
        (line(date="2022-02-30"), "\"date\" is '2022-02-30'"),
        (line(date="20220704"), "\"date\" is '20220704'"),
        (line(date=20220704), '"date" is 20220704, where a day such as 2022-07-04 is needed'),
        (line(date=True), '"date" is True, where a string is needed'),
        (line(date=1e300), '"date" is 1e+300, where a day'),
        (line(date=float("nan")), '"date" is nan, where a day'),
        (line(date="Wed, 30 Foo 2025 10:00:00 GMT"), '"date" is \'Wed, 30 Foo'),
        (line(url="example.org/1"), '"url" is'),
        (line(url="https://example.org/a b"), '"url" is'),
        (line(language="English (UK)"), '"language" is'),
        (line(authors=7), '"authors" is 7, where a list of names is needed'),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_bad_line_is_refused_by_number_and_the_others_are_read(write, content, reason):
    bad = content if isinstance(content, bytes) else content.strip().encode()
    path = write("news.jsonl", line().encode() + bad + b"\n" + line().encode())
    good, refused, other = read(path)
    assert isinstance(good, Article)
    assert isinstance(other, Article)
    assert str(refused).startswith(f"{path}:2: ")
    assert reason in str(refused)


def test_a_mapping_says_which_keys_hold_the_fields(write):
    fields = {
        "body": TEXT,
        "source": {"name": "Trend"},
        "published": "yesterday",
        "date_download": "2022-07-05 10:00:00",
    }
    path = write("news.jsonl", json.dumps(fields) + "\n" + line())
    found, refused = read(path, text="body", outlet="source.name", date="date_download")
    assert (found.text, found.outlet, found.published) == (TEXT, "Trend", date(2022, 7, 5))
    assert str(refused) == f'{path}:2: "body" is missing'


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_json_lines_may_have_a_byte_order_mark(write, encoding):
    path = write("news.jsonl", (line(title="Türkiye") + "\n" + line(title="Bakı 🕊")).encode(encoding))
    assert [(item.title, item.source) for item in read(path)] == [("Türkiye", f"{path}:1"), ("Bakı 🕊", f"{path}:3")]


def test_json_lines_in_utf16_that_break_off_are_named(write):
    path = write("news.jsonl", (line() + line()).encode("utf-16")[:-3])
    *_, last = read(path)
    assert isinstance(last, ArticleError)


def test_a_line_too_long_for_memory_is_passed_over(write):
    path = write("news.jsonl", b'{"text": "' + b"x" * (2 * LONGEST_LINE) + b'"}\n' + line().encode())
    refused, good = read(path)
    assert "the line is longer" in str(refused)
    assert good.source == f"{path}:2"


@pytest.mark.parametrize(("content", "reason"), [("", "the file is empty"), ("\n \n", "there are only blank lines")])
def test_a_file_of_lines_without_any_is_refused(write, content, reason):
    assert refusal(write("news.jsonl", content)).endswith(reason)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda content: content[:-30], "end-of-stream"),
        (lambda content: b"text" + content, "Not a gzipped file"),
    ],
)
def test_a_broken_gzip_file_keeps_what_was_read_before(write, damage, reason):
    lines = "".join(line(title=str(number)) for number in range(2000))
    path = write("news.jsonl.gz", damage(gzip.compress(lines.encode())))
    *articles, last = read(path)
    assert all(isinstance(item, Article) for item in articles)
    assert isinstance(last, ArticleError)
    assert reason in str(last)


PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Visit to Tehran | Trend</title>
<meta property="og:site_name" content="Trend"><meta name="author" content="Aysel Aliyeva">
<meta property="article:published_time" content="2022-07-05T10:00:00+04:00">
<link rel="canonical" href="https://example.org/news/1"></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Visit to Tehran</h1>{"".join(f"<p>{TEXT} ({n})</p>" for n in range(8))}</article>
<footer>Copyright 1998 Trend. All rights reserved.</footer></body></html>"""


def test_a_web_page_gives_its_text_without_the_menus(write):
    page = article(write("visit.html", PAGE))
    assert page.text.count(TEXT) == 8
    assert "Home" not in page.text
    assert "Copyright" not in page.text
    assert (page.url, page.outlet, page.published) == (
        "https://example.org/news/1",
        "Trend",
        date(2022, 7, 5),
    )
    assert page.authors == ("Aysel Aliyeva",)


def test_a_side_car_wins_over_what_a_page_says(write):
    path = write("visit.html", PAGE)
    write("visit.meta.json", '{"date": "2022-07-06"}')
    assert article(path).published == date(2022, 7, 6)


@pytest.mark.parametrize(("content", "reason"), [("", "empty"), ("<html><body></body></html>", "no article found")])
def test_a_page_without_an_article_is_refused(write, content, reason):
    assert reason in refusal(write("page.html", content))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            "<p>Just a moment...</p><p>Checking your browser before you go on to the site that you asked for today, "
            "please wait and do not close this window, since the check may take some five seconds.</p>",
            "a notice",
        ),
        ("<p>Minister met his counterpart.</p>", "only 4 words"),
        ("".join(f"<p>Minister {n} to meet counterpart in Tehran</p>" for n in range(20)), "a list of headlines"),
        ("<div " + " ".join(f"a{n}=1" for n in range(5000)) + f"><p>{TEXT}</p></div>", "more than 1,000 attributes"),
        ("<p>" + "x" * 6_000_000, "the file has 6,0"),
    ],
)
def test_a_page_that_holds_something_else_than_an_article_is_refused(write, body, reason):
    assert reason in refusal(write("page.html", f"<html><body><article>{body}</article></body></html>"))


def test_a_page_of_deep_nesting_is_refused_in_time(write):
    page = "<html><body>" + "<div>" * 100_000 + TEXT + "</div>" * 100_000
    assert "no article found" in refusal(write("page.html", page))


def test_what_takes_too_long_is_broken_off(write, monkeypatch):
    monkeypatch.setattr("kg.sources.page.SECONDS", 0.2)
    words = "".join(f"<p>{TEXT} <span>{n}</span></p>" for n in range(20_000))
    path = write("page.html", f"<html><body><article>{words}</article></body></html>")
    assert refusal(path) == f"{path}: finding the article in the page took longer than 0.2 seconds"


def test_the_language_of_a_page_is_that_of_its_text_and_not_that_of_its_template(write):
    assert article(write("a.html", PAGE.replace('lang="en"', 'lang="az"'))).language == "en"
    assert article(write("b.html", PAGE.replace(TEXT, RUSSIAN))).language == "ru"


@pytest.mark.parametrize("charset", ["windows-1251", "utf-8", "utf-16"])
def test_a_page_is_read_in_the_encoding_that_it_declares(write, charset):
    page = PAGE.replace("<head>", f'<head><meta charset="{charset}">').replace("Jeyhun", "Жейхун")
    found = article(write("a.html", page.encode(charset)))
    assert "Жейхун Bayramov" in found.text
    assert found.notes == ()


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "us-ascii", "windows-1251", "utf-16", "koi8"])
@pytest.mark.parametrize("name", ["Çavuşoğlu", "Jeyhun’s “aide”", "Bayramov"])
def test_a_page_in_utf8_is_read_so_whatever_it_declares(write, charset, name):
    page = PAGE.replace("<head>", f'<head><meta charset="{charset}">').replace("Jeyhun", name)
    found = article(write("a.html", page))
    assert f"Foreign Minister {name} " in found.text
    assert found.notes == ()


MARKDOWN = f"""---
title: Visit to Tehran
date: 2022-07-05
author: [A. Aliyev]
source: Trend
tags: [visits]
---
# Talks in *Tehran*

{TEXT} “We **agree**,” he [said](https://example.org "link"),
and left. ![picture](a.png)

| Country | Minister |
|---|---|
| Iran | Amir-Abdollahian |

- a road
- a port &amp; a `bridge`

```python
print("no news")
```
<div>no news</div>
"""


def test_markdown_is_read_without_its_marks(write):
    path = write("visit.md", MARKDOWN)
    assert article(path) == Article(
        text=f"Talks in Tehran\n\n{TEXT} “We agree,” he said,\nand left. \n\na road\n\na port & a bridge".replace(
            "left. ", "left."
        ),
        source=path.as_posix(),
        title="Visit to Tehran",
        outlet="Trend",
        authors=("A. Aliyev",),
        published=date(2022, 7, 5),
        locator=path.as_uri(),
    )


def test_markdown_takes_its_first_heading_for_title_and_a_side_car_wins(write):
    path = write("visit.md", f"Visit\n=====\n\n{TEXT}")
    assert article(path).title == "Visit"
    write("visit.meta.json", '{"title": "Tehran"}')
    assert article(path).title == "Tehran"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("---\ntitle: [a\n---\n" + TEXT, "the front matter is no YAML"),
        ("---\ndate: soon\n---\n" + TEXT, "\"date\" is 'soon'"),
        ("```\ncode\n```", "the text is empty"),
        ("%PDF-1.7\0", "a PDF document"),
    ],
)
def test_markdown_that_cannot_be_read_is_refused(write, content, reason):
    assert reason in refusal(write("a.md", content))


def test_rules_around_a_text_are_no_front_matter(write):
    assert article(write("a.md", f"---\n{TEXT}\n---\n{TEXT}")).text.count(TEXT) == 2


@given(st.text(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_markdown_is_an_article_or_a_refusal(write, content):
    (item,) = read(write("a.md", content.encode(errors="surrogatepass")))
    assert isinstance(item, Article | ArticleError)


def test_a_folder_is_read_in_order_with_the_folders_in_it_and_what_is_left_alone_is_named(write, tmp_path):
    for name in (
        "b.txt",
        "a.txt",
        "more/c.jsonl",
        "more/.hidden.txt",
        ".git/d.txt",
        "notes.md",
        "README.md",
        "x.docx",
        "a.meta.json",
    ):
        write(name, line() if name.endswith("jsonl") else "{}" if name.endswith("json") else TEXT)
    *items, left = read(tmp_path)
    assert [Path(item.source).name for item in items] == ["a.txt", "b.txt", "c.jsonl:1", "notes.md"]
    assert str(left) == f"{tmp_path}: 1 of its files are of no kind that is read in folders: x.docx"


def test_a_folder_that_cannot_be_read_is_named_and_the_others_are_read(write, tmp_path, monkeypatch):
    write("open/a.txt", TEXT)
    write("shut/b.txt", TEXT)
    scandir = os.scandir

    def refuse(path):
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    good, refused = read(tmp_path)
    assert good.text == TEXT
    assert str(refused) == f"{tmp_path}/shut: Permission denied"


def test_a_name_that_no_file_can_have_is_refused_and_a_long_one_is_read(write, tmp_path):
    assert "name too long" in refusal(tmp_path / ("x" * 300)).lower()
    assert article(write("x" * 250 + ".txt", TEXT)).text == TEXT


def test_what_has_no_end_is_refused_and_the_rest_of_its_folder_read(write, tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.html").symlink_to("pipe.txt")
    (tmp_path / "zeros.txt").symlink_to("/dev/zero")
    (tmp_path / "gone.txt").symlink_to("nowhere")
    with socket.socket(socket.AF_UNIX) as door, chdir(tmp_path):  # the path of a socket must be short
        door.bind("door.md")
        write("news.txt", TEXT)
        write("b/other.txt", TEXT)
        found = {Path(str(getattr(item, "source", item)).partition(": ")[0]).name: item for item in read(tmp_path)}
    assert {name for name, item in found.items() if isinstance(item, Article)} == {"news.txt", "other.txt"}
    for name in ("pipe.txt", "link.html", "zeros.txt", "door.md"):
        told = f"{tmp_path / name}: a pipe, socket or device is not read; write what comes out of it into a file"
        assert str(found[name]) == told
        assert refusal(tmp_path / name) == told
    assert "No such file" in str(found["gone.txt"])


def test_a_side_car_that_is_a_pipe_is_named(write, tmp_path):
    os.mkfifo(tmp_path / "news.meta.json")
    assert refusal(write("news.txt", TEXT)) == f"{tmp_path}/news.meta.json: it is no regular file"


def test_a_folder_without_articles_is_refused(write, tmp_path):
    write("README.md", TEXT)
    assert "no .txt, .md" in refusal(tmp_path)


def test_a_json_file_is_refused_with_advice(write):
    assert "one object a line into a .jsonl file" in refusal(write("news.json", line()))


def test_a_file_named_itself_is_read_as_text_whatever_its_ending(write):
    assert article(write("readout.asc", f"# {TEXT}")).text == f"# {TEXT}"

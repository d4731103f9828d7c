"""PDF documents and WARC archives: what is read of them, and what is refused with which reason."""

import gzip
import io
from datetime import date

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from test_files import PAGE, RUSSIAN, TEXT, article, read, refusal
from websites import page, serve
from werkzeug.wrappers import Response

from kg.errors import ArticleError
from kg.records import Article
from kg.sources.answers import fetch_article
from kg.sources.fetching import Fetcher


def pdf(*pages, password=None, **metadata):
    """A document with a line of text for each line of each page."""
    writer = PdfWriter()
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    for lines in pages:
        sheet = writer.add_blank_page(595, 842)
        fonts = DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})
        sheet[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): fonts})}
        )
        stream = DecodedStreamObject()
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        stream.set_data(f"BT /F1 11 Tf 40 800 Td {shown} ET".encode())
        sheet[NameObject("/Contents")] = writer._add_object(stream)
    writer.add_metadata({f"/{name}": value for name, value in metadata.items()})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


LINES = ["Azerbaijani Foreign Minister Jeyhun Bayramov met his Iranian", "counter-", "part in Tehran on Monday."]
MADE = {"CreationDate": "D:20240311100000+04'00'", "ModDate": "D:20240311100000+04'00'"}


def test_the_text_of_a_document_is_read_with_what_it_tells_of_itself(tmp_path):
    path = tmp_path / "release.pdf"
    path.write_bytes(pdf(LINES, ["They agreed."], Title="Visit", Author="MFA"))
    found = article(path)
    assert found.text == f"{LINES[0]}\ncounterpart in Tehran on Monday.\n\nThey agreed."
    assert (found.title, found.authors) == ("Visit", ("MFA",))
    (tmp_path / "release.meta.json").write_text('{"title": "Talks"}')
    assert article(path).title == "Talks"


def test_the_day_on_which_a_document_was_made_is_not_its_day_of_publication(tmp_path):
    (tmp_path / "scan.pdf").write_bytes(pdf(LINES, **MADE))
    assert article(tmp_path / "scan.pdf").published is None
    (tmp_path / "scan.meta.json").write_text('{"date": "2022-07-05"}')
    assert article(tmp_path / "scan.pdf").published == date(2022, 7, 5)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"%PDF-1.7\0", "reading the PDF document failed"),
        (pdf(LINES)[:300], "reading the PDF document failed"),
        (pdf([]), "holds no running text; it may be a scan"),
        (pdf(LINES, password="secret"), "locked with a password"),
        (pdf(*[[]] * 101), "the document has 101 pages; at most 100 are read"),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_a_document_that_cannot_be_read_is_refused(tmp_path, content, reason):
    (tmp_path / "a.pdf").write_bytes(content)
    assert reason in refusal(tmp_path / "a.pdf")


def test_a_document_of_the_web_is_read_and_has_the_date_that_its_feed_tells():
    known = {"date": "2022-07-05"}
    with serve() as site:
        site.paths["/a.pdf"] = Response(pdf(LINES, **MADE), content_type="application/pdf")
        found = fetch_article(Fetcher("communique/test", allow_private=True, pause=0), f"{site.address}/a.pdf", known)
    assert (found.url, "counterpart in Tehran" in found.text) == (f"{site.address}/a.pdf", True)
    assert found.published == date(2022, 7, 5)


def warc(*answers, packed=True):
    """An archive of answers, each an address, a status, a media type and a content."""
    records = [record("warcinfo", "", b"software: tests")]
    for address, status, kind, body in answers:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode()
        records.append(record("response", address, head + (body if isinstance(body, bytes) else body.encode())))
    return b"".join(map(gzip.compress, records) if packed else records)


def record(kind, address, content):
    media_type = "application/http; msgtype=response" if address else "application/warc-fields"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2022-07-05T10:00:00Z\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


ANSWERS = [
    ("https://example.org/1", "200 OK", "text/html; charset=utf-8", page()),
    ("https://example.org/a.png", "200 OK", "image/png", b"\x89PNG"),
    ("https://example.org/2", "404 Not Found", "text/html", "gone"),
    ("https://example.org/3", "200 OK", "text/html", "<p>Hi.</p>"),
    (
        "https://example.org/4",
        "200 OK",
        "text/html; charset=windows-1251",
        PAGE.replace(TEXT, RUSSIAN).encode("cp1251"),
    ),
]


@pytest.mark.parametrize("packed", [True, False])
def test_the_pages_of_an_archive_are_read_and_everything_else_is_named(tmp_path, packed):
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(warc(*ANSWERS, packed=packed))
    first, none, russian, others = read(path)
    assert (first.url, first.published) == ("https://example.org/1", date(2022, 7, 5))
    assert first.source == f"{path}:2 (https://example.org/1)"
    assert str(none).startswith(f"{path}:5 (https://example.org/3): no article found")
    assert russian.language == "ru"
    assert str(others) == f"{path}: 2 answers are no pages: 1 of image/png, 1 of status 404"


def test_an_archive_packed_as_a_whole_is_read_too(tmp_path):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(warc(*ANSWERS, packed=False)))
    first, _, russian, _ = read(path)
    assert (first.url, russian.language) == ("https://example.org/1", "ru")


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda content: b"", "the file is empty"),
        (lambda content: b"no archive", ""),
        (lambda content: content[: len(content) // 2], "ended before the end-of-stream marker"),
        (lambda content: gzip.decompress(content).replace(b"WARC-Target-URI: h", b"X: h"), "cut off or broken"),
    ],
)
def test_a_broken_archive_is_named_and_what_came_before_is_read(tmp_path, damage, reason):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(damage(warc(*ANSWERS)))
    *before, last = read(path)
    assert isinstance(last, ArticleError)
    assert str(last).startswith(str(path))
    assert reason in str(last)
    assert all(isinstance(item, Article | ArticleError) for item in before)


@pytest.mark.parametrize(("number", "articles"), [(4, 1), (6, 1), (2, 0)])
def test_the_page_with_which_an_archive_is_cut_off_is_not_read_as_if_it_were_whole(tmp_path, number, articles):
    path = tmp_path / "a.warc"
    path.write_bytes(warc(*ANSWERS[: number - 1], packed=False)[:-9])
    found = read(path)
    assert f"{path}:{number}: the archive is cut off in the midst of this record" in map(str, found)
    assert sum(isinstance(item, Article) for item in found) == articles

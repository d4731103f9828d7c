"""Pages of the web, fetched from real servers on this machine: what is read, and every reason for refusing."""

import gzip
import socket
import threading
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websites import SENTENCE, page, serve
from werkzeug.wrappers import Response

from kg.bootstrap import make_fetcher, open_sources
from kg.errors import ArticleError, FetchError
from kg.records import Article
from kg.retry_after import parse_retry_after
from kg.settings import Settings
from kg.sources.addresses import refuse_private
from kg.sources.answers import fetch_article
from kg.sources.fetching import Fetcher, check_address


@pytest.fixture
def site():
    with serve() as website:
        yield website


@pytest.fixture
def fetcher():
    return Fetcher("communique/test (+desk@example.org)", allow_private=True, pause=0)


def redirect(to, status=302):
    return Response("", status, {"Location": to})


def refusal(fetcher, address) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(address)
    return caught.value


def test_a_page_is_read_under_an_own_name(site, fetcher):
    site.paths["/news/1"] = page()
    found = fetch_article(fetcher, f"{site.address}/news/1#top", {})
    assert isinstance(found, Article), found
    assert (found.url, found.title, found.published) == (f"{site.address}/news/1", "Visit to Tehran", date(2022, 7, 5))
    assert SENTENCE in found.text
    assert found.source == f"{site.address}/news/1#top"
    assert {request.headers["User-Agent"] for request in site.asked} == {"communique/test (+desk@example.org)"}


def test_the_command_line_reads_an_address_and_fetches_it_once(site):
    site.paths["/news/1"] = page()
    (source,) = open_sources([f"{site.address}/news/1"], Settings(allow_private_addresses=True))
    assert list(source.articles()) == list(source.articles())
    assert len(site.asked_for("/news/1")) == 1


def test_the_user_agent_names_whom_to_ask():
    assert make_fetcher(Settings(contact="desk@example.org")).agent.endswith(" (+desk@example.org)")
    assert "(" not in make_fetcher(Settings()).agent


@pytest.mark.parametrize(
    ("canonical", "is_believed"),
    [("/news/1", True), ("http://elsewhere.example/news/1", False), ("/", False)],
)
def test_a_page_speaks_for_its_own_house_only(site, fetcher, canonical, is_believed):
    given = canonical if "://" in canonical else site.address + canonical
    site.paths["/news/1?utm_source=x"] = page(canonical=given)
    asked = f"{site.address}/news/1?utm_source=x"
    assert fetch_article(fetcher, asked, {}).url == (given if is_believed else asked)


@pytest.mark.parametrize("charset", ["windows-1251", "utf-16"])
def test_a_page_is_read_in_the_encoding_that_the_server_tells(site, fetcher, charset):
    content = page(text=SENTENCE.replace("Jeyhun", "Жейхун")).encode(charset)
    site.paths["/a"] = Response(content, content_type=f'text/html; charset="{charset}"')
    assert "Жейхун" in fetch_article(fetcher, f"{site.address}/a", {}).text


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-16-le"])
def test_a_plain_text_is_read_in_the_encoding_that_the_server_tells(site, fetcher, charset):
    text = SENTENCE.replace("Jeyhun", "Жейхун")
    site.paths["/a"] = Response(text.encode(charset), content_type=f"text/plain; charset={charset}")
    site.paths["/b"] = Response(text, content_type="text/plain; charset=iso-8859-1")  # as servers say of any text
    for name in "ab":
        found = fetch_article(fetcher, f"{site.address}/{name}", {})
        assert (found.text, found.notes) == (text, ())
    site.paths["/a"] = Response(SENTENCE.replace("Jeyhun", "Müller").encode("cp1252"), content_type="text/plain")
    found = fetch_article(fetcher, f"{site.address}/a", {})
    assert "Müller" in found.text
    assert found.notes == ("it is not UTF-8; read as windows-1252, which is a guess",)


def test_plain_text_is_read_and_other_kinds_are_refused_by_name(site, fetcher):
    site.paths["/a.txt"] = Response(SENTENCE, content_type="text/plain")
    site.paths["/a.mp4"] = Response(b"\0", content_type="video/mp4")
    assert fetch_article(fetcher, f"{site.address}/a.txt", {}).text == SENTENCE
    assert str(fetch_article(fetcher, f"{site.address}/a.mp4", {})) == f"{site.address}/a.mp4: video/mp4 is not read"


@pytest.mark.parametrize(
    ("status", "reason", "is_passing"),
    [
        (404, "it is not there (status 404)", False),
        (410, "it is gone (status 410)", False),
        (403, "it is not open to everybody (status 403)", False),
        (418, "the server refuses (status 418)", False),
        (500, "the server fails (status 500)", True),
        (503, "the server fails (status 503)", True),
        (429, "the server refuses (status 429)", True),
    ],
)
def test_a_failing_server_is_named(site, fetcher, status, reason, is_passing):
    site.paths["/a"] = Response("", status, {"Retry-After": "120"})
    error = refusal(fetcher, f"{site.address}/a")
    assert (str(error), error.is_passing, error.retry_after) == (reason, is_passing, 120 if is_passing else None)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://example.org/a", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("http://", "only http and https"),
        ("http://user:secret@127.0.0.1/", "with a password"),
        ("http://127.0.0.1:99999/", "cannot be sent"),
        ("http://[::1/", "cannot be sent"),
        ("http://example.org/" + "a" * 8000, "8,019 characters"),
    ],
)
def test_an_address_that_cannot_be_asked_is_refused(fetcher, address, reason):
    assert reason in str(refusal(fetcher, address))


def test_a_host_that_is_not_known_is_named(fetcher, monkeypatch):
    def unknown(*arguments, **more):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    for _ in range(2):  # asked, and remembered
        assert str(refusal(fetcher, "http://news.example/")) == "the host news.example is not known"


@given(st.text(max_size=60))
def test_any_address_is_sendable_or_refused(text):
    for address in (text, f"http://{text}", f"http://example.org/{text}"):
        try:
            assert check_address(address).startswith(("http://", "https://"))
        except FetchError as error:
            assert str(error)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
     "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1"],
)  # fmt: skip
def test_a_private_address_is_known_in_every_form(address):
    with pytest.raises(FetchError, match="no public address; KG_ALLOW_PRIVATE_ADDRESSES=true"):
        refuse_private("host.example", ["93.184.215.14", address])


def test_a_public_address_is_none():
    refuse_private("host.example", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])


def test_nothing_is_asked_at_this_machine_unless_it_is_allowed(site):
    for host, told in (("127.0.0.1", "127.0.0.1 is"), ("localhost", "localhost is 127.0.0.1, which is")):
        error = refusal(Fetcher("communique/test", pause=0), f"{site.address}/a".replace("127.0.0.1", host))
        assert str(error).replace("::1", "127.0.0.1").startswith(f"{told} no public address; KG_ALLOW")
    assert site.asked == []


def test_a_redirect_to_a_private_address_is_judged_like_the_first_request(site, monkeypatch):
    """The first address is let through by name, as a public one would be; the address of its redirect is not."""
    site.paths["/a"] = redirect(site.address.replace("127.0.0.1", "127.0.0.2") + "/secret")

    def let_through(host, addresses):
        if host != "127.0.0.1":
            refuse_private(host, addresses)

    monkeypatch.setattr("kg.sources.addresses.refuse_private", let_through)
    assert "127.0.0.2 is no public address" in str(refusal(Fetcher("communique/test", pause=0), f"{site.address}/a"))
    assert site.asked_for("/secret") == []


def test_redirects_are_followed_and_a_ring_of_them_is_left(site, fetcher):
    site.paths |= {
        "/a": redirect("/b", 301),
        "/b": redirect("/c"),
        "/c": page(),
        "/x": redirect("/y"),
        "/y": redirect("/x"),
    }
    assert fetch_article(fetcher, f"{site.address}/a", {}).url == f"{site.address}/c"
    assert str(refusal(fetcher, f"{site.address}/x")) == "more than 5 redirects"
    site.paths["/f"] = redirect("file:///etc/passwd")
    assert "only http and https" in str(refusal(fetcher, f"{site.address}/f"))


def test_robots_txt_is_obeyed_and_asked_once(site, fetcher):
    rules = "User-agent: communique\nDisallow: /shut\n\nUser-agent: *\nDisallow: /\n"
    site.paths |= {"/robots.txt": Response(rules), "/shut/1": page(), "/open/1": page(), "/hop": redirect("/shut/1")}
    assert str(refusal(fetcher, f"{site.address}/shut/1")) == "its robots.txt asks not to read it"
    assert str(refusal(fetcher, f"{site.address}/hop")) == "its robots.txt asks not to read it"
    assert fetcher.fetch(f"{site.address}/open/1").status == 200
    assert len(site.asked_for("/robots.txt")) == 1
    assert site.asked_for("/shut/1") == []


def test_where_robots_txt_fails_nothing_is_read(site, fetcher):
    site.paths |= {"/robots.txt": Response("", 503), "/a": page()}
    error = refusal(fetcher, f"{site.address}/a")
    assert str(error) == "its robots.txt cannot be read: the server fails (status 503)"
    assert error.is_passing


def test_the_pause_that_robots_txt_asks_for_is_kept(site, fetcher):
    site.paths |= {"/robots.txt": Response("User-agent: *\nCrawl-delay: 0.4"), "/a": page()}
    begun = time.monotonic()
    fetcher.fetch(f"{site.address}/a")
    fetcher.fetch(f"{site.address}/a")
    assert time.monotonic() - begun >= 0.8
    with serve(**{"/robots.txt": Response("User-agent: *\nCrawl-delay: 3600")}) as slow:
        assert "asks for 3,600 seconds between requests" in str(refusal(fetcher, f"{slow.address}/a"))


def test_an_answer_is_bounded_in_bytes_packed_or_not(site, fetcher):
    bomb = gzip.compress(b"<p>" + b" " * 50_000_000)
    site.paths |= {
        "/bomb": Response(bomb, headers={"Content-Encoding": "gzip"}),
        "/large": Response(b"x" * 6_000_000),
        "/twice": Response(gzip.compress(bomb), headers={"Content-Encoding": "gzip, gzip"}),
        "/broken": Response(b"no gzip", headers={"Content-Encoding": "gzip"}),
        "/packed": Response(gzip.compress(page().encode()), headers={"Content-Encoding": "gzip"}, mimetype="text/html"),
    }
    for path in ("/bomb", "/large"):
        assert str(refusal(fetcher, site.address + path)) == "it has more than 5,242,880 bytes"
    site.paths["/large"] = Response(b"x" * 6_000_000, mimetype="text/html")
    site.paths["/pdf"] = Response(b"x" * 6_000_000, mimetype="application/pdf")
    for path, reason in (("/large", "it has more than 5,242,880 bytes"), ("/pdf", "reading the PDF document failed")):
        assert reason in str(fetch_article(fetcher, site.address + path, {}))
    assert "packed as gzip, gzip" in str(refusal(fetcher, f"{site.address}/twice"))
    assert "packed wrongly" in str(refusal(fetcher, f"{site.address}/broken"))
    assert isinstance(fetch_article(fetcher, f"{site.address}/packed", {}), Article)


@contextmanager
def raw_server(behave):
    """A server that does with each connection what the test says."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)

        def answer():
            try:
                while True:
                    connection, _ = listening.accept()
                    with connection:
                        behave(connection, connection.recv(65536))
            except OSError:
                pass  # the end of the test

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def test_drops_of_bytes_do_not_draw_an_answer_out():
    def drip(connection, request):
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for _ in range(40):
            connection.sendall(b"x: y\r\n")
            time.sleep(0.1)

    begun = time.monotonic()
    with raw_server(drip) as address:
        error = refusal(Fetcher("communique/test", allow_private=True, pause=0, seconds=0.5), f"{address}/a")
    assert error.is_passing
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<p>cut",
        b"SSH-2.0\r\n",
        b"HTTP/1.1 200 OK\r\nbad header\r\n\r\n",
    ],
)
def test_a_connection_that_is_cut_is_named(fetcher, sent):
    def cut(connection, request):
        is_rules = b"robots.txt" in request
        connection.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n" if is_rules else sent)

    with raw_server(cut) as address:
        error = refusal(fetcher, f"{address}/a")
    assert "the connection fails" in str(error)
    assert error.is_passing


def test_the_time_to_come_again_is_told_in_seconds_or_as_a_date():
    assert parse_retry_after("30") == 30
    in_a_minute = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert 50 <= parse_retry_after(in_a_minute) <= 60
    assert parse_retry_after("soon") is None
    assert parse_retry_after("") is None


def test_what_is_no_article_is_named_with_the_address(site, fetcher):
    site.paths["/a"] = "<html><body><p>Hi.</p></body></html>"
    found = fetch_article(fetcher, f"{site.address}/a", {})
    assert isinstance(found, ArticleError)
    assert str(found).startswith(f"{site.address}/a: no article found")

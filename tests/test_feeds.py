"""Feeds from real servers on this machine: what is polled, remembered, tried again and refused."""

import gzip
import json
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from websites import SENTENCE, page, serve
from werkzeug.wrappers import Response

from kg.cli import main
from kg.errors import ArticleError, FeedError
from kg.records import Article
from kg.sources.feed import FIRST_WAIT, INTERVAL, LONGEST_WAIT, MOST_TRIES, FeedSource, read_feed, wait_after
from kg.sources.feed_register import FeedRegister
from kg.sources.fetching import Answer, Fetcher


def rss(*items, title="Trend"):
    told = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{told}</channel></rss>'


def item(link, title="Visit", day="Tue, 05 Jul 2022 10:00:00 GMT"):
    return f"<title>{title}</title><link>{link}</link><pubDate>{day}</pubDate>"


def atom(*entries):
    told = "".join(
        f"<entry><title>Visit</title><link href='{link}'/><updated>{updated}</updated></entry>"
        for link, updated in entries
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Trend</title>{told}</feed>'


class Newsroom:
    """A register with one feed, a server, and a clock that the test sets."""

    def __init__(self, site, folder):
        self.site, self.now = site, 1_000_000
        self.register = FeedRegister(folder / "feeds.sqlite")
        self.address = f"{site.address}/feed"
        self.register.add(self.address)

    def feed(self):
        (feed,) = self.register.feeds()
        return feed

    def poll(self, settle=True, refused=()):
        fetcher = Fetcher("communique/test", allow_private=True, pause=0)
        source = FeedSource(self.feed(), self.register, fetcher, lambda: self.now)
        found = list(source.articles())
        assert list(source.articles()) == found
        if settle:
            source.settle([*(str(item) for item in found if isinstance(item, ArticleError)), *refused])
        return found

    def counts(self):
        feed = self.feed()
        return feed.read, feed.waiting, feed.refused


@pytest.fixture
def newsroom(tmp_path):
    with serve() as site:
        yield Newsroom(site, tmp_path)


def test_a_feed_gives_the_articles_behind_its_entries_once(newsroom):
    newsroom.site.paths |= {"/feed": rss(item("/1"), item("/2")), "/1": page(), "/2": page(date="")}
    first, second = newsroom.poll()
    assert (first.url, first.published, SENTENCE in first.text) == (
        f"{newsroom.site.address}/1",
        date(2022, 7, 5),
        True,
    )
    assert second.published == date(2022, 7, 5)  # the feed's word, where the page has none
    assert newsroom.poll() == []
    assert newsroom.counts() == (2, 0, 0)
    assert len(newsroom.site.asked_for("/1")) == 1
    assert (newsroom.feed().title, newsroom.feed().due) == ("Trend", newsroom.now + INTERVAL)


def test_a_feed_is_asked_with_the_marks_of_its_last_answer(newsroom):
    marks = {"ETag": '"a1"', "Last-Modified": "Tue, 05 Jul 2022 10:00:00 GMT"}

    def answer(request):
        known = request.headers.get("If-None-Match") == '"a1"'
        return Response("", 304) if known else Response(rss(item("/1")), headers=marks)

    newsroom.site.paths |= {"/feed": answer, "/1": page()}
    assert len(newsroom.poll()) == 1
    assert newsroom.poll() == []
    assert newsroom.site.asked_for("/feed")[-1].headers["If-Modified-Since"] == marks["Last-Modified"]
    assert newsroom.feed().etag == '"a1"'


def test_nothing_is_lost_when_a_run_is_broken_off_although_the_feed_has_nothing_new(newsroom):
    newsroom.site.paths |= {"/feed": Response(rss(item("/1")), headers={"ETag": '"a"'}), "/1": page()}
    assert len(newsroom.poll(settle=False)) == 1
    newsroom.site.paths["/feed"] = Response("", 304)
    assert newsroom.counts() == (0, 1, 0)
    assert len(newsroom.poll()) == 1
    assert newsroom.counts() == (1, 0, 0)


def test_an_entry_that_says_it_was_updated_is_read_again(newsroom):
    newsroom.site.paths |= {"/feed": atom(("/1", "2022-07-05T10:00:00Z")), "/1": page()}
    assert len(newsroom.poll()) == 1
    newsroom.site.paths["/feed"] = atom(("/1", "2022-07-05T12:00:00Z"))
    assert len(newsroom.poll()) == 1
    assert newsroom.poll() == []


def test_what_cannot_be_fetched_now_is_tried_again_and_given_up_at_last(newsroom):
    newsroom.site.paths |= {"/feed": rss(item("/1"), item("/2")), "/1": Response("", 500), "/2": page()}
    error, good = newsroom.poll()
    assert str(error) == f"{newsroom.site.address}/1: the server fails (status 500)"
    assert isinstance(good, Article)
    assert newsroom.counts() == (1, 1, 0)
    assert newsroom.poll() == []  # not due yet
    for _ in range(MOST_TRIES - 1):
        newsroom.now += LONGEST_WAIT
        assert len(newsroom.poll()) == 1
    newsroom.now += LONGEST_WAIT
    assert newsroom.poll() == []
    assert newsroom.counts() == (1, 0, 1)


def test_what_is_refused_for_good_is_remembered_with_the_reason(newsroom):
    newsroom.site.paths |= {"/feed": rss(item("/1"), item("/2")), "/2": page()}
    gone, _ = newsroom.poll(refused=[f'{newsroom.site.address}/2: the language is "de"; only English is read'])
    assert "it is not there (status 404)" in str(gone)
    assert newsroom.counts() == (0, 0, 2)
    with sqlite3.connect(newsroom.register.path) as database:
        reasons = dict(database.execute("SELECT address, reason FROM entry"))
    database.close()
    assert reasons[f"{newsroom.site.address}/2"] == 'the language is "de"; only English is read'


def test_a_server_that_fails_is_left_in_peace(newsroom):
    newsroom.site.paths["/feed"] = rss(*(item(f"/{n}") for n in range(9)))
    newsroom.site.paths |= {f"/{n}": Response("", 500) for n in range(9)}
    *errors, last = newsroom.poll()
    assert len(errors) == 3
    assert str(last) == f"{newsroom.address}: the server fails, so 6 entries wait for the next poll"
    assert newsroom.counts() == (0, 9, 0)


def test_a_feed_that_fails_waits_longer_each_time_and_as_long_as_it_asks(newsroom):
    newsroom.site.paths["/feed"] = Response("", 503, {"Retry-After": "7200"})
    (error,) = newsroom.poll()
    assert str(error) == f"{newsroom.address}: the server fails (status 503)"
    assert (newsroom.feed().due, newsroom.feed().failures) == (newsroom.now + 7200, 1)
    assert newsroom.feed().problem == "the server fails (status 503)"
    assert (
        FIRST_WAIT / 2 <= wait_after(0, None) <= FIRST_WAIT < LONGEST_WAIT / 2 <= wait_after(50, None) <= LONGEST_WAIT
    )
    assert all(wait_after(failures, None) >= INTERVAL for failures in range(9) for _ in range(20))
    assert wait_after(0, 10**9) == 24 * 3600
    newsroom.site.paths["/feed"] = rss()
    assert newsroom.poll() == []
    assert (newsroom.feed().failures, newsroom.feed().problem) == (0, None)


@pytest.mark.parametrize("server", ["closes", "packs"])
def test_a_feed_that_is_cut_off_is_told_and_fetched_whole_by_the_next_poll(newsroom, server):
    """A connection without `Content-Length` ends when it is closed, wherever that is."""
    whole = rss(item("/1"), item("/2"), item("/3"))
    told = whole[: whole.index("/3") + 1]

    def answer(request):
        if request.headers.get("If-None-Match") or request.headers.get("If-Modified-Since"):
            return Response("", 304)
        packed = {"Content-Encoding": "gzip"} if server == "packs" else {}
        content = gzip.compress(told.encode() * 500)[:-100] if packed else told.encode()
        marks = {"ETag": '"a"', "Last-Modified": "Tue, 05 Jul 2022 10:00:00 GMT"}
        return Response(iter([content]), headers=marks | packed)

    newsroom.site.paths |= {"/feed": answer} | {f"/{n}": page() for n in "123"}
    found = newsroom.poll()
    reason, stored = {
        "closes": ("it is cut off; 2 of its entries are whole", 2),
        "packs": ("it is packed, and cut off in the middle", 0),
    }[server]
    assert [str(item) for item in found if isinstance(item, ArticleError)] == [f"{newsroom.address}: {reason}"]
    assert newsroom.counts() == (stored, 0, 0)
    assert (newsroom.feed().problem, newsroom.feed().etag, newsroom.feed().modified) == (reason, None, None)
    newsroom.site.paths["/feed"] = Response(whole, headers={"ETag": '"a"'})
    assert len(newsroom.poll()) == 3 - stored
    assert newsroom.counts() == (3, 0, 0)
    assert (newsroom.feed().problem, newsroom.feed().etag) == (None, '"a"')


@pytest.mark.parametrize(
    ("content", "listed", "problem"),
    [
        (rss(item("/1"), item("/2"))[:-1], 2, "it is cut off; 2 of its entries are whole"),
        (rss(item("/1"), item("/2")).partition("</channel>")[0], 2, "it is cut off; 2 of its entries are whole"),
        (rss(item("/1"), item("/2")).rpartition("</item>")[0], 1, "it is cut off; 1 of its entries are whole"),
        (
            atom(("/1", "2022-07-05"), ("/2", "2022-07-05")).rpartition("<updated>")[0],
            1,
            "it is cut off; 1 of its entries are whole",
        ),
        (
            rss(item("/1", "Ham & eggs"), item("/2")).rpartition("<pubDate>")[0],
            1,
            "it is cut off; 1 of its entries are whole",
        ),
        (rss(item("/1", "Ham & eggs"), item("/2")), 2, None),
        (rss(item("/1"), item("/2")) + "<script>", 2, None),
        (rss(title="Ham & eggs"), 0, "it is broken"),
        (rss(), 0, None),
    ],
)
def test_of_a_feed_that_is_broken_what_is_whole_is_taken(content, listed, problem):
    listing = read_feed(answered(content))
    assert [entry.address for entry in listing.entries] == [f"http://news.example/{n + 1}" for n in range(listed)]
    assert listing.is_whole is (problem is None)
    assert [told.startswith(problem or "") for told in listing.problems] == [True] * (problem is not None)


def test_what_is_wrong_with_a_feed_is_known_as_long_as_its_answer_holds(newsroom):
    bad = [item("javascript:alert(1)", name) for name in "AB"]
    newsroom.site.paths |= {"/feed": Response(rss(*bad, item("/1")), headers={"ETag": '"a"'}), "/1": page()}
    newsroom.poll()
    problem = newsroom.feed().problem
    assert problem.startswith("an entry (A): javascript:alert(1): only http")
    assert problem.endswith("(and 1 more)")
    newsroom.site.paths["/feed"] = Response("", 304)
    newsroom.poll()
    assert newsroom.feed().problem == problem
    newsroom.site.paths["/feed"] = Response("", 503)
    newsroom.poll()
    newsroom.site.paths["/feed"] = Response("", 304)
    newsroom.poll()
    assert newsroom.feed().problem is None


def answered(content, media_type="application/rss+xml"):
    content = content if isinstance(content, bytes) else content.encode()
    return Answer("http://news.example/feed/", 200, {"content-type": media_type}, content)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\xef\xbb\xbf" + rss(item("/1")).encode(), "application/rss+xml"),
        (rss(item("/1")), "text/html; charset=utf-8"),
        (rss(item("/1")).replace('"1.0"?>', '"1.0" encoding="windows-1251"?>').encode("cp1251"), "text/xml"),
        (rss(item("/1")) + "<rest>", "application/rss+xml"),
        (atom(("/1", "2022-07-05T10:00:00Z")), "application/atom+xml"),
    ],
)
def test_feeds_are_read_in_the_forms_in_which_servers_send_them(content, media_type):
    title, (entry,), problems, is_whole = read_feed(answered(content, media_type))
    assert (title, entry.address, entry.published) == ("Trend", "http://news.example/1", "2022-07-05")
    assert (problems, is_whole) == ([], True)


@pytest.mark.parametrize("content", ["", "<html><body>No feed</body></html>", "{}", b"\0\xff", "/etc/passwd"])
def test_what_is_no_feed_is_refused(content):
    with pytest.raises(ArticleError, match="it is no RSS or Atom feed"):
        read_feed(answered(content))


def test_entries_without_an_address_that_can_be_asked_are_named_and_the_others_read():
    content = rss("<title>A</title>", item("javascript:alert(1)", "B"), item("/1", day="yesterday"), item("/1"))
    _, entries, problems, _ = read_feed(answered(content))
    assert [(entry.address, entry.published) for entry in entries] == [("http://news.example/1", None)]
    assert problems[0] == "an entry (A): it tells no address"
    assert "an entry (B): javascript:alert(1): only http and https" in problems[1]


def test_a_feed_without_end_and_a_bomb_of_entities_are_survived():
    _, entries, problems, _ = read_feed(answered(rss(*(item(f"/{n}") for n in range(2000)))))
    assert len(entries) == 500
    assert problems == ["it lists 2,000 entries; only the first 500 are read"]
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "news">{lines}]>' + rss(item("/1", "&e11;")).partition("?>")[2]
    _, entries, *_ = read_feed(answered(bomb))
    assert all(len(entry.title or "") <= 500 for entry in entries)


def test_a_register_that_is_no_database_is_named(tmp_path):
    (tmp_path / "feeds.sqlite").write_bytes(b"no database, but some bytes of text" * 9)
    with pytest.raises(FeedError, match="cannot be used"):
        FeedRegister(tmp_path / "feeds.sqlite").feeds()


@pytest.fixture
def workplace(tmp_path, monkeypatch, install):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_DATA_DIR", str(install(tmp_path / "data")))
    monkeypatch.setenv("KG_ALLOW_PRIVATE_ADDRESSES", "true")
    monkeypatch.setattr("kg.sources.fetching.PAUSE", 0)
    return tmp_path


def kg(*arguments, status=0):
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == status, f"{result.exit_code}: {result.output}"
    return result


@pytest.mark.usefixtures("workplace")
def test_the_commands_keep_and_poll_feeds():
    with serve() as site:
        site.paths |= {"/feed": rss(item("/1"), item("/gone")), "/1": page()}
        address = f"{site.address}/feed"
        assert kg("feed", "add", address).stdout == f"{address}: taken up\n"
        assert kg("feed", "add", address).stdout == f"{address}: known already\n"
        output = kg("feed", "poll", status=1).stdout
        assert "2 articles: 1 stored, 0 replaced, 0 unchanged, 1 refused" in output
        assert f"{site.address}/gone: it is not there (status 404)" in output
        assert "no feed is due" in kg("feed", "poll").stderr
        assert "0 articles" in kg("feed", "poll", "--now", address).stdout
        (line,) = kg("feed", "list", "--json").stdout.splitlines()
        told = json.loads(line)
        assert (told["title"], told["read"], told["waiting"], told["refused"]) == ("Trend", 1, 0, 1)
        assert "Trend" in kg("feed", "list").stdout
        assert kg("feed", "remove", address).stdout == f"{address}: removed\n"
    assert "is no feed of this installation" in kg("feed", "remove", address, status=2).stderr
    assert "no feed of this installation" in kg("feed", "poll", address, status=2).stderr
    assert "only http and https" in kg("feed", "add", "news.example/feed", status=2).stderr
    assert Path("data/feeds.sqlite").is_file()

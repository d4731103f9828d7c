"""A token that is revoked, or whose time is over, ends what was asked with it."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from test_abuse import kg
from test_conformance import QUERY, serving_plain

from kg.access import Role, Token
from kg.web.revocation import end_revoked, watch

NOW = datetime.now(UTC)
ENDLESS = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


class Working:
    """An evaluator that is asked for these clients, whose names are the ids of their queries."""

    def __init__(self, *clients: str) -> None:
        self.clients, self.stopped = clients, []

    def running(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(client=client, id=client) for client in self.clients]

    def stop(self, id_: str) -> None:
        self.stopped.append(id_)


@pytest.mark.parametrize(
    ("expires", "ended"),
    [(None, ["gone"]), (NOW + timedelta(days=1), ["gone"]), (NOW - timedelta(seconds=1), ["desk", "gone"])],
)
def test_what_runs_for_who_holds_no_token_any_more_is_ended(expires: datetime | None, ended: list[str]) -> None:
    working = Working("token desk", "token gone", "192.0.2.1", "2001:db8::/64")
    end_revoked(working, lambda: [Token("desk", Role.READER, (), NOW, expires)])
    assert working.stopped == [
        f"token {name}" for name in ("desk", "gone") if name == "gone" or (expires and expires < NOW)
    ]


def test_tokens_are_not_looked_for_where_none_is_at_work() -> None:
    end_revoked(Working("192.0.2.1"), pytest.fail)


def test_nobody_watches_what_nobody_uses_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.web.revocation._PAUSE", 0.01)
    before, working = {*threading.enumerate()}, Working("token desk")
    watch(working, list)
    (watching,) = {*threading.enumerate()} - before
    while not working.stopped:
        time.sleep(0.01)
    assert watching.is_alive()
    del working
    watching.join(20)
    assert not watching.is_alive()


def test_a_query_ends_with_its_token(tmp_path: Path) -> None:
    with serving_plain(tmp_path) as served:
        data = "".join(f"<x:a{number}> <x:b> {number} . " for number in range(2000))
        assert served.update(f"INSERT DATA {{ {data} }}").status == 204
        lent, chief = (kg(tmp_path, "token", "new", "--name", name, "--role", role) for name, role in
                       (("lent", "reader"), ("chief", "admin")))  # fmt: skip
        with ThreadPoolExecutor(2) as clients:
            ended, other = (
                clients.submit(served.send, "POST", "/sparql", ENDLESS, token, Content_Type=QUERY)
                for token in (lent, chief)
            )
            while len(json.loads(served.send("GET", "/queries/", token=chief).body)["queries"]) < 2:
                time.sleep(0.05)
            kg(tmp_path, "token", "revoke", "lent")
            assert (ended.result(20).status, other.done()) == (503, False)
            for run in json.loads(served.send("GET", "/queries/", token=chief).body)["queries"]:
                assert run["client"] == "token chief"
                served.send("DELETE", f"/queries/{run['id']}", token=chief)
            assert other.result(20).status == 503

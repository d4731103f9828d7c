"""Budgets of time: what takes too long is broken off, and nothing else is."""

import threading
import time

import pytest

from kg import budget
from kg.budget import guarded, within
from kg.errors import ArticleError, BudgetError


def test_what_takes_too_long_is_broken_off_and_named():
    begun = time.monotonic()
    with pytest.raises(BudgetError, match=r"waiting took longer than 0\.05 seconds"), within(0.05, "waiting"):
        time.sleep(5)
    assert time.monotonic() - begun < 2


def test_a_library_that_survives_every_exception_does_not_survive_this():
    with pytest.raises(BudgetError), within(0.05, "waiting"):
        while True:
            try:
                time.sleep(0.01)
            except Exception:  # noqa: BLE001
                continue


def test_what_is_in_time_is_left_alone_and_nothing_comes_after():
    with within(0.05, "waiting"):
        pass
    time.sleep(0.1)


def test_budgets_that_run_out_at_any_moment_never_end_the_process(monkeypatch):
    monkeypatch.setattr(budget, "_AGAIN", 0.0002)
    spent = 0
    for number in range(300):
        try:
            with within(0.0002 + number / 1_000_000, "counting"):
                sum(range(20_000))
        except BudgetError:
            spent += 1
    assert spent > 0


def test_within_another_budget_and_outside_the_main_thread_there_is_no_watch():
    with pytest.raises(BudgetError, match="outer"), within(0.05, "outer"), within(0.001, "inner"):
        time.sleep(1)
    done = []
    thread = threading.Thread(target=lambda: done.append(_wait()))
    thread.start()
    thread.join()
    assert done == [True]


def _wait():
    with within(0.001, "waiting"):
        time.sleep(0.05)
    return True


def test_how_ever_a_library_fails_it_is_an_error_of_the_article():
    reason = r"reading it failed \(ZeroDivisionError: division by zero\)"
    with pytest.raises(ArticleError, match=reason), guarded(1, "reading it"):
        1 / 0  # noqa: B018
    with pytest.raises(ArticleError, match="as it is"), guarded(1, "reading it"):
        raise ArticleError("as it is")

"""Keeps account of what queries take: charges it to who asked, and counts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

from kg.access.limits import Buckets
from kg.errors import KgError, NoWorkers, QueryEndedWorker, QueryStopped, QueryTimeout, TooBusy
from kg.querying import Begun, Errand, Evaluator, Run, Running

FREE_SECONDS = 0.25
"""Of each query: look-ups cost nothing, however many, so that what is limited is what keeps others waiting."""

_OUTCOMES: dict[type[KgError], str] = {
    QueryTimeout: "timeout",
    QueryStopped: "stopped",
    QueryEndedWorker: "crashed",
    TooBusy: "refused",
    NoWorkers: "refused",
}

Count = Callable[[str, float], None]
"""Takes how a job ended, and how many seconds it worked."""


class Accounts:
    """Fulfils `kg.querying.Evaluator` by another one, whose jobs it keeps account of."""

    def __init__(self, evaluator: Evaluator, spent: Buckets, count: Count) -> None:
        self._evaluator, self._spent, self._count = evaluator, spent, count

    def kind(self, text: str) -> str:
        """What a query has in common with others that take about as long."""
        return self._evaluator.kind(text)

    def is_usual(self, kind: str, text: str) -> bool:
        """Whether a query of this kind was short before, and just this one not long."""
        return self._evaluator.is_usual(kind, text)

    def begin(self, errand: Errand) -> Begun | None:
        """Begin a job where that needs no waiting; who gives its answer says so to `settle`."""
        return self._evaluator.begin(errand)

    def start(self, errand: Errand) -> Run:
        """Begin a job; as `Evaluator.start`."""
        began = perf_counter()
        try:
            run = self._evaluator.start(errand)
        except BaseException as error:
            self.settle(errand.client, _outcome(error), perf_counter() - began)
            raise
        if run.whole is not None:
            self.settle(errand.client, "whole", run.seconds)
            return run
        return _Charged(run, lambda outcome: self.settle(errand.client, outcome, run.seconds))

    def running(self) -> list[Running]:
        """The jobs that have not ended."""
        return self._evaluator.running()

    def stop(self, id_: str) -> bool:
        """End a job."""
        return self._evaluator.stop(id_)

    def settle(self, client: str, outcome: str, seconds: float) -> None:
        """Take account of a job of a client that has ended."""
        self._count(outcome, seconds)
        if outcome != "refused":
            self._spent.charge(client, max(0.0, seconds - FREE_SECONDS))


class _Charged:
    """A run that is paid for when it ends, however it does."""

    whole = None

    def __init__(self, run: Run, settle: Callable[[str], None]) -> None:
        self._run, self._settle = run, settle
        self._is_settled = False

    @property
    def seconds(self) -> float:
        return self._run.seconds

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._run
        except BaseException as error:
            self._end(_outcome(error))
            raise
        self._end("whole")

    def close(self) -> None:
        self._run.close()
        self._end("left")

    def _end(self, outcome: str) -> None:
        if not self._is_settled:
            self._is_settled = True
            self._settle(outcome)


def _outcome(error: BaseException) -> str:
    return "left" if isinstance(error, GeneratorExit) else _OUTCOMES.get(type(error), "failed")  # type: ignore[arg-type]

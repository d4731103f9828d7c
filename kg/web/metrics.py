"""`/metrics`: figures on what is asked and how it goes, in the text format of Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from operator import methodcaller

from flask import Blueprint, Flask, Response, current_app, request
from prometheus_client import CollectorRegistry, Counter, Histogram, Info, ProcessCollector, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from kg import __version__
from kg.errors import KgError
from kg.web.counted import Counted
from kg.web.services import services
from kg.web.versions import never_keep
from kg.web.visits import Visit

blueprint = Blueprint("metrics", __name__)

_EXTENSION = "communique.metrics"
_SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """Counts since the process began; called with each request that has ended.

    Labels have few values, whoever asks: the rule of an address and not the address, one of the methods that HTTP has.
    """

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a line for each count, of no use
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        Info("communique", "This program.", registry=registry).info({"version": __version__})
        self._requests = Counter(
            "communique_http_requests", "Requests answered.", ["route", "method", "status"], registry=registry
        )
        self._seconds = Histogram(
            "communique_http_request_seconds",
            "From the arrival of a request to the end of its answer.",
            ["route"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._octets = Counter("communique_http_answer_bytes", "Octets of the bodies of answers.", registry=registry)
        self._kept = Counter(
            "communique_http_answers_kept", "Answers given again as they were kept.", registry=registry
        )
        self._cut = Counter(
            "communique_http_answers_cut",
            "Answers not sent to their end: they broke, or the client left.",
            ["outcome"],
            registry=registry,
        )
        self._queries = Counter(
            "communique_queries",
            "Queries and look-ups of pages by how they ended; timeout, stopped, left and crashed ended the worker.",
            ["outcome"],
            registry=registry,
        )
        self._query_seconds = Histogram(
            "communique_query_seconds", "Time that queries and look-ups took.", buckets=_SECONDS, registry=registry
        )
        self._counts = lru_cache(maxsize=1000)(self._counts_of)  # to find them takes longer than to count
        for outcome in ("whole", "failed", "timeout", "stopped", "left", "crashed", "refused"):
            self._queries.labels(outcome)

    def __call__(self, ended: Visit) -> None:
        """Count a request."""
        requests, seconds = self._counts(ended.route or "none", ended.method, ended.status)
        requests.inc()
        seconds.observe(ended.seconds)
        self._octets.inc(ended.octets)
        if ended.is_kept:
            self._kept.inc()
        if ended.outcome != "whole":
            self._cut.labels(ended.outcome).inc()

    def _counts_of(self, route: str, method: str, status: int) -> tuple[Counter, Histogram]:
        """Where requests of a sort are counted."""
        known = method if method in _METHODS else "other"
        return self._requests.labels(route, known, status), self._seconds.labels(route)

    def count_query(self, outcome: str, seconds: float) -> None:
        """Count a job of a worker."""
        self._queries.labels(outcome).inc()
        if outcome != "refused":
            self._query_seconds.observe(seconds)


class _State(Collector):
    """What is so at the moment at which it is asked for."""

    def __init__(self) -> None:
        self._count = Counted(methodcaller("count"))

    def describe(self) -> list[Metric]:
        """Nothing: it is asked within a request only."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The figures on the graph, where it can be read, and on what runs."""
        running = services().evaluator.running()
        yield _gauge("communique_queries_running", "Queries and look-ups that run.", len(running))
        longest = max((run.seconds for run in running), default=0.0)
        yield _gauge("communique_query_longest_seconds", "How long the oldest of them has run.", longest)
        try:
            version, triples = self._count()
        except KgError:
            yield _gauge("communique_store_readable", "Whether the graph can be read.", 0)
            return
        yield _gauge("communique_store_readable", "Whether the graph can be read.", 1)
        yield _gauge("communique_triples", "Triples of the merge.", triples)
        if version is not None:
            yield _gauge("communique_dataset_version", "The published version that readers get.", version)
        releases = services().releases
        if releases is not None and (newest := releases.latest()) is not None:
            yield _gauge("communique_dumps_version", "The newest published version that has dumps.", newest.version)


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(name, what, value)


def register(app: Flask, metrics: Metrics) -> None:
    """Let the application tell these figures."""
    metrics.registry.register(_State())
    app.extensions[_EXTENSION] = metrics.registry
    app.register_blueprint(blueprint)


@blueprint.get("/metrics")
def tell() -> Response:
    """The figures, in the form that the asking program prefers."""
    never_keep()
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return Response(encode(current_app.extensions[_EXTENSION]), content_type=content_type)

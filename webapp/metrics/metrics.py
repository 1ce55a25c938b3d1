"""What one process counts: its requests, and what it renders."""

from collections.abc import Callable, Iterable
from datetime import datetime
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

from webapp.metrics.endpoint import MetricsEndpoint
from webapp.metrics.store_collector import StoreCollector
from webapp.report import RenderBusy
from webapp.report.pool.renderer import Renderer
from webapp.report.views.documents import Printable
from webapp.storage import Store

REQUEST_SECONDS = (0.01, 0.05, 0.1, 0.5, 1, 5, 20)
RENDER_SECONDS = (0.1, 0.25, 0.5, 1, 2, 5, 20)


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "gutfactors_requests",
            "Requests by the pattern of their address.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self._request_seconds = Histogram(
            "gutfactors_request_seconds",
            "Time from a request to its response.",
            buckets=REQUEST_SECONDS,
            registry=self.registry,
        )
        self._renders = Counter(
            "gutfactors_renders",
            "Documents by result: made, failed, or busy (it would have waited for too long).",
            ["document", "result"],
            registry=self.registry,
        )
        self._render_seconds = Histogram(
            "gutfactors_render_seconds",
            "Time from ordering a document to its PDF.",
            buckets=RENDER_SECONDS,
            registry=self.registry,
        )

    def serve(
        self,
        store: Store,
        port: int,
        clock: Callable[[], datetime],
        problems: Callable[[], Iterable[str]] = tuple,
    ) -> MetricsEndpoint:
        """Answer for these counters and the figures of the store, on the first free port from `port` on."""
        self.registry.register(StoreCollector(store, clock, problems))
        return MetricsEndpoint(self.registry, port)

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request. `route` is a pattern, never an address."""
        self._requests.labels(method, route, status).inc()
        self._request_seconds.observe(seconds)

    def measured(self, renderer: Renderer) -> "MeasuredRenderer":
        """Return a renderer whose documents are counted here."""
        return MeasuredRenderer(renderer, self)

    def count_render(self, document: str, result: str, seconds: float) -> None:
        self._renders.labels(document, result).inc()
        if result == "made":
            self._render_seconds.observe(seconds)


class MeasuredRenderer:
    """A render pool whose documents are counted."""

    def __init__(self, renderer: Renderer, metrics: Metrics) -> None:
        self._renderer = renderer
        self._metrics = metrics

    def pdf(self, view: Printable) -> bytes:
        """Return the view as a PDF. Raise RenderBusy or RenderFailed."""
        began, result = perf_counter(), "failed"
        try:
            pdf = self._renderer.pdf(view)
            result = "made"
        except RenderBusy:
            result = "busy"
            raise
        else:
            return pdf
        finally:
            self._metrics.count_render(type(view).__name__, result, perf_counter() - began)

    def wait_until_idle(self, seconds: float) -> bool:
        return self._renderer.wait_until_idle(seconds)

    def is_alive(self) -> bool:
        return self._renderer.is_alive()

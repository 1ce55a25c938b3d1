"""What Prometheus reads: counts of this process and figures of the database, without a name or an address."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.cli.command import free_port
from tests.pdf.people import view_of
from tests.storage.submissions import NOW, submit
from tests.web.fakes import Printer
from webapp.application import create_app, serve_metrics
from webapp.metrics.endpoint import MetricsEndpoint
from webapp.metrics.metrics import Metrics
from webapp.report import RenderBusy, RenderFailed
from webapp.report.views.documents import Printable
from webapp.settings import Settings
from webapp.storage import StoreUnavailable, open_store

SECRET = "SECRETKEYOFSOMEBODY"
Samples = dict[str, float]


def samples(port: int) -> Samples:
    """Return each sample by its name and labels, as Prometheus reads it."""
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
        families = text_string_to_metric_families(answer.read().decode())
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in families
        for sample in family.samples
    }


def test_requests_and_the_database_are_counted_without_an_address(tmp_path: Path) -> None:
    settings = replace(Settings.for_instance(tmp_path), metrics_port=free_port(), unknown_tz="Nowhere")
    with closing(open_store(settings.database_url, settings.key_file)) as store:
        submit(store)
        store.drafts.create({}, NOW)
        app = create_app(settings, store=store, render_pool=Printer(), clock=lambda: NOW)
        end = serve_metrics(app)
        client = app.test_client()
        for path in (f"/come-back/{SECRET}", f"/{SECRET}"):
            client.get(path)
        client.open("/", method=SECRET)
        store.purge(NOW)
        assert settings.metrics_port
        found = samples(settings.metrics_port)
        end()
        with pytest.raises(OSError, match="refused"):
            samples(settings.metrics_port)
    assert found["gutfactors_requests_total GET /come-back/<token> 200"] == 1
    assert found["gutfactors_requests_total GET (no page) 404"] == 1
    assert found["gutfactors_requests_total (other) (no page) 405"] == 1
    assert not [name for name in found if SECRET in name]
    assert (found["gutfactors_submissions"], found["gutfactors_drafts"]) == (1, 1)
    assert found["gutfactors_last_purge_age_seconds"] == 0
    assert "gutfactors_last_backup_age_seconds" not in found
    assert found["gutfactors_free_bytes"] > 0
    assert found["gutfactors_problem zone"] == 1
    assert found["gutfactors_print_parts_waiting"] == 0


class Uncertain(Printer):
    """Prints once, is then busy, and fails."""

    def __init__(self) -> None:
        super().__init__()
        self.ends = iter([None, RenderBusy(1), RenderFailed("no reason")])

    def pdf(self, view: Printable) -> bytes:
        end = next(self.ends)
        if end:
            raise end
        return super().pdf(view)


def test_documents_are_counted_by_how_they_ended() -> None:
    metrics = Metrics()
    measured, view = metrics.measured(Uncertain()), view_of("W01")
    for _ in range(3):
        with suppress(RenderBusy, RenderFailed):
            measured.pdf(view)
    for result in ("made", "busy", "failed"):
        labels = {"document": "ReportView", "result": result}
        assert metrics.registry.get_sample_value("gutfactors_renders_total", labels) == 1
    assert measured.is_alive()
    assert not measured.wait_until_idle(0)


def test_each_process_has_a_port_of_its_own() -> None:
    first = Metrics()
    port = free_port()
    first.count_request("GET", "/", 200, 0.1)
    counted = "gutfactors_requests_total GET / 200"
    with (
        closing(MetricsEndpoint(first.registry, port)) as one,
        closing(MetricsEndpoint(Metrics().registry, port)) as other,
    ):
        assert one.port
        assert other.port
        assert other.port > one.port
        assert (samples(one.port)[counted], counted in samples(other.port)) == (1, False)


def test_a_database_that_does_not_answer_is_a_metric_and_no_error(tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path)
    store = open_store(settings.database_url, settings.key_file)
    store.close()
    with pytest.raises(StoreUnavailable):
        store.health.report(NOW)
    with closing(Metrics().serve(store, free_port(), lambda: NOW, lambda: ["store"])) as endpoint:
        assert endpoint.port
        found = samples(endpoint.port)
    assert (found["gutfactors_store_up"], found["gutfactors_problem store"]) == (0, 1)
    assert "gutfactors_drafts" not in found

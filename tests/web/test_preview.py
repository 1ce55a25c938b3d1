"""The preview shows what was saved last, or why it cannot."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from werkzeug.test import Client

from tests.unit.workbench.simulation.coffee import coffee
from tests.web.fakes import MakeApp, Printer
from webapp.clinic import Clinic
from webapp.questionnaire.load import load
from webapp.report.pool.pool import RenderFailed, RenderPool
from webapp.report.views.documents import Printable
from webapp.workbench.preview.pages import preview_app
from webapp.workbench.preview.printer import NewestPrinter
from webapp.workbench.preview.template_errors import locate_template_error
from webapp.workbench.preview.workspace import Workspace, stamp
from webapp.workbench.simulation.examples import PEOPLE, example


class Pool(Printer):
    """Prints nothing, and counts how often it was ended."""

    ended = 0

    def close(self) -> None:
        self.ended += 1


class Jammed(Pool):
    def pdf(self, view: Printable) -> bytes:
        raise RenderFailed("the render process ended")


def printer_of(pool: Pool) -> NewestPrinter:
    def make() -> RenderPool:
        return pool  # type: ignore[return-value]

    return NewestPrinter(make)


def bench_of(folder: Path, make_app: MakeApp, pool: Pool, text: str) -> Workspace:
    (folder / "mine.toml").write_text(text, "utf-8")
    printer = printer_of(pool)
    return Workspace(
        folder / "mine.toml",
        folder / "templates",
        lambda text: make_app(questions=text, clinic=Clinic(), render_pool=printer),
        printer,
    )


def client_of(bench: Workspace) -> Client:
    return Client(preview_app(bench, Clinic(), date(2026, 11, 26)))


def state_of(client: Client) -> dict[str, Any]:
    return json.loads(client.get("/preview/state").text)  # type: ignore[no-any-return]


def test_a_save_is_seen_and_a_mistake_told_with_its_line(tmp_path: Path, make_app: MakeApp) -> None:
    bench = bench_of(tmp_path, make_app, Pool(), coffee())
    client, text = client_of(bench), coffee().replace("start_title in words", "Coffee?")
    first = state_of(client)
    assert first == state_of(client)
    bench.file.write_text(text, "utf-8")
    second = state_of(client)
    assert (second["version"] != first["version"], second["problems"]) == (True, [])
    assert "<h1>Coffee?</h1>" in client.get("/").text
    bench.file.write_text(text.replace("cups >= 3", "cusp >= 3"), "utf-8")
    (problem,) = state_of(client)["problems"]
    line = text[: text.index("cups >= 3")].count("\n") + 1
    assert problem == f'mine.toml:{line}: much_coffee.moderate: unknown name "cusp"; did you mean "cups"?'
    assert "<h1>Coffee?</h1>" in client.get("/").text


def test_a_file_that_was_faulty_from_the_start_is_told_in_place_of_the_form(
    tmp_path: Path, make_app: MakeApp
) -> None:
    client = client_of(bench_of(tmp_path, make_app, Pool(), "nonsense"))
    assert client.get("/").status_code == 503
    assert client.get("/").text.startswith("mine.toml:1: ")
    assert client.get("/preview/person/1").status_code == 404


def test_a_file_that_went_away_or_is_no_text_is_told(tmp_path: Path, make_app: MakeApp) -> None:
    bench = bench_of(tmp_path, make_app, Pool(), coffee())
    bench.file.write_bytes(b"\xff")
    assert state_of(client_of(bench))["problems"][0].startswith("mine.toml:1: this line is not UTF-8 text")
    bench.file.unlink()
    assert "No such file" in state_of(client_of(bench))["problems"][0]


def test_the_findings_of_an_example_person_stand_beside_the_form(tmp_path: Path, make_app: MakeApp) -> None:
    client = client_of(bench_of(tmp_path, make_app, Pool(), coffee()))
    nobody = client.get("/preview/person/0").text
    assert "none–moderate" in nobody
    assert "missing: coffee, cups" in nobody or "missing: coffee" in nobody
    assert "Much coffee" in client.get("/preview/person/3").text
    assert client.get(f"/preview/person/{PEOPLE + 1}").status_code == 404
    assert f'value="{PEOPLE}"' in client.get("/preview/").text


def test_the_report_is_printed_by_a_pool_that_is_new_after_each_save(
    tmp_path: Path, make_app: MakeApp
) -> None:
    pool = Pool()
    bench = bench_of(tmp_path, make_app, pool, coffee())
    client = client_of(bench)
    assert client.get("/preview/person/1/report.pdf").data.startswith(b"%PDF")
    bench.file.write_text(coffee() + "\n", "utf-8")
    assert client.get("/preview/person/1/report.pdf").mimetype == "application/pdf"
    assert (pool.ended, bench.printer.wait_until_idle(0)) == (1, False)


def test_a_report_that_cannot_be_printed_says_why(tmp_path: Path, make_app: MakeApp) -> None:
    bench = bench_of(tmp_path, make_app, Jammed(), coffee())
    response = client_of(bench).get("/preview/person/1/report.pdf")
    assert (response.status_code, "the render process ended" in response.text) == (500, True)


def test_a_fault_in_a_template_is_told_with_file_and_line(tmp_path: Path, make_app: MakeApp) -> None:
    bench = bench_of(tmp_path, make_app, Pool(), coffee())
    bench.version()
    assert bench.questionnaire
    words = {key: text for key, text in bench.questionnaire.words.items() if key != "no_total"}
    bench.questionnaire = replace(bench.questionnaire, words=words)
    told = client_of(bench).get("/preview/person/1/report.pdf").text
    assert ".html:" in told
    assert "no_total" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [("one\n{% if %}", "page.html:2: "), ("one\n\n{{ missing.key }}", "page.html:3: 'missing' is undefined")],
)
def test_the_line_of_a_template_is_found(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "page.html").write_text(text, "utf-8")
    environment = Environment(loader=FileSystemLoader(tmp_path), undefined=StrictUndefined, autoescape=True)
    with pytest.raises(TemplateError) as found:
        environment.get_template("page.html").render()
    assert locate_template_error(found.value).startswith(told)


def test_an_error_without_a_place_is_told_all_the_same() -> None:
    assert locate_template_error(TemplateError()) == "a template:?: this cannot be printed"


def test_only_this_machine_is_answered_and_the_form_stands_in_a_frame_of_it(
    tmp_path: Path, make_app: MakeApp
) -> None:
    client = client_of(bench_of(tmp_path, make_app, Pool(), coffee()))
    assert client.get("/preview/", headers={"Host": "evil.example"}).status_code == 400
    assert "frame-ancestors 'self'" in client.get("/").headers["Content-Security-Policy"]
    assert client.get("/preview/").headers["Content-Security-Policy"].startswith("default-src 'none'")


def change(folder: Path) -> None:
    (folder / "report.css").write_text("p { }", "utf-8")


@pytest.mark.parametrize("act", [change, lambda folder: (folder / "parts/a.html").unlink()])
def test_a_template_that_is_saved_or_goes_away_is_seen(tmp_path: Path, act: Callable[[Path], None]) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/a.html").write_text("a", "utf-8")
    before = stamp([tmp_path, tmp_path / "gone"])
    assert before == stamp([tmp_path, tmp_path / "gone"])
    act(tmp_path)
    assert stamp([tmp_path]) != before


def test_where_the_form_stops_everybody_the_example_says_nothing() -> None:
    stopping = load(coffee().replace('when = "age < 18"', 'when = "age >= 0"'))
    assert set(example(stopping, 2).answers.given.values()) == {None}

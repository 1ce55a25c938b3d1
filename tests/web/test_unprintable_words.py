"""What the printer has no letters for is said where it is typed and where it is shown."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.web.admin.managers import manager
from tests.web.fakes import MakeApp
from tests.web.staff import signed_in
from tests.web.submissions import send
from webapp.application import make_context
from webapp.cli import doctor_machine
from webapp.settings import Settings

NAME = "\U00012000\U00012001 Clinic"


def test_a_manager_reads_which_signs_paper_leaves_out(make_app: MakeApp) -> None:
    device = manager(make_app(live=True))
    device.open("/settings/clinic")
    assert "there is no font" not in device.page.text
    device.press("Save", {"clinic_name": NAME, "timezone": "Asia/Shanghai"})
    assert (
        "Reports are printed without these signs, for which there is no font: \U00012000\U00012001"
        in device.page.text
    )
    assert "there is no font: \U00012000\U00012001" in device.open("/settings/clinic").text


def test_whoever_starts_the_server_or_asks_the_doctor_reads_it_too(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings.for_instance(tmp_path)
    (tmp_path / "clinic.toml").write_text(f'name = "{NAME}"', "utf-8")
    assert "paper leaves out \U00012000\U00012001, which no font" in doctor_machine.clinic(settings).subject
    with caplog.at_level(logging.WARNING, logger="gutfactors"):
        made = make_context(settings)
    made.store.close()
    made.render_pool.close()  # type: ignore[attr-defined]
    assert "paper leaves out \U00012000\U00012001" in caplog.text


def test_the_desk_says_that_a_name_stands_on_the_screen_alone(make_app: MakeApp) -> None:
    app = make_app()
    odd, plain = send(app, name="\U00012000\U00012001"), send(app, name="Mar\u00eda \u017b\u00f3\u0142\u0107")
    device = signed_in(app)
    page = device.open(f"/desk/{odd}").text
    assert "no font for these signs of the name: \U00012000\U00012001" in page
    assert "Paper says “(name as on screen)” beside the code" in page
    assert "signs of the name" not in device.open(f"/desk/{plain}").text

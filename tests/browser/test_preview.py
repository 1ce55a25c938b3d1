"""The author's page in a real browser: save, and see; save a mistake, and see where."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.page_tour import TIMEOUT
from tests.live_server import live_server
from webapp.cli.author.preview import previewing

pytestmark = pytest.mark.browser

TEXT = (Path(__file__).parents[2] / "docs" / "examples" / "sleep.toml").read_text("utf-8")


@contextmanager
def served(file: Path) -> Iterator[str]:
    """Serve the preview of a file on a free port of this machine; give its address."""
    with previewing(file) as app, live_server(app) as address:
        yield f"{address}/preview/"


def test_what_is_saved_is_shown_and_a_mistake_with_its_line(chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(TEXT, "utf-8")
    with served(file) as address, chromium.new_context(viewport={"width": 1280, "height": 800}) as context:
        context.set_default_timeout(TIMEOUT)
        page = context.new_page()
        page.goto(address, wait_until="domcontentloaded")  # the report in it comes when it is printed
        form, findings = page.frame_locator("#form"), page.frame_locator("#findings")
        expect(form.get_by_role("heading", level=1)).to_have_text("What may keep you awake?")
        expect(findings.get_by_role("row", name="Short nights")).to_contain_text("hours")
        pdf = context.request.get(f"{address}person/1/report.pdf")
        assert (pdf.headers["content-type"], pdf.body()[:5]) == ("application/pdf", b"%PDF-")

        file.write_text(
            TEXT.replace("keep you awake?", "keep you up?").replace("Short nights", "Brief nights"), "utf-8"
        )
        expect(form.get_by_role("heading", level=1)).to_have_text("What may keep you up?", timeout=TIMEOUT)
        expect(findings.get_by_role("row", name="Brief nights")).to_be_visible()

        file.write_text(TEXT.replace("hours < 5", "hourz < 5"), "utf-8")
        line = TEXT[: TEXT.index("hours < 5")].count("\n") + 1
        expect(page.get_by_role("alert")).to_contain_text(
            f"mine.toml:{line}: short_sleep.strong", timeout=TIMEOUT
        )
        expect(form.get_by_role("heading", level=1)).to_have_text("What may keep you up?")

        file.write_text(TEXT, "utf-8")
        expect(page.locator("#faults")).to_be_hidden(timeout=TIMEOUT)
        page.get_by_label("Findings and report of").select_option("0")
        expect(findings.get_by_role("row", name="Short nights")).to_contain_text("missing: hours")

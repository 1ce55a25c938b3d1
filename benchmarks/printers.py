"""Ways to print one page: each makes a PDF, and reports the CPU time and memory that it took."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Browser, sync_playwright

from benchmarks.processes import (
    cpu_seconds,
    family,
    own_and_waited,
    resident_mib,
    shared_out_mib,
    wait_until_idle,
)
from tests.browser.page_tour import CHROMIUM, FLAGS
from webapp.report import RenderPool
from webapp.report.pdf.html import TEMPLATES, render_html
from webapp.report.pool.pool import COMMAND, RenderLimits
from webapp.report.views.model import ReportView

FONTS = TEMPLATES / "fonts"
FACES = {
    "NotoSans-Regular": ("Noto Sans", "normal", "normal"),
    "NotoSans-Bold": ("Noto Sans", "bold", "normal"),
    "NotoSans-Italic": ("Noto Sans", "normal", "italic"),
    "NotoSerif-Bold": ("Noto Serif", "bold", "normal"),
    "NotoSansMath-Regular": ("Noto Sans Math", "normal", "normal"),
}
"""The faces that a report uses, for programs that do not find them by our fontconfig."""


RENDER_UNPATCHED = """
import sys
from webapp.report.pool.worker import main
from webapp.report.pdf.weasyprint_patches.apply_all import PATCHES, apply_all
apply_all(left_out=PATCHES)
main(*map(int, sys.argv[1:]))
"""
UNPATCHED = (sys.executable, "-c", RENDER_UNPATCHED)
"""A render process with the renderer as it comes."""


class Printer(Protocol):
    """One way to print."""

    def pdf(self) -> bytes: ...

    def cpu(self) -> float:
        """CPU seconds so far."""
        ...

    def memory(self) -> float:
        """MiB at work, or the most there was."""
        ...


class Ours:
    """A render process of the pool, as the server has it."""

    def __init__(self, pool: RenderPool, pid: int, view: ReportView) -> None:
        self._pool = pool
        self._pid = pid
        self._view = view

    def pdf(self) -> bytes:
        return self._pool.pdf(self._view)

    def cpu(self) -> float:
        return cpu_seconds(self._pid)

    def memory(self) -> float:
        return resident_mib(self._pid, "VmHWM")


class Naive:
    """The renderer as its first page of documentation has it, and a style sheet as most write it."""

    def __init__(self, html: str) -> None:
        os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")
        self._html = html
        self._css = (TEMPLATES / "report.css").read_text() + Path(__file__).with_name("naive.css").read_text()

    def pdf(self) -> bytes:
        from weasyprint import CSS, HTML  # noqa: PLC0415  after the environment
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

        gc.enable()
        fonts = FontConfiguration()
        sheet = CSS(string=self._css, font_config=fonts)
        made: bytes = HTML(string=self._html).write_pdf(
            stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1"
        )
        return made

    def cpu(self) -> float:
        return own_and_waited()

    def memory(self) -> float:
        return resident_mib(os.getpid(), "VmHWM")


class WarmChromium:
    """A browser that stays open, with one page that is filled and printed."""

    def __init__(self, browser: Browser, before: set[int], page: Path, *, tagged: bool) -> None:
        self._pids = [pid for pid in family(os.getpid()) if pid not in before]
        self._html = page.read_text(encoding="utf-8")
        self._tagged = tagged
        self._page = browser.new_page()
        self._page.goto(page.as_uri())

    def pdf(self) -> bytes:
        self._page.set_content(self._html)
        made: bytes = self._page.pdf(prefer_css_page_size=True, tagged=self._tagged)
        return made

    def cpu(self) -> float:
        return cpu_seconds(*self._pids)

    def memory(self) -> float:
        return sum(shared_out_mib(pid) for pid in self._pids[:1])


class Program:
    """A program that is started for each report."""

    def __init__(self, command: list[str], into: Path) -> None:
        self._command = command
        self._into = into

    def pdf(self) -> bytes:
        subprocess.run(self._command, check=True, capture_output=True)
        return self._into.read_bytes()

    def cpu(self) -> float:
        return own_and_waited()

    def memory(self) -> float:
        return float("nan")


@contextmanager
def pool_with_pid(command: tuple[str, ...]) -> Iterator[tuple[RenderPool, int]]:
    """Yield a pool of one process that is never replaced, and the id of that process once it is warm."""
    before = set(family(os.getpid()))
    with RenderPool(1, limits=RenderLimits(documents=1_000_000), command=command) as pool:
        (pid,) = set(family(os.getpid())) - before
        wait_until_idle(pid)
        yield pool, pid


@contextmanager
def printers(view: ReportView) -> Iterator[dict[str, Printer]]:
    """Yield every way that this machine has, by name, each warm where it can be."""
    html = render_html(view)
    with (
        pool_with_pid(COMMAND) as (pool, pid),
        pool_with_pid(UNPATCHED) as (unpatched, unpatched_pid),
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as play,
    ):
        page = Path(folder) / "page.html"
        page.write_text(whole_page(html), encoding="utf-8")
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        chromium = partial(WarmChromium, browser, {os.getpid(), pid, unpatched_pid}, page)
        yield {
            "warm Chromium, tagged": chromium(tagged=True),
            "warm Chromium, untagged": chromium(tagged=False),
            "ours": Ours(pool, pid, view),
            "ours, unpatched": Ours(unpatched, unpatched_pid, view),
            "the same renderer, used naively": Naive(html),
            **{name: Program(command, Path(folder) / "out.pdf") for name, command in programs(page).items()},
        }
        browser.close()


def whole_page(html: str) -> str:
    """Return the page with its style sheet and its fonts in it."""
    faces = "".join(
        f"@font-face {{ font-family: '{family_}'; font-weight: {weight}; font-style: {style};"
        f" src: url({(FONTS / name).as_uri()}.ttf) }}"
        for name, (family_, weight, style) in FACES.items()
    )
    css = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    return html.replace("<style>", f"<style>{faces}{css}", 1)


def programs(page: Path) -> dict[str, list[str]]:
    """Return the command lines of the programs that are installed."""
    out = page.with_name("out.pdf")
    found = {
        "Chromium's command line": [CHROMIUM, *FLAGS, f"--print-to-pdf={out}", page.as_uri()],
        "wkhtmltopdf": ["wkhtmltopdf", "--enable-local-file-access", "--quiet", page.as_uri(), str(out)],
    }
    return {name: command for name, command in found.items() if shutil.which(command[0])}

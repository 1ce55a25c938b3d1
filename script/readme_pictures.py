"""Make the pictures of the README: a section on the phone, and the first page of a report.

    .venv/bin/python -m script.readme_pictures

Run it after a change of what patients see there. Needs what `script/prepare test` installs.
"""

import subprocess
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import serving
from tests.browser.page_tour import FLAGS, QUICK_CHROMIUM, fill
from tests.pdf.people import pdf_of
from tests.web.fakes import Printer
from webapp.clinic import Clinic

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
PERSON = "W55"
RESOLUTION = 80  # dots an inch: a page stands beside the picture of the phone

CLINIC = Clinic(name="Riverside Natural Health", region="CA", numbers_phoned="Ann, 1 May 2026")


def main() -> None:
    """Write docs/images/question.png and docs/images/report.png."""
    with (
        TemporaryDirectory() as folder,
        serving(Path(folder), CLINIC, Printer()) as address,
        sync_playwright() as playwright,
        closing(playwright.chromium.launch(executable_path=QUICK_CHROMIUM, args=FLAGS)) as browser,
    ):
        phone = {"width": 390, "height": 844}
        photograph_section(browser.new_page(base_url=address, viewport=phone, device_scale_factor=2))
    photograph_report()


def photograph_section(page: Page) -> None:
    """Answer the first sections, and take a picture of the one on fibre."""
    page.goto("/")
    while not page.url.endswith("/section/fibre"):
        if "/section/" in page.url:
            fill(page)
        page.locator(".button-primary").first.click()
        page.wait_for_load_state()
    page.fill("#q-veg_per_day", "2")
    page.fill("#q-fruit_per_day", "1")
    page.evaluate("document.querySelector('#q-veg_per_day').closest('.card').scrollIntoView()")
    page.screenshot(path=IMAGES / "question.png")


def photograph_report() -> None:
    """Take a picture of the first page of a report."""
    command = ["pdftoppm", "-r", str(RESOLUTION), "-png", "-singlefile", "-", str(IMAGES / "report")]
    subprocess.run(command, input=pdf_of(PERSON), check=True)


if __name__ == "__main__":
    main()

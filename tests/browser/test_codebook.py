"""The codebook as a page: read on a phone, and with large letters, without scrolling sideways."""

from __future__ import annotations

from contextlib import closing

import pytest
from playwright.sync_api import Browser

from tests.browser.accessibility import SIDEWAYS
from tests.project import QUESTIONNAIRE
from webapp.workbench.codebook.page import codebook_html


@pytest.mark.parametrize(("width", "letters"), [(390, 100), (320, 200), (1440, 100)])
def test_the_codebook_does_not_scroll_sideways(chromium: Browser, width: int, letters: int) -> None:
    with closing(chromium.new_page(viewport={"width": width, "height": 568})) as page:
        page.set_content(codebook_html(QUESTIONNAIRE))
        page.add_style_tag(content=f"html {{ font-size: {letters}% !important }}")
        assert page.evaluate(SIDEWAYS) == 0

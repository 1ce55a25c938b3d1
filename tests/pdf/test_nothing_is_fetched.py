"""A report opens nothing but what it is handed, whatever its words are."""

from __future__ import annotations

import http.server
import io
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import cast

import pikepdf
import pytest

from tests.pdf.people import (
    OCCASION,
    bare,
    brief,
    brief_comparison,
    brief_page,
    comparison,
    pages_in,
    practice_of,
    view_of,
)
from tests.project import ROOT
from webapp.clinic import Logo
from webapp.report.pdf.bundle import bundle_view
from webapp.report.pdf.fetcher import LOGO_URL, LogoOnlyFetcher, RefusedFetchError
from webapp.report.pdf.html import render_html
from webapp.report.pdf.log_errors import FaultyPrintError
from webapp.report.pdf.printing import print_html, print_report
from webapp.report.views.documents import DocumentView

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
LOGO = Logo(PIXEL, "image/png", 1, 1)
STYLE = ROOT / "report_templates" / "report.css"

ASKING = {
    "a picture": '<img src="{url}" alt="x">',
    "a style sheet": '<link rel="stylesheet" href="{url}">',
    "an imported style sheet": '<style>@import url("{url}");</style>',
    "a background": "<p style=\"background: url('{url}')\">x</p>",
    "a list mark": "<ul style=\"list-style-image: url('{url}')\"><li>x</ul>",
    "content": "<style>p::before {{ content: url('{url}') }}</style><p>x</p>",
    "a font": "<style>@font-face {{ font-family: x; src: url('{url}') }}</style><p>x</p>",
    "an object": '<object data="{url}">x</object>',
    "an embedded file": '<embed src="{url}">',
    "a drawn picture": '<svg width="9" height="9"><image width="9" height="9" href="{url}"/></svg>',
    "an attachment": '<link rel="attachment" href="{url}"><p>x</p>',
    "an attachment of a link": '<a rel="attachment" href="{url}">x</a>',
    "a picture after a base": '<base href="{url}"><img src="x.png" alt="x">',
}

HOSTILE = [
    "<script>alert(1)</script><img src='{url}'>",
    "\"><link rel=stylesheet href='{url}'>",
    "</title></style><style>@import url({url})</style>",
    "url({url}) ; background: url('{url}') }}",
    "{{{{ 7*7 }}}} {{% include '/etc/passwd' %}}",
    "[x]({url}) ![x]({url}) <{url}> **bold** _x_",
    "\u202eright to left\u202c \u2066x\u2069 \u200b",
    "\ud800 alone",
]

UNSHOWN = ["😀👩‍👩‍👧 東京 \ufffe \U0010ffff", "bell \x07 escape \x1b line\u2028end"]
"""What no face shows: it may stand in what a clinic and patients write, and nowhere else."""

FIXED = {
    "language",
    "direction",
    "edition",
    "paper",
    "iso_date",
    "tier",
    "id",
    "factor",
    "holds",
    "basis",
    "path",
    "accent",
    "shade",
    "url",
}
"""What no outsider words: ids, and values that the settings check against a list."""


class Watch(http.server.ThreadingHTTPServer):
    """A server that notes whether anybody came."""

    visits = 0

    def verify_request(self, request: object, client_address: object) -> bool:
        self.visits += 1
        return False


@contextmanager
def nobody_came() -> Iterator[str]:
    """An address that nobody may have asked by the end."""
    with Watch(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/x"
        finally:
            server.shutdown()
            thread.join()
        assert server.visits == 0


@pytest.mark.parametrize("asking", ASKING)
def test_a_page_that_asks_for_something_is_not_printed(asking: str) -> None:
    with nobody_came() as address:
        for url in (f"{address}.png", STYLE.as_uri(), "data:text/css,p%7B%7D", "ftp://127.0.0.1/x"):
            with pytest.raises(RefusedFetchError):
                print_html(f"<html lang=en><title>x</title>{ASKING[asking].format(url=url)}")


def test_the_logo_is_given_and_only_when_there_is_one() -> None:
    page = f'<html lang=en><title>x</title><img src="{LOGO_URL}" alt="x">'
    assert b"/Image" in print_html(page, LOGO)
    with pytest.raises(RefusedFetchError):
        print_html(page)


@pytest.mark.parametrize("url", ["", "clinic:logo?", "CLINIC:LOGO", "clinic:logo#x", "file:///etc/passwd"])
def test_the_fetcher_knows_one_address_exactly(url: str) -> None:
    with pytest.raises(RefusedFetchError):
        LogoOnlyFetcher(LOGO).fetch(url)


KNOWN = ("https://doi.org/", "https://pubmed.ncbi.nlm.nih.gov/", "https://pmc.ncbi.nlm.nih.gov/")


def addresses_in(pdf: bytes) -> set[str]:
    """Where the links of a file lead."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        notes = [note for page in opened.pages for note in page.get("/Annots", [])]
        return {str(note.A.URI) for note in notes}


def hostile(value: object, text: str) -> object:
    """The same value with every free text in it replaced."""
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(hostile(one, text) for one in value)
    if isinstance(value, dict):
        return {key: hostile(one, text) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        free = [field.name for field in fields(value) if field.name not in FIXED]
        return replace(value, **{name: hostile(getattr(value, name), text) for name in free})
    return value


@pytest.mark.parametrize("text", HOSTILE, ids=[str(number) for number in range(len(HOSTILE))])
def test_hostile_words_are_printed_as_words_and_fetch_nothing(text: str) -> None:
    page = brief_page(practice_of("W55", name="x"))
    with nobody_came() as address:
        for view in (brief(view_of("W55")), page, brief_comparison()):
            pdf = print_report(cast("DocumentView", hostile(view, text.format(url=address))))
            assert pdf.startswith(b"%PDF")
            assert not {one for one in addresses_in(pdf) if not one.startswith(KNOWN)}


@pytest.mark.parametrize("text", UNSHOWN)
def test_what_no_face_shows_is_printed_as_no_box_wherever_people_write(text: str) -> None:
    report, page = brief(view_of("W55")), brief_page(practice_of("W55", name="x"))
    clinic = replace(report.clinic, name=text, contact=(text,))
    few = replace(comparison(), levels=(), measures=(), answers=(), clinic=clinic, name=text)
    listed = bundle_view(
        [replace(page, clinic=clinic, name=text, number=text)], replace(OCCASION, clinic=clinic)
    )
    for view in (
        replace(report, clinic=clinic, name=text, number=text),
        replace(page, clinic=clinic, name=text, number=text),
        few,
        listed,
    ):
        assert bare("(name as on screen)") in "".join(pages_in(print_report(view)))


@pytest.mark.parametrize("text", UNSHOWN)
def test_what_no_face_shows_among_the_words_of_the_questionnaire_ends_the_print(text: str) -> None:
    view = brief(view_of("W55"))
    with pytest.raises(FaultyPrintError, match=r"^no font .*script/prepare fonts$"):
        print_report(replace(view, words={**view.words, "title": text}))


@pytest.mark.parametrize("letters", ["A" * 3_000, "word " * 2_000, "\u202e" + "A" * 3_000])
def test_a_very_long_name_is_printed_to_its_end(letters: str) -> None:
    view = brief(view_of("W55"))
    named = replace(view, clinic=replace(view.clinic, name=f"{letters}END"))
    printed = "".join(pages_in(print_report(named)))
    assert "END" in printed or "DNE" in printed
    assert printed.count(letters[1]) >= letters.count(letters[1])


def test_words_that_look_like_html_are_shown_as_they_are() -> None:
    view = brief(view_of("W55"))
    view = replace(view, clinic=replace(view.clinic, name="<b>Smith & Sons</b>"))
    assert "&lt;b&gt;Smith &amp; Sons&lt;/b&gt;" in render_html(view)
    assert bare("<b>Smith & Sons</b>") in pages_in(print_report(view))[0]


ATTEMPTS = [
    "import socket; socket.create_connection(('127.0.0.1', 9))",
    "import socket; socket.getaddrinfo('localhost', 80)",
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
    "import subprocess; subprocess.run(['true'])",
    "import os; os.system('true')",
]


def test_a_render_process_has_no_network_and_starts_nothing() -> None:
    code = f"""
import sys
from webapp.report.pool.worker import refuse
sys.addaudithook(refuse)
for attempt in {ATTEMPTS}:
    try:
        exec(attempt)
    except PermissionError as refusal:
        print(refusal)
"""
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={}, capture_output=True, check=True
    ).stdout
    assert told.count(b"a render process may not do this") == len(ATTEMPTS)


def test_loading_the_renderer_starts_no_program() -> None:
    code = """
import sys
sys.addaudithook(lambda event, _args: event == "subprocess.Popen" and print(event))
import webapp.report.pdf.printing
"""
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True).stdout == b""
    )


def test_the_style_sheet_and_the_templates_name_no_address() -> None:
    for path in (ROOT / "report_templates").rglob("*"):
        if path.suffix in (".html", ".css"):
            text = Path(path).read_text(encoding="utf-8")
            assert "url(" not in text
            assert "http" not in text

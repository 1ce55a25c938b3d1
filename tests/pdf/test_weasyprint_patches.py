"""The patches of the renderer change no page, can each be left out, and keep nothing that anybody wrote."""

from __future__ import annotations

import io
import json
import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from unittest.mock import patch

import pikepdf
import pytest
from weasyprint import HTML

from tests.pdf.people import (
    brief,
    brief_comparison,
    brief_page,
    bundle,
    bundle_pdf,
    comparison,
    comparison_pdf,
    pdf_of,
    practice_of,
    view_of,
)
from tests.project import ROOT
from webapp.clinic.colours import colours_from_accent
from webapp.report.pdf.fetcher import LogoOnlyFetcher
from webapp.report.pdf.html import TEMPLATES, render_html
from webapp.report.pdf.printing import load_printer, print_html, print_report
from webapp.report.pdf.weasyprint_patches import texts
from webapp.report.pdf.weasyprint_patches.apply_all import PATCHES, apply_all
from webapp.report.pdf.weasyprint_patches.element_styles import (
    COMPARED,
    KNOWN_ATTRIBUTES,
    PRESENCE,
    TAGS,
    is_cacheable,
)
from webapp.report.pdf.weasyprint_patches.parsing import parse_page
from webapp.report.pdf.weasyprint_patches.styles import OWN_SHEET
from webapp.report.pdf.weasyprint_patches.supported_versions import SUPPORTED, unsupported_versions
from webapp.report.views.documents import DocumentView, HtmlDocument

VIEWS: Mapping[str, DocumentView] = {
    "patient": view_of("W55"),
    "large print": view_of("S01", "large"),
    "practitioner": practice_of("W55"),
    "comparison": comparison(),
    "bundle": bundle(),
}

ODD = replace(
    practice_of("S01", name="Kim \u05d0\u05d1\u05d2"),
    number="\u0645\u0631\u062d\u0628\u0627 \U0001f600 fi\u0301n\n\nH\u2082O a\x0bb",
)

ODD_BOXES = HtmlDocument(
    "<html lang=en><title>Boxes</title><style>"
    "p { margin: 2em 0 } .left { float: left; width: 8em; height: 3em; border: 1pt dashed }"
    " .right { float: right; background: #fdd; border-radius: 6px; padding: 1em }"
    " .over { position: absolute; top: 5cm; left: 9cm; background: #dfd }"
    " .near { position: relative; left: 1em }"
    " .two { columns: 2; column-rule: 1pt solid } .hidden { visibility: hidden; border: 2pt solid }"
    " .shadow { box-shadow: 2pt 2pt #999 } .wide { letter-spacing: 2pt; text-align: justify; width: 20em }"
    " .cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; width: 9em }"
    "</style><h1>Boxes</h1><div class=left>at the left</div><span class=right>at the right</span>"
    f"<p>{'Words beside both of them. ' * 20}</p><div dir=rtl><p>{'Words from the right. ' * 9}</p></div>"
    "<p class=near>near <span class=over>over</span></p><p class=hidden>hidden</p><p class=shadow>shadow</p>"
    f"<div class=two>{'Words in columns. ' * 30}</div><p class=cut>Words that are cut off at the end</p>"
    f"<p class=wide>{'Wide words, soft&shy;ly broken. ' * 9}</p>"
    "<ul style='list-style: disc'><li>one<li>two</ul>"
)

SHORT: Mapping[str, DocumentView | HtmlDocument] = {
    "brief report": brief(view_of("W55")),
    "odd boxes": ODD_BOXES,
    "brief page of odd letters": brief_page(ODD),
    "brief comparison": brief_comparison(),
}
"""One of each thing that is printed."""

SAMPLE: Mapping[str, DocumentView | HtmlDocument] = {
    "brief report": SHORT["brief report"],
    "odd boxes": ODD_BOXES,
    "odd letters": ODD,
    "comparison": comparison(),
    "large print": view_of("S01", "large"),
    "bundle": bundle(),
}
"""A few of the documents that `benchmarks.same_documents` compares, all of them."""

SHARED: Mapping[str, Callable[[], bytes]] = {
    "comparison": comparison_pdf,
    "large print": lambda: pdf_of("S01", "large"),
    "bundle": bundle_pdf,
}
"""Those that other tests print too."""

PRINT = """
import hashlib, json, multiprocessing, pickle, sys
from webapp.report.pdf.html import render_html
from webapp.report.pdf.printing import print_report
from webapp.report.pdf.weasyprint_patches.apply_all import PATCHES, apply_all

def printed_without(left_out):
    applied = apply_all(left_out=left_out)
    loaded = [each for each in PATCHES if f"webapp.report.pdf.weasyprint_patches.{each}" in sys.modules]
    assert set(loaded) == applied, "an untested version may lack what a patch imports"
    return sorted(applied), [hashlib.sha256(print_report(view)).hexdigest() for view in views]

each_left_out, views = pickle.load(sys.stdin.buffer)
render_html(views[0])
with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) as fresh:
    print(json.dumps(fresh.map(printed_without, each_left_out, chunksize=1)))
"""
"""The renderer and templates are loaded once; what is left out each time is so in a process of its own."""

REMEMBER = """
import gc, pickle, sys
from webapp.report.pdf.printing import print_report
print_report(pickle.load(sys.stdin.buffer))
gc.collect()
kept = [said for one in gc.get_objects() for said in gc.get_referents(one) if isinstance(said, str)]
print(len(kept), sum("vwxyZ"[::-1] in said for said in kept))
"""

SERVE = """
import sys
from webapp.report import RenderPool
RenderPool(2, command=(sys.executable, "-c", "")).close()
"""

SELECTORS = re.compile(r"([^{}]*)\{[^{}]*\}")
COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)


def run(script: str, handed: object = None, path: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run a script in a fresh process; `path` comes before everything that is installed."""
    return subprocess.run(
        [sys.executable, "-c", script],
        input=pickle.dumps(handed),
        env={"PYTHONPATH": str(path or "")},
        cwd=ROOT,
        capture_output=True,
        check=True,
    )


@cache
def digest_of(sample: str) -> str:
    """The digest of a document that is printed with all patches."""
    shared = SHARED.get(sample)
    pdf = shared() if shared else print_report({**SHORT, **SAMPLE}[sample])
    assert apply_all() == set(PATCHES)
    return sha256(pdf).hexdigest()


def of_another_version(folder: Path, name: str) -> Path:
    """A folder whose metadata says that version 99.0 of a package is installed."""
    metadata = folder / f"{name}-99.0.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 99.0\n")
    return folder


def selectors() -> list[str]:
    """What stands before the braces in the renderer's own style sheet and in ours."""
    own = (files("weasyprint") / "css" / "html5_ua.css").read_text("utf-8")
    texts = [own, *(path.read_text("utf-8") for path in TEMPLATES.glob("*.css"))]
    found = (head for text in texts for head in SELECTORS.findall(COMMENTS.sub("", text)))
    return [one.strip() for head in found for one in re.split(r",(?![^()]*\))", head) if "@" not in one]


def inks(pdf: bytes) -> set[bytes]:
    """The colours that a file fills with, as its pages name them."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        drawn = b"".join(page.Contents.read_bytes() for page in opened.pages)
    return set(re.findall(rb"[\d.]+ [\d.]+ [\d.]+ rg", drawn))


@pytest.mark.slow
def test_without_any_one_patch_the_bytes_are_the_same() -> None:
    found = json.loads(run(PRINT, ([[one] for one in PATCHES], list(SHORT.values()))).stdout)
    expected = [[sorted(set(PATCHES) - {one}), list(map(digest_of, SHORT))] for one in PATCHES]
    assert dict(zip(PATCHES, found, strict=True)) == dict(zip(PATCHES, expected, strict=True))


def test_with_an_unsupported_version_no_patch_is_applied_and_the_bytes_are_the_same(tmp_path: Path) -> None:
    other = of_another_version(tmp_path, "weasyprint")
    ((applied, digests),) = json.loads(run(PRINT, ([[]], list(SAMPLE.values())), other).stdout)
    assert applied == []
    assert digests == list(map(digest_of, SAMPLE))


def test_an_unsupported_version_is_named() -> None:
    assert unsupported_versions() == ""
    newer = {**{name: min(SUPPORTED[name]) for name in SUPPORTED}, "pydyf": "99.0"}
    assert unsupported_versions(newer.__getitem__) == "pydyf 99.0"


def test_a_server_without_the_patches_logs_one_warning(tmp_path: Path) -> None:
    assert run(SERVE).stderr == b""
    warned = run(SERVE, path=of_another_version(tmp_path, "pydyf")).stderr.decode().splitlines()
    assert len(warned) == 1
    assert "pydyf 99.0" in warned[0]


def test_what_somebody_wrote_is_not_kept_when_the_report_is_printed() -> None:
    noted = replace(practice_of("W01", name="Zyxwv Xyz"), number="Zyxwv <b>\n\nZyxwv & Zyxwv")
    all_texts, kept = map(int, run(REMEMBER, noted).stdout.split())
    assert all_texts > 10_000
    assert kept == 0


@pytest.mark.parametrize("kind", VIEWS)
def test_a_page_read_as_xml_has_the_elements_that_a_browser_finds(kind: str) -> None:
    html = render_html(VIEWS[kind])
    by_renderer = HTML(
        string=html, url_fetcher=LogoOnlyFetcher(), media_type="print"
    )  # a call as we make none
    found, expected = parse_page(html), by_renderer.etree_element
    assert found is not None
    assert is_cacheable(found)
    assert OWN_SHEET.fullmatch(found.findtext("head/style") or "")
    assert [(one.tag, list(one.attrib.items()), one.text or "", one.tail or "") for one in found.iter()] == [
        (one.tag, list(one.attrib.items()), one.text or "", one.tail or "") for one in expected.iter()
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<html><head></head><body></body></html>",
        "<!doctype html>\n<html><head></head><body>a\x0bb</body></html>",
        "<!doctype html>\n<html><body>a</body></html>",
        "<!doctype html>\n<html><head></head><body>a</body>b</html>",
    ],
)
def test_a_page_that_is_not_as_ours_are_is_left_to_the_renderer(html: str) -> None:
    load_printer()
    assert parse_page(html) is None
    assert HTML(string=html, url_fetcher=LogoOnlyFetcher()).etree_element.find("body") is not None


def test_words_that_xml_does_not_know_are_printed_all_the_same() -> None:
    assert print_report(replace(practice_of("W01"), number="a\x0bb")).startswith(b"%PDF")


def test_a_page_of_other_elements_and_rules_is_printed_by_the_renderer_alone() -> None:
    page = "<html lang=en><title>x</title><style>li {{ color: {} }}</style><ul id=a><li>x</ul>"
    assert print_html(page.format("red")) != print_html(page.format("blue"))


def test_a_marker_that_stands_beside_its_line_is_printed() -> None:
    page = "<html lang=en><title>x</title><ul style='list-style: {}'><li>x</ul>"
    assert len(print_html(page.format("outside disc"))) > len(print_html(page.format("none")))


def test_a_line_is_not_laid_out_again_with_the_next_word() -> None:
    load_printer()
    layout = texts.ReusableLayout.__base__
    with patch.object(layout, "set_text", autospec=True, side_effect=layout.set_text) as set_text:
        print_html("<html lang=en><title>x</title><p style='width: 9em'>Ab cd ef gh ij kl mn op qr st uv</p>")
    laid_out = {call.args[1] for call in set_text.call_args_list if call.args[1].startswith("Ab")}
    assert len(laid_out) == 2, "the text, and its first line as it is drawn"


def test_each_clinic_is_printed_in_its_own_colour_whatever_was_printed_before() -> None:
    view = brief(view_of("S01"))
    other = replace(view, clinic=replace(view.clinic, colours=colours_from_accent("#7a1f5c")))
    first, second = print_report(view), print_report(other)
    assert (print_report(view), print_report(other)) == (first, second)
    assert len(inks(first) - inks(second)) == len(inks(second) - inks(first)) == 1


def test_no_selector_looks_at_what_the_keys_of_the_style_cache_leave_out() -> None:
    for one in selectors():
        attributes = {
            {".": "class", "#": "id"}.get(name[0], name[1:]) for name in re.findall(r"[\[.#][\w-]+", one)
        }
        assert attributes <= {*COMPARED, PRESENCE} or not attributes & KNOWN_ATTRIBUTES, one
        is_of_others = not TAGS & set(re.findall(r"[\w-]+", one))
        assert is_of_others or one.count("+") <= 1, one
        assert is_of_others or not re.search(r"~|:(?:has|empty|nth|only|\w+-of-type|lang)", one), one

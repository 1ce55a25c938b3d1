"""The numbers of a quarter on paper: one page, tagged for everybody, and no number of a few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from tests.pdf.tagged import check_by_validator
from tests.web.app_factory import made, opened
from tests.web.fakes import Clock
from tests.web.staff import app_context_of, signed_in
from webapp.clinic import Clinic
from webapp.report.pool.pool import RenderPool
from webapp.settings import Settings
from webapp.statistics.quarters import Quarter
from webapp.storage import NewSubmission

PAPERS = {"a4": (595, 842), "letter": (612, 792)}
"""Width and height in points."""

WELL = {"consent": "yes", "age_years": 40, "sex": "male", "signs_now": ["none"], "red_flags": ["none"]}
SMOKES = {**WELL, "body_oxygen": ["smoke_some"], "stress_now": 5}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A clinic with the patients of a quarter that is over."""
    settings = Settings.for_instance(tmp_path_factory.mktemp("quarter"))
    store, clock = opened(settings), Clock()
    with RenderPool(1) as pool:
        app = made(settings, store=store, clinic=Clinic(name="Riverside"), render_pool=pool, clock=clock)
        digest = app_context_of(app).served.source.digest
        for answers in [WELL] * 30 + [SMOKES] * 20:
            new = NewSubmission("home", digest, answers)
            assert store.submissions.submit(store.drafts.create({}, clock()), 1, new, clock())
        clock.put_on(days=40)
        app_context_of(app).quarter_counter.count(Quarter(2026, 4))
        yield app
    store.close()


@pytest.mark.parametrize("paper", PAPERS)
def test_it_is_one_accessible_page(app: Flask, paper: str, tmp_path: Path) -> None:
    context = app_context_of(app)
    app.extensions["gut-factors"] = replace(context, fixed_clinic=replace(context.clinic, paper=paper))
    pdf = signed_in(app, "manager").client.get("/statistics/2026-Q4/numbers.pdf").data
    check_by_validator(pdf, tmp_path)
    (page,) = PdfReader(BytesIO(pdf)).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == PAPERS[paper]
    text = " ".join(page.extract_text().split())
    assert "October to December 2026" in text
    assert "50 patients sent answers" in text
    assert "30 (60 %)" in text

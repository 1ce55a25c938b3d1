"""Strangers who begin forms without end keep nobody from finishing, and what a field may hold is little."""

from __future__ import annotations

import pytest

from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.staff import app_context_of
from webapp.storage.patient.draft_limits import DraftLimits
from webapp.web.kit.answer_parsing import clean_answer


def test_where_there_is_no_room_nothing_is_begun_and_nothing_ends(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app()
    here, device = app_context_of(app), Device(app)
    device.begin()
    for _ in range(DraftLimits().a_minute - 1):
        here.store.drafts.create({}, here.clock())
    other = Device(app)
    other.open("/")
    token = other.page.forms[0].sends["csrf_token"]
    response = other.client.post("/start", data={"csrf_token": token})
    assert response.status_code == 503
    assert "no new one can be begun" in response.text
    assert "forms were begun within a minute" in caplog.text
    device.client.post("/start", data={"csrf_token": token})
    assert here.store.drafts.open(device.cookie(), here.clock())
    assert device.open("/check").url


def test_a_field_keeps_no_more_than_its_question_has_options(make_app: MakeApp) -> None:
    questions = app_context_of(make_app()).questionnaire.questions
    for question in questions.values():
        kept = clean_answer(question, ["\N{GRINNING FACE}" * 100] * 40)
        most = max(len(question.options) + 1, 2)
        longest = max((len(option.id) for option in question.options), default=99) + 1
        assert len(kept) <= most
        assert max(map(len, kept)) <= longest
        ids = [option.id for option in question.options]
        assert list(clean_answer(question, ids)) == ids
        if ids:
            assert clean_answer(question, [max(ids, key=len) + "xyz"])[0] not in ids

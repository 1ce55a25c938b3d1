"""Submissions for the desk, as patients sent them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask import Flask

from tests.web.staff import app_context_of, store_of
from webapp.assessment import urgency, validate_answers
from webapp.questionnaire.model import Questionnaire
from webapp.storage import AuditEntry, NewSubmission, Person, Submission

CASES = Path(__file__).parents[1] / "cases"
WELL = {"consent": "yes", "age_years": 40, "sex": "male", "signs_now": ["none"], "red_flags": ["none"]}
BLEEDS = {**WELL, "red_flags": ["blood_stool"]}


def case(name: str) -> dict[str, Any]:
    """The answers of a case."""
    told = json.loads((CASES / f"{name}.json").read_text(), parse_float=str)["answers"]
    assert isinstance(told, dict)
    return told


def send(
    app: Flask,
    answers: dict[str, Any] | None = None,
    *,
    name: str = "",
    number: str = "",
    questionnaire: Questionnaire | None = None,
) -> str:
    """Send these answers from home; give the reference."""
    here, known = app_context_of(app), questionnaire or app_context_of(app).questionnaire
    accepted = validate_answers(known, WELL if answers is None else answers)
    entry = NewSubmission("home", known.digest, accepted.to_json(), urgency(accepted), Person(name, number))
    token = here.store.drafts.create({}, here.clock())
    draft = here.store.drafts.open(token, here.clock())
    assert draft
    submission = here.store.submissions.submit(token, draft.version, entry, here.clock())
    assert submission
    return submission.reference


def kept(app: Flask, reference: str) -> Submission:
    """The submission as the store has it."""
    found = store_of(app).submissions.get(reference, app_context_of(app).clock())
    assert found
    return found


def acts(app: Flask, reference: str) -> list[tuple[str, str]]:
    """Who did what to a submission, oldest first, as the log has it."""
    entries: tuple[AuditEntry, ...] = store_of(app).audit.list(None, 100, f"submission {reference}")
    return [(entry.actor, entry.action) for entry in reversed(entries)]

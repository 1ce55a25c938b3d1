"""Other programs fetch submissions with a token: what it is for, while it lasts, and each time in the log."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from tests.cli.command import free_port
from tests.live_server import live_server
from tests.web.app_factory import opened
from tests.web.fakes import Printer, with_practitioner
from tests.web.invitations import begin_by, finish, invite
from tests.web.patient.server_side import sent_by
from tests.web.staff import PASSWORD, account_with_password, app_context_of, signed_in, store_of
from tests.web.submissions import BLEEDS, send
from tests.webhook_receiver import SECRET
from webapp.application import create_app
from webapp.cli.outbox_thread import OutboxThread
from webapp.cli.webhook_sender import WebhookSender
from webapp.clinic import Clinic
from webapp.settings import Settings
from webapp.storage import StoreUnavailable
from webapp.webhook.endpoint import WebhookEndpoint

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "practice_program.py"
PATHS = {"": {}, "/report.pdf": {"report"}, "/answers.json": {"answers"}, "/answers.fhir.json": {"answers"}}


def token_for(app: Flask, *scopes: str) -> str:
    return store_of(app).api_tokens.create("Jane", scopes, "practitioner 1", app_context_of(app).clock())


def fetch(app: Flask, reference: str, path: str, token: str) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = app.test_client().get(f"/api/submissions/{reference}{path}", headers=headers)
    return answer.status_code, answer.data


@pytest.mark.parametrize("scope", ["report", "answers"])
def test_a_token_fetches_what_it_is_for_and_the_log_says_so(app: Flask, scope: str) -> None:
    reference, token = send(app, BLEEDS, name="Kim Ray", number="CN-7"), token_for(app, scope)
    for path, scopes in PATHS.items():
        status, data = fetch(app, reference, path, token)
        assert status == (200 if not scopes or scope in scopes else 403)
        assert b"Kim Ray" not in data
    about = json.loads(fetch(app, reference, "", token)[1])
    assert (about["reference"], about["number"], about["channel"]) == (reference, "CN-7", "home")
    entries = store_of(app).audit.list(None, 9, subject=f"submission {reference}")
    told = [(one.actor.split()[0], one.action, one.details.get("what")) for one in entries[:2]]
    assert told[0] == ("token", "exported", "about")
    kinds = {one.details["what"] for one in entries if one.action == "exported"}
    assert kinds == {"about", "pdf"} if scope == "report" else {"about", "json", "fhir"}
    assert signed_in(app, "manager", "ada").open("/log").status == 200


def test_without_a_valid_token_nothing_is_said_of_any_submission(app: Flask) -> None:
    reference = send(app, BLEEDS)
    for path in PATHS:
        for token in ("", "gutfactors_made-up", PASSWORD):
            status, data = fetch(app, reference, path, token)
            assert status == 401
            assert json.loads(data) == {"error": "send a token that is valid"}
    assert fetch(app, "3333-33", "", token_for(app, "report"))[0] == 404


@pytest.mark.parametrize("path", ["/api", "/api/submissions", "/api/submissions/3333-33/x.pdf"])
def test_where_nothing_is_a_program_reads_that_as_json(app: Flask, path: str) -> None:
    for send_to in (app.test_client().get, app.test_client().post):
        answer = send_to(path)
        assert (answer.status_code, answer.json) == (404, {"error": "there is nothing at this address"})
        assert "Set-Cookie" not in answer.headers


def test_a_program_that_sends_reads_that_it_can_only_fetch(app: Flask) -> None:
    answer = app.test_client().post("/api/submissions/3333-33", data={"a": "b"})
    told = {"error": "nothing can be sent to this address, only fetched (GET)"}
    assert (answer.status_code, answer.json, answer.headers["Allow"]) == (405, told, "GET, HEAD, OPTIONS")
    assert "Set-Cookie" not in answer.headers


def test_a_program_reads_that_the_database_does_not_answer(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(store_of(app).api_tokens, "use", fail)
    answer = app.test_client().get("/api/submissions/3333-33")
    assert (answer.status_code, answer.json) == (503, {"error": "the server cannot answer just now"})
    assert answer.headers["Retry-After"]


def test_a_token_that_asks_too_often_has_to_wait(app: Flask) -> None:
    token = token_for(app, "report")
    statuses = [fetch(app, "3333-33", "", token)[0] for _ in range(121)]
    assert statuses == [404] * 120 + [429]
    app_context_of(app).clock.put_on(minutes=1)  # type: ignore[attr-defined]


def test_a_manager_makes_a_token_with_a_proof_and_revokes_it(app: Flask) -> None:
    account_with_password(app, "max", "manager")
    manager = signed_in(app, "manager", "max")
    manager.open("/settings/programs")
    typed: dict[str, str | list[str]] = {"name": "Cliniko", "scopes": ["answers"], "old": PASSWORD}
    assert manager.press("Make the token", {**typed, "scopes": []}).status == 422
    assert manager.press("Make the token", {**typed, "old": "wrong"}).status == 422
    page = manager.press("Make the token", typed)
    token = next(word for word in page.text.split() if word.startswith("gutfactors_"))
    reference = send(app, BLEEDS)
    assert fetch(app, reference, "/answers.json", token)[0] == 200
    assert "Cliniko (another program)" in manager.open("/log").text
    assert token not in manager.open("/settings/programs").text
    manager.press("Revoke Cliniko")
    log = manager.open("/log").text
    assert "A program whose token was revoked (number " in log
    assert not re.search(r"\btoken \d", log)
    assert fetch(app, reference, "/answers.json", token)[0] == 401


def test_the_example_files_a_report_under_the_clinic_number_in_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    port = free_port()
    endpoint = WebhookEndpoint.parse(f"http://127.0.0.1:{port}/ {SECRET}")
    settings = Settings(tmp_path, f"sqlite:///{tmp_path}/x.sqlite3", webhook=endpoint)
    with closing(opened(settings)) as store:
        app = create_app(settings, store=store, clinic=Clinic(region="CA"), render_pool=Printer())
        with_practitioner(app)
        with live_server(app) as site:
            secrets = {"SITE": site, "TOKEN": token_for(app, "report"), "SECRET": SECRET}
            example = subprocess.Popen(
                [sys.executable, EXAMPLE],
                env={**os.environ, **secrets, "FOLDER": str(folder), "PORT": str(port)},
                stderr=subprocess.DEVNULL,
            )
            sender = OutboxThread(WebhookSender(store, endpoint), pause=0.05)
            try:
                device = begin_by(app, invite(app, "../CN/7"))
                finish(device)
                device.press("Continue", {"way": "send"})
                sent = sent_by(device)
                assert sent is not None
                filed = folder / f"___CN_7-{sent.reference}.pdf"
                deadline = time.monotonic() + 30
                while not filed.exists():
                    assert time.monotonic() < deadline
                    time.sleep(0.05)
            finally:
                sender.stop()
                example.terminate()
                example.wait()
    assert filed.read_bytes().startswith(b"%PDF")

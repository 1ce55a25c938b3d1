"""Why visitors are turned away is in the log, once a minute."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.web.fakes import MakeApp
from webapp.storage import SealBroken, StoreUnavailable
from webapp.web.kit.outage_log import MOST_CAUSES, OutageLog


def test_a_cause_is_told_once_a_minute_with_how_often_it_happened(caplog: pytest.LogCaptureFixture) -> None:
    seconds = [0.0]
    outages = OutageLog(lambda: seconds[0])
    for seconds[0] in (0, 1, 59, 60, 61, 200):
        outages.record(StoreUnavailable("full"))
    outages.record(StoreUnavailable("locked"))
    line = "visitors are turned away: StoreUnavailable: "
    assert caplog.messages == [
        f"{line}full",
        f"{line}full (and 2 times more since the last line)",
        f"{line}full (and 1 times more since the last line)",
        f"{line}locked",
    ]


def test_what_was_only_counted_is_logged_by_a_flush_a_minute_later(caplog: pytest.LogCaptureFixture) -> None:
    seconds = [0.0]
    outages = OutageLog(lambda: seconds[0])
    for _ in range(3):
        outages.record(StoreUnavailable("full"))
    for seconds[0] in (59, 60, 61, 200):
        outages.flush()
    assert caplog.messages == [
        "visitors are turned away: StoreUnavailable: full",
        "visitors are turned away: StoreUnavailable: full (2 times more since the last line)",
    ]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyError("3 glasses"), "error in GET home: KeyError"),
        (
            SealBroken("submissions 12: submission: it is not what was sealed there", "7Q4K-M2"),
            "error in GET home: submissions 12: submission: it is not what was sealed there: SealBroken",
        ),
    ],
)
def test_a_crash_is_logged_without_its_message_unless_it_names_a_damaged_row(
    error: Exception, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    OutageLog().record_crash("GET home", error)
    assert caplog.messages == [said]


def test_a_refusal_without_a_cause_is_logged_by_the_pattern_of_its_address(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app()
    with app.test_request_context("/section/fibre?secret"):
        assert app.process_response(app.response_class(status=503)).status_code == 503
    assert caplog.messages == ["visitors are turned away: status 503 of /section/<section>"]


def test_causes_without_end_fill_no_memory(caplog: pytest.LogCaptureFixture) -> None:
    outages = OutageLog(lambda: 0.0)
    for number in range(3 * MOST_CAUSES):
        outages.record(StoreUnavailable(str(number)))
    assert len(caplog.messages) == 3 * MOST_CAUSES
    assert len(outages._logged) <= MOST_CAUSES


def test_a_database_that_cannot_be_read_leaves_a_line_and_so_does_health(
    make_app: MakeApp, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = make_app().test_client()
    with closing(sqlite3.connect(tmp_path / "gutfactors.sqlite3")) as other:
        other.execute("ALTER TABLE drafts RENAME TO elsewhere")
    for _ in range(3):
        assert client.post("/come-back", data={}).status_code != 500
        assert client.get("/health").status_code == 503
    (line,) = [each for each in caplog.messages if each.startswith("visitors are turned away: ")]
    assert "drafts" in line

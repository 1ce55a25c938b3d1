"""What was acknowledged is kept, whatever is killed, stopped or started again meanwhile."""

from __future__ import annotations

import signal
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import free_port, serving, small_questions
from tests.cli.sender import Crowd
from tests.storage.postgres import running_server
from webapp.storage import DeskQuery, Store, open_store

DEVICES = 12
SUBMISSIONS = 24
TYPED = {"fruit": ["3"], "drinks": ["0"], "pills": ["none"]}  # all that is asked, as the pages keep it
CONTENT: dict[str, Any] = {"typed": TYPED, "more": {}, "noted": [], "sentence": "", "finished": None}


def ready_to_send(store: Store, count: int) -> list[str]:
    """A clinic in which somebody works, and the tokens of answers that are complete."""
    now = datetime.now(UTC)
    store.practitioners.create("maria", "Maria", "manager", "command", now)
    return [store.drafts.create(CONTENT, now) for _ in range(count)]


def is_once_there(store: Store, acknowledged: dict[str, str]) -> None:
    """Every reference that a device saw is that of its submission, and there is no other submission."""
    now = datetime.now(UTC)
    found = {token: store.submissions.get_by_draft(token, now) for token in acknowledged}
    assert {token: it and it.reference for token, it in found.items()} == acknowledged
    rows = store.desk.page(DeskQuery(size=10_000), now).rows
    assert sorted(row.reference for row in rows) == sorted(acknowledged.values())
    sent = [entry for entry in store.audit.list(None, 10_000) if entry.action == "sent"]
    assert len(sent) == len(acknowledged)
    assert store.audit.verify().is_whole


@pytest.mark.slow
def test_a_killed_server_loses_and_doubles_nothing(url: str, tmp_path: Path) -> None:
    settings = {"DATABASE_URL": url, "QUESTIONS": small_questions(tmp_path)}
    port, key_file = free_port(), tmp_path / "instance" / "secret.key"
    key_file.parent.mkdir(mode=0o700)
    crowd = Crowd(port)
    with closing(open_store(url, key_file)) as store:
        tokens = ready_to_send(store, SUBMISSIONS)
        with (
            serving(tmp_path, port, **settings) as server,
            crowd.sending(tokens, DEVICES),
        ):
            crowd.wait_for(SUBMISSIONS // 4)
            server.send_signal(signal.SIGKILL)
            server.wait()
            before = dict(crowd.acknowledged)
            with serving(tmp_path, port, **settings):
                crowd.wait_for(SUBMISSIONS)
        assert crowd.unanswered
        assert crowd.strange == []
        assert before.items() <= crowd.acknowledged.items()
        is_once_there(store, crowd.acknowledged)


@pytest.mark.slow
def test_a_postgres_that_is_restarted_puts_clients_off_and_then_they_go_on(tmp_path: Path) -> None:
    port, key_file = free_port(), tmp_path / "instance" / "secret.key"
    key_file.parent.mkdir(mode=0o700)
    with running_server() as postgres:
        url, crowd = postgres.new_database(), Crowd(port)
        settings = {"DATABASE_URL": url, "QUESTIONS": small_questions(tmp_path)}
        with closing(open_store(url, key_file)) as store:
            tokens = ready_to_send(store, SUBMISSIONS)
            with (
                serving(tmp_path, port, **settings) as server,
                crowd.sending(tokens, DEVICES),
            ):
                crowd.wait_for(SUBMISSIONS // 4)
                postgres.stop()
                crowd.wait_for(put_off=DEVICES)
                postgres.start()
                crowd.wait_for(len(tokens))
                assert server.poll() is None
            is_once_there(store, crowd.acknowledged)
    assert (crowd.strange, crowd.unanswered) == ([], 0)
    assert all("We cannot answer just now" in answer.text for answer in crowd.put_off)
    assert all(int(answer.retry_after) > 0 for answer in crowd.put_off)

"""Submissions that somebody sent, for tests."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Table, select

from webapp.clinic import Policy
from webapp.storage import DeskQuery, NewSubmission, Person, PurgeResult, Store, Submission
from webapp.storage.database import Database

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
DIGEST = "d" * 64
PRACTITIONER = "practitioner 1"
ANSWERS = {"age_years": 41, "medicines": ["nsaid"], "vitd_value": "52.5", "sex": None}


def new_submission(name: str = "", number: str = "", tier: str = "") -> NewSubmission:
    return NewSubmission("home", DIGEST, ANSWERS, tier, Person(name, number))


def submit(store: Store, name: str = "", number: str = "", at: datetime = NOW, tier: str = "") -> Submission:
    """Submit answers as a patient at home does."""
    store.questionnaires.save(DIGEST, "0.1", 'title = "Gut Factors"', at)
    submission = store.submissions.submit(
        store.drafts.create({}, at), 1, new_submission(name, number, tier), at
    )
    assert submission is not None
    return submission


def reload(store: Store, submission: Submission, now: datetime = NOW) -> Submission:
    """Return the submission as it is now."""
    found = store.submissions.get(submission.reference, now)
    assert found is not None
    return found


def search_names(store: Store, words: str, now: datetime = NOW) -> list[str]:
    """Return the names that the desk finds for these words."""
    return [row.person.name for row in store.desk.page(DeskQuery(words=words), now).rows]


def save_policy(store: Store, policy: Policy) -> None:
    """Save a policy, which applies at once."""
    assert store.clinic_settings.save_policy(
        policy, store.clinic_settings.policy_version, "practitioner 1", NOW
    )


def audit_actions(store: Store, reference: str) -> list[str]:
    """Return the logged acts on a submission, oldest first."""
    return [
        entry.action for entry in reversed(store.audit.list(None, 100, subject=f"submission {reference}"))
    ]


def rows_of(url: str, table: Table) -> list[Row[Any]]:
    """Return all rows of a table, in the order of its primary key."""
    with closing(Database(url)) as database, database.reading() as connection:
        return list(connection.execute(select(table).order_by(*table.primary_key)))


def is_on_disk(folder: Path, trace: bytes) -> bool:
    """Return whether any file of the SQLite database in this folder contains these bytes."""
    return any(trace in file.read_bytes() for file in folder.glob("store.sqlite3*"))


def believe_and_purge(store: Store, now: datetime, by: str = PRACTITIONER) -> PurgeResult:
    """Purge by a clock that a person confirmed."""
    store.believe_clock(now, by)
    return store.purge(now, by)

"""Submissions that somebody sent, for tests."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Table, select

from webapp.clinic import Policy
from webapp.storage import DeskQuery, NewSubmission, Person, Store, Submission
from webapp.storage.database import Database

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
DIGEST = "d" * 64
ME = "practitioner 1"
ANSWERS = {"age_years": 41, "medicines": ["nsaid"], "vitd_value": "52.5", "sex": None}


def entry(name: str = "", number: str = "", tier: str = "") -> NewSubmission:
    return NewSubmission("home", DIGEST, ANSWERS, tier, Person(name, number))


def sent(store: Store, name: str = "", number: str = "", at: datetime = NOW, tier: str = "") -> Submission:
    """What somebody has just sent."""
    store.questionnaires.save(DIGEST, "0.1", 'title = "Gut Factors"', at)
    submission = store.submissions.submit(store.drafts.create({}, at), 1, entry(name, number, tier), at)
    assert submission is not None
    return submission


def again(store: Store, submission: Submission, now: datetime = NOW) -> Submission:
    """The same, as it is now."""
    found = store.submissions.get(submission.reference, now)
    assert found is not None
    return found


def named(store: Store, words: str, now: datetime = NOW) -> list[str]:
    """The names that the desk finds for these words."""
    return [row.person.name for row in store.desk.page(DeskQuery(words=words), now).rows]


def decide(store: Store, policy: Policy) -> None:
    """A manager's decision, valid at once."""
    assert store.settings.save_policy(policy, store.settings.policy_version, "practitioner 1", NOW)


def acts(store: Store, reference: str) -> list[str]:
    """What was done with a submission, oldest first."""
    return [
        entry.action for entry in reversed(store.audit.list(None, 100, subject=f"submission {reference}"))
    ]


def rows_of(url: str, table: Table) -> list[Row[Any]]:
    """What lies in a table."""
    with closing(Database(url)) as database, database.reading() as connection:
        return list(connection.execute(select(table)))


def lies_in(folder: Path, trace: bytes) -> bool:
    """Whether any file of the SQLite database in this folder holds these bytes."""
    return any(trace in file.read_bytes() for file in folder.glob("store.sqlite3*"))

"""The desk: every act is whole, recorded in the audit, and never undoes another one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.storage.accounts import in_transaction
from tests.storage.submissions import (
    NOW,
    PRACTITIONER,
    audit_actions,
    believe_and_purge,
    is_on_disk,
    reload,
    rows_of,
    save_policy,
    submit,
)
from webapp.clinic import Policy
from webapp.storage import DeskQuery, Store, StoreUnavailable
from webapp.storage.crypto.sealing import seal_json
from webapp.storage.database import Database
from webapp.storage.submissions.encryption import SubmissionNote, submission_context
from webapp.storage.tables import name_parts, submissions

LATER = NOW + timedelta(minutes=5)
YEAR = timedelta(days=365)


def test_looking_at_a_new_submission_makes_it_seen(store: Store) -> None:
    submission = submit(store)
    looked = store.submissions.view(submission.reference, PRACTITIONER, LATER)
    assert looked is not None
    assert (looked.state, looked.answers) == ("seen", submission.answers)
    assert audit_actions(store, submission.reference) == ["sent", "opened"]


def test_looking_again_changes_nothing_and_is_told_again(store: Store) -> None:
    submission = submit(store)
    assert store.submissions.set_state(submission.reference, 1, "closed", PRACTITIONER, NOW)
    looked = store.submissions.view(submission.reference, PRACTITIONER, LATER)
    assert looked is not None
    assert looked.state == "closed"
    assert audit_actions(store, submission.reference) == ["sent", "marked", "opened"]


def test_opening_for_an_act_is_not_told(store: Store) -> None:
    submission = submit(store)
    assert store.submissions.get(submission.reference, NOW) == submission
    assert audit_actions(store, submission.reference) == ["sent"]


@pytest.mark.parametrize("reference", ["", "3333-33", "3333", "' OR 1=1 --", "%"])
def test_what_is_no_reference_opens_nothing_and_is_not_told(store: Store, reference: str) -> None:
    submit(store)
    assert store.submissions.get(reference, NOW) is None
    assert store.submissions.view(reference, PRACTITIONER, NOW) is None
    assert not store.submissions.set_state(reference, 1, "seen", PRACTITIONER, NOW)
    assert not store.submissions.add_note(reference, 1, "x", PRACTITIONER, NOW)
    assert not store.submissions.delete(reference, PRACTITIONER, NOW)
    store.submissions.record_printed([reference], PRACTITIONER, NOW, "report")
    store.submissions.record_exported([reference], PRACTITIONER, NOW, "csv")
    assert audit_actions(store, reference) == []


@pytest.mark.parametrize("state", ["new", "seen", "printed", "closed"])
def test_a_mark_gives_the_state_and_the_next_version(store: Store, state: str) -> None:
    submission = submit(store)
    assert store.submissions.set_state(submission.reference, 1, state, PRACTITIONER, LATER)
    marked = reload(store, submission)
    assert (marked.state, marked.version) == (state, 2)
    assert marked.printed_at == (LATER if state == "printed" else None)
    assert store.audit.list(None, 1)[0].details == {"state": state}


def test_a_state_that_there_is_not_is_refused(store: Store) -> None:
    submission = submit(store)
    with pytest.raises(ValueError, match="no state 'gone'"):
        store.submissions.set_state(submission.reference, 1, "gone", PRACTITIONER, NOW)


def test_a_mark_over_a_change_that_was_not_seen_changes_nothing(store: Store) -> None:
    submission = submit(store)
    assert store.submissions.set_state(submission.reference, 1, "closed", PRACTITIONER, NOW)
    assert not store.submissions.set_state(submission.reference, 1, "seen", "practitioner 2", NOW)
    assert reload(store, submission).state == "closed"
    assert audit_actions(store, submission.reference) == ["sent", "marked"]


def test_a_note_over_a_note_that_was_not_seen_changes_nothing(store: Store) -> None:
    submission = submit(store)
    assert store.submissions.add_note(submission.reference, 1, "asked for stool test", PRACTITIONER, NOW)
    assert not store.submissions.add_note(submission.reference, 1, "mine", "practitioner 2", NOW)
    assert reload(store, submission).note == "asked for stool test"
    assert audit_actions(store, submission.reference) == ["sent", "wrote a note"]


def test_a_note_keeps_who_wrote_it_when_and_what_stood_there_before(store: Store) -> None:
    submission = submit(store)
    for version in range(25):
        by, at = f"practitioner {version % 2 + 1}", NOW + timedelta(minutes=version)
        assert store.submissions.add_note(submission.reference, version + 1, f"note {version}", by, at)
    notes = reload(store, submission).notes
    assert notes[0] == SubmissionNote("note 24", "practitioner 1", NOW + timedelta(minutes=24))
    assert [one.text for one in notes] == [f"note {version}" for version in range(24, 4, -1)]
    assert store.submissions.add_note(submission.reference, 26, "", PRACTITIONER, NOW)
    assert (reload(store, submission).note, reload(store, submission).notes[1].text) == ("", "note 24")


def test_a_note_of_an_earlier_version_of_the_program_is_read(url: str, store: Store) -> None:
    submission = submit(store)
    with closing(Database(url)) as database, database.writing() as connection:
        row = connection.execute(submissions.select()).one()
        seal = store.desk._context.cipher._seal
        sealed = seal_json(
            seal, {"text": "old"}, submission_context("sealed_note", row.draft_id, row.reference)
        )
        connection.execute(submissions.update().values(sealed_note=sealed))
    assert reload(store, submission).notes == (SubmissionNote("old"),)
    assert store.submissions.add_note(submission.reference, 1, "new", PRACTITIONER, NOW)
    assert [one.text for one in reload(store, submission).notes] == ["new", "old"]


def test_a_note_can_be_taken_away(store: Store) -> None:
    submission = submit(store)
    assert store.submissions.add_note(submission.reference, 1, "first \ud800 🙂", PRACTITIONER, NOW)
    assert reload(store, submission).note == "first \ud800 🙂"
    assert store.submissions.add_note(submission.reference, 2, "", PRACTITIONER, NOW)
    assert reload(store, submission).note == ""


def test_printing_meanwhile_does_not_lose_the_note_that_is_being_written(store: Store) -> None:
    submission = submit(store)
    store.submissions.view(submission.reference, "practitioner 2", NOW)
    store.submissions.record_printed([submission.reference], "practitioner 2", NOW, "report")
    assert store.submissions.add_note(submission.reference, 1, "call back", PRACTITIONER, NOW)
    assert reload(store, submission).state == "printed"


def test_of_many_notes_at_the_same_moment_one_is_kept_and_the_others_are_told(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    submission, stores = submit(store), [store, opening(url)]

    def write(number: int) -> bool:
        return stores[number % 2].submissions.add_note(
            submission.reference, 1, str(number), PRACTITIONER, NOW
        )

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(write, range(16)))
    assert done.count(True) == 1
    assert reload(store, submission).note == str(done.index(True))
    assert audit_actions(store, submission.reference).count("wrote a note") == 1


def test_what_is_printed_is_marked_and_told_each(store: Store) -> None:
    one, two = submit(store), submit(store)
    store.submissions.record_printed(
        [two.reference, one.reference, two.reference, "3333-33"], PRACTITIONER, LATER, "large print"
    )
    assert [reload(store, each).state for each in (one, two)] == ["printed", "printed"]
    assert reload(store, one).printed_at == LATER
    told = store.audit.list(None, 3)
    assert [(entry.action, entry.subject[-7:]) for entry in told] == [
        ("printed", one.reference),
        ("printed", two.reference),
        ("sent", two.reference),
    ]
    assert told[0].details == {"what": "large print"}


def test_what_is_closed_stays_closed_when_it_is_printed(store: Store) -> None:
    submission = submit(store)
    store.submissions.set_state(submission.reference, 1, "closed", PRACTITIONER, NOW)
    store.submissions.record_printed([submission.reference], PRACTITIONER, LATER, "report")
    assert (reload(store, submission).state, reload(store, submission).printed_at) == ("closed", LATER)


def test_an_export_is_told_and_changes_nothing(store: Store) -> None:
    submission = submit(store)
    store.submissions.record_exported([submission.reference], PRACTITIONER, NOW, "csv")
    assert reload(store, submission) == submission
    assert store.audit.list(None, 1)[0].details == {"what": "csv"}


def test_several_come_in_the_order_asked_for(store: Store) -> None:
    one, two, three = submit(store), submit(store), submit(store)
    asked = [three.reference, "3333-33", one.reference, two.reference]
    assert store.submissions.get_many(asked, NOW) == (three, one, two)
    assert store.submissions.get_many([], NOW) == ()


def test_a_deleted_submission_is_gone_and_only_it(store: Store, url: str) -> None:
    one, two = submit(store, "Ana Lima"), submit(store, "Ana Pinto")
    assert store.submissions.delete(one.reference, PRACTITIONER, NOW)
    assert not store.submissions.delete(one.reference, PRACTITIONER, NOW)
    assert store.submissions.get(one.reference, NOW) is None
    assert reload(store, two) == two
    assert audit_actions(store, one.reference) == ["sent", "deleted"]
    assert len(rows_of(url, name_parts)) == 2


def test_deleting_leaves_nothing_in_the_files(tmp_path: Path, opening: Callable[[str], Store]) -> None:
    url = f"sqlite:///{tmp_path}/store.sqlite3"
    store = opening(url)
    submission = submit(store, "Ana Lima")
    store.submissions.add_note(submission.reference, 1, "a note", PRACTITIONER, NOW)
    (row,) = rows_of(url, submissions)
    traces = [row.sealed, row.sealed_card, row.sealed_note, row.draft_id.encode()]
    assert all(is_on_disk(tmp_path, trace) for trace in traces)
    assert store.submissions.delete(submission.reference, PRACTITIONER, NOW)
    assert not any(is_on_disk(tmp_path, trace) for trace in traces)


@pytest.mark.parametrize("act", ["look", "mark", "write_note", "delete", "printed", "exported", "link"])
def test_an_act_that_cannot_be_told_is_not_done(store: Store, url: str, act: str) -> None:
    submission, other = submit(store), submit(store)
    in_transaction(url, lambda it: it.execute(text("ALTER TABLE audit RENAME TO elsewhere")))
    one = submission.reference
    doing: dict[str, Callable[[], object]] = {
        "look": lambda: store.submissions.view(one, PRACTITIONER, NOW),
        "mark": lambda: store.submissions.set_state(one, 1, "closed", PRACTITIONER, NOW),
        "write_note": lambda: store.submissions.add_note(one, 1, "x", PRACTITIONER, NOW),
        "delete": lambda: store.submissions.delete(one, PRACTITIONER, NOW),
        "printed": lambda: store.submissions.record_printed([one], PRACTITIONER, NOW, "report"),
        "exported": lambda: store.submissions.record_exported([one], PRACTITIONER, NOW, "csv"),
        "link": lambda: store.visits.link(one, other.reference, PRACTITIONER, NOW),
    }
    with pytest.raises(StoreUnavailable):
        doing[act]()
    assert reload(store, submission) == submission
    assert reload(store, other) == other


def test_what_has_outlived_its_term_is_not_there_for_anybody(store: Store) -> None:
    submission = submit(store)
    one, end = submission.reference, NOW + YEAR
    assert reload(store, submission, end - timedelta(microseconds=1)) == submission
    assert store.submissions.get(one, end) is None
    assert store.submissions.view(one, PRACTITIONER, end) is None
    assert not store.submissions.set_state(one, 1, "seen", PRACTITIONER, end)
    assert not store.submissions.delete(one, PRACTITIONER, end)
    assert store.submissions.get_many([one], end) == ()
    assert store.desk.page(DeskQuery(), end).rows == ()
    assert sum(store.desk.counts(end).values()) == 0


def test_until_printed_a_submission_lives_to_the_day_after(store: Store) -> None:
    save_policy(store, Policy(until_printed=True))
    printed, kept = submit(store), submit(store)
    store.submissions.record_printed([printed.reference], PRACTITIONER, NOW, "report")
    day_after = NOW + timedelta(days=1)
    assert store.submissions.get(printed.reference, day_after - timedelta(microseconds=1)) is not None
    assert store.submissions.get(printed.reference, day_after) is None
    assert store.submissions.get(kept.reference, day_after) == kept


def test_the_marker_changes_with_every_change_and_only_then(store: Store) -> None:
    desk, acts, one = store.desk, store.submissions, submit(store).reference
    two = submit(store).reference
    seen = [desk.change_marker()]
    changes: list[Callable[[], object]] = [
        lambda: submit(store),
        lambda: acts.view(one, PRACTITIONER, NOW),
        lambda: acts.set_state(one, 1, "closed", PRACTITIONER, NOW),
        lambda: acts.record_printed([two], PRACTITIONER, NOW, "report"),
        lambda: store.visits.link(one, two, PRACTITIONER, NOW),
        lambda: store.visits.unlink(one, PRACTITIONER, NOW),
        lambda: acts.delete(one, PRACTITIONER, NOW),
        lambda: believe_and_purge(store, NOW + YEAR),
    ]
    for change in changes:
        change()
        seen.append(desk.change_marker())
    assert len(set(seen)) == len(seen)
    acts.record_exported([two], PRACTITIONER, NOW, "csv")
    assert desk.change_marker() == seen[-1]

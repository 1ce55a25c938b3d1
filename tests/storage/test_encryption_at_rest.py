"""The database and its files reveal nothing of what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from traceback import format_exception
from typing import Any

import pytest
from sqlalchemy import Table, insert, select, update

from tests.storage.accounts import add_practitioner, enable_second_factor, in_transaction, made_passkey
from tests.storage.postgres import PostgresServer
from webapp.clinic import Clinic, Policy
from webapp.plan import AgreedChange, Plan
from webapp.storage import (
    INVITATION,
    AccountChange,
    AddressedLetter,
    DeskQuery,
    KioskConfig,
    NewInvitation,
    NewMail,
    NewSubmission,
    Person,
    Store,
    open_store,
    pickup_token,
)
from webapp.storage.crypto.sealing import SealBroken
from webapp.storage.database import Database
from webapp.storage.tables import drafts, metadata, returns, submissions

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DIGEST = "d" * 64
SECRETS = ("rosamund", "57.25", "methotrexate", "Bertrand", "bertrand", "CN-4711", "heliotrope", "porridge")
PICTURE = b"\xff\xd8\xff\xe0 JFIF handwriting"
PERSON = Person("Bertrand Quill", "CN-4711")
ANSWERS = {"note": "rosamund", "vitd_value": "57.25", "medicines": ["methotrexate"]}


def fill(store: Store) -> tuple[str, list[str]]:
    """Let there be a draft that was left and a submission; the token of the draft, and all that is secret."""
    store.questionnaires.save(DIGEST, "1", "text", NOW)
    token, sent = store.drafts.create(ANSWERS, NOW), store.drafts.create(ANSWERS, NOW)
    passphrase = store.passphrases.issue(token, NOW)
    assert passphrase is not None
    submission = store.submissions.submit(sent, 1, NewSubmission("home", DIGEST, ANSWERS, "1", PERSON), NOW)
    assert submission is not None
    assert store.submissions.add_note(submission.reference, 1, "heliotrope", "practitioner 1", NOW)
    plan = Plan(agreed=(AgreedChange("porridge"),))
    assert store.plans.save(submission.reference, 2, plan, "practitioner 1", NOW)
    store.clinic_settings.save_policy(Policy(keeps_pictures=True), 0, "command", NOW)
    on_paper = NewSubmission("paper", DIGEST, ANSWERS, pictures={1: PICTURE})
    store.submissions.add_imported(on_paper, NOW, "", "practitioner 1", NOW)
    return token, [*SECRETS, "JFIF", *_working(store), token, sent, passphrase, passphrase.replace(" ", "")]


def _working(store: Store) -> list[str]:
    """Let people work here; give all that is secret of that."""
    quentin = add_practitioner(store, "quentin42", password="a parasol on the moor")
    secret, recovery = enable_second_factor(store, quentin)
    assert store.passkeys.add(quentin.id, made_passkey("Zanzibar phone"), NOW)
    store.practitioners.update(
        quentin.id, quentin.version + 1, AccountChange(name="Ermengarde"), "command", NOW
    )
    store.clinic_settings.save_clinic(
        Clinic(name="Wisteria House", contact=("Kumquat Lane",)), 0, "command", NOW
    )
    store.login_attempts.record_failure("quentin42", "", NOW)
    tokens: tuple[str, ...] = (
        store.sign_ins.create(quentin.id, "full", NOW),
        store.one_time_links.create("password", quentin.id, NOW),
        store.passkeys.issue_challenge(NOW),
        store.login_attempts.new_device_token("quentin42"),
    )
    kiosk = store.kiosks.create(KioskConfig("Jacaranda", "Vestibule"), "command", NOW)
    device = store.kiosks.enrol(store.kiosks.issue_code(kiosk, "command", NOW) or "", NOW) or ""
    session_secret = store.kiosk_sessions.start(kiosk, device, ANSWERS, NOW, NOW + timedelta(minutes=1))
    waiting = pickup_token(device)
    store.pickups.create(waiting, ANSWERS, NOW)
    code = store.kiosks.issue_code(kiosk, "command", NOW) or ""
    tokens += (device, session_secret, waiting, code, "Jacaranda", "Vestibule")
    hidden = ("quentin", "Zanzibar", "Ermengarde", "parasol", "Wisteria", "Kumquat", "argon2")
    new = NewInvitation("IN-0815", "Peregrine", NOW + timedelta(days=1), "whole")
    invited = store.patient_invitations.create(new, "command", NOW)
    assert invited is not None
    letter = AddressedLetter("marigold@example.org", "Chrysanthemum", "Gooseberry")
    assert store.invitation_mails.queue(invited.id, NewMail("a" * 32, INVITATION, letter), "command", NOW)
    api_token = store.api_tokens.create("Quillwort", {"report"}, "command", NOW).removeprefix("gutfactors_")
    words = invited.invitee.words
    led = (api_token, "Quillwort", invited.invitee.token, words, words.replace(" ", ""))
    tokens += (*led, "IN-0815", "Peregrine", "marigold", "Chrysanthemum", "Gooseberry")
    return [*hidden, *tokens, secret, *recovery]


def _rows(url: str) -> Iterator[Any]:
    with closing(Database(url)) as database, database.reading() as connection:
        for table in metadata.sorted_tables:
            yield from connection.execute(table.select())


def test_the_secrets_that_are_looked_for_are_there_for_those_with_the_key(store: Store) -> None:
    fill(store)
    found = store.desk.page(DeskQuery(words="bertrand"), NOW).rows[0]
    opened = store.submissions.get(found.reference, NOW)
    assert opened is not None
    assert (opened.person, opened.note, opened.answers) == (PERSON, "heliotrope", ANSWERS)
    quentin = store.practitioners.by_login("QUENTIN42")
    assert quentin is not None
    assert (quentin.name, quentin.has_code) == ("Ermengarde", True)


def _sealed_draft(url: str) -> bytes:
    with closing(Database(url)) as database, database.reading() as connection:
        sealed = connection.scalar(select(drafts.c.sealed))
    assert isinstance(sealed, bytes)
    return sealed


def test_no_row_holds_anything_typed_nor_any_token(store: Store, url: str) -> None:
    _, secrets = fill(store)
    text = "".join(str(value) for row in _rows(url) for value in row)
    raw = b"".join(value for row in _rows(url) for value in row if isinstance(value, bytes))
    assert text
    assert raw
    for secret in secrets:
        assert secret not in text
        assert secret.encode() not in raw


def test_no_sqlite_file_holds_anything_typed(tmp_path: Path, opening: Callable[[str], Store]) -> None:
    store = opening(f"sqlite:///{tmp_path}/store.sqlite3")
    token = store.drafts.create(ANSWERS, NOW)
    passphrase = store.passphrases.issue(token, NOW)
    files = [path.read_bytes() for path in tmp_path.glob("store.sqlite3*")]
    assert passphrase is not None
    assert len(files) == 3
    for secret in (*SECRETS, token, passphrase):
        assert not any(secret.encode() in content for content in files)


def test_the_database_file_is_its_owners_only(tmp_path: Path, opening: Callable[[str], Store]) -> None:
    opening(f"sqlite:///{tmp_path}/store.sqlite3").health.probe()
    modes = {path.stat().st_mode & 0o777 for path in tmp_path.glob("store.sqlite3*")}
    assert modes == {0o600}


def test_a_purge_leaves_nothing_of_a_draft_in_the_files(
    tmp_path: Path, opening: Callable[[str], Store]
) -> None:
    path = tmp_path / "store.sqlite3"
    url = f"sqlite:///{path}"
    store = opening(url)
    store.drafts.create(ANSWERS, NOW)
    sealed = _sealed_draft(url)
    assert any(sealed in file.read_bytes() for file in tmp_path.glob("store.sqlite3*"))
    assert store.purge(NOW + timedelta(days=7)).drafts == 1
    assert not any(sealed in file.read_bytes() for file in tmp_path.glob("store.sqlite3*"))


def test_a_purge_leaves_what_is_still_in_its_term(store: Store) -> None:
    token, _ = fill(store)
    purged = store.purge(NOW + timedelta(days=7) - timedelta(seconds=1))
    assert (purged.drafts, purged.submissions) == (0, 0)
    assert store.drafts.open(token, NOW) is not None


def test_a_sealed_row_that_was_changed_does_not_open(store: Store, url: str) -> None:
    token, _ = fill(store)
    sealed = _sealed_draft(url)
    flipped = sealed[:-1] + bytes([sealed[-1] ^ 1])
    in_transaction(url, lambda connection: connection.execute(update(drafts).values(sealed=flipped)))
    with pytest.raises(SealBroken):
        store.drafts.open(token, NOW)


def test_a_draft_cannot_be_rolled_back_behind_the_patients_back(store: Store, url: str) -> None:
    token, _ = fill(store)
    in_transaction(url, lambda connection: connection.execute(update(drafts).values(version=7)))
    with pytest.raises(SealBroken):
        store.drafts.open(token, NOW)


def test_answers_do_not_open_under_another_reference(store: Store, url: str) -> None:
    store.questionnaires.save(DIGEST, "1", "text", NOW)
    token = store.drafts.create({}, NOW)
    store.submissions.submit(token, 1, NewSubmission("home", DIGEST, ANSWERS), NOW)
    in_transaction(
        url, lambda connection: connection.execute(update(submissions).values(reference="3333-33"))
    )
    with pytest.raises(SealBroken) as broken:
        store.submissions.get_by_draft(token, NOW)
    # It ends up in the log, which holds no code that a patient has in hand.
    assert str(broken.value) == "submissions 1: card: it is not what was sealed there"
    assert "3333-33" not in "".join(format_exception(broken.value))


def test_another_instances_key_opens_no_passphrase(tmp_path: Path, postgres: PostgresServer) -> None:
    url, other = postgres.new_database(), postgres.new_database()
    with closing(open_store(url, tmp_path / "one.key")) as one:
        passphrase = one.passphrases.issue(one.drafts.create({}, NOW), NOW)
        rows = [(table, list(_rows_of(url, table))) for table in (drafts, returns)]
    with closing(open_store(other, tmp_path / "two.key")) as two:
        for table, copied in rows:
            in_transaction(other, lambda it, table=table, copied=copied: it.execute(insert(table), copied))  # type: ignore[misc]
        assert passphrase is not None
        assert two.passphrases.redeem(passphrase, NOW) is None


def _rows_of(url: str, table: Table) -> Iterator[dict[str, Any]]:
    with closing(Database(url)) as database, database.reading() as connection:
        for row in connection.execute(table.select()):
            yield dict(row._mapping)

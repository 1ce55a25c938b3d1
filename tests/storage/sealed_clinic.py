"""A clinic with something of everything that is sealed, and which keys seal it."""

from __future__ import annotations

from sqlalchemy import select

from tests.storage.accounts import NOW, enable_second_factor, in_transaction, made_passkey
from tests.storage.submissions import DIGEST
from webapp.clinic import Clinic, Policy
from webapp.plan import Plan
from webapp.storage import DeskQuery, NewSubmission, Person, Store
from webapp.storage.crypto.encrypted_columns import SEALED_TABLES


def submitted(store: Store, number: int) -> str:
    person = Person(f"Maria Number{number}", f"CN-{number}")
    entry = NewSubmission("home", DIGEST, {"age_years": number}, "2", person)
    submission = store.submissions.submit(store.drafts.create({}, NOW), 1, entry, NOW)
    assert submission is not None
    return submission.reference


def fill(store: Store) -> None:
    """Let there be a bit of everything that is sealed."""
    store.questionnaires.save(DIGEST, "1", "text", NOW)
    store.clinic_settings.save_clinic(Clinic(name="Green Clinic"), 0, "command", NOW)
    maria = store.practitioners.create("maria", "Maria", "manager", "command", NOW)
    enable_second_factor(store, maria)
    assert store.passkeys.add(maria.id, made_passkey(), NOW)
    for number in range(3):
        reference = submitted(store, number)
        assert store.submissions.add_note(reference, 1, f"note {number}", maria.actor, NOW)
    assert store.plans.save(reference, 2, Plan(other_tests="ferritin"), maria.actor, NOW)
    assert store.clinic_settings.save_policy(Policy(keeps_pictures=True), 0, "command", NOW)
    on_paper = NewSubmission("paper", DIGEST, {}, pictures={1: b"JFIF one", 2: b"JFIF two"})
    store.submissions.add_imported(on_paper, NOW, "", maria.actor, NOW)


def everything(store: Store) -> list[object]:
    """All that a store with the right keys can read."""
    rows = store.desk.page(DeskQuery(), NOW).rows
    found = store.submissions.get_many([row.reference for row in rows], NOW)
    pictures = [
        store.paper_pages.picture(one.reference, page, "practitioner 1", NOW)
        for one in found
        for page in store.paper_pages.list(one.reference, NOW)
    ]
    return [*found, *pictures, *store.practitioners.list(), store.clinic_settings.clinic(NOW)]


def key_ids(url: str) -> set[str]:
    """The keys with which anything is sealed."""
    found: set[str] = set()
    for each in SEALED_TABLES:
        for name in each.contexts:
            column = each.table.c[name]
            in_transaction(
                url,
                lambda it, column=column: found.update(  # type: ignore[misc]
                    sealed[:4].hex() for sealed in it.scalars(select(column)) if sealed is not None
                ),
            )
    return found

"""A clinic with something of everything that is kept, to be backed up and restored."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from tests.storage.accounts import add_practitioner, enable_second_factor, made_passkey
from tests.storage.submissions import NOW, PRACTITIONER, save_policy, submit
from webapp.clinic import Policy
from webapp.plan import Plan
from webapp.statistics.quarters import Quarter
from webapp.storage import WHOLE, NewInvitation, NewSubmission, StorageRefused, Store, open_store
from webapp.storage.backup.restore import RestoreResult, check, restore

WEEK = timedelta(days=7)

PICTURE = b"\xff\xd8\xff\xe0 JFIF"


@dataclass(frozen=True)
class House:
    """A clinic whose backup is in a file, and an empty place beside it."""

    store: Store
    folder: Path
    url: str
    empty: str
    token: str
    passphrase: str

    @property
    def file(self) -> Path:
        return self.folder / "clinic.backup"

    @property
    def key_file(self) -> Path:
        return self.folder / "secret.key"

    def back_up(self, *, with_key: bool = False) -> None:
        self.store.backups.create(self.file, "command", NOW, with_key=with_key)

    def restored(self) -> RestoreResult:
        return restore(self.empty, self.key_file, self.file, NOW)

    def refuses(self, passphrase: str) -> None:
        """Both commands say so, and nothing is put into the empty place."""
        with pytest.raises(StorageRefused, match=passphrase):
            check(self.file, self.key_file, NOW)
        with pytest.raises(StorageRefused, match=passphrase):
            self.restored()
        with closing(open_store(self.empty, self.key_file, may_start_over=True)) as store:
            assert sum(store.desk.counts(NOW).values()) == 0
            assert store.practitioners.list() == ()


def settled(store: Store, url: str, folder: Path) -> House:
    """Something of everything that is kept."""
    one, two = submit(store, "Anabela Lima", "P-12", tier="1"), submit(store, "Anabela Pinto")
    store.submissions.add_note(one.reference, 1, "call back", PRACTITIONER, NOW)
    store.plans.save(one.reference, 2, Plan(other_tests="ferritin"), PRACTITIONER, NOW)
    store.submissions.record_printed([two.reference], PRACTITIONER, NOW, "report")
    store.visits.link(one.reference, two.reference, PRACTITIONER, NOW)
    enable_second_factor(store, maria := add_practitioner(store, "maria", "manager"))
    assert store.passkeys.add(maria.id, made_passkey(), NOW)
    store.quarters.save(Quarter(2025, 4), {"people": 10}, {}, NOW)
    save_policy(store, Policy(submission_days=30, keeps_pictures=True))
    on_paper = NewSubmission("paper", one.digest, {}, pictures={1: PICTURE})
    store.submissions.add_imported(on_paper, NOW, "7Q4K-XW", PRACTITIONER, NOW)
    store.patient_invitations.create(
        NewInvitation("P-12", "Anabela Lima", NOW + WEEK, WHOLE), PRACTITIONER, NOW
    )
    store.heartbeat(NOW)
    token = store.drafts.create({"age": 41}, NOW)
    empty = f"sqlite:///{folder}/empty.sqlite3"
    return House(store, folder, url, empty, token, store.passphrases.issue(token, NOW) or "")


@cache
def furnished(folder: Path) -> House:
    """A clinic on SQLite, closed: its files are for copying."""
    folder.mkdir()
    url = f"sqlite:///{folder}/store.sqlite3"
    with closing(open_store(url, folder / "secret.key")) as store:
        return settled(store, url, folder)

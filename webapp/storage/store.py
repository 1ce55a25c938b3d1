"""The store: all that the web and the command ask of storage."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from webapp.storage.accounts.account_store import AccountStore
from webapp.storage.accounts.hashers import Hashers
from webapp.storage.accounts.invitations import Door, Invitations
from webapp.storage.accounts.login_attempts import LoginAttempts
from webapp.storage.accounts.practitioners import Practitioners
from webapp.storage.accounts.second_factors import Hashes
from webapp.storage.accounts.sign_ins import SignIns
from webapp.storage.accounts.trusted_browsers import TrustedBrowsers
from webapp.storage.backup.backup import Backups
from webapp.storage.clinic.settings import ClinicSettings
from webapp.storage.clock.evidence import ClockDoubt
from webapp.storage.crypto.keyring import BlindIndex, KeyRing, RingSeal
from webapp.storage.crypto.keys import StorageRefused
from webapp.storage.crypto.rotation import Rotation
from webapp.storage.crypto.sealing import RandomBytes
from webapp.storage.crypto.token_ids import INVITATION, SIGN_IN, TokenIds
from webapp.storage.database import Database
from webapp.storage.kiosk.kiosks import Kiosks
from webapp.storage.kiosk.pickups import Pickups
from webapp.storage.kiosk.sessions import KioskSessions
from webapp.storage.lifecycle.audit import AuditLog
from webapp.storage.lifecycle.audit_witness import AuditCheckpoint
from webapp.storage.lifecycle.health import Health
from webapp.storage.lifecycle.purge import ClockStatus, Purger, PurgeResult
from webapp.storage.patient.drafts import Drafts, StoredDraft
from webapp.storage.patient.report_cache import ReportKey, StoredReports
from webapp.storage.patient.resume import Passphrases
from webapp.storage.queue.tables import prepare_queue
from webapp.storage.submissions.desk import Desk
from webapp.storage.submissions.encryption import NewSubmission, Submission, SubmissionCipher
from webapp.storage.submissions.handling import Handling
from webapp.storage.submissions.person_index import PersonIndex
from webapp.storage.submissions.print_jobs import PrintJobs
from webapp.storage.submissions.questionnaires import Questionnaires
from webapp.storage.submissions.submissions import Submissions
from webapp.storage.submissions.unit_of_work import SubmissionContext
from webapp.storage.submissions.visits import Visits


class Store:
    """Every method is one transaction, and raises StoreUnavailable when the database is down.

    `now` is an aware time, and `by` what the audit calls whoever does something. A token that is no token
    behaves like one whose draft is gone.
    """

    def __init__(
        self,
        database: Database,
        ring: KeyRing,
        random_bytes: RandomBytes = os.urandom,
        hashes: Hashers | None = None,
    ) -> None:
        hashes = hashes or Hashers()
        self._database = database
        self._random_bytes = random_bytes
        seal, blind = RingSeal(ring, random_bytes), BlindIndex(ring)
        self.audit = AuditLog(database, seal, AuditCheckpoint(ring.path.parent, seal))
        self.settings = ClinicSettings(database, seal, self.audit)
        self._keep_submissions(seal, blind)
        self._keep_people(seal, blind, hashes)
        self.kiosks = Kiosks(database, seal, blind, self.audit, random_bytes)
        self.sittings = KioskSessions(database, self._drafts, random_bytes)
        self.pickups = Pickups(database, random_bytes)
        self._returns = Passphrases(database, self._drafts, ring, hashes.sentences, random_bytes)
        self.prints = PrintJobs(database, seal, random_bytes)
        self.backups = Backups(database, ring, self.audit, random_bytes)
        self.pulse = Health(database, random_bytes)
        self.keys = Rotation(database, ring, self.audit, random_bytes)

    def _keep_submissions(self, seal: RingSeal, blind: BlindIndex) -> None:
        keeping = SubmissionContext(
            self._database,
            SubmissionCipher(seal),
            PersonIndex(blind),
            self.audit,
            self.settings.policy,
            self._random_bytes,
        )
        self._drafts = Drafts(self._database, self.settings.policy, self._random_bytes, floor=keeping.floor)
        self._reports = StoredReports(self._database)
        self._questionnaires = Questionnaires(self._database)
        self._submissions = Submissions(keeping)
        self._purging = Purger(keeping)
        self.desk = Desk(keeping)
        self.visits = Visits(keeping)
        self.handling = Handling(keeping)

    def _keep_people(self, seal: RingSeal, blind: BlindIndex, hashes: Hashers) -> None:
        people = AccountStore(seal, blind)
        door = Door(people, hashes.passwords, self.settings, TokenIds(blind, INVITATION))
        common = (self.audit, self._random_bytes)
        proofs = Hashes(hashes.passwords, hashes.recovery)
        self.practitioners = Practitioners(self._database, people, proofs, *common)
        ids = TokenIds(blind, SIGN_IN)
        self.signins = SignIns(self._database, people, ids, self.settings.policy, *common)
        self.remembered = TrustedBrowsers(self._database, blind, self._random_bytes)
        self.invitations = Invitations(self._database, door, *common)
        self.tries = LoginAttempts(self._database, people, blind, *common)

    def new_draft(self, content: Mapping[str, Any], now: datetime) -> str:
        """Give the token, which alone opens the draft: it belongs in the patient's cookie."""
        return self._drafts.new(content, now)

    def open_draft(self, token: str, now: datetime) -> StoredDraft | None:
        key = self._drafts.key_of(token)
        return None if key is None else self._drafts.open(key, now)

    def save_draft(
        self,
        token: str,
        version: int,
        content: Mapping[str, Any],
        now: datetime,
        end: datetime | None = None,
    ) -> bool:
        """Save over `version`. False: somebody else saved, or it is gone; open it again.

        The draft lives until `end`, or a whole term.
        """
        key = self._drafts.key_of(token)
        return key is not None and self._drafts.save(key, version, content, now, end)

    def end_draft(self, token: str) -> None:
        key = self._drafts.key_of(token)
        if key is not None:
            self._drafts.end(key)

    def leave(self, token: str, now: datetime, known: str = "") -> str | None:
        """Give six words to come back with, and the draft a whole term; None when it is gone.

        It keeps the words that it has, where they are `known`. New ones are slow on purpose.
        """
        key = self._drafts.key_of(token)
        return None if key is None else self._returns.leave(token, key, now, known)

    def come_back(self, sentence: str, now: datetime) -> str | None:
        """Give the token for six words, however they were typed. Slow on purpose."""
        return self._returns.come_back(sentence, now)

    def submit(self, token: str, version: int, entry: NewSubmission, now: datetime) -> Submission | None:
        """Turn the draft at `version` into a submission; again: give the same submission.

        None: the draft moved on (another tab saved), or is gone. Open it again.
        """
        key = self._drafts.key_of(token)
        return None if key is None else self._submissions.submit(key, version, entry, now)

    def take_in(
        self, entry: NewSubmission, answered_at: datetime, reference: str, by: str, now: datetime
    ) -> str:
        """Make a submission of answers that came in a file; give its reference. Raises PolicyForbids.

        That is the one they had, where it has the form of ours and is free.
        """
        return self._submissions.take_in(entry, answered_at, reference, by, now)

    def submission_of(self, token: str, now: datetime) -> Submission | None:
        """Give what the draft of this token became, for as long as a draft is kept."""
        key = self._drafts.key_of(token)
        return None if key is None else self._submissions.of_draft(key, now)

    def keep_report(self, token: str, mark: ReportKey, pdf: bytes, now: datetime) -> None:
        """Keep a report for a short time, and only as long as there is what it was made of."""
        key = self._drafts.key_of(token)
        if key is not None:
            self._reports.keep(key, mark, pdf, now)

    def report(self, token: str, mark: ReportKey, now: datetime) -> bytes | None:
        """Give the report if it was made before, of the very same."""
        key = self._drafts.key_of(token)
        return None if key is None else self._reports.open(key, mark, now)

    def keep_questionnaire(self, digest: str, version: str, text: str, now: datetime) -> None:
        """Keep a questionnaire's text, once; it must be kept before answers to it are submitted."""
        self._questionnaires.keep(digest, version, text, now)

    def questionnaire_text(self, digest: str) -> str | None:
        return self._questionnaires.text(digest)

    def purge(self, now: datetime, by: str = "server", *, is_right: bool = False) -> PurgeResult:
        """Delete what has outlived its term, and what is left of it in the files.

        Nothing as long as the clock is in doubt, until a person tells that it `is_right`.
        """
        purged = self._purging.purge(now, by, is_right=is_right)
        self.audit.note()
        return purged

    def purge_daily(self, now: datetime) -> PurgeResult | None:
        """Purge where that was not done for a day; to be asked often. None where it was."""
        purged = self._purging.purge_daily(now, "server")
        self.audit.note()
        return purged

    def forget_leftovers(self) -> bool:
        """Overwrite what was deleted while somebody was reading. False: somebody still is."""
        return self._database.forget_leftovers()

    def see(self, now: datetime) -> ClockDoubt | None:
        """Note a sign of life: so far the clock can be believed later. Or tell why it is not believed."""
        doubt = self._purging.see(now)
        self.audit.note()
        return doubt

    def times(self, now: datetime) -> ClockStatus:
        """Tell whether the clock is believed, and of the last purge."""
        return self._purging.times(now)

    def prepare_queue(self, schema: str, steps: Mapping[str, str]) -> None:
        """Make the tables of the queue, or bring them up to date. Raises StorageRefused."""
        prepare_queue(self._database, schema, steps)

    def refuse_a_clock_far_behind(self, now: datetime) -> None:
        """Raises StorageRefused: what is sent by it would be past its term once the clock is right."""
        doubt = self.times(now).doubt
        if doubt and doubt.is_far_behind:
            raise StorageRefused(
                f"{doubt}: set the clock of this machine. If it is right as it is: "
                "gutfactors purge --the-clock-is-right"
            )

    def close(self) -> None:
        self._database.close()

"""The store: everything that the web and the command ask of storage, one attribute for each subject."""

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

from webapp.storage.accounts.account_store import AccountStore
from webapp.storage.accounts.context import AccountContext
from webapp.storage.accounts.hashers import Hashers
from webapp.storage.accounts.login_attempts import LoginAttempts
from webapp.storage.accounts.one_time_links import OneTimeLinks
from webapp.storage.accounts.passkeys import Passkeys
from webapp.storage.accounts.practitioners import Practitioners
from webapp.storage.accounts.second_factors import SecondFactors
from webapp.storage.accounts.sign_ins import SignIns
from webapp.storage.accounts.trusted_browsers import TrustedBrowsers
from webapp.storage.backup.backup import Backups
from webapp.storage.backup.copies import MigrationCopies
from webapp.storage.clinic.settings import ClinicSettings
from webapp.storage.clock.trust import ClockDoubt
from webapp.storage.connections.api_tokens import ApiTokens
from webapp.storage.connections.outbox import Outbox
from webapp.storage.counts.form_events import FormEvents
from webapp.storage.counts.quarters import QuarterCounts
from webapp.storage.crypto.keyring import BlindIndex, KeyRing, RingSeal
from webapp.storage.crypto.keys import StorageRefused
from webapp.storage.crypto.rotation import Rotation
from webapp.storage.crypto.sealing import RandomBytes
from webapp.storage.crypto.signing_keys import SigningKeys
from webapp.storage.database import Database
from webapp.storage.invitations.claims import InvitationClaims
from webapp.storage.invitations.invitation import InvitationCipher
from webapp.storage.invitations.invitations import PatientInvitations
from webapp.storage.invitations.mails import InvitationMails
from webapp.storage.kiosk.kiosks import Kiosks
from webapp.storage.kiosk.pickups import Pickups
from webapp.storage.kiosk.sessions import KioskSessions
from webapp.storage.lifecycle.audit import AuditLog
from webapp.storage.lifecycle.audit_checkpoint import AuditCheckpoint
from webapp.storage.lifecycle.health import Health
from webapp.storage.lifecycle.purge import ClockStatus, Purger, PurgeResult
from webapp.storage.patient.drafts import Drafts
from webapp.storage.patient.passphrases import Passphrases
from webapp.storage.patient.report_cache import StoredReports
from webapp.storage.queue.tables import prepare_queue
from webapp.storage.submissions.bulk import BulkActions
from webapp.storage.submissions.content_index import ContentIndex
from webapp.storage.submissions.desk import Desk
from webapp.storage.submissions.encryption import SubmissionCipher
from webapp.storage.submissions.paper_pages import PaperPages
from webapp.storage.submissions.person_index import PersonIndex
from webapp.storage.submissions.plans import Plans
from webapp.storage.submissions.print_jobs import PrintJobs
from webapp.storage.submissions.questionnaires import Questionnaires
from webapp.storage.submissions.submissions import Submissions
from webapp.storage.submissions.unit_of_work import SubmissionContext
from webapp.storage.submissions.visits import Visits


class Store:
    """One instance's data. The attributes do the work; the methods are about the instance as a whole.

    Every method of an attribute is one transaction, and raises StoreUnavailable when the database is down.
    `now` is an aware time. `by` is the audit log's name of the person who acts.
    """

    def __init__(
        self,
        database: Database,
        ring: KeyRing,
        random_bytes: RandomBytes = os.urandom,
        hashers: Hashers | None = None,
    ) -> None:
        hashers = hashers or Hashers()
        self._database = database
        self._random_bytes = random_bytes
        seal, blind = RingSeal(ring, random_bytes), BlindIndex(ring)
        self.audit = AuditLog(database, seal, AuditCheckpoint(ring.path.parent, seal))
        self.clinic_settings = ClinicSettings(database, seal, self.audit)
        self._open_submissions(seal, blind, ring.path.parent)
        self._open_accounts(seal, blind, hashers)
        self.passphrases = Passphrases(database, self.drafts, ring, hashers.passphrases, random_bytes)
        self.kiosks = Kiosks(database, seal, blind, self.audit, random_bytes)
        self.kiosk_sessions = KioskSessions(database, self.drafts, random_bytes)
        self.api_tokens = ApiTokens(database, seal, blind, self.audit, random_bytes)
        self.outbox = Outbox(database, self.audit)
        self.pickups = Pickups(database, random_bytes)
        self.print_jobs = PrintJobs(database, seal, random_bytes)
        self.backups = Backups(database, ring, self.audit, random_bytes)
        self.health = Health(database, random_bytes)
        self.keys = Rotation(database, ring, self.audit, random_bytes)
        self.signing_keys = SigningKeys(database, ring)

    def _open_submissions(self, seal: RingSeal, blind: BlindIndex, folder: Path) -> None:
        cipher, index = SubmissionCipher(seal), PersonIndex(blind)
        context = SubmissionContext(
            self._database,
            cipher,
            index,
            ContentIndex(blind),
            self.audit,
            self.clinic_settings.policy,
            self._random_bytes,
        )
        self.drafts = Drafts(
            self._database, self.clinic_settings.policy, self._random_bytes, floor=context.floor
        )
        self.reports = StoredReports(self._database, self._random_bytes)
        self.form_events = FormEvents(self._database)
        self.questionnaires = Questionnaires(self._database)
        invitations = InvitationCipher(seal, blind)
        self.quarters = QuarterCounts(context)
        self.submissions = Submissions(context, InvitationClaims(context, invitations))
        self.patient_invitations = PatientInvitations(context, invitations)
        self.invitation_mails = InvitationMails(context, invitations)
        self.desk = Desk(context)
        self.bulk = BulkActions(context)
        self.visits = Visits(context)
        self.plans = Plans(context)
        self.paper_pages = PaperPages(context)
        self._purger = Purger(context, MigrationCopies(self._database, folder))

    def _open_accounts(self, seal: RingSeal, blind: BlindIndex, hashers: Hashers) -> None:
        accounts = AccountStore(seal, blind)
        context = AccountContext(
            self._database, accounts, hashers, blind, self.clinic_settings, self.audit, self._random_bytes
        )
        self.practitioners = Practitioners(context)
        self.second_factors = SecondFactors(context)
        self.passkeys = Passkeys(context, seal)
        self.sign_ins = SignIns(context)
        self.trusted_browsers = TrustedBrowsers(context)
        self.one_time_links = OneTimeLinks(context)
        self.login_attempts = LoginAttempts(context)

    def shared_reading(self) -> AbstractContextManager[None]:
        return self._database.shared_reading()

    def purge(self, now: datetime, by: str = "server") -> PurgeResult:
        """Delete what has expired, and its traces in the files; nothing while the clock is not trusted."""
        result = self._purger.purge(now, by)
        self.audit.update_checkpoint()
        return result

    def purge_daily(self, now: datetime) -> PurgeResult | None:
        """Purge once a day, and record a heartbeat at every other call, for which it returns None."""
        result = self._purger.purge_daily(now, "server")
        self.audit.update_checkpoint()
        return result

    def expect_purge(self, now: datetime, within: timedelta) -> None:
        """Report no purge as late until then: this process makes one soon."""
        self.health.expect_purge(now, within)

    def heartbeat(self, now: datetime) -> ClockDoubt | None:
        """Record that the server runs, which extends the trust in its clock.

        Return why the clock is not trusted, or None where it is.
        """
        doubt = self._purger.heartbeat(now)
        self.audit.update_checkpoint()
        return doubt

    def believe_clock(self, now: datetime, by: str) -> None:
        """Trust the clock from now on, since a person confirmed it."""
        self._purger.believe_clock(now, by)
        self.audit.update_checkpoint()

    def clock_status(self, now: datetime) -> ClockStatus:
        return self._purger.status(now)

    def refuse_clock_far_behind(self, now: datetime) -> None:
        """Raise StorageRefused for a clock so wrong that answers sent now would expire once it is right."""
        doubt = self.clock_status(now).doubt
        if doubt and doubt.is_far_behind:
            raise StorageRefused(
                f"{doubt}: set the clock of this machine. If it is right as it is: "
                "gutfactors purge --the-clock-is-right"
            )

    def truncate_wal(self) -> bool:
        """Overwrite deleted data where a reader prevented it before. Return False where one still does."""
        return self._database.retry_truncate_wal()

    def prepare_queue(self, schema: str, steps: Mapping[str, str]) -> None:
        """Create the tables of the job queue, or upgrade them. Raise StorageRefused."""
        prepare_queue(self._database, schema, steps)

    def disconnect(self) -> None:
        """Close idle connections before a fork; the next transaction opens another."""
        self._database.disconnect()

    def close(self) -> None:
        self._database.close()

"""Storage: everything that is kept, sealed, in SQLite or PostgreSQL. See README.md."""

from webapp.storage.accounts.account_store import LoginTaken, Practitioner
from webapp.storage.accounts.one_time_links import NewPractitioner, OneTimeLink
from webapp.storage.accounts.passkeys import TERM as CHALLENGE_TERM
from webapp.storage.accounts.passkeys import NewPasskey, Passkey
from webapp.storage.accounts.passwords import password_problem
from webapp.storage.accounts.practitioners import AccountChange, LastManager
from webapp.storage.accounts.second_factors import RECOVERY
from webapp.storage.accounts.sign_ins import SignIn
from webapp.storage.clock.tolerance import SKEW
from webapp.storage.clock.trust import ClockDoubt
from webapp.storage.connections.api_tokens import SCOPES as API_SCOPES
from webapp.storage.connections.api_tokens import ApiToken
from webapp.storage.connections.outbox import EVENT_TIMEOUT, SubmissionEvent
from webapp.storage.counts.form_events import CHECK, FINISHED, START
from webapp.storage.counts.form_events import TERM as COUNTS_TERM
from webapp.storage.crypto.keys import InstanceKey, StorageRefused, instance_key, read_key
from webapp.storage.crypto.sealing import KeyMissing, SealBroken
from webapp.storage.crypto.tokens import challenge_bytes
from webapp.storage.database import DiskFull, StoreUnavailable
from webapp.storage.factory import (
    NoInstance,
    is_up_to_date,
    is_writable,
    open_existing,
    open_read_only,
    open_store,
)
from webapp.storage.invitations.claims import UNKNOWN as UNKNOWN_INVITATION
from webapp.storage.invitations.claims import InvitationClosed
from webapp.storage.invitations.invitation import (
    FOLLOW_UP,
    MAX_TERM,
    WHOLE,
    AddressedLetter,
    Invitee,
    PatientInvitation,
)
from webapp.storage.invitations.invitation import STATES as INVITATION_STATES
from webapp.storage.invitations.invitations import InvitationPage, InvitationQuery, NewInvitation
from webapp.storage.invitations.mails import INVITATION, REMINDER, InvitationMail, NewMail, OutgoingMail
from webapp.storage.kiosk.kiosks import Kiosk, KioskConfig
from webapp.storage.kiosk.pickups import TERM as PICKUP_TERM
from webapp.storage.kiosk.pickups import claimed_token, pickup_token
from webapp.storage.kiosk.sessions import KioskSession
from webapp.storage.lifecycle.audit import AuditEntry, ChainBroken
from webapp.storage.lifecycle.audit_checkpoint import CheckpointUnavailable
from webapp.storage.lifecycle.audit_query import AuditQuery
from webapp.storage.lifecycle.health import BACKUP_AGE, PURGE_AGE, WAITING_SECONDS, HealthReport
from webapp.storage.lifecycle.purge import ClockStatus, PurgeResult
from webapp.storage.patient.draft_limits import DraftLimitReached
from webapp.storage.patient.passphrase_hash import PassphrasesBusy, may_be_six_words, typed_words
from webapp.storage.patient.report_cache import ReportKey
from webapp.storage.store import Store
from webapp.storage.submissions.desk import MAX_COUNTED
from webapp.storage.submissions.desk_query import DESK_PAGE_SIZE, DeskPage, DeskQuery, DeskRow, Neighbours
from webapp.storage.submissions.encryption import STATES, FollowUpOf, NewSubmission, Person, Submission
from webapp.storage.submissions.print_jobs import PendingPart, PrintJob, PrintTask
from webapp.storage.submissions.references import is_reference, new_reference, reference_prefix
from webapp.storage.submissions.submissions import PolicyForbids, ReferenceTaken
from webapp.storage.submissions.visits import is_proven_pair

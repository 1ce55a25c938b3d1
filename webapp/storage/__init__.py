"""Storage: everything that is kept, sealed, in SQLite or PostgreSQL. See README.md."""

from webapp.storage.audit import AuditEntry, ChainBroken, Verdict
from webapp.storage.audit_query import AuditQuery
from webapp.storage.database import StoreUnavailable
from webapp.storage.desk_rows import DESK_PAGE_SIZE, DeskPage, DeskQuery, DeskRow, Neighbours
from webapp.storage.drafts import Draft
from webapp.storage.envelopes import STATES, Entry, Person, Submission
from webapp.storage.evidence import Doubt
from webapp.storage.invitations import Invitation, NewPractitioner
from webapp.storage.keys import InstanceKey, StorageRefused, instance_key, read_key
from webapp.storage.kiosks import Kiosk, KioskPlan
from webapp.storage.listing import MOST_COUNTED
from webapp.storage.opening import NoInstance, is_up_to_date, open_existing, open_store
from webapp.storage.passwords import password_problem
from webapp.storage.people import ROLES, LoginTaken, Practitioner
from webapp.storage.pickups import TERM as PICKUP_TERM
from webapp.storage.pickups import phones_own, pickup_token
from webapp.storage.practitioners import Change, LastManager
from webapp.storage.prints import PartTask, Print, Waiting
from webapp.storage.purging import Purged, Times
from webapp.storage.references import is_reference, new_reference, reference_prefix
from webapp.storage.reports import ReportMark
from webapp.storage.room import NoRoom
from webapp.storage.sealing import SealBroken
from webapp.storage.second_factors import RECOVERY
from webapp.storage.sentences import SentencesBusy
from webapp.storage.signins import SignIn
from webapp.storage.sittings import KioskSitting
from webapp.storage.skew import SKEW
from webapp.storage.store import Store
from webapp.storage.submissions import PolicyForbids
from webapp.storage.vitals import Vitals

__all__ = [
    "DESK_PAGE_SIZE",
    "MOST_COUNTED",
    "PICKUP_TERM",
    "RECOVERY",
    "ROLES",
    "SKEW",
    "STATES",
    "AuditEntry",
    "AuditQuery",
    "ChainBroken",
    "Change",
    "DeskPage",
    "DeskQuery",
    "DeskRow",
    "Doubt",
    "Draft",
    "Entry",
    "InstanceKey",
    "Invitation",
    "Kiosk",
    "KioskPlan",
    "KioskSitting",
    "LastManager",
    "LoginTaken",
    "Neighbours",
    "NewPractitioner",
    "NoInstance",
    "NoRoom",
    "PartTask",
    "Person",
    "PolicyForbids",
    "Practitioner",
    "Print",
    "Purged",
    "ReportMark",
    "SealBroken",
    "SentencesBusy",
    "SignIn",
    "StorageRefused",
    "Store",
    "StoreUnavailable",
    "Submission",
    "Times",
    "Verdict",
    "Vitals",
    "Waiting",
    "instance_key",
    "is_reference",
    "is_up_to_date",
    "new_reference",
    "open_existing",
    "open_store",
    "password_problem",
    "phones_own",
    "pickup_token",
    "read_key",
    "reference_prefix",
]

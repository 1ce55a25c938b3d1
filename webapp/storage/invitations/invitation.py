"""An invitation as it is read, its states, and how it is sealed."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_

from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.crypto.sealing import Seal, naming_row, open_json, seal_json
from webapp.storage.crypto.tokens import PATIENT_INVITATION, TokenIds
from webapp.storage.patient.passphrase_hash import normalized
from webapp.storage.submissions.encryption import Person
from webapp.storage.submissions.person_index import PersonIndex
from webapp.storage.tables import patient_invitations as table

WHOLE, FOLLOW_UP = "whole", "follow_up"
ASKS = (WHOLE, FOLLOW_UP)
"""What an invitation asks: the whole questionnaire, or the short form about an earlier submission."""

INVITED, BEGUN, DONE, LATE, WITHDRAWN = STATES = ("invited", "begun", "done", "late", "withdrawn")
OPEN = (INVITED, BEGUN)  # the states in which answers can be sent by the invitation

MAX_TERM = timedelta(days=366)
"""How far ahead an invitation may end: a visit that is planned a year before."""

MOST_WRONG_YEARS = 5
"""Years of birth that may be typed wrong on one invitation: a slip of a finger or two, and no guessing."""

_WORDS = "invitation words"  # the purpose of a digest, which is data


@dataclass(frozen=True)
class Invitee:
    """Whom an invitation is for, and what leads to it: the token of its link, or six words.

    `email` is where it was sent, "" for nowhere. `language` is what the clinic chose for it, "" for none.
    """

    number: str
    name: str
    token: str
    words: str
    email: str = ""
    language: str = ""


@dataclass(frozen=True)
class PatientInvitation:
    """One invitation. `about` and `reference` are the references of submissions, "" for none.

    `reference` is what came in by it; `about` is what a follow-up asks about.
    """

    id: str
    invitee: Invitee
    asks: str
    about: str
    reference: str
    state: str
    created_by: str
    created_at: datetime
    valid_until: datetime
    begun_at: datetime | None
    reminded_at: datetime | None
    wrong_years: int = 0

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def opens_answers(self) -> bool:
        """Whether its link and its words lead to what the patient said last time."""
        return self.asks == FOLLOW_UP

    @property
    def years_left(self) -> int:
        """How many more wrong years of birth may be typed; 0: what was said last time stays closed."""
        return max(0, MOST_WRONG_YEARS - self.wrong_years)

    @property
    def person(self) -> Person:
        """Whom the answers stand under."""
        return Person(self.invitee.name, self.invitee.number)


def state_of(row: Row[Any], now: datetime) -> str:
    """Return the state of an invitation: what came in by it counts before all else."""
    if row.submission_id is not None:
        return DONE
    if row.withdrawn_at is not None:
        return WITHDRAWN
    if row.expires_at <= now:
        return LATE
    return INVITED if row.begun_at is None else BEGUN


def has_state(state: str, now: datetime) -> ColumnElement[bool]:
    """Return the condition for the invitations in a state, as `state_of` decides."""
    waits = and_(table.c.submission_id.is_(None), table.c.withdrawn_at.is_(None))
    in_time, begun = table.c.expires_at > now, table.c.begun_at
    conditions = {
        DONE: table.c.submission_id.is_not(None),
        WITHDRAWN: and_(table.c.submission_id.is_(None), table.c.withdrawn_at.is_not(None)),
        LATE: and_(waits, table.c.expires_at <= now),
        INVITED: and_(waits, in_time, begun.is_(None)),
        BEGUN: and_(waits, in_time, begun.is_not(None)),
    }
    return conditions[state]


def accepts_answers(now: datetime) -> ColumnElement[bool]:
    """Return the condition for the invitations by which answers can be sent."""
    return or_(*(has_state(state, now) for state in OPEN))


@dataclass(frozen=True)
class AddressedLetter:
    """A letter as it is sent: plain text to one address."""

    address: str
    subject: str
    body: str


class InvitationCipher:
    """Seals whom an invitation is for, and makes the indexes that find it."""

    def __init__(self, seal: Seal, blind: BlindIndex) -> None:
        self._seal = seal
        self._blind = blind
        self._links = TokenIds(blind, PATIENT_INVITATION)
        self._people = PersonIndex(blind)

    def seal(self, invitation_id: str, invitee: Invitee) -> dict[str, Any]:
        """Return the columns of an invitee: sealed first, then the indexes, as BlindIndex asks."""
        sealed = seal_json(self._seal, asdict(invitee), invitation_context(invitation_id))
        return {"sealed": sealed, **self.indexes(invitee)}

    def indexes(self, invitee: Invitee) -> dict[str, Any]:
        return {
            "link_index": self._links.digest(invitee.token),
            "words_index": self._blind.digest(_WORDS, normalized(invitee.words)),
            "number_index": self._people.columns(Person(number=invitee.number))["number_index"],
        }

    def invitee(self, row: Row[Any]) -> Invitee:
        """Unseal whom an invitation is for. Raise SealBroken."""
        with naming_row(table.name, row.id):
            return Invitee(**open_json(self._seal, row.sealed, invitation_context(row.id)))

    def seal_letter(self, mail_id: str, letter: AddressedLetter) -> bytes:
        return seal_json(self._seal, asdict(letter), mail_context(mail_id))

    def letter(self, row: Row[Any]) -> AddressedLetter:
        """Unseal a letter that waits. Raise SealBroken."""
        with naming_row("invitation_mails", row.id):
            return AddressedLetter(**open_json(self._seal, row.sealed, mail_context(row.id)))

    def has_token(self, token: str) -> ColumnElement[bool]:
        return table.c.link_index.in_(self._links.digests(token))

    def has_words(self, typed: str) -> ColumnElement[bool]:
        return table.c.words_index.in_(self._blind.digests(_WORDS, normalized(typed)))

    def has_number(self, number: str) -> ColumnElement[bool]:
        return table.c.number_index.in_(self._people.number_digests(number))


def invitation_context(invitation_id: str) -> str:
    """Return what a sealed invitee is bound to."""
    return f"patient_invitation {invitation_id}"


def mail_context(mail_id: str) -> str:
    """Return what a sealed letter is bound to."""
    return f"invitation_mail {mail_id}"


def subject_of(invitation_id: str) -> str:
    """Return the audit log's name of an invitation."""
    return f"invitation {invitation_id[:8]}"

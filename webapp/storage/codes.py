"""The second factor: codes that change every half minute (RFC 6238), and recovery codes for a lost phone."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

import pyotp
from pyotp.exceptions import OTPVerificationError

from webapp.storage.references import REFERENCE_LETTERS
from webapp.storage.sealing import RandomBytes

RECOVERY_CODES = 10
# 12 of 19 letters: 50 bits, each good once, and tries are counted.
_RECOVERY_LETTERS = 12
_RECOVERY_GROUP = 4
# RFC 4226, section 4, recommends 160 bits: 32 letters of base 32.
_SECRET_BYTES = 20
# RFC 6238, section 5.2: one step either way, for clocks that differ and people who type slowly.
_WINDOW = 1
# Characters of each name: more than an app shows, and with any letters the QR code can still be read.
_LONGEST_NAME = 32


def new_secret(random_bytes: RandomBytes) -> str:
    """Give a secret in base 32."""
    return b32encode(random_bytes(_SECRET_BYTES)).decode("ascii")


def uri(secret: str, login: str, clinic_name: str) -> str:
    """What an authenticator app reads from a QR code."""
    issuer = (clinic_name or "Gut Factors")[:_LONGEST_NAME]
    return pyotp.TOTP(secret).provisioning_uri(name=login[:_LONGEST_NAME], issuer_name=issuer)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Give the step of time that this code belongs to; None for a wrong code."""
    typed = "".join(code.split())
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(typed, for_time=now, valid_window=_WINDOW)
    except OTPVerificationError:
        return None


def new_recovery_codes(random_bytes: RandomBytes) -> tuple[str, ...]:
    """Give ten codes such as 7Q4K-XW93-TFHP."""
    return tuple(_recovery_code(random_bytes) for _ in range(RECOVERY_CODES))


def digest_of(recovery_code: str) -> str:
    """What is kept of a recovery code, however it was typed. It has strength enough for a quick hash."""
    letters = "".join(letter for letter in recovery_code.upper() if letter in REFERENCE_LETTERS)
    return sha256(letters.encode()).hexdigest()


def without(digests: Sequence[str], recovery_code: str) -> tuple[str, ...] | None:
    """Give the digests without that of this code; None where it is none of them."""
    used = digest_of(recovery_code)
    left = tuple(digest for digest in digests if not compare_digest(digest, used))
    return left if len(left) < len(digests) else None


def _recovery_code(random_bytes: RandomBytes) -> str:
    number, letters = int.from_bytes(random_bytes(16)), ""
    for _ in range(_RECOVERY_LETTERS):
        number, index = divmod(number, len(REFERENCE_LETTERS))
        letters += REFERENCE_LETTERS[index]
    return "-".join(letters[at : at + _RECOVERY_GROUP] for at in range(0, len(letters), _RECOVERY_GROUP))

"""The second factor: codes that change every half minute (RFC 6238), and recovery codes for a lost phone."""

import threading
from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import scrypt, sha256
from hmac import compare_digest

import pyotp
from pyotp.exceptions import OTPVerificationError

from webapp.storage.crypto.sealing import RandomBytes
from webapp.storage.submissions.references import REFERENCE_LETTERS

RECOVERY_CODES = 10
# 12 of 19 letters: 50 bits. Each code is valid once, and attempts are counted.
_RECOVERY_LETTERS = 12
_RECOVERY_GROUP = 4
_SALT_BYTES = 16
_BETWEEN = ":"
# A code with blanks or hyphens around each letter.
_LONGEST_TYPED = 100
# RFC 4226, section 4, recommends 160 bits: 32 letters of base 32.
_SECRET_BYTES = 20
# RFC 6238, section 5.2: one step either way, for clocks that differ and people who type slowly.
_WINDOW = 1
_STEP_SECONDS = 30
# Characters of each name: more than an app shows, and with any letters the QR code can still be read.
_LONGEST_NAME = 32


def new_secret(random_bytes: RandomBytes) -> str:
    """Return a secret in base 32."""
    return b32encode(random_bytes(_SECRET_BYTES)).decode("ascii")


def provisioning_uri(secret: str, login: str, clinic_name: str) -> str:
    """Return the address that an authenticator app reads from a QR code."""
    issuer = (clinic_name or "Gut Factors")[:_LONGEST_NAME]
    return pyotp.TOTP(secret).provisioning_uri(name=login[:_LONGEST_NAME], issuer_name=issuer)


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step that a code belongs to, or None for a wrong code."""
    typed = "".join(code.split())
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(typed, for_time=now, valid_window=_WINDOW)
    except OTPVerificationError:
        return None


def last_step(now: datetime) -> int:
    """Return the last time step whose code is valid now."""
    return int(now.timestamp()) // _STEP_SECONDS + _WINDOW


def new_recovery_codes(random_bytes: RandomBytes) -> tuple[str, ...]:
    """Return ten codes such as 7Q4K-XW93-TFHP."""
    return tuple(_recovery_code(random_bytes) for _ in range(RECOVERY_CODES))


class RecoveryCodeHasher:
    """Hashes recovery codes slowly, under a salt that the ten codes of one person share.

    scrypt (OWASP Password Storage Cheat Sheet) with 16 MiB and about 40 ms, one at a time. `cost` is
    scrypt's n.
    """

    def __init__(self, cost: int = 2**14) -> None:
        self._cost = cost
        self._hashing = threading.Lock()

    def hash_all(self, recovery_codes: Sequence[str], random_bytes: RandomBytes) -> tuple[str, ...]:
        salt = random_bytes(_SALT_BYTES)
        return tuple(self._digest(_letters(each), salt) for each in recovery_codes)

    def find(self, digests: Sequence[str], typed: str) -> str | None:
        """Return which of the stored hashes a typed code has, or None."""
        letters = _letters(typed)
        if len(letters) != _RECOVERY_LETTERS:
            return None
        salts = {bytes.fromhex(each.partition(_BETWEEN)[0]) for each in digests if _BETWEEN in each}
        # An older version stored unsalted digests, which are shorter than those made now.
        made = [sha256(letters.encode()).hexdigest(), *(self._digest(letters, salt) for salt in salts)]
        return next((each for each in digests for used in made if compare_digest(each, used)), None)

    def _digest(self, letters: str, salt: bytes) -> str:
        with self._hashing:
            hashed = scrypt(letters.encode(), salt=salt, n=self._cost, r=8, p=1, dklen=32)
        return f"{salt.hex()}{_BETWEEN}{hashed.hex()}"


def _letters(typed: str) -> str:
    """Return the letters of a recovery code, without whatever was typed between them."""
    plain = typed[:_LONGEST_TYPED].upper()
    return "".join(letter for letter in plain if letter in REFERENCE_LETTERS)


def _recovery_code(random_bytes: RandomBytes) -> str:
    number, letters = int.from_bytes(random_bytes(16)), ""
    for _ in range(_RECOVERY_LETTERS):
        number, index = divmod(number, len(REFERENCE_LETTERS))
        letters += REFERENCE_LETTERS[index]
    return "-".join(letters[at : at + _RECOVERY_GROUP] for at in range(0, len(letters), _RECOVERY_GROUP))

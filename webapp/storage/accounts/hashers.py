"""The slow hashes of a store, which make each guess expensive."""

from dataclasses import dataclass, field

from webapp.storage.accounts.passwords import PasswordHasher
from webapp.storage.accounts.totp import RecoveryCodeHasher
from webapp.storage.patient.passphrase_hash import PassphraseHasher


@dataclass(frozen=True)
class Hashers:
    """One hasher for each kind of secret. Tests pass quick ones."""

    passwords: PasswordHasher = field(default_factory=PasswordHasher)
    passphrases: PassphraseHasher = field(default_factory=PassphraseHasher)
    recovery_codes: RecoveryCodeHasher = field(default_factory=RecoveryCodeHasher)

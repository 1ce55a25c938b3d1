"""The slow hashes of a store: what whoever guesses has to pay for each try."""

from __future__ import annotations

from dataclasses import dataclass, field

from webapp.storage.accounts.passwords import PasswordHasher
from webapp.storage.accounts.totp import RecoveryCodeHasher
from webapp.storage.patient.passphrase import PassphraseHasher


@dataclass(frozen=True)
class Hashers:
    """Of passwords, of sentences to come back with and of recovery codes; slow, unless they are given."""

    passwords: PasswordHasher = field(default_factory=PasswordHasher)
    sentences: PassphraseHasher = field(default_factory=PassphraseHasher)
    recovery: RecoveryCodeHasher = field(default_factory=RecoveryCodeHasher)

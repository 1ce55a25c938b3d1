"""The slow hashes of a store: what whoever guesses has to pay for each try."""

from __future__ import annotations

from dataclasses import dataclass, field

from webapp.storage.accounts.passwords import Passwords
from webapp.storage.accounts.totp import RecoveryHash
from webapp.storage.patient.passphrase import SlowHash


@dataclass(frozen=True)
class SlowHashes:
    """Of passwords, of sentences to come back with and of recovery codes; slow, unless they are given."""

    passwords: Passwords = field(default_factory=Passwords)
    sentences: SlowHash = field(default_factory=SlowHash)
    recovery: RecoveryHash = field(default_factory=RecoveryHash)

"""The slow hashes of a store: what whoever guesses has to pay for each try."""

from __future__ import annotations

from dataclasses import dataclass, field

from webapp.storage.passwords import Passwords
from webapp.storage.sentences import SlowHash


@dataclass(frozen=True)
class SlowHashes:
    """Of passwords, and of sentences to come back with; as slow as they should be unless they are given."""

    passwords: Passwords = field(default_factory=Passwords)
    sentences: SlowHash = field(default_factory=SlowHash)

"""A device with passkeys: real keys and signatures, and every way to get them wrong."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN = "http://localhost"
PRESENT, VERIFIED, MAY_BE_COPIED, IS_COPIED, ATTESTED = 0x01, 0x04, 0x08, 0x10, 0x40


@dataclass
class Authenticator:
    """Makes one passkey, and signs with it. `flags` is what it says of its owner and of copies."""

    flags: int = PRESENT | VERIFIED
    origin: str = ORIGIN
    host: str = "localhost"
    credential_id: bytes = b"a credential id!"
    count: int = 0
    user_handle: bytes = b""
    key: Any = field(default_factory=lambda: generate_private_key(SECP256R1()))

    def create(self, options: Mapping[str, Any]) -> str:
        """Answer the options of a registration."""
        self.user_handle = _decoded(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        )
        size = len(self.credential_id).to_bytes(2, "big")
        data = self._data(self.flags | ATTESTED) + bytes(16) + size + self.credential_id + public
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client_data("webauthn.create", options["challenge"])
        return self._answer({"clientDataJSON": client, "attestationObject": attestation})

    def sign(self, options: Mapping[str, Any]) -> str:
        """Answer the options of a sign-in, and count it."""
        self.count += 1
        client, data = self._client_data("webauthn.get", options["challenge"]), self._data(self.flags)
        signature = self.key.sign(data + sha256(client).digest(), ECDSA(SHA256()))
        parts = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer({**parts, "userHandle": self.user_handle})

    def _data(self, flags: int) -> bytes:
        return sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response: Mapping[str, bytes]) -> str:
        name = _encoded(self.credential_id)
        parts = {key: _encoded(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": parts})


def _encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))

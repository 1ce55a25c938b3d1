"""Where events go, and their signature."""

import hmac
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self

from webapp.host_names import split_address
from webapp.loopback import LOOPBACK

SECRET_PREFIX = "whsec_"  # noqa: S105  how every secret begins
SECRET_BYTES = (24, 64)  # the bounds of the specification, both included


@dataclass(frozen=True)
class WebhookEndpoint:
    """The receiver of events. `secret` signs them; the receiver has it too."""

    url: str
    secret: bytes = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse "https://receiver.example/path whsec_…". Raise ValueError.

        Events go over https, or to this machine: nobody on the way reads or changes them.
        """
        address, _, secret = text.partition(" ")
        if not _is_receiver(address):
            raise ValueError(
                "write https://HOST/PATH, a space and the secret: whsec_… (in letters, digits and signs of "
                "ASCII, with a port up to 65535 behind the host if it needs one)"
            )
        try:
            key = b64decode(secret.strip().removeprefix(SECRET_PREFIX), validate=True)
        except Base64Error:
            key = b""
        if not secret.strip().startswith(SECRET_PREFIX) or not SECRET_BYTES[0] <= len(key) <= SECRET_BYTES[1]:
            raise ValueError("write a space and the secret behind it: whsec_ and 24 to 64 bytes in base64")
        return cls(address, key)

    def headers(self, event_id: str, seconds: int, body: bytes) -> dict[str, str]:
        """Return the headers that identify, date and sign an event."""
        signed = f"{event_id}.{seconds}.".encode() + body
        signature = b64encode(hmac.new(self.secret, signed, sha256).digest()).decode()
        return {
            "Content-Type": "application/json",
            "webhook-id": event_id,
            "webhook-timestamp": str(seconds),
            "webhook-signature": f"v1,{signature}",
        }


def _is_receiver(address: str) -> bool:
    """Return whether an event can be sent to this address, and safely."""
    url = split_address(address)
    if url is None or not (url.hostname and address.isascii() and address.isprintable()):
        return False
    is_private = url.scheme == "https" or (url.scheme == "http" and url.hostname in LOOPBACK)
    return is_private and not url.username and not url.fragment

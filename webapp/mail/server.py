"""The clinic's mail server, as one setting describes it."""

from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from typing import Self
from urllib.parse import parse_qs, unquote

from webapp.host_names import split_address
from webapp.loopback import LOOPBACK

PORTS = {"smtp": 587, "smtps": 465}
LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over, and from whom it comes.

    `is_tls_from_start`: TLS from the first byte ("smtps", RFC 8314); otherwise STARTTLS, which only a server
    on this machine may lack.
    """

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls_from_start: bool = False

    @property
    def needs_tls(self) -> bool:
        return self.host not in LOOPBACK or bool(self.password)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse "smtp://USER:PASSWORD@HOST:587?from=desk@example.org". Raise ValueError."""
        url = split_address(text)
        if not url or url.scheme not in PORTS or not url.hostname or url.path.strip("/") or url.fragment:
            raise ValueError(
                "write smtp://USER:PASSWORD@HOST:PORT?from=ADDRESS, or smtps:// for TLS at once, with a host "
                "and a port that can be; of the password, write @ / : ? # % as %40 %2F %3A %3F %23 %25"
            )
        sender = parse_qs(url.query.replace("+", "%2B")).get("from", [""])[-1]  # a "+" is one, no blank
        if not is_address(sender):
            raise ValueError("say whom mail comes from: end it with ?from=desk@example.org")
        user, password = unquote(url.username or ""), unquote(url.password or "")
        if not (user + password).isascii():
            raise ValueError("the user's name and the password can have ASCII letters alone")
        port = url.port or PORTS[url.scheme]
        return cls(url.hostname, port, sender, user, password, is_tls_from_start=url.scheme == "smtps")


def is_address(text: str) -> bool:
    """Return whether mail can be sent to this address: "name@example.org", and nothing else with it."""
    try:
        address = Address(addr_spec=text)
    except (MessageError, ValueError, IndexError):
        return False
    plain = text.isascii() and text.isprintable() and len(text) <= LONGEST_ADDRESS
    return plain and bool(address.username) and "." in address.domain and address.addr_spec == text

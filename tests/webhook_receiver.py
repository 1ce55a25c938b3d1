"""A real receiver of webhooks for tests: it checks signatures as the specification says, and remembers."""

from __future__ import annotations

import hmac
import json
import socket
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from werkzeug import Request, Response

from tests.live_server import live_server

KEY = bytes(range(32))
SECRET = "whsec_" + b64encode(KEY).decode()


@dataclass
class Received:
    """What came in: id and content of each event. `statuses` are the answers to give, then 204."""

    address: str = ""
    events: list[tuple[str, Any]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)


@contextmanager
def webhook_receiver(*statuses: int) -> Iterator[Received]:
    """Receive on a free port of this machine."""
    received = Received(statuses=list(statuses))

    def receive(environ: Any, start: Any) -> Any:  # noqa: ANN401  WSGI's own
        request = Request(environ)
        body = request.get_data()
        signed = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode() + body
        right = "v1," + b64encode(hmac.new(KEY, signed, sha256).digest()).decode()
        assert hmac.compare_digest(request.headers["webhook-signature"], right)
        received.events.append((request.headers["webhook-id"], json.loads(body)))
        status = received.statuses.pop(0) if received.statuses else 204
        headers = {"Location": "/elsewhere"} if status in (302, 307) else {}
        return Response(status=status, headers=headers)(environ, start)

    with live_server(receive) as address:
        received.address = address
        yield received


@contextmanager
def dripping_receiver(dripped: bytes) -> Iterator[int]:
    """Accept one connection on a free port, read nothing, and answer with one of these bytes at a time."""
    with socket.create_server(("localhost", 0)) as listener:

        def drip() -> None:
            connection, _ = listener.accept()
            with connection, suppress(OSError):  # the sender has gone
                for byte in dripped:
                    connection.sendall(bytes([byte]))
                    time.sleep(0.01)

        thread = threading.Thread(target=drip)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()

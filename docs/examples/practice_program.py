"""File each new report under the clinic number: takes the signed event, and fetches the PDF by token."""

import hmac
import json
import os
import re
import time
from base64 import b64decode, b64encode
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.request import Request, urlopen

SITE, TOKEN, FOLDER = os.environ["SITE"], os.environ["TOKEN"], Path(os.environ["FOLDER"])
FIVE_MINUTES = 300
KEY = b64decode(os.environ["SECRET"].removeprefix("whsec_"))


def fetch(path: str) -> bytes:
    request = Request(f"{SITE}/api/submissions/{path}", headers={"Authorization": f"Bearer {TOKEN}"})
    with urlopen(request, timeout=30) as answer:
        return answer.read()


def file_report(number: str, reference: str, pdf: bytes) -> None:
    """Replace this by the upload of your program: Jane, Cliniko, Practice Better … each has its own."""
    safe = re.sub(r"[^\w-]", "_", number)  # a patient may type "../7": no folder is in a file's name
    (FOLDER / f"{safe or 'unknown'}-{reference}.pdf").write_bytes(pdf)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + body
        right = "v1," + b64encode(hmac.digest(KEY, signed, "sha256")).decode()
        is_recent = abs(time.time() - int(self.headers["webhook-timestamp"])) < FIVE_MINUTES
        signatures = self.headers["webhook-signature"].split()
        is_right = is_recent and any(hmac.compare_digest(right, one) for one in signatures)
        if is_right:
            reference = json.loads(body)["data"]["reference"]
            file_report(json.loads(fetch(reference))["number"], reference, fetch(f"{reference}/report.pdf"))
        self.send_response(204 if is_right else 401)
        self.end_headers()


HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Receiver).serve_forever()

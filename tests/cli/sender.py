"""Patients' devices that send their answers to a real server, and do not give up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from time import monotonic, sleep
from urllib.parse import urlencode

from webapp.storage.submissions.references import REFERENCE_LETTERS

_GIVE_UP_SECONDS = 60
_REFERENCE = re.compile(f"[{REFERENCE_LETTERS}]{{4}}-[{REFERENCE_LETTERS}]{{2}}")
_LOOKED_AT = re.compile(r'name="looked_at" value="([^"]+)"')
_FORM_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    text: str
    session: str
    retry_after: str


@dataclass
class Crowd:
    """What many devices saw: their references by draft, each time that they were put off, all else."""

    port: int
    acknowledged: dict[str, str] = field(default_factory=dict)
    put_off: list[Answer] = field(default_factory=list)
    strange: list[Answer] = field(default_factory=list)
    unanswered: int = 0

    @contextmanager
    def sending(self, tokens: Sequence[str], devices: int) -> Iterator[None]:
        """Let so many devices share the drafts of these tokens; wait until all are sent."""
        with ThreadPoolExecutor(devices) as pool:
            shares = [pool.submit(self._send_all, tokens[number::devices]) for number in range(devices)]
            yield
            for share in shares:
                share.result(_GIVE_UP_SECONDS)

    def wait_for(self, acknowledged: int = 0, put_off: int = 0) -> None:
        """Come back when so many have seen their reference, and so often somebody was put off."""
        deadline = monotonic() + _GIVE_UP_SECONDS
        while len(self.acknowledged) < acknowledged or len(self.put_off) < put_off:
            assert monotonic() < deadline, self
            sleep(0.005)

    def _send_all(self, tokens: Sequence[str]) -> None:
        for token in tokens:
            deadline = monotonic() + _GIVE_UP_SECONDS
            while token not in self.acknowledged:
                assert monotonic() < deadline, self
                self._try(token)

    def _try(self, token: str) -> None:
        """As a patient does: look, choose, read the code; when anything fails, begin again."""
        try:
            looked = self._ask(token, "GET", "/check")
            mark = _LOOKED_AT.search(looked.text)
            if mark:
                self._send(token, looked, "/check", looked_at=mark[1])
                self._send(token, self._ask(token, "GET", "/hand-over"), "/hand-over", way="send")
            reference = _REFERENCE.search(self._ask(token, "GET", "/result").text)
            if reference:
                self.acknowledged[token] = reference[0]
        except (OSError, HTTPException):
            self.unanswered += 1
            sleep(0.05)

    def _send(self, token: str, page: Answer, path: str, **typed: str) -> None:
        """Send the form of this page, if it has come."""
        form_token = _FORM_TOKEN.search(page.text)
        if form_token:
            self._ask(token, "POST", path, page.session, {"csrf_token": form_token[1], **typed})

    def _ask(
        self, token: str, method: str, path: str, session: str = "", form: dict[str, str] | None = None
    ) -> Answer:
        """Ask and note down what came. Raise OSError or HTTPException when nothing came."""
        headers = {"Cookie": f"draft={token}; session={session}"}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, path, urlencode(form or {}), headers)
            said = connection.getresponse()
            cookie = re.search(r"session=([^;]+)", said.getheader("Set-Cookie", ""))
            retry_after = said.getheader("Retry-After", "")
            answer = Answer(said.status, said.read().decode(), cookie[1] if cookie else "", retry_after)
        if answer.status == 503:
            self.put_off.append(answer)
        elif answer.status not in (200, 303):
            self.strange.append(answer)
        return answer

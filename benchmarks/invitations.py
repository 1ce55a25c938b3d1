"""10,000 invitations used in random order by several devices at once, while servers are killed.

Some are used twice, some late, some after they were withdrawn. Counts what came in under a wrong number, what
came in by a closed invitation, and what was sent and is not there: none.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from tests.storage.postgres import running_server
from webapp.storage import (
    InvitationClosed,
    InvitationQuery,
    NewInvitation,
    NewSubmission,
    PatientInvitation,
    Person,
    Store,
    open_store,
)
from webapp.storage.crypto.tokens import new_token

HOW_MANY, SEED = 10_000, 1
DEVICES, SERVERS = 8, 3
KILL_EVERY = (100, 500)  # answers, between these
DIGEST = "d" * 64
MADE = datetime(2026, 3, 1, 12, tzinfo=UTC)
USED = MADE + timedelta(days=1)
BY = "practitioner 1"


@dataclass(frozen=True)
class Use:
    """One device that uses an invitation, by its link or its words."""

    invitation: PatientInvitation
    kind: str
    has_words: bool


class Server:
    """One process with a store of its own, which is started again whenever it was killed."""

    def __init__(self, url: str, key_file: Path) -> None:
        self._command = [sys.executable, "-m", "benchmarks.invitations", "serve", url, str(key_file)]
        self._process = self._started()
        self.kills = 0

    def ask(self, **request: Any) -> Any:  # noqa: ANN401  JSON
        """Ask until there is an answer, as somebody does who presses the button again."""
        while True:
            process = self._process
            assert process.stdin
            assert process.stdout
            try:
                process.stdin.write(json.dumps(request) + "\n")
                process.stdin.flush()
                line = process.stdout.readline()
            except OSError:
                line = ""
            if line.endswith("\n"):
                return json.loads(line)
            assert process.wait() == -signal.SIGKILL, "a server ended by itself"
            self.kills += 1
            self._process = self._started()

    def kill(self) -> None:
        self._process.kill()

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def _started(self) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(self._command, stdin=pipe, stdout=pipe, text=True)


def serve(url: str, key_file: Path) -> None:
    """Answer requests from the standard input, one line each."""
    with closing(open_store(url, key_file)) as store:
        for line in sys.stdin:
            print(json.dumps(_answer(store, json.loads(line))), flush=True)


def _answer(store: Store, request: dict[str, str]) -> dict[str, str]:
    invitations = store.patient_invitations
    if "draft" not in request:
        typed = request["typed"]
        found = invitations.by_words(typed, USED) if " " in typed else invitations.by_token(typed, USED)
        begun = found and invitations.begin(found.invitee.token, USED)
        if not found or not begun:
            now = found and invitations.get(found.id, USED)
            return {"closed": now.state if now else "unknown"}
        draft = new_token(os.urandom)  # not `create`, whose limit a minute counts by a clock that goes on
        store.drafts.create_for(draft, {}, USED)
        return {"token": found.invitee.token, "draft": draft}
    new = NewSubmission("home", DIGEST, {"mark": request["mark"]}, "", Person("Somebody", "CN-wrong"))
    try:
        sent = store.submissions.submit(request["draft"], 1, new, USED, request["token"])
    except InvitationClosed as closed:
        return {"closed": closed.state}
    return {"reference": sent.reference if sent else ""}


def use(server: Server, one: Use) -> dict[str, str]:
    """Follow the link or type the words, and send answers that are marked with the number."""
    invitee = one.invitation.invitee
    begun = server.ask(typed=invitee.words if one.has_words else invitee.token)
    if "closed" in begun:
        return dict(begun)
    return dict(server.ask(draft=begun["draft"], token=begun["token"], mark=invitee.number))


def run(url: str, folder: Path, how_many: int) -> dict[str, int]:
    """Use `how_many` invitations, and count what happened."""
    random, key_file = Random(SEED), folder / "secret.key"  # noqa: S311  an order to repeat
    with closing(open_store(url, key_file)) as store:
        store.questionnaires.save(DIGEST, "1", "text", MADE)
        kinds = random.choices(("once", "twice", "late", "withdrawn"), (75, 15, 5, 5), k=how_many)
        made = [_invite(store, number, kind) for number, kind in enumerate(kinds)]
        uses = [
            Use(invitation, kind, random.random() < 0.5)
            for invitation, kind in zip(made, kinds, strict=True)
            for _ in range(2 if kind == "twice" else 1)
        ]
        random.shuffle(uses)
        answers, kills = _use_all(uses, [Server(url, key_file) for _ in range(SERVERS)], random)
        return {"uses": len(uses), "kills": kills, **_checked(store, uses, answers)}


def _invite(store: Store, number: int, kind: str) -> PatientInvitation:
    until = MADE + timedelta(hours=1 if kind == "late" else 48)
    new = NewInvitation(f"CN-{number + 1}", f"Name {number}", until, "whole")
    made = store.patient_invitations.create(new, BY, MADE)
    assert made
    if kind == "withdrawn":
        store.patient_invitations.withdraw(made.id, BY, MADE)
    return made


def _use_all(uses: list[Use], servers: list[Server], random: Random) -> tuple[list[dict[str, str]], int]:
    free: Queue[Server] = Queue()
    for server in servers:
        free.put(server)

    def at_a_server(one: Use) -> dict[str, str]:
        server = free.get()
        try:
            return use(server, one)
        finally:
            free.put(server)

    next_kill = random.randint(*KILL_EVERY)
    try:
        with ThreadPoolExecutor(DEVICES) as devices:
            ends = [devices.submit(at_a_server, one) for one in uses]
            for count, _ in enumerate(as_completed(ends), start=1):
                if count == next_kill:
                    random.choice(servers).kill()
                    next_kill += random.randint(*KILL_EVERY)
    finally:
        for server in servers:
            server.stop()
    return [end.result() for end in ends], sum(server.kills for server in servers)


def _checked(store: Store, uses: list[Use], answers: list[dict[str, str]]) -> dict[str, int]:
    """Compare what devices were answered with what the store has."""
    sent = {
        answer["reference"]: one for one, answer in zip(uses, answers, strict=True) if "reference" in answer
    }
    lost = sum(not store.submissions.get_many([reference], USED) for reference in sent)
    every = _all_invitations(store)
    came_in = {one.reference: one for one in every if one.reference}
    wrong = 0
    for reference, invitation in came_in.items():
        found = store.submissions.get(reference, USED)
        assert found
        wrong += not (found.person.number == found.answers["mark"] == invitation.invitee.number)
    closed = {one.invitation.id for one in uses if one.kind in ("late", "withdrawn")}
    opened = {one.invitation.id for one in uses} - closed
    ends = Counter(answer.get("closed", "sent") for answer in answers)
    return {
        **{f"answered {name}": count for name, count in sorted(ends.items())},
        "submissions": sum(store.desk.counts(USED).values()),
        "under a wrong number": wrong,
        "by a closed invitation": sum(one.id in closed for one in came_in.values()),
        "lost": lost + len(opened - {one.id for one in came_in.values()}),
        "of one invitation twice": sum(store.desk.counts(USED).values()) - len(came_in),
    }


def _all_invitations(store: Store) -> list[PatientInvitation]:
    found: list[PatientInvitation] = []
    before = ""
    while True:
        page = store.patient_invitations.list(InvitationQuery(before=before, size=500), USED)
        found += page.rows
        before = page.next
        if not before:
            return found


def main() -> None:
    """Print what happened on SQLite and on PostgreSQL; arguments say how many invitations, and on which."""
    how_many = int(sys.argv[1]) if sys.argv[1:] else HOW_MANY
    asked_for = sys.argv[2:]
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(TemporaryDirectory())) for _ in range(2)]
        postgres = stack.enter_context(running_server())
        urls = {"SQLite": f"sqlite:///{folders[0]}/x.sqlite3", "PostgreSQL": postgres.new_database()}
        for (name, url), folder in zip(urls.items(), folders, strict=True):
            if asked_for and name not in asked_for:
                continue
            begun = time.monotonic()
            counts = run(url, folder, how_many)
            print(f"{name}: {how_many} invitations, {time.monotonic() - begun:.0f} s", flush=True)
            for what, count in counts.items():
                print(f"  {what}: {count}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(sys.argv[2], Path(sys.argv[3]))
    else:
        main()

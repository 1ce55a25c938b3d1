"""Many kiosks at once against one instance with two workers: no mix-up, and nothing that was sent is lost.

Every kiosk asks the two servers in turn, so that each session goes back and forth between them. What each
patient answered is theirs alone; at the end it is compared with what the store has.
"""

from __future__ import annotations

import argparse
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from itertools import cycle
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from webapp.clinic import Clinic
from webapp.settings import Settings
from webapp.storage import KioskConfig, Store, open_store

SERVE = [sys.executable, "-c", "from webapp.cli import main; main()", "serve"]
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
LOOKED_AT = re.compile(r'name="looked_at" value="([^"]+)"')
CODE = re.compile(r'<span class="code"[^>]*>([^<]+)</span>')


@dataclass
class Patient:
    """One session: what was answered, and the code on the last screen."""

    kiosk: int
    number: int
    code: str = ""
    seconds: float = 0.0

    @property
    def age(self) -> int:
        return 18 + (self.kiosk * 7 + self.number) % 70

    @property
    def vegetables(self) -> int:
        return (self.kiosk * 3 + self.number * 5) % 15


@dataclass
class Kiosk:
    """One device, which asks the servers in turn."""

    number: int
    servers: Iterator[str]
    page: str = ""
    again: int = 0

    def __post_init__(self) -> None:
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        return self._ask(path, None)

    def post(self, path: str, **typed: str) -> str:
        found = TOKEN.search(self.page)
        assert found, self.page
        return self._ask(path, urlencode({"csrf_token": found[1], **typed}).encode())

    def _ask(self, path: str, data: bytes | None) -> str:
        """Ask until there is an answer, as the kiosk's script does."""
        while True:
            try:
                with self._opener.open(next(self.servers) + path, data, 120) as answer:
                    self.page = answer.read().decode()
                return self.page
            except HTTPError as error:
                error.close()
                if error.code != 503:
                    raise
            self.again += 1
            time.sleep(2)


def sit(kiosk: Kiosk, number: int) -> Patient:
    """One patient, from the first touch to the wipe."""
    patient, started = Patient(kiosk.number, number), time.perf_counter()
    assert "Touch to start" in kiosk.get("/kiosk")
    page = kiosk.post("/kiosk/start")
    assert "checked" not in page, "an answer of somebody else"
    sent = {"consent": "yes", "age_years": str(patient.age), "sex": "male"}
    kiosk.post("/section/about_you", shown="consent age_years sex", **sent)
    kiosk.post(
        "/section/safety",
        shown="signs_now red_flags conditions medicines",
        signs_now="none",
        red_flags="none",
    )
    kiosk.post("/section/fibre", shown="veg_per_day", veg_per_day=str(patient.vegetables))
    page = kiosk.get("/check")
    assert f">{patient.age} years<" in page, "not this patient's age"
    mark = LOOKED_AT.search(page)
    assert mark, page
    kiosk.post("/check", looked_at=mark[1])
    kiosk.post("/hand-over", way="send")
    code = CODE.search(kiosk.page)
    assert code, kiosk.page
    patient.code = code[1]
    assert patient.code not in kiosk.post("/kiosk/over")
    patient.seconds = time.perf_counter() - started
    return patient


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """One of the workers, on a free port; gives its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [*SERVE, "--port", str(port), "--instance", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def enrolled(store: Store, number: int, servers: list[str]) -> Kiosk:
    """Return the client of a kiosk that is enrolled."""
    now = datetime.now(UTC)
    made = store.kiosks.create(KioskConfig(f"Kiosk {number}", idle_seconds=600), "command", now)
    kiosk = Kiosk(number, cycle(servers if number % 2 else servers[::-1]))
    kiosk.get("/kiosk")
    kiosk.post("/kiosk", code=store.kiosks.issue_code(made, "command", now) or "")
    assert "Touch to start" in kiosk.page
    return kiosk


def compare(store: Store, patients: list[Patient]) -> None:
    """Everything that was sent is there, once, under its own code, with its own answers."""
    now = datetime.now(UTC)
    assert len({patient.code for patient in patients}) == len(patients), "two with one code"
    for patient in patients:
        found = store.submissions.get(patient.code, now)
        assert found is not None, f"{patient.code} is lost"
        answers = found.answers
        assert (answers["age_years"], answers["veg_per_day"]) == (patient.age, patient.vegetables), patient
        assert found.channel == "kiosk"
    assert sum(store.desk.counts(now).values()) == len(patients)
    assert store.kiosk_sessions.active_kiosks(now) == frozenset()


def main() -> None:
    """Run, compare, and print how long it took."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kiosks", type=int, default=20)
    asked.add_argument("--sessions", type=int, default=50)
    asked.add_argument("--quick", action="store_true", help="4 kiosks, 3 sessions each")
    given = asked.parse_args()
    kiosks, sessions = (4, 3) if given.quick else (given.kiosks, given.sessions)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.for_instance(Path(folder))
        with closing(open_store(settings.database_url, settings.key_file)) as store:
            store.practitioners.create("maria", "Maria", "practitioner", "command", datetime.now(UTC))
            phoned = Clinic(numbers_phoned="Maria, 1 May 2026")
            store.clinic_settings.save_clinic(phoned, 0, "command", datetime.now(UTC))
            with served(Path(folder)) as one, served(Path(folder)) as other:
                devices = [enrolled(store, number, [one, other]) for number in range(kiosks)]
                started = time.perf_counter()
                with ThreadPoolExecutor(kiosks) as pool:
                    rows = pool.map(lambda device: [sit(device, each) for each in range(sessions)], devices)
                    patients = [patient for row in rows for patient in row]
                wall = time.perf_counter() - started
            compare(store, patients)
    tell(patients, wall, sum(device.again for device in devices))


def tell(patients: list[Patient], wall: float, again: int) -> None:
    """Print the figures."""
    seconds = sorted(patient.seconds for patient in patients)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (used.ru_utime + used.ru_stime) * 1000 / len(patients)
    print(f"{len(patients)} sessions, each with a code and answers of its own; none mixed up, none lost")
    print(f"wall {wall:.1f} s, {len(patients) / wall:.1f} sessions a second")
    print(f"one session: median {seconds[len(seconds) // 2]:.2f} s, longest {seconds[-1]:.2f} s")
    print(f"asked again because the server was too busy: {again} times")
    print(f"both workers: {cpu:.0f} ms of CPU for each session")


if __name__ == "__main__":
    main()

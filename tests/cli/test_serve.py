"""`gutfactors serve` starts whole or not at all, and stops cleanly."""

from __future__ import annotations

import signal
import socket
import subprocess
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from queue import Queue
from time import sleep

import pytest

from tests.cli.command import GUTFACTORS, environment, free_port, run_apart, serving
from webapp.cli.address import address_of
from webapp.cli.serve import DailyPurge
from webapp.settings import Settings
from webapp.storage import Entry, Purged, Store, StoreUnavailable, open_store

LONG_AGO = datetime.now(UTC) - timedelta(days=30)


def get(port: int, path: str, **headers: str) -> tuple[int, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, response.read().decode()


def test_the_first_start_makes_the_instance_for_its_owner_only(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port):
        assert get(port, "/health") == (200, '{"status":"ok"}\n')
        instance = tmp_path / "instance"
        modes = {path.name: path.stat().st_mode & 0o777 for path in [instance, *instance.iterdir()]}
    assert modes.pop("instance") == 0o700
    assert {"secret.key", "gutfactors.sqlite3"} <= set(modes)
    assert set(modes.values()) == {0o600}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    with serving(tmp_path, free_port()) as process:
        process.send_signal(number)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 0
    assert said.endswith("Stopped.\n")
    assert "Traceback" not in said


def test_a_name_that_is_not_trusted_gets_no_page(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port):
        assert get(port, "/", Host="evil.example.org")[0] == 400
        assert get(port, "/", Host=f"localhost:{port}")[0] == 200


def test_it_tells_the_address_that_patients_use(tmp_path: Path) -> None:
    settings = {"TRUSTED_HOSTS": "forms.example.org", "PROXIES": "1"}
    port = free_port()
    process = subprocess.Popen(
        [*GUTFACTORS, "serve", "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=environment(**settings),
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "Gut Factors is ready. Open https://forms.example.org/\n"
        status, _ = get(port, "/", **{"Host": "x", "X-Forwarded-Host": "forms.example.org"})
        process.terminate()
    assert status == 200


def test_the_address_that_it_tells_can_be_opened_over_ipv6_too(tmp_path: Path) -> None:
    settings = replace(Settings.for_instance(tmp_path), host="::1", port=8123)
    assert address_of(settings) == "http://localhost:8123/"


def test_as_long_as_nobody_can_sign_in_it_tells_a_link_that_sets_the_clinic_up(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port) as process:
        assert process.stdout is not None
        assert "within 24 hours" in process.stdout.readline()
        link = process.stdout.readline().strip()
        assert link.startswith(f"http://127.0.0.1:{port}/set-up/")
        path = link.removeprefix(f"http://127.0.0.1:{port}")
        assert get(port, path)[0] == 200
        assert get(port, path[:-1] + "~")[0] in {404, 410}


def test_a_second_start_that_fails_leaves_the_link_of_the_first_as_it_is(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port) as process:
        assert process.stdout is not None
        process.stdout.readline()
        path = process.stdout.readline().strip().removeprefix(f"http://127.0.0.1:{port}")
        assert run_apart("serve", "--port", str(port), cwd=tmp_path).returncode == 2
        assert get(port, path)[0] == 200


def test_once_somebody_can_sign_in_it_tells_no_link(tmp_path: Path) -> None:
    run_apart("practitioner", "add", "maria", "--manager", cwd=tmp_path)
    with serving(tmp_path, free_port()) as process:
        process.terminate()
        told, _ = process.communicate(timeout=20)
    assert "set-up" not in told


def test_what_has_outlived_its_term_is_purged_at_the_start(tmp_path: Path) -> None:
    instance = tmp_path / "instance"
    instance.mkdir()
    with closing(open_store(f"sqlite:///{instance}/gutfactors.sqlite3", instance / "secret.key")) as store:
        store.new_draft({}, LONG_AGO)
    with serving(tmp_path, free_port()) as process:
        process.terminate()
        _, said = process.communicate(timeout=20)
    assert "purged 1 drafts and 0 submissions" in said


def test_purge_alone_tells_what_it_deleted(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path}/gutfactors.sqlite3", tmp_path / "secret.key")) as store:
        store.new_draft({}, LONG_AGO)
    done = run_apart("purge", "--instance", tmp_path, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "Deleted: drafts 1, submissions 0, audit entries 0.\n")


def test_purge_tells_a_key_that_does_not_fit(tmp_path: Path) -> None:
    (tmp_path / "secret.key").touch(0o600)
    done = run_apart("purge", "--instance", tmp_path, cwd=tmp_path)
    assert done.returncode == 2
    assert "is damaged" in done.stderr


class Ailing(Store):
    """A store that is down the first time, and then well."""

    def __init__(self) -> None:
        self.purges: Queue[datetime] = Queue()

    def purge(self, now: datetime, by: str = "server") -> Purged:
        self.purges.put(now)
        if self.purges.qsize() == 1:
            raise StoreUnavailable("down")
        return Purged(2, 3)


def test_a_purge_that_failed_is_tried_again_after_the_pause(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "gutfactors")
    store = Ailing()
    purging = DailyPurge(store, pause=0.01)
    while store.purges.qsize() < 3:
        sleep(0.01)
    purging.stop()
    assert caplog.messages[:2] == ["nothing was purged: down", "purged 2 drafts and 3 submissions"]


def refusal(folder: Path, *args: str, **settings: str) -> tuple[int, str]:
    done = run_apart("serve", *args, cwd=folder, **settings)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def test_a_wrong_setting_is_refused_in_a_sentence(tmp_path: Path) -> None:
    code, said = refusal(tmp_path, "--host", "0.0.0.0")  # noqa: S104
    assert code == 2
    assert said.startswith("GUTFACTORS_TRUSTED_HOSTS is missing: with GUTFACTORS_HOST=0.0.0.0 ")
    assert said.count("\n") == 1
    assert not (tmp_path / "instance").exists()


def test_a_faint_colour_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance/clinic.toml").write_text('colour = "#ffaa00"', "utf-8")
    code, said = refusal(tmp_path)
    assert code == 2
    assert "1.90:1" in said


def test_a_region_that_the_questionnaire_does_not_know_is_refused(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance/clinic.toml").write_text('region = "ZZ"', "utf-8")
    code, said = refusal(tmp_path)
    assert code == 2
    assert 'region is "ZZ"' in said


def test_a_faulty_questionnaire_is_refused_with_its_errors(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("nonsense", "utf-8")
    code, said = refusal(tmp_path, QUESTIONS="mine.toml")
    assert code == 1
    assert "mine.toml:1: " in said


def test_a_port_that_is_taken_is_refused_with_another(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        code, said = refusal(tmp_path, "--port", str(listener.getsockname()[1]))
    assert code == 2
    assert "gutfactors serve --port" in said


def test_a_lost_key_is_refused_while_there_are_answers(tmp_path: Path) -> None:
    url, key_file = f"sqlite:///{tmp_path}/gutfactors.sqlite3", tmp_path / "secret.key"
    now = datetime.now(UTC)
    with closing(open_store(url, key_file)) as store:
        store.keep_questionnaire("d" * 64, "1", "text", now)
        store.submit(store.new_draft({}, now), 1, Entry("home", "d" * 64, {}), now)
    key_file.unlink()
    code, said = refusal(tmp_path, "--instance", str(tmp_path))
    assert code == 2
    assert "put back your copy" in said


def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    for command in ("serve", "purge"):
        done = run_apart(command, cwd=tmp_path, DATABASE_URL=f"postgresql:///x?host={tmp_path}")
        assert done.returncode == 1
        assert done.stderr.startswith("the database does not answer as it should")


def test_an_instance_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, said = refusal(tmp_path, "--instance", "file/instance")
    assert code == 2
    assert "cannot be made" in said

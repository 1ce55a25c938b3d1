"""`gutfactors serve` starts whole or not at all, and stops cleanly."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path

import pytest

from tests.cli.command import free_port, line_of, run, run_apart, serving, small_questions, started
from webapp.settings import Settings, browser_address
from webapp.storage import NewSubmission, open_store

LONG_AGO = datetime.now(UTC) - timedelta(days=30)


def get(port: int, path: str, **headers: str) -> tuple[int, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, response.read().decode()


def stopped(process: subprocess.Popen[str], number: signal.Signals) -> str:
    """Stop it by a signal, which it takes cleanly; give what it said until then."""
    process.send_signal(number)
    told, said = process.communicate(timeout=20)
    assert process.returncode == 0
    assert said.endswith("Stopped.\n")
    assert "Traceback" not in said
    return told + said


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path, str]]:
    """A server in an empty folder: its port, the folder, and what it said."""
    port, folder = free_port(), tmp_path_factory.mktemp("first")
    with serving(folder, port) as process:
        yield port, folder, line_of(process) + line_of(process)


First = tuple[int, Path, str]


def test_the_first_start_makes_the_instance_for_its_owner_only(first: First) -> None:
    port, folder, _ = first
    status, said = get(port, "/health")
    assert (status, json.loads(said)["status"]) == (200, "ok")
    instance = folder / "instance"
    modes = {path.name: path.stat().st_mode & 0o777 for path in [instance, *instance.iterdir()]}
    assert modes.pop("instance") == 0o700
    assert {"secret.key", "gutfactors.sqlite3"} <= set(modes)
    assert set(modes.values()) == {0o600}


def test_a_name_that_is_not_trusted_gets_no_page(first: First) -> None:
    port = first[0]
    assert get(port, "/", Host="evil.example.org")[0] == 400
    assert get(port, "/", Host=f"localhost:{port}")[0] == 200


def set_up_path(first: First) -> str:
    """The path of the link that the server printed."""
    port, _, said = first
    sentence, link = said.splitlines()
    assert "within 24 hours" in sentence
    assert link.startswith(f"http://127.0.0.1:{port}/set-up/")
    return link.removeprefix(f"http://127.0.0.1:{port}")


def test_as_long_as_nobody_can_sign_in_it_tells_a_link_that_sets_the_clinic_up(first: First) -> None:
    path = set_up_path(first)
    assert get(first[0], path)[0] == 200
    assert get(first[0], path[:-1] + "~")[0] in {404, 410}


def test_a_second_start_that_fails_leaves_the_link_of_the_first_as_it_is(first: First) -> None:
    port, folder, _ = first
    assert run("serve", "--port", str(port), cwd=folder).returncode == 2
    assert get(port, set_up_path(first))[0] == 200


def test_it_tells_the_address_that_patients_use_and_ctrl_c_stops_it(tmp_path: Path) -> None:
    settings = {"TRUSTED_HOSTS": "forms.example.org", "PROXIES": "1", "QUESTIONS": small_questions(tmp_path)}
    port = free_port()
    with started("serve", "--port", str(port), cwd=tmp_path, **settings) as process:
        assert line_of(process) == "Gut Factors is ready. Open https://forms.example.org/\n"
        status, _ = get(port, "/", **{"Host": "x", "X-Forwarded-Host": "forms.example.org"})
        stopped(process, signal.SIGINT)
    assert status == 200


def test_with_a_name_and_no_proxy_it_says_who_has_to_speak_https_and_which_address_else_works(
    tmp_path: Path,
) -> None:
    port = free_port()
    settings = {"TRUSTED_HOSTS": "clinic.lan", "QUESTIONS": small_questions(tmp_path)}
    with started("serve", "--port", str(port), cwd=tmp_path, **settings) as process:
        said = [line_of(process) for _ in range(4)]
        stopped(process, signal.SIGINT)
    assert said[2].startswith("https://clinic.lan/set-up/")
    assert said[3].endswith(f"set GUTFACTORS_HTTPS=no, and use http://clinic.lan:{port}/\n")


def test_the_address_that_it_tells_can_be_opened_over_ipv6_too(tmp_path: Path) -> None:
    settings = replace(Settings.for_instance(tmp_path), host="::1", port=8123)
    assert browser_address(settings) == "http://localhost:8123/"


def with_an_old_draft(folder: Path) -> None:
    with closing(open_store(f"sqlite:///{folder}/gutfactors.sqlite3", folder / "secret.key")) as store:
        store.drafts.create({}, LONG_AGO)


def test_where_somebody_can_sign_in_it_tells_no_link_and_it_purges_soon_after_the_start(
    tmp_path: Path,
) -> None:
    run("practitioner", "add", "maria", "--manager", cwd=tmp_path)
    with_an_old_draft(tmp_path / "instance")
    small = small_questions(tmp_path)
    with serving(tmp_path, free_port(), "--purge-after", "0.1", QUESTIONS=small) as process:
        assert process.stderr is not None
        assert any("purged 1 drafts, 0 submissions" in line for line in islice(process.stderr, 2))
        said = stopped(process, signal.SIGTERM)
    assert "set-up" not in said


def refusal(folder: Path, *args: str, **settings: str) -> tuple[int, str]:
    done = run("serve", *args, cwd=folder, **{"PORT": str(free_port()), **settings})
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def test_a_wrong_setting_is_refused_in_a_sentence_and_nothing_else(tmp_path: Path) -> None:
    done = run_apart("serve", "--host", "0.0.0.0", cwd=tmp_path)  # noqa: S104
    said = done.stderr
    assert (done.returncode, done.stdout) == (2, "")
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
        store.questionnaires.save("d" * 64, "1", "text", now)
        store.submissions.submit(store.drafts.create({}, now), 1, NewSubmission("home", "d" * 64, {}), now)
    key_file.unlink()
    code, said = refusal(tmp_path, "--instance", str(tmp_path))
    assert code == 2
    assert "put back your copy" in said


def test_a_database_that_does_not_answer_is_told(tmp_path: Path) -> None:
    for command in ("serve", "purge"):
        url = f"postgresql:///x?host={tmp_path}"
        done = run(command, cwd=tmp_path, DATABASE_URL=url, PORT=str(free_port()))
        assert done.returncode == 1
        assert done.stderr.startswith("the database does not answer as it should")


def test_an_instance_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, said = refusal(tmp_path, "--instance", "file/instance")
    assert code == 2
    assert "cannot be made" in said


def test_its_state_can_be_asked_for_by_a_command(first: First) -> None:
    port, folder, _ = first
    asked = run("health", cwd=folder)
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout)["status"] == "ok"
    elsewhere = run("health", cwd=folder, PORT=str(free_port()))
    assert elsewhere.returncode == 1
    assert "no server of this instance answers on port" in elsewhere.stderr
    assert str(port) not in elsewhere.stderr

"""`gutfactors doctor` tells what is lacking, with the line that mends it."""

from __future__ import annotations

import os
import socket
import sqlite3
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.cli.command import free_port, run, serving, small_questions
from tests.project import TEXT
from webapp.cli import doctor_instance, doctor_machine
from webapp.cli.pango_packages import install_line
from webapp.settings import Settings
from webapp.storage import PrintTask, open_store

NOW = datetime.now(UTC)

DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n'
UBUNTU = 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n'
ROCKY = 'ID="rocky"\nID_LIKE="rhel centos fedora"\n'
SUSE = 'ID="opensuse-leap"\nID_LIKE="suse opensuse"\n'


def test_a_machine_that_has_all_is_well(tmp_path: Path) -> None:
    done = run("doctor", "--instance", tmp_path / "new", cwd=tmp_path, PORT="18999")
    assert done.returncode == 0, done.stdout
    assert {line.split()[0] for line in done.stdout.splitlines()} == {"ok"}
    assert not (tmp_path / "new").exists()


def test_everything_lacking_is_told_at_once_with_exit_1(tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text('paper = "a5"\ncolour = "red"', "utf-8")
    (tmp_path / "mine.toml").write_text("nonsense", "utf-8")
    (tmp_path / "secret.key").touch(0o644)
    settings = {"QUESTIONS": "mine.toml", "PORT": "18999"}
    done = run("doctor", "--instance", tmp_path, cwd=tmp_path, **settings)
    assert done.returncode == 1
    assert done.stdout.count("LACKING") == 3
    for line in (
        "gutfactors check",
        "paper must be",
        '"red" is not a colour',
        f"chmod 600 {tmp_path}/secret.key",
    ):
        assert line in done.stdout


def test_a_wrong_setting_is_told(tmp_path: Path) -> None:
    done = run("doctor", cwd=tmp_path, HTTPS="perhaps")
    assert done.returncode == 1
    assert 'GUTFACTORS_HTTPS is "perhaps": write yes or no' in done.stdout


@pytest.mark.parametrize(
    ("told", "lacks"),
    [("Europe/London", ""), (":UTC", ""), ("", ""), ("PST8PDT,M3.2.0", 'TZ is "PST8PDT,M3.2.0"')],
)
def test_a_time_zone_that_has_no_name_is_told(told: str, lacks: str) -> None:
    found = [sentence for check in doctor_machine.time_zone({"TZ": told}) for sentence in check.problems]
    assert bool(found) == bool(lacks)
    assert "".join(found).startswith(lacks)


def test_a_renderer_that_is_slower_than_it_could_be_is_told_but_lacks_nothing() -> None:
    found = doctor_machine.renderer(lambda: None, "pydyf 99.0")
    assert "not tested with pydyf 99.0" in found.subject
    assert found.problems == ()


def test_a_missing_library_is_told_with_the_line_that_installs_it() -> None:
    def load() -> object:
        raise OSError("cannot load library 'libpango-1.0-0'\nand more")

    lacking = doctor_machine.renderer(load).problems
    assert lacking[0] == "cannot load library 'libpango-1.0-0'"
    assert lacking[1].startswith("run: ")


@pytest.mark.parametrize(
    ("system", "os_release", "line"),
    [
        ("Linux", DEBIAN, "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        ("Linux", UBUNTU, "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
        ("Linux", ROCKY, "sudo dnf install pango"),
        ("Linux", SUSE, "sudo zypper install libpango-1_0-0 libpangoft2-1_0-0 libharfbuzz-subset0"),
        ("Linux", "ID=plan9", "your system's package manager: install Pango 1.44 or later"),
        ("Linux", "", "your system's package manager: install Pango 1.44 or later"),
        ("Darwin", "", "brew install pango"),
        ("Windows", "", "pacman -S mingw-w64-ucrt-x86_64-pango"),
    ],
)
def test_each_system_has_its_line(system: str, os_release: str, line: str) -> None:
    assert install_line(system, os_release).startswith(line)


def test_an_instance_is_looked_at_from_all_sides(tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path)
    with closing(open_store(settings.database_url, settings.key_file)) as store:
        told = {check.subject: check.problems for check in doctor_instance.stores(settings, NOW)}
        assert told["store (written and read back)"] == told["clock"] == ()
        assert told["time zone of all days (UTC, of this machine: the clinic has named none)"] == ()
        assert told["last purge (none yet: the first is a minute after the start of the server)"] == ()
        assert lacking(settings, NOW + timedelta(days=3)) == ["last backup"]
        store.questionnaires.save("digest", "1", "text", NOW)  # as the first start of a server does
        assert lacking(settings, NOW + timedelta(days=3)) == ["last purge", "last backup"]
        assert told["last backup (never)"]
        store.purge(NOW)
        store.backups.create(tmp_path / "one.backup", "command", NOW, with_key=False)
    assert not lacking(settings, NOW + timedelta(days=2))
    assert lacking(settings, NOW + timedelta(days=8)) == ["last purge", "last backup"]
    assert lacking(settings, NOW + timedelta(days=400)) == ["clock", "last purge", "last backup"]


def lacking(settings: Settings, now: datetime) -> list[str]:
    """What an instance lacks."""
    return [
        each.subject.partition(" (")[0] for each in doctor_instance.stores(settings, now) if each.problems
    ]


def test_a_database_of_an_earlier_version_is_left_as_it_is(tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path)
    open_store(settings.database_url, settings.key_file).close()
    with closing(sqlite3.connect(tmp_path / "gutfactors.sqlite3")) as database:
        database.executescript("UPDATE alembic_version SET version_num = '0001';")
        (check,) = doctor_instance.stores(settings, NOW)
        assert (check.subject.startswith("store (of an earlier version"), check.problems) == (True, ())
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]


def test_parts_that_wait_and_workers_that_are_not_there_are_told(tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path)
    with closing(open_store(settings.database_url, settings.key_file)) as store:
        store.print_jobs.create("report", [PrintTask({}, 1, ())], "practitioner 1", NOW)
    (told,) = [each for each in doctor_instance.stores(settings, NOW) if each.subject.startswith("prints")]
    assert told == doctor_instance.Check("prints of many (1 parts wait)")
    (told,) = (
        each
        for each in doctor_instance.stores(settings, NOW + timedelta(hours=1))
        if each.subject.startswith("prints")
    )
    assert told.problems == ("the oldest waits for 60 minutes: see the log",)


def test_the_server_is_asked_where_it_was_last_and_not_where_one_would_be_by_default(tmp_path: Path) -> None:
    port = free_port()
    settings = {"TRUSTED_HOSTS": "127.0.0.1,forms.example.org", "QUESTIONS": small_questions(tmp_path)}
    with serving(tmp_path, port, HTTPS="no", **settings):
        done = run("doctor", cwd=tmp_path)
        said = done.stdout.partition(f"server on port {port} of 127.0.0.1 (says: ok)\n")[2]
        assert said.lstrip().startswith("answers travel over the network for all to read")
    done = run("doctor", cwd=tmp_path)
    assert f"ok       port {port} on 127.0.0.1" in done.stdout


def test_answers_that_would_travel_in_the_clear_are_told(tmp_path: Path) -> None:
    near = Settings.for_instance(tmp_path)
    assert "not needed" in doctor_instance.https(near, NOW).subject
    far = replace(near, trusted_hosts=("forms.example.org",))
    assert "for all to read" in doctor_instance.https(far, NOW).problems[0]
    unknown = replace(far, trusted_hosts=("no-such-name.invalid",), https=True)
    check = doctor_instance.https(unknown, NOW)
    assert (check.problems, "not seen from this machine" in check.subject) == ((), True)


def test_a_certificate_that_no_browser_believes_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as threads:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self_signed(tmp_path))
        shown = threads.submit(show_certificate, listener, context)
        check = doctor_instance.certificate("localhost", NOW, listener.getsockname()[1])
        shown.result(10)
    assert check.problems[0].startswith("browsers will not believe its certificate: ")


def show_certificate(listener: socket.socket, context: ssl.SSLContext) -> None:
    """Let one visitor see the certificate, who hangs up."""
    visitor, _ = listener.accept()
    with visitor, suppress(OSError):
        context.wrap_socket(visitor, server_side=True)


def self_signed(folder: Path) -> Path:
    """A file with a key and a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(NOW - timedelta(days=1)).not_valid_after(NOW + timedelta(days=90))
    pem = made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    file = folder / "both.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + pem)
    return file


def test_a_region_that_the_questionnaire_does_not_know_is_told(tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text('region = "ZZ"', "utf-8")
    (said,) = doctor_machine.clinic(Settings.for_instance(tmp_path)).problems
    assert 'region is "ZZ"' in said


def test_a_folder_without_fonts_is_told(tmp_path: Path) -> None:
    assert doctor_machine.fonts(tmp_path).problems


def test_a_questionnaire_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert (
        "cannot be read" in doctor_machine.questions(tmp_path / "nowhere.toml", date(2026, 11, 1)).problems[0]
    )


@pytest.mark.parametrize(("today", "overdue"), [(date(2027, 5, 3), 0), (date(2027, 5, 4), 1)])
def test_numbers_that_were_phoned_half_a_year_ago_are_to_be_phoned_again(
    tmp_path: Path, today: date, overdue: int
) -> None:
    called = 'confirmed = true\nphoned_by = "Ann Lee"\nphoned_on = "2026-11-01"'
    path = tmp_path / "questions.toml"
    path.write_text(TEXT.replace("confirmed = false", called, 1), "utf-8")
    said = doctor_machine.questions(path, today).problems
    assert [("by Ann Lee" in one) for one in said] == [True] * overdue


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "chown" in doctor_machine.instance_folder(tmp_path / "instance").problems[0]


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (said,) = doctor_machine.instance_folder(tmp_path / "file" / "instance").problems
    assert said.startswith(f"{tmp_path / 'file'} is a file")


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        number = listener.getsockname()[1]
        assert f"--port {number + 1}" in doctor_machine.port("127.0.0.1", number).problems[0]


def test_a_call_without_a_name_or_a_day_is_told(tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path)
    (tmp_path / "clinic.toml").write_text('numbers_phoned = "nobody yet"', "utf-8")
    (said,) = doctor_machine.clinic(settings).problems
    assert (
        'names nobody or no day, so pages are for testing: phone the numbers, then write such as "Ann' in said
    )
    (tmp_path / "clinic.toml").write_text('numbers_phoned = "Ann Lee, 29 November 2026"', "utf-8")
    assert doctor_machine.clinic(settings).problems == ()

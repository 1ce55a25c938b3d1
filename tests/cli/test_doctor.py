"""`gutfactors doctor` tells what is lacking, with the line that mends it."""

from __future__ import annotations

import os
import socket
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.command import run
from webapp.cli import checkup
from webapp.cli.packages import install_line
from webapp.settings import Settings
from webapp.storage import open_store

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


def test_a_renderer_that_is_slower_than_it_could_be_is_told_but_lacks_nothing() -> None:
    found = checkup.renderer(lambda: None, "pydyf 99.0")
    assert "not tested with pydyf 99.0" in found.what
    assert found.lacking == ()


def test_a_missing_library_is_told_with_the_line_that_installs_it() -> None:
    def load() -> object:
        raise OSError("cannot load library 'libpango-1.0-0'\nand more")

    lacking = checkup.renderer(load).lacking
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


def test_a_store_is_written_and_read(tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path)
    with closing(open_store(settings.database_url, settings.key_file)):
        assert checkup.store(settings) == checkup.Check("store (written and read back)")


def test_a_region_that_the_questionnaire_does_not_know_is_told(tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_text('region = "ZZ"', "utf-8")
    (said,) = checkup.clinic(Settings.for_instance(tmp_path)).lacking
    assert 'region is "ZZ"' in said


def test_a_folder_without_fonts_is_told(tmp_path: Path) -> None:
    assert checkup.fonts(tmp_path).lacking


def test_a_questionnaire_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "cannot be read" in checkup.questions(tmp_path / "nowhere.toml").lacking[0]


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "chown" in checkup.instance_folder(tmp_path / "instance").lacking[0]


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (said,) = checkup.instance_folder(tmp_path / "file" / "instance").lacking
    assert said.startswith(f"{tmp_path / 'file'} is a file")


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        number = listener.getsockname()[1]
        assert f"--port {number + 1}" in checkup.port("127.0.0.1", number).lacking[0]

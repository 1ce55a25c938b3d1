"""`gutfactors kiosk`: the clinic's own devices, and a Chromium that shows nothing else."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.live_server import live_server
from tests.web.device import Device
from tests.web.fakes import Clock, Printer
from tests.web.kiosk.tablet import Tablet
from webapp.application import create_app
from webapp.cli import main
from webapp.clinic import Clinic
from webapp.settings import Settings
from webapp.storage import open_store


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, ["kiosk", *map(str, args)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with one kiosk."""
    made = tmp_path_factory.mktemp("instance")
    settings = Settings.for_instance(made)
    open_store(settings.database_url, settings.key_file).close()
    added = run("add", "Window", "--place", "By the door", "--paper", "--instance", made)
    assert re.search(r"^Kiosk 1\. .*\n\d{4} \d{4}\n$", added.stdout), added.output
    return made


def test_a_kiosk_is_listed_locked_opened_and_revoked(folder: Path) -> None:
    acts = ("list", "lock 1", "list", "unlock 1", "code 1", "revoke 1", "list")
    told = [run(*act.split(), "--instance", folder).output.strip() for act in acts]
    assert told[0] == "1  Window  By the door  no device  never seen"
    assert "locked" in told[2]
    assert re.search(r"\n\d{4} \d{4}$", told[4])
    assert told[-1] == "None yet. Add one: gutfactors kiosk add NAME"


def test_a_kiosk_has_the_names_that_its_page_takes(tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path)
    open_store(settings.database_url, settings.key_file).close()
    persian = "می\N{ZERO WIDTH NON-JOINER}نشینیم"
    french = "Salle\N{NO-BREAK SPACE}2\N{LEFT-TO-RIGHT MARK}"
    assert run("add", persian, "--place", french, "--instance", tmp_path).exit_code == 0
    told = run("list", "--instance", tmp_path).output
    assert told == f"1  {persian}  Salle 2  no device  never seen\n"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ((" ",), "write a name, such as Window\n"),
        (("Bell\a",), "write a name with at most 80 characters that can be printed\n"),
        (("x" * 81,), "write a name with at most 80 characters that can be printed\n"),
        (("Window", "--place", "x" * 81), "write a place with at most 80 characters that can be printed\n"),
    ],
)
def test_a_name_that_no_page_takes_is_refused(folder: Path, typed: tuple[str, ...], told: str) -> None:
    result = run("add", *typed, "--instance", folder)
    assert (result.exit_code, result.stderr) == (2, told)


def test_a_kiosk_that_is_not_there_is_said_so(folder: Path) -> None:
    result = run("lock", "9", "--instance", folder)
    assert (result.exit_code, result.stderr) == (2, "there is no kiosk 9: see  gutfactors kiosk list\n")


def test_a_name_is_needed(folder: Path) -> None:
    assert run("add", " ", "--instance", folder).exit_code == 2


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Tablet]]:
    """A server, and a kiosk of it that waits for its code."""
    settings = Settings.for_instance(tmp_path_factory.mktemp("served"))
    with closing(open_store(settings.database_url, settings.key_file)) as store:
        app = create_app(
            settings,
            store=store,
            clinic=Clinic(numbers_phoned="Ann, 1 May 2026"),
            clock=Clock(),
            render_pool=Printer(),
        )
        with live_server(app) as address:
            yield address, Tablet(app)


def stand_in(folder: Path) -> Path:
    """A browser that writes down what it was asked to show."""
    program = folder / "browser"
    program.write_text(
        f"#!/bin/sh\ncd {folder}\nfor last; do :; done\n"
        'cp "${last#file://}" shown.html\nprintf \'%s\\n\' "$@" > switches\n'
    )
    program.chmod(0o755)
    return program


def test_launching_enrols_and_opens_the_kiosk_in_a_profile_that_is_thrown_away(
    waiting: tuple[str, Tablet], tmp_path: Path
) -> None:
    address, kiosk = waiting
    device = tmp_path / "kiosk.key"
    always = ("launch", address, "--device", device, "--browser", stand_in(tmp_path), "--once")
    assert run(*always).exit_code == 2, "no code yet"
    assert run(*always, "--code", kiosk.code, "--printing").output == ""
    assert stat.S_IMODE(device.stat().st_mode) == 0o600
    switches = (tmp_path / "switches").read_text().split()
    assert {"--kiosk", "--incognito", "--kiosk-printing"} <= set(switches)
    profile = next(each for each in switches if each.startswith("--user-data-dir="))
    assert not Path(profile.partition("=")[2]).parent.exists(), "thrown away"
    shown = (tmp_path / "shown.html").read_text()
    assert f'action="{address}/kiosk/enter"' in shown
    there = Device(kiosk.app)
    there.client.post("/kiosk/enter", data={"device": device.read_text()})
    assert "Touch to start" in there.open("/kiosk").text
    assert run(*always).exit_code == 0, "later no code is needed"


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["forms.example.org"], 2, "write the address with https://"),
        (["http://127.0.0.1:9", "--code", "1"], 1, "cannot be reached"),
        (["http://127.0.0.1:9", "--browser", "/nowhere/chromium"], 1, "no Chromium was found"),
    ],
)
def test_what_cannot_be_launched_is_told(tmp_path: Path, args: list[str], code: int, said: str) -> None:
    browser = [] if "--browser" in args else ["--browser", str(stand_in(tmp_path))]
    result = run("launch", *args, *browser, "--once", "--device", tmp_path / "key")
    assert result.exit_code == code
    assert said in result.stderr


def test_a_code_that_is_none_makes_no_kiosk(waiting: tuple[str, Tablet], tmp_path: Path) -> None:
    made_up = ("--code", "12", "--device", tmp_path / "key", "--browser", stand_in(tmp_path), "--once")
    result = run("launch", waiting[0], *made_up)
    assert (result.exit_code, (tmp_path / "key").exists()) == (1, False)
    assert "did not take the code" in result.stderr


def test_a_token_that_is_none_enters_nothing(waiting: tuple[str, Tablet]) -> None:
    there = Device(waiting[1].app)
    there.client.post("/kiosk/enter", data={"device": "made-up"})
    assert there.cookie("kiosk") == ""

"""One file of settings for the server, its workers and every command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import run
from webapp.settings import Settings, SettingsError
from webapp.settings.settings_file import with_settings_file


def written(folder: Path, text: str, mode: int = 0o640) -> dict[str, str]:
    """Write the settings file; return an environment that names it."""
    path = folder / "gutfactors.env"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return {"GUTFACTORS_CONFIG": str(path)}


def problems(environ: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        with_settings_file(environ)
    return caught.value.problems


def test_its_lines_are_settings(tmp_path: Path) -> None:
    text = (
        "# The clinic\n\nGUTFACTORS_PORT=8100\n; two more\nGUTFACTORS_HOST=\"127.0.0.1\"\nTZ='Europe/Paris'\n"
    )
    settings = Settings.load(written(tmp_path, text))
    assert (settings.port, settings.host, settings.time_zone) == (8100, "127.0.0.1", "Europe/Paris")


def test_a_variable_of_the_environment_wins(tmp_path: Path) -> None:
    environ = written(tmp_path, "GUTFACTORS_PORT=8100\nGUTFACTORS_THREADS=3\n")
    settings = Settings.load({**environ, "GUTFACTORS_PORT": "8200"})
    assert (settings.port, settings.threads) == (8200, 3)


def test_an_empty_name_means_no_file() -> None:
    assert with_settings_file({"GUTFACTORS_CONFIG": "", "HOME": "/root"}) == {"HOME": "/root"}


@pytest.mark.parametrize(
    "line",
    [
        "export GUTFACTORS_PORT=8100",
        "GUTFACTORS_PORT 8100",
        "PORT=8100",
        'GUTFACTORS_PORT="8100',
        "GUTFACTORS_HOST=\"127.0.0.1'",
        "gutfactors_port=8100",
    ],
)
def test_a_wrong_line_is_named_with_its_number(tmp_path: Path, line: str) -> None:
    (problem,) = problems(written(tmp_path, f"GUTFACTORS_THREADS=3\n{line}\n"))
    assert problem.startswith(f"{tmp_path}/gutfactors.env:2: write GUTFACTORS_NAME=value")


def test_all_problems_are_named_at_once(tmp_path: Path) -> None:
    found = problems(written(tmp_path, "PORT=1\nGUTFACTORS_PORT=1\nGUTFACTORS_PORT=2\n"))
    assert [problem.split(":")[1] for problem in found] == ["1", "3"]


def test_a_password_that_others_can_read_is_refused(tmp_path: Path) -> None:
    line = "GUTFACTORS_DATABASE_URL=postgresql://me:geese@db/forms\n"
    assert "chmod o= " in problems(written(tmp_path, line, mode=0o644))[0]
    assert "geese" not in problems(written(tmp_path, line, mode=0o644))[0]
    assert with_settings_file(written(tmp_path, line))["GUTFACTORS_DATABASE_URL"].endswith("@db/forms")


@pytest.mark.parametrize(
    ("line", "is_secret"),
    [
        ("SMTP_URL=smtp://desk@example.org:geese@127.0.0.1?from=desk@example.org", True),
        ("SMTP_URL=smtp://desk:ge/ese@127.0.0.1?from=desk@example.org", True),
        ("SMTP_URL='smtp://desk:geese@127.0.0.1?from=desk@example.org'", True),
        ("SMTP_URL=smtp://127.0.0.1?from=desk@example.org", False),
        ("DATABASE_URL=postgresql://db/forms?user=me&password=geese", True),
        ("DATABASE_URL=postgresql://db/forms?sslkey=a.key&sslpass%77ord=geese", True),
        ("DATABASE_URL=postgresql://me:gee@se@db/forms", True),
        ("DATABASE_URL=postgresql://me:gee/se@db/forms", True),
        ("DATABASE_URL=postgresql://me:12?se@db/forms", True),
        ("DATABASE_URL=postgresql://me@db:5432/forms?sslmode=verify-full", False),
        ("DATABASE_URL=sqlite:////srv/me@home/forms.sqlite3", False),
        ("DATABASE_URL=", False),
        ("WEBHOOK=https://receiver.example/events whsec_Z2Vlc2VnZWVzZWdlZXNlZ2Vlc2VnZWVz", True),
        ("WEBHOOK=https://receiver.example/events WHSEC-geese", True),
        ("QUESTIONS=/srv/me:geese@db/questions.toml", False),
    ],
)
def test_whether_a_setting_holds_a_password_is_seen_in_its_parts(
    tmp_path: Path, line: str, *, is_secret: bool
) -> None:
    environ = written(tmp_path, f"GUTFACTORS_{line}\n", mode=0o644)
    if is_secret:
        (problem,) = problems(environ)
        assert f"holds a password (GUTFACTORS_{line.partition('=')[0]})" in problem
        assert "geese" not in problem
    else:
        with_settings_file(environ)


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    (problem,) = problems({"GUTFACTORS_CONFIG": str(tmp_path / "none.env")})
    assert "none.env cannot be read" in problem


def test_a_setting_in_it_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"did you mean GUTFACTORS_PORT\?"):
        Settings.load(written(tmp_path, "GUTFACTORS_PROT=8100\n"))


def test_every_command_reads_it(tmp_path: Path) -> None:
    (tmp_path / "clinic").mkdir()
    config = written(tmp_path, f"GUTFACTORS_INSTANCE={tmp_path}/instance\n")["GUTFACTORS_CONFIG"]
    add_manager = ["practitioner", "add", "ann", "--manager", "--name", "Ann"]
    made = run("--config", config, *add_manager, cwd=tmp_path / "clinic")
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "instance" / "secret.key").exists()
    listed = run("practitioner", "list", cwd=tmp_path / "clinic", CONFIG=config)
    assert "ann" in listed.stdout
    assert list((tmp_path / "clinic").iterdir()) == []
    assert f"{tmp_path}/instance" in run("--config", config, "doctor", cwd=tmp_path).stdout

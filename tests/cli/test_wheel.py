"""A wheel, installed in an empty environment elsewhere, does everything that a checkout does."""

from __future__ import annotations

import json
import re
import site
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distribution
from pathlib import Path
from urllib.request import urlopen

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.cli.command import environment, free_port, run_apart
from tests.project import ROOT, TEXT

CASE = ROOT / "tests" / "cases" / "W55.json"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def plain(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the command of an environment with the wheel and what it asks for, and no extra."""
    folder = tmp_path_factory.mktemp("plain")
    packages = folder / "asked-for"
    packages.mkdir()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for name in needed({Requirement(each).name for each in project["dependencies"]}):
        for entry in top_level(name):
            (packages / entry.name).symlink_to(entry)
    return install(wheel, folder / "environment", [str(packages)])


@pytest.fixture(scope="module")
def complete(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the command of an environment with the wheel and all extras: our locked packages."""
    return install(wheel, tmp_path_factory.mktemp("complete"), site.getsitepackages())


def needed(names: set[str]) -> set[str]:
    """Return these distributions and all that they ask for, without their extras."""
    found: set[str] = set()
    while names:
        name = names.pop()
        found.add(name)
        asked = [Requirement(each) for each in distribution(name).requires or ()]
        here = {
            (each.name, extra)
            for each in asked
            if each.marker is None or each.marker.evaluate({"extra": ""})
            for extra in ("", *each.extras)
        }
        for each, extra in here:
            names |= {each} - found
            names |= extra_packages(each, extra) - found
    return {str(canonicalize_name(each)) for each in found}


def extra_packages(name: str, extra: str) -> set[str]:
    """Return what one extra of a distribution asks for: weasyprint wants its fonttools with [woff]."""
    asked = [Requirement(each) for each in distribution(name).requires or ()] if extra else []
    return {each.name for each in asked if each.marker and each.marker.evaluate({"extra": extra})}


def top_level(name: str) -> set[Path]:
    """Return the files and folders of a distribution in the folder of packages."""
    home = distribution(name)
    entries = {file.parts[0] for file in home.files or () if file.parts[0] not in {"..", "__pycache__"}}
    return {Path(str(home.locate_file(entry))) for entry in entries}


def install(wheel: Path, folder: Path, packages: list[str]) -> Path:
    """Install the wheel beside these folders of packages; return its command."""
    venv.create(folder, with_pip=False)
    (own,) = folder.glob("lib/python3*/site-packages")
    # Packages in these folders are found; this checkout, which a .pth file there names, is not.
    (own / "dependencies.pth").write_text("\n".join(packages))
    python = str(folder / "bin" / "python")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python]
    subprocess.run([*pip, "install", "-qq", "--no-deps", "--no-index", str(wheel)], check=True)
    return folder / "bin" / "gutfactors"


def as_an_operator(folder: Path) -> dict[str, str]:
    """Return an environment in which nothing leads to this checkout."""
    kept = {
        name: value for name, value in environment().items() if name not in {"PYTHONPATH", "PYTHONWARNINGS"}
    }
    return {**kept, "GUTFACTORS_INSTANCE": str(folder / "instance")}


def run_installed(
    command: Path, *args: str | Path, cwd: Path, **settings: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [command, *args],
        cwd=cwd,
        env={**as_an_operator(cwd), **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def output_of(command: Path, *args: str | Path, cwd: Path) -> str:
    done = run_installed(command, *args, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def serving_elsewhere(command: Path, folder: Path) -> Iterator[str]:
    """Serve from a folder that has nothing to do with the project; yield the address."""
    port = free_port()
    process = subprocess.Popen(
        [command, "serve", "--port", str(port)],
        cwd=folder,
        env=as_an_operator(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("Gut Factors is ready. Open ")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def body(address: str) -> str:
    with urlopen(address, timeout=30) as response:  # noqa: S310  our own server
        assert response.status == 200
        return str(response.read().decode())


def test_it_carries_all_files_of_every_language(wheel: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "webapp/translations"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert {Path(each).name for each in tracked} >= {
        "passphrase.txt",
        "sign-off.toml",
        "wording.toml",
        "terms.md",
    }
    with zipfile.ZipFile(wheel) as opened:
        assert set(tracked) - set(opened.namelist()) == set()


def test_it_holds_the_questionnaire_and_all_templates_once(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert len(names) == len(set(names))
    wanted = [path for path in (ROOT / "report_templates").rglob("*") if path.is_file()]
    inside = {f"webapp/project/{path.relative_to(ROOT)}" for path in [*wanted, ROOT / "questions.toml"]}
    assert inside <= set(names)
    assert zipfile.ZipFile(wheel).read("webapp/project/questions.toml").decode() == TEXT


def test_it_prints_the_report_that_the_checkout_prints(plain: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(json.loads(CASE.read_text("utf-8"))["answers"]), "utf-8")
    args = ["report", "answers.json", "--date", "2026-03-01", "-o"]
    output_of(plain, *args, "installed.pdf", cwd=tmp_path)
    assert run_apart(*args, "checkout.pdf", cwd=tmp_path).returncode == 0
    assert (tmp_path / "installed.pdf").read_bytes() == (tmp_path / "checkout.pdf").read_bytes()


def test_it_serves_every_kind_of_page(plain: Path, tmp_path: Path) -> None:
    with serving_elsewhere(plain, tmp_path) as address:
        first = body(address)
        for path in re.findall(r'<link[^>]* href="(/[^"]+)"', first):
            assert body(address + path)
        assert "<h1" in first
        assert "<h1" in body(f"{address}/sign-in")
        assert "<h1" in body(f"{address}/compare")
        # It renders a report, and writes to the database.
        assert '"status":"ok"' in body(f"{address}/health").replace(" ", "")


def test_authors_find_the_questionnaire_and_its_page(complete: Path, tmp_path: Path) -> None:
    assert output_of(complete, "check", cwd=tmp_path)
    assert '"$schema"' in output_of(complete, "schema", cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "settings", "extra"),
    [
        (["check"], {}, "author"),
        (["serve"], {"GUTFACTORS_METRICS_PORT": "9464"}, "metrics"),
        (["serve"], {"GUTFACTORS_DATABASE_URL": "postgresql:///x"}, "postgres"),
        (["worker"], {"GUTFACTORS_DATABASE_URL": "postgresql:///x"}, "queue"),
    ],
)
def test_a_missing_extra_is_named_with_the_line_that_gets_it(
    plain: Path, tmp_path: Path, command: list[str], settings: dict[str, str], extra: str
) -> None:
    port = {"GUTFACTORS_PORT": str(free_port())}
    done = run_installed(plain, *command, cwd=tmp_path, **settings, **port)
    assert done.returncode in {1, 2}
    assert f"pip install 'gut-factors[{extra}]'" in done.stderr
    assert "Traceback" not in done.stderr

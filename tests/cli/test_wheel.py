"""A wheel, installed in an empty environment elsewhere, does everything that a checkout does."""

from __future__ import annotations

import json
import re
import site
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

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
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the command of an environment with the wheel and, as its dependencies, our locked packages."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    (packages,) = folder.glob("lib/python3*/site-packages")
    # Packages in these folders are found; this checkout, which a .pth file there names, is not.
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()))
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--python",
        str(folder / "bin" / "python"),
    ]
    subprocess.run([*pip, "install", "-qq", "--no-deps", "--no-index", str(wheel)], check=True)
    return folder / "bin" / "gutfactors"


def as_an_operator(folder: Path) -> dict[str, str]:
    """Return an environment in which nothing leads to this checkout."""
    kept = {
        name: value for name, value in environment().items() if name not in {"PYTHONPATH", "PYTHONWARNINGS"}
    }
    return {**kept, "GUTFACTORS_INSTANCE": str(folder / "instance")}


def output_of(command: Path, *args: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [command, *args],
        cwd=cwd,
        env=as_an_operator(cwd),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
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


def test_it_holds_the_questionnaire_and_all_templates_once(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert len(names) == len(set(names))
    wanted = [path for path in (ROOT / "report_templates").rglob("*") if path.is_file()]
    inside = {f"webapp/project/{path.relative_to(ROOT)}" for path in [*wanted, ROOT / "questions.toml"]}
    assert inside <= set(names)
    assert zipfile.ZipFile(wheel).read("webapp/project/questions.toml").decode() == TEXT


def test_it_prints_the_report_that_the_checkout_prints(installed: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(json.loads(CASE.read_text("utf-8"))["answers"]), "utf-8")
    args = ["report", "answers.json", "--date", "2026-03-01", "-o"]
    output_of(installed, *args, "installed.pdf", cwd=tmp_path)
    assert run_apart(*args, "checkout.pdf", cwd=tmp_path).returncode == 0
    assert (tmp_path / "installed.pdf").read_bytes() == (tmp_path / "checkout.pdf").read_bytes()


def test_it_serves_every_kind_of_page(installed: Path, tmp_path: Path) -> None:
    with serving_elsewhere(installed, tmp_path) as address:
        first = body(address)
        for path in re.findall(r'<link[^>]* href="(/[^"]+)"', first):
            assert body(address + path)
        assert "<h1" in first
        assert "<h1" in body(f"{address}/sign-in")
        assert "<h1" in body(f"{address}/compare")
        # It renders a report, and writes to the database.
        assert '"status":"ok"' in body(f"{address}/health").replace(" ", "")


def test_authors_find_the_questionnaire_and_its_page(installed: Path, tmp_path: Path) -> None:
    assert output_of(installed, "check", cwd=tmp_path)
    assert '"$schema"' in output_of(installed, "schema", cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []

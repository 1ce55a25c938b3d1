"""The locks hold what pyproject.toml asks for, with hashes, and name no host."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parents[3]
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
RUNNING = [
    *PYPROJECT["project"]["dependencies"],
    *(each for extra in PYPROJECT["project"]["optional-dependencies"].values() for each in extra),
    *PYPROJECT["dependency-groups"]["build"],
]
TESTING = [*RUNNING, *PYPROJECT["dependency-groups"]["test"]]
ENTRY = re.compile(
    r"^(?P<pin>[a-z0-9-]+==\S+)(?: ; (?P<marker>[^\\\n]+?))? \\\n(?P<hashes>(?:    --hash=.*\n)+)",
    re.MULTILINE,
)


def locked(name: str) -> dict[str, Requirement]:
    text = (PROJECT / name).read_text("utf-8")
    assert ENTRY.sub("", text) == "", "something else than pinned packages with hashes"
    pins = [Requirement(match["pin"]) for match in ENTRY.finditer(text)]
    return {canonicalize_name(pin.name): pin for pin in pins}


@pytest.mark.parametrize(
    ("name", "wanted"), [("requirements.txt", RUNNING), ("requirements-test.txt", TESTING)]
)
def test_a_lock_holds_a_release_that_is_allowed_of_everything_asked_for(name: str, wanted: list[str]) -> None:
    lock = locked(name)
    for requirement in map(Requirement, wanted):
        (pin,) = lock[canonicalize_name(requirement.name)].specifier
        assert requirement.specifier.contains(pin.version), (
            f"run script/lock: {name} has {pin} for {requirement}"
        )


def test_the_tests_run_with_the_very_releases_that_serve() -> None:
    testing = {name: str(pin) for name, pin in locked("requirements-test.txt").items()}
    serving = {name: str(pin) for name, pin in locked("requirements.txt").items()}
    assert serving.items() <= testing.items()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_package_has_strong_hashes_and_no_host(name: str) -> None:
    text = (PROJECT / name).read_text("utf-8")
    assert "://" not in text
    for match in ENTRY.finditer(text):
        for line in match["hashes"].splitlines():
            assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line)

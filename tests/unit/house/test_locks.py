"""The locks hold what pyproject.toml asks for, with hashes, and name no host."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from webapp.extras import EXTRA_OF

PROJECT = Path(__file__).resolve().parents[3]
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
EXTRAS = PYPROJECT["project"]["optional-dependencies"]
RUNNING = [
    *PYPROJECT["project"]["dependencies"],
    *(each for name, extra in EXTRAS.items() if name != "author" for each in extra),
    *PYPROJECT["dependency-groups"]["build"],
]
AUTHORING = [*RUNNING, *EXTRAS["author"]]
TESTING = [*AUTHORING, *PYPROJECT["dependency-groups"]["test"]]
LOCKS = {
    "requirements.txt": RUNNING,
    "requirements-author.txt": AUTHORING,
    "requirements-test.txt": TESTING,
}
ENTRY = re.compile(
    r"^(?P<pin>[a-z0-9-]+==\S+)(?: ; (?P<marker>[^\\\n]+?))? \\\n(?P<hashes>(?:    --hash=.*\n)+)",
    re.MULTILINE,
)


def locked(name: str) -> dict[str, Requirement]:
    text = (PROJECT / name).read_text("utf-8")
    assert ENTRY.sub("", text) == "", "something else than pinned packages with hashes"
    pins = [Requirement(match["pin"]) for match in ENTRY.finditer(text)]
    return {canonicalize_name(pin.name): pin for pin in pins}


@pytest.mark.parametrize(("name", "wanted"), LOCKS.items())
def test_a_lock_holds_a_release_that_is_allowed_of_everything_asked_for(name: str, wanted: list[str]) -> None:
    lock = locked(name)
    for requirement in map(Requirement, wanted):
        (pin,) = lock[canonicalize_name(requirement.name)].specifier
        assert requirement.specifier.contains(pin.version), (
            f"run script/lock: {name} has {pin} for {requirement}"
        )


def test_each_lock_has_the_very_releases_of_the_one_before_it() -> None:
    serving, authoring, testing = ({name: str(pin) for name, pin in locked(lock).items()} for lock in LOCKS)
    assert serving.items() < authoring.items() < testing.items()


def test_what_only_authors_need_does_not_serve() -> None:
    assert not {Requirement(each).name for each in EXTRAS["author"]} & locked("requirements.txt").keys()


def test_every_package_of_an_extra_can_be_named_where_it_is_missing() -> None:
    packages = {
        (extra, canonicalize_name(Requirement(each).name))
        for extra, asked in EXTRAS.items()
        for each in asked
    }
    modules = packages_distributions()
    named = {
        (extra, canonicalize_name(package))
        for module, extra in EXTRA_OF.items()
        for package in modules[module]
    }
    assert packages - named == {("queue", "psycopg")}  # named by the extra that is for it alone


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_strong_hashes_and_no_host(name: str) -> None:
    text = (PROJECT / name).read_text("utf-8")
    assert "://" not in text
    for match in ENTRY.finditer(text):
        for line in match["hashes"].splitlines():
            assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line)

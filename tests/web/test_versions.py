"""Questionnaires of other versions: each is loaded once, and only some are kept."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.project import TEXT
from webapp.prints.versions import KEPT, Versions

pytestmark = pytest.mark.no_cover


class Shelf:
    """Keeps one text under every digest but "none", and counts how often each was asked for."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def __call__(self, digest: str) -> str | None:
        self.asked[digest] += 1
        return None if digest == "none" else TEXT


def test_a_version_is_loaded_once() -> None:
    shelf = Shelf()
    versions = Versions(shelf)
    assert versions.of("a") is versions.of("a")
    assert shelf.asked == {"a": 1}


def test_only_those_that_were_wanted_last_are_kept() -> None:
    shelf = Shelf()
    versions = Versions(shelf)
    for digest in [*map(str, range(KEPT)), "0", "new", "0", "1"]:
        versions.of(digest)
    assert (shelf.asked["0"], shelf.asked["1"]) == (1, 2)


def test_what_was_never_kept_is_an_error() -> None:
    with pytest.raises(LookupError, match="none"):
        Versions(Shelf()).of("none")


def test_many_threads_load_a_version_once() -> None:
    shelf = Shelf()
    versions = Versions(shelf)
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(versions.of, ["a"] * 16))
    assert shelf.asked == {"a": 1}
    assert len({id(one) for one in loaded}) == 1

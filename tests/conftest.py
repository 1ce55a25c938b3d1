"""What all tests share: made-up examples, what coverage is measured of, and a small heap."""

import gc
import os
import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest
from coverage import Coverage
from hypothesis import settings

import webapp
from tests.compiled_statements import share_compiled_statements
from tests.measuring import unmeasured
from tests.open_connections import OpenConnections

# Two busy cores make a time limit per example a coin toss; the whole run has one instead.
settings.register_profile("gutfactors", deadline=None, print_blob=True, max_examples=50)
# Many examples, on request: pytest --hypothesis-profile=whole
settings.register_profile("whole", parent=settings.get_profile("gutfactors"), max_examples=10_000)
settings.load_profile("gutfactors")

share_compiled_statements()

MEASURED_OF_A_UNIT = 50
"""Parameters: a table that somebody wrote is shorter, and a longer one has all people or all questions."""


def pytest_configure(config: pytest.Config) -> None:
    """Stop the first of two measurements that pytest-cov starts in a worker: as a plugin, and as a worker."""
    coverage = Coverage.current()
    if coverage and hasattr(config, "workerinput"):
        coverage.stop()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Import everything while coverage is measured, so that each definition is seen; then collect.

    With several processes, the first one does it, which runs no tests itself.
    """
    if Coverage.current() and "PYTEST_XDIST_WORKER" not in os.environ:
        for module in pkgutil.walk_packages(webapp.__path__, "webapp."):
            import_module(module.name)
    with unmeasured():
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    if is_measured(item):
        return (yield)
    with unmeasured():
        return (yield)


def is_measured(item: pytest.Item) -> bool:
    """Return whether coverage is measured in this test, which makes it two to three times as slow.

    It is not where a test repeats itself (made-up examples; all parameters after the first ones), nor where
    a renderer or a browser takes most of the time (the marks `slow` and `browser`).
    """
    if any(item.get_closest_marker(name) for name in ("browser", "slow")):
        return False
    assert isinstance(item, pytest.Function)
    if getattr(item.obj, "is_hypothesis_test", False):
        return False
    callspec = getattr(item, "callspec", None)
    first_ones = MEASURED_OF_A_UNIT if item.nodeid.startswith("tests/unit") else 1
    return callspec is None or max(callspec.indices.values(), default=0) < first_ones


@pytest.fixture(scope="module", autouse=True)
def small_heap() -> None:
    """Let the garbage collector pass over what there is already: thousands of tests, modules and caches."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def closed_connections() -> Iterator[None]:
    """Name the tests that left a connection to SQLite open: Python 3.13 warns of it, in a later test."""
    connections = OpenConnections()
    yield
    assert connections.opened_by() == [], "left open"

"""What all tests share: made-up examples, a small heap, and no connection left open."""

import gc
import os
import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module

import pytest
from hypothesis import settings

import webapp
from tests.compiled_statements import share_compiled_statements
from tests.open_connections import OpenConnections

# Two busy cores make a time limit per example a coin toss; the whole run has one instead.
settings.register_profile("gutfactors", deadline=None, print_blob=True, max_examples=50)
# Many examples, on request: pytest --hypothesis-profile=whole
settings.register_profile("whole", parent=settings.get_profile("gutfactors"), max_examples=10_000)
settings.load_profile("gutfactors")

share_compiled_statements()


def keep_probes() -> None:
    """Let SlipCover take its probes out seldom: each time, it looks through all functions of all modules.

    It must be called before our modules are loaded. Processes of pytest-xdist have no option for it.
    """
    plugin = sys.modules.get("slipcover.pytest_plugin")
    if plugin and plugin._slipcover_instance:
        plugin._slipcover_instance.d_miss_threshold = 5_000


keep_probes()


def pytest_sessionstart() -> None:
    """Import all modules in the process that starts the others.

    From Python 3.12 on, SlipCover counts lines of signatures as missing in what it has not imported.
    """
    is_first = "SLIPCOVER_ENABLED" in os.environ and "PYTEST_XDIST_WORKER" not in os.environ
    if is_first and sys.version_info >= (3, 12):
        for module in pkgutil.walk_packages(webapp.__path__, "webapp."):
            if module.name != "webapp.wsgi":  # makes an application of an instance
                import_module(module.name)


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

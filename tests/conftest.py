"""What all tests share: as little as possible."""

import os
import pkgutil
import posix
from collections.abc import Iterator
from importlib import import_module

import pytest
from hypothesis import settings

import webapp

# Two busy cores make a time limit per example a coin toss; the whole run has one instead.
settings.register_profile("gutfactors", deadline=None, print_blob=True, max_examples=50)
# Many examples, on request: pytest --hypothesis-profile=whole
settings.register_profile("whole", parent=settings.get_profile("gutfactors"), max_examples=10_000)
settings.load_profile("gutfactors")


# A worker of xdist is measured three times: as a process that the first one started, by pytest-cov as it
# comes up, and by pytest-cov as a worker. Only the last heeds `no_cover`, so the others must go.


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    os.environ.pop("COVERAGE_PROCESS_CONFIG", None)


def pytest_configure(config: pytest.Config) -> None:
    measuring = config.pluginmanager.getplugin("_cov")
    if measuring and hasattr(config, "workerinput"):
        measuring.cov_controller.cov.stop()


def end_at_once() -> None:
    """Let a process that is split off not write down, at its end, all that its parent measured before."""
    os._exit = posix._exit


os.register_at_fork(after_in_child=end_at_once)


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Import everything while it is measured, and collect while nothing is.

    What a test with `no_cover` imports first would never be measured; what test modules work out as they
    are collected takes four times as long while it is. To see once what is defined is enough.
    """
    controller = getattr(session.config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if controller is None:
        return (yield)
    if os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0":
        for module in pkgutil.walk_packages(webapp.__path__, "webapp."):
            import_module(module.name)
    controller.pause()
    try:
        return (yield)
    finally:
        controller.resume()

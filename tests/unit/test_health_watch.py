"""The thread that looks for what is wrong goes on after an error of its own."""

from __future__ import annotations

from threading import Event

import pytest

from webapp.cli.health_watch import HealthWatch


def test_it_looks_again_after_an_error_and_then_stops(caplog: pytest.LogCaptureFixture) -> None:
    looks: list[int] = []
    name = "Ann Lee"
    has_looked_twice = Event()

    def look() -> None:
        looks.append(1)
        if len(looks) == 1:
            raise KeyError(name)
        has_looked_twice.set()

    watch = HealthWatch(look, pause=0.001)
    assert has_looked_twice.wait(20)
    watch.stop()
    seen = len(looks)
    assert "will be again: KeyError\n" in caplog.text
    assert name not in caplog.text
    assert len(looks) == seen

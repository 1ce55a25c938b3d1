"""A server that others can reach without https says so."""

from __future__ import annotations

import pytest

from webapp.settings import Settings, exposure_problem

OPEN = {"HOST": "0.0.0.0", "TRUSTED_HOSTS": "forms.example.org"}  # noqa: S104  nothing listens


def problem(**settings: str) -> str:
    return exposure_problem(
        Settings.from_environment({f"GUTFACTORS_{name}": value for name, value in settings.items()})
    )


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"HOST": "::1"},
        {"TRUSTED_HOSTS": "forms.example.org"},
        {"TRUSTED_HOSTS": "forms.example.org", "PROXIES": "1"},
        {**OPEN, "PROXIES": "1"},
    ],
)
def test_a_server_that_only_this_machine_or_a_proxy_reaches_is_safe(settings: dict[str, str]) -> None:
    assert problem(**settings) == ""


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"TRUSTED_HOSTS": "forms.example.org", "HTTPS": "no"}, "for all to read"),
        ({**OPEN, "HTTPS": "no", "PROXIES": "1"}, "for all to read"),
        (OPEN, "no proxy with https"),
    ],
)
def test_a_server_that_others_reach_without_https_is_not(settings: dict[str, str], said: str) -> None:
    assert said in problem(**settings)

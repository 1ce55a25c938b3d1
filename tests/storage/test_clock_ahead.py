"""A clock that was wrong once keeps nobody out afterwards, and lets nobody stay."""

from __future__ import annotations

import logging
from datetime import timedelta

import pyotp
import pytest

from tests.storage.accounts import NOW, add_practitioner, enable_second_factor
from webapp.storage import KioskConfig, Store
from webapp.storage.accounts.login_attempts import MAX_ATTEMPTS, WINDOW
from webapp.storage.clock.tolerance import SKEW

YEAR = timedelta(days=365)
SECOND = timedelta(seconds=1)
WRONG = pytest.mark.parametrize("ahead", [timedelta(hours=1), YEAR])


@WRONG
def test_wrong_tries_from_then_keep_nobody_waiting(
    store: Store, caplog: pytest.LogCaptureFixture, ahead: timedelta
) -> None:
    for _ in range(MAX_ATTEMPTS):
        store.login_attempts.record_failure("maria", "", NOW + ahead)
    assert store.login_attempts.seconds_until_allowed("maria", "", NOW + ahead) == WINDOW.total_seconds()
    assert store.login_attempts.seconds_until_allowed("maria", "", NOW) == 0
    with caplog.at_level(logging.WARNING, "gutfactors"):
        store.login_attempts.record_failure("maria", "", NOW)
    assert caplog.messages == ["forgot 10 tries to sign in, noted while the clock was ahead"]
    assert store.login_attempts.seconds_until_allowed("maria", "", NOW + ahead) == 0, (
        "they do not come back when that time comes"
    )


@WRONG
def test_a_code_that_was_used_then_does_not_refuse_those_of_now(
    store: Store, caplog: pytest.LogCaptureFixture, ahead: timedelta
) -> None:
    maria = add_practitioner(store, "maria")
    secret, _ = enable_second_factor(store, maria, NOW - timedelta(hours=1))
    totp = pyotp.TOTP(secret)
    assert store.second_factors.verify(maria.id, totp.at(NOW + ahead), NOW + ahead) == "code"
    assert store.second_factors.verify(maria.id, totp.at(NOW), NOW) == "code"
    assert caplog.messages == ["forgot a code that practitioner 1 used while the clock was ahead"]
    assert store.second_factors.verify(maria.id, totp.at(NOW), NOW) == "", "each is still good once"


def test_a_sign_in_of_then_is_over_and_a_small_step_back_ends_none(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    for ahead, lives in ((YEAR, False), (SKEW + SECOND, False), (SKEW, True), (SECOND, True)):
        token = store.sign_ins.create(maria.id, "full", NOW + ahead)
        assert (store.sign_ins.get(token, NOW) is not None) is lives, ahead
    assert len(store.sign_ins.list(maria, NOW)) == 2


def test_a_browser_that_was_remembered_then_is_not_any_more(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    token = store.trusted_browsers.trust(maria.id, NOW + YEAR)
    assert not store.trusted_browsers.is_trusted(maria.id, token, NOW)
    assert store.trusted_browsers.count(maria.id, NOW) == 0


def test_a_link_and_a_kiosk_code_of_then_are_not_good_for_years(store: Store) -> None:
    maria = add_practitioner(store, "maria")
    kiosk = store.kiosks.create(KioskConfig("Hall"), "command", NOW)
    link = store.one_time_links.create("password", maria.id, NOW + YEAR)
    code = store.kiosks.issue_code(kiosk, "command", NOW + YEAR)
    assert store.one_time_links.get(link, NOW) is None
    assert store.one_time_links.accept(link, "four grey geese on ice", NOW) is None
    assert store.kiosks.enrol(code or "", NOW) is None

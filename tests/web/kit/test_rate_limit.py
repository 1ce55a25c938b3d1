"""How often something may be tried, and who comes first when many try."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.web.device import Device
from tests.web.fakes import NOON, Clock, MakeApp
from tests.web.staff import account_with_password, app_context_of, submit_password
from webapp.web.kit.rate_limit import FREE_FAILURES, LOOK_BACK, RateLimiter, network_of_address

SECOND = timedelta(seconds=1)


class Pauses:
    """Notes how long it was to wait, and does not."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def throttle(each: int = 100, together: int = 10) -> tuple[RateLimiter, Pauses]:
    pauses = Pauses()
    return RateLimiter(each, together, pauses), pauses


def guesser(made: RateLimiter, origin: str = "stranger") -> None:
    """Somebody there has typed wrong things, more than people do."""
    for _ in range(FREE_FAILURES + 1):
        made.record_failure(origin, NOON)


def test_a_device_has_its_own_tries_and_all_have_some_together() -> None:
    made, _ = throttle(each=2, together=3)
    assert [made.hit("a", NOON) for _ in range(3)] == [True, True, False]
    assert [made.hit("b", NOON) for _ in range(2)] == [True, False]


def test_tries_are_forgotten_after_a_minute() -> None:
    made, pauses = throttle(each=1)
    assert made.hit("a", NOON)
    assert not made.hit("a", NOON + 59 * SECOND)
    assert made.hit("a", NOON + 60 * SECOND)
    assert pauses.seconds == []


def test_half_of_all_tries_is_kept_for_those_from_whom_nothing_wrong_came() -> None:
    made, _ = throttle()
    guesser(made)
    assert sum(made.hit(f"g{number}", NOON, "stranger") for number in range(20)) == 5
    assert sum(made.hit(f"s{number}", NOON, "clinic") for number in range(20)) == 5


def test_who_mistypes_now_and_then_stays_among_them() -> None:
    made, _ = throttle()
    for _ in range(FREE_FAILURES):
        made.record_failure("clinic", NOON)
    assert made.has_few_failures("clinic", NOON)
    made.record_failure("clinic", NOON)
    assert not made.has_few_failures("clinic", NOON + LOOK_BACK - SECOND)
    assert made.has_few_failures("clinic", NOON + LOOK_BACK)


def test_a_turn_that_comes_soon_is_waited_for() -> None:
    made, pauses = throttle(together=2)
    assert made.hit("a", NOON)
    assert made.hit("b", NOON + 30 * SECOND)
    assert not made.hit("c", NOON + 57 * SECOND)
    assert pauses.seconds == []
    assert made.hit("c", NOON + 59 * SECOND)
    assert pauses.seconds == [1.0]


def test_a_turn_that_somebody_else_took_meanwhile_is_lost() -> None:
    def overtake(_seconds: float) -> None:
        assert made.hit("b", NOON + 60 * SECOND)

    made = RateLimiter(100, 1, overtake)
    assert made.hit("a", NOON)
    assert not made.hit("c", NOON + 59 * SECOND)


@pytest.mark.parametrize("ahead", [timedelta(minutes=1), timedelta(days=400)])
def test_what_a_clock_that_was_ahead_noted_is_forgotten(ahead: timedelta) -> None:
    made, _ = throttle(each=1, together=1)
    assert made.hit("a", NOON + ahead)
    for _ in range(FREE_FAILURES + 1):
        made.record_failure("clinic", NOON + ahead)
    assert made.hit("a", NOON, "clinic")
    assert made.has_few_failures("clinic", NOON)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("somewhere", "somewhere"),
        ("", ""),
    ],
)
def test_with_ipv6_a_house_counts_as_one(address: str, network: str) -> None:
    assert network_of_address(address) == network


def from_there(device: Device, address: str) -> Device:
    device.client.environ_base["REMOTE_ADDR"] = address
    return device


def test_a_stranger_who_guesses_at_many_names_keeps_nobody_from_a_new_browser(make_app: MakeApp) -> None:
    account_with_password(app := make_app())
    seen = set()
    for number in range(140):
        strange = from_there(Device(app), "203.0.113.9")
        seen.add(submit_password(strange, f"name{number}").status)
    assert seen == {422, 429}
    assert submit_password(from_there(Device(app), "192.0.2.7")).status == 200


def test_a_stranger_who_guesses_at_one_name_keeps_nobody_from_a_new_browser(make_app: MakeApp) -> None:
    account_with_password(app := make_app())
    strange = from_there(Device(app), "203.0.113.9")
    seen = [submit_password(strange, password="no, not this one").status for _ in range(15)]
    assert seen == [422] * 10 + [429] * 5
    assert submit_password(from_there(Device(app), "192.0.2.7")).status == 200


def test_a_stranger_who_guesses_codes_keeps_no_tablet_from_becoming_a_kiosk(make_app: MakeApp) -> None:
    app = make_app()
    clock = app_context_of(app).clock
    assert isinstance(clock, Clock)
    for _ in range(40):
        strange = from_there(Device(app), "203.0.113.9")
        strange.open("/kiosk")
        strange.press("Make it a kiosk", {"code": "12345678"})
    assert strange.page.status == 429
    honest = from_there(Device(app), "192.0.2.7")
    honest.open("/kiosk")
    assert honest.press("Make it a kiosk", {"code": "12345678"}).status == 422

"""How much runs for a page of the desk: no more statements for more visits, each read and judged once."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from flask import Flask

from tests.statements import asked_statements
from tests.web.fakes import Clock, MakeApp
from tests.web.profiling import Calls, profiled
from tests.web.staff import signed_in, store_of
from tests.web.submissions import acts, case, kept, send
from webapp.assessment import validate_answers
from webapp.storage.submissions.encryption import SubmissionCipher

FEW, MANY = 2, 6


class Work(NamedTuple):
    """What a page took."""

    statements: int
    unsealed: int
    validated: int


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(make_app: MakeApp, clock: Clock) -> Flask:
    return make_app(clock=clock)


def add_visits(app: Flask, clock: Clock, count: int) -> list[str]:
    """Let the same patient send answers so many times, some days apart."""
    references = []
    for _ in range(count):
        clock.put_on(days=10)
        references.append(send(app, case("S01"), number="1042"))
    return references


def work_of(app: Flask, address: str) -> Work:
    """Open a page once for what is loaded once, and then to see what it takes each time."""
    client = signed_in(app).client
    client.get(address)
    unsealed, validated = Calls(SubmissionCipher.unseal), Calls(validate_answers)
    with asked_statements() as asked:
        assert client.get(address).status_code == 200
    for calls in (unsealed, validated):
        with profiled(calls):
            client.get(address)
    return Work(len(asked), unsealed.count, validated.count)


@pytest.mark.parametrize("page", ["/desk/{}", "/desk/{}/visits"])
def test_each_visit_is_read_and_judged_once_for_a_page(app: Flask, clock: Clock, page: str) -> None:
    first, _ = add_visits(app, clock, FEW)
    few = work_of(app, page.format(first))
    add_visits(app, clock, MANY - FEW)
    many = work_of(app, page.format(first))
    assert many.statements == few.statements
    assert (few.unsealed, many.unsealed) == (FEW + 1, MANY + 1), "the one that is asked for, and its visits"
    assert (few.validated, many.validated) == (FEW, MANY)


def test_two_visits_are_read_and_judged_once_to_be_compared(app: Flask, clock: Clock) -> None:
    first, second = add_visits(app, clock, FEW)
    work = work_of(app, f"/desk/{second}/compare/{first}")
    assert (work.unsealed, work.validated) == (2, 2)


def test_that_many_visits_were_seen_is_written_at_once_and_said_of_each(app: Flask, clock: Clock) -> None:
    first, _ = add_visits(app, clock, FEW)
    counts = list[int]()
    signed_in(app).open(f"/desk/{first}/visits")
    for more in (FEW, MANY):
        added, device = add_visits(app, clock, more), signed_in(app)
        with asked_statements() as asked:
            device.open(f"/desk/{first}/visits")
        counts.append(len(asked))
        assert [acts(app, one)[-1] for one in added] == [("practitioner 1", "opened")] * more
        assert [kept(app, one).state for one in added] == ["seen"] * more
    assert counts[0] == counts[1]
    assert store_of(app).audit.verify().is_whole

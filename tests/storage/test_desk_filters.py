"""The list narrowed down and put in another order; neighbours in it; and rows that are damaged."""

from __future__ import annotations

import logging
from contextlib import closing
from datetime import timedelta

import pytest

from tests.storage.submissions import NOW, PRACTITIONER, submit
from webapp.assessment.assess import DESK_TIERS
from webapp.storage import MAX_COUNTED, AccountChange, DeskQuery, KioskConfig, Neighbours, SealBroken, Store
from webapp.storage.database import Database
from webapp.storage.submissions import desk_query
from webapp.storage.tables import kiosks, practitioners, submissions

MINUTE, END = timedelta(minutes=1), NOW + timedelta(days=1)
TIERS = ("", "3", "1", "support", "2", "1")


def test_the_desk_ranks_the_tiers_that_the_assessment_gives_it() -> None:
    assert desk_query.DESK_TIERS == DESK_TIERS


def several(store: Store) -> dict[str, str]:
    """One of each tier, a minute apart; by their references, oldest first."""
    made = [submit(store, f"Ana {tier}", at=NOW + n * MINUTE, tier=tier) for n, tier in enumerate(TIERS)]
    return {one.reference: one.tier for one in made}


def listed(store: Store, query: DeskQuery) -> list[str]:
    return [row.reference for row in store.desk.page(query, END).rows]


def all_pages(store: Store, **asked: object) -> list[str]:
    found: list[str] = []
    before = ""
    while True:
        page = store.desk.page(DeskQuery(size=2, before=before, **asked), END)  # type: ignore[arg-type]
        found += [row.reference for row in page.rows]
        before = page.next
        if not before:
            return found


def test_only_some_flags(store: Store) -> None:
    sent_ones = several(store)
    urgent = [one for one, tier in reversed(sent_ones.items()) if tier == "1"]
    assert listed(store, DeskQuery(tiers=frozenset({"1"}))) == urgent
    assert listed(store, DeskQuery(tiers=frozenset({"1"}), words="ana")) == urgent
    assert listed(store, DeskQuery(tiers=frozenset())) == []
    assert all_pages(store, tiers=frozenset({"1", "2", "3"})) == [
        one for one, tier in reversed(sent_ones.items()) if tier in ("1", "2", "3")
    ]


def test_only_what_came_on_a_day_which_does_not_include_its_end(store: Store) -> None:
    first, second, third = (submit(store, at=NOW + n * MINUTE).reference for n in range(3))
    assert listed(store, DeskQuery(since=NOW + MINUTE, until=NOW + 2 * MINUTE)) == [second]
    assert listed(store, DeskQuery(since=NOW + MINUTE)) == [third, second]
    assert listed(store, DeskQuery(until=NOW + MINUTE)) == [first]
    counts = store.desk.counts(END, DeskQuery(since=NOW + MINUTE))
    assert counts["new"] == 2


def test_the_most_urgent_come_first_and_of_one_tier_the_newest_on_every_page(store: Store) -> None:
    sent_ones = several(store)
    in_order = all_pages(store, by_safety=True)
    assert [sent_ones[one] for one in in_order] == ["1", "1", "2", "3", "support", ""]
    assert in_order[0] == list(sent_ones)[-1]


def test_what_is_found_is_counted_in_every_state(store: Store) -> None:
    one, other = submit(store, "Ana Lima"), submit(store, "Ana Pinto", tier="1")
    submit(store, "Berta")
    store.submissions.set_state(one.reference, 1, "closed", PRACTITIONER, NOW)
    counts = store.desk.counts(END, DeskQuery(words="ana", states=frozenset({"new"})))
    assert dict(counts) == {"new": 1, "seen": 0, "printed": 0, "closed": 1}
    assert store.desk.counts(END, DeskQuery(tiers=frozenset({"1"})))["new"] == 1
    assert other.tier == "1"


@pytest.mark.parametrize("by_safety", [False, True])
def test_neighbours_are_those_beside_it_in_the_list(store: Store, by_safety: bool) -> None:
    several(store)
    query = DeskQuery(by_safety=by_safety)
    everything = listed(store, query)
    for before, one, after in zip(["", *everything], everything, [*everything[1:], ""], strict=False):
        assert store.desk.neighbours(query, one, END) == Neighbours(before, after)


def test_what_is_no_longer_in_the_list_still_has_its_neighbours(store: Store) -> None:
    first, second, third = (submit(store, at=NOW + n * MINUTE).reference for n in range(3))
    query = DeskQuery(states=frozenset({"new"}))
    store.submissions.view(second, PRACTITIONER, END)
    assert store.desk.neighbours(query, second, END) == Neighbours(third, first)
    assert store.desk.neighbours(query, "3333-33", END) == Neighbours()


def test_far_down_in_a_long_list_only_the_one_after_is_known(url: str, store: Store) -> None:
    submit(store)
    count = MAX_COUNTED + 3
    with closing(Database(url)) as database, database.writing() as connection:
        kept = dict(connection.execute(submissions.select()).one()._mapping)
        rows = [
            {
                **kept,
                "id": 10 + n,
                "reference": f"R-{n}",
                "draft_id": f"d{n}",
                "submitted_at": NOW + n * MINUTE,
            }
            for n in range(1, count)
        ]
        connection.execute(submissions.insert(), rows)
    assert store.desk.neighbours(DeskQuery(), "R-1", END).before == ""
    assert store.desk.neighbours(DeskQuery(), "R-2", END) == Neighbours("", "R-1")
    last = store.desk.neighbours(DeskQuery(), f"R-{count - 2}", END)
    assert last == Neighbours(f"R-{count - 1}", f"R-{count - 3}")


def test_who_opened_it_first_is_known(store: Store) -> None:
    reference = submit(store).reference
    store.submissions.view(reference, "practitioner 1", NOW + MINUTE)
    store.submissions.view(reference, "practitioner 2", NOW + 2 * MINUTE)
    (row,) = store.desk.page(DeskQuery(), END).rows
    assert (row.seen_by, row.seen_at) == ("practitioner 1", NOW + MINUTE)
    found = store.submissions.get(reference, END)
    assert found
    assert (found.seen_by, found.seen_at) == ("practitioner 1", NOW + MINUTE)


def damage(url: str, reference: str) -> int:
    """Flip one bit of a card; give the row's number."""
    with closing(Database(url)) as database, database.writing() as connection:
        this = submissions.c.reference == reference
        row = connection.execute(submissions.select().where(this)).one()
        changed = row.sealed_card[:-1] + bytes([row.sealed_card[-1] ^ 1])
        connection.execute(submissions.update().where(this).values(sealed_card=changed))
        return int(row.id)


def test_a_damaged_row_is_listed_as_that_and_takes_no_other_away(
    url: str, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    good, bad = submit(store, "Ana", "7"), submit(store, "Ana", "7", at=NOW + MINUTE)
    number = damage(url, bad.reference)
    with caplog.at_level(logging.WARNING, "gutfactors"):
        rows = store.desk.page(DeskQuery(), END).rows
    assert [(row.reference, row.is_damaged, row.person.name) for row in rows] == [
        (bad.reference, True, ""),
        (good.reference, False, "Ana"),
    ]
    told = " ".join(record.getMessage() for record in caplog.records)
    assert f"submissions, row {number}" in told
    assert bad.reference not in told
    assert listed(store, DeskQuery(words="ana")) == [good.reference]
    assert listed(store, DeskQuery(tiers=frozenset({""}))) == [good.reference]
    assert listed(store, DeskQuery(by_safety=True)) == [bad.reference, good.reference]
    assert store.desk.references(DeskQuery(), END) == [good.reference]
    assert [one.reference for one in store.submissions.get_many([bad.reference, good.reference], END)] == [
        good.reference
    ]
    assert [one.reference for one in store.visits.list(good.patient, END)] == [good.reference]
    with pytest.raises(SealBroken):
        store.submissions.get(bad.reference, END)
    assert store.submissions.delete(bad.reference, PRACTITIONER, END)


def test_a_damaged_account_and_kiosk_take_no_other_away(url: str, store: Store) -> None:
    bad = store.practitioners.create("ada", "Ada", "manager", PRACTITIONER, NOW)
    boss = store.practitioners.create("bea", "Bea", "manager", PRACTITIONER, NOW)
    good = store.practitioners.create("jo", "Jo", "practitioner", PRACTITIONER, NOW)
    ids = [store.kiosks.create(KioskConfig(name), PRACTITIONER, NOW) for name in ("Hall", "Door")]
    with closing(Database(url)) as database, database.writing() as connection:
        connection.execute(
            practitioners.update().where(practitioners.c.id == bad.id).values(sealed=b"x" * 60)
        )
        connection.execute(kiosks.update().where(kiosks.c.id == ids[0]).values(sealed=b"x" * 60))
    assert [(one.name, one.is_damaged) for one in store.practitioners.list()] == [
        ("", True),
        ("Bea", False),
        ("Jo", False),
    ]
    assert [one.config.name for one in store.kiosks.list()] == ["Door"]
    assert store.practitioners.update(good.id, good.version, AccountChange(is_active=False), boss.actor, NOW)

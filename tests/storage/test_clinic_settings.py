"""The clinic and its policy, as a manager left them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import timedelta

from sqlalchemy import select

from tests.storage.accounts import NOW, audit_entries, in_transaction
from webapp.clinic import Clinic, Logo, Policy, colours_from_accent
from webapp.storage import Store
from webapp.storage.clinic.settings import FRESH, content_of, policy_of
from webapp.storage.tables import clinic_settings

CLINIC = Clinic(
    name="Gr\u00fcne Klinik 🌿",
    contact=("12 River Street", "Tel. 555 0100"),
    region="eu",
    colours=colours_from_accent("#7a1f5c"),
    logo=Logo(b"\x89PNG\x00\xff", "image/png", 12, 7),
    paper="letter",
    one_sided=True,
    language="de",
    languages=("tr", "ar"),
    timezone="Europe/Berlin",
    numbers_phoned="Ann Lee, 1 November",
    asks_self_harm=True,
    self_harm_contact="Dr. Ortiz",
)


def test_before_anything_is_saved_there_is_no_clinic_and_the_policy_is_the_default(store: Store) -> None:
    assert store.clinic_settings.clinic(NOW) is None
    assert store.clinic_settings.policy(NOW) == Policy()
    assert (store.clinic_settings.clinic_version, store.clinic_settings.policy_version) == (0, 0)


def test_a_clinic_comes_back_as_it_was_saved_with_its_logo(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    assert store.clinic_settings.save_clinic(CLINIC, 0, "practitioner 1", NOW)
    assert store.clinic_settings.clinic(NOW) == opening(url).clinic_settings.clinic(NOW) == CLINIC
    assert all(getattr(CLINIC, field.name) != getattr(Clinic(), field.name) for field in fields(Clinic))
    assert audit_entries(store) == [("practitioner 1", "changed the settings", "settings")]


def test_a_policy_comes_back_as_it_was_saved(store: Store) -> None:
    policy = Policy(30, 3, 60, until_printed=True, asks_person=True, requires_code=True)
    assert store.clinic_settings.save_policy(policy, 0, "practitioner 1", NOW)
    assert store.clinic_settings.policy(NOW) == policy
    assert store.clinic_settings.policy_version == 1
    assert audit_entries(store) == [("practitioner 1", "changed the policy", "settings")]


def test_a_save_over_a_version_that_is_gone_changes_nothing(store: Store) -> None:
    assert store.clinic_settings.save_clinic(CLINIC, 0, "command", NOW)
    other = replace(CLINIC, name="Other")
    assert not store.clinic_settings.save_clinic(other, 0, "command", NOW)
    assert store.clinic_settings.save_clinic(other, 1, "command", NOW)
    assert not store.clinic_settings.save_clinic(CLINIC, 1, "command", NOW)
    assert store.clinic_settings.clinic(NOW) == other
    assert store.clinic_settings.clinic_version == 2
    assert len(store.audit.list()) == 2


def test_of_two_who_save_at_the_same_moment_one_does(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    workers = [store, opening(url)]
    for version in range(5):
        with ThreadPoolExecutor(2) as pool:
            saved = pool.map(
                lambda number, over: workers[number].clinic_settings.save_policy(
                    Policy(draft_days=number + 1), over, "command", NOW
                ),
                range(2),
                [version] * 2,
            )
            assert sorted(saved) == [False, True]


def test_what_another_process_changed_is_seen_within_five_seconds(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    other = opening(url)
    assert other.clinic_settings.policy(NOW) == Policy()
    store.clinic_settings.save_policy(Policy(draft_days=3), 0, "command", NOW)
    assert other.clinic_settings.policy(NOW + FRESH - timedelta(microseconds=1)).draft_days == 7
    assert other.clinic_settings.policy(NOW + FRESH).draft_days == 3


def test_what_this_process_changed_is_seen_at_once(store: Store) -> None:
    assert store.clinic_settings.policy(NOW) == Policy()
    store.clinic_settings.save_policy(Policy(draft_days=3), 0, "command", NOW)
    assert store.clinic_settings.policy(NOW).draft_days == 3


def test_a_clock_that_was_put_back_does_not_keep_old_settings(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    other = opening(url)
    other.clinic_settings.policy(NOW + timedelta(days=1))
    store.clinic_settings.save_policy(Policy(draft_days=3), 0, "command", NOW)
    assert other.clinic_settings.policy(NOW).draft_days == 3


def test_the_same_clinic_is_given_while_it_is_fresh(store: Store) -> None:
    store.clinic_settings.save_clinic(CLINIC, 0, "command", NOW)
    assert store.clinic_settings.clinic(NOW) is store.clinic_settings.clinic(NOW + FRESH / 2)


def test_settings_of_another_version_are_read_as_far_as_they_are_known() -> None:
    assert policy_of({"draft_days": 3, "of_the_future": 1}) == Policy(draft_days=3)
    assert "colours" in content_of(CLINIC)


def test_the_database_does_not_show_the_clinic(store: Store, url: str) -> None:
    store.clinic_settings.save_clinic(replace(CLINIC, name="Rosamund House"), 0, "command", NOW)
    seen: list[bytes] = []
    in_transaction(url, lambda it: seen.extend(it.scalars(select(clinic_settings.c.sealed))))
    assert seen
    assert not any(b"Rosamund" in sealed for sealed in seen)

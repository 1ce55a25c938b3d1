"""What the log says of an error that nobody expected: where it was raised, and no message."""

from __future__ import annotations

import pytest

from webapp.tracebacks import traceback_of


def fail() -> None:
    raise KeyError("3 glasses")


def fail_after() -> None:
    try:
        fail()
    except KeyError as error:
        raise ValueError("4 glasses") from error


def fail_instead() -> None:
    try:
        fail()
    except KeyError:
        raise ValueError("4 glasses") from None


def test_it_names_types_and_places_of_all_causes_and_no_message() -> None:
    with pytest.raises(ValueError, match="4 glasses") as caught:
        fail_after()
    first, second = traceback_of(caught.value).split("caused by ")
    assert first.startswith("ValueError\n  File ")
    assert ", in fail_after\n" in first
    assert second.startswith("KeyError\n  File ")
    assert ", in fail\n" in second


def test_a_cause_that_was_suppressed_is_left_out() -> None:
    with pytest.raises(ValueError, match="4 glasses") as caught:
        fail_instead()
    assert "KeyError\n" not in traceback_of(caught.value)


def test_a_message_from_elsewhere_is_left_out() -> None:
    with pytest.raises(ValueError, match="lemonade") as caught:
        int("lemonade")
    assert traceback_of(caught.value).startswith("ValueError\n")
    assert "lemonade'" not in traceback_of(caught.value)

"""Coverage is measured where it should be, and costs nothing elsewhere."""

from __future__ import annotations

import pytest
from coverage import Coverage
from hypothesis import given
from hypothesis import strategies as st


@given(st.none())
def test_made_up_examples_are_not_measured(example: None) -> None:
    assert example is Coverage.current() is None


@pytest.mark.slow
def test_slow_tests_are_not_measured() -> None:
    assert Coverage.current() is None


def test_others_are_measured_where_anything_is(pytestconfig: pytest.Config) -> None:
    assert (Coverage.current() is not None) is bool(pytestconfig.getoption("cov_source", None))

"""Coverage is measured where it should be, and costs nothing elsewhere."""

from __future__ import annotations

import pytest
from coverage import Coverage


@pytest.mark.no_cover
def test_what_is_marked_no_cover_is_not_measured() -> None:
    assert Coverage.current() is None

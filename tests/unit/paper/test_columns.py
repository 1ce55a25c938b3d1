"""In how many columns boxes stand."""

from __future__ import annotations

import pytest

from webapp.paper.columns import LARGE, STANDARD, letters


@pytest.mark.parametrize(
    ("labels", "columns"),
    [
        (["Yes", "No", "Not sure"], 4),
        (["Yes", "No", "Not sure", "I'd rather not say"], 4),
        (["Sugar", "Honey", "Agave syrup", "Maple syrup", "A mix, or not sure"], 0),  # no line for the fifth
        (["Never", "x" * 30, "x" * 50], 2),
        (["x" * 63] * 3, 1),
        (["x" * 63] * 6, 2),
    ],
)
def test_boxes_stand_in_as_few_lines_as_their_labels_allow(labels: list[str], columns: int) -> None:
    assert STANDARD.columns_of([letters(label) for label in labels]) == columns


def test_large_print_has_room_for_fewer_letters() -> None:
    assert (STANDARD.columns_of([20] * 5), LARGE.columns_of([20] * 5)) == (3, 2)


def test_a_chinese_sign_is_as_wide_as_two_letters() -> None:
    assert letters("不确定 (IBS)") == 12

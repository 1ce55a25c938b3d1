"""One colour gives all that a page and a report need, and each of them reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.clinic import colours_from_accent, contrast
from webapp.clinic.colours import DARK_SURFACE, DEFAULT_ACCENT

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")

# Each channel at 144 or more: at best 3.2:1 on white.
FAINT = st.lists(st.integers(0x90, 0xFF), min_size=3, max_size=3).map(lambda parts: f"#{bytes(parts).hex()}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.478),  # WebAIM: 4.47, the well-known near miss
        ("#767676", "#ffffff", 4.542),
        ("#ff0000", "#ffffff", 3.998),
    ],
)
def test_contrast_is_the_ratio_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.001)
    assert contrast(other, one) == contrast(one, other)


def test_a_colour_just_under_the_bound_is_refused_and_one_just_above_taken() -> None:
    with pytest.raises(ValueError, match=r"only 4\.47:1"):
        colours_from_accent("#777777")
    assert colours_from_accent("#767676").accent == "#767676"


@given(COLOURS)
def test_every_colour_is_refused_or_reads_everywhere(accent: str) -> None:
    try:
        colours = colours_from_accent(accent)
    except ValueError:
        assert contrast(accent, "#ffffff") < 4.5
        return
    assert contrast(colours.accent, "#ffffff") >= 4.5
    assert contrast(colours.accent, colours.on_accent) >= 4.5
    assert contrast(colours.accent_dark, DARK_SURFACE) >= 4.5
    assert contrast(colours.accent_dark, colours.on_accent_dark) >= 4.5


@given(FAINT)
def test_the_shade_that_a_refusal_offers_is_taken(accent: str) -> None:
    with pytest.raises(ValueError, match="such as") as caught:
        colours_from_accent(accent)
    colours_from_accent(str(caught.value)[-7:])


@pytest.mark.parametrize(
    "text", ["red", "", "#fff", "#gggggg", "0b6157", "#0b6157 ", "#0b6157\n", "rgb(1,2,3)"]
)
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        colours_from_accent(text)


def test_the_default_reads() -> None:
    assert colours_from_accent(DEFAULT_ACCENT).on_accent == "#ffffff"

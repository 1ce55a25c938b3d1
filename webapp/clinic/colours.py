"""The clinic's accent colour and the colours derived from it.

Contrast is the ratio of WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

import re
from dataclasses import dataclass

# WCAG 2.2, success criterion 1.4.3 (AA): text of any size.
LEAST_CONTRAST = 4.5

WHITE = "#ffffff"
INK = "#10191a"
# The lightest surface that the dark mode puts the accent on: what reads here reads on darker ones.
DARK_SURFACE = "#24302f"
DEFAULT_ACCENT = "#0b6157"

# Where sRGB's curve begins to bend.
_KNEE = 0.04045

_HEX = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)


@dataclass(frozen=True)
class Colours:
    """One accent for light mode and one for dark, each with the text colour on it. All "#rrggbb".

    `accent` reads on white, and `accent_dark` on dark surfaces: both may be links and buttons.
    """

    accent: str
    on_accent: str
    accent_dark: str
    on_accent_dark: str


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two "#rrggbb" colours, from 1.0 to 21.0."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def colours_from_accent(accent: str) -> Colours:
    """Return the colours for an accent.

    Raise ValueError, with the ratio in the message, if the accent is too light to read on white.
    """
    _channels(accent)
    ratio = contrast(accent, WHITE)
    if ratio < LEAST_CONTRAST:
        shown = int(ratio * 100) / 100  # cut, not rounded: 4.499 must not be shown as 4.5
        raise ValueError(
            f"{accent} on white has a contrast of only {shown:.2f}:1, and text needs "
            f"{LEAST_CONTRAST}:1: choose a darker shade, such as {_shade_for(accent, WHITE, '#000000')}"
        )
    accent_dark = _shade_for(accent, DARK_SURFACE, WHITE)
    return Colours(accent.lower(), _text_on(accent), accent_dark, _text_on(accent_dark))


def _text_on(background: str) -> str:
    return max((WHITE, INK), key=lambda text: contrast(text, background))


def _shade_for(colour: str, background: str, towards: str) -> str:
    """Return `colour` mixed with as little of `towards` as makes it readable on `background`."""
    mixes = (_mix(colour, towards, percent) for percent in range(0, 101, 2))
    return next(mix for mix in mixes if contrast(mix, background) >= LEAST_CONTRAST)


def _mix(colour: str, other: str, percent: int) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * percent / 100):02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    """Return the relative luminance (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _KNEE else float(((channel + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[int, ...]:
    match = _HEX.fullmatch(colour)
    if match is None:
        raise ValueError(
            f'"{colour}" is not a colour: write # and six digits 0-9 a-f, such as {DEFAULT_ACCENT}'
        )
    return tuple(int(part, 16) for part in match.groups())

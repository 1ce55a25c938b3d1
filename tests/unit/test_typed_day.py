"""The day that somebody wrote among other words."""

from __future__ import annotations

from datetime import date

import pytest

from webapp.localization.typed_day import find_day, names_who_and_when

DAY = date(2026, 8, 3)


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee, 3 August 2026",
        "Ann Lee, August 3rd, 2026",
        "Ann Lee, 2026-08-03",
        "Ann Lee (3.8.2026)",
        "Ann Lee, 3/8/26",
        "Anna Lee, am 3. Aug. 2026",
        "Ana Lee, el 3 de agosto de 2026",
        "Anne Lee, le 3 août 2026",
        "Anne Lee, le 3 aout 2026",
        "李安 2026年8月3日",
        "آن لي، ٣ أغسطس ٢٠٢٦",
        "Dr May, 3 August 2026",
    ],
)
def test_a_day_is_found_as_people_of_our_languages_write_it(text: str) -> None:
    assert find_day(text) == DAY
    assert names_who_and_when(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "no", "nobody yet", "-", "?", "Ann Lee", "Ann Lee, today", "Ann Lee, 3 August", "August 2026"),
        *("Ann Lee, 31.02.2026", "Ann Lee, 519 555 0100", "Ann Lee, 1-800-273-8255", "1926-08-03"),
    ],
)
def test_a_text_without_a_day_of_the_calendar_names_none(text: str) -> None:
    assert find_day(text) is None
    assert not names_who_and_when(text)


@pytest.mark.parametrize("text", ["2026-08-03", "3 August 2026", "X, 3 August 2026"])
def test_a_day_alone_names_nobody(text: str) -> None:
    assert find_day(text) == DAY
    assert not names_who_and_when(text)

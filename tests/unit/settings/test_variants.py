"""Each country's own English: words, spelling and dates, chosen by the clinic's country."""

from __future__ import annotations

import datetime

import pytest

from tests.project import served
from webapp.clinic import Clinic
from webapp.localization.territories import localizer_of, territory_of
from webapp.report.times import date_words

SERVED = served()


@pytest.mark.parametrize(
    ("region", "language", "pill", "snack", "fibre", "day"),
    [
        ("US", "en-US", "acetaminophen (Tylenol).", "Chips", "fiber", "November\xa029, 2026"),
        ("CA", "en-CA", "acetaminophen (Tylenol).", "Chips", "fibre", "November\xa029, 2026"),
        ("UK", "en-GB", "paracetamol.", "Crisps", "fibre", "29\xa0November 2026"),
        ("AU_NZ", "en-AU", "paracetamol.", "Chips", "fibre", "29\xa0November 2026"),
        ("OTHER", "en", "paracetamol (acetaminophen).", "Crisps / chips", "fibre", "29\xa0November 2026"),
    ],
)
def test_a_clinic_reads_and_asks_in_the_english_of_its_country(
    region: str, language: str, pill: str, snack: str, fibre: str, day: str
) -> None:
    clinic = Clinic(region=region)
    asked = SERVED.in_language("en", territory_of(clinic))
    assert (asked.language, asked.meaning) == (language, SERVED.source.meaning)
    assert pill in asked.questions["medicines"].help
    assert asked.questions["upf_per_day"].help.startswith(snack)
    assert fibre in asked.factors["low_fibre"].in_a_sentence
    assert date_words(datetime.date(2026, 11, 29), localizer_of(clinic)) == day


def test_a_country_s_english_is_no_language_to_choose_and_no_draft() -> None:
    assert not [one for one in SERVED.choices() if one.startswith("en")]
    assert not SERVED.in_language("en", "GB").is_unreviewed
    assert SERVED.in_language("fr", "FR").language == "fr"

"""The rules on alcohol once more, in Python, compared over people of every kind.

The figures are those of the clinical changes of content 0.2. A test has to change when a rule does.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product

from tests.project import QUESTIONNAIRE
from webapp.assessment import validate_answers
from webapp.assessment.assess import raised_flags
from webapp.assessment.level_bounds import exact_levels

GRAMS = {
    region: Fraction(grams)
    for region, grams in {
        "CA": "13.45", "US": "14", "UK": "8", "IE": "10", "AU_NZ": "10", "EU": "10", "OTHER": "10",
    }.items()
}  # fmt: skip
DAYS = [
    tuple(map(Fraction, pair))
    for pair in (("0", "0"), ("0", "0.25"), ("0.46", "0.93"), ("2", "3"), ("4", "7"))
]
DRINKS = [(1, 2), (3, 4), (5, 6), (7, 9), (10, 20)]
LINES = {"UK": 112, "AU_NZ": 100, "EU": 100, "IE": 110}
FEELS = ["no", "yes", "severe", "sober", "not_sure", None]
EVERYBODY = list(product(GRAMS, ["male", "female"], range(5), range(5), range(5), FEELS))
STEP = 7
"""One in so many: prime, and no divisor of the number of answers to any question but the region's."""


@dataclass(frozen=True)
class Drinker:
    region: str
    sex: str
    often: int
    much: int
    many: int
    feels: str | None

    @property
    def points(self) -> int:
        return self.often + self.much + self.many

    @property
    def is_sober(self) -> bool:
        return self.points >= 5 and self.feels == "sober"

    def by_sex(self, male: int, others: int) -> int:
        return male if self.sex == "male" else others

    def day(self, end: int) -> Fraction:
        return DRINKS[self.much][end] * GRAMS[self.region]

    def has_heavy_days(self, end: int, at_least: int) -> bool:
        heavy = self.by_sex(70, 56)
        big = self.by_sex(64, 48) if self.region == "UK" else 6 * GRAMS[self.region]
        is_odd = (self.often == 1 and self.many >= 3) or (self.often in (2, 3) and self.many == 4)
        return (not is_odd and self.many >= at_least and big >= heavy) or (
            self.often >= at_least and self.day(end) >= heavy
        )

    def level(self, end: int) -> int:
        """The level at the least (0) or the most (1) that the answers may mean."""
        week = DAYS[self.often][end] * self.day(end)
        line = self.by_sex(170, 110) if self.region == "IE" else LINES.get(self.region, 94)
        cut = 5 if self.region == "UK" else self.by_sex(4, 3)
        if self.is_sober or not self.points:
            return min(self.points, 1)
        if self.points >= 8 or week >= self.by_sex(210, 112) or self.has_heavy_days(end, 3):
            return 3
        return 2 if self.points >= cut or week >= line or self.has_heavy_days(end, 2) else 1

    @property
    def flags(self) -> set[str]:
        if self.points < 5:
            return set()
        in_need = self.points >= 10 or (self.often == 4 and self.day(0) >= 120) or self.feels != "no"
        return {
            flag
            for flag, stands in {
                "alcohol_severe": self.feels == "severe",
                "alcohol": in_need and not self.is_sober,
                "alcohol_sober": self.is_sober,
            }.items()
            if stands
        }


def test_every_kind_of_drinker_comes_out_alike() -> None:
    differ = [who for who in islice(EVERYBODY, 0, None, STEP) if not is_alike(Drinker(*who))]
    assert differ == []


def is_alike(drinker: Drinker) -> bool:
    if not drinker.often and (drinker.much or drinker.many):
        return True  # nobody can answer so: who never drinks is asked no more
    uk = "_uk" if drinker.region == "UK" else ""
    told: dict[str, str | None] = {"region": drinker.region, "sex": drinker.sex, "audit1": str(drinker.often)}
    if drinker.often:
        told |= {f"audit2{uk}": str(drinker.much), f"audit3{uk}": str(drinker.many)}
    if drinker.points >= 5:
        told |= {"alcohol_withdrawal": drinker.feels}
    answers = validate_answers(QUESTIONNAIRE, told)
    flags = {flag.id for flag in raised_flags(answers) if flag.id.startswith("alcohol")}
    levels = exact_levels(QUESTIONNAIRE, answers.situation, "alcohol")
    return levels == (drinker.level(0), drinker.level(1)) and flags == drinker.flags

"""The years in which a person may have been born: what only the patient and their own people know."""

from datetime import date
from math import floor

from webapp.assessment.same_person import AGE, age_of
from webapp.follow_up.last_time import LastTime


def birth_years(last: LastTime) -> frozenset[int]:
    """Return the two years that fit the age of last time; none where the age or its day is unknown."""
    age, day = age_of(last.answers), last.day_of(AGE)
    if age is None or day == date.min:
        return frozenset()
    latest = day.year - floor(age)
    return frozenset({latest - 1, latest})

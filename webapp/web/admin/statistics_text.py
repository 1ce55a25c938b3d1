"""The numbers of a quarter in words."""

from collections.abc import Mapping

from webapp.questionnaire.model import Questionnaire
from webapp.statistics.quarters import Quarter
from webapp.storage import CHECK, START
from webapp.web.kit.i18n import gettext

PERCENT = 100


def quarter_name(quarter: Quarter) -> str:
    """Return the quarter in words, such as "July to September 2026"."""
    words = {
        1: gettext("January to March %(year)s", year=quarter.year),
        2: gettext("April to June %(year)s", year=quarter.year),
        3: gettext("July to September %(year)s", year=quarter.year),
        4: gettext("October to December %(year)s", year=quarter.year),
    }
    return words[quarter.number]


def place_names(questionnaire: Questionnaire) -> Mapping[str, str]:
    """Return the names of the places at which a form can be left."""
    sections = {section.id: section.title for section in questionnaire.sections}
    first, last = gettext("Before the first answer"), gettext("Checking the answers, and sending them")
    return {START: first, **sections, CHECK: last}


def shown_count(count: int | None) -> str:
    """Return a number; for a hidden one, that it is hidden."""
    return gettext("hidden") if count is None else str(count)


def share_words(count: int | None, total: int | None) -> str:
    """Return a number with its share in whole per cent; for a hidden one, that it is hidden."""
    if count is None or not total:
        return gettext("hidden")
    return gettext("%(count)s (%(percent)s %%)", count=count, percent=percent_of(count, total))


def percent_of(count: int | None, total: int | None) -> int | str:
    """Return a share in whole per cent, of rounded numbers; "" where there is none."""
    if count is None or not total:
        return ""
    return min(PERCENT, (PERCENT * count + total // 2) // total)

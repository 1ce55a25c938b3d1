"""The country of a clinic, whose forms of dates, numbers and words it reads."""

from collections.abc import Mapping
from pathlib import Path

from babel.core import get_global

from webapp.clinic import Clinic
from webapp.localization.catalogues import TRANSLATIONS, is_easy, is_same_language
from webapp.localization.localizer import WORLD, Localizer
from webapp.questionnaire.model import Questionnaire

EUROPE = "150"  # dates as in WORLD ("29 November 2026"), with hours to 24

TERRITORIES: Mapping[str, str] = {"UK": "GB", "AU_NZ": "AU", "EU": EUROPE, "OTHER": WORLD}
"""What Babel (CLDR) calls a region of the questionnaire, where it has another name for it."""

SEVERAL = ("AU_NZ", "EU", "OTHER")  # regions of several countries: the time zone decides between them


def localizer_of(clinic: Clinic, language: str = "", folder: Path = TRANSLATIONS) -> Localizer:
    """Return the localizer of the clinic's language, or of another, as the clinic's country writes it."""
    return Localizer(language or clinic.language, territory_of(clinic), folder)


def localizer_for(clinic: Clinic, questionnaire: Questionnaire) -> Localizer:
    """Return the localizer of a report on this questionnaire, as the clinic's country writes it."""
    own = is_same_language(clinic.language, questionnaire.language) and not is_easy(questionnaire.language)
    return localizer_of(clinic, "" if own else questionnaire.language)


def territory_of(clinic: Clinic) -> str:
    """Return the territory of the region; where that has several or none was chosen, of the time zone."""
    territory = TERRITORIES.get(clinic.region, clinic.region)
    if territory in get_global("territory_currencies") and clinic.region not in SEVERAL:
        return territory
    wide = territory if clinic.region in SEVERAL else ""
    return str(get_global("zone_territories").get(clinic.timezone, wide))

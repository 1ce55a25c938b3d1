"""Settings: of this process from the environment, and of the clinic from its one file."""

from webapp.settings.address import address_of, known_address, note_address, noted_listener
from webapp.settings.clinic_file import read_clinic, refuse_an_unknown_region
from webapp.settings.environment import Settings
from webapp.settings.errors import SettingsError
from webapp.settings.instance import make_instance, shut_to_others
from webapp.settings.languages import refuse_another_language, wordless
from webapp.settings.logo import logo_of
from webapp.settings.questions_file import read_questions
from webapp.settings.time_zones import UTC, known_zone, unnamed, zone_examples, zones_of_places

__all__ = [
    "UTC",
    "Settings",
    "SettingsError",
    "address_of",
    "known_address",
    "known_zone",
    "logo_of",
    "make_instance",
    "note_address",
    "noted_listener",
    "read_clinic",
    "read_questions",
    "refuse_an_unknown_region",
    "refuse_another_language",
    "shut_to_others",
    "unnamed",
    "wordless",
    "zone_examples",
    "zones_of_places",
]

"""Settings of this process (environment) and of the clinic (clinic.toml)."""

from webapp.settings.address import (
    browser_address,
    find_address,
    reclaim_address,
    save_address,
    saved_listener,
)
from webapp.settings.clinic_file import read_clinic, require_known_region
from webapp.settings.environment import Settings
from webapp.settings.errors import SettingsError
from webapp.settings.exposure import exposure_problem
from webapp.settings.instance import make_instance, restrict_permissions, why_unwritable
from webapp.settings.languages import missing_translation, require_matching_language
from webapp.settings.logo import parse_logo
from webapp.settings.questions_file import read_questions
from webapp.settings.settings_file import with_settings_file
from webapp.settings.time_zones import UTC, parse_time_zone, place_time_zones, time_zone_examples, unknown_tz
from webapp.settings.zone_check import zone_problem

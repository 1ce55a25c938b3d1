"""Settings: of this process from the environment, and of the clinic from its one file."""

from webapp.settings.clinic_file import CLINIC_FILE, read_clinic
from webapp.settings.environment import Settings
from webapp.settings.instance import make_instance
from webapp.settings.problems import SettingsError

__all__ = ["CLINIC_FILE", "Settings", "SettingsError", "make_instance", "read_clinic"]

"""The table of a region."""

from webapp.questionnaire.loading.document import EasyTable, IdTable
from webapp.questionnaire.loading.values import Day


class RegionTable(IdTable, EasyTable):
    """A `[[region]]`."""

    emergency: str
    help_line: str
    urgent_line: str = ""
    emergency_room: str = ""
    doctor: str = ""
    drinks: str = ""
    drink_sizes: str = ""
    sun_season: str = ""
    milk: str = ""
    confirmed: bool = False
    phoned_by: str = ""
    phoned_on: Day = ""

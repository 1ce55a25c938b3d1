"""The clinic as pages and reports show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.clinic.colours import DEFAULT_ACCENT, Colours, colours_from_accent

LONGEST_LINE = 80  # characters that fit the header of a page of 320 px and the head of the report
MOST_CONTACT_LINES = 6
LETTER_REGIONS = ("CA", "US")  # where printers hold Letter; elsewhere they hold A4


def usual_paper(region: str) -> str:
    """Return the usual paper size of a region."""
    return "letter" if region in LETTER_REGIONS else "a4"


@dataclass(frozen=True)
class Logo:
    """A picture file; `media_type` is image/png or image/jpeg; width and height in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


@dataclass(frozen=True)
class Clinic:
    """The clinic as its settings file describes it; everything is empty without one.

    `region` is an option id of the question `region`; "" means that the patient is asked.
    `paper` is "a4" or "letter". `language` is the language of staff, as a tag ("en", "pt-BR");
    `languages` are the others that patients may choose. `timezone` is a name such as
    "America/Vancouver"; "" is that of the server.
    `one_sided` is for a printer that prints one side only: no page is left empty for the back of a sheet.
    `numbers_phoned` says who phoned the numbers to call, and when; "" leaves it to the questionnaire, and so
    does a text that names nobody or no day.
    `asks_self_harm` is true only with a named person in `self_harm_contact`, who acts on a yes.
    """

    name: str = ""
    contact: tuple[str, ...] = ()
    region: str = ""
    colours: Colours = field(default_factory=lambda: colours_from_accent(DEFAULT_ACCENT))
    logo: Logo | None = None
    paper: str = "a4"
    one_sided: bool = False
    language: str = "en"
    languages: tuple[str, ...] = ()
    timezone: str = ""
    numbers_phoned: str = ""
    asks_self_harm: bool = False
    self_harm_contact: str = ""

    @property
    def presets(self) -> Mapping[str, str]:
        """Return the answers that the clinic fixes, by question id. These questions are not shown."""
        return {"region": self.region} if self.region else {}

    @property
    def opted_in(self) -> frozenset[str]:
        """Return the ids of the opt-in questions that the clinic switched on."""
        return frozenset({"self_harm"}) if self.asks_self_harm else frozenset()

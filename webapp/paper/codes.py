"""What the four codes of a page say, where they stand, and how large pages are."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from webapp.paper.edition import FormEdition

CORNERS = ("top-left", "top-right", "bottom-right", "bottom-left")
"""The corners in the order of their numbers in the codes."""

SIZE = 1050  # side of a code, in hundredths of a millimetre
MARGIN = 650  # from the edges of the paper
VERSION = "G1"
DIGEST_LENGTH = 8  # letters of a questionnaire's digest
LAYOUT_LENGTH = 6
NUMBER_LENGTH = 6
LONGEST_LANGUAGE = 8
MOST_PAGES = 99  # a code has two digits for each
SIZES = {"a4": (21000, 29700), "letter": (21590, 27940)}
"""Width and height of the paper, in hundredths of a millimetre."""

DOTS = 8  # of a straightened page, in a millimetre
HUNDREDTHS_IN_A_DOT = 100 / DOTS

NUMBER_LETTERS = "34679CFGHJKMPQRTWXY"
"""Letters of a form's number, which may be copied by hand: those of references."""


def new_form_number(random_bytes: Callable[[int], bytes]) -> str:
    """Return a number for one printed form."""
    return "".join(NUMBER_LETTERS[byte % len(NUMBER_LETTERS)] for byte in random_bytes(NUMBER_LENGTH))


@dataclass(frozen=True)
class FormCode:
    """What every page of one form has in common. `layout` is the digest of the places of its boxes."""

    edition: FormEdition
    digest: str
    language: str
    number: str
    layout: str = ""

    def with_layout(self, layout: str) -> "FormCode":
        return replace(self, layout=layout)

    @property
    def short_digest(self) -> str:
        return self.digest[:DIGEST_LENGTH].upper()


@dataclass(frozen=True)
class PageCode:
    """One code: the form, the page and the number of pages, and the corner where the code stands."""

    form: FormCode
    page: int
    pages: int
    corner: int

    @property
    def text(self) -> str:
        """The text of the code: capital letters and digits, which take the least room."""
        form = self.form
        return (
            f"{VERSION}{self.corner}{self.page:02}{self.pages:02}{form.edition.text}{form.short_digest}"
            f"{form.layout}{form.number}{form.language[:LONGEST_LANGUAGE].upper()}"
        )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a code. Raise ValueError for any other code."""
        if not text.startswith(VERSION):
            raise ValueError("this is no code of a form")
        rest = text.removeprefix(VERSION)
        lengths = (1, 2, 2, 3, DIGEST_LENGTH, LAYOUT_LENGTH, NUMBER_LENGTH)
        fields = []
        for length in lengths:
            fields.append(rest[:length])
            rest = rest[length:]
        corner, page, pages, edition, digest, layout, number = fields
        if len(number) < NUMBER_LENGTH or not rest or int(corner) >= len(CORNERS):
            raise ValueError("a part of the code is missing")
        form = FormCode(FormEdition.parse(edition), digest, rest, number, layout)
        return cls(form, int(page), int(pages), int(corner))


def corner_places(paper: str) -> tuple[tuple[int, int], ...]:
    """Return the upper left point of each code, in hundredths of a millimetre from the paper's own."""
    width, height = SIZES[paper]
    right, bottom = width - MARGIN - SIZE, height - MARGIN - SIZE
    return (MARGIN, MARGIN), (right, MARGIN), (right, bottom), (MARGIN, bottom)

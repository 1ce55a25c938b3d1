"""Where the boxes of a form stand: pure data, found when the form is laid out."""

import json
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple, Self

from webapp.paper.codes import LAYOUT_LENGTH


class BoxPlace(NamedTuple):
    """The outer edges of a box on its page (from 1), in hundredths of a millimetre."""

    key: str
    page: int
    left: int
    top: int
    side: int


Fixed = tuple[tuple[str, str], ...]
"""The answers that a clinic fixes, each with the id of its question, which is not on the form."""


@dataclass(frozen=True)
class FormLayout:
    """The boxes of all pages, in the order of the form."""

    pages: int
    boxes: tuple[BoxPlace, ...]

    def digest(self, fixed: Fixed) -> str:
        """Return six letters that change with the place of any box, and with what the clinic has fixed.

        A box may mean something else in another region: "5 or 6" drinks are of another size there.
        """
        content = f"{self.text}{json.dumps(fixed)}" if fixed else self.text
        return sha256(content.encode()).hexdigest()[:LAYOUT_LENGTH].upper()

    @cached_property
    def text(self) -> str:
        return json.dumps([self.pages, self.boxes], separators=(",", ":"))

    @classmethod
    def parse(cls, text: str | bytes) -> Self:
        pages, boxes = json.loads(text)
        return cls(pages, tuple(BoxPlace(*box) for box in boxes))

    def on(self, page: int) -> tuple[BoxPlace, ...]:
        return tuple(box for box in self.boxes if box.page == page)

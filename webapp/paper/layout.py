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


@dataclass(frozen=True)
class FormLayout:
    """The boxes of all pages, in the order of the form."""

    pages: int
    boxes: tuple[BoxPlace, ...]

    @cached_property
    def digest(self) -> str:
        """Six letters that change with the place of any box."""
        return sha256(self.text.encode()).hexdigest()[:LAYOUT_LENGTH].upper()

    @property
    def text(self) -> str:
        return json.dumps([self.pages, self.boxes], separators=(",", ":"))

    @classmethod
    def parse(cls, text: str | bytes) -> Self:
        pages, boxes = json.loads(text)
        return cls(pages, tuple(BoxPlace(*box) for box in boxes))

    def on(self, page: int) -> tuple[BoxPlace, ...]:
        return tuple(box for box in self.boxes if box.page == page)

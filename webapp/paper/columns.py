"""In how many columns the boxes of a question stand, by the length of their labels."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.cldr.wide_signs import is_wide

MANY, TWO_LINES = 6, 1.8
"""From MANY boxes on there are two columns, even if a label is TWO_LINES times too long for one line."""

BOX = 6  # letters that a box takes in a line, with the gap behind its label


@dataclass(frozen=True)
class LabelWidths:
    """How much room there is, in letters.

    `columns` has pairs: the length of the longest label that still fits, and the number of columns. `line` is
    the length of all labels together that still fit into one line.
    """

    columns: tuple[tuple[int, int], ...]
    line: int

    def columns_of(self, lengths: Sequence[int]) -> int:
        """Return the columns for labels of these lengths, or 0 for one line of boxes, close together."""
        longest, count = max(lengths), len(lengths)
        columns = next((columns for length, columns in self.columns if longest <= length), 1)
        if columns < count and sum(lengths) + BOX * count <= self.line:
            return 0
        most, two = self.columns[-1]
        return max(columns, two) if count >= MANY and longest <= TWO_LINES * most else columns


STANDARD = LabelWidths(((18, 4), (27, 3), (62, 2)), 98)
LARGE = LabelWidths(((9, 4), (14, 3), (28, 2)), 60)


def letters(label: str) -> int:
    """Return the length of a label in letters: a Chinese, Japanese or Korean character is as wide as two."""
    return sum(1 + is_wide(sign) for sign in label)

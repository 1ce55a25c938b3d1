"""Whether every piece of a rule's text is part of the rule."""

import tokenize
from typing import NamedTuple

OPENING, CLOSING = frozenset("([{"), frozenset(")]}")


class LoosePiece(NamedTuple):
    """A piece of a rule's text that is no part of the rule; `line` counts from 0."""

    message: str
    faulty: str
    line: int


def bracketed(text: str) -> str:
    """Return the rule in brackets, as Python's parser reads one of several lines."""
    return f"({text}\n)"


def loose_piece(text: str) -> LoosePiece | None:
    """Return a piece that is not part of the rule, of a text that the parser reads in brackets.

    The text may close the brackets around it and open others, or hold a remark, which the parser drops.
    """
    depth = 0
    lines = iter(bracketed(text).splitlines(keepends=True))
    for token in tokenize.generate_tokens(lines.__next__):
        depth += (token.string in OPENING) - (token.string in CLOSING)
        line = token.start[0] - 1
        if token.type == tokenize.COMMENT:
            return LoosePiece("what stands behind # is not judged: take it out", token.string, line)
        if depth == 0 and token.string in CLOSING and line < text.count("\n") + 1:
            return LoosePiece("this bracket closes none that the rule opens", token.string, line)
    return None

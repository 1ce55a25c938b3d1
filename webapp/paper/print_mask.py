"""What is printed on a blank page, as pure data: these dots are not a mark of somebody's pen."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PrintMask:
    """The dots of a straightened page that are print, or close to it: packed bits of rows, compressed."""

    width: int
    height: int
    packed: bytes

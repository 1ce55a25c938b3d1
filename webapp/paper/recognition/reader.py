"""The server's side of reading pictures: pages come back straightened, as grey values alone."""

import sys
from dataclasses import dataclass
from importlib.util import find_spec

from webapp.child_process import FileProcess, FileReader, QueueBusy
from webapp.paper.codes import HUNDREDTHS_IN_A_DOT, SIZES, PageCode
from webapp.paper.recognition.process import HEAD, INDEX, READ, REFUSED, SECONDS
from webapp.paper.recognition.refusals import BROKEN, TOO_LARGE, TOO_MUCH_WORK, PictureRefused

COMMAND = (sys.executable, "-m", "webapp.paper.recognition.process")
MOST_FILE = 20_000_000  # bytes of a photo, or of a scan of all pages of a form
MOST_REPLY = 8_000_000  # bytes of a straightened page, with room to spare
QUEUE_SECONDS = 15.0  # how long to wait while other pages are read
PLACES = 4
LIBRARIES = ("numpy", "zxingcpp", "pypdfium2")


class PictureReaderBusy(Exception):  # noqa: N818 - a state, not a mistake
    """Too many pictures are being read. Ask again after `retry_after` seconds."""

    retry_after = int(QUEUE_SECONDS)


@dataclass(frozen=True)
class PictureOfPage:
    """A straightened page: what its codes say, and its grey values row by row. `count`: pages of the file."""

    code: PageCode
    width: int
    height: int
    grey: bytes
    count: int


def can_read_pictures() -> bool:
    """Return whether the libraries of the extra "paper" are installed."""
    return all(find_spec(name) for name in LIBRARIES)


class PictureReader(FileReader):
    """One reading process, started for the first file, which reads one page at a time."""

    def __init__(self) -> None:
        super().__init__(
            FileProcess(
                COMMAND,
                max_reply=MOST_REPLY,
                places=PLACES,
                queue_seconds=QUEUE_SECONDS,
                seconds=2.0 * SECONDS,
            )
        )

    def read(self, file: bytes, index: int) -> PictureOfPage:
        """Return one page of a file. Raise PictureRefused or PictureReaderBusy."""
        if len(file) > MOST_FILE:
            raise PictureRefused(TOO_LARGE)
        try:
            reply = self._process.reply_to(INDEX.pack(index) + file)
        except QueueBusy:
            raise PictureReaderBusy from None
        return _page_of(reply)


def _page_of(reply: bytes) -> PictureOfPage:
    if reply[:1] == REFUSED:
        (count,) = INDEX.unpack_from(reply, 1)
        raise PictureRefused(reply[1 + INDEX.size :].decode(errors="replace"), count)
    if reply[:1] != READ:
        raise PictureRefused(TOO_MUCH_WORK)
    count, width, height, length = HEAD.unpack_from(reply, 1)
    start = 1 + HEAD.size
    try:
        code = PageCode.parse(reply[start : start + length].decode("ascii"))
    except ValueError as error:
        raise PictureRefused(BROKEN) from error
    grey = reply[start + length :]
    if len(grey) != width * height or (width, height) not in PAGE_SIZES:
        raise PictureRefused(BROKEN)
    return PictureOfPage(code, width, height, grey, count)


PAGE_SIZES = {
    (round(width / HUNDREDTHS_IN_A_DOT), round(height / HUNDREDTHS_IN_A_DOT))
    for width, height in SIZES.values()
}
"""Width and height of a straightened page, in dots."""

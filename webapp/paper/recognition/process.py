"""The process that reads pictures from outside: `python -m webapp.paper.recognition.process`.

A message is the index of a page (four bytes) and the file; a reply is READ, the number of pages, width and
height, the length and text of the page's code, and its grey values from above; or REFUSED, the number of
pages (0: not known) and a sentence.
"""

import os
import resource
import struct
from io import BytesIO

from webapp.child_process.sandbox import Sandbox
from webapp.paper.recognition.refusals import BROKEN, TOO_MUCH_WORK, PictureRefused

READ, REFUSED = b"R", b"N"
INDEX = struct.Struct(">I")
HEAD = struct.Struct(">IIII")
SECONDS = 20  # wall time of one page on a busy machine; usually a page takes a hundredth of it
MEBIBYTE = 1024 * 1024

LIMITS = {
    resource.RLIMIT_CPU: 10,
    resource.RLIMIT_DATA: 280 * MEBIBYTE,
    resource.RLIMIT_AS: 1536 * MEBIBYTE,  # with the libraries, which are mapped and not in memory
    resource.RLIMIT_NOFILE: 0,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
}
"""Limits of the child: CPU seconds, bytes of memory; it opens and writes no file, and leaves no core file."""


def main() -> None:
    """Reply until standard input closes."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each thread would take memory of its own
    Sandbox(LIMITS, SECONDS, refused(TOO_MUCH_WORK)).serve(reply, prepare)


def reply(message: bytes) -> bytes:
    """Return the page that a message asks for, or a refusal."""
    from webapp.paper.recognition.pictures import page_count  # noqa: PLC0415  after the setting above
    from webapp.paper.recognition.straighten import straight_page  # noqa: PLC0415

    (index,) = INDEX.unpack_from(message)
    file = message[INDEX.size :]
    count = 0
    try:
        count = page_count(file)
        page = straight_page(file, index)
    except PictureRefused as refusal:
        return refused(refusal.sentence, count)
    except MemoryError:
        return refused(TOO_MUCH_WORK, count)
    except Exception:  # noqa: BLE001  it is the file's doing
        return refused(BROKEN, count)
    height, width = page.grey.shape
    code = page.code.text.encode()
    return READ + HEAD.pack(count, width, height, len(code)) + code + page.grey.tobytes()


def refused(sentence: str, count: int = 0) -> bytes:
    """Return the refusal of a page, for this reason."""
    return REFUSED + INDEX.pack(count) + sentence.encode()


def prepare() -> None:
    """Read pictures of our own: a child cannot import any module."""
    from PIL import Image  # noqa: PLC0415

    Image.init()
    for kind in ("JPEG", "PNG", "TIFF", "PDF"):
        made = BytesIO()
        Image.new("L", (1000, 1000), 255).save(made, kind)
        reply(INDEX.pack(0) + made.getvalue())


if __name__ == "__main__":
    main()

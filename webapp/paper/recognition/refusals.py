"""Why a picture is not read, as sentences for the person who took it."""

from webapp.localization.marking import N_

NOT_A_PICTURE = N_("This is no picture and no PDF. Choose a photo (JPEG or PNG) or a scan (PDF, TIFF).")
HEIC = N_("This photo is a HEIC file, which is not read here. Save it as JPEG, and try again.")
BROKEN = N_("This file is damaged, or is not what it seems to be. Take the picture again.")
LOCKED = N_("This PDF is locked with a password. Save it without one, and try again.")
TOO_LARGE = N_("This file is too large. Take photos of one page each, or scan with 200 to 300 dots an inch.")
TOO_MANY_PIXELS = N_("This picture is too large. Scan with 200 to 300 dots an inch, or take a usual photo.")
TOO_MUCH_WORK = N_(
    "Reading this file takes more time or memory than a page needs. Take a photo of the page, or scan it "
    "with 200 to 300 dots an inch."
)
TOO_MANY_PAGES = N_("This PDF has too many pages. Choose the pages of one form.")
TOO_SMALL = N_("This picture is too small. Hold the camera so that one page fills the picture.")
NO_CODES = N_(
    "No page of a form was found. Put one page on a dark table, in good light, with all four corner squares "
    "in the picture."
)
EMPTY = N_("This page is empty. Take in the side that has boxes.")
FEW_CODES = N_(
    "Fewer than three of the four corner squares can be read. Take the picture again: the whole page, sharp, "
    "and without shadows on the corners."
)
TWO_PAGES = N_("Several pages are in one picture. Take a picture of each page.")


class PictureRefused(Exception):  # noqa: N818  a refusal
    """The picture cannot be read. `sentence` says why; `count`: pages of the file, 0 if that is not known."""

    def __init__(self, sentence: str, count: int = 0) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.count = count

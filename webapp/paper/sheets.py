"""The pages of one form together: which are missing, there twice, or somebody else's. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from webapp.localization.localizer import Localizer
from webapp.localization.marking import N_
from webapp.paper.codes import PageCode

OTHER_FORMS = N_("Pages of several forms are mixed: %(forms)s. Take in the pages of one person at a time.")
OTHER_KINDS = N_("These pages are of forms that differ (another version or print). Take them in one by one.")
MISSING = N_("Missing of the %(count)s pages: %(pages)s. Type in what they say, or leave it open.")
TWICE = N_("There twice: page %(pages)s. Take it in once, so that one answer stands for each question.")


@dataclass(frozen=True)
class SheetCheck:
    """What is wrong with the pages of a form: `refusals` end the reading, `remarks` are shown."""

    refusals: tuple[str, ...]
    remarks: tuple[str, ...]


def check_sheets(codes: Sequence[PageCode], localizer: Localizer) -> SheetCheck:
    """Compare the pages that were read; there is at least one."""
    forms = dict.fromkeys(code.form for code in codes)
    numbers = dict.fromkeys(form.number for form in forms)
    if len(numbers) > 1:
        named = localizer.join_phrases(_pages_of(number, codes, localizer) for number in numbers)
        return SheetCheck((localizer.gettext(OTHER_FORMS, forms=named),), ())
    if len(forms) > 1:
        return SheetCheck((localizer.gettext(OTHER_KINDS),), ())
    times = Counter(code.page for code in codes)
    count = codes[0].pages
    missing = [page for page in range(1, count + 1) if page not in times]
    twice = [page for page, seen in times.items() if seen > 1]
    refusals = [localizer.gettext(TWICE, pages=_listed(twice, localizer))] if twice else []
    remarks = [localizer.gettext(MISSING, pages=_listed(missing, localizer), count=count)] if missing else []
    return SheetCheck(tuple(refusals), tuple(remarks))


def _pages_of(number: str, codes: Iterable[PageCode], localizer: Localizer) -> str:
    pages = sorted({code.page for code in codes if code.form.number == number})
    return localizer.ngettext(
        "%(number)s (page %(pages)s)",
        "%(number)s (pages %(pages)s)",
        len(pages),
        number=number,
        pages=_listed(pages, localizer),
    )


def _listed(pages: Iterable[int], localizer: Localizer) -> str:
    return localizer.join(map(str, sorted(pages)))

"""What a number line says in words: its bounds, and the picture for people who do not see it."""

from webapp.localization.localizer import Localizer
from webapp.report.views.amount_line import AmountLine, BandOfAmount


def band_words(band: BandOfAmount, localizer: Localizer) -> str:
    """Return the bounds of a band: "from 15", "above 15", "below 15" or "up to 15"."""
    if band.low and band.is_from:
        return localizer.gettext("from %(number)s", number=band.low)
    if band.low:
        return localizer.gettext("above %(number)s", number=band.low)
    if band.is_below:
        return localizer.gettext("below %(number)s", number=band.high)
    return localizer.gettext("up to %(number)s", number=band.high)


def moved_words(line: AmountLine, localizer: Localizer) -> str:
    """Say that the earlier amount was judged by other cut-offs; "" where it was not."""
    if not line.is_judged_otherwise:
        return ""
    was, now = localizer.join(line.was_cuts), localizer.join(line.cut_words)
    said = (
        localizer.gettext("The guide numbers for you changed from %(was)s to %(now)s.", was=was, now=now)
        if was
        else localizer.gettext("The guide numbers for you were not known before.")
    )
    unmarked = localizer.gettext("The earlier amount has no mark on this line.")
    return f"{said} {unmarked}"


def line_description(line: AmountLine, localizer: Localizer) -> str:
    """Return one sentence about the picture, for screen readers."""
    values = {"title": line.title, "number": line.number, "cuts": localizer.join_phrases(line.cut_words)}
    if line.was_ends:
        return localizer.gettext(
            "%(title)s: a pale mark at %(was)s and a dark one at %(number)s, on a line with cut-offs at "
            "%(cuts)s",
            was=line.was,
            **values,
        )
    return localizer.gettext("%(title)s: a mark at %(number)s, on a line with cut-offs at %(cuts)s", **values)

"""How far the forms of a quarter came, as bars and by day: begun, finished, left, gone on with."""

from collections.abc import Sequence
from fractions import Fraction

from markupsafe import Markup

from webapp.questionnaire.model import Questionnaire
from webapp.report.charts.day_blocks import DayBlock, DayWords, day_blocks
from webapp.report.charts.shares import ShareRow, shares
from webapp.report.times import days_words, month_words
from webapp.statistics.form_flow import DaysShown, FormFlow
from webapp.statistics.quarters import Quarter
from webapp.web.admin.statistics_text import place_names, share_words, shown_count
from webapp.web.kit.i18n import gettext, localizer

Bar = tuple[str, int | None, str]
"""A title, a number that may be shown, and its words."""

Chart = tuple[str, Markup]
"""A chart under its title."""


def flow_charts(flow: FormFlow, questionnaire: Questionnaire) -> tuple[Chart, ...]:
    """Return each chart of the whole quarter that has a bar. Each draws what a table shows."""
    names = place_names(questionnaire)
    titles = [names.get(stop.place, stop.place) for stop in flow.stops]
    forms = [
        (gettext("Forms begun"), flow.begun, shown_count(flow.begun)),
        (gettext("Finished"), flow.finished, share_words(flow.finished, flow.begun)),
    ]
    stops = tuple(zip(titles, flow.stops, strict=True))
    left = [(title, stop.left, share_words(stop.left, flow.begun)) for title, stop in stops]
    back = [(title, stop.returned, shown_count(stop.returned)) for title, stop in stops]
    drawn = (
        _chart("forms", gettext("Begun and finished"), forms),
        _chart("stops", gettext("Where forms were left"), left),
        _chart("returns", gettext("Where people came back"), back),
    )
    return tuple(filter(None, drawn))


def day_charts(flow: FormFlow, quarter: Quarter) -> tuple[Chart, ...]:
    """Return the plots over the days of the quarter, where days may be shown."""
    months = [(day, month_words(day, localizer())) for day in quarter.months]
    begun = DayWords(
        gettext("Begun and finished, by day"),
        gettext("Forms a day"),
        months,
        gettext("finished"),
        gettext("begun, not finished"),
    )
    back = DayWords(gettext("Came back, by day"), gettext("Times a day"), months, gettext("came back"))
    drawn = (("finished-days", begun, flow.finished_days), ("returned-days", back, flow.returned_days))
    return tuple(
        (names.title, day_blocks(list(map(_block, spans)), names, prefix=prefix, words=localizer()))
        for prefix, names, spans in drawn
        if spans
    )


def days_name(span: DaysShown) -> str:
    """Return the days in words, such as "1 – 3 Oct"."""
    return days_words(span.first, span.last, localizer())


def _block(span: DaysShown) -> DayBlock:
    words = localizer()
    count = str(span.count)
    if span.begun is None:
        return DayBlock(span.first, span.last, span.count, span.count, words.labelled(days_name(span), count))
    said = (words.labelled(gettext("begun"), str(span.begun)), words.labelled(gettext("finished"), count))
    says = words.labelled(days_name(span), words.join(said))
    return DayBlock(span.first, span.last, span.begun, span.count, says)


def _chart(prefix: str, title: str, bars: Sequence[Bar]) -> Chart | None:
    """Draw bars, the longest in the whole width."""
    most = max((count or 0 for _, count, _ in bars), default=0)
    if not most:
        return None
    rows = [
        ShareRow(name, None if count is None else Fraction(count, most), words) for name, count, words in bars
    ]
    return title, shares(rows, prefix=prefix, title=title, words=localizer())

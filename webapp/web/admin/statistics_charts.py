"""How far the forms of a quarter came, as bars: begun, finished, where they were left or gone on with."""

from collections.abc import Sequence
from fractions import Fraction

from markupsafe import Markup

from webapp.questionnaire.model import Questionnaire
from webapp.report.charts.shares import ShareRow, shares
from webapp.statistics.form_flow import FormFlow
from webapp.web.admin.statistics_text import count_words, place_names, share_words
from webapp.web.kit.i18n import gettext, localizer

Bar = tuple[str, int | None, str]
"""A title, a number that may be shown, and its words."""


def flow_charts(flow: FormFlow, questionnaire: Questionnaire) -> tuple[tuple[str, Markup], ...]:
    """Return each chart that has a bar, with its title. They draw what the tables show, and nothing else."""
    names = place_names(questionnaire)
    titles = [names.get(stop.place, stop.place) for stop in flow.stops]
    forms = [
        (gettext("Forms begun"), flow.begun, count_words(flow.begun)),
        (gettext("Finished"), flow.finished, share_words(flow.finished, flow.closed)),
    ]
    stops = tuple(zip(titles, flow.stops, strict=True))
    left = [(title, stop.left, share_words(stop.left, flow.closed)) for title, stop in stops]
    back = [(title, stop.returned, count_words(stop.returned)) for title, stop in stops]
    drawn = (
        _chart("forms", gettext("Begun and finished"), forms),
        _chart("stops", gettext("Where forms were left"), left),
        _chart("returns", gettext("Where people came back"), back),
    )
    return tuple(filter(None, drawn))


def _chart(prefix: str, title: str, bars: Sequence[Bar]) -> tuple[str, Markup] | None:
    """Draw bars, the longest in the whole width."""
    most = max((count or 0 for _, count, _ in bars), default=0)
    if not most:
        return None
    rows = [
        ShareRow(name, None if count is None else Fraction(count, most), words) for name, count, words in bars
    ]
    return title, shares(rows, prefix=prefix, title=title, words=localizer())

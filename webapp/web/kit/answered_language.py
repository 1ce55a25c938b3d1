"""A page that stays in the language of its answers, where they are not there in the one that was chosen."""

from collections.abc import Iterator

from flask import g

from webapp.localization.catalogues import is_same_edition, is_same_language, plain_language
from webapp.localization.localizer import Localizer
from webapp.localization.marking import N_
from webapp.questionnaire.model import Questionnaire
from webapp.web.kit.app_context import app_context

STAYS = N_(
    "We changed our questions after you answered. So this page stays as you answered: in %(language)s."
)


def stay_in_language_of(asked: Questionnaire) -> None:
    """Show the page in the language of this questionnaire, whose words it holds; it says why.

    Between easy read and plain words of one language nothing is said.
    """
    app = app_context()
    if is_same_edition(asked.language, app.language):
        return
    if not is_same_language(asked.language, app.language):
        g.language_not_shown = app.language
    offered = (one for one in app.offered_editions if is_same_edition(one, asked.language))
    g.language = next(offered, asked.language)


def answered_language_remarks() -> Iterator[tuple[Localizer, str]]:
    """Yield why a page is not in the language that was chosen, in that one."""
    chosen, app = g.get("language_not_shown", ""), app_context()
    if chosen:
        words = Localizer(chosen, folder=app.settings.translations)
        shown = Localizer(plain_language(app.language), folder=app.settings.translations)
        yield words, words.gettext(STAYS, language=shown.name_in(words))

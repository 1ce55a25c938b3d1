"""Templates of Jinja that translate: `_("…")`, `ngettext(…)` and `pgettext(…)`."""

from collections.abc import Callable

from jinja2 import Environment

from webapp.localization.localizer import Localizer


def install_catalogues(environment: Environment, localizer: Callable[[], Localizer]) -> None:
    """Let the templates translate; `localizer` is called for each text.

    Jinja puts the values in.
    """

    def gettext(words: str) -> str:
        return localizer().catalogue.ugettext(words)

    def ngettext(one: str, many: str, number: int) -> str:
        return localizer().catalogue.ungettext(one, many, number)

    def pgettext(context: str, words: str) -> str:
        return localizer().catalogue.upgettext(context, words)

    environment.add_extension("jinja2.ext.i18n")
    install: Callable[..., None] = vars(environment)["install_gettext_callables"]  # the extension's
    install(gettext, ngettext, newstyle=True, pgettext=pgettext)

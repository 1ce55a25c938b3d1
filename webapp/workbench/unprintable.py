"""Characters that no font of the report has: a page with one of them is not printed."""

import unicodedata

from webapp.questionnaire.load import LoadedDocument
from webapp.questionnaire.loading.texts import texts
from webapp.report.pdf.font_coverage import unprintable

MAX_NAMED = 5


def check_unprintable(loaded: LoadedDocument) -> None:
    """Note every text with characters that no font has."""
    for path, text in texts(loaded.errors.data):
        lost = unprintable(text)
        if lost:
            named = ", ".join(map(_named, lost[:MAX_NAMED]))
            more = f" and {len(lost) - MAX_NAMED} more" if len(lost) > MAX_NAMED else ""
            message = f"the report's fonts lack {named}{more}"
            loaded.errors.add(path, "not-printed", message, lost[0])


def _named(sign: str) -> str:
    number = f"U+{ord(sign):04X}"
    return f"“{sign}” ({number})" if unicodedata.category(sign)[0] in "LNPS" else number

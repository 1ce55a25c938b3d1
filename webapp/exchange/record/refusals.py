"""The replies of the reading process: a record, or sentences that say why the file is refused."""

from collections.abc import Callable

from webapp.localization.marking import N_

READ = b"R"
REFUSED = b"N"
"""The first byte of a reply: the record follows, or the sentences, one a line."""

NEITHER = N_(
    "This is not one of our reports (PDF), and no answers of another program either (FHIR, as JSON)."
)
NO_RECORD = N_(
    "This PDF carries no answers as data. They may have been left out, or were lost when the file was "
    "printed or saved again."
)
TWO_RECORDS = N_("This PDF carries answers more than once. One report at a time can be read.")
JOINED = N_(
    "This PDF has more pages than the report whose answers it carries: several files were joined in it. "
    "Choose the report by itself, as it was downloaded."
)
LOCKED = N_("This PDF is locked with a password. Save it without one, and try again.")
BROKEN = N_("This file is damaged, or is not what it seems to be. Get a new copy of it, and try again.")
TOO_LARGE = N_("This file is larger than any report of ours. Choose the report itself, as it was downloaded.")
TOO_MUCH = N_(
    "The answers that this file carries are larger than any questionnaire of ours. They are not read."
)


UNKNOWN_QUESTIONNAIRE = N_(
    "These answers are to a questionnaire that is not known here (version %(version)s, %(digest)s). Nobody "
    "can judge them without it: ask where they were given."
)


class RecordRefused(Exception):  # noqa: N818  a refusal
    """The file cannot be read. `sentences` say everything that is wrong; they may quote the file.

    `values` are put into the sentences once these are translated.
    """

    def __init__(self, *sentences: str, **values: str) -> None:
        self._patterns, self._values = sentences, values
        self.sentences = self.translated(str)
        super().__init__("\n".join(self.sentences))

    def translated(self, translate: Callable[[str], str]) -> tuple[str, ...]:
        """Return the sentences in another language, as far as `translate` knows them."""
        words = map(translate, self._patterns)
        return tuple(one % self._values if self._values else one for one in words)

"""The replies of the reading process: a record, or sentences that say why the file is refused."""

READ = b"R"
REFUSED = b"N"
"""The first byte of a reply: the record follows, or the sentences, one a line."""

NEITHER = "This is not one of our reports (PDF), and no answers of another program either (FHIR, as JSON)."
NO_RECORD = (
    "This PDF carries no answers as data. They may have been left out, or were lost when the file was "
    "printed or saved anew."
)
TWO_RECORDS = "This PDF carries answers more than once. One report at a time can be read."
JOINED = (
    "This PDF has more pages than the report whose answers it carries: several files were joined in it. "
    "Choose the report by itself, as it was downloaded."
)
LOCKED = "This PDF is locked with a password. Save it without one, and try again."
BROKEN = "This file is damaged, or is not what it seems to be. Get it anew, and try again."
TOO_LARGE = "This file is larger than any report of ours. Choose the report itself, as it was downloaded."
TOO_MUCH = "The answers that this file carries are larger than any questionnaire of ours. They are not read."


class RecordRefused(Exception):  # noqa: N818  a refusal
    """The file cannot be read. `sentences` say everything that is wrong; they may quote the file."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences

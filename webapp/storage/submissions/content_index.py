"""Recognizing a file that was taken in before, by a digest of what it says that needs the key to be made."""

import json
from datetime import UTC, datetime

from webapp.storage.crypto.keyring import BlindIndex
from webapp.storage.submissions.encryption import NewSubmission, Person, Submission
from webapp.storage.submissions.name_folding import words_of
from webapp.storage.submissions.person_index import folded_number

_PURPOSE = "content of a file"
FILE_CHANNEL = "import"


class ContentIndex:
    """The digests of answers from files: of the questionnaire, the answers, and when they were given."""

    def __init__(self, index: BlindIndex) -> None:
        self._index = index

    def columns(self, content: NewSubmission | Submission, answered_at: datetime) -> dict[str, object]:
        is_file = content.channel == FILE_CHANNEL
        digest = self._index.digest(_PURPOSE, _text(content, answered_at)) if is_file else None
        return {"content_index": digest}

    def digests(self, new: NewSubmission, answered_at: datetime) -> tuple[str, ...]:
        """Return the digests to search for answers; none for those that came in no file."""
        is_file = new.channel == FILE_CHANNEL
        return self._index.digests(_PURPOSE, _text(new, answered_at)) if is_file else ()


def may_be_same_file(new: NewSubmission, kept: Submission) -> bool:
    """Return whether equal content is the same file again.

    It surely is where the file tells the moment of its answers. Two patients may have equal answers of one
    day: then another name or number than the one that is kept makes it another file.
    """
    return not new.partial_date or _may_be_same_person(new.person, kept.person)


def _may_be_same_person(one: Person, other: Person) -> bool:
    numbers = {folded_number(each.number) for each in (one, other)} - {""}
    names = {tuple(words_of(each.name)) for each in (one, other)} - {()}
    return len(numbers) <= 1 and len(names) <= 1


def _text(content: NewSubmission | Submission, answered_at: datetime) -> str:
    when = content.partial_date or answered_at.astimezone(UTC).isoformat()
    older = content.follow_up.days if content.follow_up else {}
    days = {question: day.isoformat() for question, day in older.items()}
    return json.dumps([content.digest, content.answers, when, days], sort_keys=True)

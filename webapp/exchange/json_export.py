"""Submissions as one JSON text: the answers of each, and its assessment."""

import json
from collections.abc import Sequence

from webapp.assessment import as_json
from webapp.exchange.exported_submission import ExportedSubmission

FORMAT = "gut-factors submissions 1"
"""The format of the file; the number changes when readers have to change too."""


def as_json_text(records: Sequence[ExportedSubmission]) -> str:
    """Return the submissions in the order given. Equal submissions give equal texts."""
    content = {"format": FORMAT, "submissions": [_submission(record) for record in records]}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _submission(record: ExportedSubmission) -> dict[str, object]:
    return {
        "reference": record.reference,
        "submitted_at": record.time,
        "channel": record.channel,
        "answers": record.assessment.answers.to_json(),
        "assessment": as_json(record.assessment),
    }

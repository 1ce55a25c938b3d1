"""Submissions as one JSON text: what was answered, and what it says."""

from __future__ import annotations

import json
from collections.abc import Sequence

from webapp.assessment import as_json
from webapp.exchange.exported_submission import ExportedSubmission

FORMAT = "gut-factors submissions 1"
"""Names the shape of the file; the number changes when a reader must change too."""


def as_json_text(records: Sequence[ExportedSubmission]) -> str:
    """The submissions in the order given. The same ones give the same text."""
    told = {"format": FORMAT, "submissions": [_told(record) for record in records]}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _told(record: ExportedSubmission) -> dict[str, object]:
    return {
        "reference": record.reference,
        "submitted_at": record.time,
        "channel": record.channel,
        "answers": record.assessment.answers.to_json(),
        "assessment": as_json(record.assessment),
    }

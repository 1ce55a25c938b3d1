"""What a patient has read of the safety messages: which flags, and which sentences added to them."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from webapp.assessment.answers import Answers
from webapp.assessment.assess import added_sentences, raised_flags
from webapp.questionnaire.model import ReportNote, SafetyFlag

Acknowledged = Mapping[str, frozenset[str]]
"""By the id of each flag that was read, the keys of the added sentences that stood with it."""


def reading_of(flags: Iterable[SafetyFlag], answers: Answers) -> Acknowledged:
    """Return what somebody reads to whom these flags are shown for these answers."""
    return {flag.id: _sentences(flag, answers) for flag in flags}


def is_unread(flag: SafetyFlag, answers: Answers, acknowledged: Acknowledged) -> bool:
    """Return whether the flag was not read, or not with all sentences that are added to it now."""
    return flag.id not in acknowledged or not _sentences(flag, answers) <= acknowledged[flag.id]


def still_raised(acknowledged: Acknowledged, answers: Answers) -> Acknowledged:
    """Return what was read and still holds: what comes to hold again is shown again."""
    if not acknowledged:
        return acknowledged
    raised = reading_of(raised_flags(answers), answers)
    return {flag: raised[flag] & read for flag, read in acknowledged.items() if flag in raised}


def joined(before: Acknowledged, reading: Acknowledged) -> Acknowledged:
    """Return what was read before and now."""
    return {**before, **{flag: before.get(flag, frozenset()) | read for flag, read in reading.items()}}


def fingerprint_of(reading: Acknowledged) -> str:
    """Return a short hash of what is read, for the form that confirms it."""
    return sha256(json.dumps(acknowledged_to_json(reading), sort_keys=True).encode()).hexdigest()[:16]


def acknowledged_from_json(content: Mapping[str, list[str]] | list[str]) -> Acknowledged:
    """Read the JSON. Drafts of an earlier release list ids alone: no added sentence counts as read."""
    if isinstance(content, Mapping):
        return {flag: frozenset(read) for flag, read in content.items()}
    return dict.fromkeys(content, frozenset())


def acknowledged_to_json(acknowledged: Acknowledged) -> dict[str, Any]:
    """Return the JSON; an earlier release reads its keys as a list of ids."""
    return {flag: sorted(read) for flag, read in acknowledged.items()}


def _sentences(flag: SafetyFlag, answers: Answers) -> frozenset[str]:
    return frozenset(_key(note) for note in added_sentences(flag, answers))


def _key(note: ReportNote) -> str:
    """Return the rule and time of an added sentence: they are equal in every language."""
    return f"{note.time}: {note.when.text if note.when else ''}"

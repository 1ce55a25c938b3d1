"""The entries of the audit log in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp.storage import AuditEntry
from webapp.web.kit.i18n import N_, gettext, localizer

DONE = {
    "set up": N_("set the clinic up"),
    "added": N_("added an account"),
    "changed": N_("changed an account"),
    "disabled": N_("shut an account"),
    "enabled": N_("opened an account again"),
    "invited": N_("made a link to choose a password"),
    "chose a password": N_("chose a password"),
    "turned on the code": N_("turned the second step on"),
    "turned off the code": N_("turned the second step off"),
    "used a recovery code": N_("used a recovery code"),
    "changed the phone": N_("set the second step up on another phone"),
    "made new recovery codes": N_("made new recovery codes"),
    "added a passkey": N_("added a passkey"),
    "removed a passkey": N_("removed a passkey"),
    "was refused a passkey": N_("was refused a passkey that may have been copied"),
    "signed in": N_("signed in"),
    "failed to sign in": N_("typed a wrong password or code"),
    "tried unknown names": N_("tried sign-in names that nobody has"),
    "was made to wait": N_("tried too often, and was made to wait"),
    "was refused": N_("was refused a page that is not for them"),
    "exported the log": N_("exported the log"),
    "sent": N_("sent answers"),
    "took in": N_("took answers in from a file"),
    "opened": N_("opened answers"),
    "marked": N_("changed the state of answers"),
    "printed": N_("printed answers"),
    "exported": N_("exported answers"),
    "wrote a note": N_("wrote a note"),
    "deleted": N_("deleted answers"),
    "linked": N_("joined the answers of one patient"),
    "unlinked": N_("parted answers from a patient"),
    "named": N_("changed the name or number of answers"),
    "released": N_("let the front desk print answers"),
    "took back": N_("let the front desk print answers no more"),
    "agreed a plan": N_("wrote a plan with a patient"),
    "took in a plan": N_("took in a plan that a file carries"),
    "took back a plan": N_("took a plan back"),
    "looked at the paper": N_("looked at the pictures of a paper form"),
    "made an invitation": N_("invited a patient"),
    "was shown an invitation": N_("was shown the link of an invitation that opens answers"),
    "sent an invitation": N_("sent an invitation by mail"),
    "could not send an invitation": N_("could not send an invitation by mail"),
    "reminded of an invitation": N_("reminded a patient of an invitation"),
    "could not remind of an invitation": N_("could not send the reminder of an invitation"),
    "extended an invitation": N_("gave an invitation another last day"),
    "withdrew an invitation": N_("withdrew an invitation"),
    "typed a wrong year of birth": N_("typed a wrong year of birth for an invitation"),
    "made a token": N_("made a token for another program"),
    "revoked a token": N_("revoked a token of another program"),
    "could not deliver an event": N_("could not tell another program of answers, and gave up"),
    "changed the settings": N_("changed the clinic"),
    "changed the policy": N_("changed what is asked or how long things are kept"),
    "added a kiosk": N_("added a kiosk"),
    "made a kiosk code": N_("made a code for a kiosk"),
    "enrolled a kiosk": N_("made a device a kiosk"),
    "changed a kiosk": N_("changed a kiosk"),
    "locked a kiosk": N_("locked a kiosk"),
    "unlocked a kiosk": N_("opened a kiosk again"),
    "revoked a kiosk": N_("revoked a kiosk"),
    "raised a flag": N_("told the desk of an urgent message at a kiosk"),
    "took down a flag": N_("saw to an urgent message at a kiosk"),
    "purged": N_("deleted what was past its term"),
    "believed the clock": N_("said that the clock of the server is right"),
    "backed up": N_("made a backup"),
    "restored": N_("put a backup back"),
    "rotated the keys": N_("changed the key that things are sealed with"),
    "retired keys": N_("took old keys away"),
}
"""Every action of the log, in the words that follow the name of the person."""

ACTORS = {
    "patient": N_("A patient"),
    "command": N_("The command line on the server"),
    "server": N_("The server by itself"),
}


UNKNOWN = {
    "failed to sign in": N_("Somebody"),
    "tried unknown names": N_("Somebody"),
    "was made to wait": N_("Somebody"),
    "typed a wrong year of birth": N_("Somebody"),
    "enrolled a kiosk": N_("Somebody with a code"),
}
"""The names of unknown actors, by action."""


KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "answers": (
        N_("Answers of patients"),
        (
            "sent", "took in", "opened", "marked", "printed", "exported", "wrote a note", "deleted",
            "linked", "unlinked", "named", "released", "took back",
            "agreed a plan", "took in a plan", "took back a plan", "looked at the paper",
        ),
    ),
    "invitations": (
        N_("Invitations"),
        tuple(each for each in DONE if "an invitation" in each or "year of birth" in each),
    ),
    "signing-in": (
        N_("Signing in, and who was refused"),
        (
            "signed in", "failed to sign in", "tried unknown names", "was made to wait", "was refused",
            "chose a password", "turned on the code", "turned off the code", "used a recovery code",
            "changed the phone", "made new recovery codes",
            "added a passkey", "removed a passkey", "was refused a passkey",
        ),
    ),
    "people": (N_("People"), ("added", "changed", "disabled", "enabled", "invited")),
    "clinic": (
        N_("Settings"),
        (
            "set up", "changed the settings", "changed the policy", "exported the log",
            "made a token", "revoked a token",
        ),
    ),
    "kiosks": (N_("Kiosks"), tuple(each for each in DONE if "kiosk" in each or "flag" in each)),
    "server": (
        N_("The server"),
        (
            "purged", "believed the clock", "backed up", "restored", "rotated the keys", "retired keys",
            "could not deliver an event",
        ),
    ),
}  # fmt: skip
"""The kinds of entries: the label and the actions of each."""


DETAILS: Mapping[str, str] = {
    "asks": N_("asks"),
    "changed": N_("changed"),
    "device": N_("device"),
    "drafts": N_("drafts"),
    "entries": N_("entries of the log"),
    "key": N_("key"),
    "keys": N_("keys"),
    "left": N_("left"),
    "made_at": N_("made at"),
    "other": N_("other"),
    "page": N_("page"),
    "pictures": N_("pictures of paper forms"),
    "redated": N_("dated again"),
    "role": N_("role"),
    "rows": N_("rows"),
    "scopes": N_("may fetch"),
    "state": N_("state"),
    "submissions": N_("submissions"),
    "times": N_("times"),
    "what": N_("what"),
    "with_key": N_("with the key"),
}
"""The details of entries, in words."""

DETAIL_VALUES: Mapping[str, str] = {
    "front_desk": N_("front desk"),
    "practitioner": N_("practitioner"),
    "manager": N_("manager"),
    "new": N_("new"),
    "seen": N_("seen"),
    "printed": N_("printed"),
    "closed": N_("closed"),
    "practitioner page": N_("practitioner page"),
    "patient report": N_("patient report"),
    "large print": N_("large print"),
    "patient's part of the report": N_("patient’s part of the report"),
    "plan": N_("plan"),
    "plan in large print": N_("plan in large print"),
    "practitioner's copy of the plan": N_("practitioner’s copy of the plan"),
    "plan and report": N_("plan and report"),
    "plan and report in large print": N_("plan and report in large print"),
    "words": N_("table in words"),
    "comparison": N_("comparison"),
    "whole": N_("everything"),
    "follow_up": N_("the follow-up"),
    "known": N_("known"),
    "unknown": N_("unknown"),
    "name": N_("name"),
    "number": N_("number"),
    "answers": N_("answers"),
    "report": N_("report"),
    "True": N_("yes"),
    "False": N_("no"),
}
"""Values of details that are words."""

SUBJECTS: Mapping[str, str] = {
    "database": N_("database"),
    "invitation": N_("invitation %(code)s"),
    "keys": N_("keys"),
    "kiosk": N_("kiosk %(code)s"),
}
"""What an entry is about, by the first word of its subject."""

_LISTS = {"scopes"}  # details that are words with blanks between them

_TOLD_ALREADY = {"settings", "sign-in"}  # subjects that the words of an entry contain already


@dataclass(frozen=True)
class LogLine:
    """One entry in words."""

    number: int
    at: datetime
    who: str
    what: str
    about: str
    more: str


def log_line(entry: AuditEntry, names: Mapping[str, str]) -> LogLine:
    """Return one entry in words."""
    about = "" if entry.subject in _TOLD_ALREADY | {entry.actor} else _about(entry.subject, names)
    more = localizer().join(_detail(key, value) for key, value in entry.details.items())
    what = gettext(DONE[entry.action])
    return LogLine(entry.number, entry.at, _who(entry, names), what, about, more)


def _about(subject: str, names: Mapping[str, str]) -> str:
    """Return a subject in words; a submission is known by its code alone."""
    kind, _, code = subject.partition(" ")
    if kind == "submission":
        return code
    return gettext(SUBJECTS[kind], code=code) if kind in SUBJECTS else _name(subject, names)


def _detail(key: str, value: Any) -> str:  # noqa: ANN401  what JSON can hold
    """Return one detail in words; what has none stands as it was written."""
    name = DETAILS.get(key)
    values = value if isinstance(value, list) else value.split() if key in _LISTS else [value]
    shown = localizer().enumerate([_detail_value(one) for one in values])
    return localizer().labelled(gettext(name) if name else key.replace("_", " "), shown)


def _detail_value(value: object) -> str:
    """Return a value in words; of a submission, the code."""
    words, (kind, _, code) = DETAIL_VALUES.get(str(value)), str(value).partition(" ")
    if words:
        return gettext(words)
    return code if kind == "submission" else str(value).replace("_", " ")


def _who(entry: AuditEntry, names: Mapping[str, str]) -> str:
    if entry.actor == "server" and entry.action in UNKNOWN:
        return gettext(UNKNOWN[entry.action])
    return gettext(ACTORS[entry.actor]) if entry.actor in ACTORS else _name(entry.actor, names)


def _name(actor: str, names: Mapping[str, str]) -> str:
    """Return the name of a person or a program; a token that was revoked has lost its own."""
    kind, _, number = actor.partition(" ")
    if kind == "token" and actor not in names:
        return gettext("A program whose token was revoked (number %(number)s)", number=number)
    return names.get(actor, actor)

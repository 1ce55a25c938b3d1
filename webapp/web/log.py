"""The log in plain words: for managers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.storage import AuditEntry
from webapp.web.entries import whole
from webapp.web.forms import TokenForm
from webapp.web.inside import managers_only
from webapp.web.parts import parts
from webapp.web.speech import N_, gettext

bp = Blueprint("log", __name__, url_prefix="/log")
managers_only(bp)

ON_A_PAGE = 100

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
    "signed in": N_("signed in"),
    "failed to sign in": N_("typed a wrong password or code"),
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
"""Every action of the log, as it reads after whoever did it."""

ACTORS = {
    "patient": N_("A patient"),
    "command": N_("The command line on the server"),
    "server": N_("The server by itself"),
}


@dataclass(frozen=True)
class Line:
    """One entry in words."""

    number: int
    at: datetime
    who: str
    what: str
    about: str
    more: str


@bp.get("")
def show() -> ResponseReturnValue:
    """The newest entries, or those before one, or those about one thing."""
    wanted, before = request.args.get("about", ""), whole(request.args.get("before", ""))
    about = wanted if wanted.isprintable() else ""  # PostgreSQL takes no NUL
    entries = parts().store.audit.entries(before, ON_A_PAGE, about)
    names = _names()
    lines = [_line(entry, names) for entry in entries]
    older = entries[-1].number if len(entries) == ON_A_PAGE else None
    return render_template(
        "manage/log.html",
        lines=lines,
        older=older,
        is_first=before is None,
        about=about,
        form=TokenForm(),
        purged_at=parts().store.times(parts().clock()).purged_at,
        done=request.args.get("done", ""),
    )


@bp.get("/check")
def check() -> ResponseReturnValue:
    """Work the chain of digests out anew."""
    return render_template("manage/log_check.html", verdict=parts().store.audit.verify())


def _names() -> Mapping[str, str]:
    return {each.actor: each.name for each in parts().store.practitioners.all() if not each.is_damaged}


def _line(entry: AuditEntry, names: Mapping[str, str]) -> Line:
    who = gettext(ACTORS[entry.actor]) if entry.actor in ACTORS else names.get(entry.actor, entry.actor)
    about = "" if entry.subject in {entry.actor, "settings"} else names.get(entry.subject, entry.subject)
    more = ", ".join(f"{key}: {value}" for key, value in entry.details.items())
    return Line(
        entry.number, entry.at, who, gettext(DONE[entry.action]), about.removeprefix("submission "), more
    )

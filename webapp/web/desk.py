"""The desk: who sent answers, newest first, and what can be done with several at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from webapp.prints import SHEETS
from webapp.prints.parts import MOST_BUNDLED
from webapp.storage import STATES, DeskPage, DeskQuery
from webapp.web.desk_words import hide, shown
from webapp.web.forms import TokenForm
from webapp.web.handing_out import EXPORTS, export
from webapp.web.inside import practitioners_only, quiet
from webapp.web.parts import parts
from webapp.web.prints import ordered
from webapp.web.too_old import hold_to_token
from webapp.web.when import add_filters

bp = Blueprint("desk", __name__, url_prefix="/desk")
practitioners_only(bp)
add_filters(bp)

PAGE_SIZE = 50

MOST_SELECTED = PAGE_SIZE
"""As many as one page of the list shows."""

MOST_ORDERED = 500
"""As many as one print of a whole list holds: 25 files."""

TABS: Mapping[str, frozenset[str]] = {
    "open": frozenset(STATES) - {"closed"},
    **{state: frozenset({state}) for state in STATES},
    "all": frozenset(STATES),
}
"""The states behind each tab."""


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a tab, words to look for (`find` holds them hidden), where a page begins."""

    tab: str
    find: str
    words: str
    before: str

    def url(self, endpoint: str = "desk.show", **other: str | None) -> str:
        """The address of this list, or of another part of it."""
        asked: dict[str, Any] = {"tab": self.tab, "find": self.find, "before": self.before, **other}
        return url_for(endpoint, **{name: value for name, value in asked.items() if value})


@bp.get("")
def show() -> ResponseReturnValue:
    """The list."""
    return _page()


@bp.get("/again")
@quiet
def again() -> ResponseReturnValue:
    """The list, as a browser without scripts asks for it by itself."""
    return _page()


@bp.get("/news")
@quiet
def news() -> ResponseReturnValue:
    """A mark that changes when anything on the desk does."""
    here = parts()
    return {"marker": here.store.desk.marker(here.clock())}


@bp.get("/rows")
@quiet
def rows() -> ResponseReturnValue:
    """The rows alone, to be put in the place of those that are shown."""
    return render_template("desk/rows.html", **_listed(_asked()))


@bp.post("/search")
def search() -> ResponseReturnValue:
    """Look for a name, a number or a reference, in every state."""
    hold_to_token()
    find = hide(request.form.get("words", ""))
    return redirect(Asked("all" if find else "open", find, "", "").url(), 303)


@bp.post("/selected")
def act() -> ResponseReturnValue:
    """Print or export the ticked submissions."""
    picked, button = request.form.getlist("pick")[:MOST_SELECTED], request.form.get("do", "")
    if not TokenForm().is_genuine():
        return _page(problem="stale"), 400
    if "all" in request.form:
        picked, button = _all_listed(), request.form["all"]
    if not picked:
        return _page(problem="none"), 422
    if button in EXPORTS:
        return export(picked, button)
    if button not in SHEETS:
        raise BadRequest
    if len(picked) > MOST_BUNDLED:
        return redirect(url_for("prints.show", print_id=ordered(button, picked)), 303)
    return redirect(url_for("paper.several", sheet=button, r=picked), 303)


def _all_listed() -> list[str]:
    """Every submission of the list that the form stood under, from its beginning."""
    here, asked = parts(), _asked()
    query = DeskQuery(words=asked.words, states=TABS[asked.tab], size=MOST_ORDERED)
    return here.store.desk.references(query, here.clock())


def _asked() -> Asked:
    tab, find = request.args.get("tab", "open"), request.args.get("find", "")
    return Asked(tab if tab in TABS else "open", find, shown(find), request.args.get("before", ""))


def _page(problem: str = "") -> str:
    asked = _asked()
    return render_template(
        "desk/list.html",
        form=TokenForm(),
        problem=problem,
        most_bundled=MOST_BUNDLED,
        most_ordered=MOST_ORDERED,
        done=request.args.get("done", ""),
        **_listed(asked),
    )


def _listed(asked: Asked) -> dict[str, object]:
    """What the rows need. The marker is read first: what changes meanwhile is news."""
    here, now = parts(), parts().clock()
    desk = here.store.desk
    marker, counts = desk.marker(now), desk.counts(now)
    query = DeskQuery(words=asked.words, states=TABS[asked.tab], before=asked.before, size=PAGE_SIZE)
    page = desk.page(query, now)
    return {
        "asked": asked,
        "marker": marker,
        "counts": {tab: sum(counts.get(state, 0) for state in states) for tab, states in TABS.items()},
        "page": page,
        "fresh": _newer(page),
        "flagged": [kiosk for kiosk in here.store.kiosks.all() if kiosk.flagged_at],
    }


def _newer(page: DeskPage) -> int:
    """How many rows came after the newest one that the browser has."""
    try:
        newest = datetime.fromisoformat(request.args.get("newest", ""))
    except ValueError:
        return 0
    if newest.tzinfo is None:
        return 0
    return sum(1 for row in page.rows if row.submitted_at > newest)

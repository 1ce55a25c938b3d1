"""The query string of the desk: which submissions a list holds, and in which order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import request, url_for

from webapp.localization.typed_day import parse_day
from webapp.report.times import day_in
from webapp.storage import DESK_PAGE_SIZE, STATES, DeskQuery
from webapp.web.desk.search_encryption import decrypt_search
from webapp.web.kit.app_context import app_context
from webapp.web.kit.dates import start_of_day
from webapp.web.kit.i18n import N_

TABS: Mapping[str, frozenset[str]] = {
    "open": frozenset(STATES) - {"closed"},
    **{state: frozenset({state}) for state in STATES},
    "all": frozenset(STATES),
}
"""The states behind each tab."""

FLAGS: Mapping[str, tuple[str, frozenset[str]]] = {
    "any": (N_("Any flag"), frozenset({"1", "2", "3", "support"})),
    "1": (N_("Urgent"), frozenset({"1"})),
    "2": (N_("Doctor first"), frozenset({"2"})),
    "3": (N_("Take care"), frozenset({"3"})),
    "support": (N_("Support"), frozenset({"support"})),
    "none": (N_("No flag"), frozenset({""})),
}
"""Choices of the flag filter, with their tiers."""

DAYS: Mapping[str, tuple[str, int, int]] = {
    "today": (N_("Today"), 0, 1),
    "yesterday": (N_("Yesterday"), -1, 0),
    "week": (N_("The last 7 days"), -6, 1),
    "month": (N_("The last 31 days"), -30, 1),
}
"""Choices of the day filter, with the first day and the day after the last, relative to today."""

SAFETY = "safety"  # the order with the most urgent first; every other one is newest first


@dataclass(frozen=True)
class ListQuery:
    """A list: tab, search words (encrypted in `find`), flag, day, order, and its page's cursor (`before`).

    `day` is one of DAYS or a date such as "2026-11-23".
    """

    tab: str = "open"
    find: str = ""
    words: str = ""
    flag: str = ""
    day: str = ""
    order: str = ""
    before: str = ""

    @property
    def args(self) -> dict[str, str]:
        args = {"tab": self.tab, "find": self.find, "flag": self.flag, "day": self.day, "order": self.order}
        return {name: value for name, value in args.items() if value}

    @property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter leaves submissions out."""
        return bool(self.words or self.flag or self.day)

    @property
    def is_default(self) -> bool:
        """Whether this is the list shown after signing in."""
        return replace(self, before="") == ListQuery()

    def url(self, endpoint: str = "submission_list.show", **other: Any) -> str:  # noqa: ANN401  as url_for
        """Return the URL of this list, or of another page of it."""
        args: dict[str, Any] = {**self.args, "before": self.before, **other}
        return url_for(endpoint, **{name: value for name, value in args.items() if value})

    def url_with_list(self, endpoint: str, **values: Any) -> str:  # noqa: ANN401  as url_for
        """Return the URL of another page, which remembers this list unless it is the default one."""
        beside: dict[str, Any] = {} if self.is_default else dict(self.args)
        return url_for(endpoint, **values, **beside)

    def desk_query(self, now: datetime, size: int = DESK_PAGE_SIZE) -> DeskQuery:
        since, until = self.date_range(now)
        return DeskQuery(
            words=self.words,
            states=TABS[self.tab],
            before=self.before,
            size=size,
            tiers=FLAGS[self.flag][1] if self.flag else None,
            since=since,
            until=until,
            by_safety=self.order == SAFETY,
        )

    def date_range(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """Return the start and the end (not included) by the clinic's days; None for no limit."""
        today = day_in(app_context().clinic, now)
        if self.day in DAYS:
            _, first, after = DAYS[self.day]
            return start_of_day(today + timedelta(first)), start_of_day(today + timedelta(after))
        day = parse_day(self.day)
        return (start_of_day(day), start_of_day(day + timedelta(1))) if day else (None, None)


def current_list_query() -> ListQuery:
    """Parse the query string of this request; ignore unknown values."""
    args = request.args
    tab, find, flag, day = (args.get(name, "") for name in ("tab", "find", "flag", "day"))
    return ListQuery(
        tab=tab if tab in TABS else "open",
        find=find if decrypt_search(find) else "",
        words=decrypt_search(find),
        flag=flag if flag in FLAGS else "",
        day=day if day in DAYS or parse_day(day) else "",
        order=SAFETY if args.get("order") == SAFETY else "",
        before=args.get("before", ""),
    )

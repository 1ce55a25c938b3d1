"""The parts of a print job: what is ordered, and how a part is rendered."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from time import perf_counter
from typing import Any

from webapp.prints.documents import DocumentFactory
from webapp.prints.report_orders import ReportOrder, make_report, order_from_json, order_to_json, pack_results
from webapp.report import RenderFailed
from webapp.report.views.documents import DocumentView
from webapp.storage import PendingPart, PrintTask, Store, StoreUnavailable
from webapp.tracebacks import traceback_of

_log = logging.getLogger("gutfactors")
MOST_BUNDLED = 20  # submissions in one PDF: a render process makes it in some seconds, within its memory
SUBMISSIONS, ANSWERS = "submissions", "answers"


def submission_parts(sheet: str, references: Sequence[str], day: date) -> list[PrintTask]:
    """Return parts that print the same sheet of many submissions, each loaded when its part is rendered."""
    parts = (tuple(references[at : at + MOST_BUNDLED]) for at in range(0, len(references), MOST_BUNDLED))
    common = {"kind": SUBMISSIONS, "sheet": sheet, "day": day.isoformat()}
    return [PrintTask({**common, "references": list(part)}, len(part), part) for part in parts]


def answers_part(ordered: Sequence[ReportOrder]) -> PrintTask:
    """Return a part with reports of answers to questionnaires that the store holds."""
    reports = [order_to_json(one) for one in ordered]
    return PrintTask({"kind": ANSWERS, "reports": reports}, len(reports))


class PrintJobRunner:
    """Renders parts. `documents` is called for each: a manager may have changed the clinic."""

    def __init__(
        self,
        store: Store,
        documents: Callable[[], DocumentFactory],
        pdf: Callable[[DocumentView], bytes],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._documents = documents
        self._pdf = pdf
        self._clock = clock

    def run(self, part_id: int) -> bool:
        """Render one part. Return False where nothing was to be done, or another worker was quicker."""
        waiting = self._store.print_jobs.get_part(part_id, self._clock())
        return waiting is not None and self.finish(waiting, self.render(waiting))

    def render(self, waiting: PendingPart) -> bytes | None:
        """Return the file of a part; None where it cannot be made. Raise StoreUnavailable."""
        try:
            return self._made(waiting)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001  else the part would be tried again and again
            _log.warning("part %d cannot be made: %s", waiting.id, _why(error))
            return None

    def _made(self, waiting: PendingPart) -> bytes:
        content, began = waiting.content, perf_counter()
        if content is None:
            raise LookupError("what was ordered does not open any more")
        file = _KINDS[content["kind"]](self, content)
        _log.info("part %d: made %s in %.1f s", waiting.id, _what(content), perf_counter() - began)
        return file

    def finish(self, waiting: PendingPart, file: bytes | None) -> bool:
        """Store the file. Return False where another worker was quicker."""
        return self._store.print_jobs.finish_part(waiting.id, file, self._clock())

    def give_up(self, part_id: int) -> None:
        self._store.print_jobs.finish_part(part_id, None, self._clock())

    def submissions(self, content: Mapping[str, Any]) -> bytes:
        """Return one PDF. Raise LookupError where no submission is left."""
        found = self._store.submissions.get_many(content["references"], self._clock())
        if not found:
            raise LookupError("these submissions are not kept any more")
        day = date.fromisoformat(content["day"])
        return self._pdf(self._documents().bundle(content["sheet"], found, day))

    def answers(self, content: Mapping[str, Any]) -> bytes:
        """Return all reports of a part, packed. Raise LookupError."""
        documents = self._documents()
        ordered = (order_from_json(one, documents) for one in content["reports"])
        return pack_results(make_report(one, documents, self._pdf) for one in ordered)


def _why(error: Exception) -> str:
    """Return why a part cannot be made, without answers: only messages of our own are known to hold none."""
    if isinstance(error, RenderFailed) or type(error) is LookupError:
        return f"{type(error).__name__}: {error}"
    return traceback_of(error)


def _what(content: Mapping[str, Any]) -> str:
    """Say what a part holds, without a reference."""
    count = len(content.get("references") or content["reports"])
    return f"{content.get('sheet', 'report')} × {count}"


_KINDS: Mapping[str, Callable[[PrintJobRunner, Mapping[str, Any]], bytes]] = {
    SUBMISSIONS: PrintJobRunner.submissions,
    ANSWERS: PrintJobRunner.answers,
}

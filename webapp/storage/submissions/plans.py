"""Plans: what was agreed on a submission, sealed beside its answers."""

from datetime import datetime

from webapp.plan import Plan
from webapp.storage.submissions.encryption import MAX_PLANS
from webapp.storage.submissions.unit_of_work import SubmissionContext


class Plans:
    """The plans of one database. A submission has them with it: `Submission.plan`, `Submission.plans`."""

    def __init__(self, context: SubmissionContext) -> None:
        self._context = context

    def save(self, reference: str, version: int, plan: Plan, by: str, now: datetime) -> bool:
        """Make this the current plan of a submission; an empty one takes the last plan back.

        Earlier ones are kept, up to MAX_PLANS in all. Return False where `version` is not the current one of
        the submission. The audit log has no word of the plan, and tells one that a file carries from one that
        was agreed. Raise SealBroken.
        """
        cipher = self._context.cipher
        with self._context.writing(now) as tx:
            row = tx.row(reference)
            if row is None:
                return False
            plans = (plan, *cipher.plans(row))[:MAX_PLANS]
            sealed = cipher.seal_plans(row.draft_id, reference, plans)
            done = tx.update(reference, version, {"sealed_plan": sealed})
            if done:
                tx.audit(by, _act(plan), reference)
        return done


def _act(plan: Plan) -> str:
    if plan.is_from_file:
        return "took in a plan"
    return "took back a plan" if plan.is_empty else "agreed a plan"

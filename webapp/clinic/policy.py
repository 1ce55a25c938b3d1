"""The clinic's policy on retention, sign-in and questions."""

from dataclasses import dataclass

TERMS = {"submission_days": (1, 3660), "draft_days": (1, 90), "audit_days": (30, 3660)}
"""The bounds of each term, both included: ten years with their leap days and a week, the season of one form,
a month to look back."""

IDLE_MINUTES = (5, 60)
"""The bounds of the time without use after which a sign-in ends, both included.

OWASP Session Management Cheat Sheet: 15 to 30 minutes for applications of low risk, 2 to 5 for high. A person
who was called away has left the answers of others on the screen; a consultation takes an hour at most.
"""


@dataclass(frozen=True)
class Policy:
    """Retention in days, and options for patients and practitioners.

    `draft_days` count from the last save. With `until_printed` a submission goes the day after it was
    printed, and at the latest after `submission_days`. `asks_person` lets patients who send their answers
    add a name or a clinic number. `requires_code` asks every practitioner for a second factor.
    A sign-in ends after `idle_minutes` without use; with `remembers_browsers`, a browser in which somebody
    gave the second step asks for the password alone for a day.
    `invitation_words` begin the letter that goes with an invitation; "" for the usual ones.
    With `keeps_nothing` there are no submissions at all: patients take their reports along.
    With `keeps_pictures` the pictures of a form on paper stay with its answers.
    """

    submission_days: int = 365
    draft_days: int = 7
    audit_days: int = 730
    until_printed: bool = False
    asks_person: bool = False
    requires_code: bool = False
    keeps_nothing: bool = False
    idle_minutes: int = 15
    remembers_browsers: bool = False
    invitation_words: str = ""
    keeps_pictures: bool = False

    @property
    def stores_pictures(self) -> bool:
        """Return whether pictures are stored: never where no answers are."""
        return self.keeps_pictures and not self.keeps_nothing

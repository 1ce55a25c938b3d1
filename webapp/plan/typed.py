"""What a practitioner typed for a plan, and the plan that it makes, or what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from webapp.assessment import Assessment
from webapp.localization.localizer import Localizer
from webapp.localization.marking import N_
from webapp.localization.typed_day import parse_day
from webapp.plan.model import MOST_AGREED, AgreedChange, OfferedChange, Plan
from webapp.plan.offers import flags_against, offered_changes
from webapp.plan.people import PEOPLE
from webapp.plan.words import change_words

OTHER = "other"  # what words are about where no question asks about it
ON_A_DAY = "day"  # the choice of a day by its date, among the weeks
LONGEST_WORDS, LONGEST_TEXT = 120, 300  # letters: what fits on one page, three times
WEEKS = ("4", "6", "8", "12")  # after which patients usually come back
FURTHEST = timedelta(days=2 * 366)

TOO_LONG = N_("This is too long: at most %(count)s letters.")
NOTHING = N_("Nothing is agreed yet. Choose a change, a test, a person to see or a day.")
TOO_MANY = N_("A plan holds three changes at most, so that they can be kept. Take some out.")
TWICE = N_("Two changes are about the same answer. Take one of them out.")
NOT_OFFERED = N_("A change that was ticked is not offered for these answers. Look at the list again.")
NOT_TICKED = N_("The change above is not ticked. Tick it too, or empty this box.")
NO_WORDS = N_("Write what will change, or empty this change.")
NO_TOPIC = N_("Choose what it is about.")
NO_REASON = N_(
    "A safety message speaks against this: %(flags)s. Write why you agree on it all the same, or take it out."
)
NO_DAY = N_("Type a day such as 2026-11-23.")
WRONG_DAY = N_("Choose a day that is still to come, within two years.")


@dataclass(frozen=True)
class OwnWords:
    """A change in the practitioner's own words. `about` is a question's id, OTHER, or "" for no choice."""

    words: str = ""
    measured: str = ""
    about: str = ""
    reason: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.measured or self.reason or self.about)


@dataclass(frozen=True)
class TypedPlan:
    """A form as it was filled in.

    `offers` are the keys of the offered changes that were ticked, and `measured` says by key how they are
    measured ("" as usual). `weeks` is "", a number of weeks, or ON_A_DAY: then `day` counts.
    """

    offers: tuple[str, ...] = ()
    measured: Mapping[str, str] = field(default_factory=dict)
    own: tuple[OwnWords, ...] = (OwnWords(),) * MOST_AGREED
    tests: tuple[str, ...] = ()
    other_tests: str = ""
    see: tuple[str, ...] = ()
    other_people: str = ""
    weeks: str = ""
    day: str = ""


@dataclass(frozen=True)
class PlanProblem:
    """What is wrong with one field: a sentence to be translated, and the values to put into it."""

    sentence: str
    values: Mapping[str, int | tuple[str, ...]] = field(default_factory=dict)

    def in_words(self, words: Localizer) -> str:
        """Return the sentence in this language."""
        values = {
            name: words.join_phrases(value) if isinstance(value, tuple) else value
            for name, value in self.values.items()
        }
        return words.gettext(self.sentence, **values)


class PlanRefused(Exception):  # noqa: N818  a refusal
    """The plan cannot be saved. `problems` are by the name of the field, in the order of the form."""

    def __init__(self, problems: Mapping[str, PlanProblem]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


def key_of(offered: OfferedChange) -> str:
    """Return the key of an offered change in a form."""
    return f"{offered.question}-{offered.becomes}"


def agree(typed: TypedPlan, assessment: Assessment, by: str, now: datetime, today: date) -> Plan:
    """Return the plan that was typed; it may be empty. Raise PlanRefused."""
    problems = dict(_problems(typed, assessment, today))
    if problems:
        raise PlanRefused(problems)
    offered = {key_of(one): one for one in offered_changes(assessment)}
    changes = [
        AgreedChange(measured=typed.measured.get(key, ""), about=(one.question,), offered=one)
        for key, one in offered.items()
        if key in typed.offers
    ]
    changes += [_own_change(one, assessment) for one in typed.own if not one.is_empty]
    tests = {one.id for one in assessment.questionnaire.practice.considered}
    return Plan(
        agreed=tuple(changes),
        tests=tuple(one for one in typed.tests if one in tests),
        other_tests=typed.other_tests,
        see=tuple(one for one in typed.see if one in PEOPLE),
        other_people=typed.other_people,
        come_back=_day(typed, today),
        by=by,
        agreed_at=now,
    )


def typed_from(plan: Plan, assessment: Assessment, words: Localizer) -> TypedPlan:
    """Return the form of a plan. A change that is not offered any more is there in words of one's own.

    A reason that only a file gives is left out: the practitioner who agrees writes their own.
    """
    keys = [key_of(one) for one in offered_changes(assessment)]
    offered = [one for one in plan.agreed if one.offered and key_of(one.offered) in keys]
    own = [_own_words(one, assessment, words) for one in plan.agreed if one not in offered]
    own = [replace(one, reason="") for one in own] if plan.is_from_file else own
    return TypedPlan(
        offers=tuple(key_of(one.offered) for one in offered if one.offered),
        measured={key_of(one.offered): one.measured for one in offered if one.offered},
        own=(*own, *TypedPlan().own)[:MOST_AGREED],
        tests=plan.tests,
        other_tests=plan.other_tests,
        see=plan.see,
        other_people=plan.other_people,
        weeks=ON_A_DAY if plan.come_back else "",
        day=plan.come_back.isoformat() if plan.come_back else "",
    )


def _problems(typed: TypedPlan, assessment: Assessment, today: date) -> Iterator[tuple[str, PlanProblem]]:
    yield from _change_problems(typed, assessment)
    for key, measured in typed.measured.items():
        if measured and key not in typed.offers:
            yield f"measured-{key}", PlanProblem(NOT_TICKED)
        yield from _too_long(f"measured-{key}", measured, LONGEST_WORDS)
    for number, own in enumerate(typed.own, 1):
        if not own.is_empty:
            yield from _own_problems(own, number, assessment)
    for name in ("other_tests", "other_people"):
        yield from _too_long(name, getattr(typed, name), LONGEST_TEXT)
    if typed.weeks == ON_A_DAY:
        yield from _day_problems(typed, today)


def _change_problems(typed: TypedPlan, assessment: Assessment) -> Iterator[tuple[str, PlanProblem]]:
    offered = {key_of(one): one for one in offered_changes(assessment)}
    ticked = [offered[key].question for key in typed.offers if key in offered]
    if any(key not in offered for key in typed.offers):
        yield "changes", PlanProblem(NOT_OFFERED)
    elif len(ticked) > len({*ticked}):
        yield "changes", PlanProblem(TWICE)
    elif len(ticked) + sum(not one.is_empty for one in typed.own) > MOST_AGREED:
        yield "changes", PlanProblem(TOO_MANY)


def _own_problems(own: OwnWords, number: int, assessment: Assessment) -> Iterator[tuple[str, PlanProblem]]:
    if not own.words:
        yield f"words-{number}", PlanProblem(NO_WORDS)
    yield from _too_long(f"words-{number}", own.words, LONGEST_WORDS)
    yield from _too_long(f"measured-{number}", own.measured, LONGEST_WORDS)
    if own.about != OTHER and not assessment.answers.is_shown(own.about):
        yield f"about-{number}", PlanProblem(NO_TOPIC)
    elif not own.reason and (titles := flag_titles(own, assessment)):
        yield f"reason-{number}", PlanProblem(NO_REASON, {"flags": titles})
    yield from _too_long(f"reason-{number}", own.reason, LONGEST_TEXT)


def flag_titles(own: OwnWords, assessment: Assessment) -> tuple[str, ...]:
    """Return the titles of the safety messages that speak against these words; none without a topic."""
    flags = flags_against(assessment.answers, _about(own)) if own.about else ()
    return tuple(flag.title or flag.id for flag in flags)


def _day_problems(typed: TypedPlan, today: date) -> Iterator[tuple[str, PlanProblem]]:
    day = parse_day(typed.day)
    if day is None:
        yield "day", PlanProblem(NO_DAY)
    elif not today < day <= today + FURTHEST:
        yield "day", PlanProblem(WRONG_DAY)


def _too_long(name: str, text: str, longest: int) -> Iterator[tuple[str, PlanProblem]]:
    if len(text) > longest:
        yield name, PlanProblem(TOO_LONG, {"count": longest})


def _day(typed: TypedPlan, today: date) -> date | None:
    if typed.weeks == ON_A_DAY:
        return parse_day(typed.day)
    return today + timedelta(weeks=int(typed.weeks)) if typed.weeks in WEEKS else None


def _about(own: OwnWords) -> Sequence[str]:
    return () if own.about == OTHER else (own.about,)


def _own_change(own: OwnWords, assessment: Assessment) -> AgreedChange:
    """Return the change. A reason is kept only where a flag speaks against it."""
    about = tuple(_about(own))
    against = tuple(flag.id for flag in flags_against(assessment.answers, about))
    return AgreedChange(own.words, own.measured, about, against=against, reason=own.reason if against else "")


def _own_words(agreed: AgreedChange, assessment: Assessment, words: Localizer) -> OwnWords:
    offered = agreed.offered
    said = change_words(offered, assessment.questionnaire, words) if offered else agreed.words
    return OwnWords(said, agreed.measured, next(iter(agreed.about), OTHER), agreed.reason)

"""The safety flags, ready to stand first."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from webapp.assessment import Assessment, fill
from webapp.assessment.assess import TIERS_BY_URGENCY, added_sentences
from webapp.assessment.signs import open_flags, open_flags_on_signs
from webapp.localization.localizer import Localizer
from webapp.questionnaire.model import SafetyFlag
from webapp.report.views.answered_model import FlagLine
from webapp.report.views.flag_reasons import answers_behind
from webapp.report.views.model import SafetyBox, SafetyNotice

PRINTED_TIERS = ("1", "2", "3")
"""The tiers that stand in boxes; the others are for the screen or the practitioner only."""

DOCTOR_FIRST, CARE = "2", "3"  # the tier whose boxes go by time, and the one that asks to see nobody

TIMES = (
    *("now", "today", "ask_today", "next_dose", "tomorrow", "days"),
    *("", "week", "ask_week", "fortnight", "soon"),
)
"""How soon a flag asks to act, the most urgent first; "" where its text says no time.

Those that ask a pharmacist or a doctor come behind those of the same day or week that need a doctor.
"""

TimedFlag = tuple[str, str, SafetyFlag]  # tier, time, flag


def safety_boxes(assessment: Assessment, flags: Sequence[SafetyFlag] | None = None) -> tuple[SafetyBox, ...]:
    """Return a box for each tier and time that has a flag, the most urgent first; of `flags` alone, if given.

    Where several flags ask to see a doctor, the first box says so, and what to do first.
    """
    flags = assessment.safety if flags is None else flags
    timed = _by_urgency(assessment, (flag for flag in flags if flag.tier in PRINTED_TIERS))
    boxes = tuple(
        _box(assessment, tier, time, [flag for _, _, flag in held])
        for (tier, time), held in groupby(timed, key=lambda one: one[:2])
    )
    is_several = sum(tier != CARE for tier, _, _ in timed) > 1
    return (replace(boxes[0], lead=_lead(assessment, boxes[0])), *boxes[1:]) if is_several else boxes


def may_hold(assessment: Assessment) -> tuple[str, ...]:
    """Return the titles of flags that a ticked sign may raise, the most urgent first, each once.

    Whether they hold depends on missing answers.
    """
    flags = (flag for flag in open_flags_on_signs(assessment.answers) if flag.tier in PRINTED_TIERS)
    timed = _by_urgency(assessment, flags)
    titles = (flag.title or _heading(assessment, tier, time) for tier, time, flag in timed)
    return tuple(dict.fromkeys(titles))


def has_open_flags(assessment: Assessment) -> bool:
    """Return whether missing answers could raise a flag that a patient reads."""
    return any(flag.tier in PRINTED_TIERS for flag in open_flags(assessment.answers))


def flag_lines(assessment: Assessment, localizer: Localizer) -> tuple[FlagLine, ...]:
    """Return all flags with the answers that raised them, the most urgent first, for a colleague."""
    timed = _by_urgency(assessment, (flag for flag in assessment.safety if flag.tier != "stop"))
    return tuple(_flag(assessment, one, localizer) for one in timed)


def _flag(assessment: Assessment, timed: TimedFlag, localizer: Localizer) -> FlagLine:
    tier, time, flag = timed
    return FlagLine(
        id=flag.id,
        tier=tier,
        heading=_heading(assessment, tier, time) or flag.title,
        title=flag.title,
        text=fill(flag.text, assessment),
        more=_more(assessment, flag),
        raised_by=answers_behind(assessment, flag.when, localizer),
    )


def _by_urgency(assessment: Assessment, flags: Iterable[SafetyFlag]) -> list[TimedFlag]:
    """Return the flags by tier and time, the most urgent first."""
    timed = (_timed(assessment, flag) for flag in flags)
    return sorted(timed, key=lambda one: (TIERS_BY_URGENCY.index(one[0]), TIMES.index(one[1])))


def _timed(assessment: Assessment, flag: SafetyFlag) -> TimedFlag:
    """Return the flag with its tier and time: sooner where an added sentence holds that says so."""
    if flag.tier != DOCTOR_FIRST:
        return flag.tier, "", flag
    added = (note.time for note in added_sentences(flag, assessment.answers) if note.time)
    return flag.tier, min((flag.time, *added), key=TIMES.index), flag


def _box(assessment: Assessment, tier: str, time: str, flags: Sequence[SafetyFlag]) -> SafetyBox:
    notices = tuple(_notice(assessment, flag) for flag in flags)
    return SafetyBox(tier, time, _heading(assessment, tier, time), notices)


def _heading(assessment: Assessment, tier: str, time: str) -> str:
    """Return what flags of this tier and time ask for, and by when; "" for a tier without such words."""
    words = assessment.questionnaire.words
    return words[f"time_{time}"] if time else words.get(f"safety_{tier}", "")


def _lead(assessment: Assessment, box: SafetyBox) -> str:
    """Say what to do first, and that several flags together count; "" in a questionnaire without times."""
    words = assessment.questionnaire.words
    first = words.get(f"first_{box.time or box.tier}", "")
    return fill(f"{first} {words['several_signs']}", assessment) if first else ""


def _notice(assessment: Assessment, flag: SafetyFlag) -> SafetyNotice:
    return SafetyNotice(flag.id, flag.title, fill(flag.text, assessment), _more(assessment, flag))


def _more(assessment: Assessment, flag: SafetyFlag) -> tuple[str, ...]:
    """Return the sentences that are added to the flag's text for these answers."""
    return tuple(fill(note.text, assessment) for note in added_sentences(flag, assessment.answers))

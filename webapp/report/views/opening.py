"""What came out, in one to three sentences: the report and the result page begin with them.

No sentence reassures: where nothing was found, the opening says what the form cannot do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from webapp.assessment import Assessment, Finding
from webapp.localization.localizer import Localizer
from webapp.localization.marking import N_
from webapp.questionnaire.levels import Level

MOST_NAMED = 5
"""Factors that a sentence names; of more it gives the number, and the picture has the names."""


SMALL_NUMBERS = (
    *(N_("one"), N_("two"), N_("three"), N_("four"), N_("five")),
    *(N_("six"), N_("seven"), N_("eight"), N_("nine")),
)
FIRST_NUMBERS = (
    *(N_("One"), N_("Two"), N_("Three"), N_("Four"), N_("Five")),
    *(N_("Six"), N_("Seven"), N_("Eight"), N_("Nine")),
)
"""Numbers of things, inside a sentence and at its beginning. Larger numbers are written in digits."""


def opening(assessment: Assessment, localizer: Localizer) -> str:
    """Return the sentences, as prose: what stands out, or why nothing does, and what could not be settled."""
    found = _Found.among(assessment)
    for applies, words in OPENINGS:
        if applies(found):
            return " ".join(filter(None, words(found, localizer)))
    return " ".join(filter(None, _nothing(found, localizer)))


@dataclass(frozen=True)
class _Found:
    """The findings by what is sure of their level: strong, moderate, slight, slight or more, perhaps none.

    `looked_for` is how many factors there are, `answered` how many of the `asked` questions have an answer.
    """

    strong: Sequence[Finding]
    moderate: Sequence[Finding]
    small: Sequence[Finding]
    small_or_more: Sequence[Finding]
    unclear: Sequence[Finding]
    looked_for: int
    answered: int
    asked: int

    @classmethod
    def among(cls, assessment: Assessment) -> "_Found":
        others = [one for one in assessment.findings if not one.factor.in_article]
        findings = (*assessment.present, *others)
        slight = [one for one in findings if one.lowest is Level.SLIGHT]
        answers = assessment.answers
        return cls(
            strong=[one for one in findings if one.lowest is Level.STRONG],
            moderate=[one for one in findings if one.lowest is Level.MODERATE],
            small=[one for one in slight if one.is_settled],
            small_or_more=[one for one in slight if not one.is_settled],
            unclear=[one for one in assessment.findings if one.cannot_tell],
            looked_for=len(assessment.findings),
            answered=sum(not answers.is_unknown(question) for question in answers.listed),
            asked=len(answers.listed),
        )

    @property
    def open(self) -> Sequence[Finding]:
        """The findings that may be moderate or not."""
        return (*self.small_or_more, *self.unclear)

    @property
    def is_hardly_answered(self) -> bool:
        """Whether most factors could not be judged."""
        return not self.strong and not self.moderate and 2 * len(self.open) > self.looked_for


OpeningWriter = Callable[[_Found, Localizer], Sequence[str]]


def _hardly_answered(found: _Found, localizer: Localizer) -> Sequence[str]:
    first = localizer.gettext(
        "**There is too little to go by.** %(answered)s of %(asked)s questions have an answer, so for most "
        "things we could not tell.",
        answered=found.answered,
        asked=found.asked,
    )
    return first, localizer.gettext("That does not mean that they are not there.")


def _standing_out(found: _Found, localizer: Localizer) -> Sequence[str]:
    number = len(found.strong)
    if number > MOST_NAMED:
        first = localizer.gettext(
            "**%(num)s things stand out** in your answers.", num=_first(number, localizer)
        )
        return first, _more(found, localizer), _where_to_begin(localizer), _open(found.open, localizer)
    first = localizer.ngettext(
        "**One thing stands out** in your answers: %(factors)s.",
        "**%(num)s things stand out** in your answers: %(factors)s.",
        number,
        num=_first(number, localizer),
        factors=_names(found.strong, localizer),
    )
    return first, _more(found, localizer), _open(found.open, localizer)


def _more(found: _Found, localizer: Localizer) -> str:
    number = len(found.moderate)
    if not number:
        return ""
    return localizer.ngettext(
        "One more is worth discussing.",
        "%(num)s more are worth discussing.",
        number,
        num=_first(number, localizer),
    )


def _worth_talking_about(found: _Found, localizer: Localizer) -> Sequence[str]:
    number = len(found.moderate)
    if number > MOST_NAMED:
        first = localizer.gettext("**%(num)s things are worth discussing.**", num=_first(number, localizer))
        return first, _where_to_begin(localizer), _open(found.open, localizer)
    first = localizer.ngettext(
        "**One thing is worth discussing**: %(factors)s.",
        "**%(num)s things are worth discussing**: %(factors)s.",
        number,
        num=_first(number, localizer),
        factors=_names(found.moderate, localizer),
    )
    return first, _open(found.open, localizer)


def _where_to_begin(localizer: Localizer) -> str:
    return localizer.gettext("Your practitioner can help you choose where to begin.")


def _small(found: _Found, localizer: Localizer) -> Sequence[str]:
    return (
        _small_or_more(found, localizer),
        _minor(found, localizer),
        _open(found.unclear, localizer),
        _limits(localizer),
    )


def _small_or_more(found: _Found, localizer: Localizer) -> str:
    number = len(found.small_or_more)
    if not number:
        return ""
    return localizer.ngettext(
        "**One thing shows up** in your answers: %(factors)s. It may be more than minor.",
        "**%(num)s things show up** in your answers: %(factors)s. They may be more than minor.",
        number,
        num=_first(number, localizer),
        factors=_names(found.small_or_more, localizer),
    )


def _minor(found: _Found, localizer: Localizer) -> str:
    number = len(found.small)
    if not number:
        return ""
    return localizer.ngettext(
        "**One minor thing shows up** in your answers: %(factors)s.",
        "**%(num)s minor things show up** in your answers: %(factors)s.",
        number,
        num=_first(number, localizer),
        factors=_names(found.small, localizer),
    )


def _unclear(found: _Found, localizer: Localizer) -> Sequence[str]:
    number = len(found.unclear)
    first = localizer.ngettext(
        "**We could not tell about one thing**: %(factors)s.",
        "**We could not tell about %(num)s things**: %(factors)s.",
        number,
        num=_in_words(number, SMALL_NUMBERS, localizer),
        factors=_names(found.unclear, localizer),
    )
    return first, localizer.gettext("None of the other things that we look for shows up."), _limits(localizer)


def _nothing(_: _Found, localizer: Localizer) -> Sequence[str]:
    first = localizer.gettext("**None of the things that we look for** shows up in your answers.")
    return first, _limits(localizer)


def _limits(localizer: Localizer) -> str:
    return localizer.gettext(
        "This form cannot find an illness, and it cannot rule one out: with symptoms, see a doctor."
    )


def _open(findings: Sequence[Finding], localizer: Localizer) -> str:
    number = len(findings)
    if not number:
        return ""
    return localizer.ngettext(
        "For one thing we could not tell how much it shows up.",
        "For %(num)s things we could not tell how much they show up.",
        number,
        num=_in_words(number, SMALL_NUMBERS, localizer),
    )


OPENINGS: Sequence[tuple[Callable[[_Found], object], OpeningWriter]] = (
    (lambda found: found.is_hardly_answered, _hardly_answered),
    (lambda found: found.strong, _standing_out),
    (lambda found: found.moderate, _worth_talking_about),
    (lambda found: found.small or found.small_or_more, _small),
    (lambda found: found.unclear, _unclear),
)
"""When each opening is used, the first that applies."""


def _names(findings: Sequence[Finding], localizer: Localizer) -> str:
    return localizer.enumerate([one.factor.in_a_sentence or one.factor.title for one in findings])


def _first(number: int, localizer: Localizer) -> str:
    return _in_words(number, FIRST_NUMBERS, localizer)


def _in_words(number: int, words: Sequence[str], localizer: Localizer) -> str:
    return localizer.gettext(words[number - 1]) if number <= len(words) else str(number)

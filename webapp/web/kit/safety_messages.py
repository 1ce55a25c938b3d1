"""The safety messages and the fixed sentences of the questionnaire, for a screen."""

from dataclasses import dataclass

from markupsafe import Markup

from webapp.assessment import Assessment, fill
from webapp.assessment.assess import added_sentences
from webapp.questionnaire.model import SafetyFlag
from webapp.questionnaire.regions import Region
from webapp.report.views.model import SafetyBox
from webapp.report.views.prose import prose
from webapp.report.views.safety import safety_boxes
from webapp.web.kit.app_context import app_context
from webapp.web.kit.i18n import localizer
from webapp.web.kit.phone_links import phones


@dataclass(frozen=True)
class SafetyMessage:
    """A safety flag in words."""

    id: str
    tier: str
    title: str
    text: Markup


@dataclass(frozen=True)
class SafetyNotices:
    """Safety flags over the whole screen: boxes as in the result, and kind words.

    `for_contact` are the ids of the urgent flags that the clinic's named person acts on.
    """

    boxes: tuple[SafetyBox, ...]
    support: tuple[SafetyMessage, ...]
    for_contact: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.boxes or self.support)


def flags_of_tier(assessment: Assessment, *tiers: str) -> tuple[SafetyFlag, ...]:
    """Return the raised flags of these tiers."""
    return tuple(flag for flag in assessment.safety if flag.tier in tiers)


def messages_for(assessment: Assessment, flags: tuple[SafetyFlag, ...]) -> tuple[SafetyMessage, ...]:
    """Return these flags in words."""
    return tuple(SafetyMessage(flag.id, flag.tier, flag.title, _text(flag, assessment)) for flag in flags)


def notices_for(assessment: Assessment, flags: tuple[SafetyFlag, ...]) -> SafetyNotices:
    """Return these flags as the result shows them."""
    support = tuple(flag for flag in flags if flag.tier == "support")
    boxes, named = safety_boxes(assessment, flags), _for_contact(assessment, flags)
    return SafetyNotices(boxes, messages_for(assessment, support), named)


def _for_contact(assessment: Assessment, flags: tuple[SafetyFlag, ...]) -> frozenset[str]:
    """Return the urgent flags that rest on a question which the clinic switched on, naming who acts on it."""
    clinic, book = app_context().clinic, assessment.questionnaire.rule_book
    if not clinic.self_harm_contact:
        return frozenset()
    urgent = (flag for flag in flags if flag.tier == "1")
    return frozenset(flag.id for flag in urgent if clinic.opted_in & book.questions_of([flag.when]))


def _text(flag: SafetyFlag, assessment: Assessment) -> Markup:
    more = [note.text for note in added_sentences(flag, assessment.answers)]
    return _html(fill(" ".join([flag.text, *more]), assessment))


def default_region() -> Region:
    """Return the emergency numbers of the clinic's region, before patients say where they live."""
    app = app_context()
    regions = app.questionnaire.regions
    return regions.get(app.clinic.region) or regions[""]


def plain_words(key: str) -> Markup:
    """Return the paragraphs of a fixed sentence, with the numbers of the clinic's region."""
    return _html(plain_text(key))


def plain_text(key: str) -> str:
    """Return a fixed sentence as it is written, with those numbers."""
    return default_region().fill(app_context().questionnaire.words[key])


def _html(text: str) -> Markup:
    """Return the paragraphs of a text, with links to call its numbers."""
    return phones(prose(localizer().isolate(text)))

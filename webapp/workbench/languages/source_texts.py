"""Everything that is to be translated: words of pages, of documents, and of a questionnaire."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_dir

from webapp.localization.catalogues import PAGES, QUESTIONS, REPORT
from webapp.project_files import project_file
from webapp.questionnaire.load import LoadedDocument
from webapp.questionnaire.loading.placeholders import placeholders
from webapp.questionnaire.loading.positions import TomlPath
from webapp.questionnaire.loading.wording import WordText, word_texts
from webapp.questionnaire.text_kinds import CONSENT, REST, SAFETY, TextKinds

PACKAGE = Path(__file__).resolve().parents[2]

PYTHON, TEMPLATES = ("**.py", "python"), ("**.html", "jinja2")
KEYWORDS = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
COMMENTS = ("Translators:",)

SOURCES: Mapping[str, tuple[tuple[Path, tuple[str, str]], ...]] = {
    PAGES: ((PACKAGE / "web", PYTHON), (PACKAGE / "templates", TEMPLATES)),
    REPORT: (
        *(
            (PACKAGE / name, PYTHON)
            for name in ("report", "exchange", "localization", "paper", "plan", "prints")
        ),
        (project_file("report_templates"), TEMPLATES),
        (PACKAGE / "workbench/codebook", PYTHON),
        (PACKAGE / "workbench/codebook", TEMPLATES),
    ),
}
"""The folders whose words each catalogue has."""

KINDS: Mapping[str, str] = {
    "templates/patient/start.html": CONSENT,
    "templates/patient/submit.html": CONSENT,
    "templates/components/privacy_note.html": CONSENT,
    "web/patient/start.py": CONSENT,
    "web/patient/submit.py": CONSENT,
    "templates/patient/notice.html": SAFETY,
    "templates/patient/early_end.html": SAFETY,
    "templates/components/notices.html": SAFETY,
    "templates/components/safety_first.html": SAFETY,
    "web/kit/safety_messages.py": SAFETY,
    "report_templates/parts/safety.html": SAFETY,
}
"""Files whose words protect people; those of all others are the rest."""

PATIENTS_FILES = re.compile(
    r"templates/(?:base|patient/|kiosk/(?!enrol)|components/(?!clinic|here_only|paper|proof|secret))"
    r"|web/(?:kit|kiosk|patient)/"
    r"|report/(?!views/practice_)"
    r"|report_templates/(?:comparison|handout|patient|plan|parts/(?!lists|practitioner))"
)
"""Files with words that patients read, on pages or on paper."""


@dataclass(frozen=True)
class SourceText:
    """A text to translate: a sentence, or its singular and plural.

    `context` distinguishes equal words, "" where there are none. `place` is the file, and of a
    questionnaire the key; `comments` are for translators.
    """

    words: str | tuple[str, ...]
    context: str
    kind: str
    place: str
    comments: tuple[str, ...] = ()


@cache
def source_texts(domain: str) -> tuple[SourceText, ...]:
    """Return the words of pages or of documents, each once."""
    found: dict[tuple[object, str], SourceText] = {}
    for text in _extracted(domain):
        first = found.setdefault((text.words, text.context), text)
        if first.kind == REST != text.kind:
            found[text.words, text.context] = text
    return tuple(found.values())


@cache
def texts_for_patients(domain: str) -> tuple[SourceText, ...]:
    """Return the words of pages or of documents that patients read, as often as they are there."""
    return tuple(text for text in _extracted(domain) if PATIENTS_FILES.match(text.place))


@cache
def _extracted(domain: str) -> tuple[SourceText, ...]:
    return tuple(text for folder, method in SOURCES[domain] for text in _extracted_from(folder, method))


def _extracted_from(folder: Path, method: tuple[str, str]) -> Iterator[SourceText]:
    messages = extract_from_dir(
        folder, [method], keywords=KEYWORDS, comment_tags=COMMENTS, strip_comment_tags=True
    )
    for file, _, words, comments, context in messages:
        place = f"{folder.name}/{file}"
        yield SourceText(words, context or "", KINDS.get(place, REST), place, tuple(comments))


def questionnaire_texts(loaded: LoadedDocument) -> tuple[SourceText, ...]:
    """Return the words of a questionnaire, each once."""
    kinds = TextKinds(loaded.questionnaire)
    found: dict[tuple[str, str | tuple[str, str]], SourceText] = {}
    for context, path, words in _with_plurals(word_texts(loaded.errors.data)):
        comments = tuple(_comments(loaded, context, words))
        text = SourceText(words, context, kinds.of(context), loaded.errors.location(path), comments)
        found.setdefault((context, words), text)
    return tuple(found.values())


def _with_plurals(texts: Iterable[WordText]) -> Iterator[tuple[str, TomlPath, str | tuple[str, str]]]:
    """Yield the texts, with the two forms of each unit as a singular and its plural."""
    one = ""
    for context, path, words in texts:
        unit, _, form = context.rpartition(".")
        if path[0] != "unit" or form not in ("one", "many"):
            yield context, path, words
        elif form == "one":
            one = words
        else:
            yield unit, path, (one, words)


def _comments(loaded: LoadedDocument, context: str, words: str | tuple[str, str]) -> Iterator[str]:
    """Yield what a translator needs to know: the question of an option, and what is put into braces."""
    questionnaire = loaded.questionnaire
    before, is_option, _ = context.partition(".options.")
    if is_option:
        yield f"An answer to: {questionnaire.questions[before.removesuffix('.easy').rpartition('.')[2]].text}"
    if not isinstance(words, str):
        yield "Behind a number: 1 …, 2 …, 5 …"
        return
    for name in dict.fromkeys(name for name, _ in placeholders(words)):
        if name in questionnaire.measures:
            measure = questionnaire.measures[name]
            yield f"{{{name}}}: {measure.title}, a number of {measure.unit or 'points'}"
        elif name in questionnaire.questions:
            yield f"{{{name}}}: the answer to “{questionnaire.questions[name].short_name}”"


def texts_of(domain: str, loaded: LoadedDocument) -> Iterable[SourceText]:
    """Return the texts of any catalogue."""
    return questionnaire_texts(loaded) if domain == QUESTIONS else source_texts(domain)

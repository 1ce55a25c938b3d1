"""What is wrong with a translation, and what it lacks."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message

from webapp.localization.catalogues import QUESTIONS
from webapp.localization.percent_format import percent_signs
from webapp.questionnaire.text_kinds import PROTECTING, REST
from webapp.workbench.languages.po_files import FUZZY, forms_of, has_all_words, messages_of, read
from webapp.workbench.languages.source_texts import SourceText

MARKS: Mapping[str, re.Pattern[str]] = {
    "placeholders": re.compile(r"%\([a-z_]+\)[sd]|(?<!\{)\{[a-z][a-z0-9_]*\}"),
    "bold marks": re.compile(r"\*\*"),
    "tags": re.compile(r"</?[a-z][^>]*>"),
}
"""What a translation must have as its source has it."""

ISOLATES, END_OF_ISOLATE = "\u2066\u2067\u2068", "\u2069"
OVERRIDES = "\u202a\u202b\u202c\u202d\u202e"  # embeddings and overrides, which reach beyond their text

COUNTED = "%(num)s"  # a form for one or none may say it in words


@dataclass(frozen=True)
class TranslationProblem:
    """An error of one translation."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Coverage:
    """How many of the texts of a kind are translated; `stale` ones were, before their source changed."""

    kind: str
    total: int
    missing: int
    stale: int

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.stale)


def problems_in(path: Path) -> Iterator[TranslationProblem]:
    """Yield every translation of a file whose placeholders or marks are not those of its source."""
    is_filled = path.stem != QUESTIONS
    for message in messages_of(read(path)).values():
        if has_all_words(message) and FUZZY not in message.flags:
            faults = [*_faults(message), *(_percent_faults(message) if is_filled else ())]
            yield from (TranslationProblem(path, message.lineno or 0, said) for said in faults)


def unprotected_in(texts: Iterable[SourceText], path: Path) -> Iterator[TranslationProblem]:
    """Yield every text of consent, safety and instruments that a file lacks, or has of an earlier source."""
    messages = messages_of(read(path))
    for text in (one for one in texts if one.kind in PROTECTING):
        message = messages.get((text.context, text.words))
        if message is None or FUZZY in message.flags or not has_all_words(message):
            state = "stale" if message and has_all_words(message) else "missing"
            line = message.lineno if message else None
            named = text.context or forms_of(text.words)[0]
            yield TranslationProblem(path, line or 0, f"{text.kind}: {state}: {named}")


def _faults(message: Message) -> Iterator[str]:
    source, forms = forms_of(message.id)[-1], forms_of(message.string)
    yield from ("this text says nothing" for form in forms if not form.strip())
    yield from (f"a sign of direction is left open: “{form}”" for form in forms if not _is_balanced(form))
    for name, mark in MARKS.items():
        wanted = Counter(mark.findall(source))
        for form in forms:
            found = Counter(mark.findall(form))
            if len(forms) > 1:
                found[COUNTED] = wanted[COUNTED]
            if +found != +wanted:
                listed = ", ".join(sorted(wanted)) or "none"
                yield f"the {name} differ from those of the source ({listed}): “{form}”"


def _is_balanced(form: str) -> bool:
    """Return whether each box of a direction is closed, and no text is turned around without a box."""
    depth = 0
    for sign in form:
        depth += (sign in ISOLATES) - (sign == END_OF_ISOLATE)
        if sign in OVERRIDES or depth < 0:
            return False
    return not depth


def _percent_faults(message: Message) -> Iterator[str]:
    """Yield what keeps a text of a page from being filled with values: a % that begins none."""
    wanted = percent_signs(forms_of(message.id)[-1])
    for form in forms_of(message.string):
        if percent_signs(form) != wanted:
            yield f"a % begins a value such as %(num)s, and here it begins none: write its word: “{form}”"


def coverage(texts: Iterable[SourceText], path: Path) -> tuple[Coverage, ...]:
    """Return how much of these texts a file translates, by kind; a file that is not there translates none."""
    messages = messages_of(read(path)) if path.exists() else {}
    totals, missing, stale = Counter[str](), Counter[str](), Counter[str]()
    for text in texts:
        totals[text.kind] += 1
        message = messages.get((text.context, text.words))
        if message is None or not has_all_words(message):
            missing[text.kind] += 1
        elif FUZZY in message.flags:
            stale[text.kind] += 1
    kinds = (one for one in (*PROTECTING, REST) if totals[one])
    return tuple(Coverage(one, totals[one], missing[one], stale[one]) for one in kinds)

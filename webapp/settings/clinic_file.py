"""`clinic.toml` in the instance folder: the clinic's settings as a file."""

import json
import tomllib
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from babel import Locale, UnknownLocaleError
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from webapp.clinic import LONGEST_LINE, MOST_CONTACT_LINES, Clinic, Colours, Logo, colours_from_accent
from webapp.clinic.colours import DEFAULT_ACCENT
from webapp.instance_files import is_there, why_denied
from webapp.localization.catalogues import SOURCE_LANGUAGE, is_easy, plain_language
from webapp.questionnaire.model import Questionnaire
from webapp.settings.errors import SettingsError
from webapp.settings.languages import missing_translation
from webapp.settings.logo import read_logo
from webapp.settings.time_zones import parse_time_zone

CLINIC_FILE = "clinic.toml"

OneLine = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=LONGEST_LINE, pattern=r"^[^\x00-\x1f\x7f]*$")
]

Tag = Annotated[str, StringConstraints(pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")]

_SAID = {
    "extra_forbidden": "is not a setting of the clinic",
    "string_type": "must be text in quotes",
    "string_too_long": "is too long: at most {max_length} characters",
    "string_pattern_mismatch": "holds a character that cannot be printed, or is not of the right form",
    "bool_type": "must be true or false",
    "list_type": 'must be a list, such as ["12 River Street", "Tel. 555 0100"]',
    "too_long": "has too many lines: at most {max_length}",
    "literal_error": "must be {expected}",
}

_EASY = "{} is easy read, which patients may choose by themselves wherever there are easy words"


class _ClinicFile(BaseModel):
    """The keys of `clinic.toml`, all optional."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    name: OneLine = ""
    contact: list[OneLine] = Field(default=[], max_length=MOST_CONTACT_LINES)
    region: Annotated[str, StringConstraints(max_length=20)] = ""
    colour: str = DEFAULT_ACCENT
    logo: str = ""
    paper: Literal["a4", "letter"] = "a4"
    one_sided: bool = False
    language: Tag = ""
    languages: list[Tag] = []
    timezone: str = ""
    numbers_phoned: OneLine = ""
    ask_self_harm: bool = False
    self_harm_contact: OneLine = ""


AS_WRITTEN = {"name", "region", "paper", "one_sided", "numbers_phoned", "self_harm_contact"}
"""Keys whose values the clinic has as they are written."""


def read_clinic(instance: Path, language: str = SOURCE_LANGUAGE) -> Clinic | None:
    """Read the clinic's file; None without one. `language` is the questionnaire's.

    Raise SettingsError with all problems at once.
    """
    path = instance / CLINIC_FILE
    if not is_there(path):
        return None
    problems: list[str] = []
    read = _validated(path, problems)
    colours = _colours(read.colour, problems)
    logo = _logo(instance, read.logo, problems)
    timezone = _timezone(read.timezone, problems)
    problems += _language_problems(read)
    problems += _easy_problems(read)
    problems += _self_harm_problems(read)
    if problems:
        raise SettingsError([f"{path}: {problem}" for problem in problems])
    return Clinic(
        **read.model_dump(include=AS_WRITTEN),
        contact=tuple(read.contact),
        colours=colours,
        logo=logo,
        language=read.language or language,
        languages=tuple(read.languages),
        timezone=timezone,
        asks_self_harm=read.ask_self_harm,
    )


def require_known_region(clinic: Clinic, questionnaire: Questionnaire) -> None:
    """Raise SettingsError when the questionnaire has no numbers for the clinic's region."""
    if clinic.region and clinic.region not in questionnaire.regions:
        known = ", ".join(region for region in questionnaire.regions if region)
        problem = f'region is "{clinic.region}", which the questionnaire does not know: write one of {known}'
        raise SettingsError([f"{CLINIC_FILE}: {problem}"])


def _validated(path: Path, problems: list[str]) -> _ClinicFile:
    """Return the valid keys, so that later checks run, too. Adds to `problems`."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except PermissionError as error:
        raise SettingsError([why_denied(path)]) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError([f"{path}: cannot be read: {error}"]) from error
    try:
        return _ClinicFile.model_validate(found)
    except ValidationError as error:
        details = error.errors()
        problems += [_sentence(detail) for detail in details]
        wrong = {detail["loc"][0] for detail in details}
        return _ClinicFile.model_validate({key: value for key, value in found.items() if key not in wrong})


def _sentence(detail: ErrorDetails) -> str:
    key = str(detail["loc"][0])
    line = f", line {int(detail['loc'][1]) + 1}" if len(detail["loc"]) > 1 else ""
    said = _SAID.get(detail["type"], detail["msg"]).format(**detail.get("ctx", {}))
    return f"{key}{line} {said}{_hint(key) if detail['type'] == 'extra_forbidden' else ''}"


def _hint(key: str) -> str:
    close = get_close_matches(key, _ClinicFile.model_fields, n=1)
    return (
        f"; did you mean {close[0]}?"
        if close
        else f"; the settings are {', '.join(_ClinicFile.model_fields)}"
    )


def _colours(colour: str, problems: list[str]) -> Colours:
    try:
        return colours_from_accent(colour)
    except ValueError as error:
        problems.append(f"colour: {error}")
        return colours_from_accent(DEFAULT_ACCENT)


def _logo(instance: Path, name: str, problems: list[str]) -> Logo | None:
    try:
        return read_logo(instance / name) if name else None
    except ValueError as error:
        problems.append(f"logo: {error}")
        return None


def _timezone(name: str, problems: list[str]) -> str:
    try:
        return parse_time_zone(name) if name else ""
    except ValueError as error:
        problems.append(f"timezone: {error}")
        return ""


def _easy_problems(read: _ClinicFile) -> Iterator[str]:
    """Yield what to write in place of easy-read editions, which need no setting."""
    easy = tuple(filter(is_easy, read.languages))
    if easy:
        instead = json.dumps(list(dict.fromkeys(map(plain_language, read.languages))))
        yield f"languages: {_EASY.format(', '.join(easy))}: write languages = {instead}"
    if is_easy(read.language):
        yield f'language: {_EASY.format(read.language)}: write language = "{plain_language(read.language)}"'


def _language_problems(read: _ClinicFile) -> Iterator[str]:
    if not read.language or is_easy(read.language):
        return
    try:
        Locale.parse(read.language, sep="-")
    except (UnknownLocaleError, ValueError):
        yield f'language: "{read.language}" is no language that we know: write a code such as en or en-GB'
        return
    lacking = missing_translation(read.language)
    if lacking:
        yield f"language: {lacking}: take it out, or write one of these"


def _self_harm_problems(read: _ClinicFile) -> Iterator[str]:
    if read.ask_self_harm and not read.self_harm_contact:
        yield (
            "self_harm_contact is missing: the question about self-harm may be asked only where a named "
            "person acts on a yes; write who that is and how staff reach them, or set ask_self_harm = false"
        )

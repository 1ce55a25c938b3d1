"""Checks of what serving and printing need of this machine. They change nothing."""

import os
import platform
import socket
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from webapp.cli.doctor_instance import Check, https, served_by, server, stores, version
from webapp.cli.pango_packages import install_line
from webapp.clinic import Clinic
from webapp.instance_files import AccessDenied, is_there, why_denied
from webapp.localization.typed_day import names_who_and_when
from webapp.project_files import project_file
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.problems import QuestionnaireErrors
from webapp.report.pdf.printable_text import NO_FONT, characters_lost_on_paper, unprintable_languages
from webapp.report.pdf.weasyprint_patches.supported_versions import unsupported_versions
from webapp.settings import (
    Settings,
    SettingsError,
    read_clinic,
    read_questions,
    require_known_region,
    require_matching_language,
    unknown_tz,
    why_unwritable,
    with_settings_file,
)

CALL_AGAIN = timedelta(days=183)
"""Numbers to call are phoned again every 6 months."""

NO_WHO_OR_DAY = (
    "numbers_phoned names nobody or no day, so pages are for testing: phone the numbers, then write "
    'such as "Ann Lee, 29 November 2026"'
)

_WRITABLE = stat.S_IWGRP | stat.S_IWOTH


def checks(environ: Mapping[str, str], now: datetime) -> Iterator[Check]:
    """Run all checks, the cheap ones first."""
    yield renderer(_load_renderer, unsupported_versions())
    yield fonts(project_file("report_templates/fonts"))
    try:
        completed = with_settings_file(environ)
        settings = Settings.from_environment(completed)
    except SettingsError as error:
        yield Check("settings (GUTFACTORS_ variables)", error.problems)
        return
    except PermissionError as error:
        yield Check("settings (GUTFACTORS_ variables)", (why_denied(Path(error.filename)),))
        return
    yield Check("settings (GUTFACTORS_ variables)")
    yield questions(settings.questions, now.date())
    yield from served_languages(settings)
    yield version(settings.questions)
    yield from time_zone(completed)
    yield from instance(settings, now)
    yield server(settings, port)
    yield https(settings, now)


def instance(settings: Settings, now: datetime) -> Iterator[Check]:
    """Run the checks of an instance, or say why this account cannot."""
    try:
        is_there(settings.key_file)
    except AccessDenied as denied:
        yield Check(f"instance folder ({settings.instance})", (str(denied),))
        return
    yield clinic(settings)
    yield instance_folder(settings.instance)
    yield from stores(settings, now)


def renderer(load_it: Callable[[], object], slow_with: str = "") -> Check:
    """Load the libraries that draw the PDF, and name those that turn the faster code paths off."""
    what = "libraries that draw the PDF (Pango)"
    if slow_with:
        what += f"; each report takes about twice as long as it could: not tested with {slow_with}"
    try:
        load_it()
    except (OSError, ImportError) as error:
        reason = str(error).strip().splitlines()[0]
        return Check(what, (reason, f"run: {install_line(platform.system(), _os_release())}"))
    return Check(what)


def fonts(folder: Path) -> Check:
    """Check that the fonts of reports are there."""
    what = f"fonts of the report ({folder})"
    if any(folder.glob("*.[ot]tf")):
        return Check(what)
    return Check(what, ("there are none: this copy of the project is not whole; fetch it again",))


def questions(path: Path, today: date) -> Check:
    """Load the questionnaire, and look up when its numbers to call were phoned."""
    what = f"questionnaire ({path})"
    try:
        asked = load(read_questions(path))
    except QuestionnaireErrors as error:
        return Check(what, (f"it has {len(error.problems)} errors: run  gutfactors check {path}",))
    except SettingsError as error:
        return Check(what, error.problems)
    return Check(what, tuple(_overdue_calls(asked, today)))


def served_languages(settings: Settings) -> Iterator[Check]:
    """Report the languages that lack texts which protect people, or a font on this machine."""
    with suppress(QuestionnaireErrors, SettingsError):  # reported by the check of the questionnaire
        served = served_by(settings)
        for language, reason in served.reasons_left_out().items():
            yield Check(f"language {language}; not offered: {reason}")
        for language, signs in unprintable_languages(served.translations.texts).items():
            yield Check(f"language {language}; not offered: {NO_FONT % (language, signs)}")


def _overdue_calls(asked: Questionnaire, today: date) -> Iterator[str]:
    for region in asked.regions.values():
        if region.phoned_on and date.fromisoformat(region.phoned_on) + CALL_AGAIN < today:
            yield (
                f"the numbers to call of {region.id or 'no region'} were phoned on {region.phoned_on} by "
                f"{region.phoned_by}: phone them again, then write the day"
            )


def clinic(settings: Settings) -> Check:
    """Read the clinic's file and logo, and look up its region and language in the questionnaire."""
    what = f"clinic ({settings.instance / 'clinic.toml'})"
    try:
        with suppress(QuestionnaireErrors):  # reported by the check of the questionnaire
            _fits(settings, load(read_questions(settings.questions)))
        found = read_clinic(settings.instance)
    except SettingsError as error:
        return Check(what, error.problems)
    if found and found.numbers_phoned and not names_who_and_when(found.numbers_phoned):
        return Check(what, (NO_WHO_OR_DAY,))
    lost = characters_lost_on_paper(found) if found else ""
    return Check(f"{what}; paper leaves out {lost}, which no font of the report has" if lost else what)


def time_zone(environ: Mapping[str, str]) -> Iterator[Check]:
    """Report a TZ that names no time zone."""
    strange = unknown_tz(environ)
    if strange:
        remedy = f'TZ is "{strange}", which names no zone: write TZ=Europe/London, or the like'
        yield Check("time zone of this machine", (remedy,))


def _fits(settings: Settings, questionnaire: Questionnaire) -> None:
    """Raise SettingsError when the clinic's file, region or language does not fit the questionnaire."""
    clinic = read_clinic(settings.instance, questionnaire.language)
    require_known_region(clinic or Clinic(), questionnaire)
    known = clinic or Clinic(language=questionnaire.language)
    require_matching_language(known, questionnaire, translations=served_by(settings).choices())


def instance_folder(instance: Path) -> Check:
    """Check that the folder can be written, or created."""
    what = f"instance folder ({instance})"
    place = next(folder for folder in (instance, *instance.parents) if is_there(folder))
    if not place.is_dir():
        return Check(what, (f"{place} is a file: name a folder with GUTFACTORS_INSTANCE or --instance",))
    if os.name == "posix" and place == instance and place.stat().st_mode & _WRITABLE:
        return Check(what, (f"others can write in it: run  chmod 700 {place}",))
    if os.access(place, os.W_OK | os.X_OK):
        return Check(what)
    return Check(what, (f"{place} {why_unwritable(place)}",))


def port(host: str, number: int) -> Check:
    """Check that the port is free."""
    what = f"port {number} on {host}"
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, number))
        except OSError as error:
            other = f"gutfactors serve --port {number + 1}"
            return Check(what, (f"{error.strerror}: is it running already? Try  {other}",))
    return Check(what)


def _load_renderer() -> object:
    from webapp.report.pdf import printing  # noqa: PLC0415  loads the libraries: the point of this check

    return printing


def _os_release() -> str:
    path = Path("/etc/os-release")
    return path.read_text(encoding="utf-8") if path.exists() else ""

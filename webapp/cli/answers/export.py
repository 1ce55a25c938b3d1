"""`gutfactors export`: the questionnaire, and answers to it, as FHIR for other programs."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import click

from webapp.assessment import assess
from webapp.cli.answers.answers_file import (
    answers_argument,
    derived_reference,
    load_questionnaire,
    questions_option,
    read_answers_file,
)
from webapp.cli.answers.output import OutputFile, output_option, write_json
from webapp.cli.exit_codes import BAD_INPUT, FAILURE, exit_with, settings_from
from webapp.cli.instance import current_clinic
from webapp.cli.served import exact_questionnaire, load_served
from webapp.exchange.fhir import (
    bundle_resource,
    code_system_resource,
    questionnaire_resource,
    resource_problems,
    response_resource,
    with_translations,
)
from webapp.exchange.record import ImportedAnswers
from webapp.report.times import UNKNOWN_DATE, zone_of
from webapp.report.visit_order import WHY_UNKNOWN


def _time(_context: click.Context, _option: click.Parameter, text: str | None) -> datetime | None:
    """Parse a time that is over; without an offset it is in the clinic's time zone."""
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text)
        zone = time.tzinfo or zone_of(current_clinic(settings_from({})))
        times = {time.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    except (ValueError, OverflowError) as error:
        message = f'"{text}" is no time such as 2026-03-01T09:30 or 2026-03-01T09:30+01:00'
        raise click.BadParameter(message) from error
    if len(times) > 1:
        offset = "write its offset from UTC, too, as in 2026-03-01T09:30+01:00"
        raise click.BadParameter(f'"{text}" is twice or not at all there, as the clock changes: {offset}')
    (moment,) = times
    if moment > datetime.now(UTC):
        raise click.BadParameter(f'"{text}" is still to come: nobody has answered then')
    return moment


def _base(_context: click.Context, _option: click.Parameter, text: str | None) -> str:
    if text is None:
        return settings_from({}).fhir_base
    try:
        parts = urlsplit(text)
        is_base = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
    except ValueError:
        is_base = False
    if not is_base or any(sign.isspace() or sign == "|" for sign in text):
        raise click.BadParameter(f'"{text}" is no address such as https://clinic.example/fhir')
    return text


_base_option = click.option(
    "--base-url",
    metavar="URL",
    callback=_base,
    help="What our addresses begin with. Default: that of the first trusted host, or one that leads nowhere.",
)
_at_option = click.option(
    "--at",
    "authored",
    metavar="TIME",
    callback=_time,
    help="When it was answered, such as 2026-03-01T09:30. Default: as the file says; plain answers: now.",
)


@click.group()
def export() -> None:
    """Write FHIR R4 (Structured Data Capture 3.0.0) for other programs."""


@export.command()
@questions_option
@output_option
@_base_option
@click.option("--codes", type=OutputFile(dash=False), help="Write the CodeSystem there, too.")
@click.option("--language", metavar="TAG", help="Write it in this language, such as fr. Default: its own.")
@click.option("--translations", is_flag=True, help="Add the words in each language that the clinic offers.")
def questionnaire(
    questions: Path | None,
    output: Path | None,
    base_url: str,
    codes: Path | None,
    language: str | None,
    *,
    translations: bool,
) -> None:
    """Write the Questionnaire, as this instance's clinic asks it.

    In each language it is a resource of its own, which answers in that language name.
    """
    served = load_served(questions)
    clinic = current_clinic(settings_from({}), served.source.language)
    opt_in = {one.id for one in served.source.questions.values() if one.clinic == "opt_in"}
    resource = partial(questionnaire_resource, base_url=base_url, without=opt_in - clinic.opted_in)
    asked = exact_questionnaire(served, language)
    offered = {clinic.language, *clinic.languages}.intersection(served.choices()) - {asked.language}
    further = {tag: resource(served.translations[tag]) for tag in sorted(offered) if translations}
    if translations and not further:
        click.echo("No words were added: the clinic offers no other language.", err=True)
    _write(output, with_translations(resource(asked), further), private=False)
    if codes:
        _write(codes, code_system_resource(served.source, base_url=base_url), private=False)


@export.command()
@answers_argument
@questions_option
@output_option
@_base_option
@_at_option
def response(
    answers: BinaryIO, questions: Path | None, output: Path | None, base_url: str, authored: datetime | None
) -> None:
    """Write ANSWERS, as `assess` takes them, as a QuestionnaireResponse."""
    imported = _imported(answers, questions)
    resource = response_resource(
        imported.answers,
        base_url=base_url,
        authored=authored or _authored(answers.name, imported),
        reference=imported.reference or derived_reference(imported.answers),
    )
    _write(output, resource)


@export.command()
@answers_argument
@questions_option
@output_option
@_base_option
@_at_option
def bundle(
    answers: BinaryIO, questions: Path | None, output: Path | None, base_url: str, authored: datetime | None
) -> None:
    """Write ANSWERS, as `assess` takes them, and what follows from them as a Bundle."""
    imported = _imported(answers, questions)
    resource = bundle_resource(
        assess(imported.answers, changes=False),
        base_url=base_url,
        authored=authored or _authored(answers.name, imported),
        recorded=datetime.now(UTC),
        reference=imported.reference or derived_reference(imported.answers),
    )
    _write(output, resource)


NOW = "now"  # the day of plain answers, which have none


def _imported(file: BinaryIO, questions: Path | None) -> ImportedAnswers:
    presets = current_clinic(settings_from({})).presets
    return read_answers_file(file, load_questionnaire(questions), presets, NOW)


def _authored(name: str, imported: ImportedAnswers) -> datetime | str:
    """Return when the answers were given, as exactly as is known. Exits for a file without a day."""
    if imported.day == NOW:
        return datetime.now(UTC)
    authored = imported.authored.astimezone(UTC) if imported.authored else imported.day
    if not authored:
        exit_with([f"{name}: {WHY_UNKNOWN[UNKNOWN_DATE]} Name its time with --at."], BAD_INPUT)
    return authored


def _write(output: Path | None, resource: Mapping[str, Any], *, private: bool = True) -> None:
    problems = resource_problems(resource)
    if problems:
        exit_with(["nothing was written, because other programs could not rely on it:", *problems], FAILURE)
    write_json(output, resource, private=private)

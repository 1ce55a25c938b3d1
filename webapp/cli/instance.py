"""The instance that a command works on, and its store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from webapp.cli.refusals import FAULTY, WRONG, explained, refuse, settings_of
from webapp.clinic import Clinic
from webapp.questionnaire.model import Questionnaire
from webapp.settings import Settings, read_clinic, refuse_another_language
from webapp.storage import StorageRefused, Store, StoreUnavailable

instance_option = click.option(
    "--instance",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the key, the clinic's file and the database. Default: instance.",
)


@contextmanager
def store_explained() -> Iterator[None]:
    """Tell in a sentence why there is no store."""
    try:
        yield
    except StorageRefused as error:
        refuse([str(error)], WRONG)
    except StoreUnavailable as error:
        refuse([str(error)], FAULTY)


@contextmanager
def opened_store(instance: Path | None) -> Iterator[Store]:
    """Give the instance's store; whatever is wrong with it ends the command."""
    from webapp.application import open_instance_store  # noqa: PLC0415  the web framework comes along

    settings = settings_of({"instance": instance})
    with explained(), store_explained(), closing(open_instance_store(settings)) as store:
        yield store


def clinic_of(settings: Settings, language: str = "en") -> Clinic:
    """The clinic as its file or a manager set it. An instance that is not there yet is not made.

    `language` is that of the questionnaire.
    """
    with explained():
        fixed = read_clinic(settings.instance, language)
    if fixed or not settings.key_file.exists():
        return settings.placed(fixed or Clinic(language=language))
    with opened_store(settings.instance) as store:
        live = store.settings.clinic(datetime.now(UTC)) or Clinic()
    return replace(settings.placed(live), language=language)


def clinic_for(settings: Settings, questionnaire: Questionnaire) -> Clinic:
    """The same, to print this questionnaire with; one in a language without words for it ends the command."""
    clinic = clinic_of(settings, questionnaire.language)
    with explained():
        refuse_another_language(clinic, questionnaire)
    return clinic

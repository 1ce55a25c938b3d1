"""The instance that a command works on, and its store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from webapp.cli.exit_codes import FAULTY, WRONG, explained, refuse, settings_of
from webapp.clinic import Clinic
from webapp.questionnaire.model import Questionnaire
from webapp.settings import (
    Settings,
    SettingsError,
    make_instance,
    read_clinic,
    refuse_another_language,
    shut_to_others,
)
from webapp.storage import (
    NoInstance,
    StorageRefused,
    Store,
    StoreUnavailable,
    open_existing,
    open_store,
)

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
    """Give the store of an instance that is there; whatever is wrong with it ends the command."""
    settings = settings_of({"instance": instance})
    with explained(), store_explained(), closing(_existing(settings)) as store:
        yield store


@contextmanager
def made_store(instance: Path | None) -> Iterator[Store]:
    """The same, for the first command of all: where there is no instance, it makes one, and says so."""
    settings = settings_of({"instance": instance})
    is_new = not settings.key_file.exists()
    with explained(), store_explained():
        make_instance(settings.instance)
        store = open_store(settings.database_url, settings.key_file)
    with closing(store), store_explained():
        if is_new:
            tell_of_a_new_one(settings)
        yield store


def tell_of_a_new_one(settings: Settings) -> None:
    """Say that an instance was made: the operator may have meant another folder."""
    click.echo(f"There was no instance in {settings.instance}: a new one was made.", err=True)


def _existing(settings: Settings) -> Store:
    try:
        store = open_existing(settings.database_url, settings.key_file)
    except NoInstance:
        refuse(list(_missing(settings)), WRONG)
    try:  # only now: a folder without an instance is somebody else's
        shut_to_others(settings.instance)
    except SettingsError:
        store.close()
        raise
    return store


def _missing(settings: Settings) -> Iterator[str]:
    folder = settings.instance
    there = "is empty" if folder.is_dir() and not any(folder.iterdir()) else "has none"
    yield f"there is no instance here: the folder {folder} {there if folder.exists() else 'does not exist'}."
    if settings.key_file.exists():
        yield "The key is there, and no database that was used: is GUTFACTORS_DATABASE_URL the server's?"
    yield "Name the folder of the server, with --instance or GUTFACTORS_INSTANCE. Is its volume mounted?"
    yield "Nothing was made. A new instance is made by: gutfactors serve"


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

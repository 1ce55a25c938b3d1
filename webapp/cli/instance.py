"""The instance of a command: its store and its clinic."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import click

from webapp.cli.clock import utc_now
from webapp.cli.exit_codes import BAD_INPUT, FAILURE, exit_on_config_errors, exit_with, settings_from
from webapp.clinic import Clinic
from webapp.instance_files import is_there
from webapp.localization.questionnaires import ServedQuestionnaires
from webapp.settings import (
    Settings,
    SettingsError,
    make_instance,
    read_clinic,
    require_matching_language,
    restrict_permissions,
)
from webapp.storage import (
    DiskFull,
    NoInstance,
    StorageRefused,
    Store,
    StoreUnavailable,
    is_writable,
    open_existing,
    open_read_only,
    open_store,
)

instance_option = click.option(
    "--instance",
    type=click.Path(file_okay=False, readable=False, path_type=Path),  # `is_there` says more of a closed one
    help="Folder of the key, the clinic's file and the database. Default: instance.",
)


@contextmanager
def exit_on_store_errors() -> Iterator[None]:
    """Exit with a message when the store cannot be used."""
    try:
        yield
    except StorageRefused as error:
        exit_with([str(error)], BAD_INPUT)
    except StoreUnavailable as error:
        exit_with([str(error)], FAILURE)


@contextmanager
def existing_store(instance: Path | None) -> Iterator[Store]:
    """Open the store of an existing instance, or exit with a message."""
    settings = settings_from({"instance": instance})
    with exit_on_config_errors(), exit_on_store_errors(), closing(_existing(settings)) as store:
        yield store


@contextmanager
def store_to_read(instance: Path | None) -> Iterator[Store]:
    """Open the store of an existing instance to read it, also where it cannot be written.

    It may be a copy, or on a disk that is full or mounted read-only.
    """
    settings = settings_from({"instance": instance})
    with exit_on_config_errors(), exit_on_store_errors(), closing(_readable(settings)) as store:
        yield store


@contextmanager
def existing_or_new_store(instance: Path | None) -> Iterator[Store]:
    """Open the store of an instance, which is created (with a note) where there is none."""
    settings = settings_from({"instance": instance})
    is_new = not is_there(settings.key_file)
    with exit_on_config_errors(), exit_on_store_errors():
        make_instance(settings.instance)
        store = open_store(settings.database_url, settings.key_file, may_upgrade=False)
    with closing(store), exit_on_store_errors():
        if is_new:
            announce_new_instance(settings)
        yield store


def announce_new_instance(settings: Settings) -> None:
    """Print that an instance was created: the operator may have meant another folder."""
    click.echo(f"There was no instance in {settings.instance}: a new one was made.", err=True)


def _existing(settings: Settings) -> Store:
    try:
        store = open_existing(settings.database_url, settings.key_file)
    except NoInstance:
        exit_with(list(_missing(settings)), BAD_INPUT)
    try:  # only now: a folder without an instance is not ours
        restrict_permissions(settings.instance)
    except SettingsError:
        store.close()
        raise
    return store


def _readable(settings: Settings) -> Store:
    if not is_there(settings.key_file) or is_writable(settings.database_url):
        with suppress(DiskFull):  # which reading needs no room on
            return _existing(settings)
    return open_read_only(settings.database_url, settings.key_file)


def _missing(settings: Settings) -> Iterator[str]:
    folder = settings.instance
    there = "is empty" if folder.is_dir() and not any(folder.iterdir()) else "has none"
    yield f"there is no instance here: the folder {folder} {there if is_there(folder) else 'does not exist'}."
    if is_there(settings.key_file):
        yield "The key is there, and no database that was used: is GUTFACTORS_DATABASE_URL the server's?"
    yield "Name the folder of the server, with --instance or GUTFACTORS_INSTANCE. Is its volume mounted?"
    yield "Nothing was made. A new instance is made by: gutfactors serve"


def current_clinic(settings: Settings, language: str = "en") -> Clinic:
    """Return the clinic from its file or its manager, in the questionnaire's `language`. Create nothing."""
    with exit_on_config_errors():
        fixed = read_clinic(settings.instance, language)
    if fixed or not is_there(settings.key_file):
        return settings.with_time_zone(fixed or Clinic(language=language))
    with store_to_read(settings.instance) as store:
        return clinic_in(store, settings, language)


def clinic_in(store: Store, settings: Settings, language: str) -> Clinic:
    """Return the clinic of a store that is open, as `current_clinic` does."""
    live = store.clinic_settings.clinic(utc_now()) or Clinic()
    clinic = read_clinic(settings.instance, language) or replace(live, language=language)
    return settings.with_time_zone(clinic)


def clinic_for_reports(settings: Settings, served: ServedQuestionnaires) -> Clinic:
    """Return the clinic's settings for reports, or exit where no questionnaire is in its language."""
    clinic = current_clinic(settings, served.source.language)
    with exit_on_config_errors():
        require_matching_language(clinic, served.source, translations=served.choices())
    return clinic

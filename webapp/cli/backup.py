"""`gutfactors backup` and `gutfactors restore`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from webapp.cli.answers.output import NO_DASH, STANDARD_OUTPUT
from webapp.cli.exit_codes import BAD_INPUT, FAILURE, exit_on_config_errors, exit_with, settings_from
from webapp.cli.instance import exit_on_store_errors, instance_option, store_to_read
from webapp.cli.rehearsal import rehearse
from webapp.settings import Settings, make_instance
from webapp.storage import StorageRefused, StoreUnavailable
from webapp.storage.backup.archive import Manifest
from webapp.storage.backup.restore import RestoreResult
from webapp.storage.backup.restore import check as check_backup
from webapp.storage.backup.restore import restore as restore_backup
from webapp.storage.backup.series import BackupFolder

# The tables whose rows are counted in messages.
_COUNTED: Mapping[str, str] = {
    "submissions.jsonl": "submissions",
    "drafts.jsonl": "drafts",
    "practitioners.jsonl": "practitioners",
    "audit.jsonl": "audit entries",
}

_UNNOTED = "The file is whole. It could not be noted in the instance, where it counts as not made"
_WITHOUT_KEY = "The key is not in it: keep a copy of {key} elsewhere. Without the key, the backup is lost."
_WITH_KEY = "The key is in it: whoever has this file can read everything. Keep it locked away."


def _not_a_dash(_: click.Context, __: click.Parameter, file: Path) -> Path:
    if file == STANDARD_OUTPUT:
        raise click.BadParameter(NO_DASH)
    return file


@click.command()
@click.argument("file", type=click.Path(path_type=Path), callback=_not_a_dash)
@click.option("--with-key", is_flag=True, help="Put the key into it, too: one file that reads everything.")
@click.option("--check", "look", flag_value="check", help="Only look whether FILE could be restored.")
@click.option("--rehearse", "look", flag_value="rehearse", help="Only restore FILE elsewhere, and look.")
@click.option("--force", is_flag=True, help="Write over FILE where it is there already.")
@click.option(
    "--keep",
    type=click.IntRange(1, 10_000),
    help="With a folder: check the new backup, and delete all but the newest so many.",
)
@instance_option
def backup(
    file: Path, *, with_key: bool, look: str | None, force: bool, keep: int | None, instance: Path | None
) -> None:
    """Write everything that is kept into FILE, as it is at this moment; a server may go on running.

    {date} in its name stands for today. Where FILE is a folder, each backup there has a name of its own, and
    --check and --rehearse look at the newest.
    """
    settings, now = settings_from({"instance": instance}), datetime.now(UTC)
    if look:
        _LOOKS[look](_newest_in(file), settings)
        return
    series = BackupFolder(file) if file.is_dir() else None
    if keep and series is None:
        exit_with([f"--keep needs a folder for the backups, and {file} is none: make it first"], BAD_INPUT)
    target = (
        series.path_for(now) if series else file.with_name(file.name.replace("{date}", f"{now:%Y-%m-%d}"))
    )
    if target.exists() and not force:
        others = "name another, such as clinic-{date}.backup, or a folder; or add --force"
        exit_with([f"{target} is there already, and nothing was written: {others}"], BAD_INPUT)
    with store_to_read(instance) as store:
        written = store.backups.create(target, "command", now, with_key=with_key)
    click.echo(f"Wrote {target.absolute()}: {_counts(written.manifest)}.")
    if written.unnoted:
        click.echo(f"{_UNNOTED}: {written.unnoted}", err=True)
    click.echo(_WITH_KEY if with_key else _WITHOUT_KEY.format(key=settings.key_file))
    if series and keep:
        _check(target, settings)
        click.echo(f"Deleted older backups: {series.prune(keep, target)}.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@instance_option
def restore(file: Path, instance: Path | None) -> None:
    """Put the backup FILE into an instance whose database is empty, once all of it was checked."""
    settings = settings_from({"instance": instance})
    with exit_on_config_errors(), exit_on_store_errors(), _empty_again(settings.instance):
        make_instance(settings.instance)
        done = restore_backup(settings.database_url, settings.key_file, file, datetime.now(UTC))
    click.echo(f"Restored the backup of {done.manifest.made_at}: {_counts(done.manifest)}.")
    _print_audit_check(done)


def _newest_in(path: Path) -> Path:
    """Return the newest backup of a folder, or the file itself. Exits where a folder has none."""
    newest = BackupFolder(path).newest() if path.is_dir() else path
    if newest is None:
        exit_with([f"there is no backup in {path}: make one with  gutfactors backup {path}"], BAD_INPUT)
    return newest


@contextmanager
def _empty_again(folder: Path) -> Iterator[None]:
    """Remove the new folder again when the file is no usable backup."""
    was_there = folder.exists()
    try:
        yield
    except (StorageRefused, StoreUnavailable):
        if not was_there:
            with suppress(OSError):  # not empty: keep it
                folder.rmdir()
        raise


def _check(file: Path, settings: Settings) -> None:
    with exit_on_store_errors():
        done = check_backup(file, settings.key_file, datetime.now(UTC))
    click.echo(f"{file} can be restored. Made {done.manifest.made_at}: {_counts(done.manifest)}.")
    _print_audit_check(done)


def _rehearse(file: Path, settings: Settings) -> None:
    with exit_on_store_errors():
        rehearse(file, settings.key_file, datetime.now(UTC))


_LOOKS = {"check": _check, "rehearse": _rehearse}


def _counts(manifest: Manifest) -> str:
    return ", ".join(f"{what} {manifest.members[name].lines}" for name, what in _COUNTED.items())


def _print_audit_check(done: RestoreResult) -> None:
    if not done.audit.is_whole:
        exit_with([f"The audit in it was broken when it was made: {done.audit.message}."], FAILURE)
    click.echo(f"Audit: {done.audit.message}.")

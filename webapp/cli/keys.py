"""`gutfactors keys`: rotation of the encryption key."""

from datetime import UTC, datetime
from pathlib import Path

import click

from webapp.cli.exit_codes import BAD_INPUT, exit_with, settings_from
from webapp.cli.instance import existing_store, instance_option
from webapp.storage.crypto.rotation import RetirementResult

BY = "command"


@click.group()
def keys() -> None:
    """Change the key that everything is sealed with. Servers may go on running."""


@keys.command()
@instance_option
def rotate(instance: Path | None) -> None:
    """Add a new key, and re-encrypt everything with it. Stopped half-way: run it again, and it goes on.

    Servers on other machines must use the same key file, or be stopped until they have a copy of it.
    """
    with existing_store(instance) as store:
        done = store.keys.rotate(BY, datetime.now(UTC))
    if done.is_resumed:
        click.echo("An earlier rotation was not finished: this one went on with it, and added no key.")
    click.echo(f"Everything is sealed with key {done.key_id} now: {done.rows} rows were sealed again.")
    key_file = settings_from({"instance": instance}).key_file
    click.echo(
        f"Make a new copy of {key_file} now: the copy that you have does not open what is kept from now on."
    )
    click.echo("The old key is still in it. To take it out: gutfactors keys retire")


@keys.command()
@instance_option
def retire(instance: Path | None) -> None:
    """Take the old keys out of the key file, once nothing needs them any more.

    A backup that was made before the rotation needs the old key: keep a copy of the key file with it.
    """
    with existing_store(instance) as store:
        done = store.keys.retire(BY, datetime.now(UTC))
    if done.is_refused:
        exit_with(_reasons(done), BAD_INPUT)
    click.echo(
        f"Old keys taken out: {done.keys}." if done.keys else "There is one key only: nothing to retire."
    )


def _reasons(done: RetirementResult) -> list[str]:
    reasons = []
    if done.rows_left:
        reasons.append(
            f"{done.rows_left} rows are not sealed with the newest key: run  gutfactors keys rotate"
        )
    if done.passphrases_until:
        until = f"{done.passphrases_until:%Y-%m-%d %H:%M} UTC"
        reasons.append(f"words to come back with that need an old key are good until {until}: try again then")
    return reasons

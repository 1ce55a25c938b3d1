"""`gutfactors keys`: rotation of the encryption key."""

from datetime import UTC, datetime
from pathlib import Path

import click

from webapp.cli.exit_codes import BAD_INPUT, exit_with, settings_from
from webapp.cli.instance import existing_store, instance_option
from webapp.storage.crypto.key_bound_rows import (
    BROWSERS,
    CHALLENGES,
    CODES,
    DEVICES,
    LINKS,
    SIGN_INS,
    TOKENS,
)
from webapp.storage.crypto.rotation import RetirementResult

BY = "command"

COPY_FIRST = """\
A new key ({key}) is in {file}, and nothing is sealed with it yet.
Copy this file to every other server and worker now, over theirs. They need no restart.
Then run  gutfactors keys rotate  here again, or now where there is no other one: it re-encrypts everything.
A server or worker without that copy answers nothing from then on."""

KINDS = {
    TOKENS: "tokens of other programs",
    DEVICES: "kiosks",
    CODES: "codes for a kiosk",
    SIGN_INS: "sign-ins of staff",
    BROWSERS: "browsers that need no code",
    LINKS: "one-time links of staff",
    CHALLENGES: "passkeys about to be used",
}
MEND = {
    TOKENS: "let each program fetch something, or revoke its token",
    DEVICES: "open the first page on each, or revoke it",
    CODES: "they expire within 15 minutes",
    SIGN_INS: "each moves to the new key with its next page, or ends within an hour",
    BROWSERS: "each moves to the new key when somebody signs in there, or is forgotten within a day",
    LINKS: "each is used up, or expires within 72 hours",
    CHALLENGES: "they expire within 5 minutes",
}
"""What to do about rows that would end with the old key, by kind."""


@click.group()
def keys() -> None:
    """Change the key that everything is sealed with. Servers may go on running."""


@keys.command()
@instance_option
def rotate(instance: Path | None) -> None:
    """Add a new key, and re-encrypt everything with it. Stopped half-way: run it again, and it goes on.

    On PostgreSQL, which several servers may use, the first call adds the key and stops: copy the key file to
    every server and worker, and call it again.
    """
    key_file = settings_from({"instance": instance}).key_file
    with existing_store(instance) as store:
        added = store.keys.add_waiting() if store.keys.may_have_more_files else ""
        if added:
            click.echo(COPY_FIRST.format(key=added, file=key_file))
            return
        done = store.keys.rotate(BY, datetime.now(UTC))
    if done.is_resumed:
        click.echo("An earlier rotation was not finished: this one went on with it, and added no key.")
    click.echo(f"Everything is sealed with key {done.key_id} now: {done.rows} rows were sealed again.")
    click.echo(
        f"Make a new copy of {key_file} now: the copy that you have does not open what is kept from now on."
    )
    click.echo("The old key is still in it. To take it out: gutfactors keys retire")


@keys.command()
@instance_option
@click.option(
    "--force", is_flag=True, help="Retire all the same: tokens, sign-ins and links that are named end."
)
def retire(instance: Path | None, *, force: bool) -> None:
    """Take the old keys out of the key file, once nothing needs them any more.

    A token, a sign-in or a kiosk moves to the new key when it is next used; until then retiring is refused. A
    backup that was made before the rotation needs the old key: keep a copy of the key file with it.
    """
    key_file = settings_from({"instance": instance}).key_file
    with existing_store(instance) as store:
        done, has_copies = (
            store.keys.retire(BY, datetime.now(UTC), is_forced=force),
            store.keys.may_have_more_files,
        )
    if done.is_refused:
        exit_with(_reasons(done), BAD_INPUT)
    click.echo(
        f"Old keys taken out: {done.keys}." if done.keys else "There is one key only: nothing to retire."
    )
    if done.keys and has_copies:
        click.echo(f"Copy {key_file} to every other server and worker: theirs still has the old keys.")


def _reasons(done: RetirementResult) -> list[str]:
    reasons = []
    if done.rows_left:
        reasons.append(
            f"{done.rows_left} rows are not sealed with the newest key: run  gutfactors keys rotate"
        )
    if done.passphrases_until:
        until = f"{done.passphrases_until:%Y-%m-%d %H:%M} UTC"
        reasons.append(f"words to come back with that need an old key are good until {until}: try again then")
    for rows in done.ending:
        names = f" ({', '.join(rows.names)})" if rows.names else ""
        unused = f"{KINDS[rows.kind]} not used since the key was changed: {rows.count}{names}"
        reasons.append(f"{unused}. They would end with the old key: {MEND[rows.kind]}")
    if done.ending:
        reasons.append("To let them end now:  gutfactors keys retire --force")
    return reasons

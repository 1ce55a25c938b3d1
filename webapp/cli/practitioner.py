"""`gutfactors practitioner`: who may sign in."""

from pathlib import Path

import click

from webapp.cli.address import page_address
from webapp.cli.clock import utc_now
from webapp.cli.exit_codes import BAD_INPUT, exit_with, settings_from
from webapp.cli.instance import existing_or_new_store, existing_store, instance_option, store_to_read
from webapp.cli.names import checked_line
from webapp.clinic import Policy
from webapp.storage import AccountChange, LastManager, LoginTaken, Practitioner, Store
from webapp.storage.accounts.one_time_links import PASSWORD

BY = "command"

_LOGIN = click.argument("login")
_REVOKE = click.option(
    "--revoke-tokens", is_flag=True, help="Revoke the tokens for other programs that they made, too."
)


@click.group()
def practitioner() -> None:
    """Manage who may sign in."""


@practitioner.command()
@_LOGIN
@click.option("--name", help="As it is shown to the others. Default: the sign-in name.")
@click.option("--manager", is_flag=True, help="May also manage people, settings and the audit log.")
@click.option("--front-desk", is_flag=True, help="Sees who sent answers, prints what was released.")
@instance_option
def add(login: str, name: str | None, *, manager: bool, front_desk: bool, instance: Path | None) -> None:
    """Add somebody with the sign-in name LOGIN, and print a link to choose a password."""
    login, name = checked_line(login, "a sign-in name"), checked_line(name or "", "a name")
    if not login:
        exit_with(["write a sign-in name, such as maria"], BAD_INPUT)
    if manager and front_desk:
        exit_with(["choose one of --manager and --front-desk"], BAD_INPUT)
    role = "manager" if manager else "front_desk" if front_desk else "practitioner"
    with existing_or_new_store(instance) as store:
        _begin_with_codes(store)
        try:
            added = store.practitioners.create(login, name or login, role, BY, utc_now())
        except LoginTaken:
            exit_with([f"somebody has the sign-in name {login} already: choose another"], BAD_INPUT)
        _invite(store, added, instance)


@practitioner.command("list")
@instance_option
def list_all(instance: Path | None) -> None:
    """List everybody, in the order in which they were added."""
    with store_to_read(instance) as store:
        everybody = store.practitioners.list()
    for each in everybody:
        click.echo(_line(each))
    if not everybody:
        click.echo("Nobody yet. Add somebody: gutfactors practitioner add LOGIN --manager")


@practitioner.command()
@_LOGIN
@_REVOKE
@instance_option
def disable(login: str, *, revoke_tokens: bool, instance: Path | None) -> None:
    """Shut LOGIN out at once, wherever they are signed in. What they did stays in the audit log."""
    with existing_store(instance) as store:
        _switch(store, login, is_active=False)
        click.echo(f"{login} cannot sign in any more.")
        _see_to_tokens(store, _found(store, login), is_revoking=revoke_tokens)


@practitioner.command()
@_LOGIN
@instance_option
def enable(login: str, instance: Path | None) -> None:
    """Enable LOGIN again, with the password that they had."""
    with existing_store(instance) as store:
        _switch(store, login, is_active=True)
    click.echo(f"{login} can sign in again.")


@practitioner.command()
@_LOGIN
@click.option(
    "--without-code",
    is_flag=True,
    help="Turn second factor, passkeys and old password off: for a lost phone.",
)
@_REVOKE
@instance_option
def reset(login: str, *, without_code: bool, revoke_tokens: bool, instance: Path | None) -> None:
    """Sign LOGIN out everywhere, and print a link to choose a new password.

    The old password stays good until then, but not without the code.
    """
    with existing_store(instance) as store:
        found = _found(store, login)
        if not found.is_active:
            exit_with([f"{login} is disabled: run  gutfactors practitioner enable {login}"], BAD_INPUT)
        if without_code:
            store.practitioners.reset_credentials(found.id, BY, utc_now())
        store.sign_ins.end_all(found.id)
        _invite(store, found, instance)
        _see_to_tokens(store, found, is_revoking=revoke_tokens)


def _see_to_tokens(store: Store, found: Practitioner, *, is_revoking: bool) -> None:
    """Revoke the tokens that were shown to somebody, or name them: they open submissions by themselves."""
    tokens = store.api_tokens.made_by(found.actor)
    names = ", ".join(one.name or one.actor for one in tokens)
    if tokens and is_revoking:
        store.api_tokens.revoke_made_by(found.actor, BY, utc_now())
        click.echo(f"Revoked the tokens that {found.login} made: {names}.")
    elif tokens:
        click.echo(f"Tokens that {found.login} made still fetch submissions: {names}.")
        click.echo("Revoke them with --revoke-tokens, or under Manage, Settings, Other programs.")


def _begin_with_codes(store: Store) -> None:
    """Ask everybody of a new clinic for a second step, as the page does that sets one up."""
    if not store.practitioners.list() and store.clinic_settings.policy_version == 0:
        store.clinic_settings.save_policy(Policy(requires_code=True), 0, BY, utc_now())
        click.echo("Everybody will need a second step to sign in; a manager can change that under Settings.")


def _invite(store: Store, invited: Practitioner, instance: Path | None) -> None:
    token = store.one_time_links.create(PASSWORD, invited.id, utc_now(), BY)
    click.echo(f"Give this link to {invited.login}, to choose a password. It works once, within 72 hours:")
    click.echo(page_address(settings_from({"instance": instance}), f"invitation/{token}"))


def _switch(store: Store, login: str, *, is_active: bool) -> None:
    found = _found(store, login)
    try:
        change = AccountChange(is_active=is_active)
        is_done = store.practitioners.update(found.id, found.version, change, BY, utc_now())
    except LastManager:
        exit_with([f"nobody would be left to manage this instance: {login} is its only manager"], BAD_INPUT)
    if not is_done:
        exit_with([f"somebody else is changing {login} at this moment: try again"], BAD_INPUT)


def _found(store: Store, login: str) -> Practitioner:
    found = store.practitioners.by_login(login)
    if found is None:
        exit_with([f"nobody has the sign-in name {login}: see  gutfactors practitioner list"], BAD_INPUT)
    return found


def _line(each: Practitioner) -> str:
    extra = ["second factor"] * each.has_code + ["disabled"] * (not each.is_active)
    return f"{each.login} ({', '.join([each.role.replace('_', ' '), *extra])}): {each.name}"

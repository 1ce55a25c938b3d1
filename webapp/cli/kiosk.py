"""`gutfactors kiosk`: the clinic's own devices."""

from pathlib import Path

import click

from webapp.cli.address import page_address
from webapp.cli.clock import utc_now
from webapp.cli.exit_codes import BAD_INPUT, exit_with, settings_from
from webapp.cli.instance import existing_store, instance_option
from webapp.cli.kiosk_browser import launch
from webapp.cli.names import checked_line
from webapp.storage import Kiosk, KioskConfig, Store

BY = "command"

_NUMBER = click.argument("number", type=click.IntRange(1, 2**31 - 1))


@click.group()
def kiosk() -> None:
    """Manage the clinic's own devices, on which patients answer one after another."""


kiosk.add_command(launch)


@kiosk.command()
@click.argument("name")
@click.option("--place", default="", help="Where it stands.")
@click.option("--phone/--no-phone", default=True, help="Offer a QR code that opens the report on a phone.")
@click.option("--paper/--no-paper", default=False, help="Offer to print the report.")
@click.option("--idle", type=click.IntRange(20, 600), default=60, help="Seconds without a touch: 60.")
@instance_option
def add(name: str, place: str, *, phone: bool, paper: bool, idle: int, instance: Path | None) -> None:
    """Add a kiosk called NAME, and print the code that enrols its device."""
    shown, place = checked_line(name, "a name"), checked_line(place, "a place")
    if not shown:
        exit_with(["write a name, such as Window"], BAD_INPUT)
    plan = KioskConfig(shown, place, offers_phone=phone, offers_print=paper, idle_seconds=idle)
    with existing_store(instance) as store:
        _print_code(store, store.kiosks.create(plan, BY, utc_now()), instance)


@kiosk.command("list")
@instance_option
def list_all(instance: Path | None) -> None:
    """List all kiosks, with their numbers and last signs of life."""
    with existing_store(instance) as store:
        everything, at_work = store.kiosks.list(), store.kiosk_sessions.active_kiosks(utc_now())
    for each in everything:
        click.echo(_line(each, is_used=each.id in at_work))
    if not everything:
        click.echo("None yet. Add one: gutfactors kiosk add NAME")


@kiosk.command()
@_NUMBER
@instance_option
def code(number: int, instance: Path | None) -> None:
    """Print a new code for kiosk NUMBER: the device that brings it takes the place of the one before."""
    with existing_store(instance) as store:
        _print_code(store, _found(store, number).id, instance)


@kiosk.command()
@_NUMBER
@instance_option
def lock(number: int, instance: Path | None) -> None:
    """Lock kiosk NUMBER: the session there ends at once, and nobody can begin another."""
    with existing_store(instance) as store:
        store.kiosks.lock(_found(store, number).id, BY, utc_now())
    click.echo(f"Kiosk {number} is locked. Open it again: gutfactors kiosk unlock {number}")


@kiosk.command()
@_NUMBER
@instance_option
def unlock(number: int, instance: Path | None) -> None:
    """Unlock kiosk NUMBER, so that patients can begin again."""
    with existing_store(instance) as store:
        store.kiosks.unlock(_found(store, number).id, BY, utc_now())
    click.echo(f"Kiosk {number} is open again.")


@kiosk.command()
@_NUMBER
@instance_option
def revoke(number: int, instance: Path | None) -> None:
    """Delete kiosk NUMBER: what its device holds opens nothing any more."""
    with existing_store(instance) as store:
        store.kiosks.revoke(_found(store, number).id, BY, utc_now())
    click.echo(f"Kiosk {number} is revoked.")


def _print_code(store: Store, number: int, instance: Path | None) -> None:
    digits = store.kiosks.issue_code(number, BY, utc_now()) or ""
    address = page_address(settings_from({"instance": instance}), "kiosk")
    click.echo(f"Kiosk {number}. On its device, open {address}, and type within 15 minutes; it works once:")
    click.echo(f"{digits[:4]} {digits[4:]}")


def _found(store: Store, number: int) -> Kiosk:
    found = store.kiosks.get(number)
    if found is None:
        exit_with([f"there is no kiosk {number}: see  gutfactors kiosk list"], BAD_INPUT)
    return found


def _line(one: Kiosk, *, is_used: bool) -> str:
    states = {"locked": one.is_locked, "in use": is_used, "ready": one.is_enrolled, "no device": True}
    state = next(name for name, holds in states.items() if holds)
    seen = f"{one.seen_at:%Y-%m-%d %H:%M} UTC" if one.seen_at else "never seen"
    return f"{one.id}  {one.config.name}  {one.config.place or '-'}  {state}  {seen}"

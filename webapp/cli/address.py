"""The address of this instance, for people who type it."""

import socket

import click

from webapp.cli.exit_codes import BAD_INPUT, exit_with
from webapp.settings import Settings, find_address


def listening_socket(host: str, port: int, command: str) -> socket.socket:
    """Return a listening socket, or exit with a message."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        other = f"Is it running already? Another port: gutfactors {command} --port {port + 1}"
        exit_with([f"cannot listen on {host}, port {port}: {error.strerror}. {other}"], BAD_INPUT)


def page_address(settings: Settings, path: str) -> str:
    """Return the address of a page, or its path alone (with a note) before the server first ran."""
    known = find_address(settings)
    if known is None:
        click.echo("The server did not run yet, so its address is not known: write that before.", err=True)
    return (known or "/") + path

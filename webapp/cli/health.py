"""`gutfactors health`: the state of the server that runs now. Also for `gutfactors doctor`."""

import json
from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import click

from webapp.cli.exit_codes import FAILURE, exit_with, settings_from
from webapp.cli.instance import instance_option
from webapp.settings import Settings, saved_listener

OK = "ok"
SECONDS = 5.0


@click.command()
@instance_option
def health(instance: Path | None) -> None:
    """Ask the running server for its /health, and print it.

    Exit code 1 if no server of this instance answers, or if it turns visitors away. What else is wrong is
    in its "problems".
    """
    settings = settings_from({"instance": instance})
    found = read_health(settings)
    if found is None:
        host, port = listening_at(settings)
        exit_with([f"no server of this instance answers on port {port} of {host}"], FAILURE)
    click.echo(json.dumps(found))
    raise SystemExit(0 if found["status"] == OK else FAILURE)


def listening_at(settings: Settings) -> tuple[str, int]:
    """Return host and port of the instance's server: those of the settings, or where it was started last."""
    noted = None if settings.has_own_address else saved_listener(settings)
    return noted or (settings.host, settings.port)


def read_health(settings: Settings) -> Mapping[str, object] | None:
    """Return what /health says, with its `status`, or None if no server of ours answers."""
    host, port = listening_at(settings)
    near = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104  compared, not listened on
    for name in dict.fromkeys([*settings.host_names, near]):
        with closing(HTTPConnection(near, port, timeout=SECONDS)) as connection:
            try:
                connection.request("GET", "/health", headers={"Host": name})
                said = json.loads(connection.getresponse().read())
            except (OSError, ValueError, HTTPException):
                continue
        if isinstance(said, dict) and isinstance(said.get("status"), str):
            return said
    return None

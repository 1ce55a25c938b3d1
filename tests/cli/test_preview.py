"""`gutfactors preview` serves on this machine, or says why it cannot."""

from __future__ import annotations

import socket

from click.testing import CliRunner

from tests.cli.command import PROJECT
from webapp.cli import main


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        example = str(PROJECT / "docs/examples/sleep.toml")
        done = CliRunner().invoke(main, ["preview", example, "--port", str(port)])
    assert done.exit_code == 2
    assert done.output.startswith(f"cannot listen on 127.0.0.1, port {port}: ")

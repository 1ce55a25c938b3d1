"""`gutfactors preview`: the form and the report of a questionnaire that is being written."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from webapp.cli.address import listening_socket
from webapp.cli.exit_codes import settings_from


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--port", default=8010, show_default=True, type=click.IntRange(0, 65535))
def preview(file: Path | None, port: int) -> None:
    """Show the form and the report of the questionnaire FILE, and again after each save.

    The page is on this machine only. Nothing that is typed into it is kept.

    Without FILE: the questionnaire of this instance.
    """
    from waitress import create_server  # noqa: PLC0415  only serving needs it

    path = file or settings_from({}).questions
    listener = listening_socket("127.0.0.1", port, "preview")
    with previewing(path) as app, closing(create_server(app, sockets=[listener])) as server:
        taken = listener.getsockname()[1]
        click.echo(f"Open http://127.0.0.1:{taken}/preview/ and save {path}. Ctrl+C ends.")
        server.run()


@contextmanager
def previewing(path: Path) -> Iterator[Any]:
    """Yield the application of the preview, with a temporary store."""
    from flask import Flask  # noqa: PLC0415

    from webapp.application import create_app, open_instance_store, stop_prints  # noqa: PLC0415
    from webapp.clinic import Clinic  # noqa: PLC0415
    from webapp.report.pdf.html import TEMPLATES  # noqa: PLC0415
    from webapp.report.times import day_in  # noqa: PLC0415
    from webapp.settings import Settings  # noqa: PLC0415
    from webapp.workbench.preview.pages import preview_app  # noqa: PLC0415
    from webapp.workbench.preview.printer import NewestPrinter  # noqa: PLC0415
    from webapp.workbench.preview.workspace import Workspace  # noqa: PLC0415

    with ExitStack() as stack:
        settings = Settings.for_instance(Path(stack.enter_context(TemporaryDirectory())))
        store = stack.enter_context(closing(open_instance_store(settings)))
        printer, clinic = NewestPrinter(), settings_from({}).with_time_zone(Clinic())
        stack.callback(printer.renew)

        def form(text: str) -> Flask:
            made = create_app(settings, questions=text, store=store, clinic=clinic, render_pool=printer)
            stack.callback(stop_prints, made)
            return made

        workspace = Workspace(path, TEMPLATES, form, printer)
        yield preview_app(workspace, clinic, day_in(clinic, datetime.now(UTC)))

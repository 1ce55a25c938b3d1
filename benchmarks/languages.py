"""The same pages in every language that patients may choose, beside English: CPU of the web worker alone.

Pages are rendered in this process, without a network.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from http import HTTPStatus
from pathlib import Path

from flask.testing import FlaskClient

from benchmarks import interleaved
from benchmarks.pages import FIRST, token_of
from webapp.application import create_app
from webapp.clinic import Clinic
from webapp.report.pool.pool import RenderPool
from webapp.settings import Settings

LANGUAGES = ("en", "fr", "es", "de", "ar", "zh-Hans")
PAGES = ("/", "/section/fibre", "/section/safety", "/check")


def begun(client: FlaskClient, language: str) -> FlaskClient:
    """Choose the language, begin, and answer the first section."""
    token = token_of(client.get("/").text)
    client.post("/language", data={"csrf_token": token, "language": language})
    onward = client.post("/start", data={"csrf_token": token}).location
    client.post(onward, data={"csrf_token": token, "shown": " ".join(FIRST), **FIRST, "do": "continue"})
    return client


def show(client: FlaskClient, path: str, language: str) -> None:
    """Ask for a page, and expect it in that language: another page would measure something else."""
    answer = client.get(path)
    if answer.status_code != HTTPStatus.OK or f'<html lang="{language}' not in answer.text:
        sys.exit(f"GET {path} in {language} answered {answer.status}")


def main() -> None:
    """`--quick` takes fewer rounds."""
    rounds = 60 if "--quick" in sys.argv else 500
    with tempfile.TemporaryDirectory() as folder, closing(RenderPool(1)) as pool:
        clinic = Clinic(region="CA", languages=LANGUAGES[1:], numbers_phoned="Ann, 1 May 2026")
        app = create_app(Settings.for_instance(Path(folder)), clinic=clinic, render_pool=pool)
        clients = {language: begun(app.test_client(), language) for language in LANGUAGES}
        for path in PAGES:
            ways: dict[str, Callable[[], object]] = {
                language: partial(show, client, path, language) for language, client in clients.items()
            }
            interleaved.show(f"GET {path} in each language", interleaved.take_turns(ways, rounds))


if __name__ == "__main__":
    main()

"""`gutfactors kiosk launch`: a local Chromium that shows a kiosk alone, in a throw-away profile."""

import html
import os
import re
import shutil
import subprocess
import tempfile
import time
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import click

from webapp.cli.exit_codes import BAD_INPUT, FAILURE, exit_with

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
"""Names of Chromium's program, in the order of preference."""

SWITCHES = (
    "--kiosk",
    "--incognito",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--disable-session-crashed-bubble",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-features=Translate,AutofillServerCommunication,PasswordManagerOnboarding",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--password-store=basic",
)
"""See docs/kiosk.md for the reason of each."""

PRINTING = "--kiosk-printing"
PAUSE = 2.0
"""Seconds before a browser that exited is restarted."""

SECONDS = 20  # timeout of a request
_TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
_COOKIES = ("__Host-kiosk", "kiosk")

START = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Kiosk</title>
<form method="post" action="{action}"><input type="hidden" name="device" value="{device}"></form>
<script>document.forms[0].submit()</script></html>
"""


@click.command()
@click.argument("address")
@click.option("--code", help="The eight digits from the desk: needed the first time.")
@click.option("--printing", is_flag=True, help="Print without asking: only with a printer beside the screen.")
@click.option("--browser", help="Path of Chromium. Default: the first that is found.")
@click.option("--once", is_flag=True, help="Do not start it again when it ends.")
@click.option(
    "--device",
    type=click.Path(dir_okay=False, path_type=Path),
    default=lambda: Path(click.get_app_dir("gutfactors")) / "kiosk.key",
    help="File in which this device keeps that it is a kiosk.",
)
def launch(
    address: str, code: str | None, browser: str | None, device: Path, *, printing: bool, once: bool
) -> None:
    """Show the questionnaire of ADDRESS on the whole screen, in a profile that is thrown away.

    Ends with Ctrl+C; a browser that ends by itself is started again.
    """
    base, program = _base(address), _program(browser)
    if code:
        _write(device, _enrolled(base, code))
    token = _read(device)
    switches = [*SWITCHES, PRINTING] if printing else list(SWITCHES)
    while True:
        _show([program, *switches], f"{base}/kiosk/enter", token)
        if once:
            return
        time.sleep(PAUSE)


def _base(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        exit_with(["write the address with https:// before it, such as https://forms.example.org"], BAD_INPUT)
    return f"{parts.scheme}://{parts.netloc}"


def _program(browser: str | None) -> str:
    found = next(filter(None, map(shutil.which, [browser] if browser else BROWSERS)), None)
    if found is None:
        exit_with(["no Chromium was found: install it, or name it with --browser"], FAILURE)
    return found


def _enrolled(base: str, code: str) -> str:
    """Submit the code as a browser does, and return the token from the cookie."""
    cookies = CookieJar()
    opener = build_opener(HTTPCookieProcessor(cookies))
    try:
        asked = _TOKEN.search(_text(opener, f"{base}/kiosk"))
        sent = {"code": code, "csrf_token": html.unescape(asked[1]) if asked else ""}
        _text(opener, f"{base}/kiosk", urlencode(sent).encode())
    except HTTPError as error:
        error.close()
        exit_with([f"{base} did not take the code. Each works once, for 15 minutes: ask the desk"], FAILURE)
    except URLError as error:
        exit_with([f"{base} cannot be reached: {error.reason}"], FAILURE)
    found = {cookie.name: cookie.value for cookie in cookies}
    token = next((found[name] for name in _COOKIES if found.get(name)), None)
    if not token:
        exit_with([f"{base} did not make this device a kiosk: ask the desk for another code"], FAILURE)
    return token


def _text(opener: OpenerDirector, address: str, data: bytes | None = None) -> str:
    with opener.open(address, data, SECONDS) as answer:
        return str(answer.read().decode())


def _write(device: Path, token: str) -> None:
    device.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    device.unlink(missing_ok=True)
    descriptor = os.open(device, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(token)


def _read(device: Path) -> str:
    if not device.exists():
        exit_with(
            ["this device is no kiosk yet: ask the desk for a code, and add  --code 12345678"], BAD_INPUT
        )
    return device.read_text().strip()


def _show(command: list[str], action: str, token: str) -> None:
    """Run the browser until it exits, with a private temporary profile."""
    with tempfile.TemporaryDirectory(prefix="gutfactors-kiosk-", ignore_cleanup_errors=True) as folder:
        start = Path(folder) / "start.html"
        start.touch(mode=0o600)
        start.write_text(START.format(action=html.escape(action), device=html.escape(token)))
        profile = f"--user-data-dir={folder}/profile"
        subprocess.run([*command, profile, start.as_uri()], check=False)

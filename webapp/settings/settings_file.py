"""The settings file: one file that the server, its workers and every command read.

Its lines are `GUTFACTORS_PORT=8000`, with `#` comments, in the format of systemd's `EnvironmentFile`.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from stat import S_IRWXO

from webapp.settings.errors import SettingsError
from webapp.settings.secret_settings import holds_secret

CONFIG = "GUTFACTORS_CONFIG"
USUAL = Path("/etc/gutfactors.env")

_LINE = re.compile(r"(?P<name>GUTFACTORS_[A-Z_]+|TZ)=(?P<value>\"[^\"]*\"|'[^']*'|[^\"']*)")


def with_settings_file(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment completed by the settings file; a variable of the environment wins.

    `GUTFACTORS_CONFIG` names the file, and none if it is empty; without the variable, /etc/gutfactors.env
    is read if it exists. Raise SettingsError with all problems of the file at once.
    """
    named = environ.get(CONFIG)
    path = USUAL if named is None else Path(named)
    others = {name: value for name, value in environ.items() if name != CONFIG}
    if named == "" or (named is None and not path.exists()):
        return others
    return {**_read(path), **others}


def _read(path: Path) -> dict[str, str]:
    try:
        text = path.read_text(encoding="utf-8")
        is_open = bool(path.stat().st_mode & S_IRWXO)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError([f"the settings file {path} cannot be read: {error}"]) from error
    found: dict[str, str] = {}
    problems = [f"{path}:{number}: {problem}" for number, problem in _parse(text, found)]
    secret = ", ".join(name for name, value in found.items() if holds_secret(name, value))
    if is_open and secret:
        problems.append(f"{path} holds a password ({secret}) and others can read it: run  chmod o= {path}")
    if problems:
        raise SettingsError(problems)
    return found


def _parse(text: str, found: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Put the variables of the text into `found`; yield the number and the problem of each wrong line."""
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        match = _LINE.fullmatch(stripped)
        if match is None:
            yield number, "write GUTFACTORS_NAME=value, with straight quotes around the value or none"
        elif match["name"] in found:
            yield number, f"{match['name']} is set twice: keep one line"
        else:
            found[match["name"]] = match["value"].strip("\"'").strip()

"""The instance folder: made on first start, for its owner only."""

from __future__ import annotations

import os
from pathlib import Path

from webapp.settings.problems import SettingsError


def make_instance(folder: Path) -> None:
    """Make the folder where it is not there yet. Raises SettingsError where it cannot be used."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError([f"the instance folder {folder} cannot be made: {error.strerror}"]) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SettingsError([f"the instance folder {folder} cannot be written by this account"])

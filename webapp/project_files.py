"""Files at the top of the project that the program reads, such as `questions.toml` and `report_templates/`.

A checkout has them beside this package, an installed wheel inside it (`script/build_hook.py`).
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def project_file(name: str) -> Path:
    """Return the path of a file or folder of the project, given relative to its top."""
    installed = _PACKAGE / "project" / name
    return installed if installed.exists() else _PACKAGE.parent / name

"""Optional packages: which extra of `gut-factors` brings each, and how to get it."""

from collections.abc import Mapping

EXTRA_OF: Mapping[str, str] = {
    "numpy": "paper",
    "procrastinate": "queue",
    "prometheus_client": "metrics",
    "psycopg": "postgres",
    "pypdfium2": "paper",
    "readability": "author",
    "zxingcpp": "paper",
}
"""The extra that brings a module. pyproject.toml has the packages of each extra."""


def how_to_install(error: ImportError) -> str:
    """Return how to get the module that is missing; "" if no extra brings it."""
    extra = EXTRA_OF.get((error.name or "").partition(".")[0])
    if extra is None:
        return ""
    return (
        f"this needs the optional packages “{extra}”: pip install 'gut-factors[{extra}]' "
        f"(in a copy of the project: script/prepare {'author' if extra == 'author' else 'serve'})"
    )

"""What code would try that took a process over: expressions, each evaluated in the real process.

They stand for a file or a page that broke a library. The result is passed as text, an error by its name.
"""

from __future__ import annotations

MEBIBYTE = 1024 * 1024

REFUSED = {
    "a connection": "__import__('socket').socket()",
    "a connection by a library": "__import__('urllib.request').request.urlopen('http://127.0.0.1:9')",
    "a program": "__import__('subprocess').run(['true'])",
    "a program by the shell": "__import__('os').system('true')",
    "a program in its place": "__import__('os').execv('/bin/true', ['true'])",
    "a program beside it": "__import__('os').posix_spawn('/bin/true', ['true'], {})",
    "another process": "__import__('os').fork()",
}
"""By what is asked for: all of it is a PermissionError."""

OWN_SETTINGS = (
    "' '.join(name for name in [*__import__('os').environ, "
    "*__import__('pathlib').Path('/proc/self/environ').read_text(errors='replace').split(chr(0))] "
    "if name.startswith('GUTFACTORS_')) or 'none'"
)
CORE_FILES = "__import__('resource').getrlimit(__import__('resource').RLIMIT_CORE)[0]"
CPU_SECONDS = "__import__('resource').getrlimit(__import__('resource').RLIMIT_CPU)[0]"


def allocate(size: int) -> str:
    return f"len(bytearray({size}))"


def outcome(expression: str) -> str:
    """The result of the expression as a text; for an error, its name."""
    try:
        return str(eval(expression))  # noqa: S307  that is what it is for
    except Exception as error:  # noqa: BLE001  any of them is an outcome
        return type(error).__name__


def read(file: bytes) -> bytes:
    """In the place of what looks into a file: do what the file says, and answer as if it were a record."""
    return b"R" + outcome(file.decode()).encode()

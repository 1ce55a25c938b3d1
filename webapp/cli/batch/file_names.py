"""Names of files that every system takes, and that lead nowhere else."""

from __future__ import annotations

import unicodedata

_KEPT = "-_"
_LONGEST = 80

# Microsoft, "Naming Files, Paths, and Namespaces": names of devices, in any letters, whatever follows a dot.
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"]
)


class FileNames:
    """Gives each line a name of its own: after its reference, where it has one that can be a name.

    The same lines get the same names each time.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, reference: str, number: int) -> str:
        """The name of the file, such as "4711.pdf"; "line-12.pdf" without a reference."""
        plain = plain_name(reference)
        name = plain or f"line-{number}"
        while _folded(name) in self._taken or name.casefold() in _DEVICES:
            name = f"{name}-line-{number}"
        self._taken.add(_folded(name))
        return f"{name}.pdf"


def plain_name(reference: str) -> str:
    """Letters and digits of any writing; whatever else there is becomes a hyphen. May be ""."""
    signs = (
        sign if sign.isalnum() or sign in _KEPT else "-" for sign in unicodedata.normalize("NFC", reference)
    )
    words = (word for word in "".join(signs).split("-") if word)
    # 80 bytes: with what may come behind it, within the 255 that file systems take.
    return "-".join(words).encode()[:_LONGEST].decode(errors="ignore").strip("-")


def _folded(name: str) -> str:
    """Equal for names that some file system takes for the same."""
    return unicodedata.normalize("NFKC", name).casefold()

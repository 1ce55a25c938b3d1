"""File names that are valid on every system and stay in their folder."""

import unicodedata

_KEPT = "-_"
_LONGEST = 80

# Microsoft, "Naming Files, Paths, and Namespaces": device names, in any case and with any extension.
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"]
)


class FileNames:
    """Unique file names, by references where possible. The same lines always get the same names."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, reference: str, number: int) -> str:
        """Return the name of the file, such as "4711.pdf", or "line-12.pdf" without a reference."""
        plain = name_for_file(reference)
        name = plain or f"line-{number}"
        while _folded(name) in self._taken or name.casefold() in _DEVICES:
            name = f"{name}-line-{number}"
        self._taken.add(_folded(name))
        return f"{name}.pdf"


def name_for_file(reference: str) -> str:
    """Return the letters and digits, in any script, with hyphens for all else. May be ""."""
    composed = unicodedata.normalize("NFC", reference)
    signs = (sign if sign.isalnum() or sign in _KEPT else "-" for sign in composed)
    words = (word for word in "".join(signs).split("-") if word)
    # 80 bytes and a suffix stay below the 255 bytes of file systems.
    return "-".join(words).encode()[:_LONGEST].decode(errors="ignore").strip("-")


def _folded(name: str) -> str:
    """Return a key that is equal for names that a file system may not tell apart."""
    return unicodedata.normalize("NFKC", name).casefold()

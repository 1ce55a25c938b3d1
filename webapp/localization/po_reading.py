"""Reading PO files, as translators and their programs leave them: what is broken is named with its line."""

import re
from gettext import c2py
from io import StringIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

_QUOTED = r'"(?:[^"\\\r\n]|\\.)*"'
_KEYWORD = r"(?:msgid(?:_plural)?|msgctxt|msgstr(?:\[\d+\])?)"
_STRANGE = re.compile(rf"^(?!(?:#.*|(?:{_KEYWORD}\s+)?{_QUOTED})?\s*$).+$", re.MULTILINE)
"""A line that is no comment and no text between quotes. Babel would take a text's ends for its quotes."""

_SHOWN = 40  # letters of a line that is named

_NUMBERS = range(1000)
"""Numbers that the plural rule of a file is tried with."""


class BrokenPoFileError(ValueError):
    """A file that is no PO file, or whose plural rule chooses no form. The message has path and line."""


def po_text(path: Path) -> str:
    """Return the text of a file with our line ends, and without the mark that some editors put first.

    Raise BrokenPoFileError.
    """
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BrokenPoFileError(f"{path}:{line}: this line is not UTF-8: save the file as UTF-8") from error
    if strange := _STRANGE.search(text):
        line = text.count("\n", 0, strange.start()) + 1
        said = strange[0].strip()[:_SHOWN]
        raise BrokenPoFileError(f"{path}:{line}: this is no line of a PO file: {said}")
    return text


def parse_po(text: str, path: Path, locale: str) -> Catalog:
    """Parse the text of a file, in this language. Raise BrokenPoFileError."""
    try:
        found = read_po(StringIO(text), locale=locale, abort_invalid=True)
        forms = {c2py(found.plural_expr)(number) for number in _NUMBERS}
    except PoFileError as error:
        raise BrokenPoFileError(
            f"{path}:{(error.lineno or 0) + 1}: this is no PO file from here on"
        ) from error
    except (ValueError, LookupError, ArithmeticError, TypeError) as error:
        raise BrokenPoFileError(f"{path}:1: the head of this file cannot be read: {error}") from error
    if not forms <= set(range(found.num_plurals)):
        raise BrokenPoFileError(f"{path}:1: the plural rule chooses a form that is not there")
    found.charset = "utf-8"  # which the text was read as, whatever the head says
    return found

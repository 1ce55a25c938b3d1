"""A language whose words are English in brackets: what is bare went past the catalogues."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

TOP = Path(__file__).parents[1]
METHODS = {
    "webapp": [("templates/**.html", "jinja2"), ("**.py", "python")],
    "report_templates": [("**.html", "jinja2")],
}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "N_": None}


@cache
def pseudo_translations() -> Path:
    """Return a folder of translations in which German is English in brackets."""
    folder = Path(mkdtemp(prefix="gutfactors-languages-"))
    atexit.register(rmtree, folder)
    made = Catalog(locale="de")
    for name, methods in METHODS.items():
        for _, _, words, _, context in extract_from_dir(TOP / name, methods, keywords=KEYWORDS):
            made.add(words, _bracketed(words), context=context)
    (folder / "de").mkdir()
    with (folder / "de" / "pages.po").open("wb") as file:
        write_po(file, made)
    return folder


def _bracketed(words: str | tuple[str, ...]) -> str | tuple[str, ...]:
    return f"⟦{words}⟧" if isinstance(words, str) else tuple(f"⟦{one}⟧" for one in words)

"""A language whose words are English in brackets: what is bare went past the catalogues."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from webapp.localization.catalogues import PAGES, REPORT
from webapp.workbench.languages.po_files import forms_of, updated, written
from webapp.workbench.languages.source_texts import source_texts


@cache
def pseudo_translations() -> Path:
    """Return a folder of translations in which German is English in brackets."""
    folder = Path(mkdtemp(prefix="gutfactors-languages-"))
    atexit.register(rmtree, folder)
    (folder / "de").mkdir()
    for domain in (PAGES, REPORT):
        made = updated("de", source_texts(domain))
        for message in made:
            if message.id:
                forms = tuple(f"⟦{form}⟧" for form in forms_of(message.id))
                message.string = forms if len(forms) > 1 else forms[0]
        (folder / "de" / f"{domain}.po").write_bytes(written(made))
    return folder

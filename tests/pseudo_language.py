"""A language whose words are English in brackets: what is bare went past the catalogues."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from tests.project import TEXT
from webapp.localization.catalogues import DOMAINS
from webapp.questionnaire.load import load_document
from webapp.workbench.languages.po_files import forms_of, updated, written
from webapp.workbench.languages.source_texts import texts_of


@cache
def pseudo_translations() -> Path:
    """Return a folder of translations in which German is English in brackets."""
    folder = Path(mkdtemp(prefix="gutfactors-languages-"))
    atexit.register(rmtree, folder)
    (folder / "de").mkdir()
    loaded = load_document(TEXT)
    for domain in DOMAINS:
        made = updated("de", texts_of(domain, loaded))
        for message in made:
            if message.id:
                forms = tuple(f"⟦{form}⟧" for form in forms_of(message.id))
                message.string = forms if len(forms) > 1 else forms[0]
        (folder / "de" / f"{domain}.po").write_bytes(written(made))
    return folder

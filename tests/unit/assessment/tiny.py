"""Ten lines of TOML to a questionnaire: what every file needs is put around them."""

from __future__ import annotations

from webapp.questionnaire.load import load
from webapp.questionnaire.loading.completeness import WORDS
from webapp.questionnaire.model import Questionnaire

HEAD = """
version = "1"
title = "Tiny"
language = "en"

[[region]]
id = ""
emergency = "112"
help_line = "a help line"

[[reference]]
id = "who"
title = "A guide"
authors = "WHO"

[[section]]
id = "food"
title = "Food"
"""

FACTOR = """
basis.slight = { kind = "pragmatic" }
evidence = { grade = "B", text = "Few." }
told = "so much."
why = "It matters."
ask = ["What?"]
references = ["who"]
"""

TWO_LEVELS = f'\nbasis.moderate = {{ kind = "pragmatic" }}{FACTOR}'
THREE_LEVELS = f"""
basis.strong = {{ kind = "pragmatic" }}
basis.moderate = {{ kind = "arithmetic", sources = ["who"] }}{FACTOR}"""

NUMBER = 'kind = "number"\ntext = "How much?"\nrange = [0, 20]\nplausible = [0, 10]'
YES_NO = """kind = "single"
text = "Is it so?"
options = [
  { id = "yes", label = "Yes" },
  { id = "no", label = "No" },
  { id = "not_sure", label = "Not sure", unknown = true },
]"""


USUAL = {
    "NUMBER": NUMBER,
    "YES_NO": YES_NO,
    "FACTOR": FACTOR,
    "TWO_LEVELS": TWO_LEVELS,
    "THREE_LEVELS": THREE_LEVELS,
}
"""Words that stand for the usual keys."""


PATTERNS = {"level_at_least": "level_at_least in words: {lowest}"}
"""Words that need a placeholder."""


def tiny(body: str) -> Questionnaire:
    """The questionnaire of these tables, with the usual keys in place of their words."""
    return load(tiny_text(body))


def tiny_text(body: str) -> str:
    """The same as a text."""
    for word, keys in USUAL.items():
        body = body.replace(word, keys)
    words = "[words]\n" + "".join(f'{key} = "{PATTERNS.get(key, f"{key} in words")}"\n' for key in WORDS)
    return f"{HEAD}\n{body}\n{words}"

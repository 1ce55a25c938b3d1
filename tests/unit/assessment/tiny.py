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
basis = { slight = "pragmatic" }
evidence = { grade = "B", text = "Few." }
told = "so much."
why = "It matters."
ask = ["What?"]
references = ["who"]
"""

THREE_LEVELS = FACTOR.replace("slight =", 'strong = "pragmatic", moderate = "arithmetic: who", slight =')

NUMBER = 'kind = "number"\ntext = "How much?"\nrange = [0, 20]\nplausible = [0, 10]'
YES_NO = """kind = "single"
text = "Is it so?"
options = [
  { id = "yes", label = "Yes" },
  { id = "no", label = "No" },
  { id = "not_sure", label = "Not sure", unknown = true },
]"""


def tiny(body: str) -> Questionnaire:
    """The questionnaire of these tables; NUMBER, YES_NO, FACTOR and THREE_LEVELS stand for the usual keys."""
    words = "[words]\n" + "".join(f'{key} = "{key} in words"\n' for key in WORDS)
    filled = body.replace("NUMBER", NUMBER).replace("YES_NO", YES_NO)
    filled = filled.replace("FACTOR", FACTOR).replace("THREE_LEVELS", THREE_LEVELS)
    return load(f"{HEAD}\n{filled}\n{words}")

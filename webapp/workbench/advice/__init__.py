"""What every code of the check means for patients, and how an author mends it.

No server starts with an error. Warnings are shown, and may be accepted in the file.
"""

from webapp.workbench.advice.advice import Advice
from webapp.workbench.advice.errors import ERRORS
from webapp.workbench.advice.warnings import WARNINGS

ADVICE = {**ERRORS, **WARNINGS}
"""The advice under each code. Codes never change: files that accept a warning name them."""

"""The table of a unit."""

from typing import Literal

from webapp.questionnaire.loading.document import StrictTable
from webapp.questionnaire.units import UnitForms


class UnitTable(StrictTable):
    """A `[[unit]]`: its words behind one, behind other numbers, and instead of some numbers."""

    unit: str = ""
    one: str
    many: str
    exactly: dict[str, str] = {}  # noqa: RUF012  pydantic copies defaults
    plurals: dict[Literal["zero", "two", "few", "many"], str] = {}  # noqa: RUF012

    @property
    def code(self) -> str:
        """Return the unit as questions and measures have it."""
        return self.unit or self.many

    def forms(self, language: str) -> UnitForms:
        return UnitForms(
            self.one,
            self.many,
            self.exactly,
            {str(key): words for key, words in self.plurals.items()},
            language,
        )

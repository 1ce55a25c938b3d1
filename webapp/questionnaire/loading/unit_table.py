"""The table of a unit."""

from webapp.questionnaire.loading.document import Table
from webapp.questionnaire.units import UnitForms


class UnitTable(Table):
    """A `[[unit]]`: its words behind one, behind other numbers, and instead of some numbers."""

    unit: str = ""
    one: str
    many: str
    exactly: dict[str, str] = {}  # noqa: RUF012  pydantic copies defaults

    @property
    def code(self) -> str:
        """Return the unit as questions and measures have it."""
        return self.unit or self.many

    @property
    def forms(self) -> UnitForms:
        return UnitForms(self.one, self.many, self.exactly)

"""What renders PDFs, as those who order them see it."""

from typing import Protocol

from webapp.report.views.documents import Printable


class Renderer(Protocol):
    """Renders PDFs. Raise RenderBusy when more is waiting than it can do soon."""

    def pdf(self, view: Printable) -> bytes: ...

    def wait_until_idle(self, seconds: float) -> bool:
        """Wait until it has nothing to do; return False when that took longer."""
        ...

    def is_alive(self) -> bool: ...

"""Whether this request shows a staff page: guards say so once they let it in."""

from flask import g


def mark_staff_page() -> None:
    """Mark this request as one for a staff page, for its headers, error pages and language."""
    g.is_staff_page = True
    g.pop("language", None)  # a patient's choice on the same device


def is_staff_page() -> bool:
    """Return whether this request was let in to a page for signed-in staff."""
    return bool(g.get("is_staff_page"))

"""Forms on paper, at the desk."""

from __future__ import annotations

from tests.web.fakes import MakeApp, Printer
from tests.web.staff import app_context_of, signed_in
from webapp.paper.form import PaperForm


def test_the_desk_prints_a_blank_form_each_with_its_number(make_app: MakeApp) -> None:
    app = make_app()
    device = signed_in(app)
    page = device.open("/desk/paper")
    assert "Print a blank form" in page.text
    for address in ("size=a4&print=standard", "size=letter&print=large", "size=nonsense"):
        assert device.client.get(f"/desk/paper/form.pdf?{address}").mimetype == "application/pdf"
    printer = app_context_of(app).render_pool
    assert isinstance(printer, Printer)
    forms = [one for one in printer.asked if isinstance(one, PaperForm)]
    assert [(one.edition.paper, one.edition.is_large) for one in forms] == [
        ("a4", False),
        ("letter", True),
        ("a4", False),
    ]
    assert len({one.number for one in forms}) == 3

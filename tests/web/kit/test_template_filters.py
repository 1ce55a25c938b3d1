"""Words on a screen: what stays on one line, and what no browser translates."""

from __future__ import annotations

import pytest
from flask import Flask
from markupsafe import Markup

from webapp.questionnaire.units import bind_units
from webapp.report.views.prose import inline, prose
from webapp.web import _set_up_templates
from webapp.web.kit.i18n import init_i18n
from webapp.web.kit.template_filters import as_is


@pytest.mark.parametrize(
    "together",
    [
        "25 µg",
        "5 %",
        "100.4 °F",
        "350 mL",
        "12 oz",
        "80 g",
        "4,000 IU",
        "10 am",
        "1 handful/day",
        "52 ≥ 65",
        "62.5 nmol/L",
    ],
)
def test_a_number_and_its_unit_do_not_part(together: str) -> None:
    whole = together.replace(" ", "\N{NO-BREAK SPACE}")
    assert bind_units(f"About {together}, or more") == f"About {whole}, or more"
    assert whole in prose(f"About {together}.")
    assert whole in inline(f"About {together}.")


def test_the_ends_of_a_range_do_not_part() -> None:
    whole = "10–\N{WORD JOINER}20\N{NO-BREAK SPACE}g"
    assert bind_units("About 10–20 g, or none–slight") == f"About {whole}, or none–slight"
    assert bind_units(whole) == whole
    assert whole in inline("About 10–20 g.")


@pytest.mark.parametrize("words", ["112 or 999", "3 months or more", "4 and 5", "2 meals", "1 Glass", "a g"])
def test_other_words_may_part_from_a_number(words: str) -> None:
    assert bind_units(words) == words


def test_a_name_within_a_sentence_is_marked_and_harmless() -> None:
    assert as_is("Rose <b>") == Markup('<bdi translate="no">Rose &lt;b&gt;</bdi>')


def test_no_page_needs_another_one_for_its_filters() -> None:
    """Jinja looks them up when it compiles a template."""
    app = Flask("webapp", static_folder=None)
    init_i18n(app)
    _set_up_templates(app)
    for name in app.jinja_env.list_templates():
        assert app.jinja_env.get_template(name), name

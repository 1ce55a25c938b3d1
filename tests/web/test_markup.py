"""The check that every fetched page passes finds what a browser would have to repair."""

from __future__ import annotations

import pytest

from tests.web.markup import faults

PAGE = '<!doctype html><html lang="en"><head><title>x</title></head><body>{}</body></html>'


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<form><form><button>x</button></form></form>", "Unexpected start tag (form)"),
        ("<p><div>x</div></p>", "Unexpected end tag (p)"),
        ("<table><tr><td>x</td></tr><p>y</p></table>", "written is"),
        ("<b><i>x</b></i>", "line 1"),
        ('<p id="a">x</p><p id="a">y</p>', "the id a stands 2 times"),
        ('<label for="a">x</label><p id="a">y</p>', "a label for a, which is no control"),
        ('<input form="a" type="text">', "input of form a, which is not there"),
        ("<button>x</button>", "belongs to no form"),
        ("<form><button></button></form>", "a button without words"),
        ("<form><button><a href='x'>y</a></button></form>", "a inside of what is pressed itself"),
    ],
)
def test_what_a_browser_would_repair_is_a_fault(body: str, told: str) -> None:
    assert any(told in one for one in faults(PAGE.format(body)))


@pytest.mark.parametrize("whole", [PAGE, "{}"])
def test_what_is_written_well_has_none(whole: str) -> None:
    body = '<form id="a"></form><table><tr><td><button form="a">x</button></td></tr></table>'
    assert faults(whole.format(body)) == ()

"""Page templates stay readable: no line goes out of sight.

No formatter does this: djlint puts white space where it shows, between inline elements, and makes pages grow.
"""

from __future__ import annotations

from tests.project import ROOT

LONGEST = 160


def test_no_line_of_a_template_hides_its_end() -> None:
    templates = ROOT / "webapp/templates"
    long = [
        f"{path.relative_to(templates)}:{number}"
        for path in sorted(templates.rglob("*.html"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if len(line) > LONGEST
    ]
    assert long == []

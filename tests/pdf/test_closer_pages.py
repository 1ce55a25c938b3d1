"""A report is laid out a second time, closer together, only where that may save a page."""

from __future__ import annotations

import pytest

from tests.pdf.people import view_of
from webapp.report.pdf import printing
from webapp.report.pdf.fetcher import LogoOnlyFetcher


@pytest.mark.parametrize(
    ("case", "edition", "lengths"),
    [
        ("S07", "standard", [4, 3]),
        ("W48", "standard", [4]),  # an eighth of the last page, behind one other
        ("S42", "large", [4, 3]),
        ("S47", "large", [3]),  # a third of the last page, behind two others
    ],
)
def test_lays_out_closer_where_the_pages_before_have_room(
    case: str, edition: str, lengths: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []
    lay_out = printing._lay_out

    def noting_lengths(html: str, style: str, fetcher: LogoOnlyFetcher) -> printing.LaidOut:
        laid_out = lay_out(html, style, fetcher)
        tried.append(laid_out.length)
        return laid_out

    monkeypatch.setattr(printing, "_lay_out", noting_lengths)
    printing.print_report(view_of(case, edition))
    assert tried == lengths

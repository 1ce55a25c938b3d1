"""All golden cases on paper: python -m benchmarks.paper_cases [NAME ...].

The boxes of each case are marked on the printed form, its pages photographed in made-up ways
(tests/photos.py), and read back. A person decides what the reader is not sure of. The findings must be those
of the form on the screen, and no question may be read wrong.
"""

from __future__ import annotations

import sys
import time

from tests.paper_cases import CASES, CaseRead, read_case
from tests.pdf.forms import CLINIC, printed_form
from tests.project import QUESTIONNAIRE
from webapp.paper.recognition.reader import PictureReader
from webapp.prints.paper_forms import PaperForms


def main(names: list[str]) -> None:
    """Read the cases, print what was wrong in each, and count."""
    began = time.monotonic()
    found: dict[str, CaseRead] = {}
    with PictureReader() as reader:
        forms = PaperForms(CLINIC, lambda _: QUESTIONNAIRE, printed_form, reader)
        for name in names or CASES:
            found[name] = one = read_case(forms, name)
            if one.wrong or one.is_other_finding:
                print(name, "WRONG", *sorted(one.wrong), "other findings" if one.is_other_finding else "")
    reads = found.values()
    wrong, asked = (
        sum(map(len, each)) for each in zip(*((one.wrong, one.asked) for one in reads), strict=True)
    )
    print(f"{len(found)} cases, {sum(one.is_other_finding for one in reads)} with other findings")
    print(f"{wrong} questions wrong, {asked} asked")
    print(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1:])

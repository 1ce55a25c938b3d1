"""All golden cases on paper: python -m benchmarks.paper_cases [NAME or PART ...].

The boxes of each case are marked on the printed form, its pages photographed in made-up ways
(tests/photos.py), and read back. A person decides what the reader is not sure of. The findings must be those
of the form on the screen, and no question may be read wrong. A part is a portion of the cases: 2/4 is the
second of four.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence

from tests.paper_cases import CASES, CaseRead, read_case
from tests.pdf.forms import CLINIC, printed_form
from tests.project import QUESTIONNAIRE
from webapp.paper.recognition.reader import PictureReader
from webapp.prints.paper_forms import PaperFormReader


def wanted(given: Sequence[str]) -> list[str]:
    """Return the names of the cases that these names and parts stand for; all where none is given."""
    names = []
    for one in given or ["1/1"]:
        part, is_part, parts = one.partition("/")
        names += list(CASES)[int(part) - 1 :: int(parts)] if is_part else [one]
    return names


def read(names: Sequence[str]) -> Iterator[CaseRead]:
    """Yield what became of each case, and print it."""
    with PictureReader() as reader:
        forms = PaperFormReader(CLINIC, lambda _: QUESTIONNAIRE, printed_form, reader)
        for name in names:
            began = time.monotonic()
            one = read_case(forms, name)
            said = [f"WRONG {' '.join(sorted(one.wrong))}"] if one.wrong else []
            said += ["OTHER FINDINGS"] if one.is_other_finding else []
            said += [f"asked {' '.join(sorted(one.asked))}"] if one.asked else []
            print(name, f"{time.monotonic() - began:.0f} s", *said, sep=", ", flush=True)
            yield one


def main(given: Sequence[str]) -> None:
    """Read the cases, print each, and count."""
    began = time.monotonic()
    found = list(read(wanted(given)))
    wrong, asked = sum(len(one.wrong) for one in found), sum(len(one.asked) for one in found)
    print(f"{len(found)} cases, {sum(one.is_other_finding for one in found)} with other findings")
    print(f"{wrong} questions wrong, {asked} asked")
    print(f"{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1:])

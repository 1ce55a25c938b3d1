"""Compare every document of the test cases as printed with and without the patches of the renderer.

Prints the patient's report (standard, large print, letter paper) and the practitioner's page of everybody in
tests/cases, a comparison and a bundle, in two processes, and compares their bytes. Exits with 1 and the names
of the documents that differ. `--quick` takes every tenth person. To run before a version of WeasyPrint, pydyf
or cssselect2 is added to `supported_versions`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256

from tests.pdf.people import bundle, comparison, practice_of, view_of
from tests.project import ROOT
from webapp.report.pdf.printing import print_report
from webapp.report.pdf.weasyprint_patches.apply_all import PATCHES, apply_all
from webapp.report.views.documents import DocumentView

TENTH = 10
NOT_PEOPLE = {"bounds"}
WITH, WITHOUT = "with", "without"


def main() -> None:
    """Compare, or print the digests of one of the two ways."""
    way = next((one for one in (WITH, WITHOUT) if one in sys.argv), "")
    if way:
        apply_all(left_out=PATCHES if way == WITHOUT else ())
        print(json.dumps({name: sha256(print_report(view)).hexdigest() for name, view in documents()}))
        return
    patched, plain = digests(WITH), digests(WITHOUT)
    different = [name for name in patched if patched[name] != plain[name]]
    print(f"{len(patched)} documents, {len(different)} differ", *different, sep="\n")
    sys.exit(bool(different))


def digests(way: str) -> dict[str, str]:
    """Return the digest of each document, printed by a process of its own."""
    command = [sys.executable, "-m", "benchmarks.same_documents", way, *sys.argv[1:]]
    found: dict[str, str] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def documents() -> Iterator[tuple[str, DocumentView]]:
    """Yield the name and the view of each document."""
    cases = sorted(path.stem for path in (ROOT / "tests" / "cases").glob("*.json"))
    for case in cases[:: TENTH if "--quick" in sys.argv else 1]:
        if case not in NOT_PEOPLE:
            yield f"{case}, report", view_of(case)
            yield f"{case}, large print", view_of(case, "large")
            yield f"{case}, letter paper", view_of(case, paper="letter")
            yield f"{case}, practitioner's page", practice_of(case)
    yield "comparison", comparison()
    yield "bundle", bundle()


if __name__ == "__main__":
    main()

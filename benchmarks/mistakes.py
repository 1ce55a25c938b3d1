"""Each seeded mistake by itself in the whole questionnaire: what the check reports, and whether it is right.

    python -m benchmarks.mistakes

Not timed: it takes about two minutes of one core, which is too long for every day. The daily tests make
several mistakes at once in a shorter copy.
"""

from __future__ import annotations

import sys

from tests.project import TEXT
from tests.unit.workbench.mistakes import made, mistakes, wrongly_reported
from webapp.questionnaire.loading.reading import parse_toml
from webapp.workbench.checking import find_all


def main() -> int:
    """Print what the check reports of each mistake; the exit code says whether all is right."""
    usual = {(one.code, one.location) for one in find_all(TEXT).warnings}
    before = parse_toml(TEXT).data
    failed = 0
    for kind in ("error", "warning", "change"):
        for mistake in mistakes(kind):
            found = find_all(made([mistake], TEXT), since=before if kind == "change" else None)
            new = [one for one in found.warnings if (one.code, one.location) not in usual]
            wrong = wrongly_reported([mistake], TEXT, found.errors if kind == "error" else new)
            failed += bool(wrong)
            print(f"{'WRONG' if wrong else 'right'}  {kind}: {mistake.what}")
            for told in found.errors or new:
                print(f"         {told.sentence('questions.toml')}")
    print(f"{failed} told wrongly")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())

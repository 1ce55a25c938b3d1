"""How long one assessment takes: for whole and for sparse answers, with and without changes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks import interleaved
from webapp.assessment import assess, validate_answers
from webapp.questionnaire.load import load

ROOT = Path(__file__).parents[1]
PEOPLE = {"whole person (W55)": "W55", "two foods unknown (W08)": "W08", "everything unknown (W56)": "W56"}


def main() -> None:
    """Print a table; `--quick` takes fewer rounds."""
    rounds = 20 if "--quick" in sys.argv else 200
    interleaved.show("One assessment", interleaved.take_turns(_ways(), rounds))


def _ways() -> dict[str, Callable[[], object]]:
    questionnaire = load((ROOT / "questions.toml").read_text())
    ways: dict[str, Callable[[], object]] = {}
    for name, case in PEOPLE.items():
        text = (ROOT / "tests" / "cases" / f"{case}.json").read_text()
        outside = json.loads(text, parse_float=str)["answers"]
        answers = validate_answers(questionnaire, outside)
        ways[f"{name}: accept"] = partial(validate_answers, questionnaire, outside)
        ways[f"{name}: no changes"] = partial(assess, answers, changes=False)
        ways[f"{name}: changes"] = partial(assess, answers)
    return ways


if __name__ == "__main__":
    main()

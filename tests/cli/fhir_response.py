"""A response of another program, and what a command writes as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.command import run

RESPONSE = {
    "resourceType": "QuestionnaireResponse",
    "status": "completed",
    "questionnaire": "https://elsewhere.example/Questionnaire/gut-factors-en",
}


def output_of(*args: str | Path, cwd: Path, typed: str = "", **settings: str) -> Any:  # noqa: ANN401  # JSON
    done = run(*args, cwd=cwd, typed=typed, **settings)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)

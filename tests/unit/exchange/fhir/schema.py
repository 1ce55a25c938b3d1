"""The JSON schema of FHIR R4, and what it finds wrong."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

SCHEMA = Path(os.environ.get("FHIR_SCHEMA", Path(__file__).parents[4] / ".venv" / "fhir.schema.json"))


@cache
def validator() -> Any:  # noqa: ANN401  # the library has a class for each draft
    schema = json.loads(SCHEMA.read_text("utf-8"))
    for name in ("Resource", "integer64"):  # the schema refers to these two and does not have them
        schema["definitions"].setdefault(name, True)
    return jsonschema_rs.validator_for(schema)


def faults(resource: object) -> list[str]:
    return [str(error.instance_path) for error in validator().iter_errors(resource)]

"""What a render process loads, and what it may do."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from tests.pdf.processes import run, stand_in
from webapp.report.pool.worker import NICENESS


def test_the_process_of_the_pool_never_loads_the_renderer() -> None:
    code = """
import sys
from webapp.report.pool.pool import RenderPool
import webapp.report.views.patient_view, webapp.report.pdf.html, webapp.report.views.prose
print(sorted({"weasyprint", "webapp.report.pdf.printing", "flask"} & set(sys.modules)))
"""
    assert run(code) == "[]"


def test_the_whole_application_never_loads_the_renderer() -> None:
    code = """
import importlib, pkgutil, sys
import webapp.application, webapp.wsgi, webapp.web, webapp.cli.serve
for module in pkgutil.iter_modules(webapp.web.__path__, "webapp.web."):
    importlib.import_module(module.name)
print(sorted({"weasyprint", "webapp.report.pdf.printing", "pydyf", "fontTools"} & set(sys.modules)))
"""
    assert run(code) == "[]"


def test_the_settings_of_the_server_stay_with_the_server() -> None:
    code = f"""
from pathlib import Path
from webapp.report.pool.pool import RenderPool
with RenderPool(1, command={stand_in("good")}) as pool:
    child = next(iter(pool._children))
    print("secret" in Path(f"/proc/{{child.pid}}/environ").read_text())
"""
    assert run(code, GUTFACTORS_KEY="secret") == "False"


TELLING = """
import json, os, sys
import webapp.report.pool.worker as process
loaded = sorted({"flask", "sqlalchemy", "pydantic", "wtforms"} & set(sys.modules))

def stands():
    return os.nice(0) if hasattr(os, "nice") else None

before = stands()
process.step_back()
back = stands()
hasattr(os, "nice") and os.nice(1)
process.step_back()
further = stands()

process.limit("RLIMIT_AS", 1 << 28)
process.limit("RLIMIT_NO_SUCH_THING", 1)
try:
    bytearray(1 << 29)
    refused = False
except MemoryError:
    refused = True
print(json.dumps({"loaded": loaded, "nice": [before, back, further], "refused": refused}))
"""


@cache
def render_process() -> Mapping[str, Any]:
    """What a fresh process tells of itself that has loaded what renders."""
    told: Mapping[str, Any] = json.loads(run(TELLING))
    return told


def test_a_render_process_loads_neither_the_web_nor_the_database() -> None:
    assert render_process()["loaded"] == []


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system knows no priorities")
def test_a_render_process_lets_pages_go_first_and_only_steps_back() -> None:
    """Nobody but root may go up again."""
    before, back, further = render_process()["nice"]
    assert back == max(before, NICENESS)
    assert further == back + 1


def test_a_limit_of_memory_holds() -> None:
    assert render_process()["refused"]

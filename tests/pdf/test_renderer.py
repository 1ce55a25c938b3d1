"""How the renderer is loaded."""

import subprocess
import sys

import pytest

IMPORT_FIRST = """
import importlib, os, sys
started = []
sys.addaudithook(lambda event, args: started.append(args[1]) if event == "subprocess.Popen" else None)
importlib.import_module(sys.argv[1])
print("weasyprint" in sys.modules, os.environ["FONTCONFIG_FILE"].endswith("fonts.conf"), started)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the loader of Linux needs no help")
@pytest.mark.parametrize("module", ["fetcher", "frames", "printing"])
def test_loading_it_by_any_module_starts_no_program_and_knows_our_fonts_alone(module: str) -> None:
    command = [sys.executable, "-c", IMPORT_FIRST, f"webapp.report.pdf.{module}"]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "True True []\n"

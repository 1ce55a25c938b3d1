"""What is tested: the project's folder, its questions.toml, and what that loads as, once for all tests."""

from __future__ import annotations

from pathlib import Path

from webapp.questionnaire.load import load

ROOT = Path(__file__).resolve().parents[1]

TEXT = (ROOT / "questions.toml").read_text("utf-8")
QUESTIONNAIRE = load(TEXT)

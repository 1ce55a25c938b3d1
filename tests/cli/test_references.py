"""`gutfactors references`: papers to and from a reference manager."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.unit.questionnaire.small import SMALL
from webapp.questionnaire.load import load


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(SMALL, "utf-8")
    return path


def test_papers_go_out_and_come_back(file: Path) -> None:
    folder = file.parent
    assert run("references", "export", file, "-o", folder / "papers.json", cwd=folder).returncode == 0
    papers = json.loads((folder / "papers.json").read_text("utf-8"))
    assert papers == [{"id": "who-2023", "type": "document", "title": "Fibre"}]
    papers[0]["DOI"] = "10.1000/xyz"
    (folder / "papers.json").write_text(json.dumps([*papers, {"id": "new-2026", "title": "New"}]), "utf-8")
    done = run("references", "import", "papers.json", file, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "1 added: new-2026\n1 changed: who-2023\n")
    references = load(file.read_text("utf-8")).references
    assert references["who-2023"].doi == "10.1000/xyz"
    assert references["new-2026"].title == "New"


def test_another_file_may_be_written(file: Path) -> None:
    (file.parent / "papers.json").write_text('[{"id": "new-2026", "title": "New"}]', "utf-8")
    done = run("references", "import", "papers.json", file, "-o", "other.toml", cwd=file.parent)
    assert done.returncode == 0
    assert file.read_text("utf-8") == SMALL
    assert "new-2026" in load((file.parent / "other.toml").read_text("utf-8")).references


@pytest.mark.parametrize(("content", "said"), [("{", "cannot be read as JSON"), ("{}", "is no CSL-JSON")])
def test_what_is_no_csl_json_is_refused(file: Path, content: str, said: str) -> None:
    (file.parent / "papers.json").write_text(content, "utf-8")
    done = run("references", "import", "papers.json", file, cwd=file.parent)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_paper_that_would_spoil_the_file_is_not_written(file: Path) -> None:
    (file.parent / "papers.json").write_text('[{"id": "new-2026"}]', "utf-8")
    done = run("references", "import", "papers.json", file, cwd=file.parent)
    assert done.returncode == 1
    assert '"title" is missing' in done.stderr
    assert file.read_text("utf-8") == SMALL

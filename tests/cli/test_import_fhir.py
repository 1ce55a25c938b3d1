"""`gutfactors import` and every other way in for a response of another program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.cli.command import run
from tests.cli.fhir_response import RESPONSE, output_of
from webapp.exchange.record.extract_attachment import MOST_RECORD, pdf_with_attachment
from webapp.exchange.record.reader import MOST_FILE


def test_all_that_is_wrong_with_a_response_is_told_at_once(tmp_path: Path) -> None:
    wrong = {
        **RESPONSE,
        "status": "stopped",
        "item": [{"linkId": "mood"}, {"linkId": "sex", "answer": [{"valueInteger": 1}]}],
    }
    done = run("import", "-", "-o", "out.json", typed=json.dumps(wrong), cwd=tmp_path)
    assert done.returncode == 2
    assert [line.removeprefix("<stdin>: ") for line in done.stderr.splitlines()] == [
        "The status must be completed, amended or in-progress, not stopped.",
        "No question has the linkId mood.",
        "sex: an option is needed as valueCoding, not a valueInteger.",
    ]
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no answers of another program"),
        (b"[" * 100_000, "no answers of another program"),
        (b'{"status": "completed", "status": "stopped"}', '"status" is there twice'),
        (b"[]", "The response must be an object"),
        (b'"\xff"', "no answers of another program"),
        (b'{"resourceType": "Patient"}', "a FHIR resource of another kind: Patient"),
        (b" " * MOST_FILE + b"{}", "larger than any report of ours"),
    ],
)
def test_what_is_no_response_is_told_with_exit_2(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "response.json").write_bytes(content)
    done = run("import", "response.json", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("response.json: ")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_response_of_the_largest_size_is_read(tmp_path: Path) -> None:
    text = json.dumps(RESPONSE)
    (tmp_path / "response.json").write_text(text + " " * (MOST_RECORD - len(text)), "utf-8")
    assert output_of("import", "response.json", cwd=tmp_path)["sex"] is None


def test_decimals_come_in_exactly(tmp_path: Path) -> None:
    typed = json.dumps({"vitd_test": "yes", "vitd_value": "5.7", "vitd_unit": "ng"})
    done = run("export", "response", "-", "-o", "response.json", typed=typed, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    sent = (tmp_path / "response.json").read_text("utf-8")
    assert output_of("import", "-", typed=sent, cwd=tmp_path)["vitd_value"] == "5.7"
    finer = sent.replace("5.7", "5.7000000000000000001")
    done = run("import", "-", typed=finer, cwd=tmp_path)
    assert (done.returncode, "vitd_value" in done.stderr) == (2, True)


@pytest.mark.parametrize("command", ["import", "read", "assess"])
def test_answers_to_a_text_that_is_not_known_here_are_not_judged_by_another(
    tmp_path: Path, command: str
) -> None:
    tag = {"system": "https://a.example/NamingSystem/questionnaire-digest", "code": "0" * 64}
    done = run(command, "-", typed=json.dumps({**RESPONSE, "meta": {"tag": [tag]}}), cwd=tmp_path)
    assert done.returncode == 2
    assert "a questionnaire that is not known here" in done.stderr


Case = TypeVar("Case")
DOORS = ("import", "read", "assess")
"""Commands that take a response, whatever they do with it."""

ODD: Sequence[dict[str, Any]] = (
    {"meta": {"author": {"reference": "Practitioner/1"}, "project": "x"}},
    {"identifier": [{"system": "https://x.example/a", "value": "1"}]},
    {"language": None},
    {"item": None, "modifierExtension": None},
    {"status": "amended"},
    {"questionnaire": "#q1", "contained": [{"id": "q1", "url": RESPONSE["questionnaire"]}]},
)
"""What other programs write, and we do not."""

REFUSED: Sequence[tuple[dict[str, Any], str]] = (
    ({"implicitRules": "https://x.example/rules"}, "The response has implicitRules"),
    ({"modifierExtension": [{"url": "x"}]}, "The response has modifierExtension"),
    ({"item": [{"linkId": "sex", "modifierExtension": [{"url": "x"}]}]}, "item[0] has modifierExtension"),
    (
        {"item": [{"linkId": "sex", "answer": [{"modifierExtension": [{"url": "x"}]}]}]},
        "answer[0] has modifierExtension",
    ),
    (
        {
            "item": [
                {
                    "linkId": "vitd_value",
                    "answer": [{"valueQuantity": {"value": 30, "comparator": "<"}}],
                }
            ]
        },
        "valueQuantity has comparator",
    ),
    ({"status": "entered-in-error"}, "not entered-in-error"),
)
"""What would change the meaning of the answers, and how it is named."""


def by_doors(cases: Sequence[Case]) -> list[tuple[str, Case]]:
    """Send all cases in by one door, and one by each other: behind a door, all take the same way."""
    return [(DOORS[0], case) for case in cases] + [(door, cases[0]) for door in DOORS[1:]]


@pytest.mark.parametrize(("command", "change"), by_doors(ODD))
def test_every_door_takes_what_other_programs_write(
    tmp_path: Path, command: str, change: dict[str, Any]
) -> None:
    done = run(command, "-", typed=json.dumps({**RESPONSE, **change}), cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("command", "case"), by_doors(REFUSED))
def test_every_door_refuses_by_name_what_changes_the_meaning(
    tmp_path: Path, command: str, case: tuple[dict[str, Any], str]
) -> None:
    change, says = case
    done = run(command, "-", typed=json.dumps({**RESPONSE, **change}), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


@pytest.mark.parametrize("command", DOORS)
def test_a_form_that_was_not_finished_is_taken_with_a_sentence(tmp_path: Path, command: str) -> None:
    done = run(command, "-", typed=json.dumps({**RESPONSE, "status": "in-progress"}), cwd=tmp_path)
    assert done.returncode == 0
    assert "marked as begun and not finished (in-progress)" in done.stderr


@pytest.mark.parametrize("command", DOORS)
def test_our_own_bundle_comes_in_again(tmp_path: Path, command: str) -> None:
    (tmp_path / "answers.json").write_text('{"sex": "male"}', "utf-8")
    assert run("export", "bundle", "answers.json", "-o", "b.json", cwd=tmp_path).returncode == 0
    done = run(command, "b.json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    bundle = json.loads((tmp_path / "b.json").read_text("utf-8"))
    for entries, says in ((bundle["entry"] * 2, "Bundle with 2"), (bundle["entry"][1:], "Bundle without")):
        done = run(command, "-", typed=json.dumps({**bundle, "entry": entries}), cwd=tmp_path)
        assert done.returncode == 2
        assert says in done.stderr


@pytest.mark.parametrize("command", DOORS)
def test_a_pdf_may_have_some_bytes_before_it(tmp_path: Path, command: str) -> None:
    (tmp_path / "report.pdf").write_bytes(b"\r\n" + pdf_with_attachment(json.dumps(RESPONSE).encode()))
    assert run(command, "report.pdf", cwd=tmp_path).returncode == 0

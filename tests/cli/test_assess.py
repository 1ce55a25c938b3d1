"""`gutfactors assess` and `gutfactors report` judge a file of answers."""

from __future__ import annotations

import json
import re
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from pypdf import PdfReader

from tests.cli.command import PROJECT, run

ANSWERS: dict[str, object] = json.loads((PROJECT / "tests/cases/W01.json").read_text("utf-8"))["answers"]


def test_an_assessment_is_printed_as_json(tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_text(json.dumps(ANSWERS), "utf-8")
    done = run("assess", "answers.json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    assert set(printed) == {"questionnaire", "findings", "measures", "safety"}
    fibre = next(finding for finding in printed["findings"] if finding["factor"] == "low_fibre")
    assert (fibre["lowest"], fibre["highest"]) == ("moderate", "moderate")
    assert printed["measures"]["fibre_g"]["unit"] == "g/day"


def test_answers_that_do_not_fit_together_are_warned_of(tmp_path: Path) -> None:
    done = run("assess", "-", typed='{"sex": "male", "pregnant": "yes"}', cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    said = "please check these answers: Please check your answers on sex at birth and pregnancy"
    assert said in done.stderr
    assert json.loads(done.stdout)["findings"]


def test_answers_come_from_standard_input_too(tmp_path: Path) -> None:
    done = run("assess", "-", typed="{}", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["findings"]


def test_an_export_of_one_submission_is_judged_like_its_answers(tmp_path: Path) -> None:
    plain = run("assess", "-", typed=json.dumps(ANSWERS), cwd=tmp_path)
    submission = {"reference": "7Q4K-XW", "answers": ANSWERS, "assessment": json.loads(plain.stdout)}
    content = {"format": "gut-factors submissions 1", "submissions": [submission]}
    done = run("assess", "-", typed=json.dumps(content), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, plain.stdout)
    twice = run("assess", "-", typed=json.dumps({**content, "submissions": [submission] * 2}), cwd=tmp_path)
    assert (twice.returncode, twice.stdout) == (2, "")
    assert "2 submissions are in this file" in twice.stderr


def test_decimals_are_read_exactly(tmp_path: Path) -> None:
    # As floats, both would be 5.7 or 5.699999...; 5.65 to one decimal place would be 5.6 or 5.7.
    answers = {**ANSWERS, "glucose_kind": "a1c_pct", "glucose_value": 5.7}
    exact = run("assess", "-", typed=json.dumps(answers), cwd=tmp_path)
    assert exact.returncode == 0, exact.stderr
    finer = run("assess", "-", typed=json.dumps({**answers, "glucose_value": 5.699999}), cwd=tmp_path)
    assert finer.returncode == 2
    assert "glucose_value" in finer.stderr


def test_every_wrong_answer_is_named_with_exit_2(tmp_path: Path) -> None:
    typed = '{"age_years": 41.5, "sex": "x", "nope": 1, "veg_per_day": 1e99}'
    done = run("assess", "-", typed=typed, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    named = [line.removeprefix("<stdin>: ").split(":")[0] for line in done.stderr.splitlines()]
    assert named == ["age_years", "sex", "nope", "veg_per_day"]


def test_a_number_of_thousands_of_digits_does_not_hide_the_other_mistakes(tmp_path: Path) -> None:
    typed = '{"age_years": ' + "9" * 5000 + ', "sex": "x"}'
    done = run("assess", "-", typed=typed, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.split(":")[1] for line in done.stderr.splitlines()] == [" age_years", " sex"]


def test_answers_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_text('{"age_years": 41}', "utf-8-sig")
    assert run("assess", "answers.json", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "not JSON"),
        ("[1]", "one JSON object"),
        ('{"age_years": NaN}', "NaN is not a number"),
        ('{"age_years": 40, "age_years": 41}', '"age_years" is there twice'),
        ('{"age_years": ' + "9" * 5000 + "}", "age_years: "),
        ("[" * 100_000, "not JSON that can be read"),
        ('{"age_years": 1e999999999}', "age_years: "),
    ],
)
def test_what_holds_no_answers_is_told_with_exit_2(tmp_path: Path, typed: str, says: str) -> None:
    done = run("assess", "-", typed=typed, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_answers_that_are_not_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_bytes(b'{"age_years": "\xff"}')
    done = run("assess", "answers.json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "answers.json: this is not UTF-8 text\n")


def test_a_faulty_questionnaire_is_told_with_exit_1(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("nonsense", "utf-8")
    done = run("assess", "-", "--questions", "mine.toml", typed="{}", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("mine.toml:1: ")


def test_a_questionnaire_that_is_not_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_bytes(b"\xff")
    done = run("assess", "-", "--questions", "mine.toml", typed="{}", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("mine.toml:1: this line is not UTF-8 text: ")


@cache
def report_of(typed: str, *wishes: str, clinic: str = "") -> bytes:
    """The report as the command writes it, with these settings of the clinic."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "instance").mkdir()
        (folder / "instance/clinic.toml").write_text(clinic, "utf-8")
        done = run("report", "-", "-o", "out.pdf", *wishes, typed=typed, cwd=folder)
        assert (done.returncode, done.stderr) == (0, "")
        return (folder / "out.pdf").read_bytes()


DATE = ("--date", "2026-10-06")
RIVERSIDE = 'name = "Riverside"\npaper = "letter"\nregion = "{}"'


def of_region(region: str) -> bytes:
    """What somebody in danger gets, in a clinic of this region."""
    return report_of('{"self_harm": "yes"}', clinic=RIVERSIDE.format(region))


def texts_in(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def size_of(pdf: bytes) -> tuple[int, list[int]]:
    """How many pages, and width and height of the first in points."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages), [round(float(side)) for side in opened.pages[0].mediabox[2:]]


def test_the_report_is_a_pdf_in_the_clinics_name() -> None:
    assert "Riverside" in texts_in(of_region("CA"))[0]
    assert size_of(of_region("CA"))[1] == [612, 792]  # 8.5 by 11 inches


def test_the_clinics_region_stands_in_for_an_answer() -> None:
    texts = [texts_in(of_region(region))[0] for region in ("CA", "UK")]
    assert texts[0] != texts[1]


def test_the_same_answers_give_the_same_report_under_the_same_code() -> None:
    one = report_of(json.dumps(ANSWERS), *DATE, "--paper", "a4")
    two = report_of(json.dumps(ANSWERS, indent=1), *DATE, "--paper", "a4")
    assert one == two
    assert code_of(one) != code_of(of_region("CA"))


def code_of(pdf: bytes) -> str:
    """The code in the foot of every page."""
    (code,) = {re.findall(r"\b[3-9A-Y]{4}-[3-9A-Y]{2}\b", text)[-1] for text in texts_in(pdf)}
    return str(code)


def test_a_report_in_large_print_has_more_pages_and_the_paper_that_was_asked_for() -> None:
    standard, large = (
        size_of(report_of(json.dumps(ANSWERS), *DATE, "--paper", "a4", *edition))
        for edition in (["--parts", "patient"], ["--large-print"])
    )
    assert large[0] > standard[0]
    assert large[1] == standard[1] == [595, 842]  # 210 by 297 mm


def test_no_report_is_made_where_the_form_would_stop(tmp_path: Path) -> None:
    done = run("report", "-", "-o", "out.pdf", typed='{"age_years": 17}', cwd=tmp_path)
    assert done.returncode == 2
    assert "You entered 17." in done.stderr
    assert not (tmp_path / "out.pdf").exists()


def test_a_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    done = run("report", "-", "-o", "nowhere/out.pdf", typed="{}", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "nowhere/out.pdf cannot be written: there is no folder nowhere. Make it first\n"


def test_wrong_settings_of_the_clinic_are_told(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance/clinic.toml").write_text('paper = "a5"', "utf-8")
    done = run("report", "-", "-o", "out.pdf", typed="{}", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.endswith("clinic.toml: paper must be 'a4' or 'letter'\n")

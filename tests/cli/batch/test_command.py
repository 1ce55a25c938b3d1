"""`gutfactors batch` as its user meets it: killed, started again, and finally whole."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from tests.cli.batch.people import reports
from tests.cli.command import PROJECT, run, started
from tests.pdf.people import answers_of, bare, pages_in
from tests.prints.stored import SERVED
from tests.project import QUESTIONNAIRE
from webapp.assessment import validate_answers
from webapp.cli import main
from webapp.cli.served import load_served
from webapp.clinic import Clinic
from webapp.exchange import ExportedSubmission, as_csv
from webapp.prints import DocumentFactory
from webapp.questionnaire.model import Questionnaire
from webapp.report.pdf.printing import print_report
from webapp.settings import Settings, read_clinic
from webapp.storage import Person, Submission

ANSWERS: dict[str, object] = json.loads((PROJECT / "tests/cases/W01.json").read_text("utf-8"))["answers"]
DATE = ("--date", "2026-10-06")


def test_a_batch_that_is_killed_goes_on_and_gives_what_report_gives(tmp_path: Path) -> None:
    lines = [{**ANSWERS, "reference": f"P{number}", "fruit_per_day": number} for number in range(2)]
    text = "\n".join([*map(json.dumps, lines), "nonsense"])
    (tmp_path / "answers.ndjson").write_text(text, "utf-8")
    kill_after_the_first(tmp_path)
    there = reports(tmp_path / "out")
    assert list(there) == ["P0.pdf"]
    done = run("batch", "answers.ndjson", "-o", "out", "--jobs", "1", *DATE, cwd=tmp_path)
    assert done.stdout == f"{tmp_path}/out: made 1, there already 1, lines without 1.\n"
    assert "line 3: this is not JSON" in done.stderr
    assert done.returncode == 2
    (tmp_path / "one.json").write_text(json.dumps({**ANSWERS, "fruit_per_day": 1}), "utf-8")
    run("report", "one.json", "-o", "one.pdf", *DATE, cwd=tmp_path)
    assert reports(tmp_path / "out")["P1.pdf"] == (tmp_path / "one.pdf").read_bytes()


def kill_after_the_first(folder: Path) -> None:
    with started("batch", "answers.ndjson", "-o", "out", "--jobs", "1", *DATE, cwd=folder) as process:
        while not list(folder.glob("out/*.pdf")):
            assert process.poll() is None
            time.sleep(0.005)
        process.kill()


def refused(*args: str | Path) -> str:
    """What is said; nothing is rendered."""
    done = CliRunner().invoke(main, ["batch", *map(str, args)])
    assert done.exit_code == 2
    return done.output


def test_a_file_whose_name_does_not_say_how_it_is_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "answers.xlsx").write_bytes(b"PK")
    assert "must end in .csv, .ndjson, .jsonl" in refused(tmp_path / "answers.xlsx", "-o", tmp_path / "out")


def test_a_table_with_a_misspelt_column_makes_nothing(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text("age_yers\n41\n")
    told = refused(tmp_path / "answers.csv", "-o", tmp_path / "out")
    assert "answers.csv: column age_yers: no question has this id; did you mean age_years?" in told
    assert reports(tmp_path / "out") == {}


def test_a_folder_that_is_a_file_or_belongs_to_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text("age_years\n41\n")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/batch.journal").write_text("mine\n")
    assert "is not the journal of a batch" in refused(tmp_path / "answers.csv", "-o", tmp_path / "out")


def test_the_desks_own_table_gives_the_reports_that_the_desk_prints(tmp_path: Path) -> None:
    at, known = datetime(2026, 10, 6, 23, 30, 1, 234567, tzinfo=UTC), QUESTIONNAIRE
    answers = validate_answers(known, answers_of("W55"))
    submission = Submission(
        "7Q4K-XW", at, "home", known.digest, answers.to_json(), "", Person(), "", "new", None, "p", "p", 1
    )
    fhir_base = Settings.for_instance(tmp_path).fhir_base
    documents = DocumentFactory(Clinic(), fhir_base, lambda _digest: known, SERVED)
    table = as_csv([ExportedSubmission("7Q4K-XW", at, "home", documents.assess(submission))])
    (tmp_path / "desk.csv").write_text(table, "utf-8", newline="")
    done = run("batch", "desk.csv", "-o", "out", "--jobs", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/7Q4K-XW.pdf").read_bytes() == print_report(documents.report(submission).view)


def of_canada(folder: Path) -> DocumentFactory:
    """What a clinic in Canada prints with, which also asks in Arabic."""
    (folder / "instance").mkdir()
    text = 'region = "CA"\nlanguages = ["ar"]\ntimezone = "America/Toronto"\n'
    (folder / "instance/clinic.toml").write_text(text, "utf-8")
    clinic, served = read_clinic(folder / "instance"), load_served(None)
    assert clinic is not None
    fhir_base = Settings.for_instance(folder).fhir_base
    return DocumentFactory(
        clinic, fhir_base, lambda digest: served.with_digest(digest) or served.source, served
    )


def sent_in(asked: Questionnaire, reference: str, at: datetime) -> Submission:
    answers = validate_answers(asked, {**answers_of("W55"), "region": "CA"}).to_json()
    return Submission(
        reference, at, "home", asked.digest, answers, "", Person(), "", "new", None, reference, reference, 1
    )


def test_a_table_of_a_clinic_in_canada_is_printed_as_its_desk_does_whatever_language_was_answered(
    tmp_path: Path,
) -> None:
    at, documents = datetime(2026, 10, 6, 23, 30, 1, 234567, tzinfo=UTC), of_canada(tmp_path)
    asked = [documents.served.in_language(tag, "CA") for tag in ("en", "ar", "en-simple")]
    sent = [sent_in(one, f"7Q4K-X{letter}", at) for letter, one in zip("WXY", asked, strict=True)]
    rows = [ExportedSubmission(one.reference, at, "home", documents.assess(one)) for one in sent]
    (tmp_path / "desk.csv").write_text(as_csv(rows), "utf-8", newline="")
    done = run("batch", "desk.csv", "-o", "out", "--jobs", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for one in sent:
        desk = print_report(documents.report(one).view)
        assert (tmp_path / f"out/{one.reference}.pdf").read_bytes() == desk, one.reference
    done = run("batch", "desk.csv", "-o", "english", "--jobs", "1", "--language", "en", cwd=tmp_path)
    pages = [bare(page) for page in pages_in((tmp_path / "english/7Q4K-XX.pdf").read_bytes())]
    assert any(bare("Your gut health summary") in page for page in pages)


def test_a_report_has_the_words_of_the_clinics_country(tmp_path: Path) -> None:
    of_canada(tmp_path)
    (tmp_path / "one.json").write_text(json.dumps({**ANSWERS, "conditions": ["coeliac"]}), "utf-8")
    run("report", "one.json", "-o", "one.pdf", *DATE, cwd=tmp_path)
    words = "".join(bare(page) for page in pages_in((tmp_path / "one.pdf").read_bytes()))
    assert bare("Celiac") in words
    assert bare("Coeliac") not in words

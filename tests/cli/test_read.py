"""`gutfactors read` and `gutfactors compare`: a report returns all that it was made of."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from tests.cli.command import PROJECT
from tests.project import TEXT
from tests.unit.exchange.record.files import RECORD, changed
from webapp.assessment import validate_answers
from webapp.cli import main
from webapp.cli.served import in_words_of, load_served
from webapp.exchange.record import build_record
from webapp.exchange.record.extract_attachment import pdf_with_attachment
from webapp.localization.catalogues import TRANSLATIONS
from webapp.localization.questionnaires import question_words
from webapp.plan import AgreedChange, Plan
from webapp.questionnaire.load import load
from webapp.questionnaire.loading.translation import translated
from webapp.settings import Settings
from webapp.storage import open_store

OLD, NEW = (
    json.dumps(json.loads((PROJECT / f"tests/cases/{name}.json").read_text("utf-8"))["answers"]).encode()
    for name in ("W55", "W01")
)


def called(folder: Path, *args: str, typed: bytes = b"") -> Result:
    """Run the command within this process; "-" is a file with what is typed."""
    (folder / "typed").write_bytes(typed)
    named = [str(folder / "typed") if arg == "-" else arg for arg in args]
    env = {"GUTFACTORS_INSTANCE": str(folder / "instance")}
    return CliRunner().invoke(main, named, env=env, catch_exceptions=False)


def output_of(folder: Path, *args: str, typed: bytes = b"") -> bytes:
    done = called(folder, *args, typed=typed)
    assert (done.exit_code, done.stderr) == (0, ""), done.output
    return done.stdout_bytes


@cache
def report_of(answers: bytes, *wishes: str) -> bytes:
    """The report as the command writes it."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "report.pdf"
        output_of(Path(folder), "report", "-", "-o", str(out), *wishes, typed=answers)
        return out.read_bytes()


def test_a_report_gives_its_answers_back_and_they_are_judged_alike(tmp_path: Path) -> None:
    report = report_of(OLD, "--date", "2026-03-02")
    answers = output_of(tmp_path, "read", "-", typed=report)
    judged = [output_of(tmp_path, "assess", "-", typed=typed) for typed in (OLD, answers, report)]
    assert judged[0] == judged[1] == judged[2]


def test_a_report_made_of_a_report_is_the_same_file() -> None:
    report = report_of(OLD, "--date", "2026-03-02")
    assert report_of(report) == report


def test_the_record_itself_is_printed_byte_for_byte(tmp_path: Path) -> None:
    assert output_of(tmp_path, "read", "--response", "-", typed=pdf_with_attachment(RECORD)) == RECORD
    output_of(
        tmp_path, "read", "--response", "-", "-o", str(tmp_path / "out"), typed=pdf_with_attachment(RECORD)
    )
    assert (tmp_path / "out").read_bytes() == RECORD


def test_a_report_without_its_record_says_why_it_cannot_be_read(tmp_path: Path) -> None:
    report = report_of(OLD, "--without-record")
    for args in (["read", "-"], ["read", "--response", "-"], ["assess", "-"]):
        done = called(tmp_path, *args, typed=report)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith(f"{tmp_path}/typed: This PDF carries no answers as data.")


def test_two_reports_are_compared(tmp_path: Path) -> None:
    old, new = (validate_answers(load(TEXT), json.loads(one, parse_float=str)) for one in (OLD, NEW))
    then, at = datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2026, 10, 6, tzinfo=UTC)
    plan = Plan(agreed=(AgreedChange(words="Walk after lunch"),))
    (tmp_path / "old.pdf").write_bytes(
        pdf_with_attachment(build_record(old, base_url="https://a.example", authored=then, plan=plan))
    )
    (tmp_path / "new.pdf").write_bytes(
        pdf_with_attachment(build_record(new, base_url="https://a.example", authored=at))
    )
    files = [str(tmp_path / f"{name}.pdf") for name in ("old", "new", "changes")]
    output_of(tmp_path, "compare", files[0], files[1], "-o", files[2])
    text = PdfReader(files[2]).pages[0].extract_text()
    assert "Two visits compared" in text
    assert text.index("What became of the plan") < text.index("Walk after lunch")
    assert text.index("March\xa02, 2026") < text.index("October\xa06, 2026")


def test_which_report_is_the_earlier_is_told_by_their_days(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.pdf" for name in ("old", "new", "changes")]
    files[0].write_bytes(pdf_with_attachment(changed(authored="2025-05")))
    files[1].write_bytes(pdf_with_attachment(changed(authored="2025-07-01")))
    named = [str(path) for path in files]
    done = called(tmp_path, "compare", named[1], named[0], "-o", named[2])
    assert done.exit_code == 0
    assert f"{named[0]} is the earlier of the two" in done.stderr
    text = PdfReader(named[2]).pages[0].extract_text()
    assert text.index("May 2025 (day not told)") < text.index("July\xa01, 2025")
    assert output_of(tmp_path, "compare", named[0], named[1], "-o", named[2]) == b""


@pytest.mark.parametrize(
    ("authored", "says", "printed"),
    [
        (None, "does not say when the answers were given", "Day not told"),
        ("2999-01-01", "on a day that is still to come", "Day not known"),
        ("2025", "", "2025 (day not told)"),
        ("2025-05-01", "", "May\xa01, 2025"),
    ],
)
def test_a_report_says_as_much_of_the_day_as_was_told(
    tmp_path: Path, authored: str | None, says: str, printed: str
) -> None:
    out = tmp_path / "out.pdf"
    done = called(tmp_path, "report", "-", "-o", str(out), typed=changed(authored=authored))
    assert done.exit_code == 0
    assert says in done.stderr
    assert bool(done.stderr) == bool(says)
    assert printed in PdfReader(out).pages[0].extract_text()
    again = called(tmp_path, "read", str(out), "--response").stdout
    assert json.loads(again).get("authored") == (None if says else authored)


@pytest.mark.parametrize(
    ("zone", "day"), [("America/Vancouver", "March\xa01, 2026"), ("Pacific/Auckland", "2\xa0March 2026")]
)
def test_days_are_those_of_the_clinic(tmp_path: Path, zone: str, day: str) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "clinic.toml").write_text(f'timezone = "{zone}"\n', "utf-8")
    evening = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    record = build_record(
        validate_answers(load(TEXT), json.loads(NEW)), base_url="https://a.example", authored=evening
    )
    out = tmp_path / "out.pdf"
    output_of(tmp_path, "report", "-", "-o", str(out), typed=pdf_with_attachment(record))
    assert day in PdfReader(out).pages[0].extract_text()
    (tmp_path / "record.json").write_bytes(record)
    output_of(tmp_path, "compare", str(tmp_path / "record.json"), "-", "-o", str(out), typed=record)
    assert PdfReader(out).pages[0].extract_text().count(day) >= 2


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (changed(authored=None), "does not say when the answers were given"),
        (changed(item=[{"linkId": "mood"}]), "No question has the linkId mood."),
        (b"x", "not one of our reports"),
    ],
)
def test_what_cannot_be_compared_is_told(tmp_path: Path, new: bytes, says: str) -> None:
    (tmp_path / "old.pdf").write_bytes(pdf_with_attachment(RECORD))
    done = called(tmp_path, "compare", str(tmp_path / "old.pdf"), "-", "-o", str(tmp_path / "out"), typed=new)
    assert done.exit_code == 2
    assert says in done.stderr
    assert not (tmp_path / "out").exists()


def older_record() -> tuple[str, str, bytes]:
    """An older questionnaire, its digest, and a report to it."""
    text = TEXT.replace('version = "0.2-draft"', 'version = "0.0"')
    older = load(text)
    answers, at = validate_answers(older, {"sex": "male"}), datetime(2026, 1, 1, tzinfo=UTC)
    return (
        text,
        older.digest,
        pdf_with_attachment(build_record(answers, base_url="https://a.example", authored=at)),
    )


def test_a_report_to_an_older_questionnaire_is_read_where_its_text_was_kept(tmp_path: Path) -> None:
    text, digest, report = older_record()
    settings = Settings.for_instance(tmp_path / "instance")
    for kept in (False, True):
        done = called(tmp_path, "read", "-", typed=report)
        assert done.exit_code == (0 if kept else 2)
        assert ("not known here" in done.stderr) is not kept
        settings.instance.mkdir(exist_ok=True)
        with closing(open_store(settings.database_url, settings.key_file)) as store:
            store.questionnaires.save(digest, "0.0", text, datetime.now(UTC))


def test_a_questionnaire_that_an_instance_never_had_is_not_known(tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path / "instance")
    settings.instance.mkdir()
    open_store(settings.database_url, settings.key_file).close()
    assert "not known here" in called(tmp_path, "read", "-", typed=older_record()[2]).stderr


def test_a_report_in_another_language_carries_the_answers_as_they_were_given(tmp_path: Path) -> None:
    arabic = report_of(OLD, "--language", "ar", "--date", "2026-03-02")
    out = tmp_path / "out.pdf"
    output_of(tmp_path, "report", "-", "-o", str(out), "--language", "en", typed=arabic)
    assert "For your practitioner" in "".join(page.extract_text() for page in PdfReader(out).pages)
    own = output_of(tmp_path, "read", "-", "--response", typed=arabic)
    assert output_of(tmp_path, "read", str(out), "--response") == own


def test_words_that_were_asked_decide_whether_an_instrument_has_points_in_any_language() -> None:
    served = load_served(None)
    arabic = served.translations["ar"]
    read = in_words_of(served.source, validate_answers(arabic, {"sex": "male"})).questionnaire
    assert (read.language, read.unpublished, read.asked_in) == ("en", arabic.unpublished, "ar")


def test_a_comparison_of_an_older_version_is_wholly_in_its_language(tmp_path: Path) -> None:
    text = TEXT.replace("days = 182", "days = 181", 1)
    translation = translated(text, "fr", question_words(TRANSLATIONS, "fr"))
    settings = Settings.for_instance(tmp_path / "instance")
    settings.instance.mkdir()
    with closing(open_store(settings.database_url, settings.key_file)) as store:
        store.questionnaires.save(load(translation).digest, "0.0", translation, datetime.now(UTC))
    files = [tmp_path / f"{name}.pdf" for name in ("old", "new", "changes")]
    for day, (file, answers) in enumerate(zip(files, (OLD, NEW), strict=False), 1):
        given = validate_answers(load(translation), json.loads(answers, parse_float=str))
        at = datetime(2026, 1, day, tzinfo=UTC)
        file.write_bytes(pdf_with_attachment(build_record(given, base_url="https://a.example", authored=at)))
    output_of(tmp_path, "compare", str(files[0]), str(files[1]), "-o", str(files[2]))
    printed = PdfReader(files[2])
    assert str(printed.root_object["/Lang"]) == "fr"
    assert "Two visits compared" not in printed.pages[0].extract_text()

"""`gutfactors export` and `gutfactors import` speak FHIR with other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.cli.command import PROJECT, run
from tests.project import TEXT
from webapp.clinic import Clinic
from webapp.exchange.fhir.self_check import walk_items
from webapp.exchange.record.extract_attachment import MOST_RECORD, pdf_with_attachment
from webapp.exchange.record.reader import MOST_FILE
from webapp.settings import Settings
from webapp.storage import open_store

RESPONSE = {
    "resourceType": "QuestionnaireResponse",
    "status": "completed",
    "questionnaire": "https://elsewhere.example/Questionnaire/gut-factors-en",
}


def answers_of_case(name: str) -> str:
    return json.dumps(json.loads((PROJECT / f"tests/cases/{name}.json").read_text("utf-8"))["answers"])


def output_of(*args: str | Path, cwd: Path, typed: str = "", **settings: str) -> Any:  # noqa: ANN401  # JSON
    done = run(*args, cwd=cwd, typed=typed, **settings)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def links_of(resource: dict[str, Any]) -> set[str]:
    return {item["linkId"] for item in walk_items(resource)}


@pytest.mark.parametrize("case", ["W55", "W56"])
def test_answers_that_went_out_come_in_again_and_are_judged_alike(tmp_path: Path, case: str) -> None:
    (tmp_path / "answers.json").write_text(answers_of_case(case), "utf-8")
    for args in (
        ("export", "response", "answers.json", "-o", "response.json"),
        ("import", "response.json", "-o", "back.json"),
        ("export", "response", "back.json", "-o", "again.json"),
    ):
        done = run(*args, cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    judged = [output_of("assess", name, cwd=tmp_path) for name in ("answers.json", "back.json")]
    assert judged[0] == judged[1]
    sent = [json.loads((tmp_path / name).read_text("utf-8")) for name in ("response.json", "again.json")]
    assert sent[0]["item"] == sent[1]["item"]
    assert sent[0]["identifier"] == sent[1]["identifier"]


def test_every_answer_that_goes_out_has_its_question_in_the_questionnaire(tmp_path: Path) -> None:
    asked = output_of("export", "questionnaire", cwd=tmp_path)
    told = output_of("export", "response", "-", typed=answers_of_case("W55"), cwd=tmp_path)
    assert asked["url"] == told["questionnaire"].partition("|")[0]
    assert links_of(told) <= links_of(asked)


def test_a_bundle_holds_the_answers_and_what_follows_from_them(tmp_path: Path) -> None:
    args = ("-", "--at", "2026-03-01T09:30+01:00")
    typed = answers_of_case("W55")
    told = output_of("export", "response", *args, typed=typed, cwd=tmp_path)
    bundle = output_of("export", "bundle", *args, typed=typed, cwd=tmp_path)
    assert bundle["entry"][0]["resource"] == told
    assert told["authored"] == "2026-03-01T08:30:00+00:00"
    assert {entry["resource"]["resourceType"] for entry in bundle["entry"][1:]} == {
        "Observation",
        "Provenance",
    }


def test_a_file_that_says_when_it_was_answered_goes_out_as_of_then(tmp_path: Path) -> None:
    def sent(authored: str | None, *args: str, command: str = "response") -> dict[str, Any]:
        told = {**RESPONSE, **({"authored": authored} if authored else {})}
        out: dict[str, Any] = output_of("export", command, "-", *args, typed=json.dumps(told), cwd=tmp_path)
        return out

    assert sent("2025-12-24T10:00:00+02:00")["authored"] == "2025-12-24T08:00:00+00:00"
    assert sent("2025-05")["authored"] == "2025-05"
    bundle = sent("2025-05-01", command="bundle")
    assert bundle["entry"][1]["resource"]["effectiveDateTime"] == "2025-05-01"
    done = run("export", "response", "-", typed=json.dumps(RESPONSE), cwd=tmp_path)
    assert (done.returncode, "Name its time with --at." in done.stderr) == (2, True)
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "clinic.toml").write_text('timezone = "Pacific/Auckland"', "utf-8")
    assert sent(None, "--at", "2026-03-01T09:30")["authored"] == "2026-02-28T20:30:00+00:00"


def test_the_words_of_the_languages_that_the_clinic_offers_are_added_where_asked_for(tmp_path: Path) -> None:
    done = run("export", "questionnaire", "--translations", cwd=tmp_path)
    assert "the clinic offers no other language" in done.stderr
    assert '"_text"' not in done.stdout
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "clinic.toml").write_text('languages = ["fr"]', "utf-8")
    asked = output_of("export", "questionnaire", "--translations", cwd=tmp_path)
    texts = [item["_text"]["extension"] for item in walk_items(asked) if "_text" in item]
    added = [one["extension"][0] for text in texts for one in text]
    assert {one["valueCode"] for one in added} == {"fr"}


def test_the_questionnaire_that_answers_in_another_language_name_is_written(tmp_path: Path) -> None:
    asked = output_of("export", "questionnaire", cwd=tmp_path)
    french = output_of("export", "questionnaire", "--language", "fr", cwd=tmp_path)
    assert (french["language"], french["version"]) == ("fr", asked["version"])
    assert french["url"] == asked["url"].removesuffix("en") + "fr"
    assert french["derivedFrom"] == [f"{asked['url']}|{asked['version']}"]
    assert links_of(french) == links_of(asked)
    done = run("export", "questionnaire", "--language", "tlh", cwd=tmp_path)
    assert (done.returncode, 'not there in "tlh"' in done.stderr) == (2, True)


def test_the_codes_are_written_beside_the_questionnaire(tmp_path: Path) -> None:
    asked = output_of("export", "questionnaire", "--codes", "codes.json", cwd=tmp_path)
    codes = json.loads((tmp_path / "codes.json").read_text("utf-8"))
    assert (asked["resourceType"], codes["resourceType"]) == ("Questionnaire", "CodeSystem")
    systems = {coding["system"] for item in walk_items(asked) for coding in item.get("code", ())}
    assert codes["url"] in systems


def test_a_question_that_the_clinic_has_not_switched_on_is_left_out(tmp_path: Path) -> None:
    assert "self_harm" not in links_of(output_of("export", "questionnaire", cwd=tmp_path))
    assert not (tmp_path / "instance").exists()
    (tmp_path / "instance").mkdir()
    switched_on = 'ask_self_harm = true\nself_harm_contact = "The nurse, 555 0100"'
    (tmp_path / "instance/clinic.toml").write_text(switched_on, "utf-8")
    assert "self_harm" in links_of(output_of("export", "questionnaire", cwd=tmp_path))


def test_what_a_manager_switched_on_is_asked(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    settings = Settings.for_instance(tmp_path / "instance")
    clinic = Clinic(asks_self_harm=True, self_harm_contact="The nurse, 555 0100")
    with closing(open_store(settings.database_url, settings.key_file)) as store:
        assert store.clinic_settings.save_clinic(clinic, 0, "practitioner 1", datetime.now(UTC))
    assert "self_harm" in links_of(output_of("export", "questionnaire", cwd=tmp_path))


@pytest.mark.parametrize(
    ("hosts", "args", "base"),
    [
        ("", (), "https://gut-factors.invalid/fhir"),
        ("localhost", (), "https://gut-factors.invalid/fhir"),
        (".example.org,forms.example.org", (), "https://forms.example.org/fhir"),
        ("forms.example.org", ("--base-url", "https://other.example/r4/"), "https://other.example/r4"),
    ],
)
def test_addresses_begin_with_the_name_of_the_instance(
    tmp_path: Path, hosts: str, args: tuple[str, ...], base: str
) -> None:
    asked = output_of("export", "questionnaire", *args, cwd=tmp_path, TRUSTED_HOSTS=hosts)
    assert asked["url"] == f"{base}/Questionnaire/gut-factors-en"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--base-url", "nowhere"), "no address such as"),
        (("--base-url", "https://a b.example"), "no address such as"),
        (("--base-url", "https://[a.example"), "no address such as"),
        (("--base-url", "https://a.example/x|y"), "no address such as"),
        (("--base-url", "https://a.example/?x=1"), "no address such as"),
        (("--at", "yesterday"), "no time such as"),
        (("--at", "0001-01-01T00:00+14:00"), "no time such as"),
        (("-o", "nowhere/out.json"), "cannot be written"),
    ],
)
def test_what_cannot_be_used_is_told_with_exit_2(tmp_path: Path, args: tuple[str, ...], says: str) -> None:
    done = run("export", "response", "-", *args, typed="{}", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_answers_do_not_go_out(tmp_path: Path) -> None:
    done = run("export", "bundle", "-", typed='{"sex": "x", "nope": 1}', cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.split(":")[1] for line in done.stderr.splitlines()] == [" sex", " nope"]


def test_what_other_programs_could_not_rely_on_is_not_written(tmp_path: Path) -> None:
    strange = TEXT.replace('"http://loinc.org|68518-0"', '"http://loinc.org|68517-2"')
    (tmp_path / "mine.toml").write_text(strange, "utf-8")
    done = run("export", "questionnaire", "--questions", "mine.toml", "-o", "out.json", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.endswith("audit1: nobody looked up the LOINC code 68517-2.\n")
    assert not (tmp_path / "out.json").exists()


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

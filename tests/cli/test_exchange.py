"""`gutfactors export` writes FHIR for other programs, and what went out comes in again."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import PROJECT, run
from tests.cli.fhir_response import RESPONSE, output_of
from tests.project import TEXT
from webapp.clinic import Clinic
from webapp.exchange.fhir.self_check import walk_items
from webapp.settings import Settings
from webapp.storage import open_store


def answers_of_case(name: str) -> str:
    return json.dumps(json.loads((PROJECT / f"tests/cases/{name}.json").read_text("utf-8"))["answers"])


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


@pytest.mark.parametrize(
    ("time", "authored"),
    [
        ("2025-03-09T02:30", "2025-03-09T09:30:00+00:00"),
        ("2025-11-02T01:30", "2025-11-02T08:30:00+00:00"),
    ],
)
def test_a_time_that_the_clock_skips_or_shows_twice_needs_its_offset(
    tmp_path: Path, time: str, authored: str
) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "clinic.toml").write_text('timezone = "America/Vancouver"', "utf-8")
    done = run("export", "response", "-", "--at", time, typed="{}", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "as the clock changes: write its offset" in done.stderr
    told = output_of("export", "response", "-", "--at", f"{time}-07:00", typed="{}", cwd=tmp_path)
    assert told["authored"] == authored


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
        (("--at", "2100-03-01T09:30"), "still to come"),
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

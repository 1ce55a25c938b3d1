"""The clinic's file becomes a clinic, or one clear refusal."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from webapp.clinic import Clinic
from webapp.settings import SettingsError, read_clinic


def picture(kind: str, width: int = 120) -> bytes:
    file = io.BytesIO()
    Image.new("L", (width, 40)).save(file, kind)
    return file.getvalue()


PNG, JPEG = picture("PNG"), picture("JPEG")


def clinic_of(folder: Path, text: str) -> Clinic:
    (folder / "clinic.toml").write_text(text, encoding="utf-8")
    clinic = read_clinic(folder)
    assert clinic is not None
    return clinic


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        clinic_of(folder, text)
    named = str(folder / "clinic.toml")
    assert all(problem.startswith(named) for problem in caught.value.problems)
    return [problem.removeprefix(f"{named}: ") for problem in caught.value.problems]


def test_without_a_file_the_clinic_is_not_set_here(tmp_path: Path) -> None:
    assert read_clinic(tmp_path) is None


def test_an_empty_file_is_a_clinic_without_a_name(tmp_path: Path) -> None:
    assert clinic_of(tmp_path, "") == Clinic()


def test_a_clinic_says_who_it_is(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PNG)
    clinic = clinic_of(
        tmp_path,
        """
        name = "Riverside Naturopathy"
        contact = ["12 River Street", " Tel. 555 0100 "]
        region = "CA"
        colour = "#8B0000"
        logo = "logo.png"
        paper = "letter"
        language = "en-GB"
        ask_self_harm = true
        self_harm_contact = "Dr Jane Doe, extension 12"
        """,
    )
    assert (clinic.name, clinic.contact) == ("Riverside Naturopathy", ("12 River Street", "Tel. 555 0100"))
    assert (clinic.paper, clinic.language) == ("letter", "en-GB")
    assert clinic.presets == {"region": "CA"}
    assert clinic.opted_in == {"self_harm"}
    assert clinic.colours.accent == "#8b0000"
    assert clinic.logo
    assert (clinic.logo.media_type, clinic.logo.width, clinic.logo.height) == ("image/png", 120, 40)


def test_a_clinic_that_fixes_nothing_asks_the_patient() -> None:
    assert Clinic().presets == {}
    assert Clinic().opted_in == frozenset()


def test_a_faint_colour_is_refused_with_its_ratio_and_a_shade_that_reads(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, 'colour = "#ffaa00"')
    assert problem.startswith("colour: #ffaa00 on white has a contrast of only 1.90:1, and text needs 4.5:1")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = 3", "name must be text in quotes"),
        ('nmae = "x"', "nmae is not a setting of the clinic; did you mean name?"),
        ('zzz = "x"', "zzz is not a setting of the clinic; the settings are name, contact, region"),
        (f'name = "{"x" * 81}"', "name is too long: at most 80 characters"),
        ('name = "a\\u0007b"', "name holds a character that cannot be printed"),
        ('contact = "one"', "contact must be a list"),
        ('contact = ["one", 2]', "contact, line 2 must be text in quotes"),
        ('contact = ["1", "2", "3", "4", "5", "6", "7"]', "contact has too many lines: at most 6"),
        ('paper = "a5"', "paper must be 'a4' or 'letter'"),
        ('language = "English"', "language holds a character"),
        ('language = "zz"', 'language: "zz" is no language that we know'),
        ('language = "nl"', 'language: the pages have no words in "nl" yet, only in ar'),
        ('language = "sv"', "take it out, or write one of these"),
        ('languages = ["en", "en-simple", "ar", "ar-simple"]', 'write languages = ["en", "ar"]'),
        (
            'languages = ["fr-simple"]',
            "languages: fr-simple is easy read, which patients may choose by themselves",
        ),
        ('language = "fr-simple"', 'write language = "fr"'),
        ('timezone = "Vancouver"', "did you mean America/Vancouver?"),
        ('ask_self_harm = "yes"', "ask_self_harm must be true or false"),
        ("ask_self_harm = true", "self_harm_contact is missing"),
        ('colour = "green"', 'colour: "green" is not a colour'),
        ('logo = "nowhere.png"', "cannot be read"),
        ("name = ", "cannot be read"),
    ],
)
def test_a_wrong_value_is_refused_with_what_to_do(tmp_path: Path, text: str, says: str) -> None:
    (problem,) = problems(tmp_path, text)
    assert says in problem


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = 'nmae = "x"\npaper = "a5"\ncolour = "#ffaa00"\nlogo = "no.png"\nask_self_harm = true'
    assert len(problems(tmp_path, text)) == 5


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "clinic.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="cannot be read"):
        read_clinic(tmp_path)


def test_a_jpeg_is_a_logo_too(tmp_path: Path) -> None:
    (tmp_path / "logo").write_bytes(JPEG)
    logo = clinic_of(tmp_path, 'logo = "logo"').logo
    assert logo
    assert (logo.media_type, logo.width, logo.height) == ("image/jpeg", 120, 40)
    assert logo.data.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither a PNG nor a JPEG"),
        (b"GIF89a", "neither a PNG nor a JPEG"),
        (b"", "neither a PNG nor a JPEG"),
        (PNG[:18], "is damaged"),
        (JPEG[:12], "is damaged"),
        (picture("PNG", 4001), "4001 by 40 pixels"),
        (PNG.replace(struct.pack(">I", 120), bytes(4)), "is damaged"),
        (PNG + bytes(200_000), "at most 200,000"),
    ],
)
def test_what_is_no_good_picture_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "logo.png").write_bytes(content)
    (problem,) = problems(tmp_path, 'logo = "logo.png"')
    assert says in problem

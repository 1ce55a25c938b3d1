"""The patient chooses a language, and changes it on any page; staff read theirs."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from tests.project import QUESTIONNAIRE, TEXT
from tests.pseudo_language import pseudo_translations
from tests.web.conftest import CLINIC
from tests.web.device import PASSED, SAFE, Device
from tests.web.fakes import NOON, MakeApp
from tests.web.kiosk.tablet import tablet
from tests.web.patient.leaving import typed_age
from tests.web.staff import app_context_of
from webapp.localization.passphrase_words import passphrase_words
from webapp.localization.questionnaires import question_words
from webapp.localization.sign_off import SignOff, digests_of
from webapp.questionnaire.loading.reading import parse_toml
from webapp.questionnaire.loading.wording import word_texts
from webapp.report.pdf.html import render_html
from webapp.report.views.model import ReportView
from webapp.storage import DeskQuery


def test_the_first_page_offers_each_language_named_in_itself(bilingual: Device) -> None:
    page = bilingual.open("/")
    (button,) = [one for one in page.all("button") if one.get("lang")]
    assert (button["value"], button["lang"]) == ("de", "de")
    page = bilingual.press("Deutsch")
    assert page.all("html")[0]["lang"] == "de"
    assert "⁅What could be affecting your gut?⁆" in page.text


@pytest.mark.parametrize("languages", [("en", "de"), ("de", "de")])
def test_a_language_that_is_listed_twice_is_offered_once(
    make_app: MakeApp, languages: tuple[str, ...]
) -> None:
    device = Device(make_app(clinic=replace(CLINIC, languages=languages), translations=pseudo_translations()))
    device.open("/")
    device.press("Deutsch")
    named = [one["value"] for one in device.page.all("button") if one.get("name") == "language"]
    assert sorted(named) == ["de-simple", "en"]


def test_the_browser_decides_until_somebody_chooses(bilingual: Device) -> None:
    for asked, language in (("de-AT, en;q=0.5", "de"), ("fr", "en")):
        answer = bilingual.client.get("/", headers={"Accept-Language": asked})
        assert f'<html lang="{language}"' in answer.text


def test_the_last_page_is_in_the_language_that_this_device_then_forgets(bilingual: Device) -> None:
    bilingual.open("/")
    bilingual.press("Start")
    bilingual.press("Deutsch")
    bilingual.press("⁅Save and leave⁆")
    page = bilingual.press("⁅Leave, and clear this device⁆")
    assert page.all("html")[0]["lang"] == "de"
    assert "⁅Saved and cleared from this device⁆" in page.text
    assert bilingual.cookie("language") == ""
    assert bilingual.open("/ended/left?language=none").all("html")[0]["lang"] == "en"


@pytest.mark.parametrize(
    ("url", "link"),
    [("/ended/stopped", "⁅Go to the start page⁆"), ("/ended/left", "⁅Come back with your words⁆")],
)
def test_the_last_page_leads_on_in_its_language(bilingual: Device, url: str, link: str) -> None:
    page = bilingual.open(f"{url}?language=de")
    page = bilingual.open(page.link(link))
    assert page.url in ("/", "/come-back")
    assert page.all("html")[0]["lang"] == "de"
    assert bilingual.press("English").all("html")[0]["lang"] == "en"


def test_the_page_that_clears_a_device_with_a_message_leads_on_in_its_language(bilingual: Device) -> None:
    bilingual.begin()
    bilingual.press("Deutsch")
    bilingual.press("⁅Save and leave⁆", {"signs_now": "none", "red_flags": "blood_stool"})
    bilingual.press("⁅I have read this.")
    page = bilingual.press("⁅Leave, and clear this device⁆")
    assert (page.url, bilingual.cookie("language")) == ("/leave", "")
    assert bilingual.open(page.link("⁅Come back with your words⁆")).all("html")[0]["lang"] == "de"


def test_an_address_names_only_a_language_that_is_offered_and_none_at_a_kiosk(bilingual: Device) -> None:
    assert bilingual.open("/?language=fr").all("html")[0]["lang"] == "en"
    assert bilingual.cookie("language") == ""
    kiosk = tablet(bilingual.app)
    kiosk.open("/?language=de")
    assert kiosk.cookie("language") == ""


def test_words_of_a_draft_in_one_language_open_it_on_a_page_in_another(make_app: MakeApp) -> None:
    app = make_app(clinic=replace(CLINIC, languages=("fr",)))
    begun = Device(app)
    begun.open("/")
    begun.press("Français")
    begun.press("Commencer")
    page = begun.press("Enregistrer et partir", {"age_years": "44"})
    (said,) = [one for one in page.all("p") if one.get("class") == "sentence"]
    assert said["lang"] == "fr"
    assert set(said["words"].split()) <= set(passphrase_words("fr"))
    bare = unicodedata.normalize("NFKD", said["words"].upper()).encode("ascii", "ignore").decode()
    english = Device(app)
    english.open("/come-back")
    assert english.page.all("html")[0]["lang"] == "en"
    assert typed_age(english.press("Find my answers", {"words": bare})) == "44"


def test_staff_read_their_own_language_from_the_same_submission(bilingual: Device) -> None:
    context = app_context_of(bilingual.app)
    german = context.served.translations["de"]
    assert german.meaning == context.served.source.meaning
    read = context.documents.for_staff(german)
    assert (read.digest, read.asked_in) == (context.served.source.digest, "de")
    assert read.unpublished >= {"audit1", "phq4_1"}
    assert context.store.questionnaires.get(german.digest) is not None
    assert context.questionnaire_of(german.digest) is german


def test_staff_read_a_translation_while_patients_answer_in_the_source(make_app: MakeApp) -> None:
    clinic = replace(CLINIC, language="de", languages=("en",))
    context = app_context_of(make_app(clinic=clinic, translations=pseudo_translations()))
    assert context.offered_languages == ("de", "en")
    assert context.documents.for_staff(context.served.source).language == "de"
    assert context.questionnaire.language == "de"


def test_words_to_come_back_with_bring_the_language_along(bilingual: Device) -> None:
    bilingual.open("/")
    bilingual.press("Start")
    bilingual.press("Deutsch")
    page = bilingual.press("⁅Save and leave⁆")
    (words,) = [one["words"] for one in page.all("p") if one.get("class") == "sentence"]
    other = Device(bilingual.app)
    other.open("/come-back")
    assert other.press("Find my answers", {"words": words}).all("html")[0]["lang"] == "de"


def test_the_result_and_its_report_are_in_the_language_of_the_answers(bilingual: Device) -> None:
    bilingual.open("/")
    bilingual.press("Deutsch")
    bilingual.press("⁅Start⁆")
    bilingual.press("⁅Continue⁆", PASSED)
    bilingual.press("⁅Continue⁆", SAFE)
    bilingual.open("/check")
    bilingual.press("⁅Continue⁆")
    page = bilingual.press("⁅Continue⁆", {"way": "send"})
    assert page.all("html")[0]["lang"] == "de"
    sources = [one for one in page.all("span") if one.get("class") == "source"]
    assert {(one.get("lang"), one["dir"]) for one in sources} == {("en", "ltr")}
    (row,) = app_context_of(bilingual.app).store.desk.page(DeskQuery(), NOON).rows
    kept = app_context_of(bilingual.app).store.submissions.get(row.reference, NOON)
    assert kept
    documents = app_context_of(bilingual.app).documents
    report = documents.report(kept).view
    assert isinstance(report, ReportView)
    assert (report.language, "⁅" in repr(report.glance)) == ("de", True)
    assert report.for_staff
    part = render_html(report).partition('<div lang="en" dir="ltr">')[2]
    assert "For your practitioner" in part
    assert "⁅" not in part
    sheet = documents.practice_page(kept)
    assert (sheet.language, "⁅" in repr(sheet.factors)) == ("en", False)


def test_a_kiosk_asks_first_of_all_and_forgets_with_its_wipe(bilingual: Device) -> None:
    kiosk = tablet(bilingual.app)
    page = kiosk.open("/kiosk")
    assert page.all("html")[0]["lang"] == "en"
    assert "Feeling very unwell now? Please tell somebody at the desk." in page.text
    (german,) = [one["words"] for one in page.all("div") if one.get("lang") == "de"]
    assert "⁅Feeling very unwell now?⁆ ⁅Please tell somebody at the desk.⁆" in german
    page = kiosk.press("Deutsch⁅:⁆ ⁅Touch to start⁆")
    assert page.all("html")[0]["lang"] == "de"
    kiosk.open("/kiosk/over")
    kiosk.send(kiosk.page.forms[-1], {})
    assert kiosk.is_at_first_screen
    assert kiosk.page.all("html")[0]["lang"] == "en"
    assert kiosk.press("Touch to start").all("html")[0]["lang"] == "en"


def test_what_no_clinician_reviewed_says_so_until_it_is_signed(bilingual: Device) -> None:
    unreviewed = "This translation has not been reviewed by a clinician."
    assert unreviewed not in bilingual.open("/").text
    assert f"⁅{unreviewed}⁆" in bilingual.press("Deutsch").text
    texts = tuple(word_texts(parse_toml(TEXT).data))
    words = question_words(pseudo_translations(), "de")
    digests = digests_of(QUESTIONNAIRE, texts, words)
    signed = SignOff("Zoé Roy", "Tom Ng", "Dr Ruiz", tried_with=5, digests=digests)
    assert signed.unsigned(digests) == ()
    for nobody in ("", " ", "-", "no", "Dr", "X"):
        assert replace(signed, translated_by=nobody).unsigned(digests) == tuple(digests)
        assert replace(signed, translated_back_by=nobody).unsigned(digests) == tuple(digests)
        assert replace(signed, reviewed_by=nobody).unsigned(digests) == tuple(digests)
    assert replace(signed, tried_with=0).unsigned(digests) == tuple(digests)
    assert replace(signed, translated_back_by="zoé  roy").unsigned(digests) == tuple(digests)
    changed = {key: words[key] for key in list(words)[1:]}
    assert signed.unsigned(digests_of(QUESTIONNAIRE, texts, changed)) == ("rest",)
    german = app_context_of(bilingual.app).served.translations["de"]
    assert german.is_unreviewed


def test_easy_read_is_chosen_on_the_first_page_and_left_on_any(bilingual: Device) -> None:
    bilingual.open("/")
    page = bilingual.press("Easy read")
    assert (page.all("html")[0]["lang"], page.all("html")[0]["class"]) == ("en-simple", "easy")
    assert "Here are easy questions." in page.text
    page = bilingual.press("Start")
    assert "It helps you talk with your practitioner." in page.text
    pictures = [one for one in page.all("svg") if one.get("class") == "picture"]
    assert len(pictures) == len(page.shown)
    assert {one["aria-hidden"] for one in pictures} == {"true"}
    page = bilingual.press("Standard words", {"age_years": "44"})
    assert typed_age(page) == "44"
    assert page.all("html")[0]["lang"] == "en"


def test_staff_read_plain_words_and_the_patient_s_report_stays_easy(bilingual: Device) -> None:
    bilingual.open("/")
    bilingual.press("Easy read")
    bilingual.begin()
    bilingual.press("Continue", {"signs_now": "none", "red_flags": "none"})
    bilingual.open("/check")
    bilingual.hand_over()
    context = app_context_of(bilingual.app)
    (row,) = context.store.desk.page(DeskQuery(), NOON).rows
    sent = context.store.submissions.get(row.reference, NOON)
    assert sent
    documents, source = context.documents, context.served.source
    assert documents.staff_answers(sent).questionnaire.digest == source.digest
    report = documents.report(sent).view
    assert isinstance(report, ReportView)
    assert (report.language, report.edition, report.is_unreviewed) == ("en-simple", "large", True)
    assert report.for_staff is not None
    assert report.for_staff.language == "en"

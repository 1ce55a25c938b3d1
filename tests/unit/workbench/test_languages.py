"""Files of translators: made from the source texts, brought up to date, and checked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tests.project import TEXT, document
from tests.unit.questionnaire.small import SMALL
from webapp.cldr.numbers import localized, plural_category
from webapp.localization.catalogues import PAGES, REPORT, TRANSLATIONS, catalogue
from webapp.localization.questionnaires import question_words
from webapp.project_files import project_file
from webapp.questionnaire.load import load, load_document
from webapp.questionnaire.loading.translation import translated
from webapp.questionnaire.units import with_unit
from webapp.workbench.languages.checks import coverage, problems_in
from webapp.workbench.languages.po_files import (
    forms_of,
    messages_of,
    read,
    translated_alone,
    updated,
    written,
)
from webapp.workbench.languages.source_texts import (
    KINDS,
    PACKAGE,
    SOURCES,
    SourceText,
    questionnaire_texts,
    source_texts,
    texts_of,
)

MARKED = re.compile(r"\b(?:N_|n?gettext|pgettext)\(\s*\"")
WHY = SourceText("Fibre feeds **you**, {name}.", "factor.low_fibre.why", "rest", "low_fibre.why")
STOP = SourceText("Stop now.", "safety.stop.text", "safety", "stop.text")
WEEKS = SourceText(("One week left.", "%(num)s weeks left."), "", "rest", "pages.html")


def translation(*texts: SourceText, **said: str | tuple[str, ...]) -> Catalog:
    """A French file of these texts, with what is said for some of them by the last part of their context."""
    made = updated("fr", texts)
    for (context, _), message in messages_of(made).items():
        message.string = said.get(context.rpartition(".")[2] or "weeks", message.string)
    return made


def saved(folder: Path, made: Catalog, file: str = "questions.po") -> Path:
    path = folder / "fr" / file
    path.parent.mkdir()
    path.write_bytes(written(made))
    return path


def test_every_text_of_the_product_is_found_once_with_what_it_protects() -> None:
    pages, report = source_texts(PAGES), source_texts(REPORT)
    for texts in (pages, report):
        assert len({(text.words, text.context) for text in texts}) == len(texts)
    assert {text.kind for text in pages} == {"consent", "safety", "rest"}
    assert all((PACKAGE / place).exists() or (project_file(place)).exists() for place in KINDS)


def test_no_package_has_words_that_translators_do_not_get() -> None:
    folders = [folder for sources in SOURCES.values() for folder, _ in sources]
    files = (file for file in PACKAGE.rglob("*.py") if MARKED.search(file.read_text("utf-8")))
    assert [file for file in files if not any(map(file.is_relative_to, folders))] == []


def test_a_text_of_the_questionnaire_says_what_a_translator_needs() -> None:
    found = {text.context: text for text in questionnaire_texts(load_document(SMALL))}
    label = found["section.food.question.drinks.options.1.label"]
    assert (label.words, label.comments) == ("At times", ("An answer to: How often do you drink?",))
    assert found["region..emergency"].kind == "safety"


def test_what_was_reworded_keeps_its_translation_as_fuzzy_beside_the_earlier_words(tmp_path: Path) -> None:
    old = translation(WHY, STOP, why="Les fibres **vous** nourrissent, {name}.", text="Arrêtez.")
    reworded = SourceText("Fibre feeds **all of you**, {name}.", WHY.context, "rest", WHY.place)
    path = saved(tmp_path, updated("fr", [reworded, STOP], old))
    found = {message.context: message for message in messages_of(read(path)).values()}
    assert found[WHY.context].fuzzy
    assert found[WHY.context].previous_id == [WHY.words]
    assert found[STOP.context].string == "Arrêtez."
    assert [(one.kind, one.missing, one.stale) for one in coverage([reworded, STOP], path)] == [
        ("safety", 0, 0),
        ("rest", 0, 1),
    ]
    assert written(updated("fr", [reworded, STOP], read(path))) == path.read_bytes()


def test_a_sentence_without_a_context_is_found_again_by_its_words() -> None:
    one = SourceText("Look at the answers again.", "", "rest", "a.html")
    other = SourceText("Look at all the answers again.", "", "rest", "a.html")
    old = updated("fr", [one])
    messages_of(old)["", one.words].string = "Relisez."
    assert messages_of(updated("fr", [other], old))["", other.words].fuzzy
    far = SourceText("Nothing like it", "", "rest", "a.html")
    assert messages_of(updated("fr", [far], old))["", far.words].string == ""


@pytest.mark.parametrize("name", ["fr/report", "en-simple/pages", "en-GB/questions"])
def test_a_second_update_changes_nothing(name: str, tmp_path: Path) -> None:
    tag, domain = name.split("/")
    texts = tuple(texts_of(domain, document()))
    shipped = read(TRANSLATIONS / f"{name}.po")
    path = tmp_path / tag / "words.po"
    path.parent.mkdir()
    path.write_bytes(written(translated_alone(updated(tag, texts, shipped))))
    assert len(messages_of(read(path))) == len(messages_of(shipped))
    assert "_simple" not in path.read_text("utf-8")
    assert written(translated_alone(updated(tag, texts, read(path)))) == path.read_bytes()


@pytest.mark.parametrize("tag", sorted(path.parent.name for path in TRANSLATIONS.glob(f"*/{REPORT}.po")))
def test_one_text_of_pages_and_documents_is_said_in_one_way(tag: str) -> None:
    # Documents read the words of pages too: what differs there has two meanings, and needs contexts.
    pages, documents = (messages_of(read(TRANSLATIONS / tag / f"{name}.po")) for name in (PAGES, REPORT))
    differing = {key for key in pages.keys() & documents if pages[key].string != documents[key].string}
    assert differing == set()


def test_the_names_of_people_and_of_things_are_two_words_in_chinese() -> None:
    found = messages_of(read(TRANSLATIONS / "zh-Hans" / f"{PAGES}.po"))
    person, *things = ("", "Name"), ("of what is counted", "Name"), ("", "Name of the kiosk")
    assert found[person].string == "姓名"
    assert all("名称" in str(found[thing].string) for thing in things)


@pytest.mark.parametrize(
    ("text", "said", "faults"),
    [
        (WHY, {"why": "Les fibres **vous** nourrissent, {name}."}, []),
        (WHY, {"why": "Les fibres **vous** nourrissent."}, ["placeholders"]),
        (WHY, {"why": "Les fibres vous nourrissent, {name}."}, ["bold marks"]),
        (WHY, {"why": "Les fibres **vous** <b>nourrissent</b>, {name}."}, ["tags"]),
        (WEEKS, {"weeks": ("Encore une semaine.", "Encore %(num)s semaines.")}, []),
        (WEEKS, {"weeks": ("Encore %(nom)s semaine.", "Encore %(num)s semaines.")}, ["placeholders"]),
    ],
)
def test_marks_that_differ_are_told_with_file_and_line(
    tmp_path: Path, text: SourceText, said: dict[str, str | tuple[str, ...]], faults: list[str]
) -> None:
    path = saved(tmp_path, translation(text, **said))
    found = [str(problem) for problem in problems_in(path)]
    assert len(found) == len(faults)
    for sentence, fault in zip(found, faults, strict=True):
        assert sentence.startswith(f"{path}:")
        assert f"the {fault} differ" in sentence
    lines = [int(one.split(":")[1]) for one in found]
    assert all("msgid" in path.read_text("utf-8").split("\n")[line - 1] for line in lines)


def saved_start(folder: Path, said: str) -> Path:
    """A French file of pages with one text, "Start, %(name)s"."""
    made = updated("fr", [SourceText("Start, %(name)s", "", "rest", "start.html")])
    (message,) = messages_of(made).values()
    message.string = said
    return saved(folder, made, "pages.po")


@pytest.mark.parametrize(
    ("said", "is_faulty"),
    [
        ("Commencer, %(name)s", False),
        ("Commencer à 100\N{NARROW NO-BREAK SPACE}% des questions, %(name)s", True),
        ("Commencer 100% de tout, %(name)s", True),
        ("Commencer 100%, %(name)s", True),
        ("Commencer %%, %(name)s", True),
        ("Commencer %s, %(name)s", True),
        ("Commencer, %%(name)s", True),
    ],
)
def test_a_percent_sign_that_begins_no_value_is_told_and_breaks_no_page(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, said: str, *, is_faulty: bool
) -> None:
    path = saved_start(tmp_path, said)
    assert bool([one for one in problems_in(path) if "begins none" in str(one)]) is is_faulty
    words = catalogue("fr", tmp_path).ugettext("Start, %(name)s")
    assert words % {"name": "Ann"} == ("Start, Ann" if is_faulty else said % {"name": "Ann"})
    assert [f"{path}:" in line for line in caplog.messages] == [True] * is_faulty


@pytest.mark.parametrize("said", ["Commencer, %(nom)s", "Commencer, %(name)d"])
def test_a_value_that_the_source_has_not_breaks_no_page(tmp_path: Path, said: str) -> None:
    saved_start(tmp_path, said)
    assert catalogue("fr", tmp_path).ugettext("Start, %(name)s") == "Start, %(name)s"


def test_a_text_of_the_questionnaire_may_have_any_percent_sign(tmp_path: Path) -> None:
    path = saved(tmp_path, translation(WHY, why="Les **50 %** des fibres, {name}."))
    assert list(problems_in(path)) == []


ONE, MANY = "handful a day", "handfuls a day"
HANDFULS = SourceText((ONE, MANY), "unit.handfuls/day", "rest", "unit")


def test_a_tag_with_an_unknown_subtag_has_the_forms_of_its_language() -> None:
    assert [plural_category(number, "fr-simple") for number in ("1", "1.5", "2")] == ["one", "one", "other"]
    assert localized("1.5", "zz") == "1.5"


@pytest.mark.parametrize(
    ("tag", "forms"),
    [
        ("fr", ("poignée", "poignées")),
        ("zh-Hans", ("poignées",)),
        ("ar", ("poignée", "poignées", "", "", "", "")),
    ],
)
def test_a_unit_that_was_two_texts_keeps_their_translation(tag: str, forms: tuple[str, ...]) -> None:
    two = [
        SourceText(words, f"{HANDFULS.context}.{key}", "rest", "unit")
        for key, words in (("one", ONE), ("many", MANY))
    ]
    old = updated(tag, two)
    for message, said in zip(messages_of(old).values(), ("poignée", "poignées"), strict=True):
        message.string = said
    (message,) = messages_of(updated(tag, (HANDFULS,), old)).values()
    assert (message.string, message.fuzzy) == (forms, False)


@pytest.mark.parametrize(
    ("tag", "forms", "expected"),
    [
        ("fr", ("f1", "f2"), {"0.5": "0,5\xa0f1", "1": "1\xa0f1", "1–2": "1–2\xa0f2"}),
        ("zh-Hans", ("f",), {"1": "1\xa0f", "2": "2\xa0f"}),
        (
            "ar",
            ("f0", "f1", "f2", "f3", "f100", "f11"),
            {"0": "0\xa0f0", "2": "2\xa0f2", "5": "5\xa0f3", "11": "11\xa0f11"},
        ),
    ],
)
def test_a_unit_follows_the_plural_forms_of_its_language(
    tmp_path: Path, tag: str, forms: tuple[str, ...], expected: dict[str, str]
) -> None:
    loaded = document()
    (unit,) = (one for one in questionnaire_texts(loaded) if one.context == HANDFULS.context)
    made = updated(tag, [unit])
    messages_of(made)[unit.context, unit.words].string = forms
    (tmp_path / tag).mkdir()
    (tmp_path / tag / "questions.po").write_bytes(written(made))
    asked = load(translated(TEXT, tag, question_words(tmp_path, tag)))
    assert asked.meaning == loaded.questionnaire.meaning
    counted = next(one for one in asked.questions.values() if one.unit == "handfuls/day")
    assert {number: with_unit(counted, number) for number in expected} == expected


@pytest.mark.parametrize(
    "path", sorted(TRANSLATIONS.glob("fr*/*.po")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_no_line_of_french_begins_with_a_sign(path: Path) -> None:
    said = " ".join(form for one in messages_of(read(path)).values() for form in forms_of(one.string))
    assert re.findall(r".{20}(?: [:;!?\u00bb]|\u00ab )", said) == []


NOUNS = "chiffres?|envois?|fois|jours?|mois|points?|questions?|réponses?|semaines?|verres?|visites?"


@pytest.mark.parametrize(
    "path", sorted(TRANSLATIONS.glob("fr*/*.po")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_no_line_of_french_parts_a_number_from_its_noun(path: Path) -> None:
    """Published wordings of instruments stand as they were printed."""
    free = (one for one in messages_of(read(path)).values() if "kind: instruments" not in one.auto_comments)
    said = "\n".join(form for one in free for form in forms_of(one.string))
    assert re.findall(rf"(?:\d|%\(num\)s) (?:{NOUNS})\b", said) == []


@pytest.mark.parametrize(
    "path", sorted(TRANSLATIONS.glob("en-*/questions.po")), ids=lambda path: path.parent.name
)
def test_no_edition_of_a_region_explains_a_word_by_itself(path: Path) -> None:
    said = "\n".join(form for one in messages_of(read(path)).values() for form in forms_of(one.string))
    assert re.findall(r"\b(\w+) \(\1\)", said, re.IGNORECASE) == []


def test_a_plural_that_an_easy_edition_lacks_is_read_in_plain_words(tmp_path: Path) -> None:
    plural = SourceText(("%(num)s day", "%(num)s days"), "", "rest", "a.html")
    plain = updated("fr", [plural])
    messages_of(plain)["", plural.words].string = ("%(num)s jour", "%(num)s jours")
    for tag, made in (("fr", plain), ("fr-simple", updated("fr-simple", [plural]))):
        (tmp_path / tag).mkdir()
        (tmp_path / tag / "pages.po").write_bytes(written(made))
    assert catalogue("fr-simple", tmp_path).ungettext("%(num)s day", "%(num)s days", 2) == "%(num)s jours"

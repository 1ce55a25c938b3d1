"""The words of other languages in the exported Questionnaire."""

from __future__ import annotations

import json

from fhir.resources.R4B.questionnaire import Questionnaire

from tests.project import QUESTIONNAIRE
from tests.pseudo_language import pseudo_questionnaire
from tests.unit.exchange.fhir.form import FORM
from tests.unit.exchange.fhir.people import BASE, Resource, items
from tests.unit.exchange.fhir.schema import faults
from webapp.exchange.fhir import questionnaire_resource, resource_problems, with_translations


def test_a_translation_is_a_questionnaire_of_its_own_that_names_its_source() -> None:
    german = pseudo_questionnaire()
    form = questionnaire_resource(german, base_url=BASE)
    assert (form["language"], form["url"]) == ("de", f"{BASE}/Questionnaire/gut-factors-de")
    assert form["derivedFrom"] == [f"{FORM['url']}|{QUESTIONNAIRE.version}"]
    assert form["version"] == FORM["version"]
    assert "derivedFrom" not in FORM


def test_words_of_further_languages_stand_beside_those_of_the_source() -> None:
    german = questionnaire_resource(pseudo_questionnaire(), base_url=BASE)
    both = with_translations(FORM, {"de": german})
    Questionnaire.model_validate(both)
    assert faults(both) == []
    assert resource_problems(both) == ()
    found = items(both)
    option = found["audit1"]["answerOption"][0]["valueCoding"]
    pairs = [
        (both["_title"], QUESTIONNAIRE.title),
        (found["age_years"]["_text"], QUESTIONNAIRE.questions["age_years"].text),
        (found["fruit_per_day.help"]["_text"], QUESTIONNAIRE.questions["fruit_per_day"].help),
        (option["_display"], option["display"]),
    ]
    for said, words in pairs:
        assert translations_in(said) == {"de": f"⁅{words}⁆"}
    assert "_display" not in json.dumps(found["audit1"]["code"])


def test_words_that_are_the_same_in_a_language_are_not_repeated() -> None:
    assert with_translations(FORM, {"en-GB": FORM}) == FORM == with_translations(FORM, {})


def translations_in(element: Resource) -> dict[str, str]:
    """The words of an element by language."""
    made: dict[str, str] = {}
    for one in element["extension"]:
        language, content = one["extension"]
        assert one["url"] == "http://hl7.org/fhir/StructureDefinition/translation"
        assert (language["url"], content["url"]) == ("lang", "content")
        made[language["valueCode"]] = content["valueString"]
    return made

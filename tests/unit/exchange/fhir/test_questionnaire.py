"""The exported Questionnaire: valid, complete, and shown as our own form shows it."""

from __future__ import annotations

import json

import pytest
from fhir.resources.R4B.codesystem import CodeSystem
from fhir.resources.R4B.questionnaire import Questionnaire

from tests.project import QUESTIONNAIRE
from tests.pseudo_language import pseudo_questionnaire
from tests.unit.assessment.tiny import tiny
from tests.unit.exchange.fhir.people import BASE, GIVEN_AT, Resource, extensions, items
from tests.unit.exchange.fhir.schema import faults
from webapp.assessment import validate_answers
from webapp.exchange.fhir import (
    code_system_resource,
    parse_response,
    questionnaire_resource,
    resource_problems,
    response_resource,
    with_translations,
)

FORM = questionnaire_resource(QUESTIONNAIRE, base_url=BASE)
ITEMS = items(FORM)
CODES = f"{BASE}/CodeSystem/gut-factors"


def form(body: str, without: tuple[str, ...] = ()) -> dict[str, Resource]:
    return items(questionnaire_resource(tiny(body), base_url=BASE, without=without))


def codes_of(item: Resource) -> list[str]:
    return [option["valueCoding"]["code"] for option in item["answerOption"]]


def test_the_resource_is_valid_and_nothing_dangles() -> None:
    Questionnaire.model_validate(FORM)
    assert resource_problems(FORM) == ()


def test_the_head_names_version_digest_and_the_notice_that_loinc_wants() -> None:
    assert FORM["url"] == f"{BASE}/Questionnaire/gut-factors-en"
    assert FORM["version"] == QUESTIONNAIRE.version
    assert [one["value"] for one in FORM["identifier"]] == [QUESTIONNAIRE.digest]
    assert "LOINC is copyright" in FORM["copyright"]


def test_every_question_has_its_id_as_link_and_stands_in_the_group_of_its_section() -> None:
    for section in QUESTIONNAIRE.sections:
        group = ITEMS[f"section.{section.id}"]
        links = [item["linkId"] for item in group["item"] if item["type"] != "display"]
        assert links == [question.id for question in section.questions]


def test_every_option_is_there_once_and_in_order() -> None:
    for question in QUESTIONNAIRE.questions.values():
        if question.options:
            labels = [one["valueCoding"]["display"] for one in ITEMS[question.id]["answerOption"]]
            assert labels == [option.label for option in question.options]


def test_a_not_sure_is_coded_as_the_reason_why_the_answer_is_absent() -> None:
    assert codes_of(ITEMS["pregnant"]) == ["pregnant.yes", "pregnant.no", "asked-unknown", "asked-declined"]
    assert ITEMS["pregnant"]["answerOption"][2]["valueCoding"]["system"].endswith("/data-absent-reason")


def test_an_option_that_says_a_part_has_a_code_of_its_own() -> None:
    assert "diabetes.none_not_tested" in codes_of(ITEMS["diabetes"])


def test_a_not_sure_that_counts_as_a_value_has_a_code_of_its_own() -> None:
    assert codes_of(ITEMS["ibd_flare"]) == ["ibd_flare.yes", "ibd_flare.no", "ibd_flare.not_sure"]


def test_options_have_their_points_as_weight_and_say_when_they_exclude_others() -> None:
    weights = [extensions(option, "ordinalValue") for option in ITEMS["audit1"]["answerOption"]]
    alone = [extensions(option, "optionExclusive") for option in ITEMS["red_flags"]["answerOption"]]
    assert weights == [[0], [1], [2], [3], [4], []]
    assert alone == [[]] * 10 + [[True], [True]]


def test_points_that_are_a_pair_are_no_weight() -> None:
    asked = form(PAIR_OF_POINTS)["often"]["answerOption"]
    assert [extensions(option, "ordinalValue") for option in asked] == [[0], []]


PAIR_OF_POINTS = """
  [[section.question]]
  id = "often"
  kind = "single"
  text = "How often?"
  options = [{ id = "0", label = "Never", points = 0 }, { id = "1", label = "At times", points = [1, 2] }]

[[factor]]
id = "drink"
title = "Drink"
slight = "often.points >= 1"
FACTOR
"""


def test_a_number_has_bounds_and_a_unit() -> None:
    age, lab = ITEMS["age_years"], ITEMS["vitd_value"]
    assert (age["type"], extensions(age, "minValue"), extensions(age, "maxValue")) == ("integer", [0], [120])
    assert extensions(age, "unit")[0]["code"] == "a"
    assert (lab["type"], extensions(lab, "maxValue"), extensions(lab, "maxDecimalPlaces")) == (
        "decimal",
        [600],
        [1],
    )


def test_bounds_that_depend_on_another_answer_are_the_widest() -> None:
    lab = ITEMS["glucose_value"]
    assert (extensions(lab, "minValue"), extensions(lab, "maxValue")) == ([2], [720])


def test_codes_are_those_of_loinc_where_there_are_some_and_always_ours() -> None:
    assert [(one["system"], one["code"]) for one in ITEMS["audit1"]["code"]] == [
        ("http://loinc.org", "68518-0"),
        (CODES, "audit1"),
    ]


def test_a_help_text_is_an_item_below_its_question() -> None:
    (help_item,) = ITEMS["fruit_per_day"]["item"]
    assert (help_item["type"], help_item["linkId"]) == ("display", "fruit_per_day.help")
    assert help_item["text"] == QUESTIONNAIRE.questions["fruit_per_day"].help


def test_a_required_number_may_be_left_out_because_that_is_its_way_not_to_say_it() -> None:
    assert ITEMS["consent"]["required"] is True
    assert ITEMS["age_years"]["required"] is False


def test_measures_are_hidden_and_worked_out() -> None:
    item = ITEMS["fibre_ratio"]
    assert extensions(item, "hidden") == [True]
    (calculated,) = extensions(item, "calculatedExpression")
    assert calculated["expression"].count("linkId='fibre_") == 2


def test_a_question_that_the_clinic_does_not_ask_is_left_out() -> None:
    without = items(questionnaire_resource(QUESTIONNAIRE, base_url=BASE, without=["self_harm"]))
    assert ITEMS.keys() - without.keys() == {"self_harm", "self_harm.help"}


SIMPLE = """
[[section.question]]
id = "a"
YES_NO
[[section.question]]
id = "n"
NUMBER
[[section.question]]
id = "m"
kind = "multi"
text = "Which?"
options = [
  { id = "x", label = "X" },
  { id = "y", label = "Y" },
  { id = "none", label = "None", exclusive = true },
]
[[section.question]]
id = "b"
YES_NO
show_if = "a == 'yes'"
when_hidden = "no"
[[section.question]]
id = "c"
YES_NO
show_if = "RULE"
[[factor]]
id = "low"
title = "Low"
slight = "a == 'yes' and b == 'yes' and n > 3 and 'x' in m"
FACTOR
"""


def conditions_of(rule: str) -> object:
    """The tests of the last question, with how they are joined; None where FHIRPath says it."""
    item = form(SIMPLE.replace("RULE", rule))["c"]
    if extensions(item, "enableWhenExpression"):
        return None
    answers = [
        (test["question"], test["operator"], test.get("answerInteger") or test["answerCoding"]["code"])
        for test in item["enableWhen"]
    ]
    return (*answers, item.get("enableBehavior"))


@pytest.mark.parametrize(
    ("rule", "tests"),
    [
        ("a == 'yes'", (("a", "=", "a.yes"), None)),
        ("a in ['yes', 'not_sure']", (("a", "=", "a.yes"), ("a", "=", "asked-unknown"), "any")),
        ("known(a) and a != 'yes'", (("a", "=", "a.no"), None)),
        ("n > 3", (("n", ">", 3), None)),
        ("n == 3", (("n", "=", 3), None)),
        ("'x' in m or 'y' in m", (("m", "=", "m.x"), ("m", "=", "m.y"), "any")),
        ("b == 'yes'", (("a", "=", "a.yes"), ("b", "=", "b.yes"), "all")),
    ],
)
def test_one_look_at_one_answer_is_said_without_fhirpath(rule: str, tests: object) -> None:
    assert conditions_of(rule) == tests


@pytest.mark.parametrize(
    "rule",
    [
        "a != 'yes' or n > 3",
        "n != 3",
        "n <= 10",
        "3 < n",
        "n > 2.5",
        "known(n)",
        "not ('x' in m)",
        "'x' in m and 'y' in m",
        "known(m)",
        "known(b)",
        "b != 'yes'",
        "a == 'yes' and b == 'yes'",
    ],
)
def test_more_is_said_in_fhirpath(rule: str) -> None:
    assert conditions_of(rule) is None


def test_a_condition_on_a_question_that_is_not_asked_does_not_dangle() -> None:
    without = questionnaire_resource(tiny(SIMPLE.replace("RULE", "n > 3")), base_url=BASE, without=["n"])
    assert extensions(items(without)["c"], "enableWhenExpression")


SECOND = """
[[section]]
id = "more"
title = "More"
intro = "More."
[[section.question]]
id = "z"
NUMBER
[[factor]]
"""


def test_a_section_of_which_nothing_is_asked_is_left_out() -> None:
    made = tiny(SIMPLE.replace("RULE", "n > 3").replace("[[factor]]", SECOND))
    resource = questionnaire_resource(made, base_url=BASE, without=["z"])
    assert [item["linkId"] for item in resource["item"]] == ["section.food"]


CODED = """
[[section.question]]
id = "smoke"
kind = "single"
text = "Do you smoke?"
code = "http://snomed.info/sct|77176002"
options = [
  { id = "yes", label = "Yes", code = "http://loinc.org|LA33-6" },
  { id = "not_sure", label = "Not sure", unknown = true, code = "http://loinc.org|LA14072-5" },
  { id = "no", label = "No" },
]
[[section.question]]
id = "much"
NUMBER
show_if = "smoke == 'yes'"
when_hidden = 0
[[factor]]
id = "smoking"
title = "Smoking"
slight = "much > 1"
FACTOR
"""


def test_an_option_has_its_code_of_another_system() -> None:
    items_ = form(CODED)
    assert codes_of(items_["smoke"]) == ["LA33-6", "LA14072-5", "smoke.no"]
    assert items_["much"]["enableWhen"][0]["answerCoding"] == {"system": "http://loinc.org", "code": "LA33-6"}


def test_our_code_of_an_option_is_read_also_where_it_has_another() -> None:
    made = tiny(CODED)
    for coding in ({"code": "smoke.yes"}, {"system": "http://loinc.org", "code": "LA33-6"}):
        item = {"linkId": "smoke", "answer": [{"valueCoding": coding}]}
        head = response_resource(validate_answers(made, {}), base_url=BASE, authored=GIVEN_AT)
        assert parse_response({**head, "item": [item]}, made)["smoke"] == "yes"


def test_without_a_code_of_loinc_there_is_no_notice() -> None:
    assert "copyright" not in questionnaire_resource(tiny(SIMPLE.replace("RULE", "n > 3")), base_url=BASE)


def test_our_codes_are_those_that_we_use() -> None:
    system = code_system_resource(QUESTIONNAIRE, base_url=BASE + "/")
    CodeSystem.model_validate(system)
    assert system["url"] == CODES
    known = {one["code"] for top in system["concept"] for one in [top, *top.get("concept", [])]}
    used = [one["valueCoding"] for item in ITEMS.values() for one in item.get("answerOption", [])]
    used += [one for item in ITEMS.values() for one in item.get("code", [])]
    assert {one["code"] for one in used if one["system"] == CODES} <= known
    assert {*QUESTIONNAIRE.factors, *QUESTIONNAIRE.measures, "level.strong"} <= known


def test_every_code_of_ours_is_there_once() -> None:
    concepts = code_system_resource(QUESTIONNAIRE, base_url=BASE)["concept"]
    codes = [one["code"] for top in concepts for one in [top, *top.get("concept", [])]]
    assert len(codes) == len(set(codes))


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

"""The exported Questionnaire: valid, complete, and shown as our own form shows it."""

from __future__ import annotations

from fhir.resources.R4B.codesystem import CodeSystem
from fhir.resources.R4B.questionnaire import Questionnaire

from tests.project import QUESTIONNAIRE
from tests.unit.assessment.tiny import tiny
from tests.unit.exchange.fhir.form import FORM, SIMPLE, form
from tests.unit.exchange.fhir.people import BASE, GIVEN_AT, Resource, extensions, items
from webapp.assessment import validate_answers
from webapp.exchange.fhir import (
    code_system_resource,
    parse_response,
    questionnaire_resource,
    resource_problems,
    response_resource,
)

ITEMS = items(FORM)
CODES = f"{BASE}/CodeSystem/gut-factors"


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

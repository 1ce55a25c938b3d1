"""Golden cases: read, compared and recorded."""

from __future__ import annotations

import json

import pytest

from tests.project import QUESTIONNAIRE
from webapp.workbench.cases import InvalidCase, as_text, assess_case, differences, read_cases, record

AUDIT = {"audit1": "4", "audit2_uk": "4", "audit3_uk": "4"}
ANSWERS = {**AUDIT, "region": "UK", "vitd_test": "yes", "vitd_value": 29.9}


def told(**expected: object) -> list[str]:
    _, (case,) = read_cases(json.dumps({"title": "T", "answers": ANSWERS, **expected}))
    return [one.sentence for one in differences(case, assess_case(QUESTIONNAIRE, case))]


def recorded(**expected: object) -> dict[str, object]:
    held, (case,) = read_cases(json.dumps({"title": "T", "answers": ANSWERS, **expected}))
    record(case, assess_case(QUESTIONNAIRE, case))
    assert [one.sentence for one in differences(case, assess_case(QUESTIONNAIRE, case))] == []
    return held


def test_levels_measures_flags_and_the_order_are_compared() -> None:
    assert told(findings={"alcohol": ["strong", "strong"]}) == []
    (sentence,) = told(findings={"alcohol": ["none", "slight"]})
    assert sentence.startswith(
        "Alcohol: was none to slight, is now strong (No drink for 4 weeks or more: no and Heavy drinking"
    )
    assert told(findings={}, measures={"audit_c": {"low": "12.0", "high": "12"}}) == []
    (sentence,) = told(findings={}, measures={"audit_c": {"low": "3", "high": "12"}})
    assert sentence == "AUDIT-C: was 3 to 12, is now 12"
    assert told(findings={}, safety=[])[0].startswith("Safety flags: was none, is now alcohol")
    (sentence,) = told(findings={}, order=["stress"])
    assert sentence.startswith("Order of the findings: was stress, is now alcohol")


def test_what_is_gone_from_the_questionnaire_is_told() -> None:
    gone = "tea: was slight, is now no factor of this questionnaire"
    assert told(findings={"tea": ["slight", "slight"]}) == [gone]
    assert told(findings={}, measures={"tea": {"low": "1", "high": "1"}}) == ["tea: was 1, is now nothing"]


def test_only_what_a_case_speaks_of_is_recorded() -> None:
    held = recorded(
        findings={"alcohol": ["none", "none"], "tea": ["slight", "slight"]},
        measures={"audit_c": {"low": "1", "high": "1"}, "tea": {"low": "1", "high": "1"}},
        safety=[],
    )
    assert held["findings"] == {"alcohol": ["strong", "strong"]}
    assert held["measures"] == {"audit_c": {"low": "12", "high": "12"}}
    assert "order" not in held


def test_a_new_case_gets_everything() -> None:
    assert told() == ["Findings: was not recorded yet, is now known"]
    held = recorded()
    assert set(held["findings"]) == set(QUESTIONNAIRE.factors)  # type: ignore[call-overload]
    assert held["safety"]


def test_bounds_share_their_answers_and_are_recorded_one_by_one() -> None:
    row = {"answers": {"audit1": "0"}, "factor": "alcohol", "expect": ["slight", "slight"]}
    bounds = [{"title": "B", **row, "safety": ["alcohol"]}]
    held, (case,) = read_cases(json.dumps({"base": ANSWERS, "bounds": bounds}))
    assert [one.was for one in differences(case, assess_case(QUESTIONNAIRE, case))] == ["slight", "alcohol"]
    record(case, assess_case(QUESTIONNAIRE, case))
    assert held["bounds"][0]["expect"] == ["none", "none"]
    assert held["bounds"][0]["safety"] == ["unchecked"]
    assert '"vitd_value": 29.9' in as_text(held)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"title": "T"}', '{"base": {}, "bounds": [{}]}'])
def test_what_is_no_case_is_refused(text: str) -> None:
    with pytest.raises(InvalidCase, match="needs"):
        read_cases(text)

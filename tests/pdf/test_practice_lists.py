"""Laboratory values, answers and tests on the practitioner's page of a small questionnaire."""

from __future__ import annotations

import pytest

from tests.pdf.small_practice_page import BODY, lists, page
from tests.unit.assessment.tiny import tiny
from webapp.report.views.practice_model import ConsideredLine, LaboratoryLine, ListedLine


def test_a_questionnaire_without_the_tables_has_an_empty_page() -> None:
    empty = page("")
    lines = [*empty.scores(), *empty.laboratory(), *empty.listed(), *empty.spoilers()]
    tests = [*empty.considered(is_advised=True), *empty.considered(is_advised=False)]
    assert [*lines, *tests] == []


LABORATORY = """
[[laboratory]]
id = "a"
title = "Test"
question = "value"
when = "scale == 'yes'"
unit = "mg"
other.unit = "mol"
other.value = "value / 8"
other.decimals = 1
other.basis = { kind = "published", sources = ["who"], note = "display" }

[[laboratory]]
id = "b"
title = "Test"
question = "value"
when = "not known(scale)"
unit = "(unit?)"
"""


def test_a_laboratory_value_is_printed_as_typed_and_in_its_other_unit() -> None:
    row = LaboratoryLine("Test", "6.1\xa0mg", "0.8\xa0mol", "published", (1,), "display")
    assert page(LABORATORY, scale="yes", value="6.1").laboratory() == (row,)
    assert page(LABORATORY, scale="yes", value="64.0").laboratory()[0].other == "8.0\xa0mol"


def test_a_laboratory_value_without_a_unit_has_no_other() -> None:
    row = LaboratoryLine("Test", "6.1\xa0(unit?)", "", "", (), "")
    assert page(LABORATORY, scale="not_sure", value="6.1").laboratory() == (row,)


def test_a_laboratory_value_that_nobody_gave_is_not_printed() -> None:
    assert page(LABORATORY, scale="yes").laboratory() == ()
    assert page(LABORATORY, scale="no", value=6).laboratory() == ()


def test_a_conversion_that_needs_an_unknown_answer_is_left_out() -> None:
    needs = LABORATORY.replace("value / 8", "value * (1 + much)")
    assert page(needs, scale="yes", value=6, often="1").laboratory()[0].other == ""
    assert page(needs, scale="yes", value=6, often="1", much=1).laboratory()[0].other == "12.0\xa0mol"


def test_a_conversion_that_needs_an_answer_that_is_not_there_is_left_out() -> None:
    absent = BODY.replace("when_hidden = 0", 'when_hidden = "nothing"').replace(" + 0.25 * much", "")
    needs = tiny(absent + LABORATORY.replace("value / 8", "value * much"))
    assert lists(needs, scale="yes", value=6, often="0").laboratory()[0].other == ""


LISTED = """
[[listed]]
id = "takes"
title = "Takes"
questions = ["pills", "much", "scale"]

[[listed]]
id = "amounts"
title = "Amounts"
questions = ["much"]
"""


def test_answers_are_listed_and_those_of_a_single_choice_or_number_with_their_question() -> None:
    found = page(LISTED, often="1", pills=["acid", "pain"], much=2, scale="not_sure").listed()
    assert found == (
        ListedLine("Takes", ("Acid", "Pain", "How much?: 2\xa0glasses", "Is it so?: Not sure")),
        ListedLine("Amounts", ("How much?: 2\xa0glasses",)),
    )


def test_a_list_is_empty_where_nobody_answered_and_left_out_where_nobody_was_asked() -> None:
    assert page(LISTED, often="1").listed() == (ListedLine("Takes", ()), ListedLine("Amounts", ()))
    assert page(LISTED, often="0", much=3).listed() == (ListedLine("Takes", ()),)


def test_what_spoils_a_test_is_printed_where_it_surely_holds() -> None:
    spoiler = """
[[spoiler]]
id = "acid"
when = "'acid' in pills"
text = "Acid pills, with {total} points."
"""
    assert page(spoiler, pills=["acid"], often="2", much=0).spoilers() == ("Acid pills, with 3 points.",)
    assert page(spoiler, pills=["pain"]).spoilers() == ()
    assert page(spoiler).spoilers() == ()


CONSIDERED = """
[[considered]]
id = "test"
title = "A test"
when = "scale != 'no'"
reasons = [
  { when = "total >= 3", text = "{total} points" },
  { when = "'acid' in pills", text = "acid pills" },
]
limits = "Not with {pills}."
references = ["who"]

[[considered]]
id = "never"
title = "Another"
reasons = [ { text = "not advised" } ]
limits = "None."
advised = false
"""
ANOTHER = ConsideredLine("Another", ("not advised",), "None.", ())


def test_a_test_is_considered_for_the_reasons_that_hold() -> None:
    test = ConsideredLine("A test", ("3 points", "acid pills"), "Not with Acid.", (1,))
    found = page(CONSIDERED, scale="yes", often="2", much=0, pills=["acid"])
    assert found.considered(is_advised=True) == (test,)
    assert found.considered(is_advised=False) == (ANOTHER,)
    (only,) = page(CONSIDERED, scale="yes", often="1", much=0, pills=["acid"]).considered(is_advised=True)
    assert only.why == ("acid pills",)


@pytest.mark.parametrize(
    "answers",
    [
        {"scale": "yes", "often": "1", "pills": ["pain"]},
        {"scale": "no", "pills": ["acid"]},
        {"pills": ["acid"]},
    ],
)
def test_a_test_is_not_considered_without_a_sure_reason_or_against_its_rule(
    answers: dict[str, object],
) -> None:
    found = page(CONSIDERED, **answers)
    assert found.considered(is_advised=True) == ()
    assert found.considered(is_advised=False) == (ANOTHER,)


def test_a_number_that_is_not_there_has_no_words() -> None:
    absent = BODY.replace(
        "decimals = 1", 'decimals = 1\n  show_if = "scale == \'yes\'"\n  when_hidden = "nothing"'
    )
    score = '[[score]]\nid = "half"\ntitle = "Half"\nmeasure = "half_value"\nitems = ["scale"]'
    assert lists(tiny(absent + score), scale="no").scores()[0].value == ""

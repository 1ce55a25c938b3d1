"""Rules that judge by a number say where it comes from."""

from __future__ import annotations

import re

import pytest

from tests.unit.questionnaire.small import SMALL
from webapp.workbench.checking import find_all

BASIS = 'basis = { kind = "pragmatic" }'
BARE = re.sub(r"^basis = .*\n", "", SMALL, flags=re.MULTILINE)


def refused(text: str) -> list[str]:
    return [one.location for one in find_all(text).errors if one.code == "rule-without-basis"]


def test_a_questionnaire_with_every_basis_has_no_errors() -> None:
    assert find_all(SMALL).errors == ()


def test_each_rule_with_a_number_and_no_basis_is_refused() -> None:
    assert refused(BARE) == ["fibre_g.value", "much.when"]


LEVEL = '[[measure]]\nid = "m"\ntitle = "M"\ntype = "level"'
NUMBER = '[[measure]]\nid = "m"\ntitle = "M"'
CONSIDERED = '[[considered]]\nid = "c"\ntitle = "C"\nlimits = "L."'
LABORATORY = '[[laboratory]]\nid = "l"\ntitle = "L"\nquestion = "fruit"\nunit = "g"'
FOUR = 'when = "fibre_g > 4"'


@pytest.mark.parametrize(
    ("more", "places"),
    [
        (f'{NUMBER}\nvalue = "fibre_g + fibre_g"', []),
        (f'{NUMBER}\ntype = "yesno"\nvalue = "fibre_g > 0"', []),
        (f'{LEVEL}\ncases = [{{ {FOUR}, value = "slight" }}, {{ value = "none" }}]', ["m.cases 1.when"]),
        (f'{LEVEL}\ncases = [{{ {FOUR}, value = "slight", {BASIS} }}, {{ value = "none" }}]', []),
        (f"{NUMBER}\n{BASIS}\ncases = [{{ {FOUR}, value = 2 }}, {{ value = 1 }}]", []),
        (f'[[spoiler]]\nid = "s"\n{FOUR}\ntext = "It spoils."', ["s.when"]),
        (f'{CONSIDERED}\nreasons = [{{ {FOUR}, text = "T" }}]', ["c.reasons 1.when"]),
        (f'{CONSIDERED}\nreasons = [{{ {FOUR}, text = "T" }}]\n{BASIS}', []),
        (f'[[score]]\nid = "sc"\ntitle = "S"\nmeasure = "fibre_g"\n{FOUR}', ["sc.when"]),
        (f'{LABORATORY}\nwhen = "fruit > 2"', []),
    ],
)
def test_a_basis_stands_beside_the_rule_or_for_all_rows(more: str, places: list[str]) -> None:
    assert refused(SMALL.replace("[[reference]]", f"{more}\n\n[[reference]]")) == places


@pytest.mark.parametrize(
    ("basis", "places"), [("", ["amount.show_if"]), ("show_if", []), ("range", ["amount.show_if"])]
)
def test_a_question_that_is_asked_by_a_number_has_a_basis_for_it(basis: str, places: list[str]) -> None:
    line = f'\n  basis.{basis} = {{ kind = "pragmatic" }}' if basis else ""
    text = SMALL.replace("show_if = \"drinks == '1'\"", f'show_if = "fruit > 3"{line}')
    assert refused(text) == places


def test_the_old_form_is_read_and_its_rules_are_held_to_the_same() -> None:
    old = BARE.replace('basis.strong = { kind = "pragmatic" }', 'basis.strong = "pragmatic"')
    assert refused(old) == ["fibre_g.value", "much.when"]

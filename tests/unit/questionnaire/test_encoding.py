"""Files that are not UTF-8 are named as such, with the line and what to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.questionnaire.encoding import SAVE, decode
from webapp.questionnaire.problems import QuestionnaireErrors

TEXT = 'version = "1"\ntitle = "Müsli"\nunit = "µg"\n'


def refusal(content: bytes) -> str:
    with pytest.raises(QuestionnaireErrors) as caught:
        decode(content)
    [problem] = caught.value.problems
    assert problem.code == "not-utf-8"
    return problem.sentence("q.toml")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (TEXT.encode("latin-1"), 'q.toml:2: this line is not UTF-8 text: "title = "M\ufffdsli""'),
        (TEXT.encode("cp1252"), 'q.toml:2: this line is not UTF-8 text: "title = "M\ufffdsli""'),
        (TEXT.encode() + b"a\n\xe9\x1b[2J", 'q.toml:5: this line is not UTF-8 text: "\ufffd?[2J"'),
        (TEXT.encode("utf-16"), "q.toml:1: this is text in UTF-16"),
        (TEXT.encode("utf-16-le"), "q.toml:1: this is text in UTF-16"),
        (TEXT.encode("utf-16-be"), "q.toml:1: this is text in UTF-16"),
    ],
)
def test_another_encoding_is_told_with_its_line_and_what_to_do(content: bytes, said: str) -> None:
    assert refusal(content) == f"{said}: {SAVE}"


@given(st.text())
def test_any_text_in_utf_8_is_read_as_it_is(text: str) -> None:
    written = f"a{text}"
    assert "\0" in text or decode(written.encode()) == written


@given(st.binary())
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        text = decode(content)
    except QuestionnaireErrors as error:
        [problem] = error.problems
        assert 1 <= problem.line <= content.count(b"\n") + 1
    else:
        assert text.encode() == content

"""A file's name can hurt nobody, whatever the reference."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webapp.cli.batch.file_names import FileNames

HOSTILE = st.text(st.one_of(st.characters(), st.sampled_from('./\\:*?"<>|\0 -_aA1ﬁß'))) | st.sampled_from(
    ["con", "NUL", "Com1", "line-1", "line-2", "a", "A", "lpt¹"]
)


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("4711", "4711.pdf"),
        ("", "line-3.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("C:\\windows\\x.pdf", "C-windows-x-pdf.pdf"),
        ("...", "line-3.pdf"),
        ("NUL", "NUL-line-3.pdf"),
        ("-rf", "rf.pdf"),
        ("Größe 42 / 张伟", "Größe-42-张伟.pdf"),
        ("x" * 300, "x" * 80 + ".pdf"),
    ],
)
def test_a_file_is_named_after_its_reference_in_letters_that_every_system_takes(
    reference: str, name: str
) -> None:
    assert FileNames().take(reference, 3) == name


@given(st.lists(HOSTILE, max_size=12))
@example(["a", "a-line-2", "A", "a"])
@example(["line-2", "", "con", "con-line-3"])
def test_no_two_lines_have_one_name_and_none_leaves_the_folder(references: list[str]) -> None:
    first, second = FileNames(), FileNames()
    names = [first.take(one, number) for number, one in enumerate(references, 1)]
    again = [second.take(one, number) for number, one in enumerate(references, 1)]
    assert names == again
    assert len({unicodedata.normalize("NFKC", name).casefold() for name in names}) == len(names)
    for name in names:
        stem = name.removesuffix(".pdf")
        assert stem
        assert all(sign.isalnum() or sign in "-_" for sign in stem)
        assert stem.casefold() not in {"con", "nul", "com1", "lpt¹"}
        assert len(name.encode()) < 255

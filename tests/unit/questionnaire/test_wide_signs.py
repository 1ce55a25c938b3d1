"""No blank is beside the wide signs of Chinese and Japanese."""

from __future__ import annotations

import pytest

from webapp.cldr.wide_signs import needs_no_blanks, set_wide


@pytest.mark.parametrize(
    ("html", "closed_up"),
    [
        ("<p>\u5e74\u9f84\uff1a <b>34</b></p>", "<p>\u5e74\u9f84\uff1a<b>34</b></p>"),
        ("<b>\u597d\u3002</b>\n\u597d\u3002 </p>", "<b>\u597d\u3002</b>\u597d\u3002</p>"),
        ('<input value="\u597d\u3002 a">', '<input value="\u597d\u3002 a">'),
        ("<textarea>\u597d\u3002 a</textarea>", "<textarea>\u597d\u3002 a</textarea>"),
        ('<p translate="no">\u597d\u3002\na</p>\u3002 b', '<p translate="no">\u597d\u3002\na</p>\u3002b'),
        ("One. Two, three", "One. Two, three"),
        ("<th>\u9152 <i>(\u514b/\u5929)</i></th>", "<th>\u9152<i>\uff08\u514b/\u5929\uff09</i></th>"),
        (
            "\u9152 (<b>\u7528</b>\u4e2d (\u7b80)).",
            "\u9152\uff08<b>\u7528</b>\u4e2d\uff08\u7b80\uff09\uff09.",
        ),
        ("\u9152 (4f) (a \u9152", "\u9152 (4f) (a \u9152"),
        ('a <b translate="no">(\u9152)</b>', 'a <b translate="no">(\u9152)</b>'),
        (
            '<p title="(\u9152)"><b translate="no">a (\u9152)</b>',
            '<p title="(\u9152)"><b translate="no">a (\u9152)</b>',
        ),
    ],
)
def test_signs_are_set_wide_but_for_what_was_typed(html: str, closed_up: str) -> None:
    assert set_wide(html) == closed_up


def test_it_is_done_where_no_blanks_part_sentences() -> None:
    languages = ("zh-Hans", "zh-Hans-simple", "ja", "ko", "en", "ar", "x-none")
    assert [needs_no_blanks(each) for each in languages] == [True, True, True, False, False, False, False]

"""The position map finds every key and value of a TOML text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.questionnaire.loading.positions import TomlPath, find_positions

EVERY_FORM = '''# a comment, [not] a "table"
title = "one" # trailing
"quoted key" = 'lit#eral'
'single.quoted' = 1979-05-27 07:32:00  # a date with a blank
"esc\\u0041" = true
a.b."c d" = 1
a . e = 2.5

[words]
text = """
first "quoted" line
fruit_per_dya here"""
raw = \'\'\'it's
raw''\'\'\'
ends = """two quotes"""""
joined = """a \\
   b \\" c"""
list = [ # comment with ]
  1,
  [2, 3],

  { x = 4, y.z = [
    5,
  ] },
]
empty = []
none = {}

[[section]]
id = "one"
[[section.question]]
id = "q1"
  options = [ { id = "0", label = "}" },
    { id = "1" } ]
[section.extra.deep]
k = 1
[[section]]
[[section.question]]
id = "q2"
'''


def every_path(value: object, path: TomlPath = ()) -> Iterator[TomlPath]:
    if path:
        yield path
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        yield from every_path(child, (*path, key))


def test_every_path_of_a_document_has_a_place() -> None:
    assert set(find_positions(EVERY_FORM).spots) == set(every_path(tomllib.loads(EVERY_FORM)))


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("title",), 2, 2),
        (("quoted key",), 3, 3),
        (("single.quoted",), 4, 4),
        (("escA",), 5, 5),
        (("a", "b", "c d"), 6, 6),
        (("a", "e"), 7, 7),
        (("words",), 9, 9),
        (("words", "text"), 10, 10),
        (("words", "raw"), 13, 13),
        (("words", "ends"), 15, 15),
        (("words", "joined"), 16, 16),
        (("words", "list", 0), 19, 19),
        (("words", "list", 1, 1), 20, 20),
        (("words", "list", 2, "y"), 22, 22),
        (("words", "list", 2, "y", "z", 0), 23, 23),
        (("words", "none"), 27, 27),
        (("section", 0), 29, 29),
        (("section", 0, "question", 0, "id"), 32, 32),
        (("section", 0, "question", 0, "options", 1, "id"), 34, 34),
        (("section", 0, "extra", "deep", "k"), 36, 36),
        (("section", 1), 37, 37),
        (("section", 1, "question", 0, "id"), 39, 39),
    ],
)
def test_keys_and_values_have_their_lines(path: TomlPath, key: int, value: int) -> None:
    positions = find_positions(EVERY_FORM)
    assert (positions.key_line(path), positions.value_line(path)) == (key, value)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('"""a\nb"""', [1, 2]),
        ('"""\na\nb"""', [2, 3]),
        ("'''\na\nb\\\nc'''", [2, 3, 4]),
        ('"""a \\\n  \n b\nc"""', [1, 4]),
        ('"""a\\nb\nc"""', [1, 1, 2]),
        ('"a\\nb"', [1, 1]),
        ('"a\\\\nb"', [1]),
        ("'a'", [1]),
    ],
)
def test_each_line_of_a_text_is_found_in_the_file(text: str, lines: list[int]) -> None:
    positions = find_positions(f"key = {text}\n")
    value = tomllib.loads(f"key = {text}\n")["key"]
    assert len(lines) == value.count("\n") + 1
    assert [positions.text_line(("key",), line) for line in range(len(lines))] == lines


def test_a_line_that_a_text_does_not_have_counts_as_its_first() -> None:
    assert find_positions('a = 1\nkey = "b"').text_line(("key",), 7) == 2


def test_a_path_that_is_not_there_has_the_line_of_what_encloses_it() -> None:
    positions = find_positions(EVERY_FORM)
    assert positions.key_line(("section", 1, "question", 0, "text", 3)) == 38
    assert positions.value_line(("nothing",)) == 1


KEYS = st.text(min_size=1, max_size=6) | st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True)
BLANKS = st.sampled_from(["", " ", "\t", "  "])
GAPS = st.sampled_from(["", " ", "\n", " # a ] comment }\n", "\n\n  "])
LEAVES = st.sampled_from(
    [
        "1",
        "-2.5",
        "true",
        "1979-05-27 07:32:00",
        '"a"',
        "'#b'",
        '""',
        "''",
        '"\\" ] }"',
        '"""\nx\n"" y"""',
        "'''\n'z'\n'''",
    ]
)


def quoted(key: str) -> str:
    escaped = "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in key)
    return f'"{escaped}"'


class Writer:
    """Writes random TOML and notes the line of each value, in its own way."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.text = ""
        self.lines: dict[TomlPath, int] = {}

    def put(self, text: str) -> None:
        self.text += text

    def value(self, path: TomlPath, depth: int) -> None:
        self.lines[path] = self.text.count("\n") + 1
        form = self.draw(st.sampled_from(["leaf", "leaf", "list", "table"])) if depth else "leaf"
        if form == "leaf":
            self.put(self.draw(LEAVES))
        elif form == "list":
            self.list(path, depth)
        else:
            self.table(path, depth)

    def list(self, path: TomlPath, depth: int) -> None:
        self.put("[" + self.draw(GAPS))
        for index in range(self.draw(st.integers(0, 3))):
            self.value((*path, index), depth - 1)
            self.put(self.draw(GAPS) + "," + self.draw(GAPS))
        self.put("]")

    def table(self, path: TomlPath, depth: int) -> None:
        self.put("{" + self.draw(BLANKS))
        keys = self.draw(st.lists(KEYS, max_size=3, unique=True))
        for index, key in enumerate(keys):
            self.put(", " if index else "")
            self.pair((*path, key), key, depth - 1)
        self.put(self.draw(BLANKS) + "}")

    def pair(self, path: TomlPath, key: str, depth: int) -> None:
        self.put(quoted(key) + self.draw(BLANKS) + "=" + self.draw(BLANKS))
        self.value(path, depth)

    def tables(self) -> None:
        for number, key in enumerate(self.draw(st.lists(KEYS, max_size=3, unique=True))):
            self.section((key,), f"[{quoted(key)}]", number)
            for index in range(self.draw(st.integers(0, 2))):
                path = (key, "rows!", index)
                self.lines.setdefault(path[:2], self.text.count("\n") + 1)
                self.section(path, f"[[ {quoted(key)} . 'rows!' ]]", index)

    def section(self, path: TomlPath, header: str, number: int) -> None:
        self.lines[path] = self.text.count("\n") + 1
        self.put(f"{header} # {number}\n")
        for key in self.draw(st.lists(KEYS, max_size=3, unique=True)):
            self.pair((*path, key), key, 2)
            self.put(
                self.draw(BLANKS) + self.draw(st.sampled_from(["\n", " # [x]\n"])) + self.draw(GAPS) + "\n"
            )


@st.composite
def documents(draw: st.DrawFn) -> Writer:
    writer = Writer(draw)
    writer.tables()
    return writer


@given(documents())
def test_places_of_any_document_are_those_that_it_was_written_with(writer: Writer) -> None:
    positions = find_positions(writer.text)
    assert set(positions.spots) == set(every_path(tomllib.loads(writer.text)))
    assert {path: positions.value_line(path) for path in positions.spots} == writer.lines

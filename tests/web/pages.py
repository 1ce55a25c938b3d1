"""A fetched page as a person finds it, and the rules that every page keeps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {
    "meta",
    "link",
    "input",
    "br",
    "col",
    "img",
    "path",
    "rect",
    "circle",
    "line",
    "polyline",
    "polygon",
    "hr",
}
UNSEEN = {"title", "head", "template"}
Attributes = dict[str, str]
GLUE = "\x1e"
"""After a name within a sentence: what follows it stands right behind it."""
OUR_SCRIPT = re.compile(r"/look/[0-9a-f]{16}(/kiosk|/passkeys)?\.js")
"""The one script of signed-in pages, and that of a kiosk's."""

PATIENTS_SCRIPT = re.compile(r"/look/[0-9a-f]{16}/(read_aloud|passphrase)\.js")
"""The scripts of patients' pages, which have no others."""


@dataclass
class Form:
    """A form: where it goes, what it would send untouched, and its buttons by their words."""

    action: str
    method: str
    sends: dict[str, list[str]] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class Page:
    """What a response holds. `texts` are the words in the order of the page."""

    url: str
    status: int
    tags: list[tuple[str, Attributes]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    title: str = ""
    h1: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    legends: int = 0

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).replace(f" {GLUE} ", "").split())

    def all(self, tag: str) -> list[Attributes]:
        return [attributes for name, attributes in self.tags if name == tag]

    def by_id(self, wanted: str) -> Attributes:
        return next(attributes for _, attributes in self.tags if attributes.get("id") == wanted)

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    @property
    def shown(self) -> list[str]:
        """The ids of the questions that the page asks."""
        hidden = [one for one in self.all("input") if one.get("name") == "shown"]
        return hidden[0]["value"].split() if hidden else []

    def value(self, name: str) -> list[str]:
        """What the page would send for a field if nothing were touched."""
        return next((form.sends[name] for form in self.forms if name in form.sends), [])

    def link(self, words: str) -> str:
        """Where the first link with these words leads."""
        return self._links[words]

    @property
    def problems(self) -> list[str]:
        """What is wrong, as the summary says it."""
        return [words for words, href in self._links.items() if ":" in words and "#" in href]

    @property
    def _links(self) -> dict[str, str]:
        return {attributes["words"]: attributes["href"] for attributes in self.all("a")}


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.open: list[tuple[str, Attributes]] = []
        self.form: Form | None = None
        self.named: dict[str, Form] = {}
        self.hidden = 0  # how many open elements show no words
        self.pieces: list[str] = []
        self.begun: list[int] = []  # for each open element, how many pieces came before it

    def updatepos(self, i: int, j: int) -> int:
        """Count no lines, which nobody asks for."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.page.tags.append((tag, attributes))
        if tag == "form":
            self.form = self._owner({"form": attributes.get("id", "")}) or Form("", "")
            self.form.action, self.form.method = attributes["action"], attributes["method"]
            self.page.forms.append(self.form)
        if tag == "input":
            self._input(attributes)
        if tag == "option":
            self._option(attributes)
        if tag == "legend":
            self.page.legends += 1
        if tag not in VOID:
            self.hidden += tag in UNSEEN
            self.open.append((tag, attributes))
            self.begun.append(len(self.pieces))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        opened, attributes = self.open.pop()
        assert opened == tag, f"</{tag}> closes <{opened}>"
        self.hidden -= tag in UNSEEN
        form = self._owner(attributes)
        written = "".join(self.pieces[self.begun.pop() :])
        if tag == "textarea" and form and "name" in attributes:
            form.sends[attributes["name"]] = [written.removeprefix("\n")]
        attributes["words"] = words = " ".join(written.split())
        if tag == "h1":
            self.page.h1.append(words)
        if tag == "title" and not self.page.title:  # pictures have one too
            self.page.title = words
        if tag == "label" and "for" in attributes:
            self.page.labels[attributes["for"]] = words
        if tag == "button" and form:
            form.buttons[words] = attributes.get("name", ""), attributes.get("value", "")
        if tag == "form":
            self.form = None

    def handle_data(self, data: str) -> None:
        if self.page.tags[-1:] and self.page.tags[-1][0] == "bdi" and self.open[-1:] != self.page.tags[-1:]:
            self.page.texts.append(GLUE)
        self.pieces.append(data)
        if not self.hidden:
            self.page.texts.append(data)

    def _owner(self, attributes: Attributes) -> Form | None:
        """The form that a control names, which may stand further below; else the one around it."""
        name = attributes.get("form", "")
        return self.named.setdefault(name, Form("", "")) if name else self.form

    def _input(self, attributes: Attributes) -> None:
        wrapping = next((one for tag, one in reversed(self.open) if tag == "label"), None)
        if wrapping is not None:
            self.page.labels[attributes["id"]] = "wrapped"
        is_off = attributes["type"] in ("radio", "checkbox") and "checked" not in attributes
        form = self._owner(attributes)
        if form and not is_off and attributes["type"] != "file":
            form.sends.setdefault(attributes["name"], []).append(attributes.get("value", ""))

    def _option(self, attributes: Attributes) -> None:
        """Send the option that is selected, or else the first; those of a datalist only help to type."""
        name = next((one["name"] for tag, one in reversed(self.open) if tag == "select"), None)
        if name is not None and self.form and ("selected" in attributes or name not in self.form.sends):
            self.form.sends[name] = [attributes["value"]]


def read_page(url: str, status: int, html: str) -> Page:
    page = Page(url, status)
    reader = _Reader(page)
    reader.feed(html)
    reader.close()
    assert not reader.open, f"never closed: {reader.open}"
    return page


def check_page(page: Page) -> None:
    """The rules of every page; those that need the application's addresses are in `Device`."""
    assert len(page.h1) == 1, page.h1
    _, _, after_error = page.title.partition(" ")
    assert page.h1[0] in (page.title[: len(page.h1[0])], after_error[: len(page.h1[0])]), page.title
    assert sorted(set(page.ids)) == sorted(page.ids), "an id stands twice"
    html = page.all("html")[0]
    assert html["lang"]
    assert html["dir"] in ("ltr", "rtl")
    assert page.legends == len(page.all("fieldset"))
    _check_inputs(page)
    _check_references(page)
    _check_nothing_runs(page)


def _check_inputs(page: Page) -> None:
    for one in (*page.all("input"), *page.all("select"), *page.all("textarea")):
        if one.get("type") != "hidden":
            assert page.labels.get(one["id"]), f"no label: {one}"


def _check_references(page: Page) -> None:
    ids = set(page.ids)
    for _, attributes in page.tags:
        for name in ("aria-describedby", "aria-labelledby", "for"):
            for wanted in attributes.get(name, "").split():
                assert wanted in ids, f"{name} names {wanted}, which is not there"
        if attributes.get("href", "").startswith("#"):
            assert attributes["href"][1:] in ids, attributes


def _check_nothing_runs(page: Page) -> None:
    may_have_script = page.all("body")[0].get("class") in ("staff", "kiosk", "sign-in")
    for tag, attributes in page.tags:
        if tag == "script":
            ours = (
                OUR_SCRIPT if may_have_script and "/read_aloud" not in attributes["src"] else PATIENTS_SCRIPT
            )
            assert ours.fullmatch(attributes["src"])
            assert not attributes["words"]
        assert tag not in ("iframe", "object", "embed", "style")
        assert not any(name.startswith("on") or name == "style" for name in attributes), attributes
        assert not attributes.get("href", "").lower().startswith("javascript:")

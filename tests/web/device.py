"""A patient's device: it opens addresses, types, presses buttons, and checks every page that it gets."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import urlencode, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.markup import CheckedClient
from tests.web.pages import Form, Page, check_page, read_page

Typing = Mapping[str, str | list[str]]

PASSED = {"consent": "yes", "age_years": "40", "sex": "male"}
"""The answers that the first section needs."""

PAPERS = (
    *("doi.org", "pubmed.ncbi.nlm.nih.gov", "pmc.ncbi.nlm.nih.gov"),
    *("www.hepatitis.va.gov", "www.niaaa.nih.gov", "www.nature.com"),
)
"""The only other sites that a page leads to: those of the references."""

SAFE = {"signs_now": "none", "red_flags": "none"}
"""The answer that the second section needs."""


class Device:
    """One browser with its own cookies. `page` is what it shows, `seen` every response so far."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = CheckedClient(app, app.response_class, use_cookies=True)
        self.page: Page
        self.seen: list[TestResponse] = []
        self.checked: set[str] = set()  # addresses of scripts, which name their digest

    def open(self, url: str) -> Page:
        return self._arrive(self.client.get(url))

    def press(self, button: str, typing: Typing | None = None) -> Page:
        """Type, then press the button that begins with these words."""
        form, words = next(
            (form, words) for form in self.page.forms for words in form.buttons if words.startswith(button)
        )
        return self.send(form, typing or {}, form.buttons[words])

    def send(self, form: Form, typing: Typing, button: tuple[str, str] = ("", "")) -> Page:
        data: dict[str, list[str]] = dict(form.sends)
        data.update({name: value if isinstance(value, list) else [value] for name, value in typing.items()})
        if button[0]:
            data[button[0]] = [button[1]]
        if form.method == "get":
            return self.open(f"{form.action}?{urlencode(data, doseq=True)}")
        return self._arrive(self.client.post(form.action, data=data))

    def begin(self) -> Page:
        """Start, and pass the first section."""
        self.open("/")
        self.press("Start")
        return self.press("Continue", PASSED)

    def pass_safety(self) -> Page:
        """Start, answer all that needs an answer, and come to the check."""
        self.begin()
        self.press("Continue", {"signs_now": "none", "red_flags": "none"})
        return self.open("/check")

    def hand_over(self, way: str = "send", typing: Typing | None = None) -> Page:
        """Go on from the check, and choose."""
        self.press("Continue")
        return self.press("Continue", {"way": way, **(typing or {})})

    def cookie(self, name: str = "draft") -> str:
        found = self.client.get_cookie(name)
        return found.value if found else ""

    def _arrive(self, response: TestResponse) -> Page:
        """Follow redirects as a browser does, and check what comes."""
        while response.status_code in (302, 303):
            self.seen.append(response)
            response = self.client.get(response.headers["Location"])
        self.seen.append(response)
        url = response.request.path
        query = response.request.query_string.decode()
        self.page = read_page(f"{url}?{query}" if query else url, response.status_code, response.text)
        check_page(self.page)
        self._check_addresses()
        self._check_script(response)
        return self.page

    def _check_addresses(self) -> None:
        routes = self.app.url_map.bind("localhost")
        for form in self.page.forms:
            assert routes.test(urlsplit(form.action).path, form.method.upper()), form.action
        for link in self.page.all("a"):
            to = urlsplit(link["href"])
            if to.scheme == "tel":
                assert to.path.removeprefix("+").isdigit(), link
            elif to.scheme == "mailto":
                assert to.query.startswith("subject="), link
            elif to.netloc in PAPERS:
                assert (link["target"], link["rel"]) == ("_blank", "noopener"), link
                assert self.page.all("body")[0].get("class") != "kiosk", link
            else:
                assert not to.path or routes.test(to.path, "GET"), link

    def _check_script(self, response: TestResponse) -> None:
        """A page may run our scripts if it is signed in, and only then may a browser run any."""
        scripts = [one["src"] for one in self.page.all("script")]
        assert ("script-src 'self'" in response.headers["Content-Security-Policy"]) or not scripts
        assert len(scripts) <= 2
        for address in set(scripts) - self.checked:
            self.checked.add(address)
            served = self.client.get(address)
            assert served.mimetype == "text/javascript"
            assert sha256(served.data).hexdigest().startswith(address.split("/")[2].removesuffix(".js"))

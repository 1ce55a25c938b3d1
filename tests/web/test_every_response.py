"""What holds for every response: headers, errors, size, hostile input."""

from __future__ import annotations

import gzip
from io import BytesIO

import pytest
from flask import Flask

from tests.web.device import Device
from tests.web.fakes import MakeApp
from tests.web.staff import account, signed_in
from tests.web.submissions import send
from webapp.clinic import Clinic, colours_from_accent
from webapp.clinic.clinic import Logo
from webapp.storage import StoreUnavailable
from webapp.web.kit.app_context import EXTENSION

TYPED = ("login", "password", "again", "old", "contact", "version", "audit_days", "typed", "clinic_name")
PAGES = ("/", "/come-back", "/nowhere", "/health", "/section/about_you", "/check", "/hand-over", "/result")
HOSTILE = {
    "html": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "css": "url(//evil.example/x);}body{display:none",
    "template": "{{ 7 * 7 }}{% raw %}",
    "right to left": "\u202e12\u2066",
    "long": "9" * 10_000,
    "emoji": "👩🏽‍⚕️" * 50,
    "nul": "1\x002",
    "newlines": "1\r\nSet-Cookie: a=b",
    "surrogate": "\ud800",
}


@pytest.mark.parametrize("url", PAGES)
def test_every_response_forbids_scripts_of_others_and_keeping(app: Flask, url: str) -> None:
    headers = app.test_client().get(url).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.count("script-src") == policy.count("script-src 'self'")
    assert "connect-src" not in policy
    assert "unsafe" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Permissions-Policy" in headers


def test_a_whole_sitting_is_kept_by_no_browser(device: Device) -> None:
    device.begin()
    device.press("Save and leave", {"signs_now": "none", "red_flags": "none"})
    device.open("/check")
    device.hand_over()
    device.press("Finish and clear this device")
    assert len(device.seen) > 10
    assert all(response.headers["Cache-Control"] == "no-store" for response in device.seen)


def test_the_token_stands_in_a_cookie_and_in_the_link_to_come_back_only(device: Device) -> None:
    device.begin()
    token = device.cookie()
    device.open("/section/fibre")
    device.press("Continue", {"veg_per_day": "2"})
    device.open("/section/safety")
    device.press("Continue", {"signs_now": "none", "red_flags": "none"})
    device.open("/check")
    assert device.hand_over().url == "/result"
    assert not any(token in response.text for response in device.seen)
    assert not any(token in response.headers.get("Location", "") for response in device.seen)


def test_no_answer_stands_in_an_address_or_a_cookie(device: Device) -> None:
    device.begin()
    device.open("/section/fibre")
    device.press("Continue", {"veg_per_day": "77777"})
    for response in device.seen:
        assert "77777" not in response.headers.get("Location", "")
        assert "77777" not in response.headers.get("Set-Cookie", "")
        assert "77777" not in response.request.query_string.decode()


def test_the_cookie_of_a_draft_is_out_of_reach_of_scripts_and_other_sites(device: Device) -> None:
    device.open("/")
    device.press("Start")
    given = next(one for one in device.seen if "draft=" in one.headers.get("Set-Cookie", ""))
    assert "HttpOnly" in given.headers["Set-Cookie"]
    assert "SameSite=Lax" in given.headers["Set-Cookie"]


def test_over_https_cookies_are_secure_and_ours_alone(make_app: MakeApp) -> None:
    client = make_app(https=True).test_client()
    first = client.get("/", base_url="https://localhost")
    token = first.text.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    begun = client.post("/start", data={"csrf_token": token}, base_url="https://localhost")
    assert begun.headers["Set-Cookie"].startswith("__Host-draft=")
    assert "Secure" in begun.headers["Set-Cookie"]
    assert begun.headers["Strict-Transport-Security"] == "max-age=63072000"


def test_the_style_sheet_may_be_kept_for_ever_and_brings_no_cookie(device: Device) -> None:
    address = next(one["href"] for one in device.open("/").all("link") if one["rel"] == "stylesheet")
    response = device.client.get(address)
    assert response.mimetype == "text/css"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in response.headers
    assert "Vary" not in response.headers
    assert device.client.get("/look/0000000000000000.css").headers["Cache-Control"] == "no-store"


def test_the_first_visit_is_small_and_asks_nobody_else(device: Device) -> None:
    page = device.open("/")
    links = [one["href"] for one in page.all("link")] + [one["src"] for one in page.all("script")]
    files = [device.client.get(address).data for address in ["/", *links]]
    assert all(address.startswith("/") for address in links)
    assert sum(len(data) for data in files) <= 50 * 1024


def test_every_section_is_small(device: Device) -> None:
    device.begin()
    for section in device.app.extensions[EXTENSION].questionnaire.sections:
        device.open(f"/section/{section.id}")
        assert len(gzip.compress(device.seen[-1].data)) <= 8 * 1024


def test_the_clinic_s_colour_and_logo_are_on_the_page(make_app: MakeApp) -> None:
    logo = Logo(b"\x89PNG made up", "image/png", 120, 40)
    device = Device(make_app(clinic=Clinic(name="Elm", colours=colours_from_accent("#7a1fa2"), logo=logo)))
    page = device.open("/")
    sheet = next(one["href"] for one in page.all("link") if one["rel"] == "stylesheet")
    assert "--accent:#7a1fa2" in device.client.get(sheet).text
    picture = page.all("img")[0]
    assert picture["width"] == "120"
    assert device.client.get(picture["src"]).data == logo.data
    assert "Elm" in page.text


@pytest.mark.parametrize("strange", list(HOSTILE), ids=list(HOSTILE))
def test_hostile_text_in_every_field_gets_a_clear_message(device: Device, strange: str) -> None:
    text = HOSTILE[strange]
    device.begin()
    for section in device.app.extensions[EXTENSION].questionnaire.sections:
        page = device.open(f"/section/{section.id}")
        sent = device.client.post(page.url, data=_encoded(page.forms[0].sends, page.shown, text))
        page = device.open(sent.headers["Location"])
        assert page.status == 200
        assert len(page.problems) == len(page.shown), page.problems
        assert "<script>" not in device.seen[-1].text
    assert device.open("/check").status == 200


def _encoded(sends: dict[str, list[str]], shown: list[str], text: str) -> dict[str, object]:
    raw = text.encode("utf-8", "surrogatepass")
    return sends | dict.fromkeys(shown, raw)


def test_fields_that_come_many_times_do_no_harm(device: Device) -> None:
    device.begin()
    device.open("/section/alcohol")
    page = device.press("Continue", {"audit1": ["1", "2"] * 200})
    assert page.problems == ["How often alcohol: Choose one answer only."]


def test_hostile_values_of_our_own_fields_do_no_harm(device: Device) -> None:
    device.begin()
    device.open("/section/alcohol")
    page = device.press(
        "Continue", {"do": "fly", "shown": "<b> ../.. audit1", "audit1": "0", "from": "nowhere"}
    )
    assert page.url == "/section/stress"
    assert device.open("/section/fibre?from=//evil.example").status == 200
    assert device.press("Continue").url == "/section/sugar"


@pytest.mark.parametrize(
    "address",
    [
        "/sign-in",
        "/account/password",
        "/account/code/off",
        "/people/1",
        "/people/add",
        "/settings/clinic",
        "/settings/policy",
        "/desk/{}/delete",
    ],
)
def test_forms_without_their_fields_or_with_files_or_json_for_them_are_refused(
    make_app: MakeApp, address: str
) -> None:
    app = make_app(live=True)
    url, device = address.format(send(app)), signed_in(app, "manager", "ada")
    some = {"csrf_token": device.open("/account").value("csrf_token")[0], "name": "Ada", "role": "manager"}
    files = {name: (BytesIO(b"x"), "x.txt") for name in TYPED}
    sent = ({"data": some}, {"data": {**some, **files}}, {"json": {**some, **dict.fromkeys(TYPED, 1)}})
    statuses = [device.client.post(url, **each).status_code for each in sent]
    assert all(300 < status < 500 for status in statuses)
    assert account(app, "ada").name == "Ada Moss"


def test_every_box_of_a_section_may_be_full_of_emoji(device: Device) -> None:
    device.begin()
    device.open("/section/fibre")
    page = device.press("Continue", dict.fromkeys(device.page.shown, "\N{SLIGHTLY SMILING FACE}" * 1_000))
    assert page.status == 200
    assert len(page.problems) == len(page.shown)


def test_a_form_that_is_far_too_large_is_refused_kindly(device: Device) -> None:
    device.begin()
    device.open("/section/fibre")
    page = device.press("Continue", {"veg_per_day": "9" * 300_000})
    assert page.status == 413
    assert "too large" in page.text


@pytest.mark.parametrize(
    ("method", "url", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/static/base.css", 404),  # served under its digest only
        ("DELETE", "/", 405),
        ("GET", "/start", 405),
    ],
)
def test_errors_are_kind_pages(app: Flask, method: str, url: str, status: int) -> None:
    response = app.test_client().open(url, method=method)
    assert response.status_code == status
    assert "<h1>" in response.text
    assert "Traceback" not in response.text


def test_a_name_that_is_not_ours_gets_nothing(app: Flask) -> None:
    response = app.test_client().get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.text
    assert response.headers["Cache-Control"] == "no-store"


class BrokenStore:
    """A store whose database is down. The key is in a file, which can be read."""

    @property
    def questionnaires(self) -> BrokenStore:
        return self

    @property
    def signing_keys(self) -> BrokenStore:
        return self

    def newest_first(self) -> tuple[bytes, ...]:
        return (b"k" * 32,)

    def save_all(self, *_: object) -> None:
        return None

    def __getattr__(self, name: str) -> object:
        raise StoreUnavailable(name)


def test_when_the_store_is_down_a_page_says_so_and_health_does_too(make_app: MakeApp) -> None:
    client = make_app(store=BrokenStore()).test_client()
    client.set_cookie("draft", "x")
    response = client.get("/check")
    assert response.status_code == 503
    assert "Your saved answers are safe" in response.text
    assert int(response.headers["Retry-After"]) > 0
    assert client.get("/health").status_code == 503


SECRET = "the secret of the store"


class StrangeStore(BrokenStore):
    """A store with a fault of its own."""

    @property
    def drafts(self) -> object:
        raise ZeroDivisionError(SECRET)


def test_a_fault_of_ours_shows_nothing_of_the_inside(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    client = make_app(store=StrangeStore()).test_client()
    client.set_cookie("draft", "x")
    response = client.get("/check")
    assert response.status_code == 500
    assert SECRET not in response.text
    assert "Sorry, something went wrong" in response.text
    assert client.get("/check").status_code == 500
    (record,) = caplog.records
    said = record.getMessage()
    assert said.startswith("error in GET check_answers.show: ZeroDivisionError\n  File ")
    assert ", in drafts\n" in said
    assert SECRET not in caplog.text


def test_health_writes_and_reads(app: Flask) -> None:
    response = app.test_client().get("/health")
    assert response.status_code == 200
    assert response.json is not None
    assert response.json["status"] == "ok"

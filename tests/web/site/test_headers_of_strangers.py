"""No header of a stranger is an error of ours, whatever bytes it has."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.device import Device
from tests.web.kiosk.tablet import tablet
from tests.web.staff import signed_in

# WSGI gives the bytes of a header as letters of Latin-1.
ODD = (
    *("", "ÿ", "²", "9" * 40, '"ÿ', "a=" * 2_000),
    *("Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 -2359"),
)
HEADERS = {
    "Authorization": (
        *("Basic ÿ", "Basic Ã©", "Basic ====", "Basic a", "Bearer", "Bearer ÿ", "Bearer gutfactors_ÿ"),
        *('Digest a="b', "Digest username*=utf-8''%ff", "Bearer a=b"),
    ),
    "Range": ("bytes=²-", "bytes=99999999999999999999-", "bytes=--1", "bytes=0-1,5-", "bytes=0-"),
    "If-Range": ('W/"',),
    "If-None-Match": ('W/"', '"a","b'),
    "If-Match": ('W/"', '"a","b'),
    "If-Modified-Since": (),
    "If-Unmodified-Since": (),
    "Accept-Language": ("en;q=²", "de;q=inf", "de;q=1e999", "*;q=-1", "zh-Hans-CN-x-ÿ", "_" * 2_000),
    "Accept": ("*/*;q=²", "text/html;q=nan", "/", "a/b/c"),
    "Accept-Encoding": ("gzip;q=²",),
    "Cookie": ("session=ÿ", 'draft="\\377', "kiosk=~", "draft=a;draft=b", "language=ÿ", "device=.", "=;=;="),
    "Content-Type": (
        *(
            "application/json",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "text/plain; charset=ÿ",
        ),
        *("multipart/form-data; boundary=ÿ", "application/x-www-form-urlencoded; charset=utf-16"),
        *("text/plain; charset*=utf-8''%ff", "text/plain; a*0=x; a*99999999999999=y"),
    ),
    "Forwarded": ("for=ÿ", 'for="[::1]:²"'),
    "X-Forwarded-For": ("ÿ", "[::1", "1.2.3.4, ²"),
    "X-Forwarded-Proto": (),
    "Referer": ("http://[", "http://[::1", "//[", "https://localhost:99999999", "http://localhost:²/"),
    "Origin": ("http://[", "https://localhost:99999999"),
    "Host": ("localhost:²", "localhost:99999999999", "[::1", "a b", "localhostÿ"),
    "Sec-Fetch-Site": ("cross-siteÿ",),
    "User-Agent": ("Mozilla/5.0 (ÿ", "(" * 2_000),
}
BODY = {"Content-Type": "CONTENT_TYPE"}


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_of_a_stranger_is_an_error_of_ours(app: Flask, name: str) -> None:
    visitors = (Device(app), signed_in(app), tablet(app))
    key = BODY.get(name, f"HTTP_{name.upper().replace('-', '_')}")
    failed = []
    for value in (*ODD, *HEADERS[name]):
        for visitor in visitors:
            client = app.test_client(use_cookies=False) if name == "Cookie" else visitor.client
            for method, path in (("POST", "/start"), ("GET", "/desk"), ("GET", "/api/x")):
                answer = client.open(path, method=method, environ_overrides={key: value})
                failed += [(path, value)] if answer.status_code >= 500 else []
    assert failed == []


@pytest.mark.parametrize("header", ["", *HEADERS["Authorization"]])
def test_a_header_that_is_no_token_is_told_so(app: Flask, header: str) -> None:
    answer = app.test_client().get(
        "/api/submissions/7Q4K-XW", environ_overrides={"HTTP_AUTHORIZATION": header}
    )
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")

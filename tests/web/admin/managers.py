"""Managers at their pages."""

from __future__ import annotations

from flask import Flask

from tests.web.device import Device
from tests.web.staff import PASSWORD, account_with_password, signed_in

PROOF = {"old": PASSWORD}
NEW = {"name": "Jo Reed", "login": "jo", "role": "practitioner", **PROOF}


def manager(app: Flask) -> Device:
    account_with_password(app, "ada", "manager")
    return signed_in(app, "manager", "ada")

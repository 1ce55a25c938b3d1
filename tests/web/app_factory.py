"""Stores and applications as new ones are, made quickly: from scratch, each takes longer than most tests."""

from __future__ import annotations

import atexit
from contextlib import closing
from copy import copy
from dataclasses import replace
from functools import cache
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import mkdtemp
from typing import Unpack

from flask import Flask

from tests.storage.prepared_database import quick_hashes
from tests.web.fakes import Clock, Printer, cache_templates
from webapp.application import Given, create_app, make_context
from webapp.child_process import FileReader
from webapp.clinic import Clinic
from webapp.settings import Settings
from webapp.storage import Store, open_store
from webapp.web.kit.app_context import EXTENSION, AppContext

PHONED = Clinic(region="CA", numbers_phoned="Ann Lee, 1 November 2026")
"""A clinic that needs no warning: one that is logged once in a process would reach the first test alone."""


def opened(settings: Settings) -> Store:
    """The store of this instance, which is new unless it was opened before. Guesses cost nothing here."""
    if not settings.key_file.exists():
        copytree(_new_instance(), settings.instance, dirs_exist_ok=True)
    return open_store(settings.database_url, settings.key_file, hashers=quick_hashes())


def made(settings: Settings, **given: Unpack[Given]) -> Flask:
    """As `create_app` makes it, on the routes, the templates and the reading processes of another one.

    The instance has the key that all of `opened` have. The network is the usual one, apart from `https`.
    """
    app, context = copy(_compiled(https=settings.https)), make_context(settings, **given)
    app.config = copy(app.config)
    app.extensions = {**app.extensions, EXTENSION: context}
    vars(context).update(_readers())
    return app


@cache
def _readers() -> dict[str, FileReader]:
    """Those of one application, by the names that they have there. Each starts with its first file."""
    context: AppContext = _compiled(https=False).extensions[EXTENSION]
    names = ("reader", "anonymous_reader", "picture_reader")
    return {name: getattr(context, name) for name in names}


@cache
def _compiled(*, https: bool) -> Flask:
    settings = replace(Settings.for_instance(new_folder()), https=https)
    with closing(opened(settings)) as store:
        return cache_templates(create_app(settings, store=store, render_pool=Printer(), clinic=PHONED))


@cache
def _new_instance() -> Path:
    """To be copied: nobody uses it. It has the usual questions already, which take long to compress."""
    settings = Settings.for_instance(new_folder())
    with closing(open_store(settings.database_url, settings.key_file)) as store:
        make_context(settings, store=store, render_pool=Printer(), clock=Clock(), clinic=PHONED)
    return settings.instance


def new_folder() -> Path:
    """It is gone when the tests end."""
    folder = Path(mkdtemp(prefix="gutfactors-new-"))
    atexit.register(rmtree, folder)
    return folder

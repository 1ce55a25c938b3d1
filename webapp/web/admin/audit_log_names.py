"""Names for the audit log, which itself holds none: of people with an account, programs with a token."""

from collections.abc import Mapping

from webapp.storage import SealBroken
from webapp.web.kit.app_context import app_context
from webapp.web.kit.i18n import gettext
from webapp.web.kit.practitioner_names import practitioner_names


def log_names() -> Mapping[str, str]:
    """Return the name of each person and each program, by the actor that the log knows them as."""
    return {**practitioner_names(), **_program_names()}


def _program_names() -> Mapping[str, str]:
    try:
        tokens = app_context().store.api_tokens.list()
    except SealBroken:  # the entries stay legible, and the page of other programs says what is damaged
        return {}
    return {token.actor: gettext("%(name)s (another program)", name=token.name) for token in tokens}

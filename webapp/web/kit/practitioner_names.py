"""The names of practitioners, for what the log and the submissions know of them."""

from collections.abc import Mapping

from webapp.web.kit.app_context import app_context


def practitioner_names() -> Mapping[str, str]:
    """Return the name of everybody with an account, by the actor that the audit log knows them as."""
    accounts = app_context().store.practitioners.list()
    return {account.actor: account.name for account in accounts if not account.is_damaged}

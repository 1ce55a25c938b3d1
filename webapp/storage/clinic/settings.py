"""The settings that a manager saves: the clinic as pages and reports show it, and its policy."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from webapp.clinic import Clinic, Logo, Policy, colours_from_accent
from webapp.storage.crypto.sealing import Seal, open_json, seal_json
from webapp.storage.database import Database
from webapp.storage.lifecycle.audit import AuditLog
from webapp.storage.tables import clinic_settings

FRESH = timedelta(seconds=5)
"""How long settings are cached: every page reads them, and another process may change them."""

CLINIC, POLICY = "clinic", "policy"
_ACTIONS = {CLINIC: "changed the settings", POLICY: "changed the policy"}


class ClinicSettings:
    """The settings of one database. Version 0 means that nothing was saved yet."""

    def __init__(self, database: Database, seal: Seal, audit: AuditLog) -> None:
        self._database = database
        self._seal = seal
        self._audit = audit
        self._seen: dict[str, tuple[datetime, Any]] = {}

    def clinic(self, now: datetime) -> Clinic | None:
        """Return the clinic, or None before it was first saved."""
        clinic: Clinic | None = self._cached(CLINIC, clinic_of, now)
        return clinic

    def policy(self, now: datetime) -> Policy:
        """Return the policy, or the default one before it was first saved."""
        policy: Policy | None = self._cached(POLICY, policy_of, now)
        return policy or Policy()

    @property
    def clinic_version(self) -> int:
        return self._version(CLINIC)

    @property
    def policy_version(self) -> int:
        return self._version(POLICY)

    def save_clinic(self, clinic: Clinic, version: int, by: str, now: datetime) -> bool:
        """Save over `version`. Return False where that is not the current one."""
        return self._save(CLINIC, content_of(clinic), version, by, now)

    def save_policy(self, policy: Policy, version: int, by: str, now: datetime) -> bool:
        """Save over `version`. Return False where that is not the current one."""
        return self._save(POLICY, asdict(policy), version, by, now)

    def put(self, connection: Connection, clinic: Clinic | None, policy: Policy) -> None:
        """Save both in the caller's transaction, over any version."""
        if clinic is not None:
            self._replace(connection, CLINIC, content_of(clinic))
        self._replace(connection, POLICY, asdict(policy))

    def _cached(self, name: str, parse: Callable[[Mapping[str, Any]], object], now: datetime) -> Any:  # noqa: ANN401
        seen = self._seen.get(name)
        if seen is None or not seen[0] <= now < seen[0] + FRESH:
            content = self._read(name)
            seen = self._seen[name] = (now, None if content is None else parse(content))
        return seen[1]

    def _read(self, name: str) -> Mapping[str, Any] | None:
        query = select(clinic_settings.c.sealed).where(clinic_settings.c.name == name)
        sealed = self._database.scalar(query)
        return None if sealed is None else open_json(self._seal, sealed, settings_context(name))

    def _version(self, name: str) -> int:
        query = select(clinic_settings.c.version).where(clinic_settings.c.name == name)
        return self._database.scalar(query) or 0

    def _save(self, name: str, content: Mapping[str, Any], version: int, by: str, now: datetime) -> bool:
        try:
            with self._database.writing() as connection:
                if not self._written(connection, name, content, version):
                    return False
                self._audit.append(connection, by, _ACTIONS[name], "settings", now)
        except IntegrityError:  # somebody else saved first
            return False
        self._seen.clear()
        return True

    def _written(self, connection: Connection, name: str, content: Mapping[str, Any], version: int) -> bool:
        if version == 0:
            self._insert(connection, name, content)
            return True
        change = update(clinic_settings).where(clinic_settings.c.name == name)
        change = change.where(clinic_settings.c.version == version)
        sealed = seal_json(self._seal, content, settings_context(name))
        return connection.execute(change.values(sealed=sealed, version=version + 1)).rowcount == 1

    def _replace(self, connection: Connection, name: str, content: Mapping[str, Any]) -> None:
        query = select(clinic_settings.c.version).where(clinic_settings.c.name == name)
        self._written(connection, name, content, connection.scalar(query) or 0)
        self._seen.pop(name, None)

    def _insert(self, connection: Connection, name: str, content: Mapping[str, Any]) -> None:
        sealed = seal_json(self._seal, content, settings_context(name))
        connection.execute(insert(clinic_settings).values(name=name, sealed=sealed, version=1))


def settings_context(name: str) -> str:
    """Return what sealed settings are bound to."""
    return f"settings {name}"


def content_of(clinic: Clinic) -> dict[str, Any]:
    """Return the clinic ready for JSON, with the one colour that all others are derived from."""
    plain = {field.name: getattr(clinic, field.name) for field in fields(Clinic)}
    logo = clinic.logo and {**asdict(clinic.logo), "data": b64encode(clinic.logo.data).decode("ascii")}
    return {
        **plain,
        "contact": list(clinic.contact),
        "languages": list(clinic.languages),
        "colours": clinic.colours.accent,
        "logo": logo,
    }


def clinic_of(content: Mapping[str, Any]) -> Clinic:
    """Return the clinic from its JSON, without fields that only a later version knows."""
    known = {field.name: content[field.name] for field in fields(Clinic) if field.name in content}
    logo = known["logo"] and Logo(**{**known["logo"], "data": b64decode(known["logo"]["data"])})
    return Clinic(
        **{
            **known,
            "contact": tuple(known["contact"]),
            "languages": tuple(known.get("languages", ())),
            "colours": colours_from_accent(known["colours"]),
            "logo": logo,
        }
    )


def policy_of(content: Mapping[str, Any]) -> Policy:
    """Return the policy from its JSON, with defaults for fields that an earlier version did not know."""
    return Policy(**{field.name: content[field.name] for field in fields(Policy) if field.name in content})

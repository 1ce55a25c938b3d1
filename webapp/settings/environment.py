"""Settings from environment variables. No other module reads the environment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from string import ascii_letters, digits
from typing import Any, Self
from urllib.parse import quote

from webapp.clinic import Clinic
from webapp.host_names import split_address
from webapp.localization.catalogues import TRANSLATIONS
from webapp.loopback import LOOPBACK
from webapp.mail.server import MailServer
from webapp.project_files import project_file
from webapp.settings.errors import SettingsError
from webapp.settings.instance import KEY_FILE
from webapp.settings.secret_settings import SECRET_SETTINGS
from webapp.settings.settings_file import with_settings_file
from webapp.settings.time_zones import UTC, machine_time_zone, unknown_tz
from webapp.webhook.endpoint import WebhookEndpoint

PREFIX = "GUTFACTORS_"
QUESTIONS = project_file("questions.toml")
NOWHERE = "https://gut-factors.invalid"
"""The base of addresses for an instance without a public name. Names in .invalid never resolve (RFC 2606)."""

_HIGHEST_PORT = 65_535
_ADDRESS_LETTERS = frozenset(ascii_letters + digits + ".:-")
_YES = ("yes", "true", "1", "on")
_NO = ("no", "false", "0", "off")


@dataclass(frozen=True)
class Settings:
    """Settings of this process.

    instance: folder of the key, the clinic's file and, by default, the database.
    trusted_hosts: host names under which pages are served; ".example.org" includes subdomains.
    https: browsers use https; cookies are then marked Secure.
    proxies: number of trusted reverse proxies in front of the server.
    render_workers: render processes; None for one less than cores.
    queue: print jobs are made by workers rather than by the server.
    access_log: log each request, with the pattern of its route instead of its address.
    metrics_port: the first loopback port for metrics; None for no metrics.
    mail_server: the clinic's mail server; None where the clinic sends invitations by hand.
    webhook: another program that gets an event when answers come in; None for none.
    has_own_address: whether a setting was given that determines the address.
    time_zone: the machine's; used as long as the clinic has chosen none.
    translations: folder of the languages; no variable sets it.
    unknown_tz: the value of TZ where it names no time zone; the machine's is then UTC.
    """

    instance: Path
    database_url: str
    questions: Path = QUESTIONS
    host: str = "127.0.0.1"
    port: int = 8000
    trusted_hosts: tuple[str, ...] = LOOPBACK
    https: bool = False
    proxies: int = 0
    threads: int = 8
    render_workers: int | None = None
    queue: bool = False
    log_level: str = "info"
    log_format: str = "text"
    access_log: bool = False
    metrics_port: int | None = None
    mail_server: MailServer | None = None
    webhook: WebhookEndpoint | None = None
    has_own_address: bool = False
    time_zone: str = UTC
    translations: Path = TRANSLATIONS
    unknown_tz: str = ""

    @classmethod
    def for_instance(cls, instance: Path) -> Self:
        return cls(instance=instance, database_url=_default_database(instance))

    @classmethod
    def load(cls, environ: Mapping[str, str]) -> Self:
        """Read the environment and the settings file. Raise SettingsError with all problems of either."""
        return cls.from_environment(with_settings_file(environ))

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read every GUTFACTORS_ variable, and TZ. Raise SettingsError with all problems at once."""
        given = {key: value.strip() for key, value in environ.items() if key.startswith(PREFIX)}
        problems = [_unknown(key) for key in sorted(given) if key not in _PARSERS]
        values: dict[str, Any] = {"time_zone": machine_time_zone(environ), "unknown_tz": unknown_tz(environ)}
        for key, (field, read) in _PARSERS.items():
            try:
                if given.get(key):
                    values[field] = read(given[key])
            except ValueError as error:
                problems.append(f"{key} is {_quoted_value(key, given[key])}: {error}")
        if problems:
            raise SettingsError(problems)
        return cls(**_completed(values))

    def with_time_zone(self, clinic: Clinic) -> Clinic:
        """Return the clinic, with this machine's time zone if it has chosen none."""
        return clinic if clinic.timezone else replace(clinic, timezone=self.time_zone)

    @property
    def key_file(self) -> Path:
        return self.instance / KEY_FILE

    @property
    def host_names(self) -> list[str]:
        """Return the trusted hosts that are full names."""
        return [host for host in self.trusted_hosts if not host.startswith(".")]

    @property
    def public_address(self) -> str:
        """Return the public address without a trailing slash; "" if there is none."""
        outside = [name for name in self.host_names if name not in LOOPBACK]
        return f"https://{outside[0]}" if outside and self.https else ""

    @property
    def fhir_base(self) -> str:
        """Return the prefix of addresses in FHIR resources. They are identifiers: nothing is served there."""
        outside = [name for name in self.host_names if name not in LOOPBACK]
        return f"https://{outside[0]}/fhir" if outside else f"{NOWHERE}/fhir"


def _completed(values: dict[str, Any]) -> dict[str, Any]:
    """Fill in defaults that depend on other settings. Raise SettingsError."""
    if "instance" not in values:
        values["instance"] = _default_instance()
    values.setdefault("database_url", _default_database(values["instance"]))
    if values.get("host", LOOPBACK[0]) not in LOOPBACK and "trusted_hosts" not in values:
        problem = (
            f"{PREFIX}TRUSTED_HOSTS is missing: with {PREFIX}HOST={values['host']} other machines can "
            "connect, so write the host names that patients use, such as forms.example.org"
        )
        raise SettingsError([problem])
    if values.get("queue") and values["database_url"].startswith("sqlite"):
        raise SettingsError([f"{PREFIX}QUEUE needs PostgreSQL: set {PREFIX}DATABASE_URL, or take it out"])
    values["has_own_address"] = not values.keys().isdisjoint(_WHERE)
    values.setdefault("https", not set(values.get("trusted_hosts", ())) <= set(LOOPBACK))
    return values


def _default_instance() -> Path:
    try:
        return _instance("instance")
    except ValueError as error:
        raise SettingsError([f"instance, in this folder: {error}"]) from error


def _default_database(instance: Path) -> str:
    return f"sqlite:///{quote(instance.as_posix())}/gutfactors.sqlite3"


def _quoted_value(key: str, value: str) -> str:
    """Return the value for a message, except a URL: it may hold a password."""
    return "not one of ours" if key in SECRET_SETTINGS else f'"{value}"'


def _unknown(key: str) -> str:
    if key in _MOVED:
        return f"{key} is no setting any more: remove it; a manager sets the days, signed in, under Settings"
    close = get_close_matches(key, _PARSERS, n=1)
    hint = f"did you mean {close[0]}?" if close else f"the known ones are {', '.join(_PARSERS)}"
    return f"{key} is not a setting: {hint}"


def _whole_number(low: int, high: int, text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else low - 1
    if not low <= number <= high:
        raise ValueError(f"write a whole number from {low} to {high}")
    return number


def _yes_or_no(text: str) -> bool:
    if text.lower() not in _YES + _NO:
        raise ValueError("write yes or no")
    return text.lower() in _YES


def _one_of(words: tuple[str, ...], text: str) -> str:
    if text.lower() not in words:
        raise ValueError(f"write {' or '.join(words)}")
    return text.lower()


def _existing_file(text: str) -> Path:
    path = _at_home(text).resolve()
    if not path.is_file():
        raise ValueError("there is no such file: write the path of a questions.toml")
    return path


def _instance(text: str) -> Path:
    path = _at_home(text)
    link = next((each for each in (path, *path.parents) if each.is_symlink() and not each.exists()), None)
    if link:
        raise ValueError(
            f"{link} is a link to {link.readlink()}, and nothing is there: is its volume mounted?"
        )
    if path.exists() and not path.is_dir():
        raise ValueError("this is a file: write the path of a folder, which is made if it is not there")
    resolved = path.resolve()
    if not _is_utf8(resolved):
        raise ValueError("its name, or that of a folder above it, is not UTF-8: give it another")
    return resolved


def _is_utf8(path: Path) -> bool:
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _at_home(text: str) -> Path:
    """Return the path with ~ expanded: settings may come from files that no shell reads."""
    try:
        path = Path(text).expanduser()
    except RuntimeError:
        path = Path(text)
    if path.parts and path.parts[0].startswith("~"):
        raise ValueError(f"nobody knows what {path.parts[0]} is: write the whole path")
    return path


def _hosts(text: str) -> tuple[str, ...]:
    hosts = tuple(host for host in (part.strip().lower() for part in text.split(",")) if host)
    wrong = [host for host in hosts if "/" in host or " " in host or "*" in host]
    if wrong or not hosts:
        raise ValueError(
            "write host names with commas between, without https:// and without a path; "
            ".example.org allows every name below it"
        )
    # Werkzeug takes the text before the first colon as the host name, so IPv6 addresses never match.
    if any(host not in LOOPBACK and (host.count(":") > 1 or "[" in host) for host in hosts):
        raise ValueError(
            "pages are served under names and IPv4 addresses only, not under an IPv6 address: write a host "
            "name that leads to it, such as forms.example.org"
        )
    return hosts


def _host(text: str) -> str:
    if not set(text) <= _ADDRESS_LETTERS:
        raise ValueError("write an address to listen on, such as 127.0.0.1, or 0.0.0.0 for all")
    return text.lower()


def _database(text: str) -> str:
    scheme = text.partition("://")[0]
    if scheme not in {"sqlite", "postgres", "postgresql", "postgresql+psycopg"}:
        raise ValueError("write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    if text.startswith("sqlite:///~"):
        raise ValueError("nobody knows here what ~ is: write the whole path, as sqlite:////srv/clinic/FILE")
    if scheme == "sqlite" and "?" in text:
        raise ValueError("in the path of the file write %3F for ?, and %25 for %")
    if scheme != "sqlite" and not _is_server(text):
        raise ValueError(
            "write postgresql://USER:PASSWORD@HOST:PORT/NAME; in the user and the password write %40 for @, "
            "%3A for :, %2F for / and %25 for %"
        )
    return text


def _is_server(text: str) -> bool:
    """Return whether a URL has a host and a port that can be, or none, and one @ at most."""
    url = split_address(text)
    return url is not None and url.netloc.count("@") < 2  # noqa: PLR2004  one parts user and host


_PARSERS: Mapping[str, tuple[str, Callable[[str], object]]] = {
    f"{PREFIX}INSTANCE": ("instance", _instance),
    f"{PREFIX}DATABASE_URL": ("database_url", _database),
    f"{PREFIX}QUESTIONS": ("questions", _existing_file),
    f"{PREFIX}HOST": ("host", _host),
    f"{PREFIX}PORT": ("port", partial(_whole_number, 1, _HIGHEST_PORT)),
    f"{PREFIX}TRUSTED_HOSTS": ("trusted_hosts", _hosts),
    f"{PREFIX}HTTPS": ("https", _yes_or_no),
    f"{PREFIX}PROXIES": ("proxies", partial(_whole_number, 0, 5)),
    f"{PREFIX}THREADS": ("threads", partial(_whole_number, 1, 64)),
    f"{PREFIX}RENDER_WORKERS": ("render_workers", partial(_whole_number, 1, 64)),
    f"{PREFIX}QUEUE": ("queue", _yes_or_no),
    f"{PREFIX}LOG_LEVEL": ("log_level", partial(_one_of, ("debug", "info", "warning", "error"))),
    f"{PREFIX}LOG_FORMAT": ("log_format", partial(_one_of, ("text", "json"))),
    f"{PREFIX}ACCESS_LOG": ("access_log", _yes_or_no),
    f"{PREFIX}METRICS_PORT": ("metrics_port", partial(_whole_number, 1, _HIGHEST_PORT)),
    f"{PREFIX}SMTP_URL": ("mail_server", MailServer.parse),
    f"{PREFIX}WEBHOOK": ("webhook", WebhookEndpoint.parse),
}
_WHERE = frozenset({"host", "port", "trusted_hosts", "https"})
_MOVED = (f"{PREFIX}DRAFT_DAYS", f"{PREFIX}SUBMISSION_DAYS")
"""Former variables that became settings of the manager."""

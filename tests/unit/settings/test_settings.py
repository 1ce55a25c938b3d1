"""The environment becomes settings, or one clear refusal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project import ROOT
from webapp.settings import Settings, SettingsError


def problems(**environ: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({f"GUTFACTORS_{key}": value for key, value in environ.items()})
    return caught.value.problems


def test_an_empty_environment_serves_this_machine_only() -> None:
    settings = Settings.from_environment({"HOME": "/root"})
    assert (settings.host, settings.port, settings.https) == ("127.0.0.1", 8000, False)
    assert settings.trusted_hosts == ("127.0.0.1", "localhost", "::1")
    assert settings.instance == Path("instance").resolve()
    assert settings.database_url == f"sqlite:///{settings.instance}/gutfactors.sqlite3"
    assert settings.questions == ROOT / "questions.toml"


def test_every_setting_can_be_given(tmp_path: Path) -> None:
    questions = tmp_path / "mine.toml"
    questions.touch()
    settings = Settings.from_environment(
        {
            "GUTFACTORS_INSTANCE": str(tmp_path),
            "GUTFACTORS_DATABASE_URL": "postgresql://me:secret@db/forms",
            "GUTFACTORS_QUESTIONS": str(questions),
            "GUTFACTORS_HOST": "0.0.0.0",  # noqa: S104  the point of the test
            "GUTFACTORS_PORT": "80",
            "GUTFACTORS_TRUSTED_HOSTS": "Forms.example.org, .example.com",
            "GUTFACTORS_HTTPS": "yes",
            "GUTFACTORS_PROXIES": "1",
            "GUTFACTORS_THREADS": "4",
            "GUTFACTORS_RENDER_WORKERS": "2",
        }
    )
    assert settings == Settings(
        instance=tmp_path,
        database_url="postgresql://me:secret@db/forms",
        questions=questions,
        host="0.0.0.0",  # noqa: S104
        port=80,
        trusted_hosts=("forms.example.org", ".example.com"),
        https=True,
        proxies=1,
        threads=4,
        render_workers=2,
        has_own_address=True,
    )
    assert settings.key_file == tmp_path / "secret.key"


def test_an_empty_value_is_no_value() -> None:
    assert Settings.from_environment({"GUTFACTORS_PORT": " "}).port == 8000


def test_a_folder_alone_gives_the_same_as_an_environment_that_names_it(tmp_path: Path) -> None:
    assert Settings.for_instance(tmp_path) == Settings.from_environment(
        {"GUTFACTORS_INSTANCE": str(tmp_path)}
    )


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("PORT", "0", "from 1 to 65535"),
        ("PORT", "65536", "from 1 to 65535"),
        ("PORT", "http", "from 1 to 65535"),
        ("PORT", "²", "from 1 to 65535"),
        ("HTTPS", "maybe", "yes or no"),
        ("LOG_LEVEL", "loud", "debug or info or warning or error"),
        ("LOG_FORMAT", "xml", "text or json"),
        ("ACCESS_LOG", "/var/log", "yes or no"),
        ("TRUSTED_HOSTS", "https://forms.example.org", "without https://"),
        ("TRUSTED_HOSTS", "*", "host names"),
        ("TRUSTED_HOSTS", ",", "host names"),
        ("TRUSTED_HOSTS", "fd00::5", "IPv6"),
        ("TRUSTED_HOSTS", "forms.example.org, [fd00::5]:8000", "IPv6"),
        ("HOST", "http://x/", "an address to listen on"),
        ("QUESTIONS", "/nowhere.toml", "there is no such file"),
        ("INSTANCE", __file__, "this is a file"),
        ("DATABASE_URL", "mysql://x", "sqlite:///FILE or postgresql://"),
        ("DATABASE_URL", "sqlite:////srv/forms?/x.sqlite3", "write %3F for ?"),
        ("INSTANCE", "/srv/\udce9", "is not UTF-8"),
        ("DATABASE_URL", "postgresql://me:gee@se@db/forms", "write %40 for @"),
        ("DATABASE_URL", "postgresql://me:geese@db:83x9/forms", "write %40 for @"),
        ("DATABASE_URL", "postgresql://me:ge/ese@db/forms", "write %40 for @"),
        ("DATABASE_URL", "postgresql://me:geese@d..b/forms", "write %40 for @"),
        ("SMTP_URL", "http://mail.example.org?from=a@example.org", "smtp://USER:PASSWORD@HOST:PORT"),
        ("SMTP_URL", "smtp://mail..example.org?from=a@example.org", "with a host and a port that can be"),
        ("SMTP_URL", "smtp://mail.example.org:0?from=a@example.org", "with a host and a port that can be"),
        ("SMTP_URL", "smtp://mail.example.org:70000?from=a@b.org", "with a host and a port that can be"),
        ("SMTP_URL", "smtp://desk:se/cret@mail.example.org?from=a@example.org", "%2F"),
        ("SMTP_URL", "smtp://desk:12#secret@mail.example.org?from=a@example.org", "%23"),
        ("SMTP_URL", "smtp://desk:p%C3%A4ss@mail.example.org?from=a@example.org", "ASCII letters alone"),
        ("SMTP_URL", "smtp://mail.example.org", "?from=desk@example.org"),
        ("SMTP_URL", "smtp://mail.example.org?from=desk@example.org%0abcc:x@example.org", "?from="),
    ],
)
def test_a_wrong_value_is_refused_with_its_name_and_what_to_do(key: str, value: str, says: str) -> None:
    (problem,) = problems(**{key: value})
    assert problem.startswith(f"GUTFACTORS_{key} is ")
    assert says in problem


def test_the_sender_of_mail_may_have_a_plus() -> None:
    settings = Settings.from_environment({"GUTFACTORS_SMTP_URL": "smtp://h.example.org?from=a+b@example.org"})
    assert settings.mail_server is not None
    assert settings.mail_server.sender == "a+b@example.org"


@pytest.mark.parametrize(("field", "bound"), [("port", 1), ("port", 65_535), ("threads", 64)])
def test_a_value_at_its_bound_is_taken(field: str, bound: int) -> None:
    settings = Settings.from_environment({f"GUTFACTORS_{field.upper()}": str(bound)})
    assert getattr(settings, field) == bound


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("DATABASE_URL", "mysql://me:hunter2@db/x"),
        ("SMTP_URL", "smtp://me:hunter2/x@mail.example.org?from=a@example.org"),
        ("SMTP_URL", "smtp://me:hunter2#x@mail.example.org?from=a@example.org"),
    ],
)
def test_a_password_is_not_repeated(key: str, value: str) -> None:
    (problem,) = problems(**{key: value})
    assert "hunter2" not in problem


def test_a_mistyped_name_is_refused_with_the_right_one() -> None:
    assert problems(TRUSTED_HOST="x.example.org") == (
        "GUTFACTORS_TRUSTED_HOST is not a setting: did you mean GUTFACTORS_TRUSTED_HOSTS?",
    )


def test_a_name_like_no_other_is_refused_with_all_the_known_ones() -> None:
    (problem,) = problems(ZZZ="1")
    assert "GUTFACTORS_PORT" in problem


@pytest.mark.parametrize("key", ["DRAFT_DAYS", "SUBMISSION_DAYS"])
def test_who_still_sets_the_days_is_told_where_they_are_set_now(key: str) -> None:
    (problem,) = problems(**{key: "7"})
    assert problem.startswith(f"GUTFACTORS_{key} is no setting any more: remove it")
    assert "under Settings" in problem


def test_all_problems_are_told_at_once() -> None:
    assert len(problems(PORT="x", HTTPS="x", ZZZ="x")) == 3


def test_serving_others_needs_the_names_that_they_may_use() -> None:
    (problem,) = problems(HOST="0.0.0.0")  # noqa: S104
    assert problem.startswith("GUTFACTORS_TRUSTED_HOSTS is missing")


@pytest.mark.parametrize(("hosts", "https"), [("forms.example.org", True), ("localhost", False), ("", False)])
def test_https_is_taken_for_granted_as_soon_as_others_are_served(hosts: str, https: bool) -> None:
    assert Settings.from_environment({"GUTFACTORS_TRUSTED_HOSTS": hosts}).https is https


def test_https_can_be_switched_off() -> None:
    environ = {"GUTFACTORS_TRUSTED_HOSTS": "forms.lan", "GUTFACTORS_HTTPS": "no"}
    assert Settings.from_environment(environ).https is False


def test_workers_are_asked_for_by_name_and_need_postgresql() -> None:
    url = "postgresql://clinic@db/clinic"
    given = {"GUTFACTORS_QUEUE": "yes", "GUTFACTORS_DATABASE_URL": url}
    assert Settings.from_environment(given).queue
    assert not Settings.from_environment({}).queue
    with pytest.raises(SettingsError, match="GUTFACTORS_QUEUE needs PostgreSQL"):
        Settings.from_environment({"GUTFACTORS_QUEUE": "yes"})


@pytest.mark.parametrize(
    ("hosts", "https", "address"),
    [
        ("forms.example.org", None, "https://forms.example.org"),
        (".example.org,b.example.org", None, "https://b.example.org"),
        ("forms.example.org", "no", ""),
        ("localhost", None, ""),
        (None, None, ""),
    ],
)
def test_the_address_that_stands_on_paper_is_one_that_others_can_open(
    tmp_path: Path, hosts: str | None, https: str | None, address: str
) -> None:
    told = {"INSTANCE": str(tmp_path), "TRUSTED_HOSTS": hosts, "HTTPS": https}
    given = {f"GUTFACTORS_{name}": value for name, value in told.items() if value is not None}
    assert Settings.from_environment(given).public_address == address

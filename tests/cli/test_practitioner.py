"""`gutfactors practitioner`: who may sign in, from a shell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.cli.command import free_port, run, serving, small_questions
from tests.storage.accounts import PASSWORD, enable_second_factor
from webapp.clinic import Policy
from webapp.storage import Practitioner, Store, open_store

LINK = re.compile(r"\n(?:https?://[a-z.0-9:]+)?/invitation/([\w-]{43})\n")


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    url = f"sqlite:///{folder}/instance/gutfactors.sqlite3"
    with closing(open_store(url, folder / "instance" / "secret.key")) as store:
        yield store


def made(folder: Path) -> None:
    """An instance in which nobody has an account."""
    (folder / "instance").mkdir(mode=0o700)
    with opened(folder):
        pass


def practitioner(folder: Path, *args: str, **settings: str) -> tuple[int, str]:
    """What the command says, and how it ends."""
    done = run("practitioner", *args, cwd=folder, **settings)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def found(folder: Path, login: str) -> Practitioner:
    with opened(folder) as store:
        who = store.practitioners.by_login(login)
    assert who is not None
    return who


def accepted(folder: Path, said: str) -> None:
    """Choose a password with the link that was printed."""
    link = LINK.search(said)
    assert link, said
    with opened(folder) as store:
        assert store.one_time_links.accept(link[1], PASSWORD, datetime.now(UTC))


def test_somebody_is_added_with_a_link_to_choose_a_password(tmp_path: Path) -> None:
    code, said = practitioner(tmp_path, "add", "maria", "--name", "María Ortiz", "--manager")
    assert code == 0
    accepted(tmp_path, said)
    maria = found(tmp_path, "maria")
    assert (maria.name, maria.role) == ("María Ortiz", "manager")
    with opened(tmp_path) as store:
        assert store.practitioners.check_password("maria", PASSWORD) == maria
        assert {entry.actor for entry in store.audit.list()} == {"command", maria.actor}


def test_without_more_words_it_is_a_practitioner_called_by_the_sign_in_name(tmp_path: Path) -> None:
    practitioner(tmp_path, "add", "maria")
    assert (found(tmp_path, "maria").name, found(tmp_path, "maria").role) == ("maria", "practitioner")


def test_names_are_those_that_the_page_takes(tmp_path: Path) -> None:
    name = "می\N{ZERO WIDTH NON-JOINER}نا"
    assert practitioner(tmp_path, "add", name, "--front-desk")[0] == 0
    assert found(tmp_path, name).name == name
    code, said = practitioner(tmp_path, "add", "max", "--name", "M\aax")
    assert (code, "write a name with at most 80 characters that can be printed" in said) == (2, True)


def test_the_front_desk_is_added_as_such_and_as_nothing_besides(tmp_path: Path) -> None:
    assert practitioner(tmp_path, "add", "fay", "--front-desk")[0] == 0
    assert found(tmp_path, "fay").role == "front_desk"
    assert "fay (front desk): fay" in practitioner(tmp_path, "list")[1]
    code, said = practitioner(tmp_path, "add", "eve", "--front-desk", "--manager")
    assert (code, "choose one of --manager and --front-desk" in said) == (2, True)


def test_a_clinic_that_begins_here_asks_everybody_for_a_second_step_once(tmp_path: Path) -> None:
    assert "Everybody will need a second step" in practitioner(tmp_path, "add", "maria", "--manager")[1]
    with opened(tmp_path) as store:
        now = datetime.now(UTC)
        assert store.clinic_settings.policy(now) == Policy(requires_code=True)
        store.clinic_settings.save_policy(
            Policy(), store.clinic_settings.policy_version, "practitioner 1", now
        )
    assert "second step" not in practitioner(tmp_path, "add", "zoe")[1]
    with opened(tmp_path) as store:
        assert not store.clinic_settings.policy(datetime.now(UTC)).requires_code


def test_the_link_has_the_address_that_people_use(tmp_path: Path) -> None:
    _, said = practitioner(tmp_path, "add", "maria", TRUSTED_HOSTS="forms.example.org")
    assert "\nhttps://forms.example.org/invitation/" in said


def test_the_link_has_the_address_at_which_the_server_was_last(tmp_path: Path) -> None:
    """The shell in which a command is typed often lacks the settings of the server."""
    _, said = practitioner(tmp_path, "add", "maria")
    assert "\n/invitation/" in said
    assert "its address is not known" in said
    settings = {"TRUSTED_HOSTS": "forms.example.org", "QUESTIONS": small_questions(tmp_path)}
    with serving(tmp_path, free_port(), **settings):
        pass
    _, said = practitioner(tmp_path, "reset", "maria")
    assert "\nhttps://forms.example.org/invitation/" in said
    assert "not known" not in said
    _, said = practitioner(tmp_path, "reset", "maria", PORT="8123")
    assert "\nhttp://127.0.0.1:8123/invitation/" in said


def test_the_first_of_all_makes_an_instance_and_says_so(tmp_path: Path) -> None:
    _, said = practitioner(tmp_path, "add", "maria")
    assert f"There was no instance in {tmp_path}/instance: a new one was made.\n" in said
    _, said = practitioner(tmp_path, "add", "zoe")
    assert "a new one" not in said


def test_a_name_that_is_taken_or_none_is_refused(tmp_path: Path) -> None:
    practitioner(tmp_path, "add", "maria")
    assert practitioner(tmp_path, "add", "MARIA") == (
        2,
        "somebody has the sign-in name MARIA already: choose another\n",
    )
    assert practitioner(tmp_path, "add", " ")[0] == 2


def test_everybody_is_listed(tmp_path: Path) -> None:
    made(tmp_path)
    assert practitioner(tmp_path, "list")[1].startswith("Nobody yet.")
    practitioner(tmp_path, "add", "maria", "--manager")
    practitioner(tmp_path, "add", "zoe", "--name", "Zoë Li")
    practitioner(tmp_path, "disable", "zoe")
    with opened(tmp_path) as store:
        enable_second_factor(store, found(tmp_path, "maria"))
    said = "maria (manager, second factor): maria\nzoe (practitioner, disabled): Zoë Li\n"
    assert practitioner(tmp_path, "list") == (0, said)


def test_disabled_and_enabled(tmp_path: Path) -> None:
    practitioner(tmp_path, "add", "maria")
    assert practitioner(tmp_path, "disable", "maria") == (0, "maria cannot sign in any more.\n")
    assert not found(tmp_path, "maria").is_active
    assert practitioner(tmp_path, "enable", "maria") == (0, "maria can sign in again.\n")
    assert found(tmp_path, "maria").is_active


def test_the_only_manager_is_not_disabled(tmp_path: Path) -> None:
    accepted(tmp_path, practitioner(tmp_path, "add", "maria", "--manager")[1])
    code, said = practitioner(tmp_path, "disable", "maria")
    assert code == 2
    assert said == "nobody would be left to manage this instance: maria is its only manager\n"
    assert found(tmp_path, "maria").is_active


def test_nobody_of_that_name_is_told(tmp_path: Path) -> None:
    made(tmp_path)
    for command in ("disable", "enable", "reset"):
        code, said = practitioner(tmp_path, command, "maria")
        assert (code, said.count("\n")) == (2, 1)
        assert said.startswith("nobody has the sign-in name maria")


def test_a_reset_signs_out_and_gives_a_new_link(tmp_path: Path) -> None:
    accepted(tmp_path, practitioner(tmp_path, "add", "maria")[1])
    with opened(tmp_path) as store:
        maria, now = found(tmp_path, "maria"), datetime.now(UTC)
        enable_second_factor(store, maria, now)
        token = store.sign_ins.create(maria.id, "full", now)
        code, said = practitioner(tmp_path, "reset", "maria")
        assert code == 0
        assert LINK.search(said)
        assert store.sign_ins.get(token, now) is None
        assert found(tmp_path, "maria").has_code
        practitioner(tmp_path, "reset", "maria", "--without-code")
        assert not found(tmp_path, "maria").has_code


def test_somebody_disabled_gets_no_link(tmp_path: Path) -> None:
    practitioner(tmp_path, "add", "maria")
    practitioner(tmp_path, "disable", "maria")
    code, said = practitioner(tmp_path, "reset", "maria")
    assert (code, "enable maria" in said) == (2, True)


def test_tokens_of_somebody_who_is_shut_out_are_named_or_revoked(tmp_path: Path) -> None:
    practitioner(tmp_path, "add", "ada", "--manager")
    accepted(tmp_path, practitioner(tmp_path, "reset", "ada")[1])
    accepted(tmp_path, practitioner(tmp_path, "add", "jo", "--manager")[1])
    jo = found(tmp_path, "jo")
    with opened(tmp_path) as store:
        store.api_tokens.create("Practice program", ["answers"], jo.actor, datetime.now(UTC))
    for command in ("reset", "disable"):
        code, said = practitioner(tmp_path, command, "jo")
        assert code == 0
        assert "Tokens that jo made still fetch submissions: Practice program." in said
    assert (
        "Revoked the tokens that jo made: Practice program."
        in practitioner(tmp_path, "disable", "jo", "--revoke-tokens")[1]
    )
    with opened(tmp_path) as store:
        assert store.api_tokens.list() == ()

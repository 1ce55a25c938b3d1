"""A draft becomes one submission, whatever happens around it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.storage.submissions import DIGEST, NOW, audit_actions, new_submission, reload, save_policy, submit
from webapp.clinic import Policy
from webapp.storage import NewSubmission, Person, Store, StoreUnavailable, open_store
from webapp.storage.database import Database
from webapp.storage.submissions.references import REFERENCE_LETTERS, new_reference, reference_prefix

WEEK = timedelta(days=7)
ENTRY = new_submission("Zoë O'Neil", "P-12", tier="2")


def keep_questionnaire(store: Store) -> None:
    """Keep the questionnaire that the entries answer."""
    store.questionnaires.save(DIGEST, "0.1", 'title = "Gut Factors"', NOW)


def test_a_submission_holds_what_was_entered(store: Store) -> None:
    keep_questionnaire(store)
    token = store.drafts.create({}, NOW)
    submission = store.submissions.submit(token, 1, ENTRY, NOW)
    assert submission is not None
    assert submission.answers == ENTRY.answers
    assert (submission.channel, submission.digest, submission.submitted_at) == ("home", DIGEST, NOW)
    assert (submission.tier, submission.person) == ("2", Person("Zoë O'Neil", "P-12"))
    assert (submission.state, submission.note, submission.printed_at, submission.version) == (
        "new",
        "",
        None,
        1,
    )
    assert store.submissions.get_by_draft(token, NOW) == submission


def test_submitting_ends_the_draft_and_its_passphrase(store: Store) -> None:
    keep_questionnaire(store)
    token = store.drafts.create({}, NOW)
    passphrase = store.passphrases.issue(token, NOW)
    assert passphrase is not None
    store.submissions.submit(token, 1, ENTRY, NOW)
    assert store.drafts.open(token, NOW) is None
    assert store.passphrases.redeem(passphrase, NOW) is None


def test_submitting_twice_gives_the_same_submission(store: Store) -> None:
    keep_questionnaire(store)
    token = store.drafts.create({}, NOW)
    first = store.submissions.submit(token, 1, ENTRY, NOW)
    again = store.submissions.submit(
        token, 1, NewSubmission("home", DIGEST, {"age_years": 99}), NOW + timedelta(hours=1)
    )
    assert first is not None
    assert again == first


def test_answers_that_another_tab_saved_meanwhile_are_not_lost(store: Store) -> None:
    keep_questionnaire(store)
    token = store.drafts.create({}, NOW)
    store.drafts.save(token, 1, {"age_years": 42}, NOW)
    assert store.submissions.submit(token, 1, ENTRY, NOW) is None
    draft = store.drafts.open(token, NOW)
    assert draft is not None
    assert draft.content == {"age_years": 42}


def test_a_draft_that_expired_cannot_be_submitted(store: Store) -> None:
    keep_questionnaire(store)
    token = store.drafts.create({}, NOW)
    assert store.submissions.submit(token, 1, ENTRY, NOW + WEEK) is None


def test_twenty_submits_at_the_same_moment_give_one_submission(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    keep_questionnaire(store)
    token = store.drafts.create({}, NOW)
    workers = [store, opening(url)]
    with ThreadPoolExecutor(20) as pool:
        made = list(
            pool.map(lambda number: workers[number % 2].submissions.submit(token, 1, ENTRY, NOW), range(20))
        )
    assert made[0] is not None
    assert set(map(repr, made)) == {repr(made[0])}
    assert store.desk.counts(NOW)["new"] == 1
    assert audit_actions(store, made[0].reference) == ["sent"]


def test_a_save_and_a_submit_at_the_same_moment_lose_nothing(store: Store) -> None:
    keep_questionnaire(store)
    for _ in range(10):
        token = store.drafts.create({}, NOW)
        with ThreadPoolExecutor(2) as pool:
            saving = pool.submit(store.drafts.save, token, 1, {"age_years": 42}, NOW)
            submitting = pool.submit(store.submissions.submit, token, 1, ENTRY, NOW)
        assert (saving.result() is None) is not (submitting.result() is None)


def test_the_device_that_sent_it_sees_a_submission_as_long_as_a_draft_is_kept(store: Store) -> None:
    keep_questionnaire(store)
    token = store.drafts.create({}, NOW)
    submission = store.submissions.submit(token, 1, ENTRY, NOW)
    assert store.submissions.get_by_draft(token, NOW + WEEK - timedelta(microseconds=1)) == submission
    assert store.submissions.get_by_draft(token, NOW + WEEK) is None
    assert submission is not None
    assert reload(store, submission, NOW + WEEK) == submission


def test_a_shorter_term_holds_at_once_for_what_is_there_already(store: Store) -> None:
    keep_questionnaire(store)
    token = store.drafts.create({}, NOW)
    store.submissions.submit(token, 1, ENTRY, NOW)
    save_policy(store, Policy(draft_days=2))
    assert store.submissions.get_by_draft(token, NOW + timedelta(days=2)) is None


def test_that_it_was_sent_is_in_the_audit_and_nothing_of_what_was(store: Store) -> None:
    keep_questionnaire(store)
    submission = submit(store, "Zoë O'Neil", "P-12")
    (told,) = store.audit.list(None, 10)
    assert (told.actor, told.action, told.subject) == (
        "patient",
        "sent",
        f"submission {submission.reference}",
    )
    assert told.details == {}


def test_a_submission_that_cannot_be_audited_is_not_there(store: Store, url: str) -> None:
    keep_questionnaire(store)
    token = store.drafts.create({}, NOW)
    with closing(Database(url)) as database, database.writing() as connection:
        connection.execute(text("ALTER TABLE audit RENAME TO audit_elsewhere"))
    with pytest.raises(StoreUnavailable):
        store.submissions.submit(token, 1, ENTRY, NOW)
    assert store.drafts.open(token, NOW) is not None
    assert sum(store.desk.counts(NOW).values()) == 0


def test_a_token_shows_its_own_submission_only(store: Store) -> None:
    keep_questionnaire(store)
    store.submissions.submit(store.drafts.create({}, NOW), 1, ENTRY, NOW)
    assert store.submissions.get_by_draft(store.drafts.create({}, NOW), NOW) is None


def test_answers_to_a_questionnaire_that_is_not_kept_are_refused_and_the_draft_stays(store: Store) -> None:
    token = store.drafts.create({}, NOW)
    with pytest.raises(IntegrityError):
        store.submissions.submit(token, 1, ENTRY, NOW)
    assert store.drafts.open(token, NOW) is not None


def test_a_questionnaire_is_kept_once_and_comes_back_as_it_was(store: Store) -> None:
    keep_questionnaire(store)
    store.questionnaires.save(DIGEST, "other", "other text", NOW)
    assert store.questionnaires.get(DIGEST) == 'title = "Gut Factors"'
    assert store.questionnaires.get("e" * 64) is None


def test_two_workers_keep_the_same_questionnaire_at_the_same_moment(
    store: Store, url: str, opening: Callable[[str], Store]
) -> None:
    workers = [store, opening(url)]
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(
                lambda number: workers[number % 2].questionnaires.save(DIGEST, "1", "text", NOW), range(8)
            )
        )
    assert store.questionnaires.get(DIGEST) == "text"


def test_a_reference_is_easy_to_read_aloud() -> None:
    assert not set(REFERENCE_LETTERS) & set("0O1IL2Z5S8BUVNDAEU")
    assert len(set(REFERENCE_LETTERS)) == len(REFERENCE_LETTERS)
    assert new_reference(bytes) == "3333-33"


@pytest.mark.parametrize(
    ("typed", "prefix"),
    [
        ("7q4kxw", "7Q4K-XW"),
        (" 7Q4K - XW ", "7Q4K-XW"),
        ("7q4k-", "7Q4K"),
        ("7q4kx", "7Q4K-X"),
        ("7", "7"),
        ("", ""),
        ("-", ""),
        ("7Q4K-XWX", ""),
        ("ANNA", ""),
    ],
)
def test_a_reference_is_known_however_it_is_typed(typed: str, prefix: str) -> None:
    assert reference_prefix(typed) == prefix


class Dice:
    """Randomness whose references are those given; all else differs each time."""

    def __init__(self, references: list[str]) -> None:
        self._references = references
        self._drawn = 0
        self.replay = False

    def __call__(self, count: int) -> bytes:
        self._drawn += 1
        if count == 16 and self.replay and self._references:
            return _bytes_for(self._references.pop(0))
        return self._drawn.to_bytes(count)


def _bytes_for(reference: str) -> bytes:
    number = 0
    for letter in reversed(reference.replace("-", "")):
        number = number * len(REFERENCE_LETTERS) + REFERENCE_LETTERS.index(letter)
    return number.to_bytes(16)


def test_two_submissions_never_share_a_reference(url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    dice = Dice(["3479-CF", "3479-CF", "3479-CF", "GHJK-MP"])
    store = open_store(url, tmp_path_factory.mktemp("key") / "secret.key", random_bytes=dice)
    store.questionnaires.save(DIGEST, "1", "text", NOW)
    tokens = [store.drafts.create({}, NOW), store.drafts.create({}, NOW)]
    dice.replay = True
    made = [store.submissions.submit(token, 1, ENTRY, NOW) for token in tokens]
    store.close()
    assert [submission and submission.reference for submission in made] == ["3479-CF", "GHJK-MP"]


def test_without_a_free_reference_nothing_is_lost(url: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    dice = Dice(["3479-CF"] * 20)
    store = open_store(url, tmp_path_factory.mktemp("key") / "secret.key", random_bytes=dice)
    store.questionnaires.save(DIGEST, "1", "text", NOW)
    tokens = [store.drafts.create({}, NOW), store.drafts.create({}, NOW)]
    dice.replay = True
    store.submissions.submit(tokens[0], 1, ENTRY, NOW)
    with pytest.raises(RuntimeError, match="no free reference"):
        store.submissions.submit(tokens[1], 1, ENTRY, NOW)
    assert store.drafts.open(tokens[1], NOW) is not None
    store.close()


def test_a_questionnaire_is_found_by_the_beginning_of_its_digest(store: Store) -> None:
    kept = store.questionnaires
    kept.save("ab12" + "0" * 60, "1", "one", NOW)
    kept.save("ab34" + "0" * 60, "1", "two", NOW)
    assert kept.find("ab12") == "one"
    assert kept.find("ab") is None  # it might be either
    assert kept.find("cd") is None
    assert kept.find("%") is None

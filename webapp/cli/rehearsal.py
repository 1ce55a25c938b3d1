"""`gutfactors backup --rehearse`: a restore into a throw-away place, and what was found there."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from time import perf_counter

import click

from webapp.assessment import assess, validate_answers
from webapp.cli.exit_codes import FAILURE, exit_with
from webapp.prints import stored_questionnaire
from webapp.questionnaire.problems import QuestionnaireErrors
from webapp.storage import DeskQuery, Store, Submission
from webapp.storage.backup.restore import temporarily_restored

_BATCH = 200


def rehearse(file: Path, key_file: Path, now: datetime) -> None:
    """Print what a restored instance would have; exit with 1 if it would not be whole.

    Raise StorageRefused or StoreUnavailable.
    """
    began = perf_counter()
    with temporarily_restored(file, key_file, now) as (done, store):
        click.echo(f"Restored {file} into a throw-away database. It was made {done.manifest.made_at}.")
        problems = [
            *_submissions(store, done.manifest.members["submissions.jsonl"].lines, now),
            *_accounts(store),
        ]
        if done.audit.is_whole:
            click.echo(f"Audit: {done.audit.message}.")
        else:
            problems.append(f"The audit in it was broken when it was made: {done.audit.message}.")
    click.echo(f"The rehearsal took {perf_counter() - began:.1f} s; nothing of it is left.")
    if problems:
        exit_with(problems, FAILURE)


def _submissions(store: Store, stored: int, now: datetime) -> Iterator[str]:
    """Judge every submission as the desk would; yield what is wrong."""
    references = store.desk.references(DeskQuery(size=max(1, stored)), now)
    newest, wrong = "", 0
    for at in range(0, len(references), _BATCH):
        for submission in store.submissions.get_many(references[at : at + _BATCH], now):
            newest = max(newest, f"{submission.submitted_at:%Y-%m-%d}")
            wrong += not _can_be_judged(store, submission)
    last = f", the newest of {newest}" if newest else ""
    judged = len(references) - wrong
    click.echo(f"Submissions: {len(references)} can be opened{last}; {judged} can be judged.")
    if len(references) < stored:
        click.echo(f"{stored - len(references)} more have expired since, or are damaged.")
    if wrong:
        yield f"{wrong} submissions cannot be judged: their questionnaire is missing or damaged."


def _can_be_judged(store: Store, submission: Submission) -> bool:
    try:
        assess(validate_answers(stored_questionnaire(store, submission.digest), submission.answers))
    except (LookupError, QuestionnaireErrors):
        return False
    return True


def _accounts(store: Store) -> Iterator[str]:
    people = [each for each in store.practitioners.list() if each.is_active]
    managers = sum(each.role == "manager" for each in people)
    click.echo(f"Accounts that can sign in: {len(people)}, managers among them: {managers}.")
    if people and not managers:
        yield "No manager could sign in: gutfactors practitioner add NAME --manager"

"""Fills an empty store with as many submissions as a large clinic has in years.

They are sealed and indexed as the store does it, and written straight into the tables in one transaction.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from webapp.assessment import validate_answers
from webapp.questionnaire.load import load
from webapp.storage import NewSubmission, Person, Store, new_reference, read_key
from webapp.storage.crypto.keyring import BlindIndex, KeyRing, RingSeal
from webapp.storage.database import Database
from webapp.storage.submissions.encryption import SubmissionCipher
from webapp.storage.submissions.person_index import PersonIndex
from webapp.storage.tables import name_parts, submissions

ROOT = Path(__file__).parents[1]
CASE = "W55"
BATCH = 1000

# One in ten has "mar" in the name, twice as many as of the people of the United States in the census of 1990.
FIRST = """
Maria Martin Martha James John Robert Michael William David Richard Charles Joseph Thomas Daniel Paul
Donald George Kenneth Steven Edward Brian Ronald Anthony Kevin Jason Jeff Patricia Linda Barbara
Elizabeth Jennifer Susan Dorothy Lisa Nancy Karen Betty Helen Sandra Donna Carol Ruth Sharon Michelle
Laura Sarah Kimberly Deborah Jessica Shirley Cynthia Angela Melissa Brenda Amy Anna Rebecca Zoë Uwe
Nguyen
""".split()  # noqa: SIM905  # a list of words reads better as words
LAST = """
Smith Johnson Williams Jones Brown Davis Miller Wilson Moore Taylor Anderson Jackson White Harris Martin
Thompson García Martinez Robinson Clark Rodriguez Lewis Lee Walker Hall Allen Young Hernandez King Wright
Lopez Hill Scott Green Adams Baker Gonzalez Nelson Carter Mitchell Perez Roberts Turner Phillips Campbell
Parker Evans Edwards Collins Stewart Müller O'Neil
""".split()  # noqa: SIM905


class Filling:
    """Rows for one database; each has somebody's name, and every patient came twice."""

    def __init__(self, key_file: Path, count: int, now: datetime) -> None:
        ring = KeyRing(key_file, read_key(key_file))
        self._cipher = SubmissionCipher(RingSeal(ring, random.randbytes))
        self._index = PersonIndex(BlindIndex(ring))
        self._count = count
        self._now = now
        questionnaire = load((ROOT / "questions.toml").read_text())
        told = json.loads((ROOT / "tests" / "cases" / f"{CASE}.json").read_text(), parse_float=str)
        self._answers = validate_answers(questionnaire, told["answers"]).to_json()
        self._digest = questionnaire.digest
        self._dice = random.Random(0)  # noqa: S311  # it keeps nothing secret
        self._taken: set[str] = set()

    def write(self, store: Store, url: str) -> None:
        """Write all of them. Does nothing for the planner of SQLite, which has no server that would."""
        store.questionnaires.save(self._digest, "1", (ROOT / "questions.toml").read_text(), self._now)
        with closing(Database(url)) as database:
            with database.writing() as connection:
                for rows in self._batches():
                    parts = [part for row in rows for part in row.pop("parts")]
                    connection.execute(insert(submissions), rows)
                    connection.execute(insert(name_parts), parts)
            if not database.is_sqlite:
                with database.writing() as connection:
                    connection.execute(text("ANALYZE"))
            database.truncate_wal()

    def _batches(self) -> Iterator[list[dict[str, Any]]]:
        for start in range(0, self._count, BATCH):
            yield [self._row(number) for number in range(start, min(start + BATCH, self._count))]

    def _row(self, number: int) -> dict[str, Any]:
        name = f"{self._dice.choice(FIRST)} {self._dice.choice(LAST)}"
        person = Person(name, f"P-{number // 2}")
        draft_id, reference = self._dice.randbytes(16).hex(), self._free_reference()
        tier = self._dice.choice(("", "", "", "3", "2", "1"))
        entry = NewSubmission("home", self._digest, self._answers, tier, person)
        parts = [{"submission_id": number + 1, "part": part} for part in self._index.name_digests(name)]
        return {
            "id": number + 1,
            "draft_id": draft_id,
            "reference": reference,
            "submitted_at": self._now - timedelta(minutes=self._count - number),
            "channel": "home",
            "digest": self._digest,
            **self._cipher.seal(draft_id, reference, entry),
            **self._index.columns(person),
            "patient": f"{number // 2:032x}",
            "state": self._state(number),
            "version": 1,
            "parts": parts,
        }

    def _free_reference(self) -> str:
        while (reference := new_reference(self._dice.randbytes)) in self._taken:
            pass
        self._taken.add(reference)
        return reference

    def _state(self, number: int) -> str:
        """Leave the newest unread, put the next ones in progress, and close all others."""
        age = self._count - number
        return "new" if age <= 10 else self._dice.choice(("seen", "printed")) if age <= 60 else "closed"

"""The questionnaire that an author edits: reloaded after it, or a template, is saved."""

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from os import stat_result
from pathlib import Path
from threading import Lock

from flask import Flask

from webapp.questionnaire.encoding import decode
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.problems import QuestionnaireErrors
from webapp.workbench.preview.printer import NewestPrinter

MakeForm = Callable[[str], Flask]
"""A function from the text of a questionnaire to the application of its form."""


class Workspace:
    """The state of the files when they were last read.

    `questionnaire` and `form` are of the last version without errors; `problems` are the present errors.
    """

    def __init__(self, file: Path, templates: Path, make_form: MakeForm, printer: NewestPrinter) -> None:
        self.file = file
        self.printer = printer
        self.questionnaire: Questionnaire | None = None
        self.form: Flask | None = None
        self.problems: tuple[str, ...] = ()
        self._templates = templates
        self._make_form = make_form
        self._lock = Lock()
        self._seen = ""

    def version(self) -> str:
        """Reload what was saved, and return a text that changes with each save."""
        with self._lock:
            now = stamp([self.file, self._templates])
            if now != self._seen:
                self._seen = now
                self.printer.renew()
                self._read()
            return now

    def _read(self) -> None:
        try:
            text = decode(self.file.read_bytes())
            self.questionnaire = load(text)
        except OSError as error:
            self.problems = (f"{self.file} cannot be read: {error.strerror}",)
        except QuestionnaireErrors as error:
            self.problems = tuple(problem.sentence(self.file.name) for problem in error.problems)
        else:
            self.form, self.problems = self._make_form(text), ()


def stamp(paths: Iterable[Path]) -> str:
    """Return a text that changes when a file, or a file in one of the folders, is saved, added or removed."""
    rows = (f"{path} {state.st_mtime_ns} {state.st_size}" for path, state in _states(paths))
    return sha256("\n".join(rows).encode()).hexdigest()


def _states(paths: Iterable[Path]) -> Iterator[tuple[Path, stat_result]]:
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            try:
                yield file, file.stat()
            except FileNotFoundError:  # an editor puts the new file in its place
                continue

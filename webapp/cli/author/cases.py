"""`gutfactors cases`: the golden cases, and recording what was reviewed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from webapp.cli.answers.answers_file import load_questionnaire, questions_option
from webapp.cli.answers.output import write
from webapp.cli.exit_codes import BAD_INPUT, FAILURE, exit_with
from webapp.project_files import project_file
from webapp.questionnaire.model import Questionnaire
from webapp.workbench.cases import (
    Case,
    CaseDifference,
    InvalidCase,
    TomlTable,
    as_text,
    assess_case,
    differences,
    read_cases,
    record,
)

USUAL = Path("tests/cases")  # the folder of golden cases in the project


@dataclass(frozen=True)
class CaseOutcome:
    """The outcome of one case; `problem` says why it could not be assessed."""

    path: Path
    case: Case
    differences: tuple[CaseDifference, ...] = ()
    problem: str = ""

    @property
    def is_otherwise(self) -> bool:
        return bool(self.differences or self.problem)


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@questions_option
@click.option("--accept", "accepts", is_flag=True, help="Record what comes out now, once you have read it.")
@click.option("--yes", is_flag=True, help="With --accept: do not ask.")
def cases(paths: tuple[Path, ...], questions: Path | None, *, accepts: bool, yes: bool) -> None:
    """Judge the golden cases of PATHS (files, or folders of .json files), and list what comes out otherwise.

    Without PATHS: those of the folder tests/cases, here or in the folder of Gut Factors.

    Exit codes: 0 all as recorded, or recorded now; 1 something comes out otherwise; 2 wrong usage.
    """
    questionnaire = load_questionnaire(questions)
    usual = USUAL if USUAL.is_dir() else project_file(str(USUAL))
    files = [(path, *_read(path)) for path in _files(paths or (usual,))]
    tried = [_try(questionnaire, path, case) for path, _, held in files for case in held]
    otherwise = [one for one in tried if one.is_otherwise]
    click.echo("\n".join((*_as_lines(otherwise), f"{len(tried)} cases, {len(otherwise)} come out otherwise")))
    if not otherwise:
        return
    if not accepts:
        click.echo("If that is right, record it: gutfactors cases --accept")
        raise SystemExit(FAILURE)
    _accept(questionnaire, files, otherwise, yes=yes)


def _accept(
    questionnaire: Questionnaire,
    files: list[tuple[Path, TomlTable, list[Case]]],
    otherwise: list[CaseOutcome],
    *,
    yes: bool,
) -> None:
    if any(one.problem for one in otherwise):
        exit_with(["nothing was recorded: mend the cases that cannot be judged first"], FAILURE)
    if not yes:
        click.confirm("Have you looked at each, and is it right?", abort=True)
    changed = {one.path for one in otherwise}
    for one in otherwise:
        record(one.case, assess_case(questionnaire, one.case))
    for path, held, _ in files:
        if path in changed:
            write(path, as_text(held).encode(), private=False)
    click.echo(f"recorded in {len(changed)} {'file' if len(changed) == 1 else 'files'}")


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    found = False
    for path in paths:
        inside = sorted(path.glob("*.json")) if path.is_dir() else [path] * path.exists()
        found = found or bool(inside)
        yield from inside
    if not found:
        looked = ", ".join(map(str, paths))
        exit_with(
            [f"there are no cases in {looked}: name a file of cases (.json), or a folder of such files"],
            BAD_INPUT,
        )


def _read(path: Path) -> tuple[TomlTable, list[Case]]:
    try:
        return read_cases(path.read_text(encoding="utf-8"))
    except (InvalidCase, UnicodeDecodeError) as error:
        exit_with([f"{path}: {error}"], BAD_INPUT)


def _try(questionnaire: Questionnaire, path: Path, case: Case) -> CaseOutcome:
    try:
        return CaseOutcome(path, case, tuple(differences(case, assess_case(questionnaire, case))))
    except InvalidCase as error:
        return CaseOutcome(path, case, problem=str(error))


def _as_lines(otherwise: Iterable[CaseOutcome]) -> Iterator[str]:
    for one in otherwise:
        yield f"{one.path}: {one.case.title}"
        yield from (f"    {difference.sentence}" for difference in one.differences)
        if one.problem:
            yield f"    {one.problem}"

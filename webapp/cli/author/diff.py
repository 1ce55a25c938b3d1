"""`gutfactors diff`: what a newer questionnaire changes."""

from collections.abc import Iterator
from pathlib import Path

import click

from webapp.cli.answers.answers_file import load_questionnaire
from webapp.cli.exit_codes import BAD_INPUT, exit_with
from webapp.workbench.revision import text_report
from webapp.workbench.revision.cases import NamedCase, cases_in, moved
from webapp.workbench.revision.effects import effects
from webapp.workbench.revision.wording import changes
from webapp.workbench.simulation.run import SamplingPlan

TOML = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("old", type=TOML)
@click.argument("new", type=TOML)
@click.option("--people", default=2_000, show_default=True, type=click.IntRange(0, 10_000_000))
@click.option("--seed", default=1, show_default=True, help="Another seed, other people.")
@click.option(
    "--cases",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of golden cases (*.json): list those with another outcome.",
)
def diff(old: Path, new: Path, *, people: int, seed: int, folder: Path | None) -> None:
    """Show what changes from the questionnaire OLD to the questionnaire NEW.

    First in words; then for the same made-up people: how many findings change, with examples; then for
    golden cases. The exit code is 0, also where something changes.
    """
    before, after = load_questionnaire(old), load_questionnaire(new)
    sections = [text_report.wording(changes(before, after))]
    if people:
        sections.append(text_report.people(effects(before, after, SamplingPlan(people, seed))))
    if folder:
        cases = list(_cases(folder))
        moves = list(moved(before, after, cases))
        sections.append(text_report.cases(moves, len(cases)))
    click.echo("\n\n".join("\n".join(lines) for lines in sections))


def _cases(folder: Path) -> Iterator[NamedCase]:
    for path in sorted(folder.glob("*.json")):
        try:
            yield from cases_in(path.stem, path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            exit_with([f"{path} is no file of golden cases: {error}"], BAD_INPUT)

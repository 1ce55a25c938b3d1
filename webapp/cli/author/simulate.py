"""`gutfactors simulate`: what a questionnaire says of very many made-up people."""

import sys
from pathlib import Path
from typing import TypedDict, Unpack

import click

from webapp.cli.answers.output import OutputFile, write
from webapp.cli.exit_codes import exit_on_config_errors, settings_from
from webapp.questionnaire.load import load
from webapp.questionnaire.model import Questionnaire
from webapp.settings import read_questions
from webapp.workbench.simulation.page import as_html
from webapp.workbench.simulation.population import PopulationError, draws_of
from webapp.workbench.simulation.run import SamplingPlan, tallies
from webapp.workbench.simulation.summary import Summary
from webapp.workbench.simulation.table import as_csv, as_lines
from webapp.workbench.simulation.tally import PeopleTally

WRITTEN = {".csv": as_csv, ".html": as_html}  # the writer for each file extension


class Options(TypedDict):
    """Who answers, and what is counted."""

    people: int
    seed: int
    unsure: int
    population: Path | None
    flags: tuple[str, ...]
    jobs: int


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--people", default=10_000, show_default=True, type=click.IntRange(1, 10_000_000))
@click.option("--seed", default=1, show_default=True, help="Another seed, other people.")
@click.option(
    "--unsure",
    default=3,
    show_default=True,
    type=click.IntRange(0, 100),
    help="Of a hundred answers, how many say nothing plain.",
)
@click.option(
    "--population",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with the share of people who give each answer; see docs/questions.md.",
)
@click.option(
    "--flag", "flags", multiple=True, help="A safety flag to count; given again: who has any of them."
)
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes at work.")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=OutputFile(dash=False, endings=WRITTEN),
    help="A file to write: a page with plots (.html) or the counts (.csv). May be given twice.",
)
def simulate(file: Path | None, outputs: tuple[Path, ...], **options: Unpack[Options]) -> None:
    """Let made-up people answer the questionnaire FILE, and count what comes out.

    Their answers are random within what is plausible; questions that would be hidden from them are not
    asked. They show what the rules do, and nothing about real people. The same seed gives the same people.

    Without FILE: the questionnaire of this instance.
    """
    path = file or settings_from({}).questions
    with exit_on_config_errors(path):
        text = read_questions(path)
        questionnaire = load(text)
    plan = _plan(questionnaire, options)
    summary = Summary(questionnaire, _counted(text, plan, options["jobs"]))
    made = f"{summary.tally.people:,} made-up people, seed {plan.seed}"
    click.echo(f"{path}, version {questionnaire.version}: {made}\n")
    for line in as_lines(summary, plan.flags):
        click.echo(line)
    for output in outputs:
        write(output, WRITTEN[output.suffix](summary, plan).encode(), private=False)


def _plan(questionnaire: Questionnaire, options: Options) -> SamplingPlan:
    known = {flag.id for flag in questionnaire.safety}
    for flag in options["flags"]:
        if flag not in known:
            raise click.BadParameter(f'there is no safety flag "{flag}"', param_hint="--flag")
    population = _population(options["population"], questionnaire)
    return SamplingPlan(
        options["people"], options["seed"], options["unsure"] / 100, population, options["flags"]
    )


def _population(path: Path | None, questionnaire: Questionnaire) -> str:
    """Return the text of a population file that fits the questionnaire."""
    if path is None:
        return ""
    try:
        text = path.read_text("utf-8")
        draws_of(text, questionnaire)
    except (UnicodeDecodeError, PopulationError) as error:
        raise click.ClickException(f"{path}: {error}") from error
    return text


def _counted(text: str, plan: SamplingPlan, jobs: int) -> PeopleTally:
    whole = PeopleTally()
    with click.progressbar(length=plan.people, label="Simulating", file=sys.stderr) as bar:
        for tally in tallies(text, plan, jobs):
            whole.add(tally)
            bar.update(tally.people)
    return whole

"""`gutfactors explain`: which answers lead to a factor, or what hangs on a question."""

from pathlib import Path

import click

from webapp.cli.answers.answers_file import load_questionnaire, questions_option
from webapp.cli.answers.output import OutputFile, write
from webapp.cli.exit_codes import BAD_INPUT, exit_with
from webapp.questionnaire.rules.symbols import nearest
from webapp.workbench.dependency_graph import graph_picture
from webapp.workbench.explain import explain_factor, explain_question


@click.command()
@click.argument("name", metavar="FACTOR|QUESTION")
@questions_option
@click.option("--svg", type=OutputFile(dash=False), help="Draw what hangs on what, too.")
def explain(name: str, questions: Path | None, svg: Path | None) -> None:
    """Show which answers lead to a FACTOR, or what hangs on a QUESTION, in words. Name it by its id."""
    asked = load_questionnaire(questions)
    if name in asked.factors:
        lines = explain_factor(asked, asked.factors[name])
    elif name in asked.questions:
        lines = explain_question(asked, asked.questions[name])
    else:
        near = nearest(name, [*asked.factors, *asked.questions])
        hint = f'; did you mean "{near}"?' if near else f": the factors are {', '.join(asked.factors)}"
        exit_with([f'there is no factor and no question "{name}"{hint}'], BAD_INPUT)
    click.echo("\n".join(lines))
    if svg:
        write(svg, graph_picture(asked, name).encode(), private=False)
        click.echo(f"\nDrawn in {svg}")

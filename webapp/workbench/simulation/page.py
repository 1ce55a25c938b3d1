"""A simulation as one HTML page without any other file."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webapp.questionnaire.levels import Level
from webapp.workbench.simulation import plots
from webapp.workbench.simulation.run import SamplingPlan
from webapp.workbench.simulation.summary import Summary
from webapp.workbench.simulation.table import percent


def as_html(summary: Summary, plan: SamplingPlan) -> str:
    """Return the page with its plots."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    title = summary.questionnaire.title
    return environment.get_template("page.html").render(
        summary=summary, plan=plan, title=title, plots=plots, percent=percent, levels=tuple(Level)
    )

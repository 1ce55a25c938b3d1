"""`gutfactors references`: the papers of a questionnaire, to and from a reference manager such as Zotero."""

import json
from pathlib import Path
from typing import Any

import click

from webapp.cli.answers.answers_file import load_questionnaire
from webapp.cli.answers.output import OutputFile, output_option, write, write_json
from webapp.cli.exit_codes import BAD_INPUT, exit_on_config_errors, exit_with
from webapp.questionnaire.load import load
from webapp.settings import read_questions
from webapp.workbench.csl_json import to_csl
from webapp.workbench.reference_merge import merge_references

_toml = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def references() -> None:
    """Exchange the references of a questionnaire with Zotero and others, as CSL-JSON."""


@references.command("export")
@click.argument("file", type=_toml, required=False)
@output_option
def export_references(file: Path | None, output: Path | None) -> None:
    """Write the references of the questionnaire FILE as CSL-JSON.

    Without FILE: the questionnaire of this instance.
    """
    papers = load_questionnaire(file).references
    write_json(output, [to_csl(one) for one in papers.values()], private=False)


@references.command("import")
@click.argument("papers", type=_toml)
@click.argument("file", type=_toml)
@click.option("-o", "--output", type=OutputFile(), help="The file to write. Default: FILE itself.")
def import_references(papers: Path, file: Path, output: Path | None) -> None:
    """Write the CSL-JSON file PAPERS into the questionnaire FILE.

    A paper with the id, DOI or PMID of a reference changes that reference. Others are added at the end.
    No reference is taken out.
    """
    items = _read_items(papers)
    with exit_on_config_errors(file):
        text = read_questions(file)
        merged = merge_references(text, load(text).references, items)
        load(merged.text)
    write(output or file, merged.text.encode(), private=False)
    for what, names in (("added", merged.added), ("changed", merged.changed)):
        click.echo(f"{len(names)} {what}{': ' if names else ''}{', '.join(names)}", err=True)


def _read_items(path: Path) -> list[dict[str, Any]]:
    try:
        items = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        exit_with([f"{path} cannot be read as JSON: {error}"], BAD_INPUT)
    if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
        exit_with([f"{path} is no CSL-JSON: that is a list of objects"], BAD_INPUT)
    return items

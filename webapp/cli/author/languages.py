"""`gutfactors languages`: the files of translators, and how far each language is."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from babel.messages.catalog import Catalog

from webapp.cldr.locales import parsed
from webapp.cli.exit_codes import BAD_INPUT, FAILURE, exit_on_config_errors, exit_with, settings_from
from webapp.localization.catalogues import (
    DOMAINS,
    PAGES,
    QUESTIONS,
    TRANSLATIONS,
    fallbacks,
    is_easy,
    is_variant,
    plain_language,
)
from webapp.localization.po_reading import BrokenPoFileError
from webapp.localization.questionnaires import question_words, questions_folder
from webapp.localization.sign_off import SIGN_OFF, SignOff, digests_of, read_sign_off
from webapp.questionnaire.load import LoadedDocument, load_document
from webapp.questionnaire.loading.wording import TranslatedWords, word_texts
from webapp.settings import read_questions
from webapp.workbench.languages.checks import coverage, problems_in, unprotected_in
from webapp.workbench.languages.easy_sentences import (
    long_sentences_in,
    texts_without_easy_words,
    without_easy_words,
)
from webapp.workbench.languages.po_files import (
    messages_of,
    read,
    template,
    translated_alone,
    updated,
    written,
)
from webapp.workbench.languages.source_texts import SourceText, texts_of

_folder = click.Path(file_okay=False, path_type=Path)
_tags = click.argument("tags", nargs=-1, metavar="[LANGUAGE]...")


@click.group()
def languages() -> None:
    """Translate pages, reports and the questionnaire: write and check the files of translators.

    A LANGUAGE is a tag such as fr, es or zh-Hans. Its files are webapp/translations/LANGUAGE/pages.po,
    report.po and questions.po; a questionnaire of your own has its words beside it, in
    translations/LANGUAGE/questions.po.
    """


@languages.command()
@click.option(
    "-o", "--output", type=click.Path(file_okay=False, path_type=Path), default=".", metavar="FOLDER"
)
def extract(output: Path) -> None:
    """Write the texts to translate into FOLDER, as pages.pot, report.pot and questions.pot.

    They are for tools such as Weblate. Without one, `update` is all that you need.
    """
    _, loaded = _served()
    output.mkdir(parents=True, exist_ok=True)
    for domain in DOMAINS:
        path = output / f"{domain}.pot"
        path.write_bytes(written(template(texts_of(domain, loaded))))
        click.echo(str(path))


@languages.command()
@_tags
def update(tags: tuple[str, ...]) -> None:
    """Bring the files of each LANGUAGE up to date, or begin them. Without one: of all that there are.

    What was reworded in English keeps its translation, marked as fuzzy, with the earlier English beside it.
    A country's own way of the source language, such as en-GB, keeps only the texts that it has. An easy-read
    edition, such as fr-simple, has those, and the texts whose plain words in fr are too long for easy read.
    """
    folder, loaded = _served()
    for tag in _known(tags) or _begun(folder):
        made = {path: _updated(tag, domain, path, loaded) for domain, path in _files(tag, folder)}
        kept = {path: each for path, each in made.items() if messages_of(each)}
        for path, each in kept.items():
            _write(path, each)
        if not kept:
            click.echo(_why_nothing(tag, loaded))


def _updated(tag: str, domain: str, path: Path, loaded: LoadedDocument) -> Catalog:
    """Return the file of a language as it is to be. Exits with a message where one is broken."""
    try:
        made = updated(tag, texts_of(domain, loaded), read(path) if path.exists() else None)
        if not _is_partial(tag, loaded):
            return made
        is_measured = is_easy(tag) and domain != QUESTIONS
        return translated_alone(made, texts_without_easy_words(path) if is_measured else ())
    except BrokenPoFileError as broken:
        exit_with([str(broken)], BAD_INPUT)


def _write(path: Path, made: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(made))
    click.echo(str(path))


def _why_nothing(tag: str, loaded: LoadedDocument) -> str:
    """Return why an edition that keeps only some texts has none to begin with, and what to do."""
    if not is_easy(tag):
        return _OWN_WAY.format(tag=tag, source=loaded.questionnaire.language)
    return _NOTHING_LONG.format(tag=tag, plain=plain_language(tag))


_OWN_WAY = (
    "{tag}: nothing to write: it has only texts that differ from {source}. Copy those into its questions.po"
)
_NOTHING_LONG = (
    "{tag}: nothing to write: as far as {plain} is translated, its pages and reports have no sentence "
    "that is too long for easy read. Translate pages.po and report.po of {plain} first, or copy into {tag} "
    "what is to be easier. Easy words of the questionnaire stand in questions.po of {plain}"
)


@languages.command()
@_tags
def check(tags: tuple[str, ...]) -> None:
    """List what is wrong with translations, with file and line.

    Placeholders or bold marks that are not those of the English, texts of consent, safety and scored
    instruments that are missing, or stale because their English changed, and sentences of easy read with more
    than 12 words. Exit codes: 0 none; 1 some; 2 wrong usage.
    """
    folder, loaded = _served()
    problems = [each for tag in _known(tags) or _begun(folder) for each in _problems(tag, folder, loaded)]
    click.echo("\n".join(problems) if problems else "Nothing is wrong.")
    raise SystemExit(FAILURE if problems else 0)


def _problems(tag: str, folder: Path, loaded: LoadedDocument) -> Iterator[str]:
    is_partial = _is_partial(tag, loaded)
    for domain, path in _files(tag, folder):
        if path.exists():
            yield from _problems_in(path, () if is_partial else texts_of(domain, loaded), loaded)
        elif domain == PAGES and not is_partial:
            yield f"{path}: missing: words of pages. Run: gutfactors languages update {tag}"
        elif is_easy(tag) and domain != QUESTIONS:
            yield from map(str, without_easy_words(path))


def _problems_in(path: Path, whole: Iterable[SourceText], loaded: LoadedDocument) -> Iterator[str]:
    """Yield what is wrong with a file, which must have the texts of `whole` that protect people."""
    try:
        yield from map(str, problems_in(path))
        yield from map(str, long_sentences_in(path, loaded))
        yield from map(str, unprotected_in(whole, path))
    except BrokenPoFileError as broken:
        yield str(broken)


@languages.command()
@click.argument("tag", metavar="LANGUAGE")
@click.option("--translator", required=True, help="Who translated it.")
@click.option("--translated-back-by", required=True, help="Who translated it back without seeing the source.")
@click.option("--clinician", required=True, help="Which clinician reviewed it.")
@click.option(
    "--tried-with", type=click.IntRange(min=1), required=True, help="With how many people it was tried."
)
def sign(tag: str, *, translator: str, translated_back_by: str, clinician: str, tried_with: int) -> None:
    """Sign the words of the questionnaire in LANGUAGE as they are now, in its sign-off.toml.

    Until then, and again after any change of them, its first screen and the foot of its report say that no
    clinician has reviewed the translation. Words that `check` refuses are not signed.
    """
    folder, loaded = _served()
    try:
        words = question_words(folder, *_known((tag,)))
    except BrokenPoFileError as broken:
        exit_with([str(broken)], BAD_INPUT)
    if not words:
        exit_with([f"{folder / tag} has no words to sign"], BAD_INPUT)
    signed = SignOff(translator, translated_back_by, clinician, tried_with)
    faults = [*signed.faults(), *map(str, problems_in(folder / tag / f"{QUESTIONS}.po"))]
    if faults:
        exit_with(["nothing was signed:", *faults], BAD_INPUT)
    people = {"translated_by": translator, "translated_back_by": translated_back_by, "reviewed_by": clinician}
    lines = [f"{key} = {json.dumps(name, ensure_ascii=False)}" for key, name in people.items()]
    lines += [f"tried_with = {tried_with}", f'date = "{datetime.now(UTC).date()}"', "", "[digests]"]
    lines += [f'{kind} = "{digest}"' for kind, digest in _digests(loaded, words).items()]
    path = folder / tag / SIGN_OFF
    path.write_text("\n".join(lines) + "\n", "utf-8")
    click.echo(str(path))


def _digests(loaded: LoadedDocument, words: TranslatedWords) -> dict[str, str]:
    return digests_of(loaded.questionnaire, word_texts(loaded.errors.data), words)


@languages.command("list")
@_tags
def list_(tags: tuple[str, ...]) -> None:
    """List how much of each LANGUAGE is translated: consent, safety, scored instruments, the rest.

    A stale text was translated before its English changed. People are asked in a language only when nothing
    of consent, safety and instruments is missing or stale.
    """
    folder, loaded = _served()
    for tag in _known(tags) or _begun(folder):
        try:
            _list(tag, folder, loaded)
        except BrokenPoFileError as broken:
            click.echo(f"{tag} {broken}")


def _list(tag: str, folder: Path, loaded: LoadedDocument) -> None:
    if _is_partial(tag, loaded):
        own = sum(len(messages_of(read(path))) for _, path in _files(tag, folder) if path.exists())
        click.echo(f"{tag} has {own} texts of its own")
    else:
        _list_coverage(tag, folder, loaded)


def _list_coverage(tag: str, folder: Path, loaded: LoadedDocument) -> None:
    signed = read_sign_off(folder / tag)
    unsigned = signed.unsigned(_digests(loaded, question_words(folder, tag)))
    click.echo(f"{tag} {_signature(signed, unsigned)}")
    for domain, path in _files(tag, folder):
        for part in coverage(texts_of(domain, loaded), path):
            done = part.total - part.missing - part.stale
            click.echo(f"{tag} {domain} {part.kind}: {done} of {part.total}, {part.stale} stale")


def _is_partial(tag: str, loaded: LoadedDocument) -> bool:
    """Return whether a folder has only texts that differ: what it lacks is as in another folder."""
    return is_easy(tag) or is_variant(tag, loaded.questionnaire.language)


def _served() -> tuple[Path, LoadedDocument]:
    """Return the folder of the words of the instance's questionnaire, and that questionnaire."""
    questions = settings_from({}).questions
    with exit_on_config_errors(questions):
        return questions_folder(questions), load_document(read_questions(questions))


def _signature(signed: SignOff, unsigned: Sequence[str]) -> str:
    return f"unsigned: {', '.join(unsigned)}" if unsigned else f"signed: {signed.reviewed_by}, {signed.date}"


def _files(tag: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the catalogues of a language with their files.

    Beside a questionnaire of the clinic are only its words. Those of pages and reports are in the product,
    and come with them where they are still to be begun.
    """
    for domain in DOMAINS:
        own = (tag,) if is_easy(tag) else fallbacks(tag)
        paths = [TRANSLATIONS / each / f"{domain}.po" for each in own]
        if domain == QUESTIONS:
            yield domain, folder / tag / f"{domain}.po"
        elif folder == TRANSLATIONS or not any(path.exists() for path in paths):
            yield domain, paths[0]


def _begun(folder: Path) -> list[str]:
    return sorted({path.parent.name for path in folder.glob("*/*.po")})


def _known(tags: tuple[str, ...]) -> list[str]:
    unknown = [tag for tag in tags if parsed(tag) is None]
    if unknown:
        exit_with(
            [f'"{tag}" is no language that we know: write a tag such as fr or zh-Hans' for tag in unknown],
            BAD_INPUT,
        )
    return list(tags)

"""PO files of translators: made from the source texts, and brought up to date with them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import unescape, write_po

from webapp.localization.catalogues import plain_language
from webapp.localization.po_reading import parse_po, po_text
from webapp.workbench.languages.source_texts import SourceText

FUZZY = "fuzzy"  # the flag of a translation whose source has changed
LEAST_ALIKE = 0.7  # from this likeness on, one sentence is taken for another that was reworded

HEADER = "# Words of Gut Factors, kept by `gutfactors languages update`: see webapp/translations/README.md."
_HEAD: Mapping[str, Any] = {"project": "Gut Factors", "version": "-", "msgid_bugs_address": "-"}

MessageKey = tuple[str, object]
"""The context of a message, and its words or its singular and plural."""


def read(path: Path) -> Catalog:
    """Return the catalogue of a file. Raise BrokenPoFileError."""
    text = po_text(path)
    made = parse_po(text, path, _locale(path.parent.name))
    previous = _previous_ids(text)
    for message in made:
        message.previous_id = previous.get(message.lineno or 0, [])
        message.user_comments = [one for one in message.user_comments if not one.startswith("|")]
    return made


def _locale(language: str) -> str:
    """Return the name of a language for Babel; an easy-read edition has that of its language."""
    return plain_language(language).replace("-", "_")


def _previous_ids(text: str) -> dict[int, list[str]]:
    """Return the earlier sources of messages by their lines: Babel reads them as comments."""
    found: dict[int, list[str]] = {}
    earlier: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("#| msgid"):
            earlier.append(unescape(line[line.index('"') :]))
        elif line.startswith('#| "'):
            earlier[-1] += unescape(line[3:])
        elif line.startswith("msgid "):
            found[number], earlier = earlier, []
    return found


def updated(language: str, texts: Iterable[SourceText], old: Catalog | None = None) -> Catalog:
    """Return a catalogue of these texts with the translations of an older one.

    Where a source text was reworded, its translation is kept as fuzzy, with the previous source beside it.
    """
    texts = tuple(texts)
    made = Catalog(_locale(language), header_comment=HEADER, fuzzy=False, **_HEAD)
    before = messages_of(old) if old else {}
    gone = {key: before[key] for key in before.keys() - {(one.context, one.words) for one in texts}}
    gone = {key: message for key, message in gone.items() if has_all_words(message)}
    for text in texts:
        known = before.get((text.context, text.words)) or _of_two_texts(text, gone, made.num_plurals)
        _add(made, text, known, gone)
    if old:
        made.header_comment, made.creation_date = old.header_comment, old.creation_date
        made.revision_date, made.last_translator = old.revision_date, old.last_translator
    return made


def translated_alone(catalogue: Catalog, besides: Collection[MessageKey] = ()) -> Catalog:
    """Return the catalogue without what has no translation, `besides` these."""
    for key, message in messages_of(catalogue).items():
        if not has_all_words(message) and key not in besides:
            catalogue.delete(message.id, message.context)
    return catalogue


def template(texts: Iterable[SourceText]) -> Catalog:
    """Return an empty catalogue of these texts, for tools that make their own files."""
    made = Catalog(header_comment=HEADER, fuzzy=False, **_HEAD)
    for text in texts:
        _add(made, text, None, {})
    return made


def written(catalogue: Catalog) -> bytes:
    """Return the bytes of a file. Equal catalogues give equal bytes."""
    file = BytesIO()
    write_po(file, catalogue, include_previous=True, include_lineno=False, width=100)
    return file.getvalue()


def messages_of(catalogue: Catalog) -> dict[MessageKey, Message]:
    """Return the messages by context and source, without the header."""
    return {(one.context or "", one.id): one for one in catalogue if one.id}


def forms_of(words: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return the forms of a message: one, or a singular and plurals."""
    return (words or "",) if words is None or isinstance(words, str) else tuple(words)


def has_all_words(message: Message) -> bool:
    """Return whether every form of the message has words."""
    return all(forms_of(message.string))


def _add(made: Catalog, text: SourceText, known: Message | None, gone: Mapping[MessageKey, Message]) -> None:
    kept = known or _reworded(text, gone)
    flags = set() if kept is None or (kept is known and FUZZY not in kept.flags) else {FUZZY}
    made.add(
        text.words,
        kept.string if kept else "",
        locations=[(text.place.replace(" ", "_"), 0)],
        flags=flags,
        auto_comments=[*text.comments, f"kind: {text.kind}"],
        user_comments=kept.user_comments if kept else (),
        previous_id=_previous(kept, known),
        context=text.context or None,
    )


def _previous(kept: Message | None, known: Message | None) -> tuple[str, ...]:
    if kept is None:
        return ()
    if kept is known:
        return tuple(kept.previous_id)
    return forms_of(kept.id)


def _reworded(text: SourceText, gone: Mapping[MessageKey, Message]) -> Message | None:
    """Return the message whose source was most likely reworded to this text."""
    if not isinstance(text.words, str):
        return None
    near = {
        words: message
        for (context, words), message in gone.items()
        if context == text.context and isinstance(words, str)
    }
    if text.context and len(near) == 1:
        return next(iter(near.values()))
    (best, *_) = (*get_close_matches(text.words, near, n=1, cutoff=LEAST_ALIKE), "")
    return near.get(best)


def _of_two_texts(text: SourceText, gone: Mapping[MessageKey, Message], count: int) -> Message | None:
    """Return the forms of a unit from a file that has them as two texts; further ones are empty."""
    if isinstance(text.words, str):
        return None
    one, many = text.words
    found = gone.get((f"{text.context}.one", one)), gone.get((f"{text.context}.many", many))
    if not all(found):
        return None
    forms = tuple(forms_of(message.string)[0] for message in found if message)
    fitted = forms[-1:] if count == 1 else (*forms, *[""] * (count - len(forms)))
    return Message(text.words, fitted, context=text.context)

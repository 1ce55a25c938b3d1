"""Upgrades of older forms of the file.

Stored submissions keep the text that they answered, so an old text must load for as long as they are kept.
"""

LEVELS = ("strong", "moderate", "slight")  # the keys of a factor's `basis`


def upgrade_old_forms(data: dict[str, object]) -> None:
    """Rewrite older forms in place: a basis that is a text, and the kind "page" of a reference."""
    _upgrade_bases(data)
    references = data.get("reference")
    for one in references if isinstance(references, list) else []:
        if isinstance(one, dict) and one.get("kind") == "page":
            one["kind"] = "web"


def _upgrade_bases(value: object) -> None:
    """Rewrite, at any depth, each basis that is a text such as "published: who-2023 | note"."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key == "basis":
                value[key] = _upgraded(one)
            _upgrade_bases(one)
    elif isinstance(value, list):
        for one in value:
            _upgrade_bases(one)


def _upgraded(basis: object) -> object:
    if isinstance(basis, dict):
        texts = {key: one for key, one in basis.items() if key in LEVELS and isinstance(one, str)}
        return {**basis, **{key: _table(text) for key, text in texts.items()}}
    return _table(basis) if isinstance(basis, str) else basis


def _table(text: str) -> dict[str, object]:
    head, _, note = text.partition("|")
    kind, _, sources = head.partition(":")
    names = [name.strip() for name in sources.split(",")]
    table = {"kind": kind.strip(), "sources": [name for name in names if name], "note": note.strip()}
    return {key: value for key, value in table.items() if value or key == "kind"}

"""Upgrades of older forms of the file.

Stored submissions keep the text that they answered, so an old text must load for as long as they are kept.
"""

LEVELS = ("strong", "moderate", "slight")  # the keys of a factor's `basis`


def upgrade(value: object) -> None:
    """Rewrite, in place and at any depth, each basis that is a text such as "published: who-2023 | note"."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key == "basis":
                value[key] = _upgraded(one)
            upgrade(one)
    elif isinstance(value, list):
        for one in value:
            upgrade(one)


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

"""Backup files that are tampered with, for tests."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

from webapp.storage import read_key
from webapp.storage.crypto.keyring import KeyRing, RingSeal

Members = dict[str, bytes]


def members_of(path: Path) -> Members:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(path: Path, change: Callable[[Members], object]) -> Members:
    """Change the content of a backup without the key."""
    members = members_of(path)
    change(members)
    with ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return members


def forge(path: Path, key_file: Path, change: Callable[[Members], object]) -> None:
    """Change the content of a backup and seal it again, as a faulty version of this program might."""
    members = rewrite(path, change)
    manifest = json.loads(members["manifest.json"])
    for name, member in manifest["members"].items():
        member["sha256"] = sha256(members[name]).hexdigest()
    text = json.dumps(manifest).encode()
    seal = RingSeal(KeyRing(key_file, read_key(key_file)), os.urandom)
    sealed = seal.seal(sha256(text).digest(), "manifest.json")
    rewrite(path, lambda them: them.update({"manifest.json": text, "manifest.seal": sealed}))


def changed_row(name: str, **values: object) -> Callable[[Members], object]:
    """Put other values into the first row of a table."""

    def change(members: Members) -> None:
        first, *others = members[f"{name}.jsonl"].splitlines(keepends=True)
        row = json.dumps(json.loads(first) | values).encode() + b"\n"
        members[f"{name}.jsonl"] = b"".join([row, *others])

    return change

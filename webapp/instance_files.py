"""Files of an instance: they belong to the account that serves it, also where another account writes them."""

import os
import stat
from contextlib import suppress
from errno import ELOOP, ENOENT, ENOTDIR, EPERM
from pathlib import Path
from secrets import token_hex

PRIVATE = 0o600


class AccessDenied(Exception):  # noqa: N818  what an account meets
    """This account may not look at a file. The message says whose it is, and what to do."""

    def __init__(self, path: Path) -> None:
        super().__init__(why_denied(path))


def is_there(path: Path) -> bool:
    """Return whether there is something at `path`. Raise AccessDenied where this account cannot look.

    `Path.exists` would raise PermissionError then, or say that there is nothing: that depends on Python.
    """
    try:
        path.stat()
    except PermissionError as error:
        raise AccessDenied(path) from error
    except OSError as error:
        if error.errno in {ENOENT, ENOTDIR, ELOOP}:
            return False
        raise
    return True


def closed_folder(path: Path) -> Path | None:
    """Return the outermost folder on the way to `path` that this account may not enter, or None."""
    return next((each for each in reversed(path.absolute().parents) if not os.access(each, os.X_OK)), None)


def why_denied(path: Path) -> str:
    """Return a sentence for a PermissionError: whose file or folder it is, and what to do."""
    if os.name != "posix":
        return f"{path} cannot be opened by this account"
    account = account_name(os.geteuid())
    closed = closed_folder(path)
    if closed:
        owner = account_name(closed.stat().st_uid)
        return (
            f"this account ({account}) cannot enter the folder {closed}, which belongs to {owner}: "
            f"run this as {owner}"
        )
    owner = account_name(path.stat().st_uid)
    remedy = f"run this as {owner}"
    if owner == account:
        remedy = f"run  chmod 600 {path}"
    elif path.parent.stat().st_uid == os.geteuid():
        remedy = f"run, as root,  chown {account} {path}"
    return f"{path} belongs to {owner} and cannot be opened by this account ({account}): {remedy}"


def account_name(number: int) -> str:
    """Return the name of a system account, or its number if it has no name."""
    from pwd import getpwuid  # noqa: PLC0415  Windows has no such module

    try:
        return getpwuid(number).pw_name
    except KeyError:
        return f"number {number}"


def replace_file(path: Path, content: bytes) -> None:
    """Replace a file atomically, or create it: see `create_for`. Raise OSError, and change nothing then."""
    draft = write_beside(path, content)
    try:
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)


def write_beside(path: Path, content: bytes) -> Path:
    """Write a draft of the file at `path`, and return where it is. Raise OSError."""
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    descriptor = create_for(path, draft)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft


def create_for(path: Path, draft: Path) -> int:
    """Create `draft`, which will be the file at `path`, and return its open descriptor. Raise OSError.

    It gets the owner and the mode of the file that it replaces. A new file is its owner's only; where root
    makes it, it belongs to the owner of the folder.
    """
    model = _model_of(path)
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE)
    try:
        if model:
            _give(descriptor, model, path)
    except OSError:
        os.close(descriptor)
        draft.unlink(missing_ok=True)
        raise
    return descriptor


def _model_of(path: Path) -> os.stat_result | None:
    """Return whose owner a file gets: the file there, or for root its folder; None for this account's own."""
    if os.name != "posix":
        return None
    with suppress(FileNotFoundError):
        return path.stat()
    return path.parent.stat() if os.geteuid() == 0 else None


def _give(descriptor: int, model: os.stat_result, path: Path) -> None:
    """Give a new file the owner of the model, and its mode if that is a file. Raise OSError."""
    own = os.fstat(descriptor)
    is_other_group = os.geteuid() == 0 and own.st_gid != model.st_gid
    if own.st_uid != model.st_uid or is_other_group:
        try:
            os.fchown(descriptor, model.st_uid, model.st_gid)
        except OSError as error:
            owner, account = account_name(model.st_uid), account_name(os.geteuid())
            reason = f"it belongs to {owner}, which this account ({account}) cannot keep: run this as {owner}"
            raise PermissionError(EPERM, reason, str(path)) from error
    if stat.S_ISREG(model.st_mode):
        os.fchmod(descriptor, stat.S_IMODE(model.st_mode))


def _sync_folder(folder: Path) -> None:
    """Make the folder's new entry survive a power cut. Windows does that by itself."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

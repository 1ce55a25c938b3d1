"""Print every document with another version of WeasyPrint, and compare it with the installed one.

`script/try-weasyprint VERSION` makes the environment of the other version and starts this. Each document of
test cases is printed three times: by the installed version as it serves, and by the other one with and
without our patches. Then: do the patches change a byte of the other version, does every file of it keep
PDF/UA-1, and which pages look different? Those pages are put side by side (installed, other) as PNG in the
folder. Exits with 1 if patches change anything, a document fails, or PDF/UA is broken; other pixels are for a
person to judge.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from itertools import islice
from pathlib import Path

import page
from PIL import Image, ImageChops

from benchmarks.same_documents import documents
from webapp.report.pdf.printing import print_report
from webapp.report.pdf.weasyprint_patches.apply_all import PATCHES, apply_all

PRINT, COMPARE = "print", "compare"
WITH, WITHOUT = "with", "without"
DOTS_PER_INCH = "50"
PACKAGES = ("weasyprint", "pydyf", "cssselect2", "tinycss2", "tinyhtml5", "fonttools")


def main() -> None:
    """Print in this process, or compare what other processes print."""
    asked = _arguments()
    if asked.do == PRINT:
        print_all(asked.folder, asked.way, 1 if asked.first else None)
    else:
        sys.exit(compare(asked))


def _arguments() -> Namespace:
    parser = ArgumentParser()
    parser.add_argument("do", choices=(PRINT, COMPARE))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--way", choices=(WITH, WITHOUT), default=WITH)
    parser.add_argument("--other", help="the Python with the other version")
    parser.add_argument("--first", action="store_true", help="only the first document")
    parser.add_argument("--quick", action="store_true", help="every tenth person")
    return parser.parse_args()


def print_all(folder: Path, way: str, most: int | None = None) -> None:
    """Print every document into the folder; put the versions and what failed into `printed.json`."""
    folder.mkdir(parents=True)
    failed = {f"patch {name}": error for name in PATCHES if way == WITH and (error := _import_error(name))}
    left_out = PATCHES if way == WITHOUT else [name for name in PATCHES if f"patch {name}" in failed]
    apply_all(left_out=left_out, are_untested=True)
    for name, view in islice(documents(), most):
        try:
            (folder / f"{slug(name)}.pdf").write_bytes(print_report(view))
        except Exception as error:  # noqa: BLE001  the finding of this trial
            failed[name] = f"{type(error).__name__}: {error}"
    found = {"versions": {name: version(name) for name in PACKAGES}, "failed": failed}
    (folder / "printed.json").write_text(json.dumps(found), "utf-8")


def _import_error(patch: str) -> str:
    """Return why a patch does not fit this version; "" if it can be loaded."""
    try:
        import_module(f"webapp.report.pdf.weasyprint_patches.{patch}")
    except (ImportError, AttributeError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def slug(name: str) -> str:
    """Return the name of a document's file."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def compare(asked: Namespace) -> int:
    """Print three times, and return 1 if something is wrong with the other version."""
    quick = ["--quick"] if asked.quick else []
    installed, patched, plain = (asked.folder / name for name in ("installed", "other-with", "other-without"))
    again = asked.folder / "other-again"
    for python, folder, *options in (
        (sys.executable, installed, "--way", WITH),
        (asked.other, patched, "--way", WITH),
        (asked.other, plain, "--way", WITHOUT),
        (asked.other, again, "--way", WITHOUT, "--first"),
    ):
        command = [python, "-m", "benchmarks.weasyprint_versions", PRINT, folder, *options, *quick]
        subprocess.run(command, check=True)
    wrong = [*_failures(patched), *_failures(plain)]
    if list(_different(again, plain)):
        print("This version writes other bytes each time: what the patches change is looked for in pixels.")
        changed = _pages_that_look_different(patched, plain, asked.folder / "changed-by-patches")
    else:
        changed = _different(patched, plain)
    wrong += [f"the patches change {name}" for name in changed]
    wrong += [f"PDF/UA: {path.stem}: {why}" for path in sorted(plain.glob("*.pdf")) for why in _faults(path)]
    pages = list(_pages_that_look_different(installed, plain, asked.folder / "side-by-side"))
    print(_versions(installed), "->", _versions(plain))
    print(f"{len(list(plain.glob('*.pdf')))} documents, {len(wrong)} things are wrong:", *wrong, sep="\n")
    print(f"{len(pages)} pages look different", *pages, sep="\n")
    return int(bool(wrong))


def _versions(folder: Path) -> str:
    found = json.loads((folder / "printed.json").read_text("utf-8"))["versions"]
    return ", ".join(f"{name} {number}" for name, number in found.items())


def _failures(folder: Path) -> list[str]:
    found = json.loads((folder / "printed.json").read_text("utf-8"))["failed"]
    return [f"{folder.name}: {name}: {why}" for name, why in found.items()]


def _different(one: Path, other: Path) -> Iterator[str]:
    for path in sorted(one.glob("*.pdf")):
        twin = other / path.name
        if not twin.exists() or sha256(path.read_bytes()).digest() != sha256(twin.read_bytes()).digest():
            yield path.stem


def _faults(path: Path) -> Sequence[str]:
    result = page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_UA_1)
    return () if result.is_compliant else (str(result),)


def _pages_that_look_different(old: Path, new: Path, target: Path) -> Iterator[str]:
    """Yield the names of pages whose pixels differ, and lay both beside each other in a picture."""
    for path in sorted(new.glob("*.pdf")):
        before, after = (_pictures(folder / path.name) for folder in (old, new))
        if len(before) != len(after):
            yield f"{path.stem}: {len(before)} pages became {len(after)}"
        for number, (left, right) in enumerate(zip(before, after, strict=False), 1):
            if left.size != right.size or ImageChops.difference(left, right).getbbox():
                target.mkdir(exist_ok=True)
                name = f"{path.stem}-{number}"
                _beside(left, right).save(target / f"{name}.png")
                yield name


def _pictures(path: Path) -> list[Image.Image]:
    if not path.exists():
        return []
    folder = path.with_suffix("")
    folder.mkdir()
    subprocess.run(["pdftoppm", "-r", DOTS_PER_INCH, "-png", path, folder / "page"], check=True)
    pictures = [Image.open(each).convert("RGB") for each in sorted(folder.iterdir())]
    for each in folder.iterdir():
        each.unlink()
    folder.rmdir()
    return pictures


def _beside(left: Image.Image, right: Image.Image) -> Image.Image:
    both = Image.new("RGB", (left.width + right.width + 10, max(left.height, right.height)), "red")
    both.paste(left, (0, 0))
    both.paste(right, (left.width + 10, 0))
    return both


if __name__ == "__main__":
    main()

"""Rebuild report_templates/fonts: the fonts that reports embed, reduced to the scripts that we print.

    python script/fonts.py FOLDER     where FOLDER holds the Noto fonts (Debian: packages fonts-noto-core and,
                                 for the condensed faces, fonts-noto-extra)

Hinting (for screens) and code points outside the ranges below are removed. Without FOLDER only
`characters.txt` is written: the characters of all fonts, for code that must not load a font; and, where it is
installed, `characters-droid.txt`: those of the optional font.
Needs fontTools, a dependency of WeasyPrint. The output depends on the input files alone.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

OUT = Path(__file__).resolve().parents[1] / "report_templates" / "fonts"

LETTERS = [
    (0x0020, 0x024F),  # Latin, with the extensions A and B
    (0x0250, 0x036F),  # phonetic letters, marks that combine
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x052F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin of Vietnamese and others
    (0x2000, 0x20CF),  # punctuation, marks of direction, raised and lowered digits, currencies
    (0x2100, 0x218F),  # letter-like signs, fractions
    (0x2212, 0x2212),  # minus
    (0xFB00, 0xFB06),  # ligatures
    (0xFEFF, 0xFEFF),
    (0xFFFC, 0xFFFD),
]
SIGNS = [
    (0x0020, 0x0020),  # a space before a sign is set in the face of the sign
    (0x00A0, 0x00A0),
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # at most, at least
    (0x25A0, 0x25FF),  # shapes
]
WHOLE = [(0, 0x10FFFF)]

FACES = {
    "NotoSans-Regular": LETTERS,
    "NotoSans-Bold": LETTERS,
    "NotoSans-Italic": LETTERS,
    "NotoSans-Condensed": LETTERS,
    "NotoSans-CondensedBold": LETTERS,
    "NotoSans-CondensedItalic": LETTERS,
    "NotoSerif-Regular": LETTERS,
    "NotoSerif-Bold": LETTERS,
    "NotoSansArabic-Regular": WHOLE,
    "NotoSansArabic-Bold": WHOLE,
    "NotoSansArmenian-Regular": WHOLE,
    "NotoSansArmenian-Bold": WHOLE,
    "NotoSansBengali-Regular": WHOLE,
    "NotoSansBengali-Bold": WHOLE,
    "NotoSansDevanagari-Regular": WHOLE,
    "NotoSansDevanagari-Bold": WHOLE,
    "NotoSansGeorgian-Regular": WHOLE,
    "NotoSansGeorgian-Bold": WHOLE,
    "NotoSansGurmukhi-Regular": WHOLE,
    "NotoSansGurmukhi-Bold": WHOLE,
    "NotoSansHebrew-Regular": WHOLE,
    "NotoSansHebrew-Bold": WHOLE,
    "NotoSansMath-Regular": SIGNS,
    "NotoSansTamil-Regular": WHOLE,
    "NotoSansTamil-Bold": WHOLE,
    "NotoSansThai-Regular": WHOLE,
    "NotoSansThai-Bold": WHOLE,
    # For names alone: no translation of ours is in these scripts.
    "NotoSansAdlam-Regular": WHOLE,
    "NotoSansCanadianAboriginal-Regular": WHOLE,
    "NotoSansCherokee-Regular": WHOLE,
    "NotoSansEthiopic-Regular": WHOLE,
    "NotoSansGujarati-Regular": WHOLE,
    "NotoSansKannada-Regular": WHOLE,
    "NotoSansKhmer-Regular": WHOLE,
    "NotoSansLao-Regular": WHOLE,
    "NotoSansMalayalam-Regular": WHOLE,
    "NotoSansMyanmar-Regular": WHOLE,
    "NotoSansNKo-Regular": WHOLE,
    "NotoSansOlChiki-Regular": WHOLE,
    "NotoSansOriya-Regular": WHOLE,
    "NotoSansSinhala-Regular": WHOLE,
    "NotoSansSyriac-Regular": WHOLE,
    "NotoSansTelugu-Regular": WHOLE,
    "NotoSansThaana-Regular": WHOLE,
    "NotoSansTifinagh-Regular": WHOLE,
    "NotoSerifTibetan-Regular": WHOLE,
}

DROID = (
    Path("/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf"),
    Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"),
)
"""The optional fonts for Chinese, Japanese and Korean, and for rare Chinese names. They are not copied.

Debian has both in one package, fonts-droid-fallback.
"""


def cut(source: Path, target: Path, ranges: list[tuple[int, int]]) -> None:
    """Write the font with the code points in `ranges` and all shaping rules, without hinting."""
    face = TTFont(source, recalcTimestamp=False)
    wanted = [point for point in face.getBestCmap() if any(low <= point <= high for low, high in ranges)]
    options = subset.Options(
        hinting=False, layout_features=["*"], name_IDs=["*"], notdef_outline=True, recalc_timestamp=False
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(face)
    face.save(target)


def characters(paths: Iterable[Path]) -> str:
    """Return the ranges of code points that any of the fonts has, one a line: "41-5A"."""
    points = sorted({point for path in paths for point in TTFont(path).getBestCmap()})
    runs: list[list[int]] = []
    for point in points:
        if runs and point == runs[-1][1] + 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return "".join(f"{first:X}-{last:X}\n" for first, last in runs)


def main(folder: Path | None) -> None:
    """Reduce every font of FACES that is in `folder`, and write the lists of characters."""
    for name, ranges in FACES.items() if folder else ():
        if (folder / f"{name}.ttf").exists():
            cut(folder / f"{name}.ttf", OUT / f"{name}.ttf", ranges)
    (OUT / "characters.txt").write_text(characters(OUT.glob("*.ttf")), encoding="ascii")
    if all(path.exists() for path in DROID):
        (OUT / "characters-droid.txt").write_text(characters(DROID), encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else None)

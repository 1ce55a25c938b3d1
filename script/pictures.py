#!/usr/bin/env python3
"""Make webapp/static/pictures.svg: the pictures of easy read that questions.toml names, by healthicons.

Unpack the npm package first: npm pack healthicons@2.0.0 && tar xf healthicons-2.0.0.tgz
Then: script/pictures.py package
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMED = re.compile(r'^\s*picture = "([a-z]+)-([^"]+)"', re.MULTILINE)
INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
ABOUT = "Pictures of healthicons.org 2.0.0, MIT licence (pictures-LICENSE); made by script/pictures.py"


def symbol(package: Path, folder: str, name: str) -> str:
    """Return a picture as a symbol in the colour of its surroundings."""
    svg = (package / "public/icons/svg/filled" / folder / f"{name}.svg").read_text("utf-8")
    found = INSIDE.search(svg)
    if found is None:
        raise SystemExit(f"no picture in {folder}/{name}.svg")
    drawn = " ".join(re.sub(r'"(?:black|#333333|#000000|#000)"', '"currentColor"', found[1]).split())
    return f'<symbol id="{folder}-{name}" viewBox="0 0 48 48">{drawn}</symbol>'


def main(package: Path) -> None:
    """Write the sprite, and the licence beside it."""
    wanted = sorted(set(NAMED.findall((ROOT / "questions.toml").read_text("utf-8"))))
    symbols = "\n".join(symbol(package, *one) for one in wanted)
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">\n<!-- {ABOUT} -->\n{symbols}\n</svg>\n'
    (ROOT / "webapp/static/pictures.svg").write_text(sprite, "utf-8")
    (ROOT / "webapp/static/pictures-LICENSE").write_bytes((package / "LICENSE").read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))

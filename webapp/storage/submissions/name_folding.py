"""Folding of names for the search: without case, accents, strokes and scripts of digits."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")

# Apostrophes and hyphens within a word, which people may leave out when they search.
_JOINT = re.compile(r"(?<=[^\W_])['\u2018\u2019\u02bb\u02bc`\u00b4\u2010\u2011-](?=[^\W_])")

# Letters whose Unicode names do not contain the plain letters that people type instead.
_STAND_FOR = {
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    "ð": "d", "þ": "th", "ŋ": "n", "ĸ": "k", "ə": "e", "ɛ": "e", "ɔ": "o",
}  # fmt: skip
_LATIN = re.compile(r"LATIN SMALL (?:LETTER|LIGATURE) ([A-Z]{1,2})(?: WITH [A-Z ]+)?")

# Other spellings on keyboards without these letters: Mueller, Soerensen, Aasen.
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})

# Scripts without blanks between words: each character is a word.
_SIGNS = ("CJK UNIFIED", "CJK COMPATIBILITY", "HIRAGANA", "KATAKANA", "HANGUL SYLLABLE")


def words_of(text: str) -> list[str]:
    """Return the words without case, accents and punctuation: "Zoë O'Neil" gives "zoe", "o", "neil".

    Letters become the plain ones that they look like (ł is l, æ is ae), digits of every script become 0 to 9,
    and each Chinese, Japanese or Korean character is a word.
    """
    return _WORD.findall(_folded(text))


def other_words_of(text: str) -> list[str]:
    """Return other spellings of the words: "O'Neil" as "oneil", "Müller" as "mueller"."""
    joined, small = _JOINT.sub("", text), unicodedata.normalize("NFC", text.casefold())
    written_out = small.translate(_WRITTEN_OUT)
    said = set(words_of(text))
    others = [*words_of(joined), *words_of(written_out), *words_of(_JOINT.sub("", written_out))]
    return [word for word in dict.fromkeys(others) if word not in said]


def chunks_of(text: str) -> list[str]:
    """Return what stands between blanks, without chunks that have no word."""
    return [chunk for chunk in text.split() if words_of(chunk)]


def _folded(text: str) -> str:
    small = text.casefold()
    if small.isascii():
        return small
    apart = unicodedata.normalize("NFKD", small)
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
    return "".join(_stands_for(sign) for sign in unicodedata.normalize("NFC", plain))


@lru_cache(maxsize=4096)
def _stands_for(sign: str) -> str:
    if sign.isascii():
        return sign
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    if sign in _STAND_FOR:
        return _STAND_FOR[sign]
    name = unicodedata.name(sign, "")
    if name.startswith(_SIGNS):
        return f" {sign} "
    latin = _LATIN.fullmatch(name)
    return latin[1].lower() if latin else sign

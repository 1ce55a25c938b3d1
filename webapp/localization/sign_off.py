"""Who translated a questionnaire, and which of its words they signed: `sign-off.toml` beside the words.

A digest for each kind of text says which words were signed: a change of one of them, or of its source, makes
that kind unsigned again.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from webapp.questionnaire.loading.wording import TranslatedWords, WordText
from webapp.questionnaire.model import Questionnaire
from webapp.questionnaire.text_kinds import TextKinds

SIGN_OFF = "sign-off.toml"

NOBODY = frozenset({"no", "none", "nobody", "na", "nil", "tbd", "todo", "unknown", "dr"})
"""Words that stand for a name and are none."""

_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class SignOff:
    """The signatures under a translation: names, the day (ISO 8601), a digest of the words of each kind."""

    translated_by: str = ""
    translated_back_by: str = ""
    reviewed_by: str = ""
    tried_with: int = 0
    date: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)

    def unsigned(self, digests: Mapping[str, str]) -> tuple[str, ...]:
        """Return the kinds of texts whose words nobody signed as they are now."""
        signed = {} if self.faults() else self.digests
        return tuple(kind for kind, digest in digests.items() if signed.get(kind) != digest)

    def faults(self) -> tuple[str, ...]:
        """Return why these signatures count for nothing: somebody is not named, or nobody tried the words."""
        people = {
            "who translated the words": self.translated_by,
            "who translated them back": self.translated_back_by,
            "which clinician reviewed them": self.reviewed_by,
        }
        found = [f"{what} is not named" for what, name in people.items() if not _is_name(name)]
        if not found and _plain(self.translated_by) == _plain(self.translated_back_by):
            found.append("who translates words back is somebody else, who has not seen the source")
        return (*found, *(("the words were tried with nobody",) if self.tried_with < 1 else ()))


def read_sign_off(folder: Path) -> SignOff:
    """Return the signatures of a language; none without a file. Raise ValueError for a broken file."""
    path = folder / SIGN_OFF
    if not path.exists():
        return SignOff()
    try:
        return SignOff(**tomllib.loads(path.read_text("utf-8")))
    except (TypeError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path} cannot be read: {error}") from error


def _is_name(text: object) -> bool:
    """Return whether this names somebody, by a word of two letters at least that is no "no"."""
    return isinstance(text, str) and any(word not in NOBODY for word in _WORD.findall(_plain(text)))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def digests_of(
    questionnaire: Questionnaire, texts: Iterable[WordText], words: TranslatedWords
) -> dict[str, str]:
    """Return a digest of the words of each kind, with those of the source (`texts`) that they translate."""
    kinds = TextKinds(questionnaire)
    pairs: defaultdict[str, list[str]] = defaultdict(list)
    for context, _, source in texts:
        pairs[kinds.of(context)].append("\0".join((context, source, words.get((context, source), ""))))
    return {kind: sha256("\1".join(sorted(of_kind)).encode()).hexdigest() for kind, of_kind in pairs.items()}

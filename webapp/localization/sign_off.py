"""Who translated a questionnaire, and which of its words they signed: `sign-off.toml` beside the words.

A digest for each kind of text says which words were signed: a change of one of them, or of its source, makes
that kind unsigned again.
"""

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
        return tuple(kind for kind, digest in digests.items() if self.digests.get(kind) != digest)


def read_sign_off(folder: Path) -> SignOff:
    """Return the signatures of a language; none without a file. Raise ValueError for a broken file."""
    path = folder / SIGN_OFF
    if not path.exists():
        return SignOff()
    try:
        return SignOff(**tomllib.loads(path.read_text("utf-8")))
    except (TypeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path} cannot be read: {error}") from error


def digests_of(
    questionnaire: Questionnaire, texts: Iterable[WordText], words: TranslatedWords
) -> dict[str, str]:
    """Return a digest of the words of each kind, with those of the source (`texts`) that they translate."""
    kinds = TextKinds(questionnaire)
    pairs: defaultdict[str, list[str]] = defaultdict(list)
    for context, _, source in texts:
        pairs[kinds.of(context)].append("\0".join((context, source, words.get((context, source), ""))))
    return {kind: sha256("\1".join(sorted(of_kind)).encode()).hexdigest() for kind, of_kind in pairs.items()}

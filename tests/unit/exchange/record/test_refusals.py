"""Why a file is refused, in the language of the reader."""

from __future__ import annotations

from webapp.exchange.record.refusals import UNKNOWN_QUESTIONNAIRE, RecordRefused


def test_a_refusal_is_translated_before_its_values_are_put_in() -> None:
    refused = RecordRefused(UNKNOWN_QUESTIONNAIRE, version='"0.1"', digest='"12345678"')
    assert '(version "0.1", "12345678")' in str(refused)
    french = {UNKNOWN_QUESTIONNAIRE: "Version %(version)s inconnue (%(digest)s)."}
    assert refused.translated(french.__getitem__) == ('Version "0.1" inconnue ("12345678").',)


def test_a_sentence_that_quotes_the_file_stays_as_it_is() -> None:
    refused = RecordRefused("It has 100 % of nothing.")
    assert refused.translated(str) == refused.sentences == ("It has 100 % of nothing.",)

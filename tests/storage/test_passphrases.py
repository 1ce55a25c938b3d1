"""Six words bring a draft back on another device."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from sqlalchemy import func, select

from webapp.localization.passphrase_words import language_of, passphrase_language, passphrase_words
from webapp.storage import Store, StoreUnavailable, may_be_six_words
from webapp.storage.patient.passphrase_hash import PassphraseHasher, new_passphrase, normalized
from webapp.storage.tables import returns

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WEEK = timedelta(days=7)


def test_the_passphrase_brings_the_token_back(store: Store) -> None:
    token = store.drafts.create({"age": 41}, NOW)
    passphrase = store.passphrases.issue(token, NOW)
    assert passphrase is not None
    assert store.passphrases.redeem(passphrase, NOW) == token


def test_it_does_so_in_another_worker(store: Store, url: str, opening: Callable[[str], Store]) -> None:
    token = store.drafts.create({}, NOW)
    passphrase = store.passphrases.issue(token, NOW)
    assert passphrase is not None
    assert opening(url).passphrases.redeem(passphrase, NOW) == token


def test_it_is_six_easy_words(store: Store) -> None:
    passphrase = store.passphrases.issue(store.drafts.create({}, NOW), NOW)
    assert passphrase is not None
    words = passphrase.split(" ")
    assert len(words) == 6
    assert set(words) <= set(passphrase_words("en"))


def test_the_passphrase_may_be_typed_in_any_manner(store: Store) -> None:
    token = store.drafts.create({}, NOW)
    passphrase = store.passphrases.issue(token, NOW)
    assert passphrase is not None
    assert store.passphrases.redeem(f"  “{passphrase.upper().replace(' ', ', ')}.” \r\n", NOW) == token


@pytest.mark.parametrize(
    "retype",
    [
        str.upper,
        str.title,
        lambda words: words.replace(" ", "-"),
        lambda words: words.replace(" ", ", "),
        lambda words: words.replace(" ", ""),
        lambda words: f"  “{words}.” \r\n",
        lambda words: words.replace("i", "\N{LATIN SMALL LETTER DOTLESS I}"),
        lambda words: words.upper().replace("I", "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}"),
        lambda words: "".join(chr(ord(sign) + 0xFEE0) if sign > " " else "\u3000" for sign in words),
        lambda words: words.replace(" ", "\N{ARABIC COMMA} ").replace("e", "é"),
    ],
)
def test_only_the_letters_count(retype: Callable[[str], str]) -> None:
    passphrase = "acid acorn acre acts afar affix"
    assert normalized(retype(passphrase)) == normalized(passphrase) == "acidacornacreactsafaraffix"


@pytest.mark.parametrize("typed", ["", "   ", "12345 !?", "acid acorn acre acts afar affix", "a" * 10_000])
def test_a_passphrase_that_nobody_got_opens_nothing(store: Store, typed: str) -> None:
    assert store.passphrases.redeem(typed, NOW) is None


@pytest.mark.parametrize("is_known", [False, True])
def test_a_passphrase_lives_as_long_as_its_draft_and_lengthens_no_life(
    store: Store, *, is_known: bool
) -> None:
    token = store.drafts.create({}, NOW)
    known = store.passphrases.issue(token, NOW) or "" if is_known else ""
    passphrase = store.passphrases.issue(token, NOW + timedelta(days=5), known)
    assert passphrase is not None
    assert store.passphrases.redeem(passphrase, NOW + WEEK - timedelta(seconds=1)) == token
    assert store.passphrases.redeem(passphrase, NOW + WEEK) is None
    assert store.drafts.open(token, NOW + WEEK) is None


def rows_of(store: Store) -> int:
    with store._database.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(returns)) or 0)


def test_a_draft_keeps_the_words_that_it_has(store: Store) -> None:
    token = store.drafts.create({}, NOW)
    passphrase = store.passphrases.issue(token, NOW) or ""
    count = rows_of(store)
    assert store.passphrases.issue(token, NOW, passphrase) == passphrase
    assert rows_of(store) == count
    assert store.passphrases.redeem(passphrase, NOW) == token
    assert store.passphrases.issue(token, NOW + WEEK, passphrase) is None


def test_words_that_open_nothing_any_more_are_replaced(store: Store) -> None:
    token, lost = store.drafts.create({}, NOW), "acid acorn acre acts afar affix"
    passphrase = store.passphrases.issue(token, NOW, lost)
    assert passphrase not in (None, lost)
    assert store.passphrases.redeem(passphrase or "", NOW) == token


def test_leaving_does_not_disturb_a_save_in_another_tab(store: Store) -> None:
    token = store.drafts.create({}, NOW)
    store.passphrases.issue(token, NOW)
    assert store.drafts.save(token, 1, {"age": 41}, NOW)


def test_a_passphrase_dies_with_its_draft(store: Store) -> None:
    token = store.drafts.create({}, NOW)
    passphrase = store.passphrases.issue(token, NOW)
    assert passphrase is not None
    store.drafts.delete(token, NOW)
    assert store.passphrases.redeem(passphrase, NOW) is None


def test_an_expired_draft_cannot_be_left(store: Store) -> None:
    token = store.drafts.create({}, NOW)
    assert store.passphrases.issue(token, NOW + WEEK) is None


def test_when_too_many_try_a_passphrase_the_next_is_asked_to_wait() -> None:
    hasher = PassphraseHasher(places=0, wait_seconds=0)
    with pytest.raises(StoreUnavailable, match="too many"):
        hasher("acid acorn acre acts afar affix", bytes(32))


def test_nobody_waits_in_a_long_row_to_try_a_passphrase() -> None:
    hasher = PassphraseHasher(places=2, wait_seconds=0.1)
    with ThreadPoolExecutor(6) as pool:
        with hasher._queue._hashing:
            tries = [pool.submit(hasher, "acid acorn acre acts afar affix", bytes(32)) for _ in range(6)]
            refused = list(islice(as_completed(tries, timeout=10), 4))
            assert all(isinstance(each.exception(), StoreUnavailable) for each in refused)
        assert len({each.result() for each in tries if each not in refused}) == 1


def test_who_comes_while_all_places_are_taken_waits_a_moment() -> None:
    hasher = PassphraseHasher(places=1, wait_seconds=20)
    with ThreadPoolExecutor(2) as pool:
        with hasher._queue._hashing:
            tries = [pool.submit(hasher, "acid acorn acre acts afar affix", bytes(32)) for _ in range(2)]
            assert not ended(tries)
        assert tries[0].result(20) == tries[1].result(20)


def ended(tries: list[Future[bytes]]) -> set[Future[bytes]]:
    """Those of the tries that end at once."""
    return wait(tries, 0.2).done


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_the_words_of_a_language_are_many_short_and_of_letters_that_all_keyboards_have(language: str) -> None:
    words = passphrase_words(language)
    assert passphrase_language(language) == language
    assert len(set(map(normalized, words))) == len(words) >= 1295
    assert all(word.isalpha() and normalized(word).isascii() and 3 <= len(word) <= 8 for word in words)


FRIGHTENING = {
    "en": """
        islam grave fetal womb coma drown harm hurt wound slob wimp rabid cult evil curse crazy pork
        bacon death virus fever polio cure slain gore knife blade army saint bless stool gut tummy liver
        lung bloat gag widow funeral urn hang rope poison drug hash stash beer cider rum idiot fool lazy
        dumb ugly hell devil""",
    "de": """
        alarm bein blut bombe brei dekan durst engel erbe ferkel fieber gift hand herz heilen kapelle
        knie kopf krebs krieg lager lanze messer muskel ohren ostern punsch salbe seekuh speck tod wein
        zahn zunge esel""",
    "es": """
        acabar alma altar asno ayuno boca bulto burro cabeza calvo carne cerdo corazón culto curar dieta
        dosis farmacia germen gota gripe hacha iglesia jamón jarabe lengua loco mano milagro monja
        muerte muleta navidad pálido plomo pupa química recaer ron sangre tocino torero toser vaca
        vacuna vino yacer zarza""",
    "fr": """
        alarmer anarchie bandage canon couteau curatif docteur embryon éternel exécuter fautif fragile
        genou glaive gorille incarner jambe lourd membre miracle mort muscle oculaire oreille palper
        perforer plomb pommade poison prière remède rituel rotule sang sonde tordre ultrason viande
        visage viticole""",
}


@pytest.mark.parametrize("language", FRIGHTENING)
def test_no_word_that_is_read_aloud_may_hurt_or_frighten_somebody_who_is_ill(language: str) -> None:
    assert not {*FRIGHTENING[language].split()} & {*passphrase_words(language)}


def test_words_that_a_list_has_lost_open_their_draft_and_say_their_language(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = ("islam", "grave", "womb", "coma", "drown")
    with monkeypatch.context() as before:
        before.setattr("webapp.storage.patient.passphrases.passphrase_words", lambda _language: lost)
        token = store.drafts.create({}, NOW)
        passphrase = store.passphrases.issue(token, NOW) or ""
    assert set(passphrase.split()) <= set(lost)
    assert store.passphrases.redeem(passphrase, NOW) == token
    assert language_of(passphrase) == "en"
    assert language_of("kapelle speck bahn birne wolke zebra") == "de"


def test_a_language_without_a_list_has_english_words_and_an_edition_those_of_its_language() -> None:
    assert passphrase_words("ar") == passphrase_words("zh-Hans") == passphrase_words("en-GB-simple")
    assert passphrase_words("fr-CA-simple") == passphrase_words("fr") != passphrase_words("en")


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_a_passphrase_says_its_language(language: str) -> None:
    assert language_of(new_passphrase(os.urandom, passphrase_words(language))) == language


def test_words_with_accents_may_be_typed_without_them_or_in_another_form(store: Store) -> None:
    typed = ("échelle MÉDUSE forêt", "echelle meduse foret", "e\N{COMBINING ACUTE ACCENT}chelle méduse forêt")
    assert len({normalized(one) for one in typed}) == 1
    assert normalized("sœur") == normalized("soeur")
    token = store.drafts.create({}, NOW)
    passphrase = store.passphrases.issue(token, NOW, language="fr") or ""
    assert set(passphrase.split()) <= set(passphrase_words("fr"))
    bare = unicodedata.normalize("NFKD", passphrase.upper()).encode("ascii", "ignore").decode()
    assert store.passphrases.redeem(bare, NOW) == token


def test_the_same_randomness_gives_the_same_passphrase() -> None:
    words = passphrase_words("en")
    assert new_passphrase(bytes, words) == new_passphrase(bytes, words)
    assert normalized(new_passphrase(bytes, words)) == words[0] * 6


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_letters_of_six_words_of_a_list_may_be_a_passphrase_and_five_or_seven_words_never(
    language: str,
) -> None:
    made = [new_passphrase(os.urandom, passphrase_words(language)).split() for _ in range(200)]
    for words in made:
        assert may_be_six_words("".join(words).upper())
        assert may_be_six_words(normalized(" ".join(words)))
    more = [[*words, "taps"] for words in made]
    for others in ([words[:5] for words in made], more):
        assert not any(may_be_six_words(" ".join(words)) for words in others)
    assert not may_be_six_words("")
    assert not may_be_six_words(f"{' '.join(made[0])} x")


def test_a_word_made_of_two_counts_once_where_it_stands_apart() -> None:
    five = "Glashaus Garten Apfel Birne Tasse"
    assert not may_be_six_words(five)
    assert may_be_six_words("Glas Haus Garten Apfel Birne Tasse")
    assert may_be_six_words(five.replace(" ", ""))

"""Files from outside: what they carry comes back byte for byte, and hostile ones harm nobody."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from time import monotonic
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from tests.unit.exchange.record.files import PDF, RECORD, REFUSED, made, stream_of
from webapp.exchange.record import ReaderBusy, RecordReader, RecordRefused
from webapp.exchange.record.reader_process import answer
from webapp.exchange.record.validate_file import extract_record

FUZZED = max(50, settings().max_examples // 10)


READER = RecordReader()
"""Ends with the program."""


def outcome(file: bytes, reader: RecordReader = READER) -> object:
    try:
        return reader.read(file)
    except RecordRefused as refused:
        return refused.sentences


def test_a_record_comes_back_byte_for_byte() -> None:
    assert READER.read(PDF) == RECORD
    assert READER.read(RECORD) == RECORD


def test_a_record_that_was_saved_anew_without_packing_is_read() -> None:
    assert READER.read(made(lambda pdf: stream_of(pdf).write(RECORD), compress_streams=False)) == RECORD


@pytest.mark.parametrize(("name", "stream"), [("/F", "/F"), ("/UF", "/UF"), ("/F", "/UF"), ("/UF", "/F")])
def test_the_record_is_found_under_either_name(name: str, stream: str) -> None:
    def keep(pdf: pikepdf.Pdf) -> None:
        spec = pdf.Root.Names.EmbeddedFiles.Names[1]
        spec.EF = pikepdf.Dictionary({stream: spec.EF.F})
        for key in {"/F", "/UF"} - {name}:
            del spec[key]

    file = made(keep)
    assert READER.read(file) == extract_record(file) == RECORD


def test_a_file_that_another_library_attached_it_to_is_read() -> None:
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_attachment("gut-factors-record.fhir.json", RECORD)
    writer.write(file)
    assert extract_record(file.getvalue()) == RECORD


@pytest.mark.parametrize(
    "lock",
    [{"owner": "o"}, {"owner": "o", "R": 4}, {"owner": "o", "R": 3, "aes": False, "metadata": False}],
)
def test_a_file_that_only_its_owner_may_change_is_read(lock: dict[str, Any]) -> None:
    file = made(lambda _: None, encryption=pikepdf.Encryption(**lock))
    assert READER.read(file) == extract_record(file) == RECORD


def test_a_report_with_as_many_pages_as_it_tells_or_fewer_is_read() -> None:
    def shorter(pdf: pikepdf.Pdf) -> None:
        spec = pdf.Root.Names.EmbeddedFiles.Names[1]
        spec.Desc = pikepdf.String("The answers as data (FHIR QuestionnaireResponse) of a report of 4 pages")
        pdf.add_blank_page()

    assert READER.read(made(shorter)) == RECORD


def test_only_the_file_of_this_name_is_looked_at() -> None:
    def add(pdf: object) -> None:
        pdf.attachments["other.json"] = b"[" * 1000  # type: ignore[attr-defined]

    assert READER.read(made(add)) == RECORD


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_a_sentence(name: str) -> None:
    make, says = REFUSED[name]
    with pytest.raises(RecordRefused, match=says) as caught:
        READER.read(make())
    assert all(sentence.endswith(".") and len(sentence) < 300 for sentence in caught.value.sentences)


@pytest.mark.parametrize(
    "name",
    ["cut short", "for a password", "no attached file", "two records", "a bomb", "more pages than it tells"],
)
def test_the_checks_themselves_refuse_it_too(name: str) -> None:
    make, says = REFUSED[name]
    with pytest.raises(RecordRefused, match=says):
        extract_record(make())


def test_a_reply_holds_the_record_or_each_sentence_in_a_line() -> None:
    assert answer(PDF) == b"R" + RECORD
    assert answer(b'{"a\\nb": 1}').startswith(b"NThe response has something")
    assert b"\n" not in answer(b'{"a\\nb": 1}')


@settings(max_examples=FUZZED)
@given(
    place=st.integers(0, len(PDF) - 1),
    length=st.integers(0, 60),
    put=st.binary(max_size=60) | st.sampled_from([b" 0 R", b"<<", b"[", b"/Kids", b"999999999", b"-1"]),
)
def test_a_file_that_was_tampered_with_is_read_or_refused(place: int, length: int, put: bytes) -> None:
    assert outcome(PDF[:place] + put + PDF[place + length :])
    assert READER.read(RECORD) == RECORD


@settings(max_examples=FUZZED)
@given(file=st.binary(max_size=400) | st.binary(max_size=400).map(b"%PDF-1.7\n".__add__))
def test_whatever_comes_is_refused_and_the_next_one_read(file: bytes) -> None:
    with pytest.raises(RecordRefused):
        READER.read(file)


def test_a_process_that_is_lost_costs_no_file() -> None:
    READER.read(RECORD)
    (child,) = READER._process._idle._free
    assert child
    os.kill(child.pid, signal.SIGKILL)
    assert READER.read(RECORD) == RECORD


@pytest.mark.parametrize("program", ["pass", "import time; time.sleep(30)"])
def test_a_process_that_does_not_answer_is_given_up(program: str) -> None:
    command = (sys.executable, "-c", program)
    with RecordReader(command=command, seconds=0.2) as one, pytest.raises(RecordRefused, match="damaged"):
        one.read(RECORD)


def test_who_finds_all_places_taken_does_not_wait() -> None:
    command = (sys.executable, "-c", "import time; time.sleep(30)")
    with RecordReader(command=command, places=1, queue_seconds=60, seconds=1) as one:
        first = threading.Thread(target=outcome, args=(RECORD, one))
        first.start()
        while one._process._idle._free:
            pass
        began = monotonic()
        with pytest.raises(ReaderBusy):
            one.read(RECORD)
        assert monotonic() - began < 0.9
        first.join()


def test_a_place_is_free_again_whatever_became_of_the_file() -> None:
    with RecordReader(places=1) as one:
        for _ in range(3):
            assert outcome(b"%PDF-1.7\nx", one)
            assert one.read(RECORD) == RECORD


def test_a_long_queue_is_told_to_come_again() -> None:
    command = (sys.executable, "-c", "import time; time.sleep(30)")
    with RecordReader(command=command, queue_seconds=0, seconds=1) as one:
        first = threading.Thread(target=outcome, args=(RECORD, one))
        first.start()
        while one._process._idle._free:
            pass
        with pytest.raises(ReaderBusy):
            one.read(RECORD)
        first.join()

"""The real processes that lay reports out and read files of others: what each of them is refused."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.pdf.probes import CORE_FILES, CPU_SECONDS, MEBIBYTE, OWN_SETTINGS, REFUSED, allocate, outcome
from webapp.child_process import ChildProcess
from webapp.exchange.record import RecordReader, RecordRefused
from webapp.report.pool.pool import COMMAND, RenderLimits

LIMITS = RenderLimits()
READ = "import sys; from webapp.exchange.record.reader_process import main; from tests.pdf.probes import read"
READING = (sys.executable, "-c", f"{READ}; main(read)")
"""The real reading process, in which a child does what a file says in the place of looking into it."""


class Evaluated:
    """A job that, as it is unpacked, evaluates an expression where it comes to."""

    def __init__(self, expression: str) -> None:
        self._expression = expression

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return eval, (self._expression,)


class Told(Evaluated):
    """The same, and reports the result by the name of an error, which a render process does tell."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        told = f"__import__('tests.pdf.probes').pdf.probes.outcome({self._expression!r})"
        return eval, (f"(_ for _ in ()).throw(type(str({told}), (Exception,), {{}})())",)


@contextmanager
def as_a_server_would() -> Iterator[None]:
    """With a secret among the settings, and core files allowed as far as the system does."""
    before = resource.getrlimit(resource.RLIMIT_CORE)
    os.environ["GUTFACTORS_DATABASE_URL"] = "postgresql://me:secret@db/x"
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)
        os.environ.pop("GUTFACTORS_DATABASE_URL", None)


@pytest.fixture(scope="module")
def rendering() -> Iterator[ChildProcess]:
    with as_a_server_would():
        child = ChildProcess((*COMMAND, str(LIMITS.memory), "1"))
        yield child
        child.end()


@pytest.fixture(scope="module")
def reading() -> Iterator[RecordReader]:
    with as_a_server_would(), RecordReader(command=READING) as reader:
        yield reader


def asked(rendering: ChildProcess, expression: str) -> str:
    """The result of the expression in the render process."""
    reply = rendering.ask(pickle.dumps(Told(expression)), 60)
    assert reply
    assert reply[:1] == b"F"
    return reply[1:].decode()


def read(reading: RecordReader, expression: str) -> str:
    return reading.read(expression.encode()).decode()


def test_the_probes_themselves_would_tell_what_is_not_refused() -> None:
    with as_a_server_would():
        assert outcome("6 * 7") == "42"
        assert outcome(OWN_SETTINGS).startswith("GUTFACTORS_DATABASE_URL")
        assert outcome(CORE_FILES) == str(resource.getrlimit(resource.RLIMIT_CORE)[1]) != "0"
        assert outcome(REFUSED["a program by the shell"]) == "0"
        assert outcome(allocate(300 * MEBIBYTE)) == str(300 * MEBIBYTE)


@pytest.mark.parametrize("what", REFUSED)
def test_laying_out_gives_no_connection_and_no_program(rendering: ChildProcess, what: str) -> None:
    assert asked(rendering, REFUSED[what]) == "PermissionError"


def test_laying_out_gives_no_more_memory_than_its_share(rendering: ChildProcess) -> None:
    assert asked(rendering, allocate(100 * MEBIBYTE)) == str(100 * MEBIBYTE)
    assert asked(rendering, allocate(LIMITS.memory)) == "MemoryError"


def test_laying_out_tells_no_setting_and_leaves_no_core_file(rendering: ChildProcess) -> None:
    assert asked(rendering, OWN_SETTINGS) == "none"
    assert asked(rendering, CORE_FILES) == "0"


def test_laying_out_that_never_ends_is_ended_by_its_own_time() -> None:
    endless = "type('View', (), {'clinic': property(lambda self: sum(1 for _ in iter(int, 1)))})()"
    child = ChildProcess((*COMMAND, str(LIMITS.memory), "1"))
    assert child.ask(pickle.dumps(Evaluated(endless)), 120) is None
    assert child._process.wait(10) == -signal.SIGXCPU
    child.end()


@pytest.mark.parametrize("what", REFUSED)
def test_reading_gives_no_connection_and_no_program(reading: RecordReader, what: str) -> None:
    assert read(reading, REFUSED[what]) in ("PermissionError", "OSError")


def test_reading_gives_no_more_memory_than_its_share(reading: RecordReader) -> None:
    assert read(reading, allocate(20 * MEBIBYTE)) == str(20 * MEBIBYTE)
    assert read(reading, allocate(256 * MEBIBYTE)) == "MemoryError"


def test_reading_opens_no_file_and_tells_no_setting(reading: RecordReader) -> None:
    assert read(reading, "open('/etc/hostname').read()") == "OSError"
    assert read(reading, "open('/tmp/gutfactors-was-here', 'w').write('x')") == "OSError"
    names = "' '.join(each for each in __import__('os').environ if each.startswith('GUTFACTORS_')) or 'none'"
    assert read(reading, names) == "none"


def test_reading_leaves_no_core_file_and_has_two_seconds(reading: RecordReader) -> None:
    assert read(reading, CORE_FILES) == "0"
    assert read(reading, CPU_SECONDS) == "2"
    with pytest.raises(RecordRefused, match="damaged"):
        reading.read(b"sum(1 for _ in iter(int, 1))")
    assert read(reading, "6 * 7") == "42"


def test_the_parent_that_reads_nothing_has_no_settings_either(reading: RecordReader) -> None:
    read(reading, "1")
    (child,) = reading._process._idle._free
    assert child
    with open(f"/proc/{child.pid}/environ", "rb") as file:  # noqa: PTH123  as the system tells it
        assert b"GUTFACTORS_" not in file.read()

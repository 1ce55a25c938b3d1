"""Messages on a pipe come out as they went in, or not at all."""

from __future__ import annotations

from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from webapp.child_process.messages import LENGTH, read_message, write_message


@given(st.lists(st.binary(max_size=100)))
def test_messages_come_out_in_their_order(messages: list[bytes]) -> None:
    pipe = BytesIO()
    for message in messages:
        write_message(pipe, message)
    pipe.seek(0)
    assert [read_message(pipe) for _ in messages] == messages
    assert read_message(pipe) is None


@given(st.binary(max_size=20), st.data())
def test_a_message_that_is_cut_short_is_none(message: bytes, data: st.DataObject) -> None:
    whole = LENGTH.pack(len(message)) + message
    assert read_message(BytesIO(whole[: data.draw(st.integers(0, len(whole) - 1))])) is None


def test_a_message_that_is_longer_than_allowed_is_not_read() -> None:
    whole = LENGTH.pack(5) + b"abcde"
    assert read_message(BytesIO(whole), max_bytes=5) == b"abcde"
    assert read_message(BytesIO(whole), max_bytes=4) is None

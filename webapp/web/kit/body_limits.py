"""Limits on the size of forms: as large as the page needs, so that nobody fills this server's memory."""

from io import BytesIO
from typing import IO

from flask import Blueprint, Flask, Request, request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

PLAIN = 256 * 1024
"""Bytes of a form without files: a note of 10,000 characters, percent-encoded at 12 bytes each, and more."""

WITH_A_PICTURE = 1024 * 1024  # bytes of a form with a logo, or with a long text by staff

MOST_FIELDS = 2_000
"""Fields of one form, many times what any page has. Each takes far more memory than its bytes."""

Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]


def _in_memory(*_: object, **__: object) -> IO[bytes]:
    return BytesIO()


class FieldCountingParser(FormDataParser):
    """Refuses a form that has more fields than any page."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Parsed:
        """Count the fields of a plain form first; Werkzeug counts the parts of a form with files.

        Files stay in memory: the limits bound them, and none goes to a disk.
        """
        self.stream_factory = _in_memory
        if mimetype == "application/x-www-form-urlencoded":
            body = stream.read()
            if body.count(b"&") >= MOST_FIELDS:
                raise RequestEntityTooLarge
            stream = BytesIO(body)
        return super().parse(stream, mimetype, content_length, options)


class LimitedRequest(Request):
    """Keeps uploaded files in memory: their contents never touch a disk here."""

    form_data_parser_class = FieldCountingParser


def limit_form_size(app: Flask) -> None:
    """Limit every form to PLAIN bytes, unless its blueprint allows larger ones."""
    app.request_class = LimitedRequest
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = PLAIN


def allow_larger_forms(bp: Blueprint, largest: int) -> None:
    """Allow forms of this blueprint to have `largest` bytes. Call it before anything reads a form."""

    def widen() -> None:
        request.max_content_length = request.max_form_memory_size = largest

    bp.before_request(widen)

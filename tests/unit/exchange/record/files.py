"""Records and files that carry them, good and hostile."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pikepdf

from tests.project import QUESTIONNAIRE
from tests.unit.exchange.fhir.people import BASE, GIVEN_AT
from webapp.assessment import validate_answers
from webapp.exchange.record import RECORD_NAME, build_record
from webapp.exchange.record.extract_attachment import pdf_with_attachment

RECORD = build_record(
    validate_answers(QUESTIONNAIRE, {"sex": "female", "age_years": 41}),
    base_url=BASE,
    authored=GIVEN_AT,
    reference="7Q4K-XW",
)
PDF = pdf_with_attachment(RECORD)


def changed(**parts: object) -> bytes:
    """The record with other parts; those that are None are left out."""
    content = {**json.loads(RECORD), **parts}
    return json.dumps({name: part for name, part in content.items() if part is not None}).encode()


def bundle_of(count: int, size: int) -> bytes:
    """A Bundle of so many responses, each made longer by so many letters."""
    resource = {"resourceType": "QuestionnaireResponse", "id": "a" * size}
    return json.dumps({"resourceType": "Bundle", "entry": [{"resource": resource}] * count}).encode()


def made(build: Callable[[pikepdf.Pdf], object], **saving: Any) -> bytes:  # noqa: ANN401  pikepdf's own
    """The good file after something was done to it."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as pdf:
        build(pdf)
        pdf.save(file, **saving)
    return file.getvalue()


def stream_of(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The packed record."""
    return pdf.attachments[RECORD_NAME].obj.EF.F


def _twice(pdf: pikepdf.Pdf) -> None:
    spec = pikepdf.AttachedFileSpec(pdf, RECORD, filename=RECORD_NAME)
    pdf.attachments["another"] = spec


def _flat(pdf: pikepdf.Pdf, packed: bytes) -> None:
    """Put bytes there that say that they are packed."""
    stream_of(pdf).write(packed, filter=pikepdf.Name.FlateDecode)


def _joined(pdf: pikepdf.Pdf) -> None:
    """As programs do that join files: the pages of both, and the record of the first."""
    spec = pdf.Root.Names.EmbeddedFiles.Names[1]
    spec.Desc = pikepdf.String("The answers as data (FHIR QuestionnaireResponse) of a report of 1 pages")
    for _ in range(2):
        pdf.add_blank_page()


def _long(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Much = pikepdf.String("A" * 80_000_000)


def _circle(pdf: pikepdf.Pdf) -> None:
    """A list of attached files that contains itself."""
    node = pdf.make_indirect(pikepdf.Dictionary())
    node.Kids = pikepdf.Array([node])
    pdf.Root.Names.EmbeddedFiles = node


def _many(pdf: pikepdf.Pdf) -> None:
    for number in range(101):
        pdf.attachments[f"{number}.txt"] = b""


SMALL = pikepdf.ObjectStreamMode.generate

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "not one of our reports"),
    "a picture": (lambda: b"\xff\xd8\xff\xe0 JFIF", "not one of our reports"),
    "cut short": (lambda: PDF[:-200], "damaged"),
    "only the sign": (lambda: b"%PDF-1.7", "damaged"),
    "too large": (lambda: PDF + b" " * 1_500_000, "larger than any report"),
    "for a password": (
        lambda: made(lambda _: None, encryption=pikepdf.Encryption(user="u", owner="o")),
        "password",
    ),
    "more pages than it tells": (lambda: made(_joined), "more pages than the report"),
    "several people": (
        lambda: json.dumps(
            {"resourceType": "Bundle", "entry": [{"resource": json.loads(RECORD)}] * 2}
        ).encode(),
        "a Bundle with 2 QuestionnaireResponses",
    ),
    "no attached file": (lambda: made(lambda pdf: pdf.attachments.clear()), "no answers as data"),
    "no such list": (lambda: made(lambda pdf: pdf.Root.__delitem__("/Names")), "no answers as data"),
    "two records": (lambda: made(_twice), "more than once"),
    "a great many files": (lambda: made(_many), "larger than any"),
    "a list without end": (lambda: made(_circle), "no answers as data"),
    "packed otherwise": (
        lambda: made(
            lambda pdf: stream_of(pdf).write(b"80>", filter=pikepdf.Name.ASCIIHexDecode),
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
        ),
        "damaged",
    ),
    "packed wrongly": (lambda: made(lambda pdf: _flat(pdf, b"nonsense")), "damaged"),
    "a bomb": (lambda: made(lambda pdf: stream_of(pdf).write(b" " * 100_000_000)), "larger than any"),
    "a bomb beside it": (lambda: made(_long, object_stream_mode=SMALL), "damaged"),
    "no text": (lambda: pdf_with_attachment(b"\xff"), "not one of our reports"),
    "another JSON": (lambda: pdf_with_attachment(b'{"a": 1}'), "something that is not of FHIR: a"),
    "a patient": (lambda: b'{"resourceType": "Patient"}', "not one of our reports"),
    "no JSON": (lambda: pdf_with_attachment(b'{"a": 1'), "not JSON that can be read"),
    "the same key twice": (
        lambda: pdf_with_attachment(b'{"status": "x", "status": "y"}'),
        '"status" is there twice',
    ),
    "deep JSON": (lambda: b"[" * 400_000, "not one of our reports"),
    "deep items": (lambda: b'{"item":[' * 300 + b"]}" * 300, "lies too deep"),
    "many items": (lambda: b"[" + b"[]," * 160_000 + b"[]]", "must be an object"),
    "a large Bundle of many": (lambda: bundle_of(12, 50_000), "Bundle with 12 QuestionnaireResponses"),
    "long JSON": (lambda: b'{"a": "' + b"a" * 500_000 + b'"}', "larger than any"),
    "a long number": (lambda: changed(item=1).replace(b"1}", b"1" * 9000 + b"}"), "must be a list"),
}
"""Files by what is wrong with them, and what the refusal says."""

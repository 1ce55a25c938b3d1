"""The record: the answers as data, in a file that the report carries; written, and read back.

Nothing here loads the PDF library: `extract_attachment` and `validate_file` do, in the reading process.
"""

from webapp.exchange.record.build_record import RECORD_NAME, build_record
from webapp.exchange.record.parse_record import ImportedAnswers, parse_record
from webapp.exchange.record.reader import ReaderBusy, RecordReader
from webapp.exchange.record.refusals import RecordRefused

__all__ = [
    "RECORD_NAME",
    "ImportedAnswers",
    "ReaderBusy",
    "RecordReader",
    "RecordRefused",
    "build_record",
    "parse_record",
]

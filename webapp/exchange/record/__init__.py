"""The record: the answers as FHIR in a file attached to the report; written, and read back.

The PDF library is loaded by `extract_attachment` and `validate_file` only, in the reading process.
"""

from webapp.exchange.record.build_record import RECORD_NAME, build_record
from webapp.exchange.record.parse_record import ImportedAnswers, parse_record
from webapp.exchange.record.reader import ReaderBusy, RecordReader
from webapp.exchange.record.refusals import RecordRefused

"""The record: the answers as data, in a file that the report carries; written, and read back.

Nothing here loads the PDF library: `extract_attachment` and `validate_file` do, in the reading process.
"""

from webapp.exchange.record.build_record import RECORD_NAME, record_of
from webapp.exchange.record.parse_record import Told, told_by
from webapp.exchange.record.reader import ReaderBusy, RecordReader
from webapp.exchange.record.refusals import RecordRefused

__all__ = ["RECORD_NAME", "ReaderBusy", "RecordReader", "RecordRefused", "Told", "record_of", "told_by"]

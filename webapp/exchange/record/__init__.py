"""The record: the answers as data, in a file that the report carries."""

from webapp.exchange.record.writing import RECORD_NAME, record_of

__all__ = ["RECORD_NAME", "record_of"]

"""Submissions as files for other programs: CSV and JSON; FHIR in `fhir`. Pure: see README.md."""

from webapp.exchange.records import Record
from webapp.exchange.tables import as_csv
from webapp.exchange.trees import as_json_text

__all__ = ["Record", "as_csv", "as_json_text"]

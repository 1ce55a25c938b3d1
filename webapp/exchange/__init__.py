"""Submissions as files for other programs: CSV, JSON, FHIR (`fhir`), what a PDF carries (`record`)."""

from webapp.exchange.records import Record
from webapp.exchange.tables import as_csv
from webapp.exchange.trees import as_json_text

__all__ = ["Record", "as_csv", "as_json_text"]

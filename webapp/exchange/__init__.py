"""Submissions as files for other programs: CSV, JSON and FHIR, and the record inside a PDF. See README.md."""

from webapp.exchange.csv_export import as_csv
from webapp.exchange.exported_submission import ExportedSubmission
from webapp.exchange.fhir_export import as_fhir_text
from webapp.exchange.json_export import as_json_text
from webapp.exchange.readable_csv_export import as_csv_in_words

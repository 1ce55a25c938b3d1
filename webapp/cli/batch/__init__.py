"""`gutfactors batch`: a report for each line of a file of answers."""

from webapp.cli.batch.command import batch

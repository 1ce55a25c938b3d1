"""The tables of the job queue."""

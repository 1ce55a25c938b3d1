"""The desk of practitioners: the list of submissions, one submission, its prints and files."""

"""What the pool and a render process say to each other.

A job is a pickled view; a reply is DONE and the PDF, or FAILED and the name of what went wrong.
"""

DONE = b"P"
FAILED = b"F"

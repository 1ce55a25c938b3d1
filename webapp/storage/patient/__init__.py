"""A patient's draft, the ways back to it, and reports that were made for it."""

"""Words and numbers in one language: message catalogues, and the value that pages and reports write with."""

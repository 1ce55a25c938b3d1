"""Words and numbers in one language: message catalogues, and the localizer that writes by them."""

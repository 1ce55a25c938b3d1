"""Reading a page of a form from a picture. Needs the extra "paper": numpy, pypdfium2 and zxing-cpp."""

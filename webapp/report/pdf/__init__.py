"""From a view to HTML to the bytes of a PDF. Only `printing` and the patches load the renderer."""

"""Charts and codes as SVG, for screen and paper."""

"""The clinic: its name, colours, logo and contact lines. Pure: standard library only."""

from webapp.clinic.clinic import Clinic, Logo
from webapp.clinic.colours import Colours, contrast, of_accent

__all__ = ["Clinic", "Colours", "Logo", "contrast", "of_accent"]

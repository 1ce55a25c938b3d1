"""The clinic: its name, colours, logo and contact lines. Pure: standard library only."""

from webapp.clinic.clinic import LONGEST_LINE, MOST_CONTACT_LINES, Clinic, Logo, usual_paper
from webapp.clinic.colours import Colours, colours_from_accent, contrast
from webapp.clinic.policy import Policy

"""The tables, by subject. Migrations create them; a test compares the two.

Names of tables and columns are data, and some are older than today's words: see the README.
"""

from webapp.storage.tables.answers import (
    drafts,
    name_parts,
    print_members,
    print_parts,
    prints,
    questionnaires,
    reports,
    returns,
    submissions,
)
from webapp.storage.tables.devices import kiosks, pickups, sittings
from webapp.storage.tables.instance import audit, audit_ends, clinic_settings, marks, probes
from webapp.storage.tables.metadata import metadata
from webapp.storage.tables.staff import invitations, practitioners, remembered, signins, tries

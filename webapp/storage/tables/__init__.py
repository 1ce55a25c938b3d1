"""The tables, by subject. Migrations create them; a test compares the two.

Names of tables and columns are data, and some are older than today's words: see the README.
"""

from webapp.storage.tables.connections import api_tokens, webhook_events
from webapp.storage.tables.devices import kiosks, pickups, sittings
from webapp.storage.tables.instance import (
    audit,
    audit_ends,
    clinic_settings,
    form_events,
    marks,
    probes,
    quarter_counts,
)
from webapp.storage.tables.invitations import invitation_mails, patient_invitations
from webapp.storage.tables.metadata import metadata
from webapp.storage.tables.patient import drafts, reports, returns
from webapp.storage.tables.print_jobs import print_members, print_parts, prints
from webapp.storage.tables.staff import (
    challenges,
    one_time_links,
    passkeys,
    practitioners,
    remembered,
    signins,
    tries,
)
from webapp.storage.tables.submitted import name_parts, paper_pages, questionnaires, submissions

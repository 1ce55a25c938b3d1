"""The plan: what a patient and a practitioner agreed after a report. Pure: see README.md."""

from webapp.plan.model import MOST_AGREED, AgreedChange, OfferedChange, Plan, PlannedVisit

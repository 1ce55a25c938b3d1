"""Gut Factors: a patient lifestyle questionnaire and risk-factor reporter."""

"""Simulation: what a questionnaire finds in many made-up people."""

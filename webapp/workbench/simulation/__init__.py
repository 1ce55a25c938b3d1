"""Simulation: what a questionnaire says of very many made-up people."""

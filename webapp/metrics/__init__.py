"""Metrics for Prometheus: counts and times without names, references or addresses. See README.md."""

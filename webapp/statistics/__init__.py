"""Counts of many people, published so that they reveal no group under ten. Pure."""

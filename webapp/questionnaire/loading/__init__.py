"""The steps of `load`: positions, the shape of each table, and the checks, one a module."""

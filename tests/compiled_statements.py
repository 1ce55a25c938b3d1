"""Statements that SQLAlchemy compiles once in a process: each database of a test would compile its own."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

MOST_STATEMENTS = 5_000
"""More than the product has: what one file of tests compiled is there for the next."""


class SharedDialect(SQLiteDialect_pysqlite):
    """SQLite, with one dialect for all engines: what was compiled is found by it."""

    supports_statement_cache = True

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.dialect, engine._compiled_cache = _first().dialect, _first()._compiled_cache


@cache
def _first() -> Engine:
    """Return an engine that has been connected, since SQLAlchemy completes its dialect then."""
    engine = create_engine("sqlite+pysqlite://", query_cache_size=MOST_STATEMENTS)
    engine.connect().close()
    engine.dispose()
    return engine


def share_compiled_statements() -> None:
    """Let each engine of a URL that begins with sqlite:// find what others compiled."""
    registry.register("sqlite", __name__, SharedDialect.__name__)

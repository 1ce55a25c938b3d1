"""Alembic runs this file: it migrates over the connection that it is given (`migrate.py`)."""

from alembic import context

from webapp.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()

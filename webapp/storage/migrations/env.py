"""Alembic's environment: migrate on the connection that `migrate.py` passes."""

from alembic import context

from webapp.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True
)
with context.begin_transaction():
    context.run_migrations()

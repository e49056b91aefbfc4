"""Alembic's entrance. The program hands over its open, keyed connection and its transaction.

So there is neither a path nor a key here, and a migration that fails is taken back with all the
others of the same update.
"""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()

"""How Alembic reaches the database: through the connection that `bot.records.database` has open."""

from alembic import context

from bot.records.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter a table in place
)
with context.begin_transaction():
    context.run_migrations()

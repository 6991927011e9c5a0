"""Updates by bot, so that two bots can use one database; what an update has changed, effect by effect."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables. What is stored is the first bot's that starts afterwards, which replaces the 0."""
    op.create_table(
        "updates",
        sa.Column("bot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=100), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("bot", "update_id", name="pk_updates"),
    )
    op.create_index("ix_updates_state", "updates", ["state"], unique=False)
    op.create_table(
        "effects",
        sa.Column("bot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["bot", "update_id"],
            ["updates.bot", "updates.update_id"],
            name="fk_effects_bot",
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bot", "update_id", "name", name="pk_effects"),
    )
    op.execute(
        "INSERT INTO updates (bot, update_id, state, body, attempts, sender, received_at, error)"
        " SELECT 0, update_id, state, body, attempts, sender, received_at, error FROM received"
    )
    op.execute("INSERT INTO effects (bot, update_id, name) SELECT 0, update_id, '*' FROM received WHERE applied")
    op.drop_index("ix_received_state", table_name="received")
    op.drop_table("received")

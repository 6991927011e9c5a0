"""Whether an update has had its effect, and whom it is from; all polls of a showing."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.add_column("received", sa.Column("applied", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("received", sa.Column("sender", sa.String(length=100), nullable=True))
    op.create_table(
        "polls",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("showing_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["showing_id"], ["showings.id"], name="fk_polls_showing_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_polls"),
    )
    op.create_index("ix_polls_showing_id", "polls", ["showing_id"], unique=False)
    op.execute("INSERT INTO polls (id, showing_id) SELECT poll, id FROM showings WHERE poll IS NOT NULL")

"""Questions that were asked, and what was thought of their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "questions",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("article", sa.String(length=300), nullable=True),
        sa.Column("passage", sa.String(length=60), nullable=True),
        sa.Column("good", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_questions"),
    )
    op.create_index("ix_questions_asked_at", "questions", ["asked_at"])

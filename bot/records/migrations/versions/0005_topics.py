"""The topic of a group in which a game is played."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables. Games that are on go on outside of topics, where they began to be played."""
    op.add_column("quizzes", sa.Column("thread", sa.BigInteger(), nullable=True))

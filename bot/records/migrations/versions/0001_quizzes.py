"""The tables of people and their quizzes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "invites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_invites"),
        sa.UniqueConstraint("digest", name="uq_invites_digest"),
    )
    op.create_table(
        "item_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article", sa.String(length=300), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("wrong", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_item_versions"),
        sa.UniqueConstraint("article", "item", "version", name="uq_item_versions_article"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.Column("reminders", sa.Boolean(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("account", name="uq_people_account"),
    )
    op.create_table(
        "cards",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("article", sa.String(length=300), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("stability", sa.Double(), nullable=True),
        sa.Column("difficulty", sa.Double(), nullable=True),
        sa.Column("due", sa.DateTime(), nullable=False),
        sa.Column("last_review", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_cards_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "article", "item", name="pk_cards"),
    )
    op.create_index("ix_cards_due", "cards", ["person_id", "due"], unique=False)

    op.create_table(
        "quizzes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("chat", sa.BigInteger(), nullable=True),
        sa.Column("planned", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("article", sa.String(length=300), nullable=True),
        sa.Column("article_version", sa.String(length=100), nullable=True),
        sa.Column("exam_version", sa.Integer(), nullable=True),
        sa.Column("pass_mark", sa.Integer(), nullable=True),
        sa.Column("valid_days", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("host", sa.String(length=100), nullable=True),
        sa.Column("starts_at", sa.DateTime(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_quizzes_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_quizzes"),
    )
    op.create_index("ix_quizzes_chat", "quizzes", ["chat"], unique=False)
    op.create_index("ix_quizzes_ended_at", "quizzes", ["ended_at"], unique=False)
    op.create_index("ix_quizzes_person_id", "quizzes", ["person_id"], unique=False)

    op.create_table(
        "players",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_players_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], name="fk_players_quiz_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_players"),
        sa.UniqueConstraint("quiz_id", "person_id", name="uq_players_quiz_id"),
    )
    op.create_index("ix_players_person_id", "players", ["person_id"], unique=False)

    op.create_table(
        "showings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.Integer(), nullable=False),
        sa.Column("item_version_id", sa.Integer(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("shown_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=True),
        sa.Column("poll", sa.String(length=100), nullable=True),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["item_version_id"], ["item_versions.id"], name="fk_showings_item_version_id"),
        sa.ForeignKeyConstraint(["quiz_id"], ["quizzes.id"], name="fk_showings_quiz_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_showings"),
        sa.UniqueConstraint("poll", name="uq_showings_poll"),
    )
    op.create_index("ix_showings_item_version_id", "showings", ["item_version_id"], unique=False)
    op.create_index("ix_showings_quiz_id", "showings", ["quiz_id"], unique=False)

    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("showing_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("picked", sa.Integer(), nullable=False),
        sa.Column("correct", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_answers_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["showing_id"], ["showings.id"], name="fk_answers_showing_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
        sa.UniqueConstraint("showing_id", "person_id", name="uq_answers_showing_id"),
    )
    op.create_index("ix_answers_person_id", "answers", ["person_id"], unique=False)

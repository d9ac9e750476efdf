"""Reminders put off or muted, years that an admin ended, and reminders of one's own."""

import sqlalchemy as sa
from alembic import op

from zc_bot.storage.types import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("person", sa.Column("muted_year", sa.Integer(), nullable=True))
    op.add_column("person", sa.Column("snoozed_until", Moment(), nullable=True))
    op.create_table(
        "closed_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("actor", BIG, nullable=False),
        sa.Column("closed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("year"),
    )
    op.create_table(
        "own_reminder",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("repeat", sa.String(), nullable=False),
        sa.Column("day_of_month", sa.Integer(), nullable=True),
        sa.Column("due", Moment(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("repeat IN ('once', 'daily', 'weekly', 'monthly', 'yearly')", name="repeat_known"),
        sqlite_autoincrement=True,
    )
    op.create_index("own_reminder_due", "own_reminder", ["due"])
    op.create_index("ix_own_reminder_person", "own_reminder", ["person"])


def downgrade() -> None:
    op.drop_table("own_reminder")
    op.drop_table("closed_year")
    op.drop_column("person", "snoozed_until")
    op.drop_column("person", "muted_year")

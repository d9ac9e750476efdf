"""Figures that somebody asked for, and who wants the weekly digest."""

import sqlalchemy as sa
from alembic import op

from zc_bot.storage.types import Moment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "figure_request",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("told_at", Moment(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False, server_default=""),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("state IN ('open', 'answered', 'declined', 'lapsed')", name="state_known"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "subscription",
        sa.Column("person", BIG, autoincrement=False, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("person"),
    )


def downgrade() -> None:
    op.drop_table("subscription")
    op.drop_table("figure_request")

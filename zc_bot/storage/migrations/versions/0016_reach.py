"""How people are reached: why not, their menu, who stands in for whom, notices to many, days off as announced."""

import sqlalchemy as sa
from alembic import op

from zc_bot.storage.types import Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("person", sa.Column("unreachable_why", sa.String(), nullable=True))
    op.add_column("person", sa.Column("menu", sa.String(), nullable=True))
    op.create_table(
        "stand_in",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("asker", BIG, nullable=False),
        sa.Column("colleague", BIG, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("state IN ('asked', 'taken', 'declined', 'lapsed', 'over')", name="state_known"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "broadcast",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("sender", BIG, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("reported_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "days_off",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("actor", BIG, nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("year"),
    )


def downgrade() -> None:
    op.drop_table("days_off")
    op.drop_table("broadcast")
    op.drop_table("stand_in")
    op.drop_column("person", "menu")
    op.drop_column("person", "unreachable_why")

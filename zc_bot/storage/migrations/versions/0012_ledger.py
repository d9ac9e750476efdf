"""Decisions, milestones of authorities, targets and support granted; append-only."""

import sqlalchemy as sa
from alembic import op

from zc_bot.storage.migrations.append_only import protect
from zc_bot.storage.types import ExactDecimal, Moment

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ledger",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "what", "authority", "community", "who")),
        sa.Column("amount", ExactDecimal(), nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("day", sa.String(), nullable=True),
        sa.Column("due", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("supersedes", BIG, nullable=True),
        sa.Column("actor", BIG, nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("supersedes"),
        sa.CheckConstraint("kind IN ('decision', 'plan', 'policy', 'support', 'target')", name="kind_known"),
        sa.CheckConstraint("state IN ('open', 'closed', 'void')", name="state_known"),
        sqlite_autoincrement=True,
    )
    protect("ledger")


def downgrade() -> None:
    op.drop_table("ledger")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION ledger_is_append_only()")

"""Texts that were not understood, without who typed them."""

import sqlalchemy as sa
from alembic import op

from zc_bot.storage.types import Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "unanswered",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("unanswered_at", "unanswered", ["at"])


def downgrade() -> None:
    op.drop_index("unanswered_at", "unanswered")
    op.drop_table("unanswered")

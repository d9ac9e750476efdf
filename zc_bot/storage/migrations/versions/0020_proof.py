"""Photos and documents that prove what was noted: a plan, policies, support."""

import sqlalchemy as sa
from alembic import op

from zc_bot.storage.types import Moment

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "proof",
        sa.Column("id", BIG, primary_key=True, autoincrement=True),
        sa.Column("entry", BIG, nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.UniqueConstraint("entry", "sha256"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("proof")

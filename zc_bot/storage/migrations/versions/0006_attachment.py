"""Photos and documents that go with a submission."""

import sqlalchemy as sa
from alembic import op

from zc_bot.storage.types import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("submission", BIG, nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("submission", "sha256"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("attachment")

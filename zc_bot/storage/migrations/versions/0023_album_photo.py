"""Photos of an album that came before it was said what it is for."""

import sqlalchemy as sa
from alembic import op

from zc_bot.storage.types import Moment

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "album_photo",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("person", BIG, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("album", "file", "name")),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("caption", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_album_photo_person", "album_photo", ["person"])


def downgrade() -> None:
    op.drop_table("album_photo")

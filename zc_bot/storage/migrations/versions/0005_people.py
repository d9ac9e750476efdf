"""Invitations, a roster of phones, groups that are allowed, and when a person was last confirmed."""

import sqlalchemy as sa
from alembic import op

from zc_bot.storage.types import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ROLES = "role IN ('viewer', 'reporter', 'lead', 'reviewer', 'admin')"


def upgrade() -> None:
    op.add_column("person", sa.Column("confirmed_at", Moment(), nullable=True))
    op.create_table(
        "invitation",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("authorities", sa.String(), nullable=False),
        sa.Column("made_by", BIG, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_by", BIG, nullable=True),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
        sa.CheckConstraint(ROLES, name="role_known"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "roster",
        sa.Column("phone_hash", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("authorities", sa.String(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("used_by", BIG, nullable=True),
        sa.PrimaryKeyConstraint("phone_hash"),
        sa.CheckConstraint(ROLES, name="role_known"),
    )
    op.create_table(
        "allowed_group",
        sa.Column("chat", BIG, autoincrement=False, nullable=False),
        sa.Column("actor", BIG, nullable=False),
        sa.Column("allowed_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("chat"),
    )


def downgrade() -> None:
    for table in ("allowed_group", "roster", "invitation"):
        op.drop_table(table)
    op.drop_column("person", "confirmed_at")

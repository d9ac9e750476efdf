"""What the city recorded of the communities' stages and of the provincial record; append-only."""

import sqlalchemy as sa
from alembic import op

from zc_bot.storage.migrations.append_only import protect
from zc_bot.storage.types import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "milestone",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("actor", BIG, nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint(
            "kind IN ('not_started', 'started', 'building', 'built', 'provincial', 'not_provincial', 'void')",
            name="kind_known",
        ),
        sqlite_autoincrement=True,
    )
    protect("milestone")


def downgrade() -> None:
    op.drop_table("milestone")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION milestone_is_append_only()")

"""How often a letter may have arrived, and whether the admins were told; an index that keeps a chat's order."""

import sqlalchemy as sa
from alembic import op

from zc_bot.storage.types import Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

UNSETTLED = sa.text("state IN ('pending', 'retry', 'claimed')")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("doubts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("outbox", sa.Column("told_at", Moment(), nullable=True))
    op.drop_column("outbox", "resend")
    op.drop_column("outbox", "lease_until")
    op.create_index(
        "outbox_of_chat", "outbox", ["chat", "id"], sqlite_where=UNSETTLED, postgresql_where=UNSETTLED
    )


def downgrade() -> None:
    op.drop_index("outbox_of_chat", "outbox")
    op.add_column("outbox", sa.Column("lease_until", Moment(), nullable=True))
    op.add_column("outbox", sa.Column("resend", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_column("outbox", "told_at")
    op.drop_column("outbox", "doubts")

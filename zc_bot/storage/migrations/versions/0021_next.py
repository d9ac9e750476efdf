"""What waits in the order in which it is sent, so that the next letter is found without looking at every one."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

WAITS = sa.text("state IN ('pending', 'retry', 'claimed')")


def upgrade() -> None:
    op.drop_index("outbox_due", "outbox")
    op.create_index("outbox_next", "outbox", ["priority", "id"], sqlite_where=WAITS, postgresql_where=WAITS)


def downgrade() -> None:
    op.drop_index("outbox_next", "outbox")
    op.create_index(
        "outbox_due", "outbox", ["state", "priority", "not_before", "id"], sqlite_where=WAITS, postgresql_where=WAITS
    )

"""What the meeting was about at which something was decided: decisions of one day and subject are of one meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ledger", sa.Column("subject", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("ledger", "subject")

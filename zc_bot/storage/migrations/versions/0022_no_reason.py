"""Why a figure can't be had is told to whoever asked, and kept no more."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("figure_request", "reason")


def downgrade() -> None:
    op.add_column("figure_request", sa.Column("reason", sa.String(), nullable=False, server_default=""))

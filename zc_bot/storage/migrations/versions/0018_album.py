"""Which album an attachment came in, and what was written under it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attachment", sa.Column("album", sa.String(), nullable=True))
    op.add_column("attachment", sa.Column("caption", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("attachment", "caption")
    op.drop_column("attachment", "album")

"""What came under an update's number, so that another one under the same number is no repetition."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox", sa.Column("digest", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("inbox", "digest")

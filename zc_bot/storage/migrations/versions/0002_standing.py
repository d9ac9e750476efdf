"""The status joins both indexes of the figures: which version stands is then told without reading a row."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INDEXES = {
    "observation_of_community": ["community", "metric", "year", "id"],
    "observation_of_metric": ["metric", "year", "community", "id"],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.drop_index(name, "observation")
        op.create_index(name, "observation", [*columns, "status"], unique=False)


def downgrade() -> None:
    for name, columns in INDEXES.items():
        op.drop_index(name, "observation")
        op.create_index(name, "observation", columns, unique=False)

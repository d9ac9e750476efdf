"""What the city recorded of the communities' stages and of the provincial record; append-only."""

import sqlalchemy as sa
from alembic import op

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
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION milestone_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'milestone is append-only'; END $$"
        )
        op.execute(
            "CREATE TRIGGER milestone_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON milestone "
            "FOR EACH STATEMENT EXECUTE FUNCTION milestone_is_append_only()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER milestone_no_{change.lower()} BEFORE {change} ON milestone "
            "BEGIN SELECT RAISE(ABORT, 'milestone is append-only'); END"
        )


def downgrade() -> None:
    op.drop_table("milestone")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION milestone_is_append_only()")

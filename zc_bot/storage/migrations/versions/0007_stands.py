"""Which version of a figure stands, kept by a trigger in the transaction that records the version."""

import sqlalchemy as sa
from alembic import op

from zc_bot.storage.types import ExactDecimal

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = "community, metric, year, observation, status, value, marker"
NEW = "NEW.community, NEW.metric, NEW.year, NEW.id, NEW.status, NEW.value, NEW.marker"
STANDS = f"""
    INSERT INTO standing ({COLUMNS}) VALUES ({NEW})
    ON CONFLICT (community, metric, year) DO UPDATE SET
        observation = excluded.observation, status = excluded.status,
        value = excluded.value, marker = excluded.marker
    WHERE excluded.status = 'approved' OR standing.status = 'submitted';
"""
FALLS = """
    DELETE FROM standing
    WHERE community = NEW.community AND metric = NEW.metric AND year = NEW.year AND status = 'submitted';
"""
ALL = f"""
    INSERT INTO standing ({COLUMNS})
    SELECT o.community, o.metric, o.year, o.id, o.status, o.value, o.marker
    FROM observation o JOIN (
        SELECT max(id) AS last,
            max(CASE WHEN status = 'approved' THEN id END) AS approved,
            max(CASE WHEN status = 'submitted' THEN id END) AS submitted
        FROM observation GROUP BY community, metric, year
    ) v ON o.id = coalesce(v.approved, CASE WHEN v.submitted = v.last THEN v.submitted END)
"""


def upgrade() -> None:
    op.create_table(
        "standing",
        sa.Column("community", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("observation", BIG, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("value", ExactDecimal(), nullable=True),
        sa.Column("marker", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("community", "metric", "year"),
        sa.CheckConstraint("status IN ('submitted', 'approved')", name="status_known"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "standing_of_metric", "standing", ["metric", "year", "community", "status", "value", "marker", "observation"]
    )
    op.execute(ALL)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION observation_stands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF NEW.status IN ('submitted', 'approved') THEN {STANDS} ELSE {FALLS} END IF; RETURN NULL; END $$"
        )
        op.execute(
            "CREATE TRIGGER observation_stands AFTER INSERT ON observation "
            "FOR EACH ROW EXECUTE FUNCTION observation_stands()"
        )
        return
    for name, statuses, change in (
        ("stands", "'submitted', 'approved'", STANDS),
        ("falls", "'returned', 'withdrawn'", FALLS),
    ):
        op.execute(
            f"CREATE TRIGGER observation_{name} AFTER INSERT ON observation "
            f"WHEN NEW.status IN ({statuses}) BEGIN {change} END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER observation_stands ON observation")
        op.execute("DROP FUNCTION observation_stands()")
    else:
        op.execute("DROP TRIGGER observation_stands")
        op.execute("DROP TRIGGER observation_falls")
    op.drop_table("standing")
